-- +goose Up

-- What a person is to the organisation: a member, a sympathiser, or a guest of an assembly that is open to all.
-- Who has no address here has, in its column, a mark without an @ that nobody reads.
ALTER TABLE members ADD COLUMN kind TEXT NOT NULL DEFAULT 'member' CHECK (kind IN ('member', 'sympathiser', 'guest'));
