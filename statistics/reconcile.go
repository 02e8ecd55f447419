package statistics

import "sanad/programme"

// reconcileRows holds the rows of every column against the whole that was
// computed apart. Rows of a distinct count may add up to more than it, never to
// less. None that a document states exceeds it; of what is recorded one may,
// where somebody is taken back in another row.
func (r *Result) reconcileRows(whole []Cell) {
	if len(r.Rows) == 0 {
		return
	}
	for i, c := range r.Columns {
		sum, known := r.sumOfRows(i)
		right := whole[i].Value
		switch {
		case !whole[i].Known() || c.at != "":
		case c.Kind != programme.Distinct && known && sum != right, c.Kind == programme.Distinct && (known && sum < right || whole[i].Origin == Reported && r.largest(i) > right):
			r.Problems = append(r.Problems, Problem{Row: Total, Column: c.Key, Left: sum, Right: right})
		case c.Kind == programme.Distinct && sum > right && r.HasTotal():
			r.Overlaps = append(r.Overlaps, Overlap{Column: c.Key, Rows: sum, Total: right})
		}
	}
}

func (r *Result) largest(column int) int64 {
	largest := r.Rows[0].Cells[column].Value
	for _, row := range r.Rows {
		largest = max(largest, row.Cells[column].Value)
	}
	return largest
}

// reconcile holds every row, and the total, against the table's checks, and the
// columns of a pivot against their total.
func (r *Result) reconcile() {
	for _, row := range r.Lines() {
		for _, check := range r.Table.Checks {
			left, right := check.Sides()
			l, okL := r.sum(row, left)
			r2, okR := r.sum(row, right)
			if okL && okR && !check.Holds(l, r2) {
				r.Problems = append(r.Problems, Problem{Row: row.Key, Check: string(check), Left: l, Right: r2})
			}
		}
		r.reconcileAcross(row)
	}
}

// reconcileAcross holds the columns of a pivot against their total.
func (r *Result) reconcileAcross(row Row) {
	for i, total := range r.Columns {
		if total.Group != Total || !total.adds() || !row.Cells[i].Known() {
			continue
		}
		var sum int64
		known := true
		for n, c := range r.Columns {
			if c.Of == total.Of && c.Group != Total {
				sum += row.Cells[n].Value
				known = known && row.Cells[n].Known()
			}
		}
		if known && sum != row.Cells[i].Value {
			r.Problems = append(r.Problems, Problem{Row: row.Key, Column: total.Key, Left: sum, Right: row.Cells[i].Value})
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
