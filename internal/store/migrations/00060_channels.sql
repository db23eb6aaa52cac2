-- +goose Up
-- A connected account. Removed ones stay, without secrets, so that what went out
-- there keeps its name.
CREATE TABLE channel (
  id             TEXT PRIMARY KEY,
  workspace_id   TEXT NOT NULL,
  network        TEXT NOT NULL,
  remote_id      TEXT NOT NULL,
  name           TEXT NOT NULL,
  handle         TEXT NOT NULL,
  url            TEXT NOT NULL,
  avatar         TEXT NOT NULL,
  zone           TEXT NOT NULL,
  settings       TEXT NOT NULL,
  secrets        BYTEA,
  health         TEXT NOT NULL,
  health_reason  TEXT NOT NULL DEFAULT '',
  checked_at     BIGINT,
  expires_at     BIGINT,
  created_at     BIGINT NOT NULL,
  created_by     TEXT NOT NULL,
  updated_at     BIGINT NOT NULL,
  removed_at     BIGINT
);
CREATE UNIQUE INDEX channel_account ON channel (workspace_id, network, remote_id) WHERE removed_at IS NULL;
CREATE INDEX channel_checked ON channel (id) WHERE removed_at IS NULL;

CREATE TABLE channel_group (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  name          TEXT NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX channel_group_name ON channel_group (workspace_id, name);

CREATE TABLE channel_group_member (
  group_id      TEXT NOT NULL REFERENCES channel_group (id) ON DELETE CASCADE,
  channel_id    TEXT NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
  workspace_id  TEXT NOT NULL,
  PRIMARY KEY (group_id, channel_id)
);
CREATE INDEX channel_group_of ON channel_group_member (workspace_id, channel_id);

-- A stop. workspace_id is '*' for a stop of everything.
CREATE TABLE hold (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  scope         TEXT NOT NULL,
  target        TEXT NOT NULL,
  reason        TEXT NOT NULL,
  note          TEXT NOT NULL,
  placed_by     TEXT NOT NULL,
  placed_at     BIGINT NOT NULL,
  released_by   TEXT NOT NULL DEFAULT '',
  released_at   BIGINT
);
CREATE INDEX hold_active ON hold (workspace_id, placed_at) WHERE released_at IS NULL;
CREATE INDEX hold_by_workspace ON hold (workspace_id, placed_at);

-- What stops and intents lock: a stop changes the row, an intent reads it FOR
-- SHARE, so each stop comes wholly before or wholly after each intent.
CREATE TABLE gate (
  workspace_id  TEXT PRIMARY KEY,
  epoch         BIGINT NOT NULL
);
INSERT INTO gate (workspace_id, epoch) VALUES ('*', 0);

-- +goose Down
