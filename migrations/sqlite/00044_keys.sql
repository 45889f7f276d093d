-- +goose Up

-- Another key that a peer's address showed instead of the one that we pinned, and since when: nothing of it is counted (CF-3).
ALTER TABLE peers ADD COLUMN shown BLOB NOT NULL DEFAULT x'';
ALTER TABLE peers ADD COLUMN shown_id TEXT NOT NULL DEFAULT '';
ALTER TABLE peers ADD COLUMN shown_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;

-- The keys that were pinned before, as JSON, each with the place of the peer's log up to which it proves.
ALTER TABLE peers ADD COLUMN former TEXT NOT NULL DEFAULT '';

-- How many entries somebody holds of our own log under our signature: while it has fewer, an older copy of it was put back, and nothing is written.
ALTER TABLE log_head ADD COLUMN reach INTEGER NOT NULL DEFAULT 0;
