-- +goose Up

-- The second factor of an account: the secret is encrypted, used says which step
-- of thirty seconds was shown last, so that no code serves twice.
create table account_factor (
    account_id   uuid   primary key references account (id),
    cipher       bytea  not null,
    enrolled_at  bigint not null,
    confirmed_at bigint,
    used         bigint not null
);
