-- +goose Up
-- The master keys in use, by id: a key file that lacks one is refused. Of the
-- installation, not of a workspace.
CREATE TABLE sealing_key (
  id          TEXT PRIMARY KEY,
  created_at  BIGINT NOT NULL
);

-- One audited act. The digest covers ids, instant and the salted hash of the
-- payload; batch is 0 until the sealer has linked the row.
CREATE TABLE audit (
  seq           {{serial}},
  workspace_id  TEXT NOT NULL,
  at            BIGINT NOT NULL,
  actor         TEXT NOT NULL,
  action        TEXT NOT NULL,
  object        TEXT NOT NULL,
  payload_hash  TEXT NOT NULL,
  digest        TEXT NOT NULL,
  batch         BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX audit_by_workspace ON audit (workspace_id, seq);
CREATE INDEX audit_by_batch ON audit (workspace_id, batch, seq);
CREATE INDEX audit_unsealed ON audit (workspace_id, seq) WHERE batch = 0;

-- What a row says of persons. Erasure empties salt and detail: the hash in the
-- row stays, and can no longer be tied to anybody.
CREATE TABLE audit_payload (
  seq           BIGINT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  person        TEXT NOT NULL,
  salt          TEXT NOT NULL,
  detail        TEXT NOT NULL,
  erased_at     BIGINT
);
CREATE INDEX audit_payload_person ON audit_payload (workspace_id, person);

-- One link of a workspace's chain: rows of one second, their Merkle root, and a
-- MAC over the link before with a key that is not in the database.
CREATE TABLE audit_batch (
  workspace_id  TEXT NOT NULL,
  n             BIGINT NOT NULL,
  sealed_at     BIGINT NOT NULL,
  first_seq     BIGINT NOT NULL,
  last_seq      BIGINT NOT NULL,
  rows          INTEGER NOT NULL,
  root          TEXT NOT NULL,
  key_id        TEXT NOT NULL,
  mac           TEXT NOT NULL,
  PRIMARY KEY (workspace_id, n)
);

-- +goose Down
