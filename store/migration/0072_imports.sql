-- +goose Up

-- A file of persons, households or applications, and how far its import is. The
-- import is a party of its own. province is that of rows which name none, and of
-- those who may see it; '' is the whole country. reached is the number of the
-- last row gone through, done how many those are.
create table import_file (
    party_id   uuid    primary key,
    kind       text    not null check (kind in ('persons', 'households', 'applications')),
    programme  text    not null,
    source     text    not null,
    province   text    not null,
    name       text    not null,
    size       bigint  not null,
    state      text    not null check (state in ('arrived', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
    account_id uuid    not null,
    on_day     date    not null,
    arrived_at bigint  not null,
    moved_at   bigint  not null,
    total      bigint  not null,
    done       bigint  not null,
    reached    bigint  not null,
    counts     text    not null,
    mapping    text    not null,
    resumes    text    not null,
    failure    text    not null,
    forgotten  boolean not null,
    seq        bigint  not null
);
create index import_file_listed on import_file (arrived_at desc, party_id);
create index import_file_source on import_file (source, kind, programme, arrived_at desc);
create index import_file_waiting on import_file (arrived_at) where state in ('checking', 'running');
create index import_file_kept on import_file (moved_at) where not forgotten;

-- The file, sealed with the keys of the identifiers in parts; forgotten some time
-- after the import ended.
create table import_content (
    party_id uuid  not null,
    n        int   not null,
    cipher   bytea not null,
    primary key (party_id, n)
);

-- A row that was not written, with why, sealed; forgotten with the file.
create table import_row (
    party_id uuid   not null,
    line     bigint not null,
    state    text   not null check (state in ('held', 'refused')),
    cipher   bytea  not null,
    primary key (party_id, line)
);

-- What a row of a source became: a person, a household, a dossier. hash is a
-- keyed digest of the source and its own number for the row, content one of what
-- the row said, revision the person's when it was written. It is what makes the
-- same row import once, so it stays. Distributed by hash, as identifiers are.
create table import_tie (
    kind       text   not null check (kind in ('person', 'household', 'application')),
    hash       bytea  not null,
    owner_id   uuid   not null,
    dossier_id uuid,
    content    bytea  not null,
    revision   int    not null,
    import_id  uuid   not null,
    line       bigint not null,
    primary key (kind, hash)
);
