-- +goose Up

-- Figures of years without records enter the ledger too, in cells of their own.
alter table cell add column origin text not null default 'recorded' check (origin in ('recorded', 'reported'));

-- The engine keeps the postings in memory and reads what was recorded since.
create index posting_recorded on posting (recorded_at);

-- A subject that counts as another from an instant on (null: as itself again).
-- The newest row of a subject at or before a known-on holds. A reference table:
-- a distinct count needs all of it on every node.
create table subject_merge (
    recorded_at bigint not null,
    from_id     uuid   not null,
    into_id     uuid,
    primary key (recorded_at, from_id)
);
create index subject_merge_from on subject_merge (from_id, recorded_at);
