-- +goose Up

-- A sitting of a commission, provincial or central. The commission is the party.
create table session (
    party_id  uuid   not null,
    id        uuid   not null,
    programme text   not null,
    level     text   not null,
    province  text   not null,
    held_on   date   not null,
    place     text   not null,
    quorum    int    not null check (quorum > 0),
    members   text   not null,
    state     text   not null check (state in ('convened', 'open', 'closed')),
    primary key (party_id, id)
);
create index session_held on session (programme, province, held_on);

-- What a session has to decide. It belongs to the dossier's party, so that the
-- decision and the item are on one node.
create table agenda_item (
    party_id      uuid not null,
    dossier_id    uuid not null,
    session_id    uuid not null,
    position      int  not null,
    outcome       text not null default '',
    recused       text not null default '',
    primary key (party_id, dossier_id, session_id)
);
create index agenda_session on agenda_item (session_id, position);
