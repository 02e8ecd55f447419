package programme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

type testFile struct {
	at
	Base      map[string]any `key:"base"` // answers every case starts from
	Cases     []Case         `key:"cases"`
	Scenarios []Scenario     `key:"scenarios"`
}

// Case is a test of the rules that the programme carries with it.
type Case struct {
	at
	Name    string         `key:"name,need"`
	On      calendar.Date  `key:"on,need"`
	Answers map[string]any `key:"answers"` // over the base
	Expect  *Expect        `key:"expect"`
	Error   string         `key:"error"` // key of the error instead of a decision
}

// Expect is what a case must give.
type Expect struct {
	at
	Eligible Tristate           `key:"eligible,need"`
	Amount   int64              `key:"amount"`  // centimes
	Refuse   []string           `key:"refuse"`  // exactly the conditions that do not hold
	Missing  []string           `key:"missing"` // exactly the questions that are missing
	Items    map[string][]int64 `key:"items"`   // item check: the items that pass, counted from 1
}

func checkCaseNames(p page, d *Definition) {
	names := map[string]bool{}
	for _, c := range d.Cases {
		if names[c.Name] {
			p.say(c.line, "rename one of the two", "case %q is written twice", c.Name)
		}
		names[c.Name] = true
		if (c.Expect == nil) == (c.Error == "") {
			p.say(c.line, "write either expect or error", "case %q expects nothing, or two things", c.Name)
		}
		if c.Expect == nil {
			continue
		}
		p.oneOf(c.Expect.line, "eligibility", string(c.Expect.Eligible), string(Yes), string(No), string(Unknown))
		for _, id := range c.Expect.Refuse {
			if _, ok := d.Rules.Condition(id); !ok {
				p.say(c.Expect.line, "name a condition of rules.yaml", "case %q refuses for %q, which is no condition", c.Name, id)
			}
		}
	}
}

// decide checks the answers of a case and computes its decision.
func (d *Definition) decide(c *Case) (Decision, error) {
	values := maps.Clone(d.base.values)
	if values == nil {
		values = map[string]any{}
	}
	maps.Copy(values, c.Answers)
	answers, err := d.Form.Check(NewAnswers(values), c.On)
	if err != nil {
		return Decision{}, err
	}
	return d.Decide(DecideInput{Answers: answers, On: c.On})
}

// Run runs a case; nil when it gives what it expects.
//
// Errors: a technical text that names the difference.
func (d *Definition) Run(c Case) error {
	got, err := d.decide(&c)
	if c.Error != "" {
		if key := fault.KeyOf(err); key != c.Error {
			return fmt.Errorf("the error is %q, not %q", key, c.Error)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("the case fails: %w", err)
	}
	if c.Expect == nil {
		return fmt.Errorf("the case expects nothing")
	}
	return c.Expect.compare(&got)
}

func (e *Expect) compare(got *Decision) error {
	differ := func(what string, want, have any) error {
		return fmt.Errorf("%s is %v, not %v", what, have, want)
	}
	refused := []string{}
	for _, r := range got.Refused() {
		refused = append(refused, r.ID)
	}
	switch {
	case got.Eligible != e.Eligible:
		return differ("eligible", e.Eligible, fmt.Sprintf("%s (refused for: %s; missing: %s)", got.Eligible, strings.Join(refused, ", "), strings.Join(got.Missing, ", ")))
	case got.Amount != money.Amount(e.Amount):
		return differ("amount", e.Amount, int64(got.Amount))
	case !sameSet(refused, e.Refuse):
		return differ("refuse", e.Refuse, refused)
	case e.Missing != nil && !sameSet(got.Missing, e.Missing):
		return differ("missing", e.Missing, got.Missing)
	}
	for check, want := range e.Items {
		have := []int64{}
		for _, i := range got.Passing(check) {
			have = append(have, int64(i+1))
		}
		if !slices.Equal(have, want) {
			return differ("items of "+check, want, have)
		}
	}
	return nil
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
