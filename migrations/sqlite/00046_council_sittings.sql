-- +goose Up

-- When the councils sat of which we have the minutes: their delegates owe a report on it.
CREATE TABLE council_sittings (
  record    TEXT PRIMARY KEY,
  council   TEXT NOT NULL,
  closed_at TIMESTAMP NOT NULL
);
