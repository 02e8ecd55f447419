package statistics

import (
	"context"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
)

// figures are numbers by column and line: line 0 is the whole of a column, line
// n+1 row n.
type figures [][]int64

func (l *layout) noFigures() figures {
	f := make(figures, len(l.columns))
	for i := range f {
		f[i] = make([]int64, len(l.rows)+1)
	}
	return f
}

// inquiry is a question to the ledger for columns that count the same postings
// in the same way, with the figures its answer gives.
type inquiry struct {
	ledger.Question
	start   calendar.Date // on which the records of its places begin
	columns []int
	periods map[ledger.Period]int
	places  []place
}

// place is where a figure of an answer belongs.
type place struct{ column, line, group, period int }

// kinship is what columns of one inquiry have in common.
type kinship struct {
	base, value string
	count       ledger.Count
	start       calendar.Date
}

// recorded asks for what was recorded: what stands, or all of it, which is the
// check beside a reported figure.
func (e *Engine) recorded(ctx context.Context, l *layout, f found, all bool) (figures, calendar.Instant, error) {
	inquiries := l.inquiries(f, all)
	questions := make([]ledger.Question, len(inquiries))
	for i, in := range inquiries {
		questions[i] = in.Question
	}
	out, latest := l.noFigures(), calendar.Instant(0)
	answers, err := ledger.Ask(ctx, e.DB, national, questions...)
	for i, a := range answers {
		latest = max(latest, a.Latest())
		for _, p := range inquiries[i].places {
			out[p.column][p.line] += a.At(p.group, p.period)
		}
	}
	return out, latest, err
}

// inquiries are the questions of all columns, as few as can be: the ledger reads
// a series once for each.
func (l *layout) inquiries(f found, all bool) []*inquiry {
	var list []*inquiry
	kin := map[kinship]*inquiry{}
	for i := range l.columns {
		c := &l.columns[i]
		if c.base == nil {
			continue
		}
		starts := f.starts(l.def, c.m)
		if all {
			starts = []calendar.Date{0}
		}
		for _, start := range starts {
			if start == never {
				continue
			}
			k := kinship{base: c.base.ID, count: c.counting(), start: start}
			if c.value != nil {
				k.value = c.value.id
			}
			in := kin[k]
			if in == nil {
				in = &inquiry{start: start, periods: map[ledger.Period]int{}}
				kin[k] = in
				list = append(list, in)
			}
			in.columns = append(in.columns, i)
		}
	}
	for _, in := range list {
		in.compose(l, f, all)
	}
	return list
}

func (c *column) counting() ledger.Count {
	switch {
	case c.value != nil:
		return ledger.Values
	case c.Kind == programme.Distinct:
		return ledger.Subjects
	}
	return ledger.Quantities
}

// compose makes the question: for each column a group of the whole, and one for
// each row unless rows are periods.
func (in *inquiry) compose(l *layout, f found, all bool) {
	first := &l.columns[in.columns[0]]
	width := len(l.rows) + 1
	if l.by == nil || l.by.periodic() {
		width = 1
	}
	in.Question = ledger.Question{Series: []ledger.Series{{Programme: l.def.ID, Measure: first.base.ID}}, Origin: ledger.Recorded,
		KnownOn: l.knownOn, Mix: l.mix, Count: first.counting(), Groups: width * len(in.columns)}
	if first.value != nil {
		in.Value = func(cell *ledger.Cell) string { code, _ := first.value.read(cell); return code }
	}
	lines := l.lines()
	several := !all && len(f.starts(l.def, first.m)) > 1
	in.Group = func(cell *ledger.Cell, to []int) []int {
		if several && f.from(l.def, first.m, cell.Territory) != in.start {
			return to
		}
		of := lines(cell)
		for n, i := range in.columns {
			if l.columns[i].counts(cell) {
				for _, line := range of {
					to = append(to, n*width+line)
				}
			}
		}
		return to
	}
	for n, i := range in.columns {
		for line := range len(l.rows) + 1 {
			in.add(l, i, line, n*width+min(line, width-1))
		}
	}
	if len(in.Periods) == 0 {
		in.Periods = []ledger.Period{{From: 1}} // no day
	}
}

// add asks for one figure.
func (in *inquiry) add(l *layout, column, line, group int) {
	c := &l.columns[column]
	p, ok := l.span(c, l.rowDays(l.row(line)))
	if !c.standing() {
		p.From = max(p.From, in.start)
	}
	if !ok || p.From > p.To || p.To < in.start {
		return
	}
	n, known := in.periods[p]
	if !known {
		n = len(in.Periods)
		in.periods[p] = n
		in.Periods = append(in.Periods, p)
	}
	in.places = append(in.places, place{column, line, group, n})
}

// row is the row of a line, nil for the whole.
func (l *layout) row(line int) *Row {
	if line == 0 {
		return nil
	}
	return &l.rows[line-1]
}

// lines gives the lines of a cell: the whole, its row, and the row that gathers
// it.
func (l *layout) lines() func(cell *ledger.Cell) []int {
	if l.by == nil || l.by.periodic() {
		whole := []int{0}
		return func(*ledger.Cell) []int { return whole }
	}
	index := map[[2]string]int{}
	for i, r := range l.rows {
		index[[2]string{r.Level, r.Key}] = i + 1
	}
	of := make([]int, 0, 3) // for one cell at a time
	return func(cell *ledger.Cell) []int {
		of = append(of[:0], 0)
		n, ok := index[[2]string{l.by.id, l.by.code(cell)}]
		if !ok {
			n = index[[2]string{l.by.id, Unassigned}]
		}
		of = append(of, n)
		if l.groups != nil {
			if n, ok := index[[2]string{l.groups.id, l.groups.code(cell)}]; ok {
				of = append(of, n)
			}
		}
		return of
	}
}
