package programme

import (
	"slices"
	"strings"
)

func (l *Ledger) check(p page, d *Definition) {
	l.checkDimensions(p)
	seen := map[string]bool{}
	for i := range l.Measures {
		m := &l.Measures[i]
		p.unique(seen, m.line, "measure", m.ID)
		p.oneOf(m.line, "unit", string(m.Unit), unitNames...)
		p.oneOf(m.line, "kind", string(m.Kind), string(Flow), string(Standing), string(Distinct))
		for _, dim := range m.Dims {
			if !l.Knows(dim) || l.Frozen(dim) != dim {
				p.say(m.line, "use sex, age, or a dimension with codes of its own", "dimension %q is not known, or is not frozen at posting", dim)
			}
		}
		l.checkDistinct(p, m)
	}
	l.checkStocks(p, d)
	for i := range l.Posts {
		l.checkPost(p, &l.Posts[i], d)
	}
	l.checkAccounts(p)
	l.checkFunds(p, d)
	if d.Runs() {
		l.checkPosted(p, d)
	}
}

// checkDistinct refuses a distinct count of nothing, and one that is posted.
func (l *Ledger) checkDistinct(p page, m *Measure) {
	of := l.Measure(m.Of)
	switch {
	case m.Kind != Distinct && (m.Of != "" || m.Distinct != ""):
		p.say(m.line, "write kind: distinct, or leave of and distinct out", "measure %s counts %q and is a %s", m.ID, m.Of, m.Kind)
	case m.Kind != Distinct:
	case m.Of == "" && m.Distinct == "" && m.Reported:
	case of == nil || of.Kind == Distinct:
		p.say(m.line, "name a flow or a stock of the ledger, or write reported: true", "measure %s counts the subjects of %q", m.ID, m.Of)
	case m.Distinct != "" && !IsPlace(m.Distinct) && !slices.Contains(of.Dims, l.Frozen(m.Distinct)):
		p.say(m.line, "add it to dims of that measure", "measure %s counts the values of %s, which %s does not freeze", m.ID, m.Distinct, of.ID)
	default:
		m.Dims = of.Dims
	}
}

// checkPosted refuses a measure that no act moves in a programme that has acts.
func (l *Ledger) checkPosted(p page, d *Definition) {
	for _, m := range l.Measures {
		switch posted := l.posted(m.ID) || d.Payment.posts(m.ID); {
		case posted && (m.Reported || m.Kind == Distinct):
			p.say(m.line, "leave reported out, or the postings", "measure %s is posted by acts", m.ID)
		case !posted && !m.Reported && m.Kind != Distinct:
			p.say(m.line, "post it under stocks or posts, write reported: true, or remove it", "measure %s is never posted", m.ID)
		}
	}
}

func (l *Ledger) posted(measure string) bool {
	for _, s := range l.Stocks {
		if s.Measure == measure {
			return true
		}
	}
	for _, post := range l.Posts {
		if slices.ContainsFunc(post.Lines, func(line PostLine) bool { return line.Measure == measure }) {
			return true
		}
	}
	return false
}

func (l *Ledger) checkStocks(p page, d *Definition) {
	measures := map[string]bool{}
	for _, s := range l.Stocks {
		if m := l.Measure(s.Measure); m == nil || m.Kind != Standing || m.Unit != Dossiers {
			p.say(s.line, "define it as a measure of kind stock and unit dossiers", "the stock of states posts to %q, which is no such measure", s.Measure)
		}
		if measures[s.Measure] {
			p.say(s.line, "write all its states in one place", "two stocks post to %s", s.Measure)
		}
		measures[s.Measure] = true
		if m := l.Measure(s.Measure); m != nil {
			checkDims(p, s.line, s.Dims, m, true)
		}
		for _, state := range s.States {
			d.Workflow.refers(p, s.line, "stock "+s.Measure, state)
		}
	}
}

func (l *Ledger) checkPost(p page, post *Post, d *Definition) {
	act, ok := d.Workflow.Act(post.On)
	switch {
	case !ok:
		p.say(post.line, "name an act of workflow.yaml", "a posting is made on %q, which is no act", post.On)
	case act.Verb == Correct:
		p.say(post.line, "remove it: the ledger reverses what was posted", "a posting is made on %s, which corrects", post.On)
	case post.Outcome != "" && act.Outcome(post.Outcome) == nil:
		p.say(post.line, "name an outcome of the act", "a posting is made on outcome %q, which act %s does not have", post.Outcome, post.On)
	}
	if !ok {
		return
	}
	if len(post.Lines)+len(post.Moves) == 0 {
		p.say(post.line, "add lines or moves, or remove it", "nothing is posted on %s", post.On)
	}
	for _, line := range post.Lines {
		m := l.Measure(line.Measure)
		if m == nil {
			p.say(line.line, "add it to measures, or correct the name", "a posting names the measure %q, which is not defined", line.Measure)
			continue
		}
		if line.Clear != line.Quantity.IsZero() {
			p.say(line.line, "write either quantity or clear: true", "a posting to %s has no quantity, or has one and clears", m.ID)
		}
		if line.Clear && m.Kind != Standing {
			p.say(line.line, "clear a measure of kind stock", "a posting clears %s, which is a flow", m.ID)
		}
		l.checkEach(p, line.line, line.Each, act, d)
		l.checkSubject(p, line, m, act, d)
		checkDims(p, line.line, line.Dims, m, !line.Clear)
	}
	for _, move := range post.Moves {
		a := l.Account(move.Account)
		if a == nil {
			p.say(move.line, "add it to accounts, or correct the name", "a movement names the account %q, which is not defined", move.Account)
			continue
		}
		if len(move.Of) != len(a.Parts) {
			p.say(move.line, "write of: one expression for each part of the account", "a movement of %s gives %d parts, the account has %d", a.ID, len(move.Of), len(a.Parts))
		}
		l.checkEach(p, move.line, move.Each, act, d)
	}
}

