package statistics

import (
	"math"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
)

// layout is a table with every row and column that could hold something; those
// that hold nothing are taken out at the end (prune).
type layout struct {
	question
	by      *dimension // of the rows; nil where the table is one line
	groups  *dimension // gathers the rows; nil: nothing does
	pivot   *dimension // of the columns; nil: the columns are as defined
	rows    []Row
	columns []column
}

// column is a column with what it counts.
type column struct {
	Column
	m     *programme.Measure // what documents report
	base  *programme.Measure // what acts post; nil: nothing
	value *dimension         // of a distinct count of values
	where []clause
	table []clause        // of those, the table's own
	days  []ledger.Period // of conditions on periods
	axis  *ledger.Period  // of the pivot's period
}

// clause is a condition on what a cell says.
type clause struct {
	*dimension
	any []string
}

func (c clause) holds(cell *ledger.Cell) bool { return slices.Contains(c.any, c.code(cell)) }

// counts tells that a column counts what a cell holds.
func (c *column) counts(cell *ledger.Cell) bool {
	for _, w := range c.where {
		if !w.holds(cell) {
			return false
		}
	}
	return true
}

// concerns tells that what a document says of a cell can be of the table: it says
// nothing of the table's own conditions, or what they ask for.
func (c *column) concerns(cell *ledger.Cell) bool {
	return !slices.ContainsFunc(c.table, func(w clause) bool {
		code, said := w.read(cell)
		return said && !slices.Contains(w.any, code)
	})
}

// standing tells that a column counts something that stands on a day.
func (c *column) standing() bool {
	return c.m.Kind == programme.Standing || c.base != nil && c.base.Kind == programme.Standing
}

// columnsOf are the columns of a definition for one code of the pivot, whose key
// is empty without pivot and Total for the total over the codes.
func (l *layout) columnsOf(group Row) []column {
	var out []column
	for i := range l.table.Columns {
		out = append(out, l.columnOf(&l.table.Columns[i], group))
	}
	return out
}

func (l *layout) columnOf(def *programme.Column, group Row) column {
	m := l.def.Ledger.Measure(def.Measure)
	c := column{m: m, base: m, Column: Column{at: def.At, Key: def.Key, Of: def.Key, Title: def.Title, Measure: def.Measure, Unit: m.Unit, Kind: def.Kind,
		Digits: digits(m.Unit, def.Digits), Sum: def.Sum, Group: group.Key, GroupTitle: group.Title}}
	switch {
	case m.Kind == programme.Distinct:
		c.base = l.def.Ledger.Measure(m.Of)
		if m.Distinct != "" {
			c.value = dimensionOf(l.def, m.Distinct)
		}
	case def.Kind == programme.Distinct:
		c.Unit = l.table.Unit // subjects, whatever the measure adds up
	}
	for _, dim := range l.table.Where.Dims() {
		c.restrict(dimensionOf(l.def, dim), l.table.Where[dim])
	}
	c.table, c.where, c.days = c.where, nil, nil
	where := l.table.Where.And(def.Where).And(l.where)
	for _, dim := range where.Dims() {
		c.restrict(dimensionOf(l.def, dim), where[dim])
	}
	if l.pivot != nil {
		l.pivoted(&c, group)
	}
	return c
}

// restrict adds a condition.
func (c *column) restrict(d *dimension, codes []string) {
	if !d.periodic() {
		c.where = append(c.where, clause{d, codes})
		return
	}
	span := ledger.Period{From: 1, To: 0} // no day
	for _, code := range codes {
		if days, ok := d.days(code); ok && span.To == 0 {
			span = days
		} else if ok {
			span = ledger.Period{From: min(span.From, days.From), To: max(span.To, days.To)}
		}
	}
	c.days = append(c.days, span)
}

// pivoted gives a column the code of the pivot it is for.
func (l *layout) pivoted(c *column, group Row) {
	switch {
	case group.Key == Total:
	case l.pivot.periodic():
		days, _ := l.pivot.days(group.Key)
		c.axis = &days
	default:
		c.where = append(c.where, clause{l.pivot, []string{group.Key}})
	}
	if c.Key = group.Key; len(l.table.Columns) > 1 {
		c.Key = c.Of + "_" + strings.ReplaceAll(group.Key, "-", "_")
		return
	}
	c.Title = group.Title
}

// span is the days that a cell counts, up to the day of the question; false when
// there are none. A row that is a period gives it.
//
// A stock stands: its days begin at the beginning, unless the column shows how
// much a period changed it.
func (l *layout) span(c *column, row *ledger.Period) (ledger.Period, bool) {
	p := ledger.Period{To: l.asOf}
	for _, days := range c.days {
		if c.standing() {
			days.From = 0
		}
		p = both(p, days)
	}
	for _, axis := range []*ledger.Period{c.axis, row} {
		if axis == nil {
			continue
		}
		days := *axis
		switch {
		case c.standing() && c.at == "opening":
			days = ledger.Period{To: days.From.AddDays(-1)}
		case c.standing() && (c.at == "closing" || c.m.Kind == programme.Distinct):
			days.From = 0
		}
		if axis.From > l.asOf {
			return p, false // not begun
		}
		p = both(p, days)
	}
	return p, p.From <= p.To && p.To > 0
}

func both(a, b ledger.Period) ledger.Period {
	return ledger.Period{From: max(a.From, b.From), To: min(a.To, b.To)}
}

// rowDays are the days of a row that is a period.
func (l *layout) rowDays(row *Row) *ledger.Period {
	if row == nil || l.by == nil || !l.by.periodic() {
		return nil
	}
	days, _ := l.by.days(row.Key)
	return &days
}

// dimensionOfRow is what a row is a code of; nil for the total and for periods.
func (l *layout) dimensionOfRow(row *Row) *dimension {
	switch {
	case row == nil || l.by == nil || l.by.periodic():
		return nil
	case l.groups != nil && row.Level == l.groups.id:
		return l.groups
	}
	return l.by
}

// gather puts above the rows the row of the code that gathers them.
func (l *layout) gather(rows []Row) []Row {
	if l.groups == nil {
		for i := range rows {
			rows[i].Parent = ""
		}
		return rows
	}
	var out []Row
	for _, g := range l.groups.codes {
		out = append(out, g)
		for _, r := range rows {
			if r.Parent == g.Key {
				out = append(out, r)
			}
		}
	}
	return append(out, slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Parent != "" })...)
}

// totalRow is the total, still without figures.
func (l *layout) totalRow() Row {
	row := Row{Key: Total, Level: Total, Title: l.table.Rows.Label}
	if row.Title == (locale.Text{}) {
		row.Title = words(func(p *locale.Printer) string { return p.T("statistics.total") })
	}
	return row
}

// digits are the decimals of a unit, unless the column says otherwise.
func digits(u programme.Unit, given *int) int {
	switch {
	case given != nil:
		return *given
	case u == programme.Centimes:
		return 2
	}
	return 0
}

// never is a first day of records that does not come.
const never = calendar.Date(math.MaxInt32)
