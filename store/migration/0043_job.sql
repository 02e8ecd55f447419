-- +goose Up

-- Work that goes on after the page was answered. Whoever runs it holds it until
-- held_to and says how far it is; what is not held any more is taken up again.
create table job (
    id       uuid   primary key,
    kind     text   not null,
    args     text   not null,
    state    text   not null check (state in ('waiting', 'running', 'done', 'failed')),
    done     bigint not null,
    total    bigint not null,
    result   text   not null,
    failure  text   not null,
    asked_by uuid   not null,
    asked_at bigint not null,
    held_to  bigint not null,
    holder   uuid,
    ended_at bigint
);
create index job_open on job (held_to) where state in ('waiting', 'running');
