package programme

import (
	"maps"
	"slices"
	"strings"

	"sanad/locale"
)

type tableFile struct {
	Tables    []Table    `key:"tables,need"`
	Figures   []Figure   `key:"figures"`
	Relations []Relation `key:"relations"`
}

// Table is a table the programme publishes: its rows, its columns and what must
// hold between them. Package statistics computes it.
type Table struct {
	at
	Name      string      `key:"name,need"`
	Title     locale.Text `key:"title,need"`
	Note      locale.Text `key:"note"`
	Unit      Unit        `key:"unit,need"` // what the table counts; a column may say otherwise through its measure
	By        []string    `key:"by,need"`   // the dimensions the rows can be; the first is shown unless asked
	Rows      Rows        `key:"rows"`
	Where     Where       `key:"where"` // what of the measures is counted, in every column
	Columns   []Column    `key:"columns,need"`
	Pivot     *Pivot      `key:"pivot"`
	Checks    []Check     `key:"checks"`
	Shares    []Share     `key:"shares"`
	Across    *Across     `key:"across"`
	Sort      *Sort       `key:"sort"`
	Chart     []string    `key:"chart"` // columns drawn as bars
	Map       string      `key:"map"`   // column drawn on the map of regions or provinces
	Footnotes []Footnote  `key:"footnotes"`
	Threshold *int        `key:"threshold"` // counts from 1 to below it are not published; 5 for persons and 0, which is none, for others when left out
}

// usual is the threshold of persons that official statistics use most.
const usual = 5

// Protects is the threshold of a column's counts in a publication; 0: none.
func (t *Table) Protects(u Unit) int64 {
	switch {
	case u == Centimes:
		return 0 // an amount is no count of anybody
	case t.Threshold != nil:
		return int64(*t.Threshold)
	case u == Persons:
		return usual
	}
	return 0
}

// Rows says which rows a table has. Without it: every place, or the periods and
// codes that count something, and a total.
type Rows struct {
	at
	Show   string      `key:"show"`   // all codes (when empty, for places and code lists), or present: those that count something
	Order  []string    `key:"order"`  // these keys first, in this order; the others in the order of their codes
	Groups string      `key:"groups"` // the dimension whose codes gather the rows; each is a row above its own
	Total  string      `key:"total"`  // none: the table has no total
	Label  locale.Text `key:"label"`  // what the total is called: "General total"
}

// Where are the codes that count, by dimension: {sex: [F]}. A dimension that is
// not named does not matter.
type Where map[string][]string

// Column is one measure in a table. By period, a flow shows what the period
// brought and a stock how much it changed, so that rows sum to the total; with
// at, a stock shows how it stood.
type Column struct {
	at
	Key     string      `key:"key,need"`
	Title   locale.Text `key:"title,need"`
	Measure string      `key:"measure,need"`
	Kind    Kind        `key:"kind"` // the measure's own when empty; or distinct: its subjects
	Where   Where       `key:"where"`
	Digits  *int        `key:"digits"` // of dirhams: 0 or 2, which it is when left out
	At      string      `key:"at"`     // of a stock by period: change (when empty), opening or closing
	Sum     locale.Text `key:"sum"`    // what the total of overlapping rows is: "a sum of services, not of persons"
}

// Pivot repeats the columns for every code of a dimension. The key of a column
// is then the code ("2020"), or with several columns "projects_2020"; a total
// over the codes comes last.
type Pivot struct {
	at
	By    string   `key:"by,need"`
	Keys  []string `key:"keys"`  // these codes; without them every code of a list, and the periods that count something
	Total string   `key:"total"` // none: no total over the codes
}

// Across is a line under the total: each column as a percentage of another, in
// the total row.
type Across struct {
	at
	Title  locale.Text `key:"title,need"`
	Of     string      `key:"of,need"` // column
	Digits int         `key:"digits"`
}

// Footnote explains a table, or a row, a column or a cell of it.
type Footnote struct {
	at
	Row    string      `key:"row"`    // key; empty for every row
	Column string      `key:"column"` // key; empty for every column
	Text   locale.Text `key:"text,need"`
}

// Check is a sum that holds in every row: "deposited = waiting + received", or a
// limit: "subsidised <= licensed". Terms are added with + and taken off with -.
type Check string

// Term is a column or a figure in a check.
type Term struct {
	Name  string
	Minus bool
}

// Sides are the terms on the left and on the right.
func (c Check) Sides() (left, right []Term) {
	l, r, _ := strings.Cut(string(c), c.Sign())
	return terms(l), terms(r)
}

// Sign is "=" or "<=".
func (c Check) Sign() string {
	if strings.Contains(string(c), "<=") {
		return "<="
	}
	return "="
}

// Holds compares the sums of both sides.
func (c Check) Holds(left, right int64) bool {
	return left == right || c.Sign() == "<=" && left < right
}

// Names are all its terms.
func (c Check) Names() []string {
	left, right := c.Sides()
	var out []string
	for _, t := range append(left, right...) {
		out = append(out, t.Name)
	}
	return out
}

func terms(side string) []Term {
	var out []Term
	minus := false
	for _, word := range strings.Fields(side) { // names may hold - themselves
		switch word {
		case "+", "-":
			minus = word == "-"
		default:
			out = append(out, Term{Name: word, Minus: minus})
		}
	}
	return out
}

// Share is a percentage: a column over another of the same row, or over the
// total of a column.
type Share struct {
	at
	Key         string      `key:"key,need"`
	Title       locale.Text `key:"title,need"`
	Numerator   string      `key:"numerator,need"`
	Denominator string      `key:"denominator,need"`
	Of          string      `key:"of"` // row (when empty) or total
	Digits      int         `key:"digits"`
}

// Sort is the order of the rows; without it they are in the order of their codes.
type Sort struct {
	at
	Column string `key:"column,need"`
	Desc   bool   `key:"desc"`
}

// Table finds a table by name, nil when the programme has none of that name.
func (d *Definition) Table(name string) *Table {
	for i := range d.Tables {
		if d.Tables[i].Name == name {
			return &d.Tables[i]
		}
	}
	return nil
}

// Table finds a table and its programme by the table's name.
func (s *Set) Table(name string) (*Definition, *Table, bool) {
	for _, d := range s.list {
		if t := d.Table(name); t != nil {
			return d, t, true
		}
	}
	return nil, nil, false
}

// Tables are all tables in the order of their names, which is the report's.
func (s *Set) Tables() []*Table {
	var out []*Table
	for _, d := range s.list {
		for i := range d.Tables {
			out = append(out, &d.Tables[i])
		}
	}
	slices.SortFunc(out, func(a, b *Table) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Column finds a column by key, nil when there is none.
func (t *Table) Column(key string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Key == key {
			return &t.Columns[i]
		}
	}
	return nil
}

// HasTotal tells that the table ends with a total.
func (t *Table) HasTotal() bool { return t.Rows.Total != "none" }

// And is both conditions; a dimension in both keeps the codes of both.
func (w Where) And(other Where) Where {
	out := maps.Clone(w)
	for dim, codes := range other {
		if out == nil {
			out = Where{}
		}
		if mine, ok := out[dim]; ok {
			codes = slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return !slices.Contains(mine, c) })
		}
		out[dim] = codes
	}
	return out
}

// Dims are its dimensions, sorted.
func (w Where) Dims() []string { return slices.Sorted(maps.Keys(w)) }
