-- +goose Up

-- The hour that the schedule foresaw: a meeting that is moved or cancelled keeps its place in the series (AG-2).
ALTER TABLE meetings ADD COLUMN scheduled_at TIMESTAMPTZ NOT NULL DEFAULT '0001-01-01 00:00:00+00';
UPDATE meetings SET scheduled_at = starts_at;
DROP INDEX meetings_schedule;
CREATE UNIQUE INDEX meetings_schedule ON meetings (scheduled_at) WHERE kind = 'ordinary';

ALTER TABLE meetings ADD COLUMN video TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN cancelled_at TIMESTAMPTZ NOT NULL DEFAULT '0001-01-01 00:00:00+00';
ALTER TABLE meetings ADD COLUMN cancel_reason TEXT NOT NULL DEFAULT '';

-- That the members were called to a meeting, and the register as it stood then (AG-2, AG-3).
CREATE TABLE convocations (
  meeting  BIGINT PRIMARY KEY REFERENCES meetings (id),
  sent_at  TIMESTAMPTZ NOT NULL,
  log_size BIGINT NOT NULL,
  log_hash BYTEA NOT NULL
);

-- The last letter of a kind about a meeting that was handed to the mail server for a member.
CREATE TABLE letters (
  meeting BIGINT NOT NULL REFERENCES meetings (id),
  kind    TEXT NOT NULL,
  member  BIGINT NOT NULL REFERENCES members (id),
  edition BIGINT NOT NULL,
  sent_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (meeting, kind, member)
);

-- What a member chose to get no mail about.
CREATE TABLE mutes (
  member BIGINT NOT NULL REFERENCES members (id),
  topic  TEXT NOT NULL,
  PRIMARY KEY (member, topic)
);
