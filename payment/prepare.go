package payment

import (
	"context"
	"errors"
	"fmt"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// RunRequest asks for a run, or for an act on one.
type RunRequest struct {
	Key       store.ID
	Actor     access.Actor
	On        calendar.Date
	Reason    string
	Programme string
	Run       store.ID // made by the door
	Purpose   Purpose  // for a new run
	Period    Month    // for a new run
	Seen      int64    // the run's last event when the actor looked; 0 skips the check
}

// Begin asks for a run. It is then prepared batch by batch (Prepare), which may
// take its time and be interrupted.
//
// Errors: payment.forbidden; payment.period-future; payment.run-open when
// another run of the benefit is not released yet; store.not-found when nothing
// was ever granted; act's.
func (o *Office) Begin(ctx context.Context, r RunRequest) (act.Event, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return act.Event{}, err
	}
	if !r.Actor.Can(access.PaymentsPrepare, r.Programme, "") {
		return act.Event{}, o.hidden(r.Actor, r.Programme, "")
	}
	if r.Period > MonthOf(r.On) {
		return act.Event{}, fault.New(fault.Invalid, "payment.period-future", fault.Args{"value": r.Period.String()}).On("period")
	}
	if component(def) == Tranche && r.Purpose == Regular {
		r.Purpose = Tranches
	}
	a := r.act("begin", OfficeID(r.Programme), []any{r.Purpose, r.Period})
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		run := Run{Party: a.Party, ID: r.Run, Period: r.Period, Purpose: r.Purpose, State: Preparing, PreparedBy: r.Actor.Account}
		var err error
		if run.Benefit, err = o.benefit(ctx, s, r.Programme, component(def)); err != nil {
			return nil, err
		}
		if run.Number, err = store.One(ctx, s, store.Value[int], "select coalesce(max(number), 0) + 1 from payment_run"); err != nil {
			return nil, err
		}
		if run.Total, err = store.One(ctx, s, store.Value[int64], "select count(*) from payment_account where benefit = $1", run.Benefit); err != nil {
			return nil, err
		}
		run.Reference = reference(def.Codes[0], run.Period, run.Number)
		if err := insertRun(ctx, s, run); err != nil {
			return nil, runOpen(err)
		}
		return map[string]any{"reference": run.Reference, "number": run.Number, "purpose": run.Purpose, "period": run.Period.String(), "accounts": run.Total}, nil
	})
}

// runOpen says that another run stands in the way of this one.
func runOpen(err error) error {
	if !errors.Is(err, store.ErrDuplicate) {
		return err
	}
	return fault.New(fault.Conflict, "payment.run-open", nil).Because(err)
}

func (r RunRequest) act(kind string, party store.ID, input any) act.Act {
	return act.Act{Key: r.Key, Party: party, Stream: r.Run, Kind: "payment." + kind, On: r.On, Actor: r.Actor, Reason: r.Reason, Input: []any{kind, input, r.Reason}}
}

// preparer is who writes the batches of a run that a person asked for.
var preparer = access.SystemActor("payment run")

// Prepare makes a run ready from where it is, and calls progress after each
// batch. A failure is kept with the run, which can then be taken up again
// (Retry). Two that prepare the same run do not harm each other.
//
// Errors: those of the rules and the store; context's when it was told to stop,
// which leaves the run to go on later.
func (o *Office) Prepare(ctx context.Context, programmeID string, run store.ID, progress func(done, total int64)) error {
	def, err := o.paying(programmeID)
	if err != nil {
		return err
	}
	party := OfficeID(programmeID)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := readRun(ctx, o.DB, party, run)
		if err != nil || r.State != Preparing {
			return err
		}
		done, err := o.prepareBatch(ctx, def, r)
		if err == nil && done {
			err = o.finish(ctx, def, r)
		}
		if err != nil {
			return errors.Join(err, o.fail(ctx, r, err))
		}
		if r, err = readRun(ctx, o.DB, party, run); err == nil && progress != nil {
			progress(min(r.Total, r.seen()), r.Total)
		}
	}
}

// seen is about how many accounts are prepared.
func (r Run) seen() int64 {
	if r.State != Preparing {
		return r.Total
	}
	return r.Lines
}

