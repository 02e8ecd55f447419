package sheet

import (
	"encoding/csv"
	"io"

	"sanad/locale"
)

// WriteCSV writes keys and figures, a line a row: what a machine reads. Columns
// that are computed from others are left out. What the sources do not state is empty,
// and a withheld figure is x; the description names both as null.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var head []string
	for _, key := range t.keyColumns() {
		head = append(head, key.Key)
	}
	for _, c := range t.Columns {
		if !c.Derived {
			head = append(head, c.Key)
		}
	}
	out.Write(head) // Flush keeps the first error
	for _, row := range t.Rows {
		if row.Derived {
			continue
		}
		var line []string
		for _, key := range row.keys() {
			line = append(line, Neutral(key))
		}
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
	switch {
	case c.Has():
		return locale.Fixed(c.Value, col.Digits)
	case c.State == Missing:
		return ""
	}
	return string(c.State)
}
