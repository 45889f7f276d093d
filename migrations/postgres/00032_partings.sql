-- +goose Up

-- Who asked takes its offer back, and who accepted leaves (AP-1, AP-3). Both take an activity back, which is therefore kept.
ALTER TABLE co_organisers DROP CONSTRAINT co_organisers_state_check;
ALTER TABLE co_organisers ADD CONSTRAINT co_organisers_state_check
  CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left'));
ALTER TABLE co_organisers ADD COLUMN answer TEXT NOT NULL DEFAULT '';
CREATE INDEX co_organisers_answer ON co_organisers (answer);

ALTER TABLE offers DROP CONSTRAINT offers_state_check;
ALTER TABLE offers ADD CONSTRAINT offers_state_check
  CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left'));
ALTER TABLE offers ADD COLUMN answer TEXT NOT NULL DEFAULT '';
CREATE INDEX offers_state ON offers (state);
DROP INDEX offers_origin;
-- Of what was accepted before, the activity that said so is among those that we sent.
UPDATE offers SET answer = COALESCE((SELECT MAX(uri) FROM activities WHERE type = 'Accept' AND position(offers.activity IN convert_from(document, 'UTF8')) > 0), '')
  WHERE state = 'accepted';

-- Who took an item off an agenda: who proposed it, or who keeps the door of a popular assembly (AP-2). 0 for who proposed it, before.
ALTER TABLE items ADD COLUMN withdrawn_by BIGINT NOT NULL DEFAULT 0;
