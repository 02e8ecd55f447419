-- +goose Up

-- The instant at or before which nothing can be recorded any more (store.Settle).
create table watermark (
    one int primary key check (one = 1),
    at  bigint not null
);
insert into watermark (one, at) values (1, 0);
