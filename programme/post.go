package programme

import (
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sanad/calendar"
	"sanad/fault"
)

// Postings are what an act posts: stocks left, stocks entered, then the lines
// in the order of the file. A correction is not asked here: the ledger posts
// the exact reverse of what it finds.
//
// Errors: programme.decision-missing when a line needs a decision, or an amount
// or count that the decision could not know; programme.fact-missing when it
// needs an answer that is not there.
func (l *Ledger) Postings(in Situation) ([]Posting, error) {
	c := l.counting(in)
	if err := c.moved(in.From, in.To, -1); err != nil {
		return nil, err
	}
	if err := c.moved(in.To, in.From, 1); err != nil {
		return nil, err
	}
	for _, post := range l.on(in) {
		for j := range post.Lines {
			if err := c.line(&post.Lines[j]); err != nil {
				return nil, err
			}
		}
	}
	return c.out, nil
}

// Clears tells that what an act posts depends on what its dossier posted before.
func (l *Ledger) Clears(in Situation) bool {
	for _, s := range l.Stocks {
		if len(s.Dims) > 0 && slices.Contains(s.States, in.From) && !slices.Contains(s.States, in.To) {
			return true
		}
	}
	for _, post := range l.on(in) {
		if slices.ContainsFunc(post.Lines, func(line PostLine) bool { return line.Clear }) {
			return true
		}
	}
	return false
}

// on are the posts of an act with its outcome.
func (l *Ledger) on(in Situation) []*Post {
	var out []*Post
	for i := range l.Posts {
		post := &l.Posts[i]
		if post.On == in.Act && (post.Outcome == "" || post.Outcome == in.Outcome) {
			out = append(out, post)
		}
	}
	return out
}

// counting is one act being counted.
type counting struct {
	l   *Ledger
	in  Situation
	act *activation // made when the first expression needs it
	out []Posting
}

func (l *Ledger) counting(in Situation) *counting { return &counting{l: l, in: in} }

// activation is what the lines may name.
func (c *counting) activation() *activation {
	if c.act == nil {
		c.act = c.l.engine.during(c.in)
	}
	return c.act
}

// during is what the expressions of an act that happens may name.
func (e *engine) during(in Situation) *activation {
	a := e.activation(in.Answers, in.On, in.Facts)
	if t := e.acts[in.Act]; t != nil {
		a.act = record{typ: t.fields, values: in.Fields.values, facts: in.Facts}
	}
	a.done, a.open = counted(e.done, in.Done), counted(e.open, in.Open)
	if in.Decision != nil {
		a.amount = types.Int(in.Decision.Amount)
		a.values = e.values(in.Decision)
	}
	return a
}

// moved posts quantity to the stocks that hold state and not other.
func (c *counting) moved(state, other string, quantity int64) error {
	for i := range c.l.Stocks {
		s := &c.l.Stocks[i]
		if !slices.Contains(s.States, state) || slices.Contains(s.States, other) {
			continue
		}
		posting := c.l.Measure(s.Measure).posting(quantity)
		posting.Subject = c.in.Facts.who()
		if len(s.Dims) > 0 {
			posting.Clear = quantity < 0
			var err error
			if posting.Values, err = c.values(s.Dims); err != nil {
				return err
			}
		}
		c.out = append(c.out, posting)
	}
	return nil
}

func (m *Measure) posting(quantity int64) Posting {
	return Posting{Measure: m.ID, Unit: m.Unit, Kind: m.Kind, Quantity: quantity, Dims: m.Dims}
}

// who is the dossier's subject.
func (f Facts) who() Who {
	s := f[""]
	return Who{ID: s.id, Sex: s.Sex, Birth: s.Birth}
}

func (c *counting) line(line *PostLine) error {
	posting := c.l.Measure(line.Measure).posting(0)
	if line.Clear {
		posting.Clear = true
		c.out = append(c.out, posting)
		return nil
	}
	return c.each(line.Each, &line.When, func(item *chosen) error {
		p := posting
		var err error
		if p.Quantity, err = c.quantity(line); err != nil {
			return err
		}
		p.Subject = c.who(line.Subject, item)
		if len(line.Dims) > 0 {
			if p.Values, err = c.values(line.Dims); err != nil {
				return err
			}
		}
		if !line.Territory.IsZero() {
			if p.Territory, err = c.text(&line.Territory); err != nil {
				return err
			}
		}
		c.out = append(c.out, p)
		return nil
	})
}

// chosen is the item of a list that a line is about.
type chosen struct {
	list   string
	person string // the question that names a person, empty for none
	fields Answers
}

