-- +goose Up

-- A file of members or dues between its upload and its import, for a day at most. It is read by who uploaded it alone.
CREATE TABLE imports (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  member      INTEGER NOT NULL UNIQUE REFERENCES members (id),
  name        TEXT NOT NULL,
  content     BLOB NOT NULL,
  reading     TEXT NOT NULL,
  uploaded_at TIMESTAMP NOT NULL
);

-- The numbers that members have in other programs.
CREATE TABLE member_numbers (
  source TEXT NOT NULL CHECK (source IN ('galette', 'paheko', 'other')),
  number TEXT NOT NULL,
  member INTEGER NOT NULL REFERENCES members (id),
  PRIMARY KEY (source, number),
  UNIQUE (member, source)
);

-- Where an entry of dues was imported from, and by what it is known there: it is imported once.
ALTER TABLE payments ADD COLUMN source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'helloasso', 'galette', 'paheko', 'other'));
ALTER TABLE payments ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN "order" TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX payments_reference ON payments (source, reference) WHERE reference <> '';
