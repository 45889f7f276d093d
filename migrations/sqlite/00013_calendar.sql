-- +goose Up

-- What the calendar shows beside the assemblies (OU-A, CO-7). The day and the hour are those of the clocks: they stay when the clocks change.
CREATE TABLE gatherings (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  body          INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  place         TEXT NOT NULL,
  video         TEXT NOT NULL,
  guests        TEXT NOT NULL CHECK (guests IN ('public', 'members', 'mandated')),
  day           TEXT NOT NULL,
  rhythm        TEXT NOT NULL CHECK (rhythm IN ('once', 'day', 'week', 'month', 'weekday', 'last')),
  every         INTEGER NOT NULL,
  until         TEXT NOT NULL,
  times         INTEGER NOT NULL,
  hour          INTEGER NOT NULL,
  length        INTEGER NOT NULL,
  put_by        INTEGER NOT NULL REFERENCES members (id),
  put_at        TIMESTAMP NOT NULL,
  changed_at    TIMESTAMP NOT NULL,
  sequence      INTEGER NOT NULL,
  cancelled_at  TIMESTAMP NOT NULL,
  cancel_reason TEXT NOT NULL
);
CREATE INDEX gatherings_day ON gatherings (day);

-- The days of a series that are otherwise than it foresees; number is the day's place in the series, from 1.
CREATE TABLE exceptions (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  day       TEXT NOT NULL,
  hour      INTEGER NOT NULL,
  place     TEXT NOT NULL,
  cancelled BOOLEAN NOT NULL,
  reason    TEXT NOT NULL,
  sequence  INTEGER NOT NULL,
  PRIMARY KEY (gathering, number)
);

-- Who says that they come, and what they counted on then; forgotten when it is over (ME-2).
CREATE TABLE comers (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  member    INTEGER NOT NULL REFERENCES members (id),
  edition   INTEGER NOT NULL,
  ends_at   TIMESTAMP NOT NULL,
  PRIMARY KEY (gathering, number, member)
);

-- The last letter about one day of a gathering that was handed to the mail server for a member; forgotten when it is over.
CREATE TABLE gathering_letters (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  member    INTEGER NOT NULL REFERENCES members (id),
  edition   INTEGER NOT NULL,
  sent_at   TIMESTAMP NOT NULL,
  ends_at   TIMESTAMP NOT NULL,
  PRIMARY KEY (gathering, number, member)
);

-- What a member chose to get mail about that nobody gets unasked.
CREATE TABLE wishes (
  member INTEGER NOT NULL REFERENCES members (id),
  topic  TEXT NOT NULL,
  PRIMARY KEY (member, topic)
);

-- The secret addresses at which a member's own calendar is read. The address is not kept: it is made of the number and of a secret in the data folder.
CREATE TABLE calendar_feeds (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  member  INTEGER NOT NULL REFERENCES members (id),
  body    INTEGER NOT NULL,
  made_at TIMESTAMP NOT NULL,
  UNIQUE (member, body)
);

-- What the fediverse was told of an event, and how it then was.
CREATE TABLE announcements (
  source  TEXT NOT NULL CHECK (source IN ('meeting', 'gathering')),
  id      INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  edition TEXT NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  PRIMARY KEY (source, id, number)
);

-- The documents of the events that the fediverse was told of, as they are served at their addresses.
CREATE TABLE event_documents (
  uri          TEXT PRIMARY KEY,
  document     BLOB NOT NULL,
  published_at TIMESTAMP NOT NULL,
  gone         BOOLEAN NOT NULL
);
