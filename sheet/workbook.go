package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"sanad/fault"
	"sanad/locale"
)

// Workbook is what a file of several tables says of itself.
type Workbook struct {
	Title   string
	Creator string
	Created string // instant, "2021-07-02T23:59:59Z"; the same for the same figures
	Tables  []*Table
}

// font is found on every desk and writes Arabic well.
const font = "Arial"

// WriteXLSX writes a workbook: one sheet a table, in order.
//
// Errors: sheet.too-exact for a figure that a spreadsheet's numbers would
// change, and the library's.
func (b Workbook) WriteXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Title: clean(b.Title), Creator: b.Creator, LastModifiedBy: b.Creator, Created: b.Created, Modified: b.Created}); err != nil {
		return err
	}
	names := map[string]bool{}
	for i, t := range b.Tables {
		s := &sheetWriter{f: f, t: t, name: sheetName(t.Name, names), styles: map[style]int{}}
		if i == 0 {
			s.do(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			s.do(err)
		}
		if s.write(); s.err != nil {
			return s.err
		}
	}
	f.SetActiveSheet(0)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

// sheetName is a name that a sheet may have: at most 31 characters, each once.
func sheetName(name string, taken map[string]bool) string {
	name = strings.NewReplacer(":", "-", "\\", "-", "/", "-", "?", "", "*", "", "[", "(", "]", ")").Replace(clean(name))
	short := func(n int) string {
		if utf8.RuneCountInString(name) <= n {
			return name
		}
		return string([]rune(name)[:n])
	}
	out := short(31)
	for n := 2; taken[strings.ToLower(out)]; n++ {
		mark := "~" + strconv.Itoa(n)
		out = short(31-len(mark)) + mark
	}
	taken[strings.ToLower(out)] = true
	return out
}

// sheetWriter writes one table; its first error stops everything after it.
type sheetWriter struct {
	f      *excelize.File
	t      *Table
	name   string
	line   int // the last written, from 1
	styles map[style]int
	err    error
}

func (s *sheetWriter) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

// cell is the address of a column, from 0, in the line that is being written.
func (s *sheetWriter) cell(column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, s.line)
	s.do(err)
	return name
}

func (s *sheetWriter) text(column int, text string, st style) {
	at := s.cell(column)
	s.do(s.f.SetCellStr(s.name, at, clean(text)))
	s.do(s.f.SetCellStyle(s.name, at, at, s.style(st)))
}

func (s *sheetWriter) write() {
	s.view()
	s.line++
	s.text(0, s.t.Title, style{bold: true, size: 14})
	if s.t.Lead != "" {
		s.line++
		s.text(0, s.t.Lead, style{muted: true})
	}
	s.line++ // an empty line between what it is and what it holds
	first := s.line + 1
	s.heads()
	last := s.line
	for _, row := range s.t.Rows {
		s.row(row)
	}
	s.line++
	for _, note := range s.t.Notes {
		s.line++
		s.text(0, note, style{muted: true})
	}
	for _, fact := range s.t.About {
		s.line++
		s.text(0, fact.Label, style{muted: true})
		s.text(1, fact.Text, style{muted: true, ltr: isPlain(fact.Text)})
	}
	s.freeze(last)
	s.print(first, last)
}

func (s *sheetWriter) at(column, line int) string {
	name, err := excelize.CoordinatesToCellName(column+1, line)
	s.do(err)
	return name
}

// view turns the sheet and sizes its columns to their longest word.
func (s *sheetWriter) view() {
	rtl, grid := s.t.RTL, false
	s.do(s.f.SetSheetView(s.name, 0, &excelize.ViewOptions{RightToLeft: &rtl, ShowGridLines: &grid}))
	widest := utf8.RuneCountInString(s.t.Head.Title)
	for _, row := range s.t.Rows {
		widest = max(widest, utf8.RuneCountInString(row.Title)+2*row.Level)
	}
	s.width(0, min(max(widest+2, 14), 60))
	for i, c := range s.t.Columns {
		s.width(i+1, min(max(utf8.RuneCountInString(c.Title)+2, 14), 24))
	}
}

