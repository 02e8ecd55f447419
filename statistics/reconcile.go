package statistics

import "sanad/programme"

// reconcile notes every difference: the rows of a column against its whole, and
// the table's checks in each row and in the total.
func (r *Result) reconcile(counts []count) {
	for i, c := range r.Columns {
		if c.Kind == programme.Distinct {
			continue // subjects of several rows: the total is not their sum
		}
		if rows, whole := r.Total.Values[i], counts[i].whole.Quantity; rows != whole {
			r.Problems = append(r.Problems, Problem{Row: Total, Column: c.Key, Left: rows, Right: whole})
		}
	}
	for _, row := range r.Lines() {
		for _, check := range r.Table.Checks {
			left, right := check.Sides()
			if l, r2 := r.sum(row, left), r.sum(row, right); l != r2 {
				r.Problems = append(r.Problems, Problem{Row: row.Key, Check: string(check), Left: l, Right: r2})
			}
		}
	}
}

func (r *Result) sum(row Row, columns []string) int64 {
	var n int64
	for _, key := range columns {
		n += row.Values[r.Column(key)]
	}
	return n
}
