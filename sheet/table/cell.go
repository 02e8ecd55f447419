package table

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/fault"
	"sanad/locale"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells. A CSV has text and nothing else.
const (
	Empty Kind = iota
	Text
	Number
	Day  // a number that the workbook shows as a date
	Bool // true is "1", false "0"
)

// Cell is one cell. A text keeps its letters as they were typed; what nobody
// sees is taken out: marks of direction, letters without width, a second blank.
type Cell struct {
	Kind  Kind
	Text  string       // to be kept; numbers without exponent, days "2015-12-31" or, where the workbook shows no day, "2015-12" or "2015"
	Raw   string       // as the file has it
	Fault *fault.Error // why the value cannot be trusted; Text is empty then
}

// csvCell takes off what only keeps a spreadsheet from touching a text: the
// apostrophe that sheet.Neutral puts before a formula, and ="00123".
func csvCell(raw string) Cell {
	text := raw
	if len(text) > 1 && text[0] == '\'' && strings.ContainsRune("=+-@＝＋－＠", []rune(strings.TrimSpace(text[1:]) + " ")[0]) {
		text = text[1:]
	}
	if len(text) > 2 && strings.HasPrefix(text, `="`) && strings.HasSuffix(text, `"`) {
		text = text[2 : len(text)-1]
	}
	c := textCell(text)
	c.Raw = raw
	return c
}

func textCell(raw string) Cell {
	c := Cell{Raw: raw}
	if plain(raw) {
		c.Text = raw
	} else {
		c.Text, c.Fault = clean(raw)
	}
	if c.Text != "" || c.Fault != nil {
		c.Kind = Text
	}
	if c.Fault == nil && utf8.RuneCountInString(c.Text) > MaxLetters {
		c.Fault = fault.New(fault.Invalid, "table.cell-long", fault.Args{"value": short(c.Text), "most": MaxLetters})
	}
	if c.Fault != nil {
		c.Text = ""
	}
	return c
}

// plain tells that there is nothing to clean: most cells.
func plain(text string) bool {
	for i := range len(text) {
		if b := text[i]; b <= ' ' && (b != ' ' || i == 0 || i == len(text)-1 || text[i-1] == ' ') || b >= 0x7f {
			return false
		}
	}
	return len(text) <= MaxLetters
}

// clean keeps letters and line breaks, and refuses what no writing has.
func clean(raw string) (string, *fault.Error) {
	if broken(raw) {
		return "", fault.New(fault.Invalid, "table.cell-broken", fault.Args{"value": short(raw)})
	}
	var b strings.Builder
	blank := false
	for i, r := range raw {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r':
			seen := strings.Map(func(r rune) rune {
				if unicode.IsControl(r) || r == utf8.RuneError {
					return '�'
				}
				return r
			}, raw)
			return "", fault.New(fault.Invalid, "table.cell-unreadable", fault.Args{"value": short(seen), "place": utf8.RuneCountInString(raw[:i]) + 1})
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			if kept := b.String(); kept != "" && !strings.HasSuffix(kept, "\n") {
				b.WriteByte('\n')
			}
			blank = false
		case unicode.IsSpace(r):
			blank = true
		case unicode.Is(unicode.Cf, r): // marks of direction, letters without width, soft hyphens
		default:
			if blank && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		}
	}
	return strings.TrimRight(b.String(), "\n"), nil
}

// Written is the cell as one of a column of text, where a day is refused: of
// "3/4" in an address a spreadsheet makes one, and what was typed is lost.
func (c Cell) Written() Cell {
	if c.Kind == Day && c.Fault == nil {
		c.Text, c.Fault = "", fault.New(fault.Invalid, "table.text-day", fault.Args{"value": short(c.Raw)})
	}
	return c
}

// Digits is the text with 0-9 for the digits of Arabic and of Persian writing.
func (c Cell) Digits() string { return western(c.Text) }

func western(text string) string { return strings.Map(locale.WesternDigit, text) }

var (
	scientific = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?[eE]\+?\d+$`)
	pointZero  = regexp.MustCompile(`^(\d+)[.,]0+$`)
)

// Identifier is a number that is a name: a card, a file, a telephone. lossy
// tells that a spreadsheet took it for a quantity, so that zeros before it may
// be lost.
//
// Errors: the cell's fault, table.identifier-cut for 1.23E+15 and for more
// digits than a spreadsheet keeps (15).
func (c Cell) Identifier() (text string, lossy bool, err error) {
	if c.Fault != nil {
		return "", false, c.Fault
	}
	text = strings.ToUpper(c.Digits())
	if whole := pointZero.FindStringSubmatch(text); whole != nil {
		text, lossy = whole[1], true
	}
	if c.Kind == Number {
		lossy = true
	}
	if scientific.MatchString(text) || c.Kind == Day || c.Kind == Number && (strings.ContainsAny(text, ".-") || len(text) > 15) {
		return "", false, fault.New(fault.Invalid, "table.identifier-cut", fault.Args{"value": short(c.Raw)})
	}
	return text, lossy, nil
}
