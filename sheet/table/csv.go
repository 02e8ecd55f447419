package table

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"sanad/fault"
)

// Separators are those between the cells of a CSV, the likeliest first: where a
// comma is for decimals, spreadsheets write semicolons.
var Separators = []rune{';', '\t', ',', '|'}

func (f *File) openCSV(o Options) error {
	f.Format = CSV
	if err := f.findEncoding(o.Encoding); err != nil {
		return err
	}
	sample := make([]byte, 64<<10)
	n, err := io.ReadFull(f.text(), sample)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	text := string(sample[:n])
	if nul := strings.Count(text, "\x00"); nul > 3 && nul*20 > len(text) {
		return fault.New(fault.Invalid, "table.not-a-table", nil)
	}
	if f.Separator = o.Separator; f.Separator == 0 {
		f.Separator = findSeparator(text)
	}
	if !slices.Contains(Separators, f.Separator) {
		return fault.New(fault.Invalid, "table.separator-unknown", fault.Args{"value": string(f.Separator)})
	}
	return nil
}

// findSeparator is the one that cuts most of the first rows into as many cells
// as the first of them that it cuts at all.
func findSeparator(text string) rune {
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && rest != "" {
		if r := rune(rest[0]); slices.Contains(Separators, r) {
			return r
		}
	}
	best, share, width := Separators[0], 0, 0
	for _, sep := range Separators {
		s := scanner{in: bufio.NewReader(strings.NewReader(text)), separator: byte(sep)}
		counts := map[int]int{}
		first := 0
		for range 50 {
			rec, err := s.next()
			if err != nil {
				break
			}
			if first == 0 && len(rec.cells) > 1 {
				first = len(rec.cells)
			}
			counts[len(rec.cells)]++
		}
		if first > 0 && (counts[first] > share || counts[first] == share && first > width) {
			best, share, width = sep, counts[first], first
		}
	}
	return best
}

// block is how many rows Excel looks at together when it leaves out separators
// at the end of rows.
const block = 16

// csvRecords are the rows of a CSV. Excel leaves out the separators of columns
// that are empty in all of sixteen rows; any other row that is too short has
// lost something, and nobody can say which cell.
func (f *File) csvRecords() iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		s := scanner{in: bufio.NewReaderSize(f.text(), 1<<16), separator: byte(f.Separator)}
		var held []record
		for {
			rec, err := s.next()
			end := err != nil
			if !end && rec.number == 1 && len(rec.cells) > 0 && strings.HasPrefix(strings.ToLower(rec.cells[0].Raw), "sep=") {
				continue
			}
			if end || len(held) > 0 && (rec.number-1)/block != (held[0].number-1)/block {
				f.findShort(held)
				for _, h := range held {
					if !yield(h, nil) {
						return
					}
				}
				held = held[:0]
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if end {
				yield(record{}, err)
				return
			}
			held = append(held, rec)
		}
	}
}

// findShort marks the rows of a block that have lost a cell.
func (f *File) findShort(rows []record) {
	columns := len(f.Columns)
	same, cut := true, 0
	var filled []int
	for i, r := range rows {
		if r.filled() == 0 {
			continue
		}
		filled = append(filled, i)
		same = same && len(r.cells) == len(rows[filled[0]].cells)
		cut = len(r.cells) * 2
	}
	excel := same && len(filled) > 1 && (cut != columns+1 || len(filled) != 2) // two halves of a row that was cut
	for _, i := range filled {
		if r := &rows[i]; r.fault == nil && len(r.cells) < columns && r.number > f.Head && !excel {
			r.fault = fault.New(fault.Invalid, "table.row-short", fault.Args{"row": r.number, "cells": len(r.cells), "columns": columns})
		}
	}
}

