-- +goose Up

-- The bodies of a peer that we heard: secretariats and commissions whose creation the peer's assembly signed. Their key is pinned.
CREATE TABLE peer_bodies (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  peer   INTEGER NOT NULL REFERENCES peers (id),
  actor  TEXT NOT NULL UNIQUE,
  name   TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key    BLOB NOT NULL,
  since  TIMESTAMP NOT NULL
);

-- What such a body sent, verified, byte for byte. It is no act of the assembly, whose log stands apart.
CREATE TABLE body_records (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  body        INTEGER NOT NULL REFERENCES peer_bodies (id),
  digest      TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  audience    TEXT NOT NULL,
  document    BLOB NOT NULL,
  received_at TIMESTAMP NOT NULL
);
CREATE INDEX body_records_body ON body_records (body, id);
