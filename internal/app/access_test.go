package app

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"parvis/internal/api"
	"parvis/internal/api/accesstest"
	"parvis/internal/config"
	"parvis/internal/store/storetest"
)

// TestAccessMatrix walks every operation of the wired application as every
// role and as nobody, in two workspaces.
func TestAccessMatrix(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { walkAccess(t, "") })
	if os.Getenv("PARVIS_TEST_POSTGRES_URL") != "" {
		t.Run("postgres", func(t *testing.T) { walkAccess(t, storetest.PostgresURL(t)) })
	}
}

func walkAccess(t *testing.T, database string) {
	t.Helper()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	t.Cleanup(receiver.Close)
	data := t.TempDir()
	a, err := Open(t.Context(), config.Config{Listen: "127.0.0.1:0", PublicURL: "http://127.0.0.1:8080", PageURL: "http://127.0.0.1:8081",
		Data: data, DatabaseURL: database, KeyFile: filepath.Join(data, "parvis.key")}, Options{LoopbackAllowed: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	server, ok := a.Handler().(*api.Server)
	if !ok {
		t.Fatal("the handler is not the API's server")
	}
	w := &accesstest.World{API: server.API, Handler: server, DB: a.DB, Identity: a.Identity, Now: time.Now, Receiver: receiver.URL}
	w.Build(t)
	w.Open(t)
	accesstest.Walk(t, w, accesstest.All())
	accesstest.WalkRaw(t, w, http.MethodGet, "/api/v1/workspaces/{workspace}/changes")
	accesstest.Erase(t, w)
}
