package programme

import (
	"strings"

	"sanad/locale"
)

// Figure is a number that stands in running text, by a name that a report uses:
// a measure, a sum of other figures, a share or a change in percent.
type Figure struct {
	at
	Name    string      `key:"name,need"` // "widows.under_study"
	Title   locale.Text `key:"title,need"`
	Note    locale.Text `key:"note"`
	Measure string      `key:"measure"`
	Where   Where       `key:"where"`
	Sum     []string    `key:"sum"`    // figures that are added
	Share   *Ratio      `key:"share"`  // one figure in percent of another
	Change  *Change     `key:"change"` // from one figure to another, in percent of the first
	Digits  int         `key:"digits"` // of a percentage, or of dirhams (0 or 2)
	Round   string      `key:"round"`  // of a percentage: nearest (when empty), or down: "more than 43 %"
}

// Ratio is a share of two figures.
type Ratio struct {
	at
	Of string `key:"of,need"`
	In string `key:"in,need"`
}

// Change is the growth from one figure to another.
type Change struct {
	at
	From string `key:"from,need"`
	To   string `key:"to,need"`
}

// Decimals are those of dirhams; nil for what is no money.
func (f *Figure) Decimals(u Unit) *int {
	if u != Centimes {
		return nil
	}
	return &f.Digits
}

// Percent tells that a figure is a percentage.
func (f *Figure) Percent() bool { return f.Share != nil || f.Change != nil }

// Relation is what holds between figures, of any programmes: a sum of text
// against tables, or a part that cannot exceed the whole. Because says what a
// breach means.
type Relation struct {
	at
	ID      string      `key:"id,need"`
	Holds   Check       `key:"holds,need"`
	Because locale.Text `key:"because,need"`
}

// Figure finds a figure and its programme by name.
func (s *Set) Figure(name string) (*Definition, *Figure, bool) {
	for _, d := range s.list {
		for i := range d.Figures {
			if d.Figures[i].Name == name {
				return d, &d.Figures[i], true
			}
		}
	}
	return nil, nil, false
}

// checkAcross is what only the whole set can show: names that two programmes
// use, and figures of other programmes.
func (s *Set) checkAcross(problems *Problems) {
	tables, figures := map[string]bool{}, map[string]bool{}
	for _, d := range s.list {
		p := page{file: "programmes/" + d.ID + "/tables.yaml", problems: problems}
		for _, t := range d.Tables {
			if tables[t.Name] {
				p.say(t.line, "rename one of the two", "another programme has a table %s", t.Name)
			}
			tables[t.Name] = true
		}
		for _, f := range d.Figures {
			if figures[f.Name] {
				p.say(f.line, "rename one of the two", "figure %s is defined twice", f.Name)
			}
			figures[f.Name] = true
		}
	}
	for _, d := range s.list {
		p := page{file: "programmes/" + d.ID + "/tables.yaml", problems: problems}
		for i := range d.Figures {
			s.checkFigure(p, d, &d.Figures[i])
		}
		for _, r := range d.Relations {
			s.checkRelation(p, r)
		}
	}
}

// Parts are the figures that a figure is made of.
func (f *Figure) Parts() []string {
	switch {
	case f.Share != nil:
		return []string{f.Share.Of, f.Share.In}
	case f.Change != nil:
		return []string{f.Change.From, f.Change.To}
	}
	return f.Sum
}

func (s *Set) checkFigure(p page, d *Definition, f *Figure) {
	ways := 0
	for _, given := range []bool{f.Measure != "", len(f.Sum) > 0, f.Share != nil, f.Change != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 || strings.Trim(f.Name, "abcdefghijklmnopqrstuvwxyz0123456789_.") != "" {
		p.say(f.line, "write one of measure, sum, share and change, and a name in small letters, digits, _ and dots", "figure %q is not one thing", f.Name)
		return
	}
	p.oneOf(f.line, "rounding", f.Round, "nearest", "down")
	if f.Digits < 0 || f.Digits > 4 {
		p.say(f.line, "write 0 to 4", "figure %s has %d decimals", f.Name, f.Digits)
	}
	if f.Measure != "" {
		if d.Ledger.Measure(f.Measure) == nil {
			p.say(f.line, "name a measure of ledger.yaml", "figure %s shows the measure %q, which is not defined", f.Name, f.Measure)
			return
		}
		d.checkWhere(p, f.line, "figure "+f.Name, f.Measure, f.Where)
		return
	}
	s.sameUnit(p, f.line, "figure "+f.Name, f.Parts())
}

func (s *Set) checkRelation(p page, r Relation) {
	if left, right := r.Holds.Sides(); len(left) == 0 || len(right) == 0 {
		p.say(r.line, "write a = b + c, or a <= b", "the relation %s has an empty side", r.ID)
		return
	}
	s.sameUnit(p, r.line, "relation "+r.ID, r.Holds.Names())
}

// sameUnit refuses figures that do not add: of different units, percentages, or
// made of figures made of figures.
func (s *Set) sameUnit(p page, line int, what string, names []string) {
	var first Unit
	for _, name := range names {
		_, f, ok := s.Figure(name)
		if !ok {
			p.say(line, "name a figure of a tables.yaml", "%s names %q, which is no figure", what, name)
			continue
		}
		unit := s.FigureUnit(f)
		if unit == "" {
			p.say(line, "name figures that are counted, or sums of such", "%s uses %s, which is no number of things", what, name)
			continue
		}
		if first == "" {
			first = unit
		}
		if unit != first {
			p.say(line, "compare measures of one unit", "%s mixes %s and %s", what, first, unit)
		}
	}
}

// FigureUnit is what a figure counts; empty for a percentage.
func (s *Set) FigureUnit(f *Figure) Unit {
	name := f.Name
	if len(f.Sum) > 0 {
		name = f.Sum[0]
	}
	d, of, ok := s.Figure(name)
	if !ok || of.Measure == "" || d.Ledger.Measure(of.Measure) == nil {
		return ""
	}
	return d.Ledger.Measure(of.Measure).Unit
}
