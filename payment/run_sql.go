package payment

import (
	"context"
	"fmt"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/money"
	"sanad/store"
)

const runColumns = `r.party_id, r.id, r.number, r.benefit, r.period, r.purpose, r.reference, r.state, r.reached, r.total, r.lines, r.payable, r.amount, r.due,
	r.began_at, r.prepared_by, r.released_by, r.released_on, coalesce(r.released_at, 0), r.failure, r.seq`

func scanRun(r store.Row) (Run, error) {
	var run Run
	err := r.Scan(&run.Party, &run.ID, &run.Number, &run.Benefit, &run.Period, (*string)(&run.Purpose), &run.Reference, (*string)(&run.State), &run.Reached,
		&run.Total, &run.Lines, &run.Payable, (*int64)(&run.Amount), (*int64)(&run.Due), &run.BeganAt, &run.PreparedBy, &run.ReleasedBy, &run.ReleasedOn, &run.ReleasedAt, &run.Failure, &run.Seq)
	return run, err
}

// runScope: a run is of the whole country, so it is for those whose rights reach
// that far; who follows one province reads its beneficiaries' statements.
var runScope = access.Columns{Programme: "b.programme", Province: "cast('' as text)"}

func readRun(ctx context.Context, q store.Q, party, id store.ID) (Run, error) {
	return store.One(ctx, q, scanRun, "select "+runColumns+" from payment_run r where r.party_id = $1 and r.id = $2", party, id)
}

// GetRun is a run within a scope.
//
// Errors: store.not-found.
func GetRun(ctx context.Context, q store.Q, scope access.Scope, party, id store.ID) (Run, error) {
	w := &store.Where{}
	w.And("r.party_id = ? and r.id = ?", party, id)
	scope.Restrict(w, runScope)
	return store.One(ctx, q, scanRun, "select "+runColumns+" from payment_run r join payment_benefit b on b.id = r.benefit"+w.SQL(), w.Args()...)
}

// RunByNumber is a run by its number, within a scope.
func RunByNumber(ctx context.Context, q store.Q, scope access.Scope, number int) (Run, error) {
	w := &store.Where{}
	w.And("r.number = ?", number)
	scope.Restrict(w, runScope)
	return store.One(ctx, q, scanRun, "select "+runColumns+" from payment_run r join payment_benefit b on b.id = r.benefit"+w.SQL(), w.Args()...)
}

// Runs are a programme's, the newest first.
func Runs(ctx context.Context, q store.Q, scope access.Scope, programmeID string, limit int) ([]Run, error) {
	w := &store.Where{}
	w.And("b.programme = ?", programmeID)
	scope.Restrict(w, runScope)
	most := w.Arg(limit)
	return store.All(ctx, q, scanRun, "select "+runColumns+" from payment_run r join payment_benefit b on b.id = r.benefit"+w.SQL()+" order by r.number desc limit "+most, w.Args()...)
}

func insertRun(ctx context.Context, s *act.Step, r Run) error {
	_, err := s.Exec(ctx, `insert into payment_run (party_id, id, number, benefit, period, purpose, reference, state, total, lines, payable, amount, due, began_at, prepared_by, failure, seq)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, $10, $11, '', $12)`,
		r.Party, r.ID, r.Number, r.Benefit, int32(r.Period), string(r.Purpose), r.Reference, string(r.State), r.Total, s.Now(), r.PreparedBy, s.Seq)
	return err
}

// moveRun changes a run's state, on the condition that nobody changed it
// meanwhile.
//
// Errors: payment.run-state.
func moveRun(ctx context.Context, s *act.Step, r Run, to RunState) error {
	n, err := s.Exec(ctx, "update payment_run set state = $1, failure = $2, seq = $3 where party_id = $4 and id = $5 and seq = $6",
		string(to), r.Failure, s.Seq, r.Party, r.ID, r.Seq)
	if err == nil && n != 1 {
		return ErrState
	}
	return err
}

const lineColumns = `l.party_id, l.benefit, l.period, l.attempt, l.run, l.position, l.from_month, l.to_month, l.due, l.amount, l.deducted, l.monthly, l.payee, l.mark, l.hold, l.province, l.dossier_id, l.decision`

