-- +goose Up

-- The hour that the schedule foresaw: a meeting that is moved or cancelled keeps its place in the series (AG-2).
ALTER TABLE meetings ADD COLUMN scheduled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
UPDATE meetings SET scheduled_at = starts_at;
DROP INDEX meetings_schedule;
CREATE UNIQUE INDEX meetings_schedule ON meetings (scheduled_at) WHERE kind = 'ordinary';

ALTER TABLE meetings ADD COLUMN video TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN cancelled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE meetings ADD COLUMN cancel_reason TEXT NOT NULL DEFAULT '';

-- That the members were called to a meeting, and the register as it stood then (AG-2, AG-3).
CREATE TABLE convocations (
  meeting  INTEGER PRIMARY KEY REFERENCES meetings (id),
  sent_at  TIMESTAMP NOT NULL,
  log_size INTEGER NOT NULL,
  log_hash BLOB NOT NULL
);

-- The last letter of a kind about a meeting that was handed to the mail server for a member.
CREATE TABLE letters (
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  kind    TEXT NOT NULL,
  member  INTEGER NOT NULL REFERENCES members (id),
  edition INTEGER NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, kind, member)
);

-- What a member chose to get no mail about.
CREATE TABLE mutes (
  member INTEGER NOT NULL REFERENCES members (id),
  topic  TEXT NOT NULL,
  PRIMARY KEY (member, topic)
);