// checkDims asks for every dimension of a measure but those that come from whom
// a posting is about.
func checkDims(p page, line int, dims map[string]Expr, m *Measure, all bool) {
	for _, dim := range m.Dims {
		if _, given := dims[dim]; all && !given && dim != "sex" && dim != "age" {
			p.say(line, "add dims: {"+dim+": an expression}", "a posting to %s does not give the dimension %q", m.ID, dim)
		}
	}
	for _, dim := range sortedKeys(dims) {
		if !slices.Contains(m.Dims, dim) {
			p.say(line, "add it to dims of the measure", "a posting to %s gives the dimension %q, which the measure does not have", m.ID, dim)
		}
	}
}

func (l *Ledger) checkEach(p page, line int, each string, act *Act, d *Definition) {
	where, key, isList := strings.Cut(each, ".")
	var f *Field
	switch {
	case each == "":
		return
	case !isList:
		if !slices.ContainsFunc(d.Rules.Items, func(c ItemCheck) bool { return c.ID == each }) {
			p.say(line, "name an item check of rules.yaml, or a list: a.<list>, act.<list>", "each names %q, which is no item check", each)
		}
		return
	case where == "a":
		f = d.Form.Field(key)
	case where == "act":
		f = act.Field(key)
	}
	if f == nil || f.Type != ListField && f.Type != ChoicesField {
		p.say(line, "name a question of type list or choices: a.<list>, act.<list>", "each names %q, which is no list", each)
	}
}

// checkSubject asks that persons who are counted can be told apart.
func (l *Ledger) checkSubject(p page, line PostLine, m *Measure, act *Act, d *Definition) {
	where, key, _ := strings.Cut(line.Subject, ".")
	var f *Field
	switch where {
	case "", "none":
		if list := listOfEach(line.Each, act, d); list != nil && m.Unit == Persons && line.Subject == "" && list.Type == ListField &&
			!slices.ContainsFunc(list.Fields, func(item Field) bool { return item.Type == PersonField }) {
			p.say(line.line, "add a field of type person to the list "+list.Key+", or say subject: item.<question> or none", "%s counts persons, and the items of %s name none", m.ID, list.Key)
		}
		return
	case "a":
		f = d.Form.Field(key)
	case "act":
		f = act.Field(key)
	case "item":
		if list := listOfEach(line.Each, act, d); list != nil {
			f = findField(refs(list.Fields), key)
		}
	}
	if f == nil || !f.Type.IsParty() && f.Type != TextField && f.Type != IntField {
		p.say(line.line, "name a question that holds a party, a text or a number: a.<key>, act.<key>, item.<key>, or none", "the subject %q of a posting to %s is no such question", line.Subject, m.ID)
	}
}

// listOfEach is the list that a line goes through, nil when none.
func listOfEach(each string, act *Act, d *Definition) *Field {
	where, key, isList := strings.Cut(each, ".")
	switch {
	case where == "act":
		return act.Field(key)
	case isList:
		return d.Form.Field(key)
	}
	for _, c := range d.Rules.Items {
		if c.ID == each {
			return d.Form.Field(c.List)
		}
	}
	return nil
}

func (l *Ledger) checkAccounts(p page) {
	accounts := map[string]bool{}
	for _, a := range l.Accounts {
		if m := l.Measure(a.Counted); a.Counted != "" && (m == nil || m.Kind != Standing) {
			p.say(a.line, "name a stock of measures", "account %s is counted by %q, which is none", a.ID, a.Counted)
		}
		p.unique(accounts, a.line, "account", a.ID)
		p.oneOf(a.line, "unit", string(a.Unit), unitNames...)
		if a.Min != nil && a.Max != nil && *a.Min > *a.Max {
			p.say(a.line, "write min not above max", "account %s can hold nothing", a.ID)
		}
		if (a.Min != nil || a.Max != nil) && a.Because.In("en") == "" {
			p.say(a.line, "add because: {ar, fr, en}, what is said when the limit is reached", "account %s does not say why it refuses", a.ID)
		}
		moved := func(post Post) bool {
			return slices.ContainsFunc(post.Moves, func(m MoveLine) bool { return m.Account == a.ID })
		}
		if !slices.ContainsFunc(l.Posts, moved) {
			p.say(a.line, "move it under posts, or remove it", "account %s is never moved", a.ID)
		}
	}
}

// delta is how much a move changes a measure; false when a line's quantity or
// number of postings is known only with the dossier.
func (l *Ledger) delta(m move, measure string) (sum int64, constant bool) {
	for _, s := range l.Stocks {
		if s.Measure != measure {
			continue
		}
		if slices.Contains(s.States, m.from) {
			sum--
		}
		if slices.Contains(s.States, m.to) {
			sum++
		}
	}
	for _, post := range l.Posts {
		if post.On != m.act.ID || post.Outcome != "" && post.Outcome != m.outcome {
			continue
		}
		for _, line := range post.Lines {
			if line.Measure != measure {
				continue
			}
			if line.constant == nil || line.Each != "" || !line.When.IsZero() {
				return 0, false
			}
			sum += *line.constant
		}
	}
	return sum, true
}
