-- +goose Up
-- Objectives, audiences, pillars and campaigns: small documents edited as a
-- whole. What lists and cards read (name, colour) stands beside the document.
CREATE TABLE strategy_item (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  kind          TEXT NOT NULL,
  name          TEXT NOT NULL,
  colour        TEXT NOT NULL DEFAULT '',
  body          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  created_at    BIGINT NOT NULL,
  created_by    TEXT NOT NULL,
  updated_at    BIGINT NOT NULL,
  updated_by    TEXT NOT NULL,
  archived_at   BIGINT
);

CREATE INDEX strategy_item_by_kind ON strategy_item (workspace_id, kind, id);

-- What an item points at: a target of a link is archived, not removed.
CREATE TABLE strategy_link (
  workspace_id  TEXT NOT NULL,
  item_id       TEXT NOT NULL REFERENCES strategy_item (id) ON DELETE CASCADE,
  target_id     TEXT NOT NULL REFERENCES strategy_item (id),
  PRIMARY KEY (item_id, target_id)
);

CREATE INDEX strategy_link_by_target ON strategy_link (workspace_id, target_id);

-- Every version of the brand platform and of the charter; rows never change.
CREATE TABLE strategy_document (
  workspace_id  TEXT NOT NULL,
  document      TEXT NOT NULL,
  version       INTEGER NOT NULL,
  body          TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  created_by    TEXT NOT NULL,
  PRIMARY KEY (workspace_id, document, version)
);

-- +goose Down
