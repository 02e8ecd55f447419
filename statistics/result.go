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
	Total          Row     // without Cells where the table has no total, see HasTotal
	Across         []Share // of each column in the total, where the table has such a line
	Problems       []Problem
	Overlaps       []Overlap
}

// Overlap is a distinct count whose rows exceed the total, as they should where
// somebody, or a centre, stands in several.
type Overlap struct {
	Column string
	Rows   int64 // their sum
	Total  int64
}

// Column is a column of figures.
type Column struct {
	Key        string
	Title      locale.Text
	Group      string      // the code of the pivot: "2020", Total for the total over the codes; empty without pivot
	GroupTitle locale.Text // its words
	Measure    string
	Unit       programme.Unit
	Kind       programme.Kind // flow, stock, or distinct: which does not add up over rows
	Digits     int            // decimals shown: 2 or 0 for dirhams, 0 for the others
	Of         string         // key of the definition's column that a pivot repeats; Key without pivot
	Sum        locale.Text    // what the total is where rows overlap: "a sum of services"

	at string // opening or closing, of a stock
}

// Heading is what stands over a column where heads have one line: with the code
// of the pivot before the column's own words.
func (c Column) Heading() locale.Text {
	if c.GroupTitle == (locale.Text{}) || c.GroupTitle == c.Title {
		return c.Title
	}
	return locale.Text{Ar: c.GroupTitle.Ar + " – " + c.Title.Ar, Fr: c.GroupTitle.Fr + " – " + c.Title.Fr, En: c.GroupTitle.En + " – " + c.Title.En}
}

// Row is a line of figures, in the order of the columns, and of shares, in the
// order of the table's.
type Row struct {
	Key    string // slug of a region, code of a province or a dimension, "2021-07", "2021", Unassigned or Total
	Code   string // of the region or province, empty for others
	Title  locale.Text
	Level  string // the dimension the row is a code of: "axis" above "service"; Total for the total
	Parent string // key of the row that gathers it, empty when there is none
	Cells  []Cell
	Shares []Share
}

// Cell is a figure.
type Cell struct {
	Value  int64 // in the column's unit; 0 unless it is known
	State  State
	Origin Origin // what it is made of; 0: nothing was posted
	Other  *int64 // what the other origin says where it does not stand; nil: nothing
}

// State says whether a figure is there.
type State int

// The states. A publication puts Suppressed; the engine never does.
const (
	Known      State = iota // the zero value, as a figure of nothing is a known 0
	NotStated               // only documents speak of it, and they do not state it
	Suppressed              // withheld, because it could name somebody
)

// Origin is what a figure is made of; a figure of both has both bits.
type Origin int

// The origins.
const (
	Recorded Origin = 1 << iota // postings of events about records
	Reported                    // figures of documents, for days without records
)

// Known tells that the cell has a figure.
func (c Cell) Known() bool { return c.State == Known }

// Values are the figures of the row, 0 for those that are not known.
func (r Row) Values() []int64 {
	out := make([]int64, len(r.Cells))
	for i, c := range r.Cells {
		out[i] = c.Value
	}
	return out
}

// Share is a fraction before any rounding. Den 0: there is none, as when one of
// its figures is not known.
type Share struct{ Num, Den int64 }

// Problem is a difference between two figures that must be equal.
type Problem struct {
	Row    string // key of the row
	Column string // whose rows do not add up to the whole; empty for a check
	Check  string // as the table writes it; empty for a whole
	Left   int64  // of the check; or the sum of the rows, or of the columns of a pivot
	Right  int64  // of the check; or the whole
}

// Fault is a problem of the result, with the titles of its row and columns.
func (r *Result) Fault(p Problem) *fault.Error {
	row, _ := r.Row(p.Row)
	switch i := r.Column(p.Column); {
	case p.Check == "" && p.Row != Total:
		return fault.New(fault.Internal, "statistics.across-differs", fault.Args{"row": row.Title, "columns": p.Left, "total": p.Right})
	case p.Check == "" && i >= 0 && r.Columns[i].Kind == programme.Distinct:
		return fault.New(fault.Internal, "statistics.distinct-differs", fault.Args{"column": r.title(p.Column), "rows": p.Left, "whole": p.Right})
	case p.Check == "":
		return fault.New(fault.Internal, "statistics.whole-differs", fault.Args{"column": r.title(p.Column), "rows": p.Left, "whole": p.Right})
	}
	return fault.New(fault.Internal, "statistics.check-differs",
		fault.Args{"row": row.Title, "check": r.CheckTitle(programme.Check(p.Check)), "left": p.Left, "right": p.Right})
}

// CheckTitle is a check with the titles of its columns: "Received = Accepted + …".
func (r *Result) CheckTitle(c programme.Check) locale.Text {
	left, right := c.Sides()
	return words(func(p *locale.Printer) string {
		return r.sumTitle(left, p.Lang()) + " " + c.Sign() + " " + r.sumTitle(right, p.Lang())
	})
}

