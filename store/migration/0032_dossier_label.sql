-- +goose Up

-- What people call a dossier beside its number: the title of a project or a law,
-- the answer that its programme names.
alter table dossier add column label text not null default '';
create index dossier_id on dossier (id);
