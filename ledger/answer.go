package ledger

import (
	"math"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// view is a question over what is in memory: the prefixes that it may see.
type view struct {
	*Question
	merges  []union
	ids     []store.ID
	parties []uint32
	parts   []part
}

// part is one series of a view.
type part struct {
	Series
	columns         // as long as what is known
	groups  [][]int // of each cell
}

// view takes what a question sees. Columns only grow, so it may be read without
// a lock while more is added.
func (m *memory) view(q Question, scope access.Scope) *view {
	m.RLock()
	defer m.RUnlock()
	v := &view{Question: &q, ids: m.ids.ids, parties: m.parties}
	for _, s := range q.Series {
		all, ok := m.series[s]
		if !ok {
			continue
		}
		p := part{Series: s, columns: all.first(all.known(q.KnownOn)), groups: make([][]int, len(all.cells))}
		for i, c := range all.cells {
			p.groups[i] = q.group(c, scope)
		}
		v.parts = append(v.parts, p)
	}
	for _, x := range m.merges {
		if x.recorded <= q.KnownOn {
			v.merges = append(v.merges, x)
		}
	}
	return v
}

// first is the columns of the first n postings.
func (c *columns) first(n int) columns {
	return columns{cells: c.cells, cell: c.cell[:n], day: c.day[:n], quantity: c.quantity[:n], subject: c.subject[:n],
		stream: c.stream[:n], recorded: c.recorded[:n], weight: c.weight}
}

// check refuses a question whose sums could leave an int64: nothing that a
// ministry counts comes near, so a sum that might is a mistake.
//
// Errors: ledger.overflow.
func (v *view) check() error {
	left := uint64(math.MaxInt64)
	for _, p := range v.parts {
		if p.weight > left {
			return fault.New(fault.Internal, "ledger.overflow", fault.Args{"programme": p.Programme, "measure": p.Measure})
		}
		left -= p.weight
	}
	return nil
}

func (v *view) answer() Answer {
	a := Answer{periods: len(v.Periods), figures: make([]int64, v.Groups*len(v.Periods))}
	switch v.Count {
	case Quantities:
		v.each(func(p *part, i, group, period int) { a.figures[group*a.periods+period] += p.quantity[i] })
	case Subjects:
		root := roots(v.merges)
		v.distinct(&a, func(p *part, i int) any {
			n := p.subject[i]
			if into, ok := root[n]; ok {
				n = into
			}
			if n == 0 {
				return nil
			}
			return n
		})
	case Values:
		v.distinct(&a, func(p *part, i int) any {
			if s := v.Value(p.cells[p.cell[i]]); s != "" {
				return s
			}
			return nil
		})
	}
	v.each(func(p *part, i, _, _ int) { a.Latest = max(a.Latest, p.recorded[i]) })
	return a
}

// each calls f for every posting in every group and period it counts in.
func (v *view) each(f func(p *part, i, group, period int)) {
	for n := range v.parts {
		p := &v.parts[n]
		for i, cell := range p.cell {
			for period, days := range v.Periods {
				if days.counts(p.date(i)) {
					for _, group := range p.groups[cell] {
						f(p, i, group, period)
					}
				}
			}
		}
	}
}

func (c *columns) date(i int) calendar.Date { return firstDay + calendar.Date(c.day[i]) }

func (v *view) distinct(a *Answer, who func(p *part, i int) any) {
	type key struct {
		figure int
		who    any
	}
	sums := map[key]int64{}
	v.each(func(p *part, i, group, period int) {
		if w := who(p, i); w != nil {
			sums[key{group*a.periods + period, w}] += p.quantity[i]
		}
	})
	for k, n := range sums {
		if n > 0 {
			a.figures[k.figure]++
		}
	}
}
