package sheet

import (
	"bufio"
	"encoding/csv"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"
)

// List is lines of text ready to be written, one after the other: a list that
// somebody corrects and sends back, and no table of figures. Its lines are taken
// as they come, so that a long list needs no memory.
type List struct {
	Name  string // of the sheet
	RTL   bool
	Head  []string
	Lines iter.Seq2[[]string, error]
}

// WriteCSV writes the list for a spreadsheet: with the mark by which Excel knows
// UTF-8, the separator asked for, and no text that it would take for a formula.
//
// Errors: the list's own, and the writer's.
func (l List) WriteCSV(w io.Writer, separator rune) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(out)
	c.Comma, c.UseCRLF = separator, true
	if err := c.Write(neutral(l.Head)); err != nil {
		return err
	}
	for line, err := range l.Lines {
		if err == nil {
			err = c.Write(neutral(line))
		}
		if err != nil {
			return err
		}
	}
	if c.Flush(); c.Error() != nil {
		return c.Error()
	}
	return out.Flush()
}

func neutral(line []string) []string {
	out := make([]string, len(line))
	for i, text := range line {
		out[i] = Neutral(text)
	}
	return out
}

// WriteXLSX writes the list as a workbook; every cell is typed as text, so that
// none is a formula and no number loses its zeros.
//
// Errors: the list's own, and the writer's.
func (l List) WriteXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	name := sheetName(l.Name, map[string]bool{})
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	rtl := l.RTL
	if err := f.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &rtl}); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // "@": what is typed stays text
	if err != nil {
		return err
	}
	write := func(n int, line []string) error {
		cells := make([]any, len(line))
		for i, value := range line {
			cells[i] = excelize.Cell{StyleID: text, Value: clean(value)}
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return s.SetRow(at, cells)
	}
	n := 1
	if err := write(n, l.Head); err != nil {
		return err
	}
	for line, err := range l.Lines {
		n++
		if err == nil {
			err = write(n, line)
		}
		if err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}
