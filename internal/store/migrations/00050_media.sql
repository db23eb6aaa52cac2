-- +goose Up
-- The library: one row per file of a workspace. source_sha256 names what was
-- sent (the same file twice is one asset), sha256 the clean file that is kept.
CREATE TABLE media_asset (
  id             TEXT PRIMARY KEY,
  workspace_id   TEXT NOT NULL,
  name           TEXT NOT NULL,
  source_sha256  TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  mime           TEXT NOT NULL,
  size           BIGINT NOT NULL,
  width          INTEGER NOT NULL,
  height         INTEGER NOT NULL,
  duration_ms    BIGINT NOT NULL DEFAULT 0,
  animated       BOOLEAN NOT NULL DEFAULT FALSE,
  video_codec    TEXT NOT NULL DEFAULT '',
  audio_codec    TEXT NOT NULL DEFAULT '',
  fast_start     BOOLEAN NOT NULL DEFAULT TRUE,
  alt            TEXT NOT NULL DEFAULT '',
  credit         TEXT NOT NULL DEFAULT '',
  tags           TEXT NOT NULL DEFAULT '[]',
  focal_x        INTEGER NOT NULL DEFAULT 5000,
  focal_y        INTEGER NOT NULL DEFAULT 5000,
  words          TEXT NOT NULL,
  created_at     BIGINT NOT NULL,
  created_by     TEXT NOT NULL,
  updated_at     BIGINT NOT NULL,
  binned_at      BIGINT,
  UNIQUE (workspace_id, source_sha256)
);

CREATE INDEX media_asset_by_age ON media_asset (workspace_id, id);
CREATE INDEX media_asset_by_file ON media_asset (sha256);
CREATE INDEX media_asset_binned ON media_asset (binned_at) WHERE binned_at IS NOT NULL;

-- A file made of an asset by a recipe. Revisions pin it: a row never changes.
CREATE TABLE media_rendition (
  workspace_id  TEXT NOT NULL,
  asset_id      TEXT NOT NULL REFERENCES media_asset (id) ON DELETE CASCADE,
  recipe        TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  mime          TEXT NOT NULL,
  width         INTEGER NOT NULL,
  height        INTEGER NOT NULL,
  size          BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (asset_id, recipe)
);

CREATE INDEX media_rendition_by_workspace ON media_rendition (workspace_id, sha256);
CREATE INDEX media_rendition_by_file ON media_rendition (sha256);

-- An upload in pieces that has not ended; its bytes lie beside the library.
CREATE TABLE media_upload (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  name          TEXT NOT NULL,
  size          BIGINT NOT NULL,
  received      BIGINT NOT NULL DEFAULT 0,
  created_at    BIGINT NOT NULL,
  created_by    TEXT NOT NULL,
  updated_at    BIGINT NOT NULL
);

CREATE INDEX media_upload_by_age ON media_upload (workspace_id, updated_at);

-- Room given to a workspace, where it is not the installation's default.
CREATE TABLE media_quota (
  workspace_id  TEXT PRIMARY KEY,
  bytes         BIGINT NOT NULL
);

-- +goose Down
