package edition

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"sanad/disclosure"
	"sanad/fault"
	"sanad/programme"
	"sanad/statistics"
)

// TextCheck is what a check found of the figures of running text.
type TextCheck struct {
	Figures  int      `json:"figures"`            // how many there are
	Open     []string `json:"open,omitempty"`     // small counts that nothing can protect as things stand
	Exposed  []string `json:"exposed,omitempty"`  // small counts that an earlier edition printed
	Withheld []string `json:"withheld,omitempty"` // what no sentence may say
	Digest   string   `json:"digest"`             // sha256 in hex of the figures as published
}

// figureNames are the figures of running text of all programmes, in order. An
// account tells tables of some and a sentence about others.
func figureNames(set *programme.Set) []string {
	var out []string
	for _, def := range set.All() {
		for _, f := range def.Figures {
			out = append(out, f.Name)
		}
	}
	slices.Sort(out)
	return out
}

// Figures computes the figures of running text of a checked edition again, and
// withholds what its check decided.
//
// Errors: edition.not-checked, also of an edition that was checked before figures
// were; edition.text-differs when they are not what was signed; edition.definition-lost,
// edition.definition-unreadable.
func (o *Office) Figures(ctx context.Context, e Edition) (map[string]statistics.Figure, error) {
	if e.Outcome == nil || !e.Outcome.Passed() || e.Outcome.Text == nil {
		return nil, fault.New(fault.Conflict, "edition.not-checked", nil)
	}
	t, err := o.text(ctx, e)
	if err != nil {
		return nil, err
	}
	if t.withhold(e.Outcome.Text.Withheld); t.digest() != e.Outcome.Text.Digest {
		return nil, fault.New(fault.Internal, "edition.text-differs", nil)
	}
	return t.figures, nil
}

// text is the figures of an edition by their names, with the definitions by which
// they add up.
type text struct {
	set     *programme.Set
	names   []string
	figures map[string]statistics.Figure
}

// text computes them, nothing withheld.
func (o *Office) text(ctx context.Context, e Edition) (*text, error) {
	set, err := o.set(ctx, e)
	if err != nil {
		return nil, err
	}
	t := &text{set: set, names: figureNames(set)}
	engine := &statistics.Engine{DB: o.DB, Programmes: set}
	t.figures, err = engine.Figures(ctx, statistics.Ask{AsOf: e.AsOf, KnownOn: e.KnownOn}, t.names...)
	return t, err
}

// withhold takes figures out.
func (t *text) withhold(names []string) {
	for _, name := range names {
		f := t.figures[name]
		f.Cell.State, f.Cell.Value, f.Share = statistics.Suppressed, 0, statistics.Share{}
		t.figures[name] = f
	}
}

