package payment

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
)

// Draft is a parameter with another value from a day on.
type Draft struct {
	Programme string
	Parameter string
	From      calendar.Date
	Value     int64
}

// Effect is what a draft would change over the living population.
type Effect struct {
	Families     int64        // whose right is running
	Gain, Lose   int64        // families whose year is worth more, or less
	Before, Now  money.Amount // the first month, under the law and under the draft
	YearBefore   money.Amount // the twelve months from the draft's day
	YearNow      money.Amount
	ByRegion     map[string]Effect       // without parts of their own
	ByAmount     map[money.Amount]Effect // likewise, by what the first month gives under the law
	Enter, Leave int64                   // families paid something in the first month that were not, and the other way round
}

func (e *Effect) add(o Effect) {
	e.Families += o.Families
	e.Gain += o.Gain
	e.Lose += o.Lose
	e.Before += o.Before
	e.Now += o.Now
	e.YearBefore += o.YearBefore
	e.YearNow += o.YearNow
	e.Enter += o.Enter
	e.Leave += o.Leave
}

// Simulation is one under way, or done. Safe for concurrent use.
type Simulation struct {
	Draft       Draft
	Done, Total atomic.Int64
	ended       chan struct{}
	effect      Effect
	err         error
}

// Result is the effect; false while it is being computed.
func (s *Simulation) Result() (Effect, bool, error) {
	select {
	case <-s.ended:
		return s.effect, true, s.err
	default:
		return Effect{}, false, nil
	}
}

// Simulate begins to weigh a draft over everybody whose right is running, within
// a scope. It goes on when nobody looks; the same question again finds the same
// simulation. Nothing is written.
//
// Errors: programme.parameter-unknown; payment.pays-nothing.
func (o *Office) Simulate(ctx context.Context, scope access.Scope, d Draft) (*Simulation, error) {
	def, err := o.paying(d.Programme)
	if err != nil {
		return nil, err
	}
	draft, err := def.With(d.Parameter, d.From, d.Value)
	if err != nil {
		return nil, err
	}
	key := struct {
		Draft
		scope string
		on    calendar.Date
	}{d, scope.String(), o.DB.Today()}
	s := &Simulation{Draft: d, ended: make(chan struct{})}
	if there, ok := o.simulations.LoadOrStore(key, s); ok {
		return there.(*Simulation), nil
	}
	go func() {
		defer close(s.ended)
		s.effect, s.err = o.weighAll(context.WithoutCancel(ctx), scope, def.Payment.Assume(), def.Plan(), draft.Plan(), d, s)
		if s.err != nil {
			o.simulations.Delete(key)
		}
	}()
	return s, nil
}

// Wait waits for the result.
func (s *Simulation) Wait(ctx context.Context) (Effect, error) {
	select {
	case <-s.ended:
		return s.effect, s.err
	case <-ctx.Done():
		return Effect{}, fault.New(fault.Unavailable, "store.busy", nil).Because(ctx.Err())
	}
}

// household is an account on its way to be weighed.
type household struct{ province, facts string }

// lot is how many are weighed together.
const lot = 1000

// weighAll reads the facts once and weighs them on every core.
func (o *Office) weighAll(ctx context.Context, scope access.Scope, assume programme.Tristate, law, draft *programme.Plan, d Draft, s *Simulation) (Effect, error) {
	w := &store.Where{}
	w.And("b.programme = ? and a.state = 'running'", d.Programme)
	scope.Restrict(w, scoped)
	from := " from payment_account a join payment_benefit b on b.id = a.benefit"
	total, err := store.One(ctx, o.DB, store.Value[int64], "select count(*)"+from+w.SQL(), w.Args()...)
	if err != nil {
		return Effect{}, err
	}
	s.Total.Store(total)
	lots, cores := make(chan []household, 4), runtime.GOMAXPROCS(0)
	parts, errs := make([]map[portion]Effect, cores), make([]error, cores)
	var all sync.WaitGroup
	for c := range cores {
		parts[c] = map[portion]Effect{}
		all.Go(func() {
			x := &weighing{law: law.Worker(), draft: draft.Worker(), plan: law, days: year(d.From), assume: assume, by: parts[c]}
			for list := range lots {
				if errs[c] == nil {
					errs[c] = x.lot(list)
				}
				s.Done.Add(int64(len(list)))
			}
		})
	}
	err = o.feed(ctx, "select a.province, f.facts"+from+" join payment_facts f on f.party_id = a.party_id and f.benefit = a.benefit"+w.SQL(), w.Args(), lots)
	close(lots)
	all.Wait()
	effect := Effect{ByRegion: map[string]Effect{}, ByAmount: map[money.Amount]Effect{}}
	for c := range cores {
		if err == nil {
			err = errs[c]
		}
		for p, e := range parts[c] {
			effect.add(e)
			sum := effect.ByRegion[p.region]
			sum.add(e)
			effect.ByRegion[p.region] = sum
			sum = effect.ByAmount[p.amount]
			sum.add(e)
			effect.ByAmount[p.amount] = sum
		}
	}
	return effect, err
}

func (o *Office) feed(ctx context.Context, query string, args []any, lots chan<- []household) error {
	rows, err := o.DB.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	list := make([]household, 0, lot)
	for rows.Next() {
		var h household
		if err := rows.Scan(&h.province, &h.facts); err != nil {
			return err
		}
		if list = append(list, h); len(list) == lot {
			lots <- list
			list = make([]household, 0, lot)
		}
	}
	lots <- list
	return rows.Err()
}

// year is the first days of twelve months.
func year(from calendar.Date) []calendar.Date {
	out := make([]calendar.Date, 12)
	for i := range out {
		out[i] = from.AddMonths(i)
	}
	return out
}

// weighing is one core's part.
type weighing struct {
	law, draft *programme.Worker
	plan       *programme.Plan
	days       []calendar.Date
	assume     programme.Tristate
	row        programme.Row
	by         map[portion]Effect
}

// portion of the population: a region's families that receive as much.
type portion struct {
	region string
	amount money.Amount
}

func (x *weighing) lot(list []household) error {
	for _, h := range list {
		if err := x.plan.Read(h.facts, &x.row); err != nil {
			return err
		}
		var one Effect
		if err := x.one(&one); err != nil {
			return err
		}
		p := portion{territory.RegionOf(h.province), one.Before}
		e := x.by[p]
		e.add(one)
		x.by[p] = e
	}
	return nil
}

func (x *weighing) one(e *Effect) error {
	var before, now money.Amount
	for i, day := range x.days {
		was, err := x.law.Weigh(&x.row, day, x.assume)
		if err != nil {
			return err
		}
		is, err := x.draft.Weigh(&x.row, day, x.assume)
		if err != nil {
			return err
		}
		before += was.Amount
		now += is.Amount
		if i > 0 {
			continue
		}
		e.Before += was.Amount
		e.Now += is.Amount
		switch {
		case was.Amount == 0 && is.Amount > 0:
			e.Enter++
		case was.Amount > 0 && is.Amount == 0:
			e.Leave++
		}
	}
	e.Families++
	e.YearBefore += before
	e.YearNow += now
	switch {
	case now > before:
		e.Gain++
	case now < before:
		e.Lose++
	}
	return nil
}
