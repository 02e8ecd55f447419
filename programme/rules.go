package programme

import (
	"sanad/calendar"
	"sanad/locale"
)

// Rules are what a programme decides: dated parameters, checks over the items
// of a list, derived values, conditions, the amount.
type Rules struct {
	at
	Parameters []Parameter `key:"parameters"`
	Items      []ItemCheck `key:"items"`
	Derive     []Derived   `key:"derive"`
	Conditions []Condition `key:"conditions"`
	Amount     *Amount     `key:"amount"`
}

// Parameter is a number of the law with the days it holds from. Expressions
// name it p.<id>; no other number than 0 and 1 may stand in a rule.
type Parameter struct {
	at
	ID     string      `key:"id,need"`
	Title  locale.Text `key:"title,need"`
	Unit   string      `key:"unit,need"`
	Values []Value     `key:"values,need"`
}

// Value is what a parameter is worth from a day until the next value's day.
type Value struct {
	at
	From    calendar.Date `key:"from,need"`
	Value   int64         `key:"value,need"`
	Legal   string        `key:"legal"`
	Confirm bool          `key:"confirm"` // no official source read: to be confirmed
	Note    string        `key:"note"`
}

// ItemCheck checks each item of a list (each orphan) on its own: an item passes
// when all its conditions hold. Expressions name the item "item"; derived
// values and conditions use count(<id>) and some(<id>).
type ItemCheck struct {
	at
	ID         string      `key:"id,need"`
	List       string      `key:"list,need"`
	Title      locale.Text `key:"title,need"`
	Conditions []Condition `key:"conditions,need"`
}

// Derived is a named value that conditions, the amount and the ledger use; a
// whole number or a yes/no.
type Derived struct {
	at
	ID    string      `key:"id,need"`
	Title locale.Text `key:"title,need"`
	Expr  Expr        `key:"expr,need"`
}

// Condition is one ground of the decision; Because is what a refusal says when
// it does not hold.
type Condition struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Because locale.Text `key:"because,need"`
	Legal   string      `key:"legal,need"`
	Expr    Expr        `key:"expr,need"`
}

// Amount is what an eligible dossier is granted, in centimes.
type Amount struct {
	at
	Expr Expr   `key:"expr,need"`
	Per  string `key:"per,need"` // month, year or once
}

// Condition finds a condition, of the dossier or of an item.
func (r *Rules) Condition(id string) (Condition, bool) {
	for _, c := range r.Conditions {
		if c.ID == id {
			return c, true
		}
	}
	for _, check := range r.Items {
		for _, c := range check.Conditions {
			if c.ID == id {
				return c, true
			}
		}
	}
	return Condition{}, false
}

var parameterUnits = []string{"centimes", "years", "months", "days", "persons", "items", "permille", "month"}

// The names an expression already knows.
var reserved = map[string]bool{"a": true, "p": true, "on": true, "item": true, "amount": true, "act": true, "subject": true, "done": true, "open": true}

func (r *Rules) check(p page, d *Definition) {
	names, parameters, conditions := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range r.Parameters {
		p.unique(parameters, r.Parameters[i].line, "parameter", r.Parameters[i].ID)
		r.Parameters[i].check(p, d)
	}
	for _, c := range r.Items {
		checkName(p, names, c.line, "item check", c.ID)
		if f := d.Form.Field(c.List); f == nil || f.Type != ListField {
			p.say(c.line, "name a field of type list in form.yaml", "item check %s is over %q, which is no list", c.ID, c.List)
		}
		if len(c.Conditions) == 0 {
			p.say(c.line, "add a condition", "there is no condition")
		}
		checkConditions(p, d, conditions, c.Conditions)
	}
	for _, v := range r.Derive {
		checkName(p, names, v.line, "derived value", v.ID)
	}
	if len(r.Conditions) == 0 && (r.Amount != nil || d.Workflow.boundByRules()) {
		p.say(r.line, "add a condition", "there is no condition")
	}
	checkConditions(p, d, conditions, r.Conditions)
	if r.Amount != nil {
		p.oneOf(r.Amount.line, "period", r.Amount.Per, "month", "year", "once")
	}
}

func checkName(p page, names map[string]bool, line int, what, id string) {
	p.unique(names, line, what, id)
	if id != "" && (!isIdentifier(id) || reserved[id]) {
		p.say(line, "choose another name", "%s %q cannot be named in an expression", what, id)
	}
}

func checkConditions(p page, d *Definition, seen map[string]bool, list []Condition) {
	for _, c := range list {
		p.unique(seen, c.line, "condition", c.ID)
		d.cites(p, c.line, "condition "+c.ID, c.Legal, true)
	}
}

func (m *Parameter) check(p page, d *Definition) {
	if m.ID != "" && !isIdentifier(m.ID) {
		p.say(m.line, "choose another name", "parameter %q cannot be named in an expression", m.ID)
	}
	p.oneOf(m.line, "unit", m.Unit, parameterUnits...)
	if len(m.Values) == 0 {
		p.say(m.line, "add a value with the day it holds from", "parameter %s has no value", m.ID)
	}
	last := calendar.Date(0)
	for _, v := range m.Values {
		if v.From <= last {
			p.say(v.line, "write the values in the order of their days", "parameter %s has a value from %s after one from %s", m.ID, v.From, last)
		}
		last = v.From
		d.cites(p, v.line, "the value of "+m.ID, v.Legal, !v.Confirm)
	}
}
