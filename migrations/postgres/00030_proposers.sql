-- +goose Up

-- Who puts items and texts on the agenda of a popular assembly, by its own rules: everybody who takes part, or the members alone (AP-2).
ALTER TABLE popular_assemblies ADD COLUMN proposers TEXT NOT NULL DEFAULT 'everybody';
