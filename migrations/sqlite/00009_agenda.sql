-- +goose Up

-- Taken off the agenda by who proposed it; it is kept, and can come back until the agenda closes (OJ-1).
ALTER TABLE items ADD COLUMN withdrawn_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;

-- Every text that an item ever had, from the first time that it was rewritten: version 0 is what was proposed (OU-P).
CREATE TABLE item_versions (
  item       INTEGER NOT NULL REFERENCES items (id),
  version    INTEGER NOT NULL,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  theme      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  minutes    INTEGER NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (item, version)
);

-- Every wording of a motion, in the same way.
CREATE TABLE motion_versions (
  motion     INTEGER NOT NULL REFERENCES motions (id),
  version    INTEGER NOT NULL,
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (motion, version)
);

-- What someone writes and has not saved: of an item, or (item 0) of one that they will propose to a meeting (OU-P).
CREATE TABLE drafts (
  member   INTEGER NOT NULL REFERENCES members (id),
  meeting  INTEGER NOT NULL,
  item     INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  title    TEXT NOT NULL,
  text     TEXT NOT NULL,
  theme    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  minutes  INTEGER NOT NULL,
  saved_at TIMESTAMP NOT NULL,
  PRIMARY KEY (member, meeting, item)
);

-- Who has an item before them to write it, and until when that holds. It locks nothing (OU-P).
CREATE TABLE editings (
  item   INTEGER NOT NULL REFERENCES items (id),
  member INTEGER NOT NULL REFERENCES members (id),
  until  TIMESTAMP NOT NULL,
  PRIMARY KEY (item, member)
);

-- The files that documents are, apart from them: a list is read without their content.
CREATE TABLE files (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  content BLOB NOT NULL
);

-- What is joined to an item: a link, or a file.
CREATE TABLE documents (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  item       INTEGER NOT NULL REFERENCES items (id),
  title      TEXT NOT NULL,
  url        TEXT NOT NULL,
  file       INTEGER NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL,
  added_by   INTEGER NOT NULL REFERENCES members (id),
  added_at   TIMESTAMP NOT NULL
);
CREATE INDEX documents_item ON documents (item);
