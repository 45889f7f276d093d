-- +goose Up

-- A vote is held in one of four modes, said when it opens; until then the mode is empty (AG-5).
ALTER TABLE motions ADD COLUMN mode TEXT NOT NULL DEFAULT 'named' CHECK (mode IN ('', 'named', 'secret', 'hands', 'mixed'));
ALTER TABLE motions ADD COLUMN in_room INTEGER NOT NULL DEFAULT 0;
-- Names the electorate's list beyond doubt (AG-4). Empty for what was voted before lists were named.
ALTER TABLE motions ADD COLUMN roll TEXT NOT NULL DEFAULT '';
-- What is chosen among, and what each option received: JSON.
ALTER TABLE motions ADD COLUMN options TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN votes TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN selected INTEGER NOT NULL DEFAULT 0;
-- The hand count, provisional until the close.
ALTER TABLE motions ADD COLUMN hands TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN counted_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE motions ADD COLUMN counted_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN void BOOLEAN NOT NULL DEFAULT FALSE;
-- How motions follow from one another; 0 for none.
ALTER TABLE motions ADD COLUMN amends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN original TEXT NOT NULL DEFAULT '';
ALTER TABLE motions ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN follows INTEGER NOT NULL DEFAULT 0;
CREATE INDEX motions_amends ON motions (amends) WHERE amends > 0;
-- A vote is held again once.
CREATE UNIQUE INDEX motions_repeats ON motions (repeats) WHERE repeats > 0;

ALTER TABLE decisions ADD COLUMN mode TEXT NOT NULL DEFAULT 'named';

-- Who voted in a secret vote. What they said is in the urn, and nothing joins the two: no row a ballot, no order, no time.
ALTER TABLE electors ADD COLUMN voted BOOLEAN NOT NULL DEFAULT FALSE;

-- The counters of a secret vote that runs, several a choice so that voters do not wait for one another. The close empties it.
CREATE TABLE urns (
  motion  INTEGER NOT NULL REFERENCES motions (id),
  slot    INTEGER NOT NULL,
  choice  TEXT NOT NULL,
  ballots INTEGER NOT NULL,
  PRIMARY KEY (motion, slot, choice)
);

-- Who was excluded from a sitting, by which motion.
CREATE TABLE exclusions (
  meeting     INTEGER NOT NULL REFERENCES meetings (id),
  member      INTEGER NOT NULL REFERENCES members (id),
  motion      INTEGER NOT NULL REFERENCES motions (id),
  excluded_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, member)
);

-- A choice can be one of several options; who leads can enter the ballot of someone without a device.
CREATE TABLE ballots_of_options (
  motion     INTEGER NOT NULL,
  elector    INTEGER NOT NULL,
  choice     TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12')),
  cast_at    TIMESTAMP NOT NULL,
  entered_by INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (motion, elector),
  FOREIGN KEY (motion, elector) REFERENCES electors (motion, member)
);
INSERT INTO ballots_of_options (motion, elector, choice, cast_at) SELECT motion, elector, choice, cast_at FROM ballots;
DROP TABLE ballots;
ALTER TABLE ballots_of_options RENAME TO ballots;
