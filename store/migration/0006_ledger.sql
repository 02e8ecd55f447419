-- +goose Up

-- A combination of what is counted, where and of whom. A reference table: every
-- node of a distributed database keeps all of it.
create table cell (
    id        bigint primary key,
    programme text not null,
    measure   text not null,
    unit      text not null,
    kind      text not null check (kind in ('flow', 'stock')),
    territory text not null,
    province  text not null,
    dims      text not null
);
create index cell_measure on cell (programme, measure);

-- What an event changes in the ledger; append-only, never updated.
create table posting (
    party_id    uuid   not null,
    stream_id   uuid   not null,
    seq         bigint not null,
    n           int    not null,
    cell_id     bigint not null references cell (id),
    quantity    bigint not null,
    day         date   not null,
    recorded_at bigint not null,
    subject_id  uuid,
    primary key (party_id, stream_id, seq, n)
);
create index posting_cell on posting (cell_id, day, recorded_at, quantity);

-- Guarded accounts: a balance that must not cross its limits. The check is the
-- guard; nobody reads first.
create table balance (
    account  text   primary key,
    quantity bigint not null,
    least    bigint,
    most     bigint,
    check (least is null or quantity >= least),
    check (most is null or quantity <= most)
);
