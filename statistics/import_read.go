package statistics

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
)

// largestFile bounds a file of figures, in bytes: those of the report of 2021
// take 4 KB at most.
const largestFile = 1 << 20

// readSource reads every file of a document.
func readSource(set *programme.Set, src *programme.Source, dir fs.FS) ([]StatedFile, error) {
	var faults fault.List
	var out []StatedFile
	for i := range src.Files {
		r := fileReader{set: set, src: src, def: &src.Files[i], faults: &faults}
		if r.open(dir) {
			out = append(out, r.read())
		}
	}
	return out, faults.Err()
}

// fileReader is a file being read.
type fileReader struct {
	set     *programme.Set
	src     *programme.Source
	def     *programme.SourceFile
	faults  *fault.List
	out     StatedFile
	header  []string
	records []record
}

// record is a line of the file.
type record struct {
	line   int
	fields []string
}

// refuse notes a mistake of a line, its column and value.
func (r *fileReader) refuse(key string, line int, column, value string, more fault.Args) {
	args := fault.Args{"file": r.def.File, "line": line, "column": column, "value": clip(value)}
	maps.Copy(args, more)
	r.faults.Add(fault.New(fault.Invalid, key, args).On(r.def.File + ":" + strconv.Itoa(line)))
}

// open reads the file into lines; false when it cannot be.
func (r *fileReader) open(dir fs.FS) bool {
	data, err := fs.ReadFile(dir, r.def.File)
	switch {
	case err != nil:
		r.faults.Add(fault.New(fault.NotFound, "statistics.file-missing", fault.Args{"file": r.def.File}).On(r.def.File).Because(err))
		return false
	case len(data) > largestFile:
		r.faults.Add(fault.New(fault.TooLarge, "statistics.file-large", fault.Args{"file": r.def.File, "limit": largestFile >> 10}).On(r.def.File))
		return false
	}
	sum := sha256.Sum256(data)
	r.out = StatedFile{Source: r.src.ID, File: r.def.File, SHA256: hex.EncodeToString(sum[:]), Page: r.def.Page, Table: r.def.Table,
		Figures: []StatedFigure{}, Printed: []Printed{}}
	return r.lines(csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))))
}

func (r *fileReader) lines(c *csv.Reader) bool {
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			r.refuse("statistics.csv-invalid", parse.Line, strconv.Itoa(parse.Column), "", fault.Args{"cause": parse.Err.Error()})
			return false
		}
		line, _ := c.FieldPos(0)
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if r.header == nil {
			r.header = fields
			continue
		}
		r.records = append(r.records, record{line, fields})
	}
	if len(r.records) == 0 {
		r.refuse("statistics.file-empty", 1, "", "", nil)
	}
	return len(r.records) > 0
}

// column is the place of a column of the file, -1 when it is not there.
func (r *fileReader) column(name string) int {
	i := slices.Index(r.header, name)
	if i < 0 {
		r.refuse("statistics.file-column", 1, name, "", nil)
	}
	return i
}

func (r *fileReader) read() StatedFile {
	if r.def.Figures != nil {
		r.readFigures()
	} else {
		r.readTable()
	}
	return r.out
}

// readFigures reads a file of figures by name. Each line must be one that the
// document states or repeats, and none of these may be missing.
func (r *fileReader) readFigures() {
	name, value, unit := r.column(r.def.Figures.Name), r.column(r.def.Figures.Value), r.column(r.def.Figures.Unit)
	if name < 0 || value < 0 || unit < 0 {
		return
	}
	lines := map[string]int{}
	for _, rec := range r.records {
		key := rec.fields[name]
		day, states := r.def.States[key]
		if !states && !slices.Contains(r.def.Repeats, key) {
			r.refuse("statistics.file-figure", rec.line, r.header[name], key, nil)
			continue
		}
		if first, twice := lines[key]; twice {
			r.refuse("statistics.file-row-twice", rec.line, r.header[name], key, fault.Args{"first": first})
			continue
		}
		lines[key] = rec.line
		def, f, _ := r.set.Figure(key)
		r.figure(def, f, rec, value, rec.fields[unit], day)
	}
	for _, key := range append(slices.Sorted(maps.Keys(r.def.States)), r.def.Repeats...) {
		if lines[key] == 0 {
			r.refuse("statistics.file-figure-missing", len(r.records)+1, r.header[name], key, nil)
		}
	}
}

// figure notes a figure by name: stated when it has a day, otherwise printed.
func (r *fileReader) figure(def *programme.Definition, f *programme.Figure, rec record, column int, unit string, day calendar.Date) {
	text := rec.fields[column]
	counts := r.set.FigureUnit(f)
	if (unit == "%") != f.Percent() || strings.HasPrefix(unit, "MAD") != (counts == programme.Centimes) {
		r.refuse("statistics.file-unit", rec.line, r.def.Figures.Unit, unit, fault.Args{"figure": f.Name})
		return
	}
	if f.Percent() {
		r.out.Printed = append(r.out.Printed, Printed{Figure: f.Name, Text: text, Page: r.def.Page})
		if _, ok := parsePercent(text); !ok {
			r.refuse("statistics.file-value", rec.line, r.header[column], text, nil)
		}
		return
	}
	n, ok := r.number(rec, column, counts)
	switch {
	case !ok:
	case day.IsZero():
		r.out.Printed = append(r.out.Printed, Printed{Figure: f.Name, Text: text, Page: r.def.Page})
	default:
		l := &layout{question: question{def: def, table: &programme.Table{}, asOf: r.src.AsOf}}
		c := l.columnOf(&programme.Column{Key: f.Name, Measure: f.Measure, Kind: def.Ledger.Measure(f.Measure).Kind, Where: f.Where}, Row{})
		cell := cellOf(l, &c, nil)
		r.out.Figures = append(r.out.Figures, StatedFigure{Programme: def.ID, Measure: f.Measure, Territory: cell.Territory, Dims: cell.Dims,
			Day: day, Quantity: n, Line: rec.line, Name: f.Name, Text: text})
	}
}

// number reads a whole number, or an amount in dirhams.
func (r *fileReader) number(rec record, column int, unit programme.Unit) (int64, bool) {
	text := rec.fields[column]
	n, err := strconv.ParseInt(text, 10, 64)
	if unit == programme.Centimes {
		var a money.Amount
		a, err = money.Parse(text)
		n = int64(a)
	}
	if err != nil || n < 0 {
		r.refuse("statistics.file-value", rec.line, r.header[column], text, nil)
		return 0, false
	}
	return n, true
}

// cellOf is the cell that a column counts in a row: its conditions, each of one
// code, and the row's code.
func cellOf(l *layout, c *column, row *Row) ledger.Cell {
	cell := ledger.Cell{}
	put := func(d *dimension, r Row) {
		if d.finest > 0 {
			if code := placeCode(r); len(code) > len(cell.Territory) {
				cell.Territory = code
			}
			return
		}
		if cell.Dims == nil {
			cell.Dims = ledger.Dims{}
		}
		cell.Dims[d.frozen[0]] = r.Key
	}
	for _, w := range c.where {
		put(w.dimension, w.row(w.any[0]))
	}
	if d := l.dimensionOfRow(row); d != nil {
		put(d, *row)
	}
	return cell
}

// placeCode is the code of a region or province, the key of a commune.
func placeCode(r Row) string {
	if r.Code != "" {
		return r.Code
	}
	return r.Key
}

// clip keeps a refused value short enough to be told.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
