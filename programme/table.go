package programme

import (
	"slices"
	"strings"

	"sanad/locale"
)

type tableFile struct {
	Tables []Table `key:"tables,need"`
}

// Table is a table the programme publishes: its rows, its columns and what must
// hold between them. Package statistics computes it.
type Table struct {
	at
	Name    string      `key:"name,need"`
	Title   locale.Text `key:"title,need"`
	Note    locale.Text `key:"note"`
	Unit    Unit        `key:"unit,need"` // what the table counts; a column may say otherwise through its measure
	By      []string    `key:"by,need"`   // the dimensions the rows can be; the first is shown unless asked
	Columns []Column    `key:"columns,need"`
	Checks  []Check     `key:"checks"`
	Shares  []Share     `key:"shares"`
	Sort    *Sort       `key:"sort"`
	Chart   []string    `key:"chart"` // columns drawn as bars
	Map     string      `key:"map"`   // column drawn on the map of regions or provinces
}

// Column is one measure in a table. By month, a flow shows what the month
// brought and a stock how much it changed: so rows always sum to the total.
type Column struct {
	at
	Key     string      `key:"key,need"`
	Title   locale.Text `key:"title,need"`
	Measure string      `key:"measure,need"`
	Kind    Kind        `key:"kind"` // the measure's own when empty; or distinct
}

// Check is a sum that holds in every row: "deposited = waiting + received".
type Check string

// Sides are the columns of the sum on the left and on the right.
func (c Check) Sides() (left, right []string) {
	l, r, _ := strings.Cut(string(c), "=")
	return terms(l), terms(r)
}

func terms(side string) []string {
	parts := strings.Split(side, "+")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// Share is a percentage: a column over another of the same row, or over the
// total of a column.
type Share struct {
	at
	Key         string      `key:"key,need"`
	Title       locale.Text `key:"title,need"`
	Numerator   string      `key:"numerator,need"`
	Denominator string      `key:"denominator,need"`
	Of          string      `key:"of"` // row (when empty) or total
	Digits      int         `key:"digits"`
}

// Sort is the order of the rows; without it they are in the order of their codes.
type Sort struct {
	at
	Column string `key:"column,need"`
	Desc   bool   `key:"desc"`
}

// Table finds a table by name, nil when the programme has none of that name.
func (d *Definition) Table(name string) *Table {
	for i := range d.Tables {
		if d.Tables[i].Name == name {
			return &d.Tables[i]
		}
	}
	return nil
}

// Table finds a table and its programme by the table's name.
func (s *Set) Table(name string) (*Definition, *Table, bool) {
	for _, d := range s.list {
		if t := d.Table(name); t != nil {
			return d, t, true
		}
	}
	return nil, nil, false
}

// Column finds a column by key, nil when there is none.
func (t *Table) Column(key string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Key == key {
			return &t.Columns[i]
		}
	}
	return nil
}

func checkTables(p page, d *Definition) {
	names := map[string]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		p.unique(names, t.line, "table", t.Name)
		p.oneOf(t.line, "unit", string(t.Unit), "persons", "dossiers", "services", "institutions", "places", "items", "centimes")
		if len(t.By) == 0 || len(t.Columns) == 0 {
			p.say(t.line, "add by and columns", "table %s has no rows or no columns", t.Name)
		}
		for _, by := range t.By {
			p.oneOf(t.line, "dimension", by, "region", "province", "month", "year", "sex", "age", "category", "status")
		}
		t.checkColumns(p, d)
		t.checkReferences(p)
	}
}

func (t *Table) checkColumns(p page, d *Definition) {
	keys := map[string]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		p.unique(keys, c.line, "column", c.Key)
		m := d.Ledger.Measure(c.Measure)
		if m == nil {
			p.say(c.line, "name a measure of ledger.yaml", "column %s shows the measure %q, which is not defined", c.Key, c.Measure)
			continue
		}
		if c.Kind == "" {
			c.Kind = m.Kind
		}
		if c.Kind != m.Kind && c.Kind != Distinct {
			p.say(c.line, "leave kind out, or write distinct", "column %s is a %s and its measure a %s", c.Key, c.Kind, m.Kind)
		}
		if c.Kind == Distinct && m.Unit == Centimes {
			p.say(c.line, "count subjects of another measure", "column %s counts distinct money", c.Key)
		}
		for _, by := range t.By {
			framed := by == "sex" || by == "age" || by == "category" || by == "status"
			if framed && !slices.Contains(m.Dims, by) {
				p.say(c.line, "add it to dims of the measure", "table %s is by %s, which measure %s does not freeze", t.Name, by, m.ID)
			}
		}
	}
}

func (t *Table) checkReferences(p page) {
	needs := func(line int, what string, keys ...string) {
		for _, k := range keys {
			if t.Column(k) == nil {
				p.say(line, "name a column of the table", "%s of table %s names %q, which is no column", what, t.Name, k)
			}
		}
	}
	for _, c := range t.Checks {
		left, right := c.Sides()
		needs(t.line, "the check \""+string(c)+"\"", append(left, right...)...)
	}
	keys := map[string]bool{}
	for _, s := range t.Shares {
		p.unique(keys, s.line, "share", s.Key)
		p.oneOf(s.line, "base of a share", s.Of, "row", "total")
		needs(s.line, "share "+s.Key, s.Numerator, s.Denominator)
		if s.Digits < 0 || s.Digits > 4 {
			p.say(s.line, "write 0 to 4", "share %s has %d decimals", s.Key, s.Digits)
		}
	}
	if t.Sort != nil {
		needs(t.Sort.line, "sort", t.Sort.Column)
	}
	needs(t.line, "chart", t.Chart...)
	if t.Map != "" {
		needs(t.line, "map", t.Map)
	}
}
