package statistics

import "sanad/programme"

// reconcile notes every difference: the rows of a column against its whole, and
// the table's checks in each row and in the total.
func (r *Result) reconcile(counts []count) {
	for i, c := range r.Columns {
		if c.Kind == programme.Distinct {
			continue // subjects of several rows: the total is not their sum
		}
		if rows, whole := r.Total.Cells[i].Value, counts[i].whole.Quantity; rows != whole {
			r.Problems = append(r.Problems, Problem{Row: Total, Column: c.Key, Left: rows, Right: whole})
		}
	}
	for _, row := range r.Lines() {
		for _, check := range r.Table.Checks {
			left, right := check.Sides()
			l, okL := r.sum(row, left)
			r2, okR := r.sum(row, right)
			if okL && okR && !check.Holds(l, r2) {
				r.Problems = append(r.Problems, Problem{Row: row.Key, Check: string(check), Left: l, Right: r2})
			}
		}
	}
}

// sum is one side of a check; false when one of its figures is not known.
func (r *Result) sum(row Row, side []programme.Term) (n int64, known bool) {
	for _, term := range side {
		i := r.Column(term.Name)
		if i < 0 || !row.Cells[i].Known() {
			return 0, false
		}
		if term.Minus {
			n -= row.Cells[i].Value
			continue
		}
		n += row.Cells[i].Value
	}
	return n, true
}
