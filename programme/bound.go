package programme

import (
	"encoding/json"
	"fmt"
	"slices"

	"sanad/calendar"
	"sanad/fault"
)

// runCases runs every case, then asks whether the cases would notice a mistake:
// each condition must be seen to hold and to fail, and each value of each
// parameter and each day they begin on, moved by one in either direction, must
// change the result of a case. A bound tested on one side only does not pass.
func (l *loader) runCases() {
	p := l.page("tests.yaml")
	for _, c := range l.d.Cases {
		if err := l.d.Run(c); err != nil {
			p.say(c.line, "correct the rule or the case", "case %q: %v", c.Name, err)
		}
	}
	if len(l.problems) > 0 {
		return
	}
	l.everyConditionBothWays()
	l.everyValueBothSides()
}

func (l *loader) everyConditionBothWays() {
	seen := map[string]map[Tristate]bool{}
	note := func(results []Result) {
		for _, r := range results {
			if seen[r.ID] == nil {
				seen[r.ID] = map[Tristate]bool{}
			}
			seen[r.ID][r.Result] = true
		}
	}
	for i := range l.d.Cases {
		d, err := l.d.decide(&l.d.Cases[i])
		if err != nil {
			continue
		}
		note(d.Conditions)
		for _, item := range d.Items {
			note(item.Conditions)
		}
	}
	all := slices.Clone(l.d.Rules.Conditions)
	for _, check := range l.d.Rules.Items {
		all = append(all, check.Conditions...)
	}
	for _, c := range all {
		for _, t := range []Tristate{Yes, No} {
			if !seen[c.ID][t] {
				l.page("rules.yaml").say(c.line, "add a case to tests.yaml", "no case gives %s for condition %s", t, c.ID)
			}
		}
	}
}

// everyValueBothSides moves each value by one, then each day on which values
// begin (all values of that day together, as a decree changes them).
func (l *loader) everyValueBothSides() {
	before := l.d.results()
	unnoticed := func(v Value, text string, args []any, change func(w *Value)) {
		if slices.Equal(before, l.d.withValues(change).results()) {
			l.page("rules.yaml").say(v.line, "add a case to tests.yaml just on that side of the bound", text, args...)
		}
	}
	days := map[calendar.Date]bool{}
	for _, m := range l.d.Rules.Parameters {
		for _, v := range m.Values {
			for _, step := range []int64{1, -1} {
				unnoticed(v, "no case would notice %d instead of %d in %s from %s", []any{v.Value + step, v.Value, m.ID, v.From},
					func(w *Value) {
						if *w == v {
							w.Value += step
						}
					})
				if days[v.From] {
					continue
				}
				unnoticed(v, "no case would notice that %s begins on %s instead of %s", []any{m.ID, v.From.AddDays(int(step)), v.From},
					func(w *Value) {
						if w.From == v.From {
							w.From = w.From.AddDays(int(step))
						}
					})
			}
			days[v.From] = true
		}
	}
}

// withValues is the definition with the values of its parameters changed.
func (d *Definition) withValues(change func(v *Value)) *Definition {
	parameters := slices.Clone(d.Rules.Parameters)
	for i := range parameters {
		parameters[i].Values = slices.Clone(parameters[i].Values)
		for j := range parameters[i].Values {
			change(&parameters[i].Values[j])
		}
	}
	e := *d.engine
	e.setParameters(parameters)
	c := *d
	c.engine, c.Form.engine, c.Ledger.engine = &e, &e, &e
	return &c
}

// results is what every case gives, as text: the error, or the decision without
// the parameters it used.
func (d *Definition) results() []string {
	out := make([]string, len(d.Cases))
	for i := range d.Cases {
		decision, err := d.decide(&d.Cases[i])
		if err != nil {
			out[i] = fault.KeyOf(err)
			continue
		}
		decision.Parameters = nil
		text, _ := json.Marshal(decision) // plain data: cannot fail
		out[i] = string(text)
	}
	for i := range d.Scenarios {
		out = append(out, fmt.Sprint(d.Play(d.Scenarios[i])))
	}
	return out
}
