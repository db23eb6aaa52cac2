-- +goose Up
-- What the team writes. draft is JSON (editorial.Draft); due_at is the instant
-- that wall names in zone.
CREATE TABLE post (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  draft         TEXT NOT NULL,
  content_hash  TEXT NOT NULL,
  version       INTEGER NOT NULL,
  wall          TEXT NOT NULL DEFAULT '',
  zone          TEXT NOT NULL DEFAULT '',
  due_at        BIGINT,
  committed     BOOLEAN NOT NULL DEFAULT FALSE,
  cancelled     BOOLEAN NOT NULL DEFAULT FALSE,
  review        TEXT NOT NULL DEFAULT '',
  revision_id   TEXT NOT NULL DEFAULT '',
  reviewed_hash TEXT NOT NULL DEFAULT '',
  author_id     TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_by    TEXT NOT NULL,
  updated_at    BIGINT NOT NULL,
  binned_at     BIGINT
);

CREATE INDEX post_by_workspace ON post (workspace_id, binned_at);

-- Every save. shown: listed in the history (others are bases for merging, and
-- go after a day). content: the save changed what would be sent.
CREATE TABLE post_version (
  post_id       TEXT NOT NULL,
  version       INTEGER NOT NULL,
  workspace_id  TEXT NOT NULL,
  author_id     TEXT NOT NULL,
  at            BIGINT NOT NULL,
  draft         TEXT NOT NULL,
  content       BOOLEAN NOT NULL,
  shown         BOOLEAN NOT NULL,
  cause         TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (post_id, version)
);

-- Immutable: what was reviewed, approved and sent. body is the canonical form
-- that hash covers.
CREATE TABLE revision (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  hash          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  body          TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  created_at    BIGINT NOT NULL
);

CREATE UNIQUE INDEX revision_by_hash ON revision (workspace_id, post_id, hash);

-- What calendar and lists read: one row per post that is not in the bin,
-- rebuilt with it. body is JSON without the status, which dispatch moves often.
CREATE TABLE card (
  post_id       TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  due_at        BIGINT,
  day           TEXT NOT NULL,
  status        TEXT NOT NULL,
  base_status   TEXT NOT NULL,
  channels      TEXT NOT NULL,
  networks      TEXT NOT NULL,
  labels        TEXT NOT NULL,
  pillar_id     TEXT NOT NULL,
  campaign_id   TEXT NOT NULL,
  objective_id  TEXT NOT NULL,
  audience_id   TEXT NOT NULL,
  stage         TEXT NOT NULL,
  author_id     TEXT NOT NULL,
  updated_at    BIGINT NOT NULL,
  body          TEXT NOT NULL,
  search        TEXT NOT NULL
);

CREATE INDEX card_by_date ON card (workspace_id, due_at);
CREATE INDEX card_by_day ON card (workspace_id, day);
CREATE INDEX card_by_status ON card (workspace_id, status, due_at);
CREATE INDEX card_by_update ON card (workspace_id, updated_at);
CREATE INDEX card_by_campaign ON card (workspace_id, campaign_id, due_at);

-- The text that goes to a channel, as a fingerprint: finds duplicates.
CREATE TABLE post_print (
  workspace_id  TEXT NOT NULL,
  channel_id    TEXT NOT NULL,
  print         TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  due_at        BIGINT,
  PRIMARY KEY (post_id, channel_id)
);

CREATE INDEX post_print_by_text ON post_print (workspace_id, channel_id, print);

-- Which posts show an asset: what media asks before one goes to the bin.
CREATE TABLE post_asset (
  workspace_id  TEXT NOT NULL,
  asset_id      TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  PRIMARY KEY (post_id, asset_id)
);

CREATE INDEX post_asset_by_asset ON post_asset (workspace_id, asset_id);

CREATE TABLE label (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  name          TEXT NOT NULL,
  colour        TEXT NOT NULL
);

CREATE UNIQUE INDEX label_by_name ON label (workspace_id, name);

CREATE TABLE note (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  day           TEXT NOT NULL,
  until_day     TEXT NOT NULL,
  body          TEXT NOT NULL,
  colour        TEXT NOT NULL DEFAULT '',
  author_id     TEXT NOT NULL,
  updated_at    BIGINT NOT NULL
);

CREATE INDEX note_by_day ON note (workspace_id, day);

-- Who has the post open: a row lives 15 s after the last beat.
CREATE TABLE presence (
  workspace_id  TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  field         TEXT NOT NULL DEFAULT '',
  seen_at       BIGINT NOT NULL,
  PRIMARY KEY (post_id, user_id)
);

CREATE INDEX presence_by_age ON presence (workspace_id, seen_at);

-- +goose Down
