-- +goose Up
-- One revision due at one instant on one channel. next_at is when dispatch must
-- act again: the due time or a deferral while scheduled, the next look while
-- unknown or pending.
CREATE TABLE delivery (
  id            TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  channel_id    TEXT NOT NULL,
  network       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  subject_id    TEXT NOT NULL,
  revision_id   TEXT NOT NULL,
  hash          TEXT NOT NULL,
  campaign_id   TEXT NOT NULL DEFAULT '',
  fingerprint   TEXT NOT NULL,
  due_at        BIGINT NOT NULL,
  late_ms       BIGINT NOT NULL,
  state         TEXT NOT NULL,
  reason        TEXT NOT NULL DEFAULT '',
  next_at       BIGINT,
  node          TEXT NOT NULL DEFAULT '',
  fence         BIGINT NOT NULL DEFAULT 0,
  lease_until   BIGINT,
  step          INTEGER NOT NULL DEFAULT 0,
  resends       INTEGER NOT NULL DEFAULT 0,
  tries         INTEGER NOT NULL DEFAULT 0,
  started_at    BIGINT,
  finished_at   BIGINT,
  remote_id     TEXT NOT NULL DEFAULT '',
  permalink     TEXT NOT NULL DEFAULT '',
  doubted_at    BIGINT,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL
);
CREATE INDEX delivery_in_lane ON delivery (channel_id, next_at, id) WHERE state = 'scheduled';
CREATE INDEX delivery_to_settle ON delivery (next_at) WHERE state IN ('unknown', 'pending');
CREATE INDEX delivery_on_the_way ON delivery (node) WHERE state IN ('claimed', 'sending');
CREATE INDEX delivery_twin ON delivery (channel_id, fingerprint) WHERE state IN ('sending', 'unknown', 'pending', 'needs_person');
CREATE INDEX delivery_subject ON delivery (workspace_id, subject_id);
CREATE INDEX delivery_waiting ON delivery (workspace_id, state, due_at) WHERE state NOT IN ('published', 'cancelled');
CREATE INDEX delivery_doubted ON delivery (workspace_id, due_at) WHERE doubted_at IS NOT NULL;
CREATE INDEX delivery_done ON delivery (workspace_id, finished_at) WHERE finished_at IS NOT NULL;

-- The queue of one channel: when its head is due, and which delivery is on its
-- way. Claims lock lanes, so a channel never has two at once on any node.
CREATE TABLE lane (
  channel_id    TEXT PRIMARY KEY,
  workspace_id  TEXT NOT NULL,
  next_at       BIGINT,
  busy          TEXT NOT NULL DEFAULT ''
);
CREATE INDEX lane_due ON lane (next_at) WHERE busy = '' AND next_at IS NOT NULL;

-- One remote write of a delivery.
CREATE TABLE step (
  delivery_id   TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  n             INTEGER NOT NULL,
  workspace_id  TEXT NOT NULL,
  channel_id    TEXT NOT NULL,
  op            TEXT NOT NULL,
  segment       INTEGER NOT NULL,
  media         INTEGER NOT NULL,
  visible       BOOLEAN NOT NULL,
  state         TEXT NOT NULL,
  frozen_at     BIGINT NOT NULL,
  first_sent    BIGINT NOT NULL,
  last_byte     BIGINT,
  looks         INTEGER NOT NULL DEFAULT 0,
  absent_at     BIGINT,
  remote_id     TEXT NOT NULL DEFAULT '',
  permalink     TEXT NOT NULL DEFAULT '',
  data          TEXT NOT NULL DEFAULT '',
  orphans       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (delivery_id, n)
);
-- A post of the network answers for one delivery only.
CREATE UNIQUE INDEX step_remote ON step (channel_id, remote_id) WHERE remote_id <> '' AND visible;

-- One try of a step.
CREATE TABLE attempt (
  delivery_id   TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  fence         BIGINT NOT NULL,
  n             INTEGER NOT NULL,
  workspace_id  TEXT NOT NULL,
  node          TEXT NOT NULL,
  started_at    BIGINT NOT NULL,
  ended_at      BIGINT,
  outcome       TEXT NOT NULL DEFAULT '',
  reason        TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (delivery_id, fence, n)
);

-- +goose Down
