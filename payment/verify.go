package payment

import (
	"context"
	"fmt"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// Verify holds the accounts against the lines, returns and entries that moved
// them, the released runs against the ledger, and the promises that no payment
// may break. It reports each difference and returns how many accounts there are.
func (o *Office) Verify(ctx context.Context, q *store.DB, report func(problem string)) (int, error) {
	checks := []struct{ what, query string }{
		{"what is due is not what its lines and entries add up to", `select a.party_id from payment_account a where a.due <>
			coalesce((select sum(l.due) from payment_line l where l.party_id = a.party_id and l.benefit = a.benefit), 0)
			+ coalesce((select sum(case when e.kind in ('arrears', 'tranche') then e.amount when e.kind = 'lowered' then -e.amount else 0 end)
				from payment_entry e where e.party_id = a.party_id and e.benefit = a.benefit), 0)`},
		{"what is settled is not what its lines less returns add up to", `select a.party_id from payment_account a where a.settled <>
			coalesce((select sum(l.amount + l.deducted) from payment_line l where l.party_id = a.party_id and l.benefit = a.benefit), 0)
			- coalesce((select sum(b.amount) from payment_return b where b.party_id = a.party_id and b.benefit = a.benefit), 0)`},
		{"what is owed is not what its entries less deductions add up to", `select a.party_id from payment_account a where a.owed <>
			coalesce((select sum(case when e.kind = 'undue' then e.amount when e.kind in ('repaid', 'waived') then -e.amount else 0 end)
				from payment_entry e where e.party_id = a.party_id and e.benefit = a.benefit), 0)
			- coalesce((select sum(l.deducted) from payment_line l where l.party_id = a.party_id and l.benefit = a.benefit), 0)`},
		{"more came back than was paid", `select b.party_id from payment_return b join payment_line l on l.party_id = b.party_id and l.benefit = b.benefit
			and l.period = b.period and l.attempt = b.attempt where b.amount > l.amount`},
		{"a month is a right of two records of one person", `select a.party_id from payment_span a join ` + same + ` x on x.id = a.party_id join ` + same + ` y on y.root = x.root and y.id <> x.id
			join payment_span b on b.party_id = y.id and b.benefit = a.benefit and (a.to_month is null or b.from_month <= a.to_month) and (b.to_month is null or a.from_month <= b.to_month)`},
		{"a line rests on no decision", `select l.party_id from payment_line l left join event e on e.party_id = l.party_id and e.stream_id = l.dossier_id and e.seq = l.decision
			where e.seq is null`},
		{"a run's totals are not its lines'", `with x (run, lines, payable, amount, due, deducted) as (select l.run, ` + counted + ` from payment_line l group by l.run)
			select r.id from payment_run r left join x on x.run = r.number
			where r.lines <> coalesce(x.lines, 0) or r.payable <> coalesce(x.payable, 0) or r.amount <> coalesce(x.amount, 0) or r.due <> coalesce(x.due, 0)`},
	}
	for _, c := range checks {
		ids, err := store.All(ctx, q, store.Value[store.ID], c.query)
		if err != nil {
			return 0, err
		}
		for _, id := range ids {
			report(fmt.Sprintf("payments of %s: %s", id, c.what))
		}
	}
	known, err := q.Settle(ctx, 0)
	if err != nil {
		return 0, err
	}
	for _, def := range o.Paying() {
		if err := o.verifyLedger(ctx, q, known, def, report); err != nil {
			return 0, err
		}
		if err := verifyRuns(ctx, q, def, report); err != nil {
			return 0, err
		}
		if err := verifyFiles(ctx, q, def, report); err != nil {
			return 0, err
		}
	}
	return store.One(ctx, q, store.Value[int], "select count(*) from payment_account")
}

// verifyLedger holds what the ledger has of a programme's payments against the
// lines of its released runs, the returns and the entries.
func (o *Office) verifyLedger(ctx context.Context, q *store.DB, known calendar.Instant, def *programme.Definition, report func(string)) error {
	const released = "r.state in ('released', 'sent') and b.programme = $1"
	posts := def.Payment.Posts
	for _, c := range []struct{ measure, query string }{
		{posts.Paid, `select cast(coalesce(sum(x.amount), 0) as bigint) from (
			select l.amount as amount from payment_line l join payment_run r on r.number = l.run join payment_benefit b on b.id = l.benefit where ` + released + `
			union all select -t.amount from payment_return t join payment_benefit b on b.id = t.benefit where b.programme = $1) x`},
		{posts.Returned, "select cast(coalesce(sum(t.amount), 0) as bigint) from payment_return t join payment_benefit b on b.id = t.benefit where b.programme = $1"},
		{posts.Due, `select cast(coalesce(sum(x.amount), 0) as bigint) from (
			select l.due as amount from payment_line l join payment_run r on r.number = l.run join payment_benefit b on b.id = l.benefit where ` + released + `
			union all select case when e.kind in ('arrears', 'tranche') then e.amount else -e.amount end from payment_entry e join payment_benefit b on b.id = e.benefit
				where b.programme = $1 and e.kind in ('arrears', 'tranche', 'lowered')) x`},
		{posts.Undue, `select cast(coalesce(sum(case when e.kind = 'undue' then e.amount else -e.amount end), 0) as bigint) from payment_entry e join payment_benefit b on b.id = e.benefit
			where b.programme = $1 and e.kind in ('undue', 'waived')`},
		{posts.Recovered, `select cast(coalesce(sum(x.amount), 0) as bigint) from (
			select l.deducted as amount from payment_line l join payment_run r on r.number = l.run join payment_benefit b on b.id = l.benefit where ` + released + `
			union all select e.amount from payment_entry e join payment_benefit b on b.id = e.benefit where b.programme = $1 and e.kind = 'repaid') x`},
	} {
		want, err := store.One(ctx, q, store.Value[int64], c.query, def.ID)
		if err != nil {
			return err
		}
		got, err := ledger.Total(ctx, q, access.System("verification"), ledger.Query{Programme: def.ID, Measure: c.measure, To: endOfTime, KnownOn: known})
		if err != nil {
			return err
		}
		if got.Quantity != want {
			report(fmt.Sprintf("programme %s: the ledger holds %v of %s, the payments make %v", def.ID, money.Amount(got.Quantity), c.measure, money.Amount(want)))
		}
	}
	return nil
}

// verifyRuns holds what the control list of each run showed, which is what its
// lines come to, against what the ledger has of it: all once it is released, and
// nothing before.
func verifyRuns(ctx context.Context, q *store.DB, def *programme.Definition, report func(string)) error {
	runs, err := store.All(ctx, q, scanRun, "select "+runColumns+" from payment_run r where r.party_id = $1 order by r.number", OfficeID(def.ID))
	if err != nil {
		return err
	}
	for _, r := range runs {
		got, err := PostedBy(ctx, q, def, r)
		if err != nil {
			return err
		}
		want := Flows{}
		if r.State == Released || r.State == Sent {
			want = Flows{Due: r.Due, Paid: r.Amount}
		}
		if got.Due != want.Due || got.Paid != want.Paid {
			report(fmt.Sprintf("run %s: the ledger holds %v due and %v paid of it, its lines make %v and %v", r.Reference, got.Due, got.Paid, want.Due, want.Paid))
		}
	}
	return nil
}

// verifyFiles holds the files that were made of runs against their lines.
func verifyFiles(ctx context.Context, q *store.DB, def *programme.Definition, report func(string)) error {
	for _, layout := range def.Payment.Files {
		w := &store.Where{}
		w.And("f.party_id = ? and f.layout = ?", OfficeID(def.ID), layout.ID)
		w.And("l.amount > 0")
		store.In(w, "y.way", layout.Ways)
		names, err := store.All(ctx, q, store.Value[string], `select f.name from payment_file f join payment_run r on r.party_id = f.party_id and r.id = f.run_id
			join payment_line l on l.run = r.number join payment_payee y on y.party_id = l.party_id and y.n = l.payee`+w.SQL()+`
			group by f.name, f.entries, f.amount having f.entries <> count(*) or f.amount <> cast(sum(l.amount) as bigint)`, w.Args()...)
		if err != nil {
			return err
		}
		for _, name := range names {
			report(fmt.Sprintf("file %s: its payments are not those of its run", name))
		}
	}
	return nil
}
