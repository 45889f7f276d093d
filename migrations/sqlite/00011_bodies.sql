-- +goose Up

-- The bodies beside the assembly: secretariats, commissions, popular assemblies (SE-8, CO-2). A slug stays with its body for ever.
CREATE TABLE bodies (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN ('secretariat', 'commission', 'popular')),
  slug         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  purpose      TEXT NOT NULL,
  until        TEXT NOT NULL,
  created      INTEGER NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  dissolved    INTEGER NOT NULL,
  dissolved_at TIMESTAMP NOT NULL,
  signal       TEXT NOT NULL
);
