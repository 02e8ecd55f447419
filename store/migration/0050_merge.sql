-- +goose Up

-- A record that was merged into another of the same person says whose it is now.
-- It keeps its events, its dossiers and its own names; it is no longer searched.
alter table person add column into_id uuid;
create index person_into on person (into_id) where into_id is not null;

-- Two records that somebody found to be of two persons: they are not proposed
-- again, nor merged. party_id is the smaller of the two.
create table person_apart (
    party_id uuid   not null,
    other_id uuid   not null,
    seq      bigint not null,
    primary key (party_id, other_id)
);
create index person_apart_other on person_apart (other_id);

-- Pairs of records that a pass found worth a look, until somebody decides: a
-- reading of the register that the next pass makes again. chance is the
-- probability that they are of one person, in ten-thousandths.
create table match_pair (
    party_id       uuid    not null,
    other_id       uuid    not null,
    province       text    not null,
    other_province text    not null,
    chance         int     not null,
    twins          boolean not null,
    later          boolean not null,
    found_at       bigint  not null,
    primary key (party_id, other_id)
);
create index match_pair_other on match_pair (other_id);
create index match_pair_queue on match_pair (later, chance desc, party_id, other_id);

-- What the passes learned: the model that pairs are judged by, one row for each
-- pass, the last one holds.
create table match_pass (
    recorded_at bigint primary key,
    records     bigint not null,
    pairs       bigint not null,
    model       text   not null
);
