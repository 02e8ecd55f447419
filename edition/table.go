package edition

import (
	"cmp"
	"context"
	"slices"

	"sanad/fault"
	"sanad/locale"
	"sanad/statistics"
)

// Table is a table of an edition as the public reads it.
type Table struct {
	Content
	Check  Check
	Result *statistics.Result // hidden cells are statistics.Suppressed
}

// Protection says what is protected under the table, for its readers; empty when
// nothing is. It does not tell which cells are hidden for their own sake.
func (t Table) Protection(p *locale.Printer) string { return t.Check.Protection(p) }

// Protection says the same of a check.
func (c Check) Protection(p *locale.Printer) string {
	switch {
	case c.Least == 0:
		return ""
	case len(c.Hidden) == 0:
		return p.T("disclosure.nothing-hidden", "threshold", c.Least)
	}
	return p.T("disclosure.hidden", "threshold", c.Least, "most", c.Least-1, "mark", statistics.SuppressedMark) + " " +
		p.Count("disclosure.count", int64(len(c.Hidden)), "cells", c.Cells)
}

// Tables computes the tables of a checked edition again, by its own definitions
// and dates, and hides what its check decided.
//
// Errors: edition.not-checked; edition.withdrawn; edition.differs when a table is
// not what was signed, which is a defect of the program; edition.definition-lost,
// edition.definition-unreadable.
func (o *Office) Tables(ctx context.Context, e Edition) ([]Table, error) {
	switch {
	case e.State == Withdrawn:
		return nil, fault.New(fault.Conflict, "edition.withdrawn", fault.Args{"reason": e.Reason})
	case e.Outcome == nil || !e.Outcome.Passed():
		return nil, fault.New(fault.Conflict, "edition.not-checked", nil)
	}
	results, err := o.results(ctx, e)
	if err != nil {
		return nil, err
	}
	out := make([]Table, len(results))
	for i, r := range results {
		c, _ := e.Outcome.Of(e.Contents[i])
		digest, err := digestOf(r, c)
		if err != nil {
			return nil, err
		}
		if digest != c.Digest {
			return nil, fault.New(fault.Internal, "edition.differs", fault.Args{"table": r.Table.Title})
		}
		out[i] = Table{Content: c.Content, Check: c, Result: protected(r, c)}
	}
	return out, nil
}

// protected is a result without what a check decided to hide: the figures, the
// percentages that rest on them, and the order that would tell which is larger.
func protected(r *statistics.Result, c Check) *statistics.Result {
	out := *r
	out.Rows = slices.Clone(r.Rows)
	hidden := map[Place]bool{}
	for _, p := range c.Hidden {
		hidden[p] = true
	}
	total := func(column string) bool { return hidden[Place{statistics.Total, column}] }
	hide := func(row *statistics.Row) {
		row.Cells, row.Shares = slices.Clone(row.Cells), slices.Clone(row.Shares)
		for i := range row.Cells {
			if hidden[Place{row.Key, r.Columns[i].Key}] {
				row.Cells[i] = statistics.Cell{State: statistics.Suppressed, Origin: row.Cells[i].Origin}
			}
		}
		mine := func(column string) bool { return hidden[Place{row.Key, column}] }
		for i, s := range r.Table.Shares {
			base := mine
			if s.Of == "total" {
				base = total
			}
			if i < len(row.Shares) && (rests(r, s.Numerator, mine) || rests(r, s.Denominator, base)) {
				row.Shares[i] = statistics.Share{}
			}
		}
	}
	for i := range out.Rows {
		hide(&out.Rows[i])
	}
	hide(&out.Total)
	out.Across = slices.Clone(r.Across)
	for i := range out.Across {
		if total(r.Columns[i].Key) || r.Table.Across != nil && rests(r, r.Table.Across.Of, total) {
			out.Across[i] = statistics.Share{}
		}
	}
	unsort(&out)
	return &out
}

// rests tells that a column, or one that a pivot made of it, is hidden.
func rests(r *statistics.Result, column string, hidden func(string) bool) bool {
	return slices.ContainsFunc(r.Columns, func(c statistics.Column) bool { return (c.Key == column || c.Of == column) && hidden(c.Key) })
}

// unsort puts the rows whose place would tell a hidden figure after the others
// that are gathered with them, in the order of their keys.
func unsort(r *statistics.Result) {
	if r.Table.Sort == nil {
		return
	}
	by := r.Column(r.Table.Sort.Column)
	rank := func(row statistics.Row) int {
		switch {
		case row.Key == statistics.Unassigned:
			return 2
		case by >= 0 && row.Cells[by].State == statistics.Suppressed:
			return 1
		}
		return 0
	}
	for first := 0; first < len(r.Rows); {
		end := first + 1
		for end < len(r.Rows) && r.Rows[end].Parent == r.Rows[first].Parent {
			end++
		}
		slices.SortStableFunc(r.Rows[first:end], func(a, b statistics.Row) int {
			order := rank(a) - rank(b)
			if order == 0 && rank(a) == 1 {
				order = cmp.Compare(a.Key, b.Key)
			}
			return order
		})
		first = end
	}
}
