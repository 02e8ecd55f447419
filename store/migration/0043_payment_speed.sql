-- +goose Up

-- Few have died and few accounts are closed: a run over everybody asks these
-- short lists once for a batch instead of a large table once for each line.
create unique index person_dead on person (party_id) where died_on is not null;
create unique index payment_payee_closed on payment_payee (party_id, n) where closed_on is not null;

-- Accounts that several beneficiaries share are found in one walk.
drop index payment_payee_hash;
create index payment_payee_hash on payment_payee (hash, party_id) where closed_on is null;
