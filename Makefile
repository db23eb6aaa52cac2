# Parvis. `make run` and `make test` are the two commands; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

CACHE   := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/parvis
TOOLS   := $(CACHE)/bin
LINT    := $(TOOLS)/golangci-lint-v2.15.0
BIN     := bin/parvis
GOFILES := $(shell find . -name '*.go' -not -path './web/node_modules/*')
WEBSRC  := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/vite.config.ts web/package.json
POSTGRES := scripts/with-postgres
export GOFLAGS := -buildvcs=false

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(BIN) ## Build everything and start Parvis with a sample brand
	$(BIN) serve --demo

build: $(BIN) ## Build bin/parvis with its web application

$(BIN): web/dist/index.html $(GOFILES) go.mod go.sum
	go build -tags nodynamic -trimpath -ldflags "-s -w" -o $@ ./cmd/parvis

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/src/api/schema.gen.ts $(WEBSRC)
	cd web && npm run --silent build

gen: web/node_modules/.package-lock.json ## Regenerate openapi.yaml, TypeScript types and goldens
	go run ./cmd/parvis openapi > openapi.yaml.new && mv openapi.yaml.new openapi.yaml
	cd web && npx openapi-typescript ../openapi.yaml -o src/api/schema.gen.ts
	UPDATE_GOLDEN=1 go test ./internal/app -run TestJobKindsAreFrozen

$(LINT):
	mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv $(TOOLS)/golangci-lint $@

lint: $(LINT) web/node_modules/.package-lock.json ## Lint Go and the web application
	$(LINT) run ./...
	cd web && npx biome ci . && npx tsc --noEmit

check: build lint ## Inner loop, under 3 minutes: build, lint, unit tests on SQLite
	scripts/test-go short
	cd web && npx vitest run

test: ## Everything: unit, SQLite, PostgreSQL, browser, 60 s of chaos and of fuzz
	scripts/install
	scripts/test-all

test-real: ## Tests against real servers on loopback
	scripts/install
	scripts/test-real

chaos: ## 1,000 deliveries per class and database under kill -9, stops and a lying receiver
	scripts/install
	go build -o bin/chaos ./internal/tools/chaos
	$(POSTGRES) bin/chaos run $(CHAOS)

bench: build ## Speed and memory goals, each against a baseline of the same run
	scripts/install
	go build -o bin/bench ./internal/tools/bench
	PARVIS_TEST_POSTGRES_OPTIONS="-c fsync=on" $(POSTGRES) bin/bench all $(BENCH)

soak: build ## A night of the sample in ten minutes, and ten minutes of fuzz
	scripts/install
	$(POSTGRES) scripts/soak

pictures: build ## Every screen, 390 and 1440 px, light and dark, French and English, into pictures/
	scripts/install
	cd web && PICTURES=all npx playwright test pictures.spec.ts

clean: ## Remove what was built
	rm -rf bin web/dist/assets web/dist/index.html pictures

.PHONY: help run build gen lint check test test-real chaos bench soak pictures clean
