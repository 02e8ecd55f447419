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
		{"a run's totals are not its lines'", `select r.id from payment_run r where r.state <> 'discarded' and (r.lines <> (select count(*) from payment_line l where l.run = r.number)
			or r.amount <> (select coalesce(sum(l.amount), 0) from payment_line l where l.run = r.number))`},
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
