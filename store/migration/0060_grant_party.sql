-- +goose Up

-- Whose files alone a grant reaches: an association's own. Null for an office's.
alter table account_grant add column party_id uuid;