// digest is of the figures as they are printed.
func (t *text) digest() string {
	sum := sha256.New()
	for _, name := range t.names {
		fmt.Fprintf(sum, "%s=%s\n", name, t.figures[name].Plain())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// counts are the figures that are numbers and known, each with the name of its
// cell: a table that shows the same count has the same one.
func (t *text) counts() map[string]printed {
	out := map[string]printed{}
	for _, name := range t.names {
		f := t.figures[name]
		switch {
		case f.Percent() || !f.Cell.Known():
		case f.Measure == "":
			out[name] = printed{name: "figure " + name, cell: f.Cell}
		default:
			out[name] = printed{name: says(f.Programme.ID, f.Measure, f.Programme.Ledger.Measure(f.Measure).Kind, "", f.Where), cell: f.Cell}
		}
	}
	return out
}

// putText adds figures to be published. People are protected in a sentence as in
// a table that says nothing else; so are applications, which are people.
func (s *shield) putText(t *text) {
	for name, p := range t.counts() {
		s.Put(p.name, textCell(t.figures[name]))
	}
}

func textCell(f statistics.Figure) disclosure.Cell {
	out := disclosure.Cell{Value: f.Cell.Value, Signed: f.Cell.Value < 0}
	switch {
	case f.Cell.Origin == statistics.Reported:
		out.State = disclosure.Known
	case f.Unit == programme.Persons || f.Unit == programme.Dossiers:
		out.Threshold = (&programme.Table{}).Protects(programme.Persons)
	}
	return out
}

// linkText says what adds up among figures: sums, relations of the definitions,
// and a part of a count beside the whole of it.
func (s *shield) linkText(t *text, stand func(string) string) {
	counts := t.counts()
	for _, name := range t.names {
		if f, p := t.figures[name], counts[name]; len(f.Sum) > 0 && p.name != "" {
			total := sum{total: p}
			for _, part := range f.Sum {
				total.parts = append(total.parts, counts[part])
			}
			s.add(total, stand)
		}
	}
	for _, def := range t.set.All() {
		for _, r := range def.Relations {
			c := check{limit: r.Holds.Sign() == "<="}
			left, right := r.Holds.Sides()
			if c.name(counts, left, &c.left, &c.right) && c.name(counts, right, &c.right, &c.left) && len(c.left) > 0 && len(c.right) > 0 {
				s.hold(c, stand)
			}
		}
	}
	for _, rest := range t.rests() {
		s.rest(rest, stand)
	}
}

// name puts the figures of a side where they stand without a minus.
func (c *check) name(counts map[string]printed, side []programme.Term, here, there *[]printed) bool {
	for _, term := range side {
		p, ok := counts[term.Name]
		if !ok {
			return false
		}
		if term.Minus {
			*there = append(*there, p)
		} else {
			*here = append(*here, p)
		}
	}
	return true
}

// rest is what a figure leaves of another that counts more: of all sheltered
// without the women, the men.
type rest struct {
	figure      string
	whole, part printed
}

// rests are those that count something of which the whole is said too.
func (t *text) rests() []rest {
	counts := t.counts()
	var out []rest
	for _, name := range t.names {
		f, part := t.figures[name], counts[name]
		if part.name == "" || f.Measure == "" || len(f.Where) == 0 {
			continue
		}
		measure := f.Programme.Ledger.Measure(f.Measure)
		whole := part
		whole.name = says(f.Programme.ID, f.Measure, measure.Kind, "", nil)
		for _, other := range t.names {
			if p := counts[other]; p.name == whole.name && measure.Kind != programme.Distinct && p.cell.Value >= part.cell.Value {
				whole.cell = p.cell
				out = append(out, rest{name, whole, part})
				break
			}
		}
	}
	return out
}

func (r rest) name() string { return r.whole.name + " without " + r.part.name }

// rest adds what nobody prints and everybody can subtract: as many persons as any
// other count, unless both are in documents already.
func (s *shield) rest(r rest, stand func(string) string) {
	whole, part := stand(r.whole.name), stand(r.part.name)
	c := disclosure.Cell{Value: r.whole.cell.Value - r.part.cell.Value, State: disclosure.Implied,
		Threshold: min(s.Cells[s.At(whole)].Threshold, s.Cells[s.At(part)].Threshold)}
	name := whole + " without " + part
	s.Put(name, c)
	s.Sum(whole, part, name)
}

// beforeText adds the figures of an earlier edition, with what that withheld.
func (s *shield) beforeText(e Edition, t *text) {
	if e.Outcome.Text == nil {
		return // of a time when editions said none
	}
	stands := map[string]string{}
	for name, p := range t.counts() {
		f := t.figures[name]
		hidden := slices.Contains(e.Outcome.Text.Withheld, name)
		grows := f.Measure != "" && f.Programme.Ledger.Measure(f.Measure).Kind != programme.Standing
		stands[p.name] = s.earlier(e, p.name, textCell(f), before{hidden: hidden, revision: e.AsOf == s.asOf || s.ended(f.Where, e), grows: grows})
	}
	s.linkText(t, func(name string) string { return stands[name] })
}

// ended tells that a figure counts periods that had ended by both editions.
func (s *shield) ended(where programme.Where, e Edition) bool {
	for _, dim := range where.Dims() {
		open := func(key string) bool { return !over(dim, key, min(e.AsOf, s.asOf)) }
		if !slices.ContainsFunc(where[dim], open) {
			return true
		}
	}
	return false
}

// decideText notes what becomes of the figures: what the pattern hides, and what
// is made of it.
func (s *shield) decideText(t *text, open, exposed map[int]bool, hidden []bool) *TextCheck {
	out, counts := &TextCheck{Figures: len(t.names)}, t.counts()
	for _, r := range t.rests() {
		if open[s.At(r.name())] {
			out.Open = append(out.Open, r.figure)
		}
	}
	withheld := map[string]bool{}
	for _, name := range t.names {
		i := s.At(counts[name].name)
		if i < 0 {
			continue
		}
		withheld[name] = hidden[i]
		if open[i] && !slices.Contains(out.Open, name) {
			out.Open = append(out.Open, name)
		}
		if exposed[i] {
			out.Exposed = append(out.Exposed, name)
		}
	}
	for _, name := range t.names {
		f := t.figures[name]
		if withheld[name] || f.Percent() && slices.ContainsFunc(f.Parts(), func(part string) bool { return withheld[part] }) {
			out.Withheld = append(out.Withheld, name)
		}
	}
	t.withhold(out.Withheld)
	out.Digest = t.digest()
	return out
}
