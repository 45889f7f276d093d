-- +goose Up

-- The decision that adopted a version of the charter; 0 for a council's first, which stands from its founding (CH-1).
ALTER TABLE charters ADD COLUMN decision INTEGER NOT NULL DEFAULT 0;

-- What a vote for or against needs to adopt, written when it opens; empty until then (AG-5, CH-2).
ALTER TABLE motions ADD COLUMN majority TEXT NOT NULL DEFAULT 'cast' CHECK (majority IN ('', 'cast', 'voters', 'electors'));
ALTER TABLE decisions ADD COLUMN majority TEXT NOT NULL DEFAULT 'cast' CHECK (majority IN ('cast', 'voters', 'electors'));
