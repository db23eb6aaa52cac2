-- +goose Up
-- How a workspace approves; no row is the default (governance.DefaultPolicy).
CREATE TABLE approval_policy (
  workspace_id  TEXT PRIMARY KEY,
  required      BOOLEAN NOT NULL,
  own           BOOLEAN NOT NULL,
  roles         TEXT NOT NULL,
  margin        TEXT NOT NULL,
  updated_by    TEXT NOT NULL,
  updated_at    BIGINT NOT NULL
);

-- A request for an approval, of one revision at a time.
CREATE TABLE review (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  revision_id   TEXT NOT NULL,
  hash          TEXT NOT NULL,
  content_hash  TEXT NOT NULL,
  state         TEXT NOT NULL,
  note          TEXT NOT NULL DEFAULT '',
  requested_by  TEXT NOT NULL,
  requested_at  BIGINT NOT NULL,
  settled_at    BIGINT
);

-- One at a time is open.
CREATE UNIQUE INDEX review_open ON review (workspace_id, post_id) WHERE state = 'to_review';
CREATE INDEX review_by_state ON review (workspace_id, state, requested_at);
CREATE INDEX review_by_post ON review (workspace_id, post_id, requested_at);

-- What somebody answered; never changed.
CREATE TABLE review_decision (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  review_id     TEXT NOT NULL,
  hash          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  comment       TEXT NOT NULL DEFAULT '',
  by_user       TEXT NOT NULL,
  at            BIGINT NOT NULL
);

CREATE INDEX review_decision_by_review ON review_decision (workspace_id, review_id, at);

-- What may leave: dispatch asks by hash, inside the transaction of its intent.
-- day and due_at are the date that the approver saw; '' and NULL without one.
CREATE TABLE approval (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  revision_id   TEXT NOT NULL,
  hash          TEXT NOT NULL,
  content_hash  TEXT NOT NULL,
  due_at        BIGINT,
  day           TEXT NOT NULL DEFAULT '',
  automatic     BOOLEAN NOT NULL DEFAULT FALSE,
  approved_by   TEXT NOT NULL,
  approved_at   BIGINT NOT NULL,
  revoked_by    TEXT NOT NULL DEFAULT '',
  revoked_at    BIGINT
);

CREATE UNIQUE INDEX approval_in_force ON approval (workspace_id, hash) WHERE revoked_at IS NULL;
CREATE INDEX approval_by_post ON approval (workspace_id, post_id, approved_at);

CREATE TABLE comment (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  post_id       TEXT NOT NULL,
  parent_id     TEXT NOT NULL DEFAULT '',
  author_id     TEXT NOT NULL,
  body          TEXT NOT NULL,
  mentions      TEXT NOT NULL DEFAULT '[]',
  anchor        TEXT NOT NULL DEFAULT '',
  decision      TEXT NOT NULL DEFAULT '',
  created_at    BIGINT NOT NULL,
  edited_at     BIGINT,
  resolved_by   TEXT NOT NULL DEFAULT '',
  resolved_at   BIGINT
);

CREATE INDEX comment_by_post ON comment (workspace_id, post_id, created_at);

-- +goose Down
