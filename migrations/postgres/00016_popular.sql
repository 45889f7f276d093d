-- +goose Up

-- Whose meeting it is: a popular assembly's, or the general assembly's (0). One of each is in session at a time.
ALTER TABLE meetings ADD COLUMN body BIGINT NOT NULL DEFAULT 0;
DROP INDEX meetings_schedule;
CREATE UNIQUE INDEX meetings_schedule ON meetings (scheduled_at) WHERE kind = 'ordinary' AND body = 0;
DROP INDEX meetings_in_session;
CREATE UNIQUE INDEX meetings_in_session ON meetings (body) WHERE opened_at > '0001-01-01 00:00:00+00' AND closed_at = '0001-01-01 00:00:00+00';
CREATE INDEX meetings_body ON meetings (body) WHERE body > 0;

-- Whose decision it is: a popular assembly, named by its slug, counts its own (AP-2).
ALTER TABLE decisions ADD COLUMN assembly TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions DROP CONSTRAINT decisions_year_rank_key;
ALTER TABLE decisions ADD UNIQUE (assembly, year, rank);
DROP INDEX decisions_audience;
CREATE INDEX decisions_audience ON decisions (assembly, audience, id);

-- What a popular assembly says of itself: how one comes, how it works, who organises it with whom, what it supports (AP-2, AP-3, AP-6).
CREATE TABLE popular_assemblies (
  body        BIGINT PRIMARY KEY REFERENCES bodies (id),
  coming      TEXT NOT NULL,
  rules       TEXT NOT NULL,
  organisers  TEXT NOT NULL,
  initiatives TEXT NOT NULL,
  changed_by  BIGINT NOT NULL REFERENCES members (id),
  changed_at  TIMESTAMPTZ NOT NULL
);

-- What the members prepare among themselves (AP-4): a position on an item, every version of it, and how the assembly's way of working compares.
CREATE TABLE positions (
  item       BIGINT NOT NULL REFERENCES items (id),
  version    BIGINT NOT NULL CHECK (version > 0),
  text       TEXT NOT NULL,
  written_by BIGINT NOT NULL REFERENCES members (id),
  written_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (item, version)
);
CREATE TABLE comparisons (
  body       BIGINT NOT NULL REFERENCES bodies (id),
  point      TEXT NOT NULL,
  answer     TEXT NOT NULL CHECK (answer IN ('unknown', 'no', 'partly', 'yes')),
  note       TEXT NOT NULL,
  written_by BIGINT NOT NULL REFERENCES members (id),
  written_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (body, point)
);
