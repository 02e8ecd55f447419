-- +goose Up

-- The sounds that names of the register have, each once: a search finds first
-- which sounds may be meant, here, and then exactly the persons who have them, so
-- that it costs what it shows and not what a common name has of namesakes. words
-- are the sounds of a name's words, one after the other (محمد أمين: "mhmd mn").
-- A reading of the register, which registry.Prepare makes again.
create table name_sound (
    sound    text   not null,
    words    text   not null,
    heard_at bigint not null,
    primary key (sound, words)
);
create index name_sound_heard on name_sound (heard_at);

-- When a record was last written: a pass compares those written since the one
-- before it. Without an index: one scan a night costs less than an entry more
-- for each person who is registered.
alter table person add column written_at bigint not null default 0;

-- Up to when a pass has seen the register, and whether it compared all of it.
alter table match_pass add column upto bigint not null default 0;
alter table match_pass add column whole boolean not null default true;

-- A file by the end of its number, as people read it out.
create index dossier_rank on dossier (substr(reference, length(reference) - 4));