// fail keeps what went wrong, unless the run was only told to stop.
func (o *Office) fail(ctx context.Context, r Run, cause error) error {
	if ctx.Err() != nil || errors.Is(cause, store.ErrBusy) || errors.Is(cause, ErrState) {
		return nil
	}
	key := fault.KeyOf(cause)
	if key == "" {
		key = "fault.internal"
	}
	a := act.Act{Key: store.NewID(o.DB.Now()), Party: r.Party, Stream: r.ID, Kind: "payment.fail", On: o.DB.Today(), Actor: preparer}
	_, err := act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		now, err := readRun(ctx, s, r.Party, r.ID)
		if err != nil {
			return nil, err
		}
		now.Failure = key
		return map[string]any{"failure": key}, moveRun(ctx, s, now, Failed)
	})
	return err
}

// Retry takes a failed run up again where it stopped.
//
// Errors: payment.forbidden, payment.run-state.
func (o *Office) Retry(ctx context.Context, r RunRequest) (act.Event, error) {
	return o.onRun(ctx, r, access.PaymentsPrepare, "retry", func(_ context.Context, _ *act.Step, _ *programme.Definition, run Run) (any, RunState, error) {
		if run.State != Failed {
			return nil, "", ErrState
		}
		return map[string]any{}, Preparing, nil
	})
}

// onRun carries out an act on a run that ends in a state.
func (o *Office) onRun(ctx context.Context, r RunRequest, needs access.Permission, kind string, do func(context.Context, *act.Step, *programme.Definition, Run) (any, RunState, error)) (act.Event, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return act.Event{}, err
	}
	if !r.Actor.Can(needs, r.Programme, "") {
		return act.Event{}, o.hidden(r.Actor, r.Programme, "")
	}
	return act.Do(ctx, o.DB, r.act(kind, OfficeID(r.Programme), nil), func(ctx context.Context, s *act.Step) (any, error) {
		run, err := readRun(ctx, s, s.Act.Party, r.Run)
		if err != nil {
			return nil, err
		}
		if r.Seen != 0 && r.Seen != run.Seq {
			return nil, ErrState
		}
		payload, to, err := do(ctx, s, def, run)
		if err != nil {
			return nil, err
		}
		run.Failure = ""
		return payload, moveRun(ctx, s, run, to)
	})
}

// Batch is what the event of a batch holds.
type Batch struct {
	After  store.ID `json:"after,omitzero"`
	To     store.ID `json:"to"`
	Lines  int64    `json:"lines"`
	Amount int64    `json:"amount"`
	Due    int64    `json:"due"`
}

// lowest comes before every identifier.
var lowest = store.MakeID(0, 0, 0)

// prepareBatch makes the lines of the next accounts; done when there are none
// left. Its key follows from the run and where it stands, so that a batch whose
// commit was in doubt is not made twice.
func (o *Office) prepareBatch(ctx context.Context, def *programme.Definition, r Run) (done bool, err error) {
	from := r.Reached
	if from.IsZero() {
		from = lowest
	}
	last, err := o.batchEnd(ctx, r, from)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	a := act.Act{Key: drawn(fmt.Sprintf("batch %v %v %d", r.ID, r.Reached, r.Seq)), Party: r.Party, Stream: r.ID, Kind: "payment.batch", On: o.DB.Today(), Actor: preparer}
	_, err = act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		now, err := readRun(ctx, s, r.Party, r.ID)
		if err != nil {
			return nil, err
		}
		if now.State != Preparing || now.Reached != r.Reached {
			return nil, ErrState
		}
		return o.writeBatch(ctx, s, def, now, from, last)
	})
	if errors.Is(err, ErrState) { // somebody else made this batch
		err = nil
	}
	return false, err
}

// batchEnd is the last account of the next batch.
func (o *Office) batchEnd(ctx context.Context, r Run, from store.ID) (store.ID, error) {
	last, err := store.One(ctx, o.DB, store.Value[store.ID], "select party_id from payment_account where benefit = $1 and party_id > $2 order by party_id limit 1 offset $3", r.Benefit, from, batch-1)
	if !errors.Is(err, store.ErrNotFound) {
		return last, err
	}
	return store.One(ctx, o.DB, store.Value[store.ID], "select party_id from payment_account where benefit = $1 and party_id > $2 order by party_id desc limit 1", r.Benefit, from)
}

