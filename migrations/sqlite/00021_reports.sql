-- +goose Up

-- Who is in a commission (CO-3).
CREATE TABLE memberships (
  body      INTEGER NOT NULL REFERENCES bodies (id),
  member    INTEGER NOT NULL REFERENCES members (id),
  joined_at TIMESTAMP NOT NULL,
  PRIMARY KEY (body, member)
);
CREATE INDEX memberships_member ON memberships (member);

-- The reports of mandates and of bodies (SE-5, SE-6, CO-5); published, they are never edited.
CREATE TABLE reports (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  body         INTEGER NOT NULL,
  mandate      INTEGER NOT NULL,
  title        TEXT NOT NULL,
  text         TEXT NOT NULL,
  "from"       TEXT NOT NULL,
  until        TEXT NOT NULL,
  audience     TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  version      INTEGER NOT NULL,
  written_by   INTEGER NOT NULL REFERENCES members (id),
  written_at   TIMESTAMP NOT NULL,
  published_at TIMESTAMP NOT NULL,
  hash         TEXT NOT NULL,
  seq          INTEGER NOT NULL
);
CREATE INDEX reports_body ON reports (body);
CREATE INDEX reports_mandate ON reports (mandate);

-- The decisions of secretariats, each under one clause of one mandate (SE-4).
CREATE TABLE body_decisions (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  body        INTEGER NOT NULL REFERENCES bodies (id),
  year        INTEGER NOT NULL,
  rank        INTEGER NOT NULL,
  mandate     INTEGER NOT NULL REFERENCES mandates (id),
  clause      INTEGER NOT NULL CHECK (clause > 0),
  clause_text TEXT NOT NULL,
  text        TEXT NOT NULL,
  audience    TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  taken_by    INTEGER NOT NULL REFERENCES members (id),
  taken_at    TIMESTAMP NOT NULL,
  seq         INTEGER NOT NULL,
  UNIQUE (body, year, rank)
);

-- The decisions of the assembly in the hands of a secretariat (SE-1), and what became of them, line by line.
CREATE TABLE charges (
  decision   INTEGER PRIMARY KEY REFERENCES decisions (id),
  body       INTEGER NOT NULL REFERENCES bodies (id),
  state      TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'done', 'given_up')),
  review_on  TEXT NOT NULL,
  charged_by INTEGER NOT NULL REFERENCES members (id),
  charged_at TIMESTAMP NOT NULL,
  changed_at TIMESTAMP NOT NULL
);
CREATE INDEX charges_body ON charges (body);
CREATE TABLE charge_notes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  decision   INTEGER NOT NULL REFERENCES charges (decision),
  body       INTEGER NOT NULL,
  state      TEXT NOT NULL,
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL
);
CREATE INDEX charge_notes_decision ON charge_notes (decision);

-- Which secretariat a motion would charge, and when one would ask whether it was carried out.
ALTER TABLE motions ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN review_on TEXT NOT NULL DEFAULT '';

-- What commissions send to the secretariat whose mandate covers it (CO-6).
CREATE TABLE requests (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  commission  INTEGER NOT NULL REFERENCES bodies (id),
  "to"        INTEGER NOT NULL REFERENCES bodies (id),
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  asked_by    INTEGER NOT NULL REFERENCES members (id),
  asked_at    TIMESTAMP NOT NULL,
  decision    INTEGER NOT NULL,
  item        INTEGER NOT NULL,
  answered_by INTEGER NOT NULL,
  answered_at TIMESTAMP NOT NULL
);

-- What was done once because a day came: a letter, an item on an agenda.
CREATE TABLE occasions (
  cause TEXT PRIMARY KEY,
  at    TIMESTAMP NOT NULL
);
ALTER TABLE items ADD COLUMN raised BOOLEAN NOT NULL DEFAULT false;