func (r *Result) sumTitle(side []programme.Term, lang locale.Lang) string {
	var b strings.Builder
	for i, term := range side {
		switch {
		case term.Minus:
			b.WriteString(" - ")
		case i > 0:
			b.WriteString(" + ")
		}
		b.WriteString(r.title(term.Name).In(lang))
	}
	return b.String()
}

// title is the title of a column, its key where the result has none of it.
func (r *Result) title(column string) locale.Text {
	if i := r.Column(column); i >= 0 {
		return r.Columns[i].Title
	}
	return locale.Text{Ar: column}
}

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

// HasTotal tells that the table ends with a total.
func (r *Result) HasTotal() bool { return r.Table.HasTotal() }

// Lines are the rows and then the total, where there is one.
func (r *Result) Lines() []Row {
	if !r.HasTotal() {
		return r.Rows
	}
	return append(slices.Clone(r.Rows), r.Total)
}

// Cell is the figure of a row and a column, by their keys; false when there is
// none.
func (r *Result) Cell(row, column string) (Cell, bool) {
	i := r.Column(column)
	line, ok := r.Row(row)
	if i < 0 || !ok || i >= len(line.Cells) {
		return Cell{}, false
	}
	return line.Cells[i], true
}

// Origins are those of all its figures together: whether a reader must be told
// that some come from documents.
func (r *Result) Origins() Origin {
	var all Origin
	for _, row := range r.Lines() {
		for _, c := range row.Cells {
			all |= c.Origin
		}
	}
	return all
}

// Footnotes are the numbers, from 1, of the table's footnotes about a row, a
// column or a cell; with both keys empty, those about the whole table.
func (r *Result) Footnotes(row, column string) []int {
	var out []int
	for i, f := range r.Table.Footnotes {
		of := column
		if c := r.Column(column); c >= 0 && f.Column != column {
			of = r.Columns[c].Of
		}
		if f.Row == row && (f.Column == column || f.Column == of) {
			out = append(out, i+1)
		}
	}
	return out
}

// Ask is the question that gives this very answer again.
func (r *Result) Ask() Ask {
	return Ask{Table: r.Table.Name, By: r.By, AsOf: r.AsOf, KnownOn: r.KnownOn}
}

// sort puts the rows in the table's order. Periods run as time does, rows that a
// row gathers stay below it, and what belongs nowhere comes last.
func (r *Result) sort() {
	place := func(row Row) int {
		if i := slices.Index(r.Table.Rows.Order, row.Key); i >= 0 {
			return i
		}
		return len(r.Table.Rows.Order)
	}
	order := func(a, b Row) int { return cmp.Or(last(a)-last(b), cmp.Compare(place(a), place(b))) }
	if s := r.Table.Sort; s != nil && !r.Programme.Ledger.IsPeriod(r.By) {
		i := r.Column(s.Column)
		order = func(a, b Row) int {
			by := cmp.Compare(a.Cells[i].Value, b.Cells[i].Value)
			if s.Desc {
				by = -by
			}
			return cmp.Or(last(a)-last(b), by, strings.Compare(a.Key, b.Key))
		}
	}
	if r.Table.Rows.Groups == "" {
		slices.SortStableFunc(r.Rows, order)
	}
}

func last(r Row) int {
	if r.Key == Unassigned {
		return 1
	}
	return 0
}

// prune takes out rows and columns that could have held something and hold
// nothing: periods, codes that nobody listed, and what belongs nowhere.
func (r *Result) prune(l *layout) {
	r.Rows = slices.DeleteFunc(r.Rows, func(row Row) bool {
		optional := row.Key == Unassigned || r.Table.Rows.Show == "present" || l.by.codes == nil
		return optional && nothing(row.Cells)
	})
	for i := len(r.Columns) - 1; i >= 0; i-- {
		c := r.Columns[i]
		optional := l.pivot != nil && c.Group != Total && (l.pivot.codes == nil || c.Group == Unassigned)
		if optional && r.empty(func(other Column) bool { return other.Group == c.Group }) {
			r.removeColumn(i)
		}
	}
}

// empty tells that some columns hold nothing in any row.
func (r *Result) empty(which func(c Column) bool) bool {
	for _, row := range append(slices.Clone(r.Rows), r.Total) {
		for i, c := range r.Columns {
			if which(c) && !nothing(row.Cells[i:i+1]) {
				return false
			}
		}
	}
	return true
}

func nothing(cells []Cell) bool {
	return !slices.ContainsFunc(cells, func(c Cell) bool { return c.Value != 0 || c.State == Suppressed })
}

func (r *Result) removeColumn(i int) {
	r.Columns = slices.Delete(r.Columns, i, i+1)
	for n := range r.Rows {
		r.Rows[n].Cells = slices.Delete(r.Rows[n].Cells, i, i+1)
	}
	r.Total.Cells = slices.Delete(r.Total.Cells, i, i+1)
}
