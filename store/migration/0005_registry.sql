-- +goose Up

-- Communes, by import. A reference table (present on every node): small, public,
-- and named by rows of every party.
create table commune (
    code       text primary key,
    province   text not null,
    name_ar    text not null,
    name_fr    text not null,
    kind       text not null check (kind in ('urban', 'rural')),
    valid_from date,
    valid_to   date
);
create index commune_province on commune (province, code);

-- A natural person. '' in a name: not written in that script. origin_id is the
-- party in whose stream the person was registered (a mother's for her children).
-- The sounds are skeletons of the names (locale.Skeleton), for comparing and
-- "like"; the keys are the same as bytes, because bytes are ordered alike on both
-- engines under every collation, so that a prefix is a range of an index.
-- The Latin ones are there only when that name sounds unlike the Arabic one.
create table person (
    party_id          uuid primary key,
    origin_id         uuid not null,
    revision          int  not null,
    given_ar          text not null,
    family_ar         text not null,
    given_latin       text not null,
    family_latin      text not null,
    sex               text not null check (sex in ('F', 'M')),
    birth_on          date not null,
    birth_precision   text not null check (birth_precision in ('day', 'month', 'year')),
    died_on           date,
    province          text not null,
    commune           text references commune (code),
    address           text not null,
    phone             text not null,
    given_key          bytea not null,
    family_key         bytea not null,
    given_sound        text not null,
    family_sound       text not null,
    given_key_latin    bytea,
    family_key_latin   bytea,
    given_sound_latin  text,
    family_sound_latin text
);
-- Each holds what a search filters by, so that it reads no row that it does not show.
create index person_given on person (given_key, family_sound, province, birth_on);
create index person_family on person (family_key, given_sound, province, birth_on);
create index person_given_latin on person (given_key_latin, family_sound_latin, province, birth_on) where given_key_latin is not null;
create index person_family_latin on person (family_key_latin, given_sound_latin, province, birth_on) where family_key_latin is not null;

-- A national identifier: encrypted, and masked for show.
create table identifier (
    party_id uuid  not null references person (party_id),
    kind     text  not null check (kind in ('cin', 'idcs', 'massar')),
    hash     bytea not null,
    cipher   bytea not null,
    shown    text  not null,
    primary key (party_id, kind)
);

-- Who holds an identifier. Distributed by hash, not by party: it is what makes
-- one identifier belong to one person in the whole country, which a unique key
-- of the table above could not do once that is spread over nodes. Written in the
-- same transaction.
create table identifier_claim (
    kind     text  not null,
    hash     bytea not null,
    party_id uuid  not null,
    primary key (kind, hash)
);

-- What the other is to the party: child, spouse, guardian. A relative who is not
-- registered (a late husband) is a name, with no other_id.
create table kin (
    party_id uuid not null references person (party_id),
    line     int  not null,
    relation text not null check (relation in ('child', 'spouse', 'guardian')),
    other_id uuid,
    given_ar     text not null,
    family_ar    text not null,
    given_latin  text not null,
    family_latin text not null,
    died_on  date,
    from_on  date,
    to_on    date,
    primary key (party_id, line)
);
create index kin_other on kin (other_id) where other_id is not null;

-- People who live together. A household is a party of its own.
create table household (
    party_id uuid primary key,
    head_id  uuid not null,
    province text not null,
    from_on  date not null
);

create table household_member (
    party_id  uuid not null references household (party_id),
    person_id uuid not null,
    from_on   date not null,
    to_on     date,
    primary key (party_id, person_id, from_on)
);
create index household_member_person on household_member (person_id);
