-- +goose Up

-- What the pole opens about somebody and follows through states: the projection
-- of the dossier's events, rebuilt and compared by "sanad verify".
create table dossier (
    party_id    uuid    not null,
    id          uuid    not null,
    programme   text    not null,
    version     int     not null,
    reference   text    not null,
    province    text    not null,
    commune     text    not null,
    state       text    not null,
    state_since date    not null,
    opened_on   date    not null,
    clock       text    not null,
    due_on      date,
    days_left   int,
    registrar   uuid    not null,
    sex         text    not null,
    birth_on    date,
    answers_seq bigint  not null,
    granted     boolean not null,
    holds       boolean not null,
    seq         bigint  not null,
    recorded_at bigint  not null,
    primary key (party_id, id)
);
-- One dossier of a programme at a time for a party.
create unique index dossier_holds on dossier (party_id, programme) where holds;
create index dossier_state on dossier (programme, state, province, opened_on, id);
-- In the order of the lists, with what they filter by: the first page of a whole
-- country is read without sorting it.
create index dossier_opened on dossier (programme, opened_on, id, state, province);
create index dossier_due on dossier (programme, due_on, province) where due_on is not null;
create index dossier_reference on dossier (reference);

-- What a decision gives, by month, until it ends.
create table entitlement (
    party_id   uuid   not null,
    dossier_id uuid   not null,
    seq        bigint not null,
    component  text   not null,
    amount     bigint not null,
    per        text   not null,
    starts_on  date   not null,
    ends_on    date,
    primary key (party_id, dossier_id, seq)
);

-- Business numbers come in series, one per office and year: no sequence that
-- every office of the country would have to share.
create table series (
    name text   primary key,
    next bigint not null
);

-- Papers handed in. The bytes lie apart, so that lists never read them.
create table document (
    party_id   uuid   not null,
    id         uuid   not null,
    dossier_id uuid   not null,
    kind       text   not null,
    name       text   not null,
    media      text   not null,
    size       bigint not null,
    sha256     bytea  not null,
    primary key (party_id, id)
);
create index document_dossier on document (party_id, dossier_id);
create table document_content (
    party_id uuid  not null,
    id       uuid  not null,
    content  bytea not null,
    primary key (party_id, id)
);
