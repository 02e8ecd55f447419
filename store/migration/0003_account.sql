-- +goose Up

-- Who may sign in. Rebuilt from events; an account is its own party. Logins are
-- unique in the whole country, so on Citus this is a reference table.
create table account (
    id          uuid    primary key,
    login       text    not null,
    name        text    not null,
    person_id   uuid,
    active      boolean not null,
    must_change boolean not null,
    created_at  bigint  not null
);
create unique index account_login on account (login);

create table account_grant (
    account_id uuid not null references account (id),
    role       text not null,
    programme  text not null,
    territory  text not null,
    primary key (account_id, role, programme, territory)
);

-- Apart from the account: never in an event, and no list of accounts reads it.
create table account_password (
    account_id uuid   primary key references account (id),
    hash       text   not null,
    set_at     bigint not null
);

-- One-time links; account_id is null for the one that makes the first administrator.
create table account_link (
    token_hash bytea  primary key,
    kind       text   not null check (kind in ('first-run', 'invite', 'reset')),
    account_id uuid   references account (id),
    expires_at bigint not null,
    used_at    bigint
);

create table account_session (
    id         uuid   primary key,
    token_hash bytea  not null,
    account_id uuid   not null references account (id),
    created_at bigint not null,
    seen_at    bigint not null,
    network    text   not null,
    agent      text   not null
);
create unique index account_session_token on account_session (token_hash);
create index account_session_account on account_session (account_id);

-- Every try to sign in. The login is a digest: people type passwords there.
create table account_attempt (
    id           uuid    primary key,
    login_digest bytea   not null,
    network      text    not null,
    at           bigint  not null,
    failed       boolean not null
);
create index account_attempt_login on account_attempt (login_digest, at);
create index account_attempt_network on account_attempt (network, at);

-- What this database is; written once. No row: the real thing.
create table installation (
    one           int     primary key check (one = 1),
    demonstration boolean not null,
    seed          bigint  not null,
    declared_at   bigint  not null
);
