package table

import (
	"bytes"
	"io"
	"iter"
	"strconv"
	"strings"

	"sanad/fault"
)

// Format is the kind of a file.
type Format string

// The kinds of files that are read.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Limits of a file: what a spreadsheet can hold, and what a machine must not be
// made to keep.
const (
	MaxRows    = 1 << 20   // rows of a sheet, as Excel has it
	MaxColumns = 1000      // columns of a table
	MaxLetters = 32767     // letters of a cell, as Excel has it
	maxRecord  = 1 << 20   // bytes of a row of CSV, or of one piece of XML
	maxPart    = 1 << 30   // bytes of a sheet, unpacked
	maxStrings = 256 << 20 // bytes of all different texts of a workbook
	maxSmall   = 16 << 20  // bytes of any other part of a workbook
	maxMerges  = 100_000   // merged cells of a sheet
	headRows   = 20        // rows among which the head is looked for
)

// Options say what is known about a file; what is left zero is found out.
type Options struct {
	Encoding  Encoding // of a CSV
	Separator rune     // of a CSV: one of Separators
	Sheet     string   // of a workbook; empty: the first that is shown and holds a table
	Head      int      // number of the row with the names of the columns
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool // not shown to whoever opens the workbook

	part string
}

// Column is one column of the table.
type Column struct {
	Index  int    // place in Row.Cells, from 0
	Letter string // as a spreadsheet names it: "C"
	Name   string // unique: as the head has it, the letter where it is empty, "nom (2)" where it is repeated
	Hidden bool   // not shown to whoever opens the workbook
}

// Row is one row below the head.
type Row struct {
	Number int          // as a spreadsheet shows it, from 1
	Hidden bool         // not shown to whoever opens the workbook: filtered out
	Cells  []Cell       // one for each column
	Fault  *fault.Error // why the row as a whole cannot be trusted; nil when it can
}

// File is a table that can be read from its beginning as often as wanted. It is
// not for several goroutines at once.
type File struct {
	Format    Format
	Encoding  Encoding       // of a CSV
	Guessed   bool           // the encoding is a guess, worth a look at the sample
	Separator rune           // of a CSV
	Sheets    []Sheet        // of a workbook
	Sheet     string         // the one that is read
	Head      int            // number of the row with the names of the columns
	Columns   []Column       // at least one
	Notices   []*fault.Error // what to look at before anything is done: table.head-repeated, table.head-empty, table.head-values, table.head-below, table.rows-hidden

	bytes io.ReaderAt
	size  int64
	book  *workbook
	hides []bool // columns of the sheet that are hidden
}

// record is a row before the head gives its cells their columns.
type record struct {
	number int
	hidden bool
	cells  []Cell
	fault  *fault.Error
}

// Open reads what a file is. The bytes are read again by each Rows.
//
// Errors: table.empty, table.not-a-table, table.workbook-old,
// table.workbook-other, table.truncated, table.malformed, table.too-large,
// table.sheet-unknown, table.columns-too-many, table.encoding-unknown,
// table.head-missing, and those of Rows for the first rows.
func Open(r io.ReaderAt, size int64, o Options) (*File, error) {
	f := &File{bytes: r, size: size, Head: o.Head}
	first := make([]byte, min(size, 512))
	if _, err := r.ReadAt(first, 0); err != nil && err != io.EOF {
		return nil, err
	}
	if err := recognise(first); err != nil {
		return nil, err
	}
	var err error
	if bytes.HasPrefix(first, []byte("PK\x03\x04")) {
		err = f.openWorkbook(o.Sheet)
	} else {
		err = f.openCSV(o)
	}
	if err != nil {
		return nil, err
	}
	return f, f.readHead()
}

// recognise refuses what is no table, with what to do about it.
func recognise(first []byte) error {
	text := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(first), "\xef\xbb\xbf")))
	switch {
	case text == "":
		return fault.New(fault.Invalid, "table.empty", nil)
	case bytes.HasPrefix(first, []byte("\xd0\xcf\x11\xe0")):
		return fault.New(fault.Invalid, "table.workbook-old", nil)
	case strings.HasPrefix(text, "%pdf"), strings.HasPrefix(text, "<"), strings.HasPrefix(text, "{\\rtf"),
		bytes.HasPrefix(first, []byte("\x89PNG")), bytes.HasPrefix(first, []byte("\xff\xd8\xff")), bytes.HasPrefix(first, []byte("\x1f\x8b")):
		return fault.New(fault.Invalid, "table.not-a-table", nil)
	}
	return nil
}

func (f *File) records() iter.Seq2[record, error] {
	if f.Format == XLSX {
		return f.book.records(f.book.partOf(f.Sheet), maxPart)
	}
	return f.csvRecords()
}

// Rows gives the rows below the head in their order, each time from the first;
// empty rows are passed over. An error is about the whole file and comes last.
//
// Errors: table.truncated, table.malformed, table.too-large, table.rows-too-many,
// table.quote-open, table.row-endless, and what the bytes' reader fails with.
func (f *File) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		count := 0
		for rec, err := range f.records() {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if rec.number <= f.Head || rec.fault == nil && rec.filled() == 0 {
				continue
			}
			if count++; count > MaxRows {
				yield(Row{}, fault.New(fault.TooLarge, "table.rows-too-many", fault.Args{"most": MaxRows}))
				return
			}
			if !yield(f.row(rec), nil) {
				return
			}
		}
	}
}

// row gives a record the columns of the table. What stands beyond the last one
// has no name, so that nobody can say what it means.
func (f *File) row(rec record) Row {
	row := Row{Number: rec.number, Hidden: rec.hidden, Cells: make([]Cell, len(f.Columns)), Fault: rec.fault}
	n := copy(row.Cells, rec.cells)
	for i, c := range rec.cells[n:] {
		if c.Kind != Empty && row.Fault == nil {
			row.Fault = fault.New(fault.Invalid, "table.row-long", fault.Args{"row": rec.number, "column": Letter(n + i), "value": short(c.Raw), "columns": len(f.Columns)})
		}
	}
	return row
}

// Sample is the first n rows.
//
// Errors: those of Rows.
func (f *File) Sample(n int) ([]Row, error) {
	var rows []Row
	for row, err := range f.Rows() {
		if err != nil {
			return rows, err
		}
		if rows = append(rows, row); len(rows) >= n {
			break
		}
	}
	return rows, nil
}

// filled counts the cells that hold something.
func (r record) filled() int {
	n := 0
	for _, c := range r.cells {
		if c.Kind != Empty {
			n++
		}
	}
	return n
}

// Letter names a column, from 0, as a spreadsheet does: 27 is "AB".
func Letter(index int) string {
	var name []byte
	for index++; index > 0; index = (index - 1) / 26 {
		name = append([]byte{byte('A' + (index-1)%26)}, name...)
	}
	return string(name)
}

// short is a value as a message quotes it.
func short(text string) string {
	const most = 60
	runes := 0
	for i := range text {
		if runes++; runes > most {
			return text[:i] + "…"
		}
	}
	return text
}

func itoa(n int) string { return strconv.Itoa(n) }

// Distinct are the different texts of a column among its first rows, in the order
// in which they come; no more than most.
//
// Errors: those of Rows.
func (f *File) Distinct(column, rows, most int) ([]string, error) {
	var found []string
	seen := map[string]bool{"": true}
	for row, err := range f.Rows() {
		if err != nil {
			return found, err
		}
		if rows--; rows < 0 || len(found) >= most {
			break
		}
		if text := row.Cells[column].Text; !seen[text] {
			seen[text] = true
			found = append(found, text)
		}
	}
	return found, nil
}
