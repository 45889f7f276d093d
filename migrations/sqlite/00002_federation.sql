-- +goose Up

-- What our actors published: the bytes that were signed are those that are served.
CREATE TABLE activities (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uri          TEXT NOT NULL UNIQUE,
  actor        TEXT NOT NULL,
  type         TEXT NOT NULL,
  audience     TEXT NOT NULL,
  document     BLOB NOT NULL,
  published_at TIMESTAMP NOT NULL
);
CREATE INDEX activities_outbox ON activities (actor, audience, id);

CREATE TABLE followers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  actor        TEXT NOT NULL,
  follower     TEXT NOT NULL,
  follow       TEXT NOT NULL,
  inbox        TEXT NOT NULL,
  shared_inbox TEXT NOT NULL,
  since        TIMESTAMP NOT NULL,
  UNIQUE (actor, follower)
);

CREATE TABLE followings (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  actor  TEXT NOT NULL,
  target TEXT NOT NULL,
  follow TEXT NOT NULL,
  state  TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  since  TIMESTAMP NOT NULL,
  UNIQUE (actor, target)
);

-- Every activity that was received, by whom it was signed: the second time it changes nothing.
CREATE TABLE receipts (
  actor       TEXT NOT NULL,
  activity    TEXT NOT NULL,
  refusal     TEXT NOT NULL,
  received_at TIMESTAMP NOT NULL,
  PRIMARY KEY (actor, activity)
);

-- Actors elsewhere, as last fetched.
CREATE TABLE remote_actors (
  uri        TEXT PRIMARY KEY,
  key_id     TEXT NOT NULL UNIQUE,
  document   BLOB NOT NULL,
  fetched_at TIMESTAMP NOT NULL
);

-- The councils and communes with which this organisation is confederated, with their pinned keys.
CREATE TABLE peers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  actor        TEXT NOT NULL UNIQUE,
  role         TEXT NOT NULL CHECK (role IN ('commune', 'council')),
  state        TEXT NOT NULL CHECK (state IN ('known', 'asked', 'accepted', 'refused')),
  name         TEXT NOT NULL,
  inbox        TEXT NOT NULL,
  records      TEXT NOT NULL,
  key_id       TEXT NOT NULL,
  key          BLOB NOT NULL,
  charter_id      TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  charter_hash    TEXT NOT NULL,
  charter_text    TEXT NOT NULL,
  join_activity   TEXT NOT NULL,
  join_record     BLOB NOT NULL,
  next_seq     INTEGER NOT NULL,
  heard_at     TIMESTAMP NOT NULL,
  since        TIMESTAMP NOT NULL
);

-- What came from a peer, byte for byte. A fault keeps a record apart: visible, never counted.
CREATE TABLE peer_records (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  peer        INTEGER NOT NULL REFERENCES peers (id),
  seq         INTEGER NOT NULL,
  digest      TEXT NOT NULL,
  uri         TEXT NOT NULL,
  kind        TEXT NOT NULL,
  audience    TEXT NOT NULL,
  fault       TEXT NOT NULL,
  document    BLOB NOT NULL,
  received_at TIMESTAMP NOT NULL,
  UNIQUE (peer, digest)
);
CREATE UNIQUE INDEX peer_records_seq ON peer_records (peer, seq) WHERE fault = '';

