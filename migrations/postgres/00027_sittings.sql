-- +goose Up

-- Why a sitting of a popular assembly was put off or moved (AP-2).
ALTER TABLE meetings ADD COLUMN change_reason TEXT NOT NULL DEFAULT '';
