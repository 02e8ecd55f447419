-- +goose Up

-- What happened. The only way anything changes; append-only. A stream is what
-- changes (a dossier, a person, a session, an account); its party keeps the rows.
create table event (
    party_id    uuid   not null,
    stream_id   uuid   not null,
    seq         bigint not null,
    kind        text   not null,
    happened_on date   not null,
    recorded_at bigint not null,
    actor_id    uuid   not null,
    reason      text   not null,
    payload     text   not null,
    corrects    bigint,
    key         uuid   not null,
    request     bytea,
    hash        bytea  not null,
    primary key (party_id, stream_id, seq)
);
-- The idempotency key: one act, one event, however often it is sent.
create unique index event_key on event (party_id, key);
