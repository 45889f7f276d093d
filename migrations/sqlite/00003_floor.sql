-- +goose Up

-- Self-declared for this meeting, and purged when it closes (MO-1, ME-2).
ALTER TABLE presences ADD COLUMN priority BOOLEAN NOT NULL DEFAULT FALSE;

-- Who waits for the floor; one request a person (MO-1).
CREATE TABLE speech_requests (
  meeting      INTEGER NOT NULL REFERENCES meetings (id),
  member       INTEGER NOT NULL REFERENCES members (id),
  mode         TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  priority     BOOLEAN NOT NULL,
  asked_at     TIMESTAMP NOT NULL,
  announced_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, member)
);

CREATE TABLE speeches (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting    INTEGER NOT NULL REFERENCES meetings (id),
  member     INTEGER NOT NULL REFERENCES members (id),
  mode       TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  priority   BOOLEAN NOT NULL,
  started_at TIMESTAMP NOT NULL,
  ended_at   TIMESTAMP NOT NULL,
  recall     TEXT NOT NULL
);
CREATE INDEX speeches_meeting ON speeches (meeting);
