-- +goose Up

-- Who read whose data. One row per person (or other party) that an answer
-- showed; an answer that showed nobody is kept under the reader. Append-only.
create table audit_read (
    party_id     uuid   not null,
    id           uuid   not null,
    account_id   uuid   not null,
    at           bigint not null,
    kind         text   not null check (kind in ('search', 'person', 'dossier', 'document', 'export', 'print')),
    subject_id   uuid,
    province     text   not null,
    purpose      text   not null,
    network      text   not null,
    words_digest bytea,
    shown        int    not null,
    primary key (party_id, id)
);
create index audit_read_account on audit_read (account_id, id);