func (o *Office) writeBatch(ctx context.Context, s *act.Step, def *programme.Definition, r Run, from, last store.ID) (any, error) {
	b := Batch{After: r.Reached, To: last}
	base, err := store.One(ctx, s, store.Value[int], "select coalesce(max(position), 0) from payment_line where run = $1", r.Number)
	if err != nil {
		return nil, err
	}
	switch r.Purpose {
	case Reissues:
		err = insertReissues(ctx, s, r, base, from, last)
	case Tranches:
		err = insertTranches(ctx, s, r, base, from, last)
	default:
		err = o.insertRegular(ctx, s, def, r, base, from, last)
	}
	if err != nil {
		return nil, err
	}
	if err := settleLines(ctx, s, r, base); err != nil {
		return nil, err
	}
	if err := noteUnknown(ctx, s, r, base); err != nil {
		return nil, err
	}
	c, err := store.One(ctx, s, scanCounted, "select "+counted+" from payment_line l where l.run = $1 and l.position > $2", r.Number, base)
	if err != nil {
		return nil, err
	}
	b.Lines, b.Amount, b.Due = c.Lines, c.Amount, c.Due
	_, err = s.Exec(ctx, "update payment_run set reached = $1, lines = lines + $2, payable = payable + $3, amount = amount + $4, due = due + $5, seq = $6 where party_id = $7 and id = $8",
		last, c.Lines, c.Payable, c.Amount, c.Due, s.Seq, r.Party, r.ID)
	return b, err
}

// Totals are what the event of a prepared or released run holds.
type Totals struct {
	Lines   int64            `json:"lines"`
	Payable int64            `json:"payable"`
	Amount  int64            `json:"amount"`
	Due     int64            `json:"due"`
	Marks   map[string]int64 `json:"marks,omitempty"` // lines by mark
	Held    map[string]int64 `json:"held,omitempty"`  // exceptions by kind
}

// finish looks at the whole run once its lines are there: accounts that several
// beneficiaries share, and what the control list adds up to.
func (o *Office) finish(ctx context.Context, def *programme.Definition, r Run) error {
	a := act.Act{Key: drawn(fmt.Sprintf("finish %v %d", r.ID, r.Seq)), Party: r.Party, Stream: r.ID, Kind: "payment.prepared", On: o.DB.Today(), Actor: preparer}
	_, err := act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		now, err := readRun(ctx, s, r.Party, r.ID)
		if err != nil {
			return nil, err
		}
		if now.State != Preparing {
			return nil, ErrState
		}
		if err := noteShared(ctx, s, now); err != nil {
			return nil, err
		}
		totals, err := totalsOf(ctx, s, now)
		if err != nil {
			return nil, err
		}
		return totals, moveRun(ctx, s, now, Prepared)
	})
	if errors.Is(err, ErrState) {
		err = nil
	}
	return err
}

func totalsOf(ctx context.Context, q queryer, r Run) (Totals, error) {
	t := Totals{Marks: map[string]int64{}, Held: map[string]int64{}}
	c, err := store.One(ctx, q, scanCounted, "select "+counted+" from payment_line l where l.run = $1", r.Number)
	if err != nil {
		return t, err
	}
	t.Lines, t.Payable, t.Amount, t.Due = c.Lines, c.Payable, c.Amount, c.Due
	for into, query := range map[*map[string]int64]string{
		&t.Marks: "select mark, count(*) from payment_line where run = $1 and mark <> '' group by mark",
		&t.Held:  "select kind, count(*) from payment_exception where run = $1 group by kind",
	} {
		_, err := store.All(ctx, q, func(row store.Row) (string, error) {
			var key string
			var n int64
			err := row.Scan(&key, &n)
			(*into)[key] = n
			return key, err
		}, query, r.Number)
		if err != nil {
			return t, err
		}
	}
	return t, nil
}
