-- +goose Up

-- Why a sitting of a popular assembly was put off or moved (AP-2).
ALTER TABLE meetings ADD COLUMN change_reason TEXT NOT NULL DEFAULT '';

-- Who asked to take part in a popular assembly with their own device. Only once they come by the link that was mailed to them are they anybody
-- here; until then this is all that is known of them, for as long as the link lives (ME-2, AP-2).
CREATE TABLE guest_links (
  hash       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  email      TEXT NOT NULL,
  language   TEXT NOT NULL,
  follows    INTEGER NOT NULL,
  expires_at TIMESTAMP NOT NULL
);

-- Why a popular assembly does not meet any more, in the words of who says so (AP-2).
ALTER TABLE popular_assemblies ADD COLUMN ended TEXT NOT NULL DEFAULT '';
