-- +goose Up

-- Associations, public bodies, companies and cooperatives. A party of its own.
-- sound holds the names and the code as search compares them.
create table organisation (
    party_id       uuid primary key,
    revision       int  not null,
    code           text not null,
    kind           text not null,
    name_ar        text not null,
    name_latin     text not null,
    acronym        text not null,
    number         text not null,
    founded_on     date,
    representative text not null,
    province       text not null,
    commune        text not null,
    address        text not null,
    phone          text not null,
    ended_on       date,
    sound          text not null
);
create unique index organisation_code on organisation (code);

-- Institutions and centres: who runs them, whom they take in, how many.
create table establishment (
    party_id    uuid primary key,
    revision    int    not null,
    code        text   not null,
    category    text   not null,
    operator_id uuid,
    name_ar     text   not null,
    name_latin  text   not null,
    setting     text   not null,
    places_f    bigint not null check (places_f >= 0),
    places_m    bigint not null check (places_m >= 0),
    places_x    bigint not null check (places_x >= 0),
    director    text   not null,
    licence     text   not null,
    licensed_on date,
    opened_on   date,
    closed_on   date,
    province    text   not null,
    commune     text   not null,
    address     text   not null,
    phone       text   not null,
    sound       text   not null
);
create unique index establishment_code on establishment (code);
create index establishment_province on establishment (province, category);
create index establishment_operator on establishment (operator_id) where operator_id is not null;
