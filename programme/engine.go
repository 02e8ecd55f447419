package programme

import (
	"sort"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// engine evaluates the expressions of one definition. It is not changed after
// loading, so that any number of goroutines may share it.
type engine struct {
	programme  string
	provider   *provider
	answers    *recordType
	lists      map[string]*recordType
	parameters *recordType
	used       map[string]bool // parameters some expression names
	ruled      map[string]bool // those the rules name: without a value there is no decision
	names      map[string]int  // derived values and item checks, by place in activation.values
	types      map[string]*cel.Type
	persons    map[string]string // list: its field of type person
	acts       map[string]*actTypes
	done, open *recordType // counts of acts, of open items
	periods    []period
}

// actTypes are the types of an act's own questions.
type actTypes struct {
	fields *recordType
	lists  map[string]*recordType
}

// isAct tells that a type is that of an act's own questions, not of a list's items.
func (e *engine) isAct(r *recordType) bool {
	for _, t := range e.acts {
		if t.fields == r {
			return true
		}
	}
	return false
}

// period is the days between two changes of a parameter.
type period struct {
	from   calendar.Date
	values *record
	used   map[string]Used // shared by the decisions of the period: not to be changed
	gap    *Parameter      // one the rules name and that has no value; nil when all have one
}

func newEngine(d *Definition) *engine {
	e := &engine{programme: d.ID, used: map[string]bool{}, ruled: map[string]bool{}, names: map[string]int{}, types: map[string]*cel.Type{}, persons: map[string]string{}}
	e.answers, e.lists = answersType("answers", "", d.Form.Fields())
	e.parameters = newRecordType("parameters")
	for _, p := range d.Rules.Parameters {
		e.parameters.add(p.ID, types.IntType, parameter(p))
	}
	for _, f := range d.Form.Fields() {
		for _, item := range f.Fields {
			if item.Type == PersonField && e.persons[f.Key] == "" {
				e.persons[f.Key] = item.Key
			}
		}
	}
	e.acts = map[string]*actTypes{}
	var acts, tracks []string
	for i := range d.Workflow.Acts {
		a := &d.Workflow.Acts[i]
		t := &actTypes{}
		t.fields, t.lists = answersType("act_"+a.ID, "", refs(a.Fields))
		e.acts[a.ID] = t
		acts = append(acts, a.ID)
	}
	for _, t := range d.Workflow.Tracks {
		tracks = append(tracks, t.ID)
	}
	e.done, e.open = countType("done", acts), countType("open_items", tracks)
	e.provider = &provider{Provider: types.NewEmptyRegistry(), records: map[string]*recordType{
		e.answers.name: e.answers, e.parameters.name: e.parameters, partyType.name: partyType, e.done.name: e.done, e.open.name: e.open,
	}}
	for _, list := range e.lists {
		e.provider.records[list.name] = list
	}
	for _, t := range e.acts {
		e.provider.records[t.fields.name] = t.fields
		for _, list := range t.lists {
			e.provider.records[list.name] = list
		}
	}
	e.setParameters(d.Rules.Parameters)
	return e
}

// parameter reads a parameter's value of the day; without one there is an
// error, never a zero.
func parameter(p Parameter) func(*record) (any, error) {
	return func(r *record) (any, error) {
		if v, ok := r.values[p.ID].(types.Int); ok {
			return v, nil
		}
		on, _ := r.values[""].(calendar.Date)
		return nil, noValue(&p, on)
	}
}

func noValue(p *Parameter, on calendar.Date) *fault.Error {
	return fault.New(fault.Invalid, "programme.no-value", fault.Args{"parameter": p.Title, "date": on})
}

// setParameters cuts time into periods in which no parameter changes.
func (e *engine) setParameters(parameters []Parameter) {
	days := map[calendar.Date]bool{0: true}
	for _, p := range parameters {
		for _, v := range p.Values {
			days[v.From] = true
		}
	}
	e.periods = e.periods[:0:0]
	for day := range days {
		e.periods = append(e.periods, e.period(day, parameters))
	}
	sort.Slice(e.periods, func(i, j int) bool { return e.periods[i].from < e.periods[j].from })
}

func (e *engine) period(day calendar.Date, parameters []Parameter) period {
	out := period{from: day, used: map[string]Used{}}
	values := map[string]any{"": day}
	for i, p := range parameters {
		for _, v := range p.Values {
			if v.From <= day {
				values[p.ID] = types.Int(v.Value)
				out.used[p.ID] = Used{Value: v.Value, From: v.From}
			}
		}
		if values[p.ID] == nil && e.ruled[p.ID] && out.gap == nil {
			out.gap = &parameters[i]
		}
	}
	out.values = &record{typ: e.parameters, values: values}
	return out
}

func (e *engine) periodOn(on calendar.Date) *period {
	i := sort.Search(len(e.periods), func(i int) bool { return e.periods[i].from > on })
	return &e.periods[max(i-1, 0)]
}

// activation is what one evaluation may name.
type activation struct {
	engine  *engine
	answers record
	act     record // the act's own questions
	item    record
	code    types.String // the item, where a list is of codes
	coded   bool
	p       *record
	on      ref.Val
	values  []ref.Val // derived values and item checks made so far
	amount  ref.Val
	facts   Facts
	done    record
	open    record
}

// ResolveName finds a variable of an expression.
func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "a":
		return &a.answers, true
	case "act":
		return &a.act, true
	case "p":
		return a.p, true
	case "on":
		return a.on, true
	case "subject":
		return a.facts.subject(), true
	case "done":
		return &a.done, true
	case "open":
		return &a.open, true
	case "item":
		if a.coded {
			return a.code, true
		}
		return &a.item, true
	case "amount":
		return a.amount, a.amount != nil
	}
	if i, ok := a.engine.names[name]; ok && i < len(a.values) {
		return a.values[i], true
	}
	return nil, false
}