// each calls do for every item of a list that a condition lets through, or once
// when there is no list.
func (c *counting) each(list string, when *Expr, do func(item *chosen) error) error {
	once := func(item *chosen) error {
		if when.program != nil {
			holds, err := when.truth(c.activation(), &missing{})
			if err != nil || holds != Yes {
				return err
			}
		}
		return do(item)
	}
	if list == "" {
		return once(nil)
	}
	where, key, isList := strings.Cut(list, ".")
	if !isList {
		return c.eachPassing(list, once)
	}
	from, lists := c.in.Answers, c.l.engine.lists
	if where == "act" {
		from, lists = c.in.Fields, c.l.engine.acts[c.in.Act].lists
	}
	a := c.activation()
	items, _ := from.values[key].([]any)
	for _, v := range items {
		item := &chosen{list: key}
		if code, ok := v.(string); ok {
			a.code, a.coded = types.String(code), true
		} else {
			values, _ := v.(map[string]any)
			a.onItem(lists[key], values)
			item.fields = Answers{values: values}
			item.person = personKey(lists[key])
		}
		if err := once(item); err != nil {
			return err
		}
	}
	return nil
}

// eachPassing goes through the items that passed a check of the rules.
func (c *counting) eachPassing(check string, do func(item *chosen) error) error {
	if c.in.Decision == nil {
		return missingDecision(c.in)
	}
	for _, result := range c.in.Decision.Items {
		items := c.in.Answers.List(result.List)
		if result.Check != check || result.Eligible != Yes || result.Index >= len(items) {
			continue
		}
		item := items[result.Index]
		if c.act != nil {
			c.act.onItem(c.l.engine.lists[result.List], item.values)
		}
		if err := do(&chosen{list: result.List, person: c.l.engine.persons[result.List], fields: item}); err != nil {
			return err
		}
	}
	return nil
}

func personKey(t *recordType) string {
	for _, key := range t.keys {
		if t.form[key].Type == PersonField {
			return key
		}
	}
	return ""
}

func missingDecision(in Situation) error {
	return fault.New(fault.Invalid, "programme.decision-missing", fault.Args{"act": in.Act})
}

// who finds whom a line is about.
func (c *counting) who(spec string, item *chosen) Who {
	if item != nil && spec == "" && item.person != "" {
		spec = "item." + item.person
	}
	where, key, _ := strings.Cut(spec, ".")
	switch where {
	case "none":
		return Who{}
	case "":
		return c.in.Facts.who()
	case "a":
		return c.in.Facts.named(c.in.Answers.values[key])
	case "act":
		return c.in.Facts.named(c.in.Fields.values[key])
	}
	// An item without an entry in the register still counts, about nobody known.
	who := c.in.Facts.named(item.fields.values[key])
	if who.Sex == "" {
		who.Sex = strings.ToUpper(item.fields.Text("sex"))
	}
	if who.Birth.IsZero() {
		who.Birth, _ = calendar.ParseDate(item.fields.Text("birth"))
	}
	return who
}

// named is a party that an answer names.
func (f Facts) named(v any) Who {
	switch x := v.(type) {
	case string:
		return Who{ID: x, Sex: f[x].Sex, Birth: f[x].Birth}
	case int64:
		return Who{ID: strconv.FormatInt(x, 10)}
	}
	return Who{}
}

func (c *counting) quantity(line *PostLine) (int64, error) {
	if line.constant != nil {
		return *line.constant, nil
	}
	return c.whole(&line.Quantity)
}

// whole runs an expression that gives a whole number.
func (c *counting) whole(x *Expr) (int64, error) {
	a := c.activation()
	if a.amount == nil && slices.Contains(x.names, "amount") {
		return 0, missingDecision(c.in)
	}
	out, err := x.eval(a)
	if err != nil {
		return 0, err
	}
	n, known := out.(types.Int)
	if !known {
		return 0, lacking(out, c.in)
	}
	return int64(n), nil
}

// lacking says which answer an expression lacks; without one it is the decision.
func lacking(out ref.Val, in Situation) error {
	var m missing
	if u, ok := out.(*types.Unknown); ok {
		m.add(u)
	}
	if len(m.names) == 0 {
		return missingDecision(in)
	}
	return fault.New(fault.Invalid, "programme.fact-missing", fault.Args{"missing": m.names})
}

// text runs an expression whose value becomes a part of a name or a dimension.
func (c *counting) text(x *Expr) (string, error) {
	out, err := x.eval(c.activation())
	if err != nil {
		return "", err
	}
	switch v := out.(type) {
	case types.String:
		return string(v), nil
	case types.Int:
		return strconv.FormatInt(int64(v), 10), nil
	case types.Bool:
		return map[bool]string{true: "yes", false: "no"}[bool(v)], nil
	}
	return "", lacking(out, c.in)
}

// values are dimensions; one that is not known is left out, as is an empty one.
func (c *counting) values(dims map[string]Expr) (map[string]string, error) {
	out := make(map[string]string, len(dims))
	for dim, x := range dims {
		v, err := c.text(&x)
		switch key := fault.KeyOf(err); {
		case key == "programme.fact-missing" || key == "programme.decision-missing":
		case err != nil:
			return nil, err
		case v != "":
			if dim == "sex" {
				v = strings.ToUpper(v)
			}
			out[dim] = v
		}
	}
	return out, nil
}
