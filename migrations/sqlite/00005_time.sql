-- +goose Up

-- The item that the meeting treats now; 0 between two (OJ-4).
ALTER TABLE meetings ADD COLUMN item INTEGER NOT NULL DEFAULT 0;

-- Since when an item is treated, how many nanoseconds it was before, when it was last ended, and which meeting adjourned it (OJ-4).
ALTER TABLE items ADD COLUMN started_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE items ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN done_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE items ADD COLUMN adjourned_from INTEGER NOT NULL DEFAULT 0;

-- What a meeting adjourned, as it was called then, and to which one (OJ-4). An item can be adjourned several times.
CREATE TABLE adjournments (
  meeting      INTEGER NOT NULL REFERENCES meetings (id),
  item         INTEGER NOT NULL REFERENCES items (id),
  title        TEXT NOT NULL,
  "to"         INTEGER NOT NULL REFERENCES meetings (id),
  adjourned_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, item)
);

-- Who waits for the floor: one request of each kind a person, since a point of order does not cost one's place (MO-1).
CREATE TABLE waiting (
  meeting      INTEGER NOT NULL REFERENCES meetings (id),
  member       INTEGER NOT NULL REFERENCES members (id),
  mode         TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  priority     BOOLEAN NOT NULL,
  asked_at     TIMESTAMP NOT NULL,
  announced_at TIMESTAMP NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('speech', 'order')),
  PRIMARY KEY (meeting, member, kind)
);
INSERT INTO waiting SELECT meeting, member, mode, priority, asked_at, announced_at, 'speech' FROM speech_requests;
DROP TABLE speech_requests;
ALTER TABLE waiting RENAME TO speech_requests;

ALTER TABLE speeches ADD COLUMN kind TEXT NOT NULL DEFAULT 'speech' CHECK (kind IN ('speech', 'order'));
-- The item during which the turn began; 0 for none.
ALTER TABLE speeches ADD COLUMN item INTEGER NOT NULL DEFAULT 0;

-- What those who listen tell the moderator in silence: one sign a person and turn, purged when the meeting closes (MO-2).
CREATE TABLE gestures (
  speech INTEGER NOT NULL REFERENCES speeches (id),
  member INTEGER NOT NULL REFERENCES members (id),
  kind   TEXT NOT NULL CHECK (kind IN ('too_long', 'off_subject', 'said_before')),
  PRIMARY KEY (speech, member)
);

-- The acts of who leads that can be taken back, with what restores the state before them; purged when the meeting closes.
CREATE TABLE acts (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  kind    TEXT NOT NULL,
  member  INTEGER NOT NULL,
  item    INTEGER NOT NULL,
  count   INTEGER NOT NULL,
  at      TIMESTAMP NOT NULL,
  undo    BLOB NOT NULL
);
CREATE INDEX acts_meeting ON acts (meeting);

-- How the floor was shared at a meeting, aggregated when it closed so that nobody can be recognised (ME-2).
CREATE TABLE shares (
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  side    TEXT NOT NULL CHECK (side IN ('room', 'online', 'declared', 'others')),
  persons INTEGER NOT NULL,
  turns   INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  PRIMARY KEY (meeting, side)
);

CREATE INDEX setting_changes_key ON setting_changes (key);
