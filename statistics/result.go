package statistics

import (
	"cmp"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
)

// Result is a computed table.
type Result struct {
	Programme      *programme.Definition
	Table          *programme.Table
	By             string
	AsOf           calendar.Date
	KnownOn        calendar.Instant // as asked, or when the last posting that counts was recorded; 0: none counts. Asked again with it, the answer is the same
	DefinitionHash string           // of the programme, sha256 in hex
	Columns        []Column
	Rows           []Row
	Total          Row
	Problems       []Problem
}

// Column is a column of figures.
type Column struct {
	Key     string
	Title   locale.Text
	Measure string
	Unit    programme.Unit
	Kind    programme.Kind // flow, stock, or distinct: which does not add up over rows
}

// Row is a line of figures, in the order of the columns, and of shares, in the
// order of the table's.
type Row struct {
	Key    string // slug of a region, code of a province, "2021-07", "2021", Unassigned or Total
	Code   string // of the region or province, empty for others
	Title  locale.Text
	Values []int64 // in the columns' units
	Shares []Share
}

// Share is a fraction before any rounding. Den 0: there is none.
type Share struct{ Num, Den int64 }

// Problem is a difference between two figures that must be equal.
type Problem struct {
	Row    string // key of the row
	Column string // whose rows do not add up to the whole; empty for a check
	Check  string // as the table writes it; empty for a whole
	Left   int64  // of the check; or the sum of the rows
	Right  int64  // of the check; or the whole
}

// Fault is a problem of the result, with the titles of its row and columns.
func (r *Result) Fault(p Problem) *fault.Error {
	if p.Check == "" {
		return fault.New(fault.Internal, "statistics.whole-differs", fault.Args{"column": r.title(p.Column), "rows": p.Left, "whole": p.Right})
	}
	row, _ := r.Row(p.Row)
	return fault.New(fault.Internal, "statistics.check-differs",
		fault.Args{"row": row.Title, "check": r.CheckTitle(programme.Check(p.Check)), "left": p.Left, "right": p.Right})
}

// CheckTitle is a check with the titles of its columns: "Received = Accepted + …".
func (r *Result) CheckTitle(c programme.Check) locale.Text {
	left, right := c.Sides()
	return words(func(p *locale.Printer) string {
		return r.sumTitle(left, p.Lang()) + " = " + r.sumTitle(right, p.Lang())
	})
}

func (r *Result) sumTitle(keys []string, lang locale.Lang) string {
	titles := make([]string, len(keys))
	for i, key := range keys {
		titles[i] = r.title(key).In(lang)
	}
	return strings.Join(titles, " + ")
}

func (r *Result) title(column string) locale.Text { return r.Columns[r.Column(column)].Title }

// Reconciles tells that every check holds in every row and every total is the
// whole. A table that does not is shown with its problems, and never published.
func (r *Result) Reconciles() bool { return len(r.Problems) == 0 }

// Column finds a column and its place, -1 when there is none.
func (r *Result) Column(key string) int {
	return slices.IndexFunc(r.Columns, func(c Column) bool { return c.Key == key })
}

// Row finds a row by its key, the total included.
func (r *Result) Row(key string) (Row, bool) {
	for _, row := range r.Lines() {
		if row.Key == key {
			return row, true
		}
	}
	return Row{}, false
}

// Lines are the rows and then the total.
func (r *Result) Lines() []Row { return append(slices.Clone(r.Rows), r.Total) }

// Ask is the question that gives this very answer again.
func (r *Result) Ask() Ask {
	return Ask{Table: r.Table.Name, By: r.By, AsOf: r.AsOf, KnownOn: r.KnownOn}
}

func byKey(a, b Row) int { return strings.Compare(a.Key, b.Key) }

// sort puts the rows in the table's order. Months run as time does, and what
// belongs to no place comes last.
func (r *Result) sort() {
	s := r.Table.Sort
	if s == nil || dimensions[r.By].periodic() {
		return
	}
	i := r.Column(s.Column)
	slices.SortStableFunc(r.Rows, func(a, b Row) int {
		order := cmp.Compare(a.Values[i], b.Values[i])
		if s.Desc {
			order = -order
		}
		return cmp.Or(last(a)-last(b), order, byKey(a, b))
	})
}

func last(r Row) int {
	if r.Key == Unassigned {
		return 1
	}
	return 0
}