func (s *sheetWriter) width(column, chars int) {
	name, err := excelize.ColumnNumberToName(column + 1)
	s.do(err)
	s.do(s.f.SetColWidth(s.name, name, name, float64(chars)))
}

// heads writes the titles of the columns, under those of their groups.
func (s *sheetWriter) heads() {
	st := style{bold: true, head: true, wrap: true}
	if s.t.grouped() {
		s.line++
		s.text(0, "", st)
		for i := 0; i < len(s.t.Columns); {
			n := s.t.Span(i)
			s.text(i+1, s.t.Columns[i].Group, style{bold: true, head: true, wrap: true, centre: true})
			if n > 1 {
				s.do(s.f.MergeCell(s.name, s.cell(i+1), s.cell(i+n)))
			}
			i += n
		}
	}
	s.line++
	s.text(0, s.t.Head.Title, st)
	for i, c := range s.t.Columns {
		s.text(i+1, c.Title, st)
	}
}

func (t *Table) grouped() bool {
	for _, c := range t.Columns {
		if c.Group != "" {
			return true
		}
	}
	return false
}

// Span is how many columns from i on stand under one group.
func (t *Table) Span(i int) int {
	n := 1
	for t.Columns[i].Group != "" && i+n < len(t.Columns) && t.Columns[i+n].Group == t.Columns[i].Group {
		n++
	}
	return n
}

func (s *sheetWriter) row(row Row) {
	s.line++
	s.text(0, row.Title, style{bold: row.Total, total: row.Total, wrap: true, level: row.Level})
	for i, c := range s.t.Columns {
		s.figure(i+1, row, row.Cells[i], row.shown(c))
	}
}

func (s *sheetWriter) figure(column int, row Row, c Cell, col Column) {
	if !c.Has() {
		s.text(column, c.Gap(), style{bold: row.Total, total: row.Total, centre: true})
		return
	}
	at := s.cell(column)
	st := style{bold: row.Total, total: row.Total, number: numberFormat(col)}
	digits := col.Digits
	if col.Percent {
		digits += 2 // a percentage is a fraction that its format shows by the hundred
	}
	switch n, err := spreadsheetNumber(c.Value, digits); {
	case err != nil:
		s.do(err.On(s.t.Name + "." + col.Key))
	case digits == 0:
		s.do(s.f.SetCellInt(s.name, at, c.Value))
	default:
		s.do(s.f.SetCellFloat(s.name, at, n, -1, 64))
	}
	s.do(s.f.SetCellStyle(s.name, at, at, s.style(st)))
}

// mostExact is the largest whole number all of whose digits a spreadsheet shows.
const mostExact = 999_999_999_999_999

// spreadsheetNumber is a figure as a workbook keeps it. Up to 15 digits the
// nearest double is written with the very decimals that it was read from.
func spreadsheetNumber(value int64, digits int) (float64, *fault.Error) {
	text := locale.Fixed(value, digits)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || value > mostExact || value < -mostExact {
		return 0, fault.New(fault.Invalid, "sheet.too-exact", fault.Args{"value": text})
	}
	return n, nil
}

// numberFormat groups thousands; the separators are those of the reader's
// spreadsheet.
func numberFormat(c Column) string {
	format := "#,##0"
	if c.Percent {
		format = "0"
	}
	if c.Digits > 0 {
		format += "." + strings.Repeat("0", c.Digits)
	}
	if c.Percent {
		format += "%"
	}
	return format
}

// freeze keeps the heads in sight, with the names of the rows.
func (s *sheetWriter) freeze(lines int) {
	s.do(s.f.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: lines, TopLeftCell: s.at(1, lines+1), ActivePane: "bottomRight"}))
}

// print sets the paper: A4, as wide as the sheet, heads on every page, the page
// and how many there are.
func (s *sheetWriter) print(first, last int) {
	a4, orientation, one, any := 9, "portrait", 1, 0
	if len(s.t.Columns) > 5 {
		orientation = "landscape"
	}
	fit := true
	s.do(s.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any}))
	s.do(s.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
	s.do(s.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(s.name, "'", "''"), first, last)}))
}

// isPlain tells that a text runs from left to right by itself: a hash, an instant.
func isPlain(text string) bool {
	for _, r := range text {
		if r >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
