-- +goose Up

-- What shows that a peer's record stands in its log: the salt of its entry, and the leaf that its log has at that place.
ALTER TABLE peer_records ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
ALTER TABLE peer_records ADD COLUMN leaf BLOB NOT NULL DEFAULT x'';

-- The tree of a peer's log, rebuilt from the leaves that it showed us.
CREATE TABLE peer_hashes (
  peer     INTEGER NOT NULL REFERENCES peers (id),
  position INTEGER NOT NULL,
  hash     BLOB NOT NULL,
  PRIMARY KEY (peer, position)
);

-- The logs of others: the last head that we cosigned, how far we rebuilt the tree, and the size of a head that what we were shown does not make.
CREATE TABLE witnessed_logs (
  actor       TEXT PRIMARY KEY,
  origin      TEXT NOT NULL UNIQUE,
  size        INTEGER NOT NULL,
  head        BLOB NOT NULL,
  checkpoint  BLOB NOT NULL,
  cosigned_at TIMESTAMP NOT NULL,
  rebuilt     INTEGER NOT NULL,
  matched     INTEGER NOT NULL,
  unlike      INTEGER NOT NULL
);

-- The last head of our own log that each witness cosigned.
CREATE TABLE cosignatures (
  witness TEXT PRIMARY KEY,
  size    INTEGER NOT NULL,
  line    TEXT NOT NULL,
  at      TIMESTAMP NOT NULL
);

-- The evidence that a log was split or rewritten, and the decision by which its assembly answered for it.
CREATE TABLE alerts (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  digest   TEXT NOT NULL UNIQUE,
  actor    TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('heads', 'records')),
  evidence BLOB NOT NULL,
  found_by TEXT NOT NULL,
  found_at TIMESTAMP NOT NULL,
  place    INTEGER NOT NULL,
  reach    INTEGER NOT NULL,
  answer   BLOB NOT NULL
);
CREATE INDEX alerts_actor ON alerts (actor);
