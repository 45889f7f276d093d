-- +goose Up

-- Who asks to become a member or a sympathiser. The hash of the mailed token confirms the address; a row goes with its answer, or when it is too old.
CREATE TABLE join_requests (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  token        TEXT NOT NULL UNIQUE,
  member       INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('member', 'sympathiser')),
  name         TEXT NOT NULL,
  email        TEXT NOT NULL UNIQUE,
  word         TEXT NOT NULL,
  language     TEXT NOT NULL,
  asked_at     TIMESTAMP NOT NULL,
  confirmed_at TIMESTAMP NOT NULL
);

-- Where the two rooms of informal talk are (OU-S).
CREATE TABLE chat_rooms (
  key    TEXT PRIMARY KEY CHECK (key IN ('sympathisers', 'members')),
  url    TEXT NOT NULL,
  set_by INTEGER NOT NULL,
  set_at TIMESTAMP NOT NULL
);

-- Whose data is erased at their own request by who admits members: they are told, and can stop it until then.
CREATE TABLE departures (
  member   INTEGER PRIMARY KEY REFERENCES members (id),
  mandate  INTEGER NOT NULL,
  asked_at TIMESTAMP NOT NULL,
  due_at   TIMESTAMP NOT NULL
);
