package linkage

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/fault"
)

// chunk is a piece of a file that ends with a row, and what a worker makes of
// it: rows of numbers of the chunk's own dictionaries, which the table then
// translates chunk by chunk, in their order.
type chunk struct {
	file   *file
	text   []byte
	line   int // lines before it in the file
	rows   []uint32
	values []*dictionary // by slot; of what was typed, of normal forms for a whole name
	normal []keys        // by slot, the normal form of each value
	truth  []uint32
	people *dictionary
	keys   keys
	err    error
	done   chan struct{}
}

// file is what is known of a file from its first line.
type file struct {
	name    string
	comma   rune
	columns int
	sources []int // column of each map
	truth   int   // column of truth; -1 for none
}

// parser turns chunks into rows. Each worker has its own.
type parser struct {
	table   *Table
	pattern *regexp.Regexp
	keep    bool
	folded  map[string]string // of names typed, while rest is found
}

func newParser(t *Table, o ReadOptions) *parser {
	return &parser{table: t, pattern: o.TruthPattern, keep: o.Keys, folded: map[string]string{}}
}

// remembered bounds what a parser keeps of names met before.
const remembered = 100_000

func (p *parser) fold(text string) string {
	if folded, ok := p.folded[text]; ok {
		return folded
	}
	if len(p.folded) >= remembered {
		clear(p.folded)
	}
	folded := normalName(text)
	p.folded[strings.Clone(text)] = folded
	return folded
}

func (p *parser) parse(c *chunk) {
	defer close(c.done)
	if !utf8.Valid(c.text) {
		c.err = c.notUTF8()
		return
	}
	c.values = make([]*dictionary, len(p.table.slots))
	for i := range c.values {
		c.values[i] = newDictionary()
	}
	if c.file.truth >= 0 {
		c.people = newDictionary()
	}
	r := csv.NewReader(bytes.NewReader(c.text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = c.file.comma, c.file.columns, true, c.file.comma != '\t'
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.err = c.malformed(err)
			return
		}
		p.add(c, record)
	}
	c.normalize(p.table)
	c.text = nil
}

func (p *parser) add(c *chunk, record []string) {
	at := len(c.rows)
	c.rows = slices.Grow(c.rows, len(p.table.slots))[:at+len(p.table.slots)]
	p.fill(c, record, c.rows[at:])
	if p.keep {
		c.keys.add([]byte(strings.TrimSpace(record[0])))
	}
	if c.people != nil {
		who := strings.TrimSpace(record[c.file.truth])
		if p.pattern != nil {
			who = entity(p.pattern, who)
		}
		c.truth = append(c.truth, c.people.add(who))
	}
}

// entity is what the pattern's first group, or the pattern, finds in a key.
func entity(pattern *regexp.Regexp, key string) string {
	found := pattern.FindStringSubmatch(key)
	switch {
	case found == nil:
		return ""
	case len(found) > 1:
		return found[1]
	}
	return found[0]
}

func (p *parser) fill(c *chunk, record []string, row []uint32) {
	given, family := 0, 0
	whole := ""
	for i, m := range p.table.maps {
		text := strings.TrimSpace(record[c.file.sources[i]])
		slot := -1
		switch m.Kind {
		case Given:
			slot = p.table.fields[0].slots[given]
			given++
		case Family:
			at, _ := p.table.fieldOf(Family)
			slot = p.table.fields[at].slots[family]
			family++
		case Name:
			whole = text
			continue
		default:
			slot = p.table.slotOfMap(i)
		}
		row[slot] = c.values[slot].add(text)
	}
	if at, ok := p.table.fieldOf(Name); ok {
		p.fillName(c, row, whole, at, given > 0, family > 0)
	}
}

// slotOfMap is the slot of a map that is neither a given nor a family name: the
// slots after those of names stand in the order of the maps.
func (t *Table) slotOfMap(i int) int {
	slot := 0
	for _, f := range t.fields {
		if f.kind <= Family {
			slot += len(f.slots)
		}
	}
	for _, m := range t.maps[:i] {
		if m.Kind > Family {
			slot++
		}
	}
	return slot
}

// fillName takes a whole name apart: its first word is the given name and its
// last the family name where no column says so; what remains is the rest.
func (p *parser) fillName(c *chunk, row []uint32, whole string, at int, hasGiven, hasFamily bool) {
	words := strings.Fields(p.fold(whole))
	known := map[string]bool{}
	note := func(kind Kind) {
		f, _ := p.table.fieldOf(kind)
		for _, slot := range p.table.fields[f].slots {
			for word := range strings.FieldsSeq(p.fold(string(c.values[slot].text(row[slot])))) {
				known[word] = true
			}
		}
	}
	put := func(kind Kind, word string) {
		f, _ := p.table.fieldOf(kind)
		slot := p.table.fields[f].slots[0]
		row[slot] = c.values[slot].add(word)
	}
	if !hasGiven && len(words) > 0 {
		put(Given, words[0])
	}
	if !hasFamily && len(words) > 1 {
		put(Family, words[len(words)-1])
	}
	note(Given)
	note(Family)
	words = slices.DeleteFunc(words, func(word string) bool { return known[word] || len(word) < 2 })
	slices.Sort(words)
	slot := p.table.fields[at].slots[0]
	row[slot] = c.values[slot].add(strings.Join(slices.Compact(words), " "))
}

func (c *chunk) notUTF8() error {
	at, line := 0, c.line+1
	for at < len(c.text) {
		r, size := utf8.DecodeRune(c.text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		at += size
	}
	return fault.New(fault.Invalid, "linkage.not-utf8", fault.Args{"file": c.file.name, "line": line})
}

func (c *chunk) malformed(err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return err
	}
	if errors.Is(err, csv.ErrFieldCount) {
		return fault.New(fault.Invalid, "linkage.csv-columns", fault.Args{"file": c.file.name, "line": c.line + p.Line, "columns": c.file.columns})
	}
	line := p.Line
	if errors.Is(err, csv.ErrQuote) { // it may end far below where it began
		line = p.StartLine
	}
	return fault.New(fault.Invalid, "linkage.csv-invalid", fault.Args{"file": c.file.name, "line": c.line + line, "column": p.Column, "cause": p.Err.Error()})
}
