-- +goose Up

-- A publication of tables: when it counts, as known when, and how far it is on
-- its way. The rest is in its events; no figure is kept anywhere. An edition is
-- its own party.
create table edition (
    party_id uuid   primary key,
    series   text   not null,
    as_of    date   not null,
    known_on bigint not null,
    state    text   not null check (state in ('draft', 'checked', 'signed', 'released', 'withdrawn')),
    embargo  bigint not null,
    replaces uuid,
    seq      bigint not null
);
create index edition_series on edition (series, as_of, known_on);

-- The text of every definition that an edition was made by, so that it can be
-- computed again when the programme has moved on. A reference table.
create table edition_definition (
    hash      text primary key,
    programme text not null,
    files     text not null
);
