package programme

import "slices"

// proveTables shows, before the first dossier, that what the tables promise
// holds: every act of the workflow changes both sides of a sum by the same. A
// sum that holds for nothing and is kept by every act holds always. What depends
// on more than the act (a condition on a dimension, a distinct count, a measure
// that documents report) is found out when the table is computed.
func proveTables(p page, d *Definition) {
	for i := range d.Tables {
		t := &d.Tables[i]
		for _, c := range t.Checks {
			if c.Sign() == "=" && !slices.ContainsFunc(c.Names(), func(k string) bool { return !t.provable(d, k) }) {
				t.prove(p, d, c)
			}
		}
	}
}

func (t *Table) provable(d *Definition, key string) bool {
	c := t.Column(key)
	return c != nil && c.Kind != Distinct && len(c.Where) == 0 && c.At == "" && !d.Ledger.Measure(c.Measure).Reported
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

func (t *Table) change(d *Definition, m move, side []Term) (sum int64, constant bool) {
	for _, term := range side {
		n, ok := d.Ledger.delta(m, t.Column(term.Name).Measure)
		if !ok {
			return 0, false
		}
		if term.Minus {
			n = -n
		}
		sum += n
	}
	return sum, true
}
