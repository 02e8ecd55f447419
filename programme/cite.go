package programme

import (
	"strings"

	"sanad/locale"
)

// Citation is a rule of a programme that rests on a provision of law.
type Citation struct {
	Legal   Legal
	Article Article // zero for a whole law
	Kind    string  // condition, parameter, act, clock, document or exclusion
	Title   locale.Text
}

// Citations are the rules that rest on a law, by the number it is called by, in
// the order of the programme's files.
func (d *Definition) Citations(number string) []Citation {
	var out []Citation
	cite := func(kind, ref string, title locale.Text) {
		if legal, article, ok := d.Article(ref); ok && legal.Ref == number {
			out = append(out, Citation{legal, article, kind, title})
		}
	}
	for _, doc := range d.Form.Documents {
		cite("document", doc.Legal, doc.Label)
	}
	for _, p := range d.Rules.Parameters {
		for _, v := range p.Values {
			cite("parameter", v.Legal, p.Title)
		}
	}
	conditions := d.Rules.Conditions
	for _, items := range d.Rules.Items {
		conditions = append(conditions[:len(conditions):len(conditions)], items.Conditions...)
	}
	for _, c := range conditions {
		cite("condition", c.Legal, c.Title)
	}
	for _, c := range d.Workflow.Clocks {
		cite("clock", c.Legal, c.Title)
	}
	for i := range d.Workflow.Acts {
		a := &d.Workflow.Acts[i]
		cite("act", a.Legal, a.Title)
		for _, r := range a.conditions() {
			cite("condition", r.Legal, r.Because)
		}
	}
	if d.Payment != nil {
		for _, x := range d.Payment.Excludes {
			cite("exclusion", x.Legal, x.Because)
		}
	}
	return out
}

// conditions are those of an act and of its outcomes.
func (a *Act) conditions() []Require {
	out := a.Requires[:len(a.Requires):len(a.Requires)]
	for _, o := range a.Outcomes {
		out = append(out, o.Checks...)
	}
	return out
}

// RestsOn finds the law of that number among those that the programme rests on.
func (d *Definition) RestsOn(number string) (Legal, bool) {
	for _, l := range d.Legal {
		if strings.EqualFold(l.Ref, number) {
			return l, true
		}
	}
	return Legal{}, false
}
