package table

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sanad/fault"
)

// records are the rows of a sheet in their order; most bounds its bytes.
func (b *workbook) records(part string, most int64) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		x, err := b.open(part, most)
		if err != nil {
			yield(record{}, err)
			return
		}
		defer x.packed.Close()
		s := sheetReader{x: x, book: b}
		for {
			rec, err := s.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(record{}, err)
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// sheetReader goes through the XML of a sheet.
type sheetReader struct {
	x      *xmlReader
	book   *workbook
	inside bool // sheetData
	row    record
	inRow  bool
	merges int      // how many begin at the row or above it
	within []merged // those of them that do not end above it
}

// next is the next row, io.EOF after the last.
//
// Errors: table.truncated, table.malformed, table.too-large.
func (s *sheetReader) next() (record, error) {
	for {
		token, err := s.x.next()
		if errors.Is(err, io.EOF) { // the rows never ended
			return record{}, malformed(s.x.part, io.ErrUnexpectedEOF)
		}
		if err != nil {
			return record{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := s.start(token); err != nil {
				return record{}, err
			}
		case xml.EndElement:
			switch {
			case token.Name.Local == "sheetData":
				if err := s.x.rest(); err != nil {
					return record{}, err
				}
				return record{}, io.EOF
			case token.Name.Local == "row" && s.inRow:
				s.inRow = false
				return s.row, s.coverMerged()
			}
		}
	}
}

func (s *sheetReader) start(e xml.StartElement) error {
	switch name := e.Name.Local; {
	case name == "sheetData":
		s.inside = true
	case name == "row" && s.inside:
		number := s.row.number + 1
		if given := attr(e, "r"); given != "" {
			n, err := strconv.Atoi(given)
			if err != nil || n < number || n > MaxRows {
				return malformed(s.x.part, errors.New("row "+short(given)+" after "+itoa(s.row.number)))
			}
			number = n
		}
		if s.inRow {
			return malformed(s.x.part, errors.New("a row within a row"))
		}
		s.row, s.inRow = record{number: number, hidden: yes(attr(e, "hidden"))}, true
	case name == "c" && s.inRow:
		return s.cell(e)
	}
	return nil
}

// cell reads a cell to its end. Cells stand in their order: a second value for
// one place would leave it open which counts.
func (s *sheetReader) cell(e xml.StartElement) error {
	column := len(s.row.cells)
	if place := attr(e, "r"); place != "" {
		n, ok := columnOf(place)
		if !ok || n < column {
			return malformed(s.x.part, errors.New("cell "+short(place)+" of row "+itoa(s.row.number)))
		}
		column = n
	}
	var value, inline []byte
	formula, hasValue := false, false
	for {
		token, err := s.x.next()
		if errors.Is(err, io.EOF) {
			err = malformed(s.x.part, io.ErrUnexpectedEOF)
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "v":
				hasValue = true
				value, err = s.x.text("v", value, maxRecord)
			case "is":
				inline, err = s.x.richText("is", inline)
			case "f":
				formula = true
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if token.Name.Local != "c" {
				continue
			}
			if inline != nil {
				value = inline
			}
			c, err := s.value(attr(e, "t"), attr(e, "s"), string(value))
			if formula && !hasValue {
				c, err = Cell{Kind: Text, Fault: fault.New(fault.Invalid, "table.cell-formula", nil)}, nil
			}
			if err != nil || c.Kind == Empty {
				return err
			}
			s.row.cells = append(append(s.row.cells, make([]Cell, column-len(s.row.cells))...), c)
			return nil
		}
	}
}

// value is a cell by its type (ECMA-376, 18.18.11).
func (s *sheetReader) value(kind, style, raw string) (Cell, error) {
	switch kind {
	case "s":
		if raw == "" {
			return Cell{}, nil
		}
		n, err := strconv.Atoi(raw)
		text, ok := s.book.texts.at(n)
		if err != nil || !ok {
			return Cell{}, malformed(s.x.part, errors.New("text "+short(raw)))
		}
		return textCell(text), nil
	case "inlineStr":
		return textCell(raw), nil
	case "str":
		return textCell(string(unescaped([]byte(raw)))), nil
	case "b":
		if yes(raw) {
			return Cell{Kind: Bool, Text: "1", Raw: "1"}, nil
		}
		return Cell{Kind: Bool, Text: "0", Raw: "0"}, nil
	case "e":
		return Cell{Kind: Text, Raw: raw, Fault: fault.New(fault.Invalid, "table.cell-error", fault.Args{"value": short(raw)})}, nil
	case "d":
		day, _, _ := strings.Cut(raw, "T")
		return Cell{Kind: Day, Text: day, Raw: day}, nil
	}
	if raw = strings.TrimSpace(raw); raw == "" {
		return Cell{}, nil
	}
	text, ok := decimal(raw)
	if !ok {
		return Cell{Kind: Text, Raw: raw, Fault: fault.New(fault.Invalid, "table.number-unreadable", fault.Args{"value": short(raw)})}, nil
	}
	if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(s.book.styles) && s.book.styles[n] != asNumber {
		return s.day(text, s.book.styles[n]), nil
	}
	return Cell{Kind: Number, Text: text, Raw: text}, nil
}

// day is a number that is shown as a date, as finely as it is shown: for
// “mai 1948” a spreadsheet keeps the first of May.
func (s *sheetReader) day(number string, as shown) Cell {
	whole, _, _ := strings.Cut(number, ".")
	n, err := strconv.Atoi(whole)
	on, ok := dayOf(n, s.book.since1904)
	if err != nil || !ok {
		return Cell{Kind: Text, Raw: number, Fault: fault.New(fault.Invalid, "table.date-impossible", fault.Args{"value": short(number)})}
	}
	text := on.String()
	switch as {
	case asMonth:
		text = text[:7]
	case asYear:
		text = text[:4]
	}
	return Cell{Kind: Day, Text: text, Raw: text}
}

// columnOf is the column, from 0, of a place such as "AB12".
func columnOf(place string) (int, bool) {
	n, i := 0, 0
	for ; i < len(place) && place[i] >= 'A' && place[i] <= 'Z' && n <= 16384; i++ {
		n = n*26 + int(place[i]-'A') + 1
	}
	return n - 1, n > 0 && n <= 16384
}

// merged is a rectangle of cells that are one: rows as they are numbered,
// columns from 0.
type merged struct{ top, bottom, left, right int }

var mergePlace = regexp.MustCompile(`ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"`)

// readMerges finds the merged cells and the hidden columns, which stand after
// and before the rows, and counts hidden rows. It looks for the elements by their
// bytes: the rows are not worth taking apart twice.
func (b *workbook) readMerges(part string) error {
	x, err := b.open(part, maxPart)
	if err != nil {
		return err
	}
	defer x.packed.Close()
	x.budget.here = maxPart
	in := bufio.NewReaderSize(x.budget, 1<<16)
	for {
		piece, err := in.ReadSlice('>')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			slices.SortFunc(b.merges, func(a, b merged) int { return a.top - b.top })
			return nil
		}
		if errors.Is(err, errTooLarge) {
			return fault.New(fault.TooLarge, "table.too-large", fault.Args{"part": part})
		}
		if err != nil {
			return malformed(part, err)
		}
		open := bytes.LastIndexByte(piece, '<')
		if open < 0 {
			continue
		}
		if _, after, ok := bytes.Cut(piece[open+1:], []byte("mergeCell ")); ok {
			err = b.addMerge(string(after))
		} else if _, after, ok := bytes.Cut(piece[open+1:], []byte("col ")); ok {
			b.addHidden(string(after))
		} else if _, after, ok := bytes.Cut(piece[open+1:], []byte("row ")); ok && colHide.Match(after) {
			b.rowsHidden++
		}
		if err != nil {
			return err
		}
	}
}

func (b *workbook) addMerge(attrs string) error {
	m := mergePlace.FindStringSubmatch(attrs)
	if m == nil {
		return nil
	}
	left, _ := columnOf(m[1]) // letters, by the pattern; too many are beyond every column
	right, _ := columnOf(m[3])
	top, _ := strconv.Atoi(m[2]) // digits, by the pattern; too many are beyond every row
	bottom, _ := strconv.Atoi(m[4])
	if b.merges = append(b.merges, merged{top, bottom, left, right}); len(b.merges) > maxMerges {
		return fault.New(fault.TooLarge, "table.merges-too-many", fault.Args{"most": maxMerges})
	}
	return nil
}

var (
	colFrom = regexp.MustCompile(`\bmin="(\d{1,5})"`)
	colTo   = regexp.MustCompile(`\bmax="(\d{1,5})"`)
	colHide = regexp.MustCompile(`\bhidden="(1|true|on)"`)
)

func (b *workbook) addHidden(attrs string) {
	from, to := colFrom.FindStringSubmatch(attrs), colTo.FindStringSubmatch(attrs)
	if from == nil || to == nil || !colHide.MatchString(attrs) {
		return
	}
	first, _ := strconv.Atoi(from[1]) // digits, by the pattern
	last, _ := strconv.Atoi(to[1])
	for i := len(b.hidden); i < min(last, MaxColumns); i++ {
		b.hidden = append(b.hidden, false)
	}
	for i := max(first, 1); i <= min(last, MaxColumns); i++ {
		b.hidden[i-1] = true
	}
}

// coverMerged refuses the cells of the row that a merge covers: what stands in
// the first may be meant for all, or for one.
func (s *sheetReader) coverMerged() error {
	all := s.book.merges
	for ; s.merges < len(all) && all[s.merges].top <= s.row.number; s.merges++ {
		s.within = append(s.within, all[s.merges])
	}
	s.within = slices.DeleteFunc(s.within, func(m merged) bool { return m.bottom < s.row.number })
	if len(s.within) > MaxColumns { // more than a row has cells: they overlap
		return malformed(s.x.part, errors.New("merged cells"))
	}
	for _, m := range s.within {
		for c := m.left; c <= min(m.right, MaxColumns); c++ {
			if s.row.number == m.top && c == m.left {
				continue
			}
			if c >= len(s.row.cells) {
				s.row.cells = append(s.row.cells, make([]Cell, c+1-len(s.row.cells))...)
			}
			s.row.cells[c] = Cell{Kind: Text, Fault: fault.New(fault.Invalid, "table.cell-merged", fault.Args{"place": Letter(m.left) + itoa(m.top)})}
		}
	}
	return nil
}
