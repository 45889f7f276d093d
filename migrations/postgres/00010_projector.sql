-- +goose Up

-- The address that shows a meeting on a wall, without an account; its hash alone is kept.
CREATE TABLE projectors (
  meeting BIGINT PRIMARY KEY REFERENCES meetings (id),
  token   TEXT NOT NULL UNIQUE,
  made_by BIGINT NOT NULL REFERENCES members (id),
  made_at TIMESTAMPTZ NOT NULL
);
