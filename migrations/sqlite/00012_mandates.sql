-- +goose Up

-- In which body a mandate is exercised (0: the organisation itself), and how often it is reported on (SE-6).
ALTER TABLE mandates ADD COLUMN body INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mandates ADD COLUMN report_every INTEGER NOT NULL DEFAULT 0;
-- The mandate that this one gives again; 0 for none.
ALTER TABLE mandates ADD COLUMN renews INTEGER NOT NULL DEFAULT 0;
-- A mandate begins once its holder accepts it (SE-3). Those given before this column began with the vote.
ALTER TABLE mandates ADD COLUMN accepted_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
UPDATE mandates SET accepted_at = granted_at;
-- How it ended before its term, and the decision that revoked it (SE-7). What ended before these columns was over by itself.
ALTER TABLE mandates ADD COLUMN ending TEXT NOT NULL DEFAULT '';
ALTER TABLE mandates ADD COLUMN ended_by INTEGER NOT NULL DEFAULT 0;
UPDATE mandates SET ending = 'fulfilled' WHERE ended_at > -62135596800000000;
CREATE INDEX mandates_decision ON mandates (decision);
CREATE INDEX mandates_body ON mandates (body) WHERE body > 0;

-- What a person who is proposed for a mandate answers before the vote, and on which terms (SE-3).
CREATE TABLE mandate_answers (
  motion      INTEGER NOT NULL REFERENCES motions (id),
  member      INTEGER NOT NULL REFERENCES members (id),
  terms       TEXT NOT NULL,
  accepts     BOOLEAN NOT NULL,
  answered_at TIMESTAMP NOT NULL,
  PRIMARY KEY (motion, member)
);
