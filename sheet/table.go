package sheet

import (
	"strconv"
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
	Columns []Column
	Rows    []Row
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
}

// Row is a line of the table.
type Row struct {
	Key   string
	Title string
	Level int  // 0 outermost; one more for each step inwards
	Total bool // the sum of others, or the whole counted apart
	Cells []Cell
}

// State says what a cell holds.
type State string

// The states. Each has the code that statistical offices write for it.
const (
	Given      State = ""  // a figure
	Empty      State = "z" // there cannot be one
	Suppressed State = "c" // there is one, and it is confidential
	Missing    State = "m" // there should be one, and nobody has it
	Reported   State = "r" // a figure of a document and not of records
	Estimated  State = "e" // a figure that its source calls approximate
)

// Cell is a figure: Value with as many decimals as its column has digits, so
// that 1038 in a column of percentages with two digits is 10.38 %.
type Cell struct {
	Value int64
	State State
	Mark  string // what stands in the place of a figure that is not given; "…"
}

// Has tells that the cell holds a figure.
func (c Cell) Has() bool { return c.State == Given || c.State == Reported || c.State == Estimated }

// decimal writes a value with its decimals as machines read it: "-12.50".
func decimal(value int64, digits int) string {
	negative := value < 0
	text := uint64(value)
	if negative {
		text = -text
	}
	out := pad(text, digits)
	if negative {
		return "-" + out
	}
	return out
}

func pad(n uint64, digits int) string {
	text := strconv.FormatUint(n, 10)
	if digits == 0 {
		return text
	}
	if short := digits + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	return text[:len(text)-digits] + "." + text[len(text)-digits:]
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
