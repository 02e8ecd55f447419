package programme

import (
	"math"
	"slices"

	"cel.dev/cel-go/common/operators"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// Plan is the rules of a definition made ready for a whole population: the same
// expressions over numbers in columns instead of CEL over answers. A property
// test holds it to Decide. Safe for concurrent use.
//
// A rule with a word that no plan knows makes the definition decide one by one
// as before (Plain): slower, never otherwise.
type Plan struct {
	def     *Definition
	scalars []slot
	lists   []listSlot
	items   []plannedItems
	derive  []node
	conds   []node
	amount  node
	turns   []turn
	always  bool // the day counts in a way of which only every month tells
	periods []plannedPeriod

	Plain error // why the definition decides one by one; nil otherwise
}

// missing is a fact that is not known; unknown is the same of a yes or no.
const missingFact = math.MinInt64

// slot is a question that the rules read.
type slot struct {
	key   string
	typ   string         // of the field
	codes map[string]int // of a choice
}

type listSlot struct {
	key    string
	fields []slot
}

type plannedItems struct {
	list  int
	conds []node
}

type plannedPeriod struct {
	from   calendar.Date
	values []int64
	gap    *Parameter
}

// node is an expression over an evaluation: a whole number, a day, a code, or 1
// and 0 for yes and no; missingFact for what is not known.
type node func(e *evaluation) int64

// Row is what the rules read of one dossier.
type Row struct {
	scalars []int64
	lists   [][]int64 // the items of each list, one after the other
	asked   []bool    // whether each list was asked
	text    string
}

// Weighed is what a plan says of a dossier on a day.
type Weighed struct {
	Eligible Tristate
	Amount   money.Amount
	Doubtful bool // the amount rests on facts that are not known
}

// evaluation is one weighing under way.
type evaluation struct {
	f      *Row
	p      []int64
	on     int64
	item   []int64
	values []int64
	flags  [][]int64
	assume int64 // what an item or condition that is not known counts as; missingFact: as what it is
	doubt  bool
	broken bool // overflow, or a division by zero
}

// Worker weighs many dossiers with the same memory. Not for concurrent use.
type Worker struct {
	plan *Plan
	e    evaluation
}

// Plan makes the definition's rules ready for a population.
func (d *Definition) Plan() *Plan {
	p := &Plan{def: d}
	b := &planner{plan: p}
	p.Plain = b.all()
	for i := range d.engine.periods {
		period := &d.engine.periods[i]
		planned := plannedPeriod{from: period.from, gap: period.gap}
		for _, m := range d.Rules.Parameters {
			v := int64(missingFact)
			if used, ok := period.used[m.ID]; ok {
				v = used.Value
			}
			planned.values = append(planned.values, v)
		}
		p.periods = append(p.periods, planned)
	}
	return p
}

func (p *Plan) periodOn(on calendar.Date) *plannedPeriod {
	at := &p.periods[0]
	for i := range p.periods {
		if p.periods[i].from <= on {
			at = &p.periods[i]
		}
	}
	return at
}

// Worker gives a weigher of its own memory.
func (p *Plan) Worker() *Worker { return &Worker{plan: p} }

// Weigh says what the rules give on a day. assume says how a condition counts
// that hangs on what is not known: Unknown as just that, as a decision does; Yes
// as if it held, which marks the result doubtful; No as if it did not.
//
// Errors: programme.no-value, programme.rule-failed.
func (w *Worker) Weigh(f *Row, on calendar.Date, assume Tristate) (Weighed, error) {
	if w.plan.Plain != nil {
		return w.plan.oneByOne(f, on)
	}
	period := w.plan.periodOn(on)
	if period.gap != nil {
		return Weighed{}, noValue(period.gap, on)
	}
	e := &w.e
	e.f, e.p, e.on, e.assume, e.doubt, e.broken = f, period.values, int64(on), missingFact, false, false
	switch assume {
	case Yes:
		e.assume = 1
	case No:
		e.assume = 0
	}
	e.values = e.values[:0]
	out := w.plan.weigh(e)
	if e.broken {
		return Weighed{}, fault.New(fault.Internal, "programme.rule-failed", fault.Args{"rule": w.plan.def.ID})
	}
	return out, nil
}

func (p *Plan) weigh(e *evaluation) Weighed {
	for i := range p.items {
		p.check(e, i)
	}
	for _, n := range p.derive {
		e.values = append(e.values, n(e))
	}
	eligible := int64(1)
	for _, n := range p.conds {
		eligible = and(eligible, e.settle(n(e)))
	}
	switch {
	case eligible == 0:
		return Weighed{Eligible: No}
	case eligible == missingFact:
		return Weighed{Eligible: Unknown}
	case p.amount == nil:
		return Weighed{Eligible: Yes, Doubtful: e.doubt}
	}
	amount := p.amount(e)
	if amount == missingFact {
		return Weighed{Eligible: Unknown}
	}
	e.broken = e.broken || amount < 0
	return Weighed{Eligible: Yes, Amount: money.Amount(amount), Doubtful: e.doubt}
}

// check puts the items of a list to their conditions.
func (p *Plan) check(e *evaluation, i int) {
	if len(e.flags) <= i {
		e.flags = append(e.flags, nil)
	}
	check, width := &p.items[i], len(p.lists[p.items[i].list].fields)
	items := e.f.lists[check.list]
	flags := e.flags[i][:0]
	for from := 0; from < len(items); from += width {
		e.item = items[from : from+width]
		passed := int64(1)
		for _, n := range check.conds {
			if passed = and(passed, n(e)); passed == 0 {
				break
			}
		}
		flags = append(flags, e.settle(passed))
	}
	if !e.f.asked[check.list] {
		flags = append(flags, missingFact)
	}
	e.flags[i] = flags
}

// settle counts what is not known as the weighing assumes.
func (e *evaluation) settle(v int64) int64 {
	if v != missingFact {
		return v
	}
	e.doubt = e.doubt || e.assume == 1
	return e.assume
}

func and(a, b int64) int64 {
	switch {
	case a == 0 || b == 0:
		return 0
	case a == missingFact || b == missingFact:
		return missingFact
	}
	return 1
}

// oneByOne decides as CEL does.
func (p *Plan) oneByOne(f *Row, on calendar.Date) (Weighed, error) {
	answers, err := ParseAnswers([]byte(f.text))
	if err != nil {
		return Weighed{}, err
	}
	d, err := p.def.Decide(DecideInput{Answers: answers, On: on})
	return Weighed{Eligible: d.Eligible, Amount: d.Amount}, err
}

// turn is a day on which a decision may change: so many years or months after a
// day among the facts.
type turn struct {
	list, field int // list -1: among the scalars
	months      bool
	bound       node
}

// Turns are the days after one and until another on which what the rules give
// may change; the caller weighs on these and nowhere else.
func (w *Worker) Turns(f *Row, after, until calendar.Date) []calendar.Date {
	p := w.plan
	var out []calendar.Date
	add := func(d calendar.Date) {
		if d > after && d <= until {
			out = append(out, d)
		}
	}
	if p.Plain != nil || p.always {
		y, m, _ := after.Parts()
		for d := calendar.NewDate(y, m+1, 1); d <= until; d = d.AddMonths(1) {
			add(d)
		}
		return out
	}
	for _, period := range p.periods {
		add(period.from)
		for _, t := range p.turns {
			w.e.f, w.e.p = f, period.values
			t.add(f, p, t.bound(&w.e), add)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t turn) add(f *Row, p *Plan, bound int64, add func(calendar.Date)) {
	if bound == missingFact || bound < -1000 || bound > 12000 {
		return
	}
	from, to, step := 0, 1, 1
	days := f.scalars
	if t.list >= 0 {
		days, step = f.lists[t.list], len(p.lists[t.list].fields)
		to = len(days)
	}
	for ; from < to; from += step {
		if born := days[from+t.field]; born != missingFact {
			for _, n := range []int{int(bound), int(bound) + 1} {
				if t.months {
					add(calendar.Date(born).AddMonths(n))
				} else {
					add(calendar.Date(born).AddYears(n))
				}
			}
		}
	}
}

// With is the definition with another value of a parameter from a day on, for
// weighing what it would change. Nothing of it is published.
//
// Errors: programme.parameter-unknown.
func (d *Definition) With(parameter string, from calendar.Date, value int64) (*Definition, error) {
	i := slices.IndexFunc(d.Rules.Parameters, func(p Parameter) bool { return p.ID == parameter })
	if i < 0 {
		return nil, fault.New(fault.Invalid, "programme.parameter-unknown", fault.Args{"value": parameter}).On("parameter")
	}
	draft := *d
	draft.Rules.Parameters = slices.Clone(d.Rules.Parameters)
	m := &draft.Rules.Parameters[i]
	kept := slices.DeleteFunc(slices.Clone(m.Values), func(v Value) bool { return v.From >= from })
	m.Values = append(kept, Value{From: from, Value: value, Confirm: true})
	engine := *d.engine
	draft.engine = &engine
	engine.setParameters(draft.Rules.Parameters)
	return &draft, nil
}

var comparisons = map[string]func(a, b int64) bool{
	operators.Less:          func(a, b int64) bool { return a < b },
	operators.LessEquals:    func(a, b int64) bool { return a <= b },
	operators.Greater:       func(a, b int64) bool { return a > b },
	operators.GreaterEquals: func(a, b int64) bool { return a >= b },
	operators.Equals:        func(a, b int64) bool { return a == b },
	operators.NotEquals:     func(a, b int64) bool { return a != b },
}
