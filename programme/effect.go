package programme

import (
	"strings"

	"cel.dev/cel-go/common/types"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// CheckFields makes the act's own answers canonical, as Form.Check does. answers
// are those of the form in force.
//
// Errors: those of Form.Check, on the act's questions.
func (d *Definition) CheckFields(a *Act, fields Answers, in Situation) (Answers, error) {
	t := d.engine.acts[a.ID]
	c := &checking{lists: t.lists, on: in.On, activation: d.engine.during(in)}
	c.act.typ = t.fields
	return c.all(refs(a.Fields), fields, &c.act)
}

// Barred tells every condition of an act and its outcome that does not hold.
//
// Errors: dossier.condition with its words for each; programme.fact-missing when
// an answer it needs is missing.
func (d *Definition) Barred(a *Act, in Situation) error {
	list := a.Requires
	if o := a.Outcome(in.Outcome); o != nil {
		list = append(list[:len(list):len(list)], o.Checks...)
	}
	if len(list) == 0 {
		return nil
	}
	act, l := d.engine.during(in), fault.List{}
	for i := range list {
		r := &list[i]
		m := missing{}
		holds, err := r.Expr.truth(act, &m)
		switch {
		case err != nil:
			return err
		case holds == No:
			l.Add(fault.New(fault.Conflict, "programme.condition", fault.Args{"because": r.Because, "condition": r.ID}).On(r.Field))
		case holds == Unknown && len(m.names) > 0:
			l.Add(fault.New(fault.Invalid, "programme.fact-missing", fault.Args{"missing": m.names}).On(r.Field))
		case holds == Unknown:
			l.Add(fault.New(fault.Conflict, "programme.condition", fault.Args{"because": r.Because, "condition": r.ID}).On(r.Field))
		}
	}
	return l.Err()
}

// Amended are the answers once the act has set what it sets; false when it sets
// nothing.
//
// Errors: those of Form.Check, when the answers do not fit the form any more.
func (d *Definition) Amended(a *Act, in Situation) (Answers, bool, error) {
	if len(a.Sets) == 0 {
		return in.Answers, false, nil
	}
	act, out := d.engine.during(in), in.Answers
	for key, x := range a.Sets {
		v, err := x.eval(act)
		if err != nil {
			return out, false, err
		}
		if native := plainValue(v); native != nil {
			out = out.With(key, native)
		}
	}
	out, err := d.Form.CheckAbout(out, in.On, in.Facts)
	return out, true, err
}

// plainValue is a value as answers hold it; nil for what is not known.
func plainValue(v any) any {
	switch x := v.(type) {
	case types.Bool:
		return bool(x)
	case types.Int:
		return int64(x)
	case types.String:
		return string(x)
	case day:
		return calendar.Date(x).String()
	case *record:
		if x.typ == partyType {
			return x.values["id"]
		}
	}
	return nil
}

// Entered are the columns of the subject's register that the act writes, as
// answers hold values; none when it writes none.
func (d *Definition) Entered(a *Act, in Situation) (map[string]any, error) {
	enters := a.EntersWith(in.Outcome)
	if len(enters) == 0 {
		return nil, nil
	}
	act, out := d.engine.during(in), map[string]any{}
	for column, x := range enters {
		v, err := x.eval(act)
		if err != nil {
			return nil, err
		}
		if native := plainValue(v); native != nil {
			out[column] = native
		}
	}
	return out, nil
}

// Due is the day that the act's clock runs out where the act computes it; zero
// where the clock's days do.
func (d *Definition) Due(a *Act, in Situation) (calendar.Date, error) {
	move := a.ClockWith(in.Outcome)
	if move.Until.program == nil {
		return 0, nil
	}
	out, err := move.Until.eval(d.engine.during(in))
	if err != nil {
		return 0, err
	}
	due, _ := out.(day)
	return calendar.Date(due), nil
}

// Payable is what the act makes due by its own pays; false when it has none.
//
// Errors: programme.fact-missing.
func (d *Definition) Payable(a *Act, in Situation) (money.Amount, bool, error) {
	if a.Pays == nil {
		return 0, false, nil
	}
	n, err := d.Ledger.counting(in).whole(&a.Pays.Amount)
	return money.Amount(n), true, err
}

// Moves are the guarded accounts that an act moves.
//
// Errors: programme.fact-missing.
func (l *Ledger) Moves(in Situation) ([]Movement, error) {
	c := l.counting(in)
	var out []Movement
	for _, post := range l.on(in) {
		for i := range post.Moves {
			line := &post.Moves[i]
			err := c.each(line.Each, &line.When, func(*chosen) error {
				n, err := c.whole(&line.Quantity)
				if err != nil {
					return err
				}
				name, err := c.name(l.Account(line.Account).prefix(l.engine.programme), line.Of)
				out = append(out, Movement{Account: line.Account, Name: name, Quantity: n})
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Claiming are the claims that an act takes.
//
// Errors: programme.fact-missing.
func (d *Definition) Claiming(a *Act, in Situation) ([]Taken, error) {
	var out []Taken
	for _, id := range a.ClaimsWith(in.Outcome) {
		claim := d.Workflow.Claim(id)
		prefix := d.ID + "/" + id
		if claim.Shared {
			prefix = id
		}
		name, err := d.Ledger.counting(in).name(prefix, claim.Of)
		if err != nil {
			return nil, err
		}
		out = append(out, Taken{Claim: id, Name: name, Period: claim.Period})
	}
	return out, nil
}

// name is a prefix with the values of its parts; a part cannot hold a stroke.
func (c *counting) name(prefix string, of []Expr) (string, error) {
	for i := range of {
		part, err := c.text(&of[i])
		if err != nil {
			return "", err
		}
		prefix += "/" + strings.ReplaceAll(part, "/", "-")
	}
	return prefix, nil
}

// prefix begins the names of an account's balances.
func (a *Account) prefix(programme string) string {
	if a.Shared {
		return a.ID
	}
	return programme + "/" + a.ID
}

// AccountName is the name of a balance of an account, given its parts.
func (d *Definition) AccountName(a *Account, parts ...string) string {
	return strings.Join(append([]string{a.prefix(d.ID)}, parts...), "/")
}