// scanner cuts text into rows and cells as a spreadsheet does: a cell that
// begins with a quotation mark ends with one, and holds separators, line breaks
// and doubled quotation marks; in any other cell a quotation mark is a letter.
// Lines end with LF, CRLF or CR.
type scanner struct {
	in        *bufio.Reader
	separator byte
	number    int
	size      int // bytes of the row
	row       record
}

// next is the next row, an empty one too.
//
// Errors: io.EOF, table.quote-open, table.row-endless, what the bytes' reader fails with.
func (s *scanner) next() (record, error) {
	if _, err := s.in.Peek(1); err != nil {
		return record{}, err
	}
	s.number++
	s.size = 0
	s.row = record{number: s.number}
	for {
		last, err := s.cell()
		if err != nil {
			return record{}, err
		}
		if last {
			return s.row, nil
		}
	}
}

// cell reads a cell and what ends it, and tells whether it was the row's last.
func (s *scanner) cell() (last bool, err error) {
	b, err := s.byte()
	if err == nil && b == '"' {
		return s.quoted()
	}
	var text []byte
	for ; err == nil; b, err = s.byte() {
		switch b {
		case s.separator:
			s.add(text)
			return false, nil
		case '\n', '\r':
			s.add(text)
			return true, s.lineEnd(b)
		}
		text = append(text, b)
	}
	s.add(text)
	return true, atEnd(err)
}

// quoted reads on after the quotation mark that opens a cell.
func (s *scanner) quoted() (last bool, err error) {
	var text []byte
	for {
		b, err := s.byte()
		if errors.Is(err, io.EOF) {
			return false, s.open()
		}
		if err != nil {
			return false, s.endless(err)
		}
		if b != '"' {
			text = append(text, b)
			continue
		}
		switch b, err = s.byte(); {
		case err != nil:
			s.add(text)
			return true, atEnd(err)
		case b == '"':
			text = append(text, b)
		case b == s.separator:
			s.add(text)
			return false, nil
		case b == '\n' || b == '\r':
			s.add(text)
			return true, s.lineEnd(b)
		default:
			return s.stray(text, b)
		}
	}
}

// stray reads to the end of a cell that goes on after its closing quotation
// mark: where it ends is not sure, so the row is refused.
func (s *scanner) stray(text []byte, b byte) (last bool, err error) {
	blank := true
	for ; err == nil && b != s.separator && b != '\n' && b != '\r'; b, err = s.byte() {
		blank = blank && b == ' '
		text = append(text, b)
	}
	if !blank && s.row.fault == nil {
		s.row.fault = fault.New(fault.Invalid, "table.quote-stray", fault.Args{"row": s.number, "column": Letter(len(s.row.cells)), "value": short(strings.ToValidUTF8(string(text), "�"))})
	}
	s.add(text)
	if err != nil || b == s.separator {
		return err != nil, atEnd(err)
	}
	return true, s.lineEnd(b)
}

func (s *scanner) byte() (byte, error) {
	if s.size++; s.size > maxRecord {
		return 0, fault.New(fault.TooLarge, "table.row-endless", fault.Args{"row": s.number})
	}
	return s.in.ReadByte()
}

func (s *scanner) add(text []byte) {
	if len(s.row.cells) <= 16384 { // the columns of a spreadsheet
		s.row.cells = append(s.row.cells, csvCell(string(text)))
	}
}

// lineEnd takes the LF of a CRLF.
func (s *scanner) lineEnd(b byte) error {
	if b == '\r' {
		if next, err := s.in.Peek(1); err == nil && next[0] == '\n' {
			s.in.Discard(1) // Peek has it
		}
	}
	return nil
}

func (s *scanner) open() error {
	return fault.New(fault.Invalid, "table.quote-open", fault.Args{"row": s.number, "column": Letter(len(s.row.cells))})
}

// endless says of a cell that never ends which quotation mark opened it.
func (s *scanner) endless(err error) error {
	if fault.KeyOf(err) == "table.row-endless" {
		return s.open()
	}
	return err
}

func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
