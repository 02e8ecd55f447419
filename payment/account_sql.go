package payment

import (
	"context"
	"database/sql"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/registry"
	"sanad/store"
)

const accountColumns = `a.party_id, a.benefit, a.id, a.dossier_id, a.decision, a.province, a.state, a.accrued_to, a.due, a.settled, a.owed, a.deduct, a.monthly, a.proof_to, a.payee`

// scoped are the columns that a reader's scope restricts.
var scoped = access.Columns{Programme: "b.programme", Province: "a.province"}

func scanAccount(r store.Row) (Account, error) {
	var a Account
	var proof sql.NullInt32
	err := r.Scan(&a.Party, &a.Benefit, &a.ID, &a.Dossier, &a.Decision, &a.Province, (*string)(&a.State), &a.AccruedTo,
		(*int64)(&a.Due), (*int64)(&a.Settled), (*int64)(&a.Owed), (*int64)(&a.Deduct), (*int64)(&a.Monthly), &proof, &a.Payee)
	a.ProofTo = Month(proof.Int32)
	return a, err
}

// readAccount is an account inside an act.
//
// Errors: store.not-found.
func readAccount(ctx context.Context, q store.Q, party store.ID, benefit int) (Account, error) {
	return store.One(ctx, q, scanAccount, "select "+accountColumns+" from payment_account a where a.party_id = $1 and a.benefit = $2", party, benefit)
}

// AccountOf is a beneficiary's account within a scope.
//
// Errors: store.not-found, also when it exists outside the scope.
func AccountOf(ctx context.Context, q store.Q, scope access.Scope, party store.ID, benefit int) (Account, error) {
	w := &store.Where{}
	w.And("a.party_id = ? and a.benefit = ?", party, benefit)
	scope.Restrict(w, scoped)
	return store.One(ctx, q, scanAccount, "select "+accountColumns+" from payment_account a join payment_benefit b on b.id = a.benefit"+w.SQL(), w.Args()...)
}

// running are the programmes under which a person, by any of their records, has
// a right that did not end.
func running(ctx context.Context, q store.Q, party store.ID) ([]string, error) {
	selves, err := registry.Selves(ctx, q, party)
	if err != nil {
		return nil, err
	}
	w := &store.Where{}
	store.In(w, "a.party_id", selves)
	w.And("a.state <> 'ended'")
	return store.All(ctx, q, store.Value[string], "select b.programme from payment_account a join payment_benefit b on b.id = a.benefit"+w.SQL()+" order by b.programme", w.Args()...)
}

// AccountsOf are all of a beneficiary's accounts within a scope.
func AccountsOf(ctx context.Context, q store.Q, scope access.Scope, party store.ID) ([]Account, error) {
	w := &store.Where{}
	w.And("a.party_id = ?", party)
	scope.Restrict(w, scoped)
	return store.All(ctx, q, scanAccount, "select "+accountColumns+" from payment_account a join payment_benefit b on b.id = a.benefit"+w.SQL()+" order by a.benefit", w.Args()...)
}

func month(m Month) sql.NullInt32 { return sql.NullInt32{Int32: int32(m), Valid: m != 0} }

// insertAccount opens an account; false when the beneficiary has one already.
func insertAccount(ctx context.Context, s *act.Step, a Account) (bool, error) {
	n, err := s.Exec(ctx, `insert into payment_account (party_id, benefit, id, dossier_id, decision, province, state, accrued_to, due, settled, owed, deduct, monthly, proof_to, payee)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, $9, 0) on conflict (party_id, benefit) do nothing`,
		a.Party, a.Benefit, a.ID, a.Dossier, a.Decision, a.Province, string(a.State), int32(a.AccruedTo), month(a.ProofTo))
	return n == 1, err
}

// saveAccount writes what acts change.
func saveAccount(ctx context.Context, s *act.Step, a Account) error {
	_, err := s.Exec(ctx, `update payment_account set dossier_id = $1, decision = $2, province = $3, state = $4, accrued_to = $5, due = $6, settled = $7,
		owed = $8, deduct = $9, proof_to = $10, payee = $11 where party_id = $12 and benefit = $13`,
		a.Dossier, a.Decision, a.Province, string(a.State), int32(a.AccruedTo), int64(a.Due), int64(a.Settled),
		int64(a.Owed), int64(a.Deduct), month(a.ProofTo), a.Payee, a.Party, a.Benefit)
	return err
}

