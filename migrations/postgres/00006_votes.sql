-- +goose Up

-- A vote is held in one of four modes, said when it opens; until then the mode is empty (AG-5).
ALTER TABLE motions ADD COLUMN mode TEXT NOT NULL DEFAULT 'named' CHECK (mode IN ('', 'named', 'secret', 'hands', 'mixed'));
ALTER TABLE motions ADD COLUMN in_room BIGINT NOT NULL DEFAULT 0;
-- Names the electorate's list beyond doubt (AG-4). Empty for what was voted before lists were named.
ALTER TABLE motions ADD COLUMN roll TEXT NOT NULL DEFAULT '';
-- What is chosen among, and what each option received: JSON.
ALTER TABLE motions ADD COLUMN options TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN votes TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN selected BIGINT NOT NULL DEFAULT 0;
-- The hand count, provisional until the close.
ALTER TABLE motions ADD COLUMN hands TEXT NOT NULL DEFAULT 'null';
ALTER TABLE motions ADD COLUMN counted_at TIMESTAMPTZ NOT NULL DEFAULT '0001-01-01 00:00:00+00';
ALTER TABLE motions ADD COLUMN counted_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN void BOOLEAN NOT NULL DEFAULT FALSE;
-- How motions follow from one another; 0 for none.
ALTER TABLE motions ADD COLUMN amends BIGINT NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN original TEXT NOT NULL DEFAULT '';
ALTER TABLE motions ADD COLUMN repeats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE motions ADD COLUMN follows BIGINT NOT NULL DEFAULT 0;
CREATE INDEX motions_amends ON motions (amends) WHERE amends > 0;
-- A vote is held again once.
CREATE UNIQUE INDEX motions_repeats ON motions (repeats) WHERE repeats > 0;

ALTER TABLE decisions ADD COLUMN mode TEXT NOT NULL DEFAULT 'named';

-- Who voted in a secret vote. What they said is in the urn, and nothing joins the two: no row a ballot, no order, no time.
ALTER TABLE electors ADD COLUMN voted BOOLEAN NOT NULL DEFAULT FALSE;

-- The counters of a secret vote that runs, several a choice so that voters do not wait for one another. The close empties it.
CREATE TABLE urns (
  motion  BIGINT NOT NULL REFERENCES motions (id),
  slot    BIGINT NOT NULL,
  choice  TEXT NOT NULL,
  ballots BIGINT NOT NULL,
  PRIMARY KEY (motion, slot, choice)
);

-- Who was excluded from a sitting, by which motion.
CREATE TABLE exclusions (
  meeting     BIGINT NOT NULL REFERENCES meetings (id),
  member      BIGINT NOT NULL REFERENCES members (id),
  motion      BIGINT NOT NULL REFERENCES motions (id),
  excluded_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (meeting, member)
);

-- A choice can be one of several options; who leads can enter the ballot of someone without a device.
ALTER TABLE ballots DROP CONSTRAINT ballots_choice_check;
ALTER TABLE ballots ADD CONSTRAINT ballots_choice_check
  CHECK (choice IN ('for', 'against', 'abstain', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'));
ALTER TABLE ballots ADD COLUMN entered_by BIGINT NOT NULL DEFAULT 0;
