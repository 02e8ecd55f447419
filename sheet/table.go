package sheet

import (
	"strings"
	"unicode"
)

// Table is a table ready to be written: every word is in the reader's language.
type Table struct {
	Name    string // of the file and the sheet: "01-widows-by-region"
	Lang    string // tag of the language, "ar-MA"
	RTL     bool   // the language runs from right to left
	Title   string
	Lead    string // one line under the title, or empty
	Head    Head   // of the rows
	Across  Head   // of the columns, which a turned table has as its rows
	Keys    []Head // columns of keys in CSV: what rows are, and what gathers them; the head alone when empty
	Columns []Column
	Rows    []Row
	Unit    string // what is counted, in words; empty where every column says its own
	Notes   []string
	About   []Fact // where the figures come from: source, dates, definition
}

// Head is what the rows are.
type Head struct{ Key, Title string }

// Fact is a line about a table.
type Fact struct{ Label, Text string }

// Column is a column of figures.
type Column struct {
	Key     string
	Title   string
	Group   string // over several columns that follow each other; empty for none
	Unit    string // in words; empty for a percentage
	Digits  int    // decimals
	Percent bool
	Derived bool // computed from other columns of the table: left out of CSV
	Total   bool // the sum of others, or the whole counted apart
}

// Row is a line of the table.
type Row struct {
	Key   string
	Keys  []string // in the order of the table's; its key alone when empty
	Title string
	Code  string // of a place in the lists of the State, for maps; empty for others
	Level int    // 0 outermost; one more for each step inwards
	Total bool   // the sum of others, or the whole counted apart
	Cells []Cell

	// A line of percentages under figures: left out of CSV, like columns that
	// are computed from others.
	Derived, Percent bool
	Digits           int // of its percentages
}

// State says what a cell holds.
type State string

// The states. A figure of a document stands like one of records; what is not
// there has the code that statistical offices write for it.
const (
	Given      State = ""   // a figure
	Reported   State = "r"  // a figure of a document and not of records
	Missing    State = ".." // the sources do not state it
	Suppressed State = "x"  // withheld, because it could name somebody
)

// keyColumns are the columns of keys.
func (t *Table) keyColumns() []Head {
	if len(t.Keys) == 0 {
		return []Head{t.Head}
	}
	return t.Keys
}

func (r Row) keys() []string {
	if len(r.Keys) == 0 {
		return []string{r.Key}
	}
	return r.Keys
}

// shown is how the cells of a row are written in a column.
func (r Row) shown(c Column) Column {
	if r.Percent {
		c.Percent, c.Digits = true, r.Digits
	}
	return c
}

// Cell is a figure: Value with as many decimals as its column has digits, so
// that 1038 in a column of percentages with two digits is 10.38 %. What is not
// there shows the code of its state.
type Cell struct {
	Value int64
	State State
	Mark  string // beside a figure: the number of a footnote; instead of one: what stands there, the code when empty
}

// Has tells that the cell holds a figure.
func (c Cell) Has() bool { return c.State == Given || c.State == Reported }

// Gap is what stands in the place of a figure that is not there.
func (c Cell) Gap() string {
	if c.Mark != "" {
		return c.Mark
	}
	return string(c.State)
}

// clean takes out what no text of a table needs: control characters, and the
// marks that turn the direction of what follows.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		turns := r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		if turns || unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
}

// Neutral is a text that no spreadsheet takes for a formula: one that begins
// with =, +, -, @ or a full-width form of them gets an apostrophe (OWASP, CSV
// injection). It is for CSV; a workbook types its text.
func Neutral(text string) string {
	text = clean(text)
	first := strings.TrimLeftFunc(text, unicode.IsSpace)
	if first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
		return "'" + text
	}
	return text
}
