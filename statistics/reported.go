package statistics

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
)

// stated is what documents say of a figure.
type stated struct {
	value int64
	known bool // they state it
	any   bool // they speak of the measure in those days
	used  []ledger.Statement
}

// grain is how fine a statement is: of which territory, by which dimensions.
type grain struct {
	territory int    // length of the code: 0 for the country
	dims      string // sorted, with blanks
}

func grainOf(c *ledger.Cell) grain {
	return grain{len(c.Territory), strings.Join(slices.Sorted(maps.Keys(c.Dims)), " ")}
}

func (g grain) says(dim string) bool { return slices.Contains(strings.Fields(g.dims), dim) }

// answers tells that figures of this grain give those split by some dimensions:
// they are at least as fine; or, when they do not add up, exactly as fine.
func (g grain) answers(needs []*dimension, exact bool) bool {
	finest, said := 0, map[string]bool{}
	for _, d := range needs {
		if d.read != nil && d.frozen == nil {
			finest = max(finest, d.finest)
			continue
		}
		names := d.frozen
		if exact {
			names = names[:1]
		}
		i := slices.IndexFunc(names, g.says)
		if i < 0 {
			return false
		}
		said[names[i]] = true
	}
	if exact {
		return g.territory == finest && len(strings.Fields(g.dims)) == len(said)
	}
	return g.territory >= finest
}

// coarser orders grains: the fewer figures are added, the fewer can be wrong.
func (g grain) coarser(other grain) int {
	return cmp.Or(cmp.Compare(len(strings.Fields(g.dims)), len(strings.Fields(other.dims))),
		cmp.Compare(g.territory, other.territory), strings.Compare(g.dims, other.dims))
}

// stated is what documents say of a column in a row; of its whole when row is
// nil. With all, also of days for which records stand.
//
// A document may split one figure in several ways (cases by sex, by age, by
// status): these never add up. For each day the coarsest split that answers is
// taken, and of finer ones what it does not speak of (an edition that only they
// split); the rest are checks. Of something that stands on a day the last
// statement counts; of a distinct count a statement of that very split alone,
// since its parts do not add up.
func (l *layout) stated(f found, c *column, row *Row, all bool) (s stated) {
	if c.Kind == programme.Distinct && c.m.Kind != programme.Distinct {
		return s
	}
	p, ok := l.span(c, l.rowDays(row))
	if !ok {
		return s
	}
	if c.standing() && p.From > 0 {
		return l.statedChange(f, c, row, p, all)
	}
	return l.statedIn(f, c, row, p, all)
}

// statedChange is how much something that stands changed: between two statements.
func (l *layout) statedChange(f found, c *column, row *Row, p ledger.Period, all bool) stated {
	closing := l.statedIn(f, c, row, ledger.Period{To: p.To}, all)
	opening := l.statedIn(f, c, row, ledger.Period{To: p.From.AddDays(-1)}, all)
	return stated{value: closing.value - opening.value, known: closing.known && opening.known, any: closing.any, used: append(opening.used, closing.used...)}
}

func (l *layout) statedIn(f found, c *column, row *Row, p ledger.Period, all bool) (s stated) {
	days := map[calendar.Date][]ledger.Statement{}
	for _, x := range f.statements[c.m.ID] {
		since := f.from(l.def, c.m, x.Cell.Territory)
		stands := all || c.standing() && p.To < since || !c.standing() && x.Day < since
		if stands && x.Day >= p.From && x.Day <= p.To && c.concerns(&x.Cell) {
			days[x.Day] = append(days[x.Day], x)
		}
	}
	order := slices.Sorted(maps.Keys(days))
	distinct := c.Kind == programme.Distinct
	if c.standing() && len(order) > 0 {
		order = order[len(order)-1:]
	}
	s.any = len(order) > 0
	s.known = s.any && (!distinct || len(order) == 1)
	for _, day := range order {
		used, ok := l.pick(days[day], c, row, distinct)
		s.known = s.known && ok
		for _, x := range used {
			s.value += x.Quantity
		}
		s.used = append(s.used, used...)
	}
	if !s.known {
		s.value = 0
	}
	return s
}

// pick is the statements of one day that give a figure; false when none do.
func (l *layout) pick(list []ledger.Statement, c *column, row *Row, exact bool) ([]ledger.Statement, bool) {
	var needs []*dimension
	for _, w := range c.where {
		needs = append(needs, w.dimension)
	}
	d := l.dimensionOfRow(row)
	if d != nil {
		needs = append(needs, d)
	}
	var used []ledger.Statement
	var taken []split
	for _, s := range splits(list) {
		if !s.answers(needs, exact) {
			continue
		}
		for _, x := range s.list {
			said := slices.ContainsFunc(taken, func(other split) bool { return other.speaksOf(x) })
			if !said && c.counts(&x.Cell) && (d == nil || d.code(&x.Cell) == row.Key) {
				used = append(used, x)
			}
		}
		taken = append(taken, s)
	}
	return used, len(taken) > 0 && (!exact || len(used) > 0)
}

// split is the statements of one grain, with the codes they name.
type split struct {
	grain
	list  []ledger.Statement
	codes map[string]map[string]bool
}

// splits are the statements by their grain, the coarsest first.
func splits(list []ledger.Statement) []split {
	of := map[grain][]ledger.Statement{}
	for _, x := range list {
		g := grainOf(&x.Cell)
		of[g] = append(of[g], x)
	}
	var out []split
	for _, g := range slices.SortedFunc(maps.Keys(of), grain.coarser) {
		s := split{g, of[g], map[string]map[string]bool{}}
		for _, x := range s.list {
			for dim, code := range x.Cell.Dims {
				if s.codes[dim] == nil {
					s.codes[dim] = map[string]bool{}
				}
				s.codes[dim][code] = true
			}
		}
		out = append(out, s)
	}
	return out
}

// speaksOf tells that the split is also of what a statement counts: unless it
// names other codes of a dimension that both have.
func (s split) speaksOf(x ledger.Statement) bool {
	for dim, code := range x.Cell.Dims {
		if codes, ok := s.codes[dim]; ok && !codes[code] {
			return false
		}
	}
	return true
}

// sum adds what the split says of things that another speaks of too; false when
// there is none.
func (s split) sum(other split) (sum int64, any bool) {
	for _, x := range s.list {
		if other.speaksOf(x) {
			sum, any = sum+x.Quantity, true
		}
	}
	return sum, any
}
