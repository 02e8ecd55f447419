-- +goose Up

-- Who was born on a day: the check, while a clerk types, whether somebody is
-- registered already.
create index person_birth on person (birth_on, given_key, family_key);