func scanSpan(r store.Row) (Span, error) {
	var s Span
	var to sql.NullInt32
	err := r.Scan(&s.From, &to, (*int64)(&s.Amount), &s.InDoubt)
	s.To = Month(to.Int32)
	return s, err
}

// Spans are an account's right by month, the earliest first. The caller found
// the account within its scope.
func Spans(ctx context.Context, q store.Q, a Account) ([]Span, error) {
	return store.All(ctx, q, scanSpan, "select from_month, to_month, amount, in_doubt from payment_span where party_id = $1 and benefit = $2 order by from_month", a.Party, a.Benefit)
}

var spanRows = store.NewRows("payment_span", "party_id, benefit, from_month, to_month, amount, in_doubt")

func insertSpans(ctx context.Context, s *act.Step, a Account, spans []Span) error {
	values := make([]any, 0, 6*len(spans))
	for _, span := range spans {
		values = append(values, a.Party, a.Benefit, int64(span.From), month(span.To), int64(span.Amount), span.InDoubt)
	}
	return spanRows.Insert(ctx, s.Tx, values)
}

func replaceSpans(ctx context.Context, s *act.Step, a Account, spans []Span) error {
	if _, err := s.Exec(ctx, "delete from payment_span where party_id = $1 and benefit = $2", a.Party, a.Benefit); err != nil {
		return err
	}
	return insertSpans(ctx, s, a, spans)
}

// Entries are what changed an account beside the months, in their order. The
// caller found the account within its scope.
func Entries(ctx context.Context, q store.Q, a Account) ([]Entry, error) {
	return store.All(ctx, q, func(r store.Row) (Entry, error) {
		var e Entry
		err := r.Scan(&e.N, (*string)(&e.Kind), (*int64)(&e.Amount), &e.From, &e.To, &e.Seq)
		return e, err
	}, "select n, kind, amount, from_month, to_month, seq from payment_entry where party_id = $1 and benefit = $2 order by n", a.Party, a.Benefit)
}

func insertEntry(ctx context.Context, s *act.Step, a Account, e Entry) error {
	last, err := store.One(ctx, s, store.Value[int], "select coalesce(max(n), 0) from payment_entry where party_id = $1 and benefit = $2", a.Party, a.Benefit)
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "insert into payment_entry (party_id, benefit, n, kind, amount, from_month, to_month, seq) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		a.Party, a.Benefit, last+1, string(e.Kind), int64(e.Amount), int32(e.From), int32(e.To), s.Seq)
	return err
}

// ensureBenefit gives a component its number with the first thing granted.
func (o *Office) ensureBenefit(ctx context.Context, s *act.Step, programmeID, component string) (int, error) {
	n, err := o.benefit(ctx, s, programmeID, component)
	if !errors.Is(err, store.ErrNotFound) {
		return n, err
	}
	n, err = store.One(ctx, s, store.Value[int], `insert into payment_benefit (id, programme, component)
		select coalesce(max(id), 0) + 1, $1, $2 from payment_benefit returning id`, programmeID, component)
	if err == nil {
		s.Kept(func() { o.benefits.Store([2]string{programmeID, component}, n) })
	}
	return n, err
}

// facts are what the rules read of a dossier, and since when its right runs.
type facts struct {
	Version int
	Text    string
}

func putFacts(ctx context.Context, s *act.Step, a Account, version int, since Month, text string) error {
	_, err := s.Exec(ctx, `insert into payment_facts (party_id, benefit, version, since, facts) values ($1, $2, $3, $4, $5)
		on conflict (party_id, benefit) do update set version = excluded.version, since = excluded.since, facts = excluded.facts`,
		a.Party, a.Benefit, version, since.First(), text)
	return err
}

func readFacts(ctx context.Context, q store.Q, a Account) (facts, error) {
	return store.One(ctx, q, func(r store.Row) (facts, error) {
		var f facts
		err := r.Scan(&f.Version, &f.Text)
		return f, err
	}, "select version, facts from payment_facts where party_id = $1 and benefit = $2", a.Party, a.Benefit)
}
