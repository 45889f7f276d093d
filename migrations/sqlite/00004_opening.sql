-- +goose Up

-- What the opening of a meeting has done (DR-1, DR-3), and which of its steps were passed over. A time that has not happened is the year 1.
ALTER TABLE meetings ADD COLUMN video_started_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE meetings ADD COLUMN round_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE meetings ADD COLUMN agenda_confirmed_at TIMESTAMP NOT NULL DEFAULT -62135596800000000;
ALTER TABLE meetings ADD COLUMN passed_over TEXT NOT NULL DEFAULT '';

-- The meeting for which a mandate is given; 0 for one that is for none (DR-2).
ALTER TABLE mandates ADD COLUMN meeting INTEGER NOT NULL DEFAULT 0;

-- Who noted the presence of someone without a device; 0 for who came by themselves (AG-6).
ALTER TABLE presences ADD COLUMN noted_by INTEGER NOT NULL DEFAULT 0;

-- Under this one item stands what a meeting votes before its agenda (DR-2).
ALTER TABLE items ADD COLUMN opening BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX items_opening ON items (meeting) WHERE opening;
