package programme

// proveTables shows, before the first dossier, that what the tables promise
// holds: units that are added are the same, and every act of the workflow
// changes both sides of a sum by the same. A sum that holds for nothing and is
// kept by every act holds always.
func proveTables(p page, d *Definition) {
	for i := range d.Tables {
		t := &d.Tables[i]
		for _, c := range t.Checks {
			left, right := c.Sides()
			if t.sameUnit(p, d, "the check \""+string(c)+"\"", t.line, append(left, right...)) {
				t.prove(p, d, c)
			}
		}
		for _, s := range t.Shares {
			t.sameUnit(p, d, "share "+s.Key, s.line, []string{s.Numerator, s.Denominator})
		}
	}
}

func (t *Table) sameUnit(p page, d *Definition, what string, line int, keys []string) bool {
	first := d.Ledger.Measure(t.Column(keys[0]).Measure).Unit
	for _, k := range keys {
		c := t.Column(k)
		if unit := d.Ledger.Measure(c.Measure).Unit; unit != first {
			p.say(line, "compare measures of one unit", "%s of table %s mixes %s and %s", what, t.Name, first, unit)
			return false
		}
		if c.Kind == Distinct {
			p.say(line, "leave distinct columns out: they do not add", "%s of table %s adds the distinct column %s", what, t.Name, k)
			return false
		}
	}
	return true
}

func (t *Table) prove(p page, d *Definition, c Check) {
	left, right := c.Sides()
	for _, m := range d.Workflow.moves() {
		l, okL := t.change(d, m, left)
		r, okR := t.change(d, m, right)
		how := m.act.ID + " from " + m.from + " to " + m.to
		if !okL || !okR {
			p.say(t.line, "use measures whose quantity is a plain number", "the check %q of table %s cannot be proved: %s posts a computed quantity", c, t.Name, how)
			return
		}
		if l != r {
			p.say(t.line, "correct stocks and posts in ledger.yaml, or the check", "the check %q of table %s does not hold: %s changes the left by %d and the right by %d", c, t.Name, how, l, r)
			return
		}
	}
}

func (t *Table) change(d *Definition, m move, columns []string) (sum int64, constant bool) {
	for _, k := range columns {
		n, ok := d.Ledger.delta(m, t.Column(k).Measure)
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, true
}
