-- +goose Up

-- What one dossier at a time may hold: a person's stay, the subsidy of an
-- institution in a year. Found by its name in the whole country, not by party:
-- the unique index is what refuses the second holder.
create table claim (
    name       text   not null,
    dossier_id uuid   not null,
    seq        bigint not null,
    from_on    date   not null,
    to_on      date,
    primary key (name, dossier_id, seq)
);
create unique index claim_held on claim (name) where to_on is null;
create index claim_dossier on claim (dossier_id);

-- Which other party or dossier an event of a dossier names, for the way back: an
-- institution's dossiers, the projects of a call.
create table dossier_link (
    party_id   uuid   not null,
    dossier_id uuid   not null,
    seq        bigint not null,
    n          int    not null,
    question   text   not null,
    other_id   uuid   not null,
    primary key (party_id, dossier_id, seq, n)
);
create index dossier_link_other on dossier_link (other_id, question);

-- Items that are followed until they are closed: the projection of the dossier's
-- events, for lists of what is due.
create table dossier_item (
    party_id   uuid    not null,
    dossier_id uuid    not null,
    track      text    not null,
    number     bigint  not null,
    programme  text    not null,
    province   text    not null,
    state      text    not null,
    since      date    not null,
    due_on     date,
    expected   boolean not null,
    primary key (party_id, dossier_id, track, number)
);
create index dossier_item_due on dossier_item (programme, due_on, province) where expected;
