-- +goose Up

-- The communes that were asked to organise a popular assembly of ours with us, and what each answered (AP-1, AP-3).
CREATE TABLE co_organisers (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  body     INTEGER NOT NULL REFERENCES bodies (id),
  actor    TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  offer    TEXT NOT NULL,
  decision TEXT NOT NULL,
  since    TIMESTAMP NOT NULL,
  UNIQUE (body, actor)
);
CREATE INDEX co_organisers_offer ON co_organisers (offer);

-- The popular assemblies that others asked ours to organise with them, and what our assembly decided (AP-1).
CREATE TABLE offers (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  assembly TEXT NOT NULL UNIQUE,
  origin   TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  activity TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  decision INTEGER NOT NULL,
  since    TIMESTAMP NOT NULL
);
CREATE INDEX offers_origin ON offers (origin, state);
