-- +goose Up
-- A mail to one person: one notice at once, or the digest of a day.
CREATE TABLE notify_mail (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  day           TEXT,                        -- of a digest, in the person's zone; null: at once
  state         TEXT NOT NULL,
  error         TEXT NOT NULL DEFAULT '',
  tries         INTEGER NOT NULL DEFAULT 0,
  created_at    BIGINT NOT NULL,
  claimed_at    BIGINT,
  ended_at      BIGINT,
  UNIQUE (workspace_id, user_id, day)
);

CREATE INDEX notify_mail_open ON notify_mail (created_at) WHERE ended_at IS NULL;
CREATE INDEX notify_mail_by_workspace ON notify_mail (workspace_id, created_at);

-- One row per person told.
CREATE TABLE notify_notice (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  subject       TEXT NOT NULL,
  title         TEXT NOT NULL,
  args          TEXT NOT NULL,
  key           TEXT NOT NULL,               -- the same thing told twice is one row
  in_app        BOOLEAN NOT NULL,
  mail_mode     TEXT NOT NULL,
  mail_id       TEXT REFERENCES notify_mail (id) ON DELETE SET NULL,
  created_at    BIGINT NOT NULL,
  read_at       BIGINT,
  UNIQUE (workspace_id, user_id, kind, key)
);

CREATE INDEX notify_notice_by_person ON notify_notice (workspace_id, user_id, id);
CREATE INDEX notify_notice_by_subject ON notify_notice (workspace_id, subject);
CREATE INDEX notify_notice_by_mail ON notify_notice (mail_id);
CREATE INDEX notify_notice_by_age ON notify_notice (created_at);
CREATE INDEX notify_notice_for_digest ON notify_notice (workspace_id, user_id, created_at) WHERE mail_mode = 'digest' AND mail_id IS NULL;

-- What a person chose; a kind that is not in settings has its default.
CREATE TABLE notify_preference (
  workspace_id  TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  zone          TEXT NOT NULL DEFAULT '',    -- '' is the workspace's
  settings      TEXT NOT NULL,
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);

-- +goose Down
