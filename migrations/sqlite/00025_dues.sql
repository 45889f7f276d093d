-- +goose Up

-- How dues were paid, why someone is exempt (for the treasurer alone), and the entry that a correction takes back; 0 for none.
ALTER TABLE payments ADD COLUMN method TEXT NOT NULL DEFAULT '' CHECK (method IN ('', 'cash', 'transfer', 'helloasso', 'other', 'exemption'));
ALTER TABLE payments ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN reverses INTEGER NOT NULL DEFAULT 0;
-- An entry is taken back once.
CREATE UNIQUE INDEX payments_reverses ON payments (reverses) WHERE reverses > 0;

-- The reminders that a member was mailed about their dues, each for one last day.
CREATE TABLE dues_letters (
  member  INTEGER NOT NULL REFERENCES members (id),
  kind    TEXT NOT NULL,
  until   TEXT NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  PRIMARY KEY (member, kind)
);
