-- +goose Up
-- The public page of a brand: one per workspace.
CREATE TABLE site (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL UNIQUE,
  version       BIGINT NOT NULL DEFAULT 1,
  slug          TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  headline      TEXT NOT NULL DEFAULT '',
  bio           TEXT NOT NULL DEFAULT '',
  imprint       TEXT NOT NULL DEFAULT '',
  language      TEXT NOT NULL,
  zone          TEXT NOT NULL,
  tone          TEXT NOT NULL,
  avatar        TEXT,
  cover         TEXT,
  links         TEXT NOT NULL DEFAULT '[]',
  is_open       BOOLEAN NOT NULL DEFAULT TRUE,
  publish_key   BYTEA NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL
);

-- Addresses a page had: they lead to the new one until another page takes them.
CREATE TABLE site_former_slug (
  slug          TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  site_id       TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE
);

-- A removed post stays as a tombstone: its address answers 410 and its key is
-- never used again.
CREATE TABLE site_post (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  site_id       TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
  post_key      TEXT NOT NULL,
  key_hash      TEXT NOT NULL,
  slug          TEXT NOT NULL,
  short_id      TEXT NOT NULL,
  hash          TEXT NOT NULL,
  title         TEXT NOT NULL,
  language      TEXT NOT NULL,
  segments      TEXT NOT NULL,
  published_at  BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  removed_at    BIGINT,
  UNIQUE (site_id, post_key),
  UNIQUE (site_id, short_id)
);

CREATE INDEX site_post_shown ON site_post (site_id, published_at, id) WHERE removed_at IS NULL;

-- The files a page shows: only these are served.
CREATE TABLE site_file (
  workspace_id  TEXT NOT NULL,
  site_id       TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
  sha256        TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  mime          TEXT NOT NULL,
  width         BIGINT NOT NULL,
  height        BIGINT NOT NULL,
  PRIMARY KEY (site_id, sha256, post_id)
);

-- +goose Down
