-- +goose Up
-- People, across workspaces. Secrets are hashed, the TOTP seed is sealed.
CREATE TABLE person (
  id              TEXT PRIMARY KEY,
  email           TEXT NOT NULL,               -- lower case; '' for a sample's members
  name            TEXT NOT NULL,
  password_hash   TEXT NOT NULL DEFAULT '',    -- PHC string with its parameters; '' cannot sign in
  locale          TEXT NOT NULL,
  theme           TEXT NOT NULL DEFAULT 'auto',
  density         TEXT NOT NULL DEFAULT 'comfortable',
  totp_sealed     BYTEA,
  totp_since      BIGINT,                      -- null: not confirmed
  totp_step       BIGINT NOT NULL DEFAULT 0,   -- last time step accepted: a code serves once
  created_at      BIGINT NOT NULL,
  updated_at      BIGINT NOT NULL
);

CREATE UNIQUE INDEX person_by_email ON person (email) WHERE email <> '';

CREATE TABLE workspace (
  id          TEXT PRIMARY KEY,
  slug        TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  zone        TEXT NOT NULL,
  locale      TEXT NOT NULL,
  sample      BOOLEAN NOT NULL DEFAULT FALSE,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  removed_at  BIGINT
);

-- A removed member keeps the row: history goes on naming them.
CREATE TABLE member (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL REFERENCES workspace (id),
  user_id       TEXT NOT NULL REFERENCES person (id),
  role          TEXT NOT NULL,
  preset        TEXT NOT NULL DEFAULT '',
  created_at    BIGINT NOT NULL,
  removed_at    BIGINT,
  UNIQUE (workspace_id, user_id)
);

CREATE INDEX member_by_user ON member (user_id);

CREATE TABLE invitation (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL REFERENCES workspace (id),
  email         TEXT NOT NULL,
  role          TEXT NOT NULL,
  preset        TEXT NOT NULL DEFAULT '',
  locale        TEXT NOT NULL,
  secret_hash   TEXT NOT NULL UNIQUE,          -- of the link to copy
  mail_hash     TEXT UNIQUE,                   -- of the link last sent by mail
  invited_by    TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL,
  accepted_at   BIGINT,
  revoked_at    BIGINT
);

CREATE INDEX invitation_by_workspace ON invitation (workspace_id, created_at);

CREATE TABLE session (
  id            TEXT PRIMARY KEY,
  user_id       TEXT NOT NULL REFERENCES person (id),
  secret_hash   TEXT NOT NULL UNIQUE,
  address       TEXT NOT NULL,
  user_agent    TEXT NOT NULL,
  see_as        TEXT NOT NULL DEFAULT '',      -- a member of a sample workspace
  created_at    BIGINT NOT NULL,
  last_seen_at  BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL
);

CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- What is exchanged once: a first start, a sample's door, a lost password, the
-- wait between password and second factor.
CREATE TABLE one_time_link (
  secret_hash  TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  user_id      TEXT NOT NULL DEFAULT '',
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  used_at      BIGINT
);

CREATE INDEX one_time_link_by_user ON one_time_link (user_id, kind);

CREATE TABLE api_token (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL REFERENCES workspace (id),
  user_id       TEXT NOT NULL REFERENCES person (id),
  name          TEXT NOT NULL,
  secret_hash   TEXT NOT NULL UNIQUE,
  hint          TEXT NOT NULL,
  scopes        TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT,
  last_used_at  BIGINT,
  revoked_at    BIGINT
);

CREATE INDEX api_token_by_workspace ON api_token (workspace_id, created_at);
CREATE INDEX api_token_by_user ON api_token (user_id);

CREATE TABLE recovery_code (
  user_id    TEXT NOT NULL REFERENCES person (id),
  code_hash  TEXT NOT NULL,
  used_at    BIGINT,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE throttle (
  bucket      TEXT PRIMARY KEY,                -- what is counted: an account, an address
  failures    INTEGER NOT NULL,
  counted_at  BIGINT NOT NULL,
  until       BIGINT NOT NULL
);

CREATE INDEX throttle_by_age ON throttle (counted_at);

-- Answers kept for a day, so that a POST with an Idempotency-Key happens once.
CREATE TABLE idempotency_key (
  actor_id      TEXT NOT NULL,
  key           TEXT NOT NULL,
  request_hash  TEXT NOT NULL,
  status        INTEGER NOT NULL,              -- 0: not answered yet
  content_type  TEXT NOT NULL,
  body          BYTEA,
  kept          BOOLEAN NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (actor_id, key)
);

CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

-- +goose Down
