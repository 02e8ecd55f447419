package programme

import (
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
)

// DecideInput is what a decision is computed from: checked answers and the day
// whose law applies.
type DecideInput struct {
	Answers Answers
	On      calendar.Date
	Facts   Facts // of the subject and of the parties that answers name
}

// Decision is what the rules say of a dossier on a day. As JSON it holds what
// is needed to explain and to replay it: the definition's hash, the values of
// the parameters, the result of every condition.
type Decision struct {
	Programme  string           `json:"programme"`
	Version    int              `json:"version"`
	Hash       string           `json:"hash"`
	On         calendar.Date    `json:"on"`
	Eligible   Tristate         `json:"eligible"`
	Conditions []Result         `json:"conditions"`
	Items      []ItemResult     `json:"items,omitempty"`
	Derived    map[string]int64 `json:"derived,omitempty"` // known ones; yes is 1, no is 0
	Missing    []string         `json:"missing,omitempty"` // questions that keep a condition unknown, "orphans.2.enrolled"
	Amount     money.Amount     `json:"amount"`            // 0 unless eligible
	Per        string           `json:"per,omitempty"`     // month, year or once
	Parameters map[string]Used  `json:"parameters"`        // shared: not to be changed
}

// Result is what one condition gave. Its source and words are not part of the
// JSON: the hash names the definition that has them (Rules.Condition).
type Result struct {
	ID      string      `json:"id"`
	Result  Tristate    `json:"result"`
	Legal   string      `json:"-"` // see Definition.Article
	Because locale.Text `json:"-"`
}

// ItemResult is the check of one item of a list.
type ItemResult struct {
	Check      string   `json:"check"` // id of the item check
	List       string   `json:"list"`
	Index      int      `json:"index"` // from 0
	Eligible   Tristate `json:"eligible"`
	Conditions []Result `json:"conditions"`
}

// Used is the value a parameter had and the day it holds from.
type Used struct {
	Value int64         `json:"value"`
	From  calendar.Date `json:"from"`
}

// Refused are the conditions of the dossier that do not hold: the grounds of a
// refusal. What each item lacks is in Items.
func (d *Decision) Refused() []Result {
	var out []Result
	for _, c := range d.Conditions {
		if c.Result == No {
			out = append(out, c)
		}
	}
	return out
}

// Passing are the places, from 0, of the items that passed a check.
func (d *Decision) Passing(check string) []int {
	var out []int
	for _, item := range d.Items {
		if item.Check == check && item.Eligible == Yes {
			out = append(out, item.Index)
		}
	}
	return out
}

// Decide computes every condition, so that a refusal tells all its grounds at
// once. Same answers, same day, same definition: same decision.
//
// Errors: programme.no-value when a parameter of the rules has no value on the
// day; programme.rule-failed.
func (d *Definition) Decide(in DecideInput) (Decision, error) {
	period := d.engine.periodOn(in.On)
	if period.gap != nil {
		return Decision{}, noValue(period.gap, in.On)
	}
	out := Decision{
		Programme: d.ID, Version: d.Version, Hash: d.Hash, On: in.On,
		Eligible: Yes, Parameters: period.used,
	}
	run := &deciding{activation: d.engine.activation(in.Answers, in.On, in.Facts), rules: &d.Rules, out: &out}
	if err := run.all(); err != nil {
		return Decision{}, err
	}
	return out, nil
}

// deciding is one decision under way.
type deciding struct {
	*activation
	rules   *Rules
	out     *Decision
	missing missing
}

func (r *deciding) all() error {
	for i := range r.rules.Items {
		if err := r.checkItems(&r.rules.Items[i]); err != nil {
			return err
		}
	}
	if err := r.derive(); err != nil {
		return err
	}
	results, eligible, err := r.conditions(r.rules.Conditions)
	if err != nil {
		return err
	}
	r.out.Conditions, r.out.Eligible, r.out.Missing = results, eligible, r.missing.names
	return r.grant()
}

func (r *deciding) checkItems(check *ItemCheck) error {
	items, _ := r.answers.values[check.List].([]any)
	passed := make(flags, len(items))
	for i, item := range items {
		values, _ := item.(map[string]any)
		r.onItem(r.engine.lists[check.List], values)
		r.missing.list, r.missing.index = check.List, i
		results, eligible, err := r.conditions(check.Conditions)
		if err != nil {
			return err
		}
		passed[i] = eligible
		r.out.Items = append(r.out.Items, ItemResult{Check: check.ID, List: check.List, Index: i, Eligible: eligible, Conditions: results})
	}
	r.missing.list = ""
	if items == nil {
		r.missing.addName(check.List)
		r.values = append(r.values, unsure)
		return nil
	}
	r.values = append(r.values, passed)
	return nil
}

func (r *deciding) derive() error {
	if len(r.rules.Derive) > 0 {
		r.out.Derived = make(map[string]int64, len(r.rules.Derive))
	}
	for i := range r.rules.Derive {
		v := &r.rules.Derive[i]
		out, err := v.Expr.eval(r.activation)
		if err != nil {
			return err
		}
		switch x := out.(type) {
		case types.Int:
			r.out.Derived[v.ID] = int64(x)
		case types.Bool:
			r.out.Derived[v.ID] = 0
			if x {
				r.out.Derived[v.ID] = 1
			}
		}
		r.values = append(r.values, out)
	}
	return nil
}

func (r *deciding) conditions(list []Condition) ([]Result, Tristate, error) {
	results, all := make([]Result, len(list)), Yes
	for i := range list {
		c := &list[i]
		t, err := c.Expr.truth(r.activation, &r.missing)
		if err != nil {
			return nil, Unknown, err
		}
		results[i] = Result{ID: c.ID, Result: t, Legal: c.Legal, Because: c.Because}
		all = all.and(t)
	}
	return results, all, nil
}

func (r *deciding) grant() error {
	if r.rules.Amount == nil || r.out.Eligible != Yes {
		return nil
	}
	amount, known, err := r.rules.Amount.Expr.money(r.activation)
	if err != nil {
		return err
	}
	if !known { // eligible whatever is missing, but how much hangs on it
		r.out.Eligible = Unknown
		return nil
	}
	if amount < 0 {
		return fault.New(fault.Internal, "programme.rule-failed", fault.Args{"rule": r.rules.Amount.Expr.Text})
	}
	r.out.Amount, r.out.Per = amount, r.rules.Amount.Per
	return nil
}

// missing gathers the questions that keep something unknown.
type missing struct {
	names []string
	list  string // the list under check, empty outside
	index int
}

func (m *missing) add(u *types.Unknown) {
	for _, id := range u.IDs() {
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			m.addName(m.placed(t.Variable()))
		}
	}
}

func (m *missing) addName(name string) {
	if name != "" && !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
}

// placed puts the number of the item, from 1 as on paper, into its name:
// "orphans.enrolled" of the second orphan is "orphans.2.enrolled".
func (m *missing) placed(name string) string {
	if m.list != "" && strings.HasPrefix(name, m.list+".") {
		return m.list + "." + strconv.Itoa(m.index+1) + name[len(m.list):]
	}
	return name
}
