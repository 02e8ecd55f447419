-- +goose Up

-- What can be paid: a component of a programme. A reference table (on every
-- node); its small number keeps the keys of the tables below narrow.
create table payment_benefit (
    id        int  primary key,
    programme text not null,
    component text not null
);
create unique index payment_benefit_name on payment_benefit (programme, component);

-- What the pole owes somebody under a benefit, in centimes. Months are counted
-- from the year 0: 12 times the year and the months before.
--   due      rights fallen due up to and including the month accrued_to
--   settled  of that, ordered and not come back, or set off against what is owed
--   owed     paid without right and not yet recovered
-- That nothing is paid beyond what is due is held here, not by reading first.
create table payment_account (
    party_id   uuid   not null,
    benefit    int    not null references payment_benefit (id),
    id         uuid   not null,
    dossier_id uuid   not null,
    decision   bigint not null,
    province   text   not null,
    state      text   not null check (state in ('running', 'suspended', 'ended')),
    accrued_to int    not null,
    due        bigint not null,
    settled    bigint not null,
    owed       bigint not null check (owed >= 0),
    deduct     bigint not null check (deduct >= 0),
    monthly    bigint not null,
    proof_to   int,
    payee      int    not null,
    primary key (party_id, benefit),
    check (settled >= 0 and settled <= due)
);

-- The right by month, as far ahead as it is known: so much from a month to
-- another. in_doubt: a fact will be asked for that nobody has given yet.
create table payment_span (
    party_id   uuid    not null,
    benefit    int     not null,
    from_month int     not null,
    to_month   int,
    amount     bigint  not null check (amount > 0),
    in_doubt   boolean not null,
    primary key (party_id, benefit, from_month)
);

-- The answers that the rules read, for weighing again: a projection of the
-- dossier's events, apart from the account so that runs do not read it.
create table payment_facts (
    party_id uuid not null,
    benefit  int  not null,
    version  int  not null,
    since    date not null,
    facts    text not null,
    primary key (party_id, benefit)
);

-- What changed what is due or owed beside the months: arrears, sums paid without
-- right, their recovery. Each is the effect of one event of the account.
create table payment_entry (
    party_id   uuid   not null,
    benefit    int    not null,
    n          int    not null,
    kind       text   not null check (kind in ('arrears', 'lowered', 'undue', 'repaid', 'waived', 'forgone', 'tranche')),
    amount     bigint not null check (amount >= 0),
    from_month int    not null,
    to_month   int    not null,
    seq        bigint not null,
    primary key (party_id, benefit, n)
);

-- How somebody is paid. Never changed: another account is another row, so that a
-- file of the past is made again byte for byte. The account number, or the card
-- shown at a post office, is encrypted; hash tells that two are the same.
create table payment_payee (
    party_id  uuid  not null,
    n         int   not null,
    way       text  not null check (way in ('bank', 'post')),
    holder    text  not null,
    cipher    bytea not null,
    hash      bytea not null,
    shown     text  not null,
    from_on   date  not null,
    closed_on date,
    primary key (party_id, n)
);
create index payment_payee_hash on payment_payee (hash);

-- A run pays what is due under a benefit up to a month. The programme's office
-- is the party. Who released it did not prepare it: the database holds it too.
create table payment_run (
    party_id    uuid   not null,
    id          uuid   not null,
    number      int    not null,
    benefit     int    not null references payment_benefit (id),
    period      int    not null,
    purpose     text   not null check (purpose in ('regular', 'tranche', 'reissue')),
    reference   text   not null,
    state       text   not null check (state in ('preparing', 'failed', 'prepared', 'released', 'sent', 'discarded')),
    reached     uuid,
    total       bigint not null,
    lines       bigint not null,
    payable     bigint not null,
    amount      bigint not null,
    due         bigint not null,
    began_at    bigint not null,
    prepared_by uuid   not null,
    released_by uuid,
    released_on date,
    released_at bigint,
    failure     text   not null,
    seq         bigint not null,
    primary key (party_id, id),
    constraint payment_run_four_eyes check (released_by is null or released_by <> prepared_by),
    check ((state in ('released', 'sent')) = (released_by is not null))
);
create unique index payment_run_number on payment_run (number);
create unique index payment_run_reference on payment_run (reference);
-- One run of a benefit at a time is being made ready.
create unique index payment_run_open on payment_run (benefit) where state in ('preparing', 'failed', 'prepared');
create index payment_run_period on payment_run (benefit, period);

-- A payment that came back. One for each attempt.
create table payment_return (
    party_id  uuid   not null,
    benefit   int    not null,
    period    int    not null,
    attempt   int    not null,
    run       int    not null,
    amount    bigint not null check (amount > 0),
    reason    text   not null,
    on_day    date   not null,
    province  text   not null,
    primary key (party_id, benefit, period, attempt)
);
create index payment_return_run on payment_return (run);

-- What a run pays somebody. The key is the promise: one payment per programme,
-- component, period and beneficiary. A further attempt needs the return of the
-- one before it, which is there once.
create table payment_line (
    party_id   uuid   not null,
    benefit    int    not null,
    period     int    not null,
    attempt    int    not null,
    run        int    not null,
    position   int    not null,
    from_month int    not null,
    to_month   int    not null,
    due        bigint not null,
    amount     bigint not null check (amount >= 0),
    deducted   bigint not null check (deducted >= 0),
    monthly    bigint not null,
    payee      int    not null,
    mark       text   not null,
    hold       text   not null,
    province   text   not null,
    dossier_id uuid   not null,
    decision   bigint not null,
    after      int,
    primary key (party_id, benefit, period, attempt),
    foreign key (party_id, benefit, period, after) references payment_return (party_id, benefit, period, attempt),
    constraint payment_line_once check ((attempt = 1 and after is null) or (attempt > 1 and after is not null and after = attempt - 1))
);
create unique index payment_line_run on payment_line (run, position);

-- What a run or a file of returns could not do by itself.
create table payment_exception (
    party_id    uuid   not null,
    benefit     int    not null,
    run         int    not null,
    kind        text   not null,
    n           int    not null,
    amount      bigint not null,
    about       text   not null,
    province    text   not null,
    opened_at   bigint not null,
    resolved_at bigint,
    resolved_by uuid,
    note        text   not null,
    primary key (party_id, benefit, run, kind, n)
);
create index payment_exception_open on payment_exception (benefit, kind, province) where resolved_at is null;
create index payment_exception_run on payment_exception (run, kind);

-- The files of a run, as they were made: made again they must be the same.
create table payment_file (
    party_id uuid   not null,
    run_id   uuid   not null,
    layout   text   not null,
    name     text   not null,
    sha256   bytea  not null,
    size     bigint not null,
    entries  bigint not null,
    amount   bigint not null,
    made_at  bigint not null,
    primary key (party_id, run_id, layout)
);

-- The files of returns that were read. Neither the same bytes nor the same
-- message twice.
create table payment_return_file (
    party_id uuid   not null,
    sha256   bytea  not null,
    id       uuid   not null,
    message  text   not null,
    format   text   not null,
    name     text   not null,
    entries  bigint not null,
    returned bigint not null,
    queued   bigint not null,
    amount   bigint not null,
    read_at  bigint not null,
    read_by  uuid   not null,
    primary key (party_id, sha256)
);
create unique index payment_return_message on payment_return_file (party_id, message);
