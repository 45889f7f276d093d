-- +goose Up

-- Until when the voices of a closed vote of a council can be confirmed, and when it was counted; the year 1 where nothing waits (CF-5).
ALTER TABLE motions ADD COLUMN settles TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE motions ADD COLUMN settled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;

-- At a council: what an assembly has its delegate say on an item, or confirms of a vote that no instruction covered (CF-5).
CREATE TABLE instructions (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  peer     INTEGER NOT NULL REFERENCES peers (id),
  mandate  TEXT NOT NULL,
  about    TEXT NOT NULL,
  position TEXT NOT NULL,
  words    TEXT NOT NULL,
  record   TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  UNIQUE (peer, mandate, about)
);
CREATE INDEX instructions_about ON instructions (about);