// Parent is part of CEL's interface: there is nothing above.
func (a *activation) Parent() cel.Activation { return nil }

func (e *engine) activation(answers Answers, on calendar.Date, facts Facts) *activation {
	return &activation{
		engine: e, on: day(on), p: e.periodOn(on).values, facts: facts,
		answers: record{typ: e.answers, values: answers.values, facts: facts},
	}
}

// values gives a made decision back to expressions.
func (e *engine) values(d *Decision) []ref.Val {
	out := make([]ref.Val, len(e.names))
	for id, i := range e.names {
		n, known := d.Derived[id]
		switch {
		case e.types[id] == flagsType:
			out[i] = d.flags(id)
		case !known:
			out[i] = unsure
		case e.types[id] == cel.BoolType:
			out[i] = types.Bool(n == 1)
		default:
			out[i] = types.Int(n)
		}
	}
	return out
}

func (d *Decision) flags(check string) flags {
	var out flags
	for _, item := range d.Items {
		if item.Check == check {
			out = append(out, item.Eligible)
		}
	}
	return out
}

func (a *activation) onItem(list *recordType, values map[string]any) {
	a.item, a.coded = record{typ: list, values: values, facts: a.facts}, false
}

// eval runs an expression.
//
// Errors: programme.no-value; Internal programme.rule-failed for an expression
// that cannot be computed (overflow, division by zero).
func (x *Expr) eval(a *activation) (ref.Val, error) {
	out, _, err := x.program.Eval(a)
	if err == nil {
		return out, nil
	}
	if fault.KeyOf(err) != "" {
		return nil, err
	}
	return nil, fault.New(fault.Internal, "programme.rule-failed", fault.Args{"rule": x.Text}).Because(err)
}

// truth runs a yes/no expression; what it lacked is added to missing.
func (x *Expr) truth(a *activation, missing *missing) (Tristate, error) {
	out, err := x.eval(a)
	if err != nil {
		return Unknown, err
	}
	switch v := out.(type) {
	case types.Bool:
		if v {
			return Yes, nil
		}
		return No, nil
	case *types.Unknown:
		missing.add(v)
	}
	return Unknown, nil
}

// money runs an amount; unknown while an answer it needs is.
func (x *Expr) money(a *activation) (amount money.Amount, known bool, err error) {
	out, err := x.eval(a)
	n, known := out.(types.Int)
	return money.Amount(n), known, err
}
