package edition

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sanad/programme"
	"sanad/statistics"
)

// counted writes what a cell counts, without its dates: the same wherever it is
// counted, so that tables that share a margin, and editions, are linked by it.
func counted(r *statistics.Result, row statistics.Row, c statistics.Column) string {
	def, where := r.Table.Column(c.Of), programme.Where{}
	where = where.And(r.Table.Where)
	at := ""
	if def != nil {
		where, at = where.And(def.Where), def.At
	}
	if p := r.Table.Pivot; p != nil && c.Group != "" && c.Group != statistics.Total {
		where = where.And(programme.Where{p.By: {c.Group}})
	}
	if row.Key != statistics.Total {
		where = where.And(programme.Where{cmp.Or(row.Level, r.By): {row.Key}})
	}
	return says(r.Programme.ID, c.Measure, c.Kind, at, where)
}

// says writes what is counted, without its dates.
func says(programmeID, measure string, kind programme.Kind, at string, where programme.Where) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s/%s/%s/%s", programmeID, measure, kind, at)
	for _, dim := range where.Dims() {
		fmt.Fprintf(&b, " %s=%s", dim, strings.Join(slices.Sorted(slices.Values(where[dim])), ","))
	}
	return b.String()
}

// sum is what a table says of its cells: a total is what its parts add up to, or
// at most that where they overlap.
type sum struct {
	total    printed
	parts    []printed
	overlaps bool
}

// printed is a cell of a table that has a figure.
type printed struct {
	name   string
	column int
	cell   statistics.Cell
}

// sums are all that a reader of the table can add up. One with a figure that is
// not there tells nothing.
func sums(r *statistics.Result) []sum {
	var out []sum
	add := func(total statistics.Row, at int, parts []statistics.Row, overlaps bool) {
		s := sum{total: place(r, total, at), overlaps: overlaps}
		for _, part := range parts {
			s.parts = append(s.parts, place(r, part, at))
		}
		out = append(out, s)
	}
	for i, c := range r.Columns {
		distinct := c.Kind == programme.Distinct
		if r.HasTotal() {
			add(r.Total, i, under(r, ""), distinct)
		}
		for _, row := range r.Rows {
			if parts := under(r, row.Key); len(parts) > 0 && row.Key != "" {
				add(row, i, parts, distinct)
			}
		}
	}
	out = append(out, acrossColumns(r)...)
	return slices.DeleteFunc(out, func(s sum) bool {
		return len(s.parts) == 0 || !s.total.cell.Known() || slices.ContainsFunc(s.parts, func(p printed) bool { return !p.cell.Known() })
	})
}

func place(r *statistics.Result, row statistics.Row, i int) printed {
	return printed{counted(r, row, r.Columns[i]), i, row.Cells[i]}
}

// under are the rows that a row gathers; "" gathers those at the top.
func under(r *statistics.Result, parent string) []statistics.Row {
	var out []statistics.Row
	for _, row := range r.Rows {
		if row.Parent == parent {
			out = append(out, row)
		}
	}
	return out
}

// acrossColumns are the sums of a pivot: its total over the codes.
func acrossColumns(r *statistics.Result) []sum {
	var out []sum
	for i, c := range r.Columns {
		if c.Group != statistics.Total {
			continue
		}
		for _, row := range r.Lines() {
			s := sum{total: place(r, row, i), overlaps: c.Kind == programme.Distinct}
			for j, part := range r.Columns {
				if part.Of == c.Of && j != i {
					s.parts = append(s.parts, place(r, row, j))
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// check is a check of a table in a row: both sides, without minus.
type check struct {
	left, right []printed
	limit       bool // the left is at most the right
}

// checks are the table's checks in each row. They are published as well: who
// reads them can compute by them.
func checks(r *statistics.Result) []check {
	var out []check
	for _, row := range r.Lines() {
		for _, text := range r.Table.Checks {
			left, right := text.Sides()
			c := check{limit: text.Sign() == "<="}
			complete := c.take(r, row, left, &c.left, &c.right) && c.take(r, row, right, &c.right, &c.left)
			if complete && len(c.left) > 0 && len(c.right) > 0 {
				out = append(out, c)
			}
		}
	}
	return out
}

// take puts the terms of a side where they stand without a minus.
func (c *check) take(r *statistics.Result, row statistics.Row, side []programme.Term, here, there *[]printed) bool {
	for _, term := range side {
		i := r.Column(term.Name)
		if i < 0 || !row.Cells[i].Known() {
			return false
		}
		if term.Minus {
			*there = append(*there, place(r, row, i))
		} else {
			*here = append(*here, place(r, row, i))
		}
	}
	return true
}
