-- +goose Up

-- Who asked takes its offer back, and who accepted leaves (AP-1, AP-3). Both take an activity back, which is therefore kept.
CREATE TABLE co_organisers_that_part (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  body     INTEGER NOT NULL REFERENCES bodies (id),
  actor    TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left')),
  offer    TEXT NOT NULL,
  decision TEXT NOT NULL,
  since    TIMESTAMP NOT NULL,
  answer   TEXT NOT NULL DEFAULT '',
  UNIQUE (body, actor)
);
INSERT INTO co_organisers_that_part (id, body, actor, name, inbox, state, offer, decision, since)
  SELECT id, body, actor, name, inbox, state, offer, decision, since FROM co_organisers;
DROP TABLE co_organisers;
ALTER TABLE co_organisers_that_part RENAME TO co_organisers;
CREATE INDEX co_organisers_offer ON co_organisers (offer);
CREATE INDEX co_organisers_answer ON co_organisers (answer);

-- Of what was accepted before, the activity that said so is among those that we sent.
CREATE TABLE offers_that_end (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  assembly TEXT NOT NULL UNIQUE,
  origin   TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  activity TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left')),
  decision INTEGER NOT NULL,
  since    TIMESTAMP NOT NULL,
  answer   TEXT NOT NULL DEFAULT ''
);
INSERT INTO offers_that_end (id, assembly, origin, name, inbox, activity, state, decision, since, answer)
  SELECT id, assembly, origin, name, inbox, activity, state, decision, since,
    CASE state WHEN 'accepted' THEN COALESCE((SELECT MAX(uri) FROM activities WHERE type = 'Accept' AND instr(CAST(document AS TEXT), offers.activity) > 0), '') ELSE '' END
  FROM offers;
DROP TABLE offers;
ALTER TABLE offers_that_end RENAME TO offers;
CREATE INDEX offers_state ON offers (state);

-- Who took an item off an agenda: who proposed it, or who keeps the door of a popular assembly (AP-2). 0 for who proposed it, before.
ALTER TABLE items ADD COLUMN withdrawn_by INTEGER NOT NULL DEFAULT 0;
