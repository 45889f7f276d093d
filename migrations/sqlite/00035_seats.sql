-- +goose Up

-- Who sits in a council for another organisation: for which, until when unless it is confirmed anew, and at which rank among its delegates (CF-5).
ALTER TABLE members ADD COLUMN delegation TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN seated_until TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE members ADD COLUMN seat_rank INTEGER NOT NULL DEFAULT 0;

-- The seats of a council, as the records of its members say: what a mandate gives, and its end, whichever was heard first (CF-5, SE-7).
CREATE TABLE seats (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  peer         INTEGER NOT NULL REFERENCES peers (id),
  mandate      TEXT NOT NULL,
  given        BOOLEAN NOT NULL,
  seq          INTEGER NOT NULL,
  holder       TEXT NOT NULL,
  title        TEXT NOT NULL,
  status       TEXT NOT NULL,
  begins       TIMESTAMP NOT NULL,
  until        TIMESTAMP NOT NULL,
  ending       TEXT NOT NULL,
  ended_at     TIMESTAMP NOT NULL,
  confirmed_at TIMESTAMP NOT NULL,
  doubted_at   TIMESTAMP NOT NULL,
  member       INTEGER NOT NULL,
  UNIQUE (peer, mandate)
);
CREATE INDEX seats_member ON seats (member);

-- By what a delegate enters the council from the instance of their own organisation: once, within minutes; the secret itself is not kept (CF-5).
CREATE TABLE tickets (
  hash       TEXT PRIMARY KEY,
  seat       INTEGER NOT NULL REFERENCES seats (id),
  expires_at TIMESTAMP NOT NULL
);
