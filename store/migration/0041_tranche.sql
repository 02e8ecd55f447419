-- +goose Up

-- The parts of a subsidy, of the dossier that agreed on them. n counts the parts
-- a party has under the benefit: it is the period of the payment, so that no
-- part is paid twice. conditions are the milestones it waits for; met, which
-- have been reached.
create table payment_tranche (
    party_id   uuid   not null,
    benefit    int    not null references payment_benefit (id),
    n          int    not null,
    dossier_id uuid   not null,
    decision   bigint not null,
    province   text   not null,
    amount     bigint not null check (amount > 0),
    due_on     date   not null,
    conditions text   not null,
    met        text   not null,
    state      text   not null check (state in ('planned', 'payable', 'cancelled')),
    primary key (party_id, benefit, n)
);
create index payment_tranche_dossier on payment_tranche (party_id, dossier_id);
