-- +goose Up

-- Who is a member of which council, as the councils' own records say (CF-1, CF-8): of those about one member the one with the highest seq holds.
CREATE TABLE rolls (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  council         TEXT NOT NULL,
  member          TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('', 'commune', 'council')),
  name            TEXT NOT NULL,
  charter_id      TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  charter_hash    TEXT NOT NULL,
  decision        TEXT NOT NULL,
  key             TEXT NOT NULL,
  since           TEXT NOT NULL,
  record          TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  departed        BOOLEAN NOT NULL,
  UNIQUE (council, member)
);
CREATE INDEX rolls_member ON rolls (member);

-- A peer can be a council below us (CF-8), and one whose public records are read without any tie.
ALTER TABLE peers ADD COLUMN council BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE peers ADD COLUMN followed BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE peers SET council = TRUE WHERE role = 'council';
