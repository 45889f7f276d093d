-- +goose Up

-- Whose meeting it is: a popular assembly's, or the general assembly's (0). One of each is in session at a time.
ALTER TABLE meetings ADD COLUMN body INTEGER NOT NULL DEFAULT 0;
DROP INDEX meetings_schedule;
CREATE UNIQUE INDEX meetings_schedule ON meetings (scheduled_at) WHERE kind = 'ordinary' AND body = 0;
DROP INDEX meetings_in_session;
CREATE UNIQUE INDEX meetings_in_session ON meetings (body) WHERE opened_at > -62135596800000000 AND closed_at = -62135596800000000;
CREATE INDEX meetings_body ON meetings (body) WHERE body > 0;

-- Whose decision it is: a popular assembly, named by its slug, counts its own (AP-2). SQLite changes what is unique only by making the table anew.
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE decisions_kept AS SELECT * FROM decisions;
DROP TABLE decisions;
CREATE TABLE decisions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  year       INTEGER NOT NULL,
  rank       INTEGER NOT NULL,
  motion     INTEGER NOT NULL UNIQUE REFERENCES motions (id),
  meeting    INTEGER NOT NULL REFERENCES meetings (id),
  form       TEXT NOT NULL,
  text       TEXT NOT NULL,
  "for"      INTEGER NOT NULL,
  against    INTEGER NOT NULL,
  abstain    INTEGER NOT NULL,
  electorate INTEGER NOT NULL,
  audience   TEXT NOT NULL,
  decided_at TIMESTAMP NOT NULL,
  seq        INTEGER NOT NULL UNIQUE,
  mode       TEXT NOT NULL DEFAULT 'named',
  assembly   TEXT NOT NULL DEFAULT '',
  UNIQUE (assembly, year, rank)
);
INSERT INTO decisions
  SELECT id, year, rank, motion, meeting, form, text, "for", against, abstain, electorate, audience, decided_at, seq, mode, '' FROM decisions_kept;
DROP TABLE decisions_kept;
CREATE INDEX decisions_audience ON decisions (assembly, audience, id);

-- What a popular assembly says of itself: how one comes, how it works, who organises it with whom, what it supports (AP-2, AP-3, AP-6).
CREATE TABLE popular_assemblies (
  body        INTEGER PRIMARY KEY REFERENCES bodies (id),
  coming      TEXT NOT NULL,
  rules       TEXT NOT NULL,
  organisers  TEXT NOT NULL,
  initiatives TEXT NOT NULL,
  changed_by  INTEGER NOT NULL REFERENCES members (id),
  changed_at  TIMESTAMP NOT NULL
);

-- What the members prepare among themselves (AP-4): a position on an item, every version of it, and how the assembly's way of working compares.
CREATE TABLE positions (
  item       INTEGER NOT NULL REFERENCES items (id),
  version    INTEGER NOT NULL CHECK (version > 0),
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (item, version)
);
CREATE TABLE comparisons (
  body       INTEGER NOT NULL REFERENCES bodies (id),
  point      TEXT NOT NULL,
  answer     TEXT NOT NULL CHECK (answer IN ('unknown', 'no', 'partly', 'yes')),
  note       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (body, point)
);
