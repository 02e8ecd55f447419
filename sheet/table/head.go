package table

import (
	"strings"

	"sanad/fault"
)

// readHead finds the row with the names of the columns and names them.
func (f *File) readHead() error {
	first, err := f.firstRecords()
	if err != nil {
		return err
	}
	at := headAmong(first, f.Head)
	if at < 0 && f.Head > 0 {
		return fault.New(fault.Invalid, "table.head-missing", fault.Args{"row": f.Head})
	}
	if at < 0 {
		return fault.New(fault.Invalid, "table.empty", nil)
	}
	head := first[at]
	if head.fault != nil {
		return head.fault
	}
	f.Head = head.number
	width := len(head.cells)
	for width > 0 && head.cells[width-1].Kind == Empty {
		width--
	}
	width = max(width, widest(first[at+1:]))
	if width > MaxColumns {
		return fault.New(fault.TooLarge, "table.columns-too-many", fault.Args{"most": MaxColumns, "columns": width})
	}
	if at > 0 && first[0].filled() > 0 {
		f.notice("table.head-below", fault.Args{"row": head.number})
	}
	f.nameColumns(head, width)
	return nil
}

// firstRecords are the rows among which the head is; the asked one is among them.
func (f *File) firstRecords() ([]record, error) {
	var first []record
	for rec, err := range f.records() {
		if err != nil {
			return nil, err
		}
		if rec.fault == nil && rec.filled() == 0 {
			continue
		}
		first = append(first, rec)
		if f.Head == 0 && len(first) == headRows || f.Head > 0 && rec.number > f.Head {
			break
		}
		if len(first) > headRows {
			first = first[1:]
		}
	}
	return first, nil
}

// headAmong is the place of the asked row, or of the first that is at least half
// as wide as the widest: titles above a table stand in one cell.
func headAmong(rows []record, asked int) int {
	most := 0
	for _, r := range rows {
		most = max(most, r.filled())
	}
	for i, r := range rows {
		if asked > 0 && r.number == asked || asked == 0 && r.fault == nil && 2*r.filled() >= most {
			return i
		}
	}
	return -1
}

// widest is the last column that most rows fill: a column without a name is a
// column all the same, and a row that is too wide is not.
func widest(rows []record) int {
	filled := map[int]int{}
	trusted, width := 0, 0
	for _, r := range rows {
		if r.fault != nil {
			continue
		}
		trusted++
		for i, c := range r.cells {
			if c.Kind != Empty {
				filled[i]++
			}
		}
	}
	for i, n := range filled {
		if 2*n > trusted {
			width = max(width, i+1)
		}
	}
	return width
}

func (f *File) nameColumns(head record, width int) {
	seen := map[string]int{}
	values := 0
	for i := range width {
		c := Column{Index: i, Letter: Letter(i), Hidden: i < len(f.hides) && f.hides[i]}
		var cell Cell
		if i < len(head.cells) {
			cell = head.cells[i]
		}
		c.Name = strings.Join(strings.Fields(cell.Text), " ")
		if cell.Kind == Number || cell.Kind == Day || strings.ContainsAny(firstRune(c.Name), "0123456789") {
			values++
		}
		if c.Name == "" {
			c.Name = c.Letter
			f.notice("table.head-empty", fault.Args{"column": c.Letter})
		}
		c.Name = f.unique(c, seen)
		f.Columns = append(f.Columns, c)
	}
	if 2*values > width || values >= 2 {
		f.notice("table.head-values", fault.Args{"row": head.number})
	}
}

// unique gives a repeated name its number, and says so.
func (f *File) unique(c Column, seen map[string]int) string {
	name := c.Name
	for {
		seen[name]++
		if seen[name] == 1 {
			break
		}
		name = c.Name + " (" + itoa(seen[c.Name]) + ")"
	}
	if name != c.Name {
		f.notice("table.head-repeated", fault.Args{"value": short(c.Name), "column": c.Letter, "name": short(name)})
	}
	return name
}

func (f *File) notice(key string, args fault.Args) {
	f.Notices = append(f.Notices, fault.New(fault.Invalid, key, args))
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}
