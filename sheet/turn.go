package sheet

// Turned is the table with its rows and columns exchanged: what was a column is
// a row, a total of rows the total of columns, and a share keeps its decimals.
// False where that makes no table: rows within rows, and columns whose figures
// have other decimals or units than their neighbours'.
func (t *Table) Turned() (*Table, bool) {
	var plain *Column
	for i, c := range t.Columns {
		switch {
		case c.Derived || c.Percent:
		case plain != nil && (plain.Digits != c.Digits || plain.Unit != c.Unit):
			return nil, false
		default:
			plain = &t.Columns[i]
		}
	}
	if plain == nil || len(t.Keys) > 1 {
		return nil, false
	}
	out := *t
	out.Head, out.Columns, out.Rows = t.Across, nil, nil
	out.Across, out.Keys = t.Head, nil
	for _, row := range t.Rows {
		if row.Level > 0 {
			return nil, false
		}
		c := Column{Key: row.Key, Title: row.Title, Unit: plain.Unit, Digits: plain.Digits, Total: row.Total, Derived: row.Derived, Percent: row.Percent}
		if row.Percent {
			c.Digits, c.Unit = row.Digits, ""
		}
		out.Columns = append(out.Columns, c)
	}
	for i, c := range t.Columns {
		row := Row{Key: c.Key, Title: c.label(), Total: c.Total, Derived: c.Derived, Percent: c.Percent}
		if c.Percent {
			row.Digits = c.Digits
		}
		for _, from := range t.Rows {
			row.Cells = append(row.Cells, from.Cells[i])
		}
		out.Rows = append(out.Rows, row)
	}
	return &out, true
}