func scanLine(r store.Row) (Line, error) {
	var l Line
	err := r.Scan(l.targets()...)
	return l, err
}

// targets are where lineColumns go.
func (l *Line) targets() []any {
	return []any{&l.Party, &l.Benefit, &l.Period, &l.Attempt, &l.Run, &l.Position, &l.From, &l.To, (*int64)(&l.Due), (*int64)(&l.Amount), (*int64)(&l.Deducted),
		(*int64)(&l.Monthly), &l.Payee, &l.Mark, &l.Hold, &l.Province, &l.Dossier, &l.Decision}
}

// LineFilter chooses among a run's lines.
type LineFilter struct {
	Run      int
	Mark     string
	Hold     string
	Province string // a province's code
	Party    store.ID
	After    int // the position after which the list goes on
	Limit    int
}

func (f LineFilter) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	w.And("l.run = ?", f.Run)
	if f.Mark != "" {
		w.And("l.mark = ?", f.Mark)
	}
	if f.Hold != "" {
		w.And("l.hold = ?", f.Hold)
	}
	if f.Province != "" {
		w.And("l.province = ?", f.Province)
	}
	if !f.Party.IsZero() {
		w.And("l.party_id = ?", f.Party)
	}
	scope.Restrict(w, access.Columns{Programme: "b.programme", Province: "l.province"})
	return w
}

// Lines are a run's within a scope, in their order.
func Lines(ctx context.Context, q store.Q, scope access.Scope, f LineFilter) ([]Line, error) {
	w := f.where(scope)
	w.And("l.position > ?", f.After)
	most := w.Arg(f.Limit)
	return store.All(ctx, q, scanLine, "select "+lineColumns+" from payment_line l join payment_benefit b on b.id = l.benefit"+w.SQL()+" order by l.position limit "+most, w.Args()...)
}

// Counted are lines together.
type Counted struct {
	Lines, Payable        int64
	Amount, Due, Deducted int64 // centimes
}

// CountLines adds up a run's lines within a scope.
func CountLines(ctx context.Context, q store.Q, scope access.Scope, f LineFilter) (Counted, error) {
	w := f.where(scope)
	return store.One(ctx, q, scanCounted, "select "+counted+" from payment_line l join payment_benefit b on b.id = l.benefit"+w.SQL(), w.Args()...)
}

const counted = `count(*), count(case when l.amount > 0 then 1 end), cast(coalesce(sum(l.amount), 0) as bigint), cast(coalesce(sum(l.due), 0) as bigint), cast(coalesce(sum(l.deducted), 0) as bigint)`

func scanCounted(r store.Row) (Counted, error) {
	var c Counted
	err := r.Scan(&c.Lines, &c.Payable, &c.Amount, &c.Due, &c.Deducted)
	return c, err
}

// Paid is a line as its beneficiary's statement shows it.
type Paid struct {
	Line
	Reference string        // of its run
	On        calendar.Date // zero: not released yet
	Returned  money.Amount  // what of it came back
	Reason    string        // why: ISO 20022 ExternalReturnReason1Code
}

// LinesOf are what runs ever paid an account, the latest first. The caller found
// the account within its scope.
func LinesOf(ctx context.Context, q store.Q, a Account, limit int) ([]Paid, error) {
	return store.All(ctx, q, func(r store.Row) (Paid, error) {
		var p Paid
		l := &p.Line
		err := r.Scan(append(l.targets(), &p.Reference, &p.On, (*int64)(&p.Returned), &p.Reason)...)
		return p, err
	}, "select "+lineColumns+`, r.reference, r.released_on, coalesce(t.amount, 0), coalesce(t.reason, '') from payment_line l join payment_run r on r.number = l.run
		left join payment_return t on t.party_id = l.party_id and t.benefit = l.benefit and t.period = l.period and t.attempt = l.attempt
		where l.party_id = $1 and l.benefit = $2 order by l.period desc, l.attempt desc limit $3`, a.Party, a.Benefit, limit)
}

// reference is what a run is called on paper: the programme's code, the month,
// and its number.
func reference(code string, period Month, number int) string {
	return fmt.Sprintf("%s-%s-%03d", code, period, number)
}
