-- +goose Up

-- The list of files of all programmes together, newest first, and its exact
-- count under filters: without a programme to narrow it, no other index is in
-- the order of the list.
create index dossier_listed on dossier (opened_on, id, state, province, programme);
