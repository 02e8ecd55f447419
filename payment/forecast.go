package payment

import (
	"context"
	"database/sql"

	"sanad/access"
	"sanad/calendar"
	"sanad/money"
	"sanad/store"
)

// Ahead is what will fall due in a month, as far as it is known today.
type Ahead struct {
	Month   Month
	Sure    money.Amount
	InDoubt money.Amount // rests on a fact that will be asked for, or on a paper that has to be brought again
}

// Forecast is what the rights of a programme within a scope come to, month by
// month: birthdays and dated parameters are in it, decisions to come are not. It
// is a projection of the rights, no figure of the ledger.
func (o *Office) Forecast(ctx context.Context, q queryer, scope access.Scope, programmeID string, from Month, months int) ([]Ahead, error) {
	w := &store.Where{}
	w.And("b.programme = ? and a.state = 'running'", programmeID)
	scope.Restrict(w, scoped)
	type step struct {
		from, to, proof Month
		doubt           bool
		amount          money.Amount
	}
	steps, err := store.All(ctx, q, func(r store.Row) (step, error) {
		var s step
		var to, proof sql.NullInt32
		err := r.Scan(&s.from, &to, &proof, &s.doubt, (*int64)(&s.amount))
		s.to, s.proof = Month(to.Int32), Month(proof.Int32)
		return s, err
	}, `select s.from_month, s.to_month, a.proof_to, s.in_doubt, cast(sum(s.amount) as bigint) from payment_span s
		join payment_account a on a.party_id = s.party_id and a.benefit = s.benefit join payment_benefit b on b.id = a.benefit`+w.SQL()+`
		group by s.from_month, s.to_month, a.proof_to, s.in_doubt`, w.Args()...)
	out := make([]Ahead, months)
	for i := range out {
		out[i].Month = from + Month(i)
		for _, s := range steps {
			m := out[i].Month
			switch {
			case m < s.from || s.to != 0 && m > s.to:
			case s.doubt || s.proof != 0 && m > s.proof:
				out[i].InDoubt += s.amount
			default:
				out[i].Sure += s.amount
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return out, addParts(ctx, q, scope, programmeID, out)
}

// addParts adds the parts of subsidies that are still to be paid: one that waits
// for something is in doubt; one whose day has passed is for the next run.
func addParts(ctx context.Context, q queryer, scope access.Scope, programmeID string, out []Ahead) error {
	w := &store.Where{}
	w.And("b.programme = ? and a.state = 'running' and t.state in ('planned', 'payable')", programmeID)
	w.And("not exists (select 1 from payment_line l where l.party_id = t.party_id and l.benefit = t.benefit and l.period = t.n)")
	scope.Restrict(w, scoped)
	_, err := store.All(ctx, q, func(r store.Row) (Month, error) {
		var due calendar.Date
		var state string
		var amount money.Amount
		err := r.Scan(&due, &state, (*int64)(&amount))
		m := max(MonthOf(due), out[0].Month)
		if i := int(m - out[0].Month); i < len(out) {
			if state == "payable" {
				out[i].Sure += amount
			} else {
				out[i].InDoubt += amount
			}
		}
		return m, err
	}, `select t.due_on, t.state, cast(sum(t.amount) as bigint) from payment_tranche t join payment_account a on a.party_id = t.party_id and a.benefit = t.benefit
		join payment_benefit b on b.id = a.benefit`+w.SQL()+" group by t.due_on, t.state", w.Args()...)
	return err
}
