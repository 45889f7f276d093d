-- +goose Up

-- The texts that councils put to the assemblies of all communes: our own, and those that were offered to us (CF-7).
CREATE TABLE proposals (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  uri             TEXT NOT NULL UNIQUE,
  ref             TEXT NOT NULL UNIQUE,
  author          TEXT NOT NULL,
  author_name     TEXT NOT NULL,
  author_inbox    TEXT NOT NULL,
  key             BLOB NOT NULL,
  key_id          TEXT NOT NULL,
  title           TEXT NOT NULL,
  text            TEXT NOT NULL,
  hash            TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  becomes         INTEGER NOT NULL,
  rule            TEXT NOT NULL CHECK (rule IN ('communes', 'persons', 'both')),
  deadline        TIMESTAMP NOT NULL,
  decision        INTEGER NOT NULL,
  document        BLOB NOT NULL,
  believed        BOOLEAN NOT NULL,
  put_at          TIMESTAMP NOT NULL,
  yes             INTEGER NOT NULL,
  no              INTEGER NOT NULL,
  reserved        INTEGER NOT NULL,
  "for"           INTEGER NOT NULL,
  against         INTEGER NOT NULL,
  abstain         INTEGER NOT NULL,
  electorate      INTEGER NOT NULL,
  outcome         TEXT NOT NULL,
  outcome_seq     INTEGER NOT NULL,
  adopted         BOOLEAN NOT NULL,
  counted         BLOB NOT NULL,
  counted_at      TIMESTAMP NOT NULL,
  became          INTEGER NOT NULL
);
CREATE INDEX proposals_deadline ON proposals (deadline);

-- By whom each was offered to us, and the activity that an answer answers.
CREATE TABLE proposal_offers (
  proposal INTEGER NOT NULL REFERENCES proposals (id),
  by       TEXT NOT NULL,
  activity TEXT NOT NULL,
  PRIMARY KEY (proposal, by)
);

-- What the assemblies answered, each in a record that its key proves. An answer may come before its proposal.
CREATE TABLE answers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal     TEXT NOT NULL,
  commune      TEXT NOT NULL,
  name         TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  digest       TEXT NOT NULL,
  uri          TEXT NOT NULL,
  hash         TEXT NOT NULL,
  yes          BOOLEAN NOT NULL,
  reservations TEXT NOT NULL,
  "for"        INTEGER NOT NULL,
  against      INTEGER NOT NULL,
  abstain      INTEGER NOT NULL,
  electorate   INTEGER NOT NULL,
  decided_at   TIMESTAMP NOT NULL,
  decision     TEXT NOT NULL,
  document     BLOB NOT NULL,
  contested    BOOLEAN NOT NULL,
  stands       BOOLEAN NOT NULL,
  apart        TEXT NOT NULL,
  heard_at     TIMESTAMP NOT NULL,
  UNIQUE (proposal, digest)
);
CREATE INDEX answers_commune ON answers (proposal, commune);
