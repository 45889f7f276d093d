-- +goose Up

-- The minutes of a meeting (CR-1): who took them on, until when they are due (CR-3), and, once published, the document that is never edited.
CREATE TABLE minutes (
  meeting      INTEGER PRIMARY KEY REFERENCES meetings (id),
  taker        INTEGER NOT NULL,
  due_at       TIMESTAMP NOT NULL,
  audience     TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  names        BOOLEAN NOT NULL,
  published_at TIMESTAMP NOT NULL,
  published_by INTEGER NOT NULL,
  summary      TEXT NOT NULL,
  text         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  seq          INTEGER NOT NULL
);

-- What the taker writes of each item: 0 is the opening, -1 the end. The version tells a text that was written over an older one.
CREATE TABLE minutes_sections (
  meeting    INTEGER NOT NULL REFERENCES minutes (meeting),
  item       INTEGER NOT NULL,
  title      TEXT NOT NULL,
  place      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  written_by INTEGER NOT NULL,
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, item)
);

-- The decisions of later meetings that correct published minutes.
CREATE TABLE corrections (
  decision INTEGER PRIMARY KEY REFERENCES decisions (id),
  meeting  INTEGER NOT NULL REFERENCES minutes (meeting)
);
CREATE INDEX corrections_meeting ON corrections (meeting);
