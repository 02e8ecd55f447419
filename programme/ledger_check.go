package programme

import "slices"

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
	l.checkGuards(p)
	if d.Runs() {
		l.checkPosted(p)
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
func (l *Ledger) checkPosted(p page) {
	for _, m := range l.Measures {
		switch posted := l.posted(m.ID); {
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
	for _, line := range post.Lines {
		m := l.Measure(line.Measure)
		if m == nil {
			p.say(line.line, "add it to measures, or correct the name", "a posting names the measure %q, which is not defined", line.Measure)
			continue
		}
		if line.Each != "" {
			l.checkEach(p, line, m, d)
		}
	}
}

func (l *Ledger) checkEach(p page, line PostLine, m *Measure, d *Definition) {
	for _, c := range d.Rules.Items {
		if c.ID != line.Each {
			continue
		}
		f := d.Form.Field(c.List)
		isPerson := func(item Field) bool { return item.Type == PersonField }
		if f != nil && m.Unit == Persons && !slices.ContainsFunc(f.Fields, isPerson) {
			p.say(line.line, "add a field of type person to the list "+c.List, "%s counts persons, and the items of %s name none", m.ID, c.List)
		}
		return
	}
	p.say(line.line, "name an item check of rules.yaml", "each names %q, which is no item check", line.Each)
}

func (l *Ledger) checkGuards(p page) {
	accounts := map[string]bool{}
	for _, g := range l.Guards {
		p.unique(accounts, g.line, "guarded account", g.Account)
		p.oneOf(g.line, "scope of a guard", g.Per, "territory", "programme", "subject")
		if l.Measure(g.Measure) == nil {
			p.say(g.line, "add it to measures, or correct the name", "guard %s names the measure %q, which is not defined", g.Account, g.Measure)
		}
		if g.Min == nil && g.Max == nil || g.Min != nil && g.Max != nil && *g.Min > *g.Max {
			p.say(g.line, "write min or max, min not above max", "guard %s holds nothing", g.Account)
		}
	}
}

// delta is how much a move changes a measure; false when a line's quantity or
// number of postings is known only with the dossier.
func (l *Ledger) delta(m move, measure string) (sum int64, constant bool) {
	for _, posting := range append(l.moved(nil, m.from, m.to, -1), l.moved(nil, m.to, m.from, 1)...) {
		if posting.Measure == measure {
			sum += posting.Quantity
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
			if line.constant == nil || line.Each != "" {
				return 0, false
			}
			sum += *line.constant
		}
	}
	return sum, true
}
