package sheet

import (
	"encoding/csv"
	"io"
)

// WriteCSV writes keys and figures, a line a row: what a machine reads. Columns
// that are computed from others are left out. A figure that is not given is the
// code of its state ("c" confidential), which the description names as null.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{t.Head.Key}
	for _, c := range t.Columns {
		if !c.Derived {
			head = append(head, c.Key)
		}
	}
	out.Write(head) // Flush keeps the first error
	for _, row := range t.Rows {
		line := []string{Neutral(row.Key)}
		for i, c := range t.Columns {
			if !c.Derived {
				line = append(line, row.Cells[i].plain(c))
			}
		}
		out.Write(line)
	}
	out.Flush()
	return out.Error()
}

func (c Cell) plain(col Column) string {
	if c.Has() {
		return decimal(c.Value, col.Digits)
	}
	return string(c.State)
}
