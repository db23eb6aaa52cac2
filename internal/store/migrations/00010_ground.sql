-- +goose Up
-- The installation: one row. A restored copy gets a new id (house.md §5).
CREATE TABLE installation (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  id          TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  settings    TEXT NOT NULL DEFAULT '{}'
);

-- What browsers are told of: topic and id, never content.
CREATE TABLE change (
  seq           {{serial}},
  xid           BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint), -- postgres
  workspace_id  TEXT NOT NULL,
  topic         TEXT NOT NULL,
  id            TEXT NOT NULL,
  at            BIGINT NOT NULL
);

CREATE INDEX change_by_workspace ON change (workspace_id, seq);
CREATE INDEX change_by_age ON change (at);

-- +goose Down
