package payment

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/store"
)

// Exception is something that a run or a file of returns could not do by itself.
type Exception struct {
	Party    store.ID // a beneficiary, or the programme's office
	Benefit  int
	Run      int // 0: of no run
	Kind     string
	N        int
	Amount   money.Amount
	About    string // the order's reference, the account's mask
	Province string
	OpenedAt calendar.Instant
}

// ExceptionKinds are the kinds, in the order of their weight.
var ExceptionKinds = []string{"deceased", "duplicate", "unknown", "amount", "future", "shared", "cumulation", "changed", "account", "proof"}

func insertException(ctx context.Context, s *act.Step, x Exception) error {
	n, err := store.One(ctx, s, store.Value[int], "select coalesce(max(n), 0) + 1 from payment_exception where party_id = $1 and benefit = $2 and run = $3 and kind = $4", x.Party, x.Benefit, x.Run, x.Kind)
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, `insert into payment_exception (party_id, benefit, run, kind, n, amount, about, province, opened_at, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
		x.Party, x.Benefit, x.Run, x.Kind, n, int64(x.Amount), x.About, x.Province, s.Now())
	return err
}

// ExceptionFilter chooses among a programme's exceptions.
type ExceptionFilter struct {
	Programme string
	Kind      string
	Run       int
	After     Exception // the last one of the page before; zero for the first
	Limit     int
}

func (f ExceptionFilter) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	w.And("b.programme = ? and x.resolved_at is null", f.Programme)
	if f.Kind != "" {
		w.And("x.kind = ?", f.Kind)
	}
	if f.Run != 0 {
		w.And("x.run = ?", f.Run)
	}
	scope.Restrict(w, access.Columns{Programme: "b.programme", Province: "x.province"})
	return w
}

// Exceptions are the open ones within a scope, by run, the latest first.
func Exceptions(ctx context.Context, q queryer, scope access.Scope, f ExceptionFilter) ([]Exception, error) {
	w := f.where(scope)
	if !f.After.Party.IsZero() {
		w.And("x.run < ? or x.run = ? and (x.party_id, x.kind, x.n) > (?, ?, ?)", f.After.Run, f.After.Run, f.After.Party, f.After.Kind, f.After.N)
	}
	most := w.Arg(f.Limit)
	return store.All(ctx, q, func(r store.Row) (Exception, error) {
		var x Exception
		err := r.Scan(&x.Party, &x.Benefit, &x.Run, &x.Kind, &x.N, (*int64)(&x.Amount), &x.About, &x.Province, &x.OpenedAt)
		return x, err
	}, "select x.party_id, x.benefit, x.run, x.kind, x.n, x.amount, x.about, x.province, x.opened_at from payment_exception x join payment_benefit b on b.id = x.benefit"+
		w.SQL()+" order by x.run desc, x.party_id, x.kind, x.n limit "+most, w.Args()...)
}

// CountExceptions is how many are open within a scope, by kind.
func CountExceptions(ctx context.Context, q queryer, scope access.Scope, f ExceptionFilter) (map[string]int64, error) {
	w := f.where(scope)
	out := map[string]int64{}
	_, err := store.All(ctx, q, func(r store.Row) (string, error) {
		var kind string
		var n int64
		err := r.Scan(&kind, &n)
		out[kind] = n
		return kind, err
	}, "select x.kind, count(*) from payment_exception x join payment_benefit b on b.id = x.benefit"+w.SQL()+" group by x.kind", w.Args()...)
	return out, err
}

// Resolve says what was done about an exception.
//
// Errors: payment.reason-needed; payment.forbidden; payment.exception-gone when
// it is not open any more; act's.
func (o *Office) Resolve(ctx context.Context, r RunRequest, x Exception) (act.Event, error) {
	if strings.TrimSpace(r.Reason) == "" {
		return act.Event{}, errReason
	}
	if !r.Actor.Can(access.PaymentsPrepare, r.Programme, x.Province) {
		return act.Event{}, o.hidden(r.Actor, r.Programme, x.Province)
	}
	a := act.Act{Key: r.Key, Party: OfficeID(r.Programme), Stream: drawn("payment exceptions " + r.Programme), Kind: "payment.resolve", On: r.On, Actor: r.Actor, Reason: r.Reason,
		Input: []any{x.Party, x.Benefit, x.Run, x.Kind, x.N, r.Reason}}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		n, err := s.Exec(ctx, `update payment_exception set resolved_at = $1, resolved_by = $2, note = $3
			where party_id = $4 and benefit = $5 and run = $6 and kind = $7 and n = $8 and province = $9 and resolved_at is null
			and benefit in (select id from payment_benefit where programme = $10)`,
			s.Now(), r.Actor.Account, r.Reason, x.Party, x.Benefit, x.Run, x.Kind, x.N, x.Province, r.Programme)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "payment.exception-gone", nil)
		}
		return x, err
	})
}

// Back is a payment that came back and was not issued again yet.
type Back struct {
	Party    store.ID
	Run      int
	Period   Month
	Attempt  int
	Amount   money.Amount
	Reason   string
	On       calendar.Date
	Province string
	Ready    bool // somewhere to pay it is known
}

// BackFilter chooses among what came back.
type BackFilter struct {
	Programme string
	After     Back // the last one of the page before; zero for the first
	Limit     int
}

func (f BackFilter) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	w.And("b.programme = ?", f.Programme)
	w.And("not exists (select 1 from payment_line n where n.party_id = t.party_id and n.benefit = t.benefit and n.period = t.period and n.attempt = t.attempt + 1)")
	scope.Restrict(w, access.Columns{Programme: "b.programme", Province: "t.province"})
	return w
}

// CameBack are the payments of a programme that wait to be issued again, within a
// scope, the oldest first.
func CameBack(ctx context.Context, q queryer, scope access.Scope, f BackFilter) ([]Back, error) {
	w := f.where(scope)
	if !f.After.Party.IsZero() {
		w.And("(t.on_day, t.party_id, t.period) > (?, ?, ?)", f.After.On, f.After.Party, int32(f.After.Period))
	}
	most := w.Arg(f.Limit)
	return store.All(ctx, q, func(r store.Row) (Back, error) {
		var x Back
		err := r.Scan(&x.Party, &x.Run, &x.Period, &x.Attempt, (*int64)(&x.Amount), &x.Reason, &x.On, &x.Province, &x.Ready)
		return x, err
	}, `select t.party_id, t.run, t.period, t.attempt, t.amount, t.reason, t.on_day, t.province,
		exists (select 1 from payment_payee y where y.party_id = a.party_id and y.n = a.payee and y.closed_on is null)
		from payment_return t join payment_benefit b on b.id = t.benefit join payment_account a on a.party_id = t.party_id and a.benefit = t.benefit`+
		w.SQL()+" order by t.on_day, t.party_id, t.period limit "+most, w.Args()...)
}

// CountBack is how many there are, and what they come to.
func CountBack(ctx context.Context, q queryer, scope access.Scope, programmeID string) (Counted, error) {
	w := BackFilter{Programme: programmeID}.where(scope)
	return store.One(ctx, q, func(r store.Row) (Counted, error) {
		var c Counted
		err := r.Scan(&c.Lines, &c.Amount)
		return c, err
	}, "select count(*), cast(coalesce(sum(t.amount), 0) as bigint) from payment_return t join payment_benefit b on b.id = t.benefit"+w.SQL(), w.Args()...)
}
