package statistics

import (
	"maps"
	"slices"

	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
)

// readTable reads a file that has the shape of a published table: its keys name
// the rows, its columns have the keys of the table's.
func (r *fileReader) readTable() {
	def, table, _ := r.set.Table(r.def.Table)
	l := r.layout(def, table)
	keys := (&Result{Table: table, By: table.By[0]}).KeyColumns()
	row, level := r.column(keys[len(keys)-1]), -1
	if l.groups != nil {
		level, row = r.column(keys[0]), r.column(keys[1])
	}
	columns := r.columns(l, keys)
	if row < 0 || len(columns) == 0 {
		return
	}
	lines := map[string]int{}
	for _, rec := range r.records {
		line, ok := r.rowOf(l, rec, row, level)
		key := rec.fields[row]
		if first, twice := lines[key]; ok && twice {
			r.refuse("statistics.file-row-twice", rec.line, r.header[row], key, fault.Args{"first": first})
			continue
		}
		lines[key] = rec.line
		for _, i := range slices.Sorted(maps.Keys(columns)) {
			if ok && rec.fields[i] != "" { // an empty field states nothing
				r.cell(l, columns[i], line, rec, i)
			}
		}
	}
	r.percentages(table)
}

// layout is the table with every column that a file may have.
func (r *fileReader) layout(def *programme.Definition, table *programme.Table) *layout {
	l := &layout{question: question{def: def, table: table, by: table.By[0], asOf: r.src.AsOf}, by: dimensionOf(def, table.By[0])}
	if table.Rows.Groups != "" {
		l.groups = dimensionOf(def, table.Rows.Groups)
	}
	pivoted := []Row{{}}
	if table.Pivot != nil {
		l.pivot = dimensionOf(def, table.Pivot.By)
		pivoted = slices.Clone(l.pivot.codes)
		if l.pivot.periodic() {
			pivoted = l.pivot.between(earliest, r.src.AsOf)
		}
		if table.Pivot.Total != "none" {
			pivoted = append(pivoted, l.totalRow())
		}
	}
	for _, group := range pivoted {
		l.columns = append(l.columns, l.columnsOf(group)...)
	}
	return l
}

// earliest is the first day a document may speak of: the oldest agency of the
// pole began in 1957.
var earliest = calendar.NewDate(1957, 1, 1)

// columns are the table's columns by their place in the file. Any other must be
// one of keys or of words.
func (r *fileReader) columns(l *layout, keys []string) map[int]*column {
	out := map[int]*column{}
	for i, name := range r.header {
		n := slices.IndexFunc(l.columns, func(c column) bool { return c.Key == name })
		switch {
		case slices.Contains(keys, name) || slices.Contains(r.def.Labels, name):
		case n < 0:
			r.refuse("statistics.column-unread", 1, name, "", fault.Args{"table": l.table.Name})
		default:
			out[i] = &l.columns[n]
		}
	}
	return out
}

// rowOf finds the row of a line, nil for the total.
func (r *fileReader) rowOf(l *layout, rec record, row, level int) (*Row, bool) {
	key, d := rec.fields[row], l.by
	if key == Total && l.table.HasTotal() {
		return nil, true
	}
	if l.groups != nil && level >= 0 && rec.fields[level] == l.groups.id {
		d = l.groups
	}
	if key == Unassigned || !d.knows(key) {
		r.refuse("statistics.file-row", rec.line, r.header[row], key, fault.Args{"table": l.table.Name})
		return nil, false
	}
	out := d.row(key)
	return &out, true
}

// cell states a figure, or notes it as printed where the table computes it from
// others. Parts of a distinct count do not add up to its totals, so that these
// are stated too.
func (r *fileReader) cell(l *layout, c *column, row *Row, rec record, field int) {
	n, ok := r.number(rec, field, c.Unit)
	if !ok {
		return
	}
	total := row == nil || c.Group == Total || l.groups != nil && row.Level == l.groups.id
	if total && c.adds() {
		key := Total
		if row != nil {
			key = row.Key
		}
		r.out.Printed = append(r.out.Printed, Printed{Row: key, Column: c.Key, Text: rec.fields[field], Page: r.def.Page})
		return
	}
	day, ok := r.day(l, c, row)
	if !ok {
		r.refuse("statistics.file-period", rec.line, r.header[field], rec.fields[field], fault.Args{"day": r.src.AsOf})
		return
	}
	cell := cellOf(l, c, row)
	name := c.Key
	if row != nil {
		name = row.Key + " " + name
	}
	r.out.Figures = append(r.out.Figures, StatedFigure{Programme: l.def.ID, Measure: c.m.ID, Territory: cell.Territory, Dims: cell.Dims,
		Day: day, Quantity: n, Line: rec.line, Name: name, Text: rec.fields[field]})
}

// day is the day that a figure counts for: that of the document, or the last of
// its period; or what the document says of the period. False when the period had
// not begun.
func (r *fileReader) day(l *layout, c *column, row *Row) (calendar.Date, bool) {
	day := r.src.AsOf
	take := func(key string, last calendar.Date) {
		if given, ok := r.def.Days[key]; ok {
			last = given
		}
		day = min(day, last)
	}
	if row != nil && l.by.periodic() {
		days, _ := l.by.days(row.Key)
		take(row.Key, days.To)
		if days.From > r.src.AsOf {
			return 0, false
		}
	}
	if c.axis != nil {
		take(c.Group, c.axis.To)
		if c.axis.From > r.src.AsOf {
			return 0, false
		}
	}
	for dim, codes := range l.table.Where {
		if d := dimensionOf(l.def, dim); d.periodic() {
			days, _ := d.days(codes[len(codes)-1])
			take(codes[len(codes)-1], days.To)
		}
	}
	return day, true
}

// percentages notes the printed percentages of the document's definition.
func (r *fileReader) percentages(table *programme.Table) {
	for _, s := range table.Shares {
		rows := r.def.Shares[s.Key]
		for _, key := range slices.Sorted(maps.Keys(rows)) {
			r.out.Printed = append(r.out.Printed, Printed{Share: s.Key, Row: key, Text: rows[key], Page: r.def.Page})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.def.Across)) {
		r.out.Printed = append(r.out.Printed, Printed{Across: true, Column: key, Text: r.def.Across[key], Page: r.def.Page})
	}
}
