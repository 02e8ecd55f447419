package programme

import "slices"

func checkTables(p page, d *Definition) {
	names := map[string]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		p.unique(names, t.line, "table", t.Name)
		p.oneOf(t.line, "unit", string(t.Unit), unitNames...)
		if len(t.By) == 0 || len(t.Columns) == 0 {
			p.say(t.line, "add by and columns", "table %s has no rows or no columns", t.Name)
		}
		if t.Threshold != nil && (*t.Threshold < 0 || *t.Threshold == 1) {
			p.say(t.line, "write 0 for none, or 2 and more: counts from 1 to below it are not published", "table %s has a threshold of %d", t.Name, *t.Threshold)
		}
		for _, by := range t.By {
			t.checkDimension(p, d, by)
		}
		t.checkColumns(p, d)
		t.checkRows(p, d)
		t.checkPivot(p, d)
		t.checkReferences(p)
		t.checkUnits(p, d)
	}
}

func (t *Table) checkDimension(p page, d *Definition, by string) {
	if !d.Ledger.Knows(by) {
		p.say(t.line, "use region, province, commune, month, quarter, year, sex, or a dimension of ledger.yaml", "dimension %q is not known", by)
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
		t.checkColumn(p, d, c, m)
	}
}

func (t *Table) checkColumn(p page, d *Definition, c *Column, m *Measure) {
	if c.Kind != m.Kind && c.Kind != Distinct {
		p.say(c.line, "leave kind out, or write distinct", "column %s is a %s and its measure a %s", c.Key, c.Kind, m.Kind)
	}
	if c.Kind == Distinct && m.Unit == Centimes {
		p.say(c.line, "count subjects of another measure", "column %s counts distinct money", c.Key)
	}
	p.oneOf(c.line, "moment of a stock", c.At, "change", "opening", "closing")
	if c.At != "" && m.Kind != Standing {
		p.say(c.line, "leave at out", "column %s has at and its measure is no stock", c.Key)
	}
	if c.Digits != nil && (m.Unit != Centimes || *c.Digits != 0 && *c.Digits != 2) {
		p.say(c.line, "write digits: 0 for whole dirhams, or leave it out", "column %s has digits", c.Key)
	}
	dims := slices.Clone(t.By)
	if t.Pivot != nil {
		dims = append(dims, t.Pivot.By)
	}
	for _, by := range dims {
		if frozen := d.Ledger.Frozen(by); frozen != "" && !d.freezes(m, by) {
			p.say(c.line, "add it to dims of the measure", "table %s is by %s, which measure %s does not freeze", t.Name, by, m.ID)
		}
		t.checkOverlap(p, d, c, m, by)
	}
	d.checkWhere(p, c.line, "column "+c.Key, c.Measure, t.Where.And(c.Where))
}

// freezes tells that postings of a measure say where they stand in a dimension:
// they freeze it, or one whose codes lie within its codes.
func (d *Definition) freezes(m *Measure, by string) bool {
	frozen := d.Ledger.Frozen(by)
	within := d.Ledger.Gathers(by)
	return slices.Contains(m.Dims, frozen) || within != "" && slices.Contains(m.Dims, within)
}

// Splits tells that every column of a table can be asked for the codes of a
// dimension.
func (d *Definition) Splits(t *Table, dim string) bool {
	if !d.Ledger.Knows(dim) {
		return false
	}
	return !slices.ContainsFunc(t.Columns, func(c Column) bool {
		return d.Ledger.Frozen(dim) != "" && !d.freezes(d.Ledger.Measure(c.Measure), dim)
	})
}

// checkOverlap refuses a sum over rows that hold the same person, centre or
// dossier twice, unless the table says what the sum is.
func (t *Table) checkOverlap(p page, d *Definition, c *Column, m *Measure, by string) {
	dim := d.Ledger.Dimension(by)
	if dim != nil && slices.Contains(dim.Overlaps, m.Unit) && c.Kind != Distinct && !c.Sum.Complete() {
		p.say(c.line, "use a distinct count, or say what the total is: sum: {ar, fr, en}", "column %s adds %s over %s, where one may stand several times", c.Key, m.Unit, by)
	}
}

// checkWhere refuses conditions on what a measure does not freeze.
func (d *Definition) checkWhere(p page, line int, what, measure string, w Where) {
	m := d.Ledger.Measure(measure)
	for _, dim := range w.Dims() {
		if !d.Ledger.Knows(dim) {
			p.say(line, "use region, province, month, year, sex, or a dimension of ledger.yaml", "%s counts where %q, which is not known", what, dim)
			continue
		}
		if frozen := d.Ledger.Frozen(dim); frozen != "" && !d.freezes(m, dim) {
			p.say(line, "add it to dims of the measure", "%s counts where %s, which measure %s does not freeze", what, dim, m.ID)
		}
		def := d.Ledger.Dimension(dim)
		for _, code := range w[dim] {
			if def != nil && len(def.Codes) > 0 && def.Code(code) == nil {
				p.say(line, "add it to the dimension, or correct it", "%s counts where %s is %q, which is no code of it", what, dim, code)
			}
		}
	}
}

func (t *Table) checkRows(p page, d *Definition) {
	r := t.Rows
	p.oneOf(r.line, "choice of rows", r.Show, "all", "present")
	p.oneOf(r.line, "total", r.Total, "none")
	if r.Groups == "" {
		return
	}
	if dim := d.Ledger.Dimension(t.By[0]); dim == nil || dim.Within != r.Groups || len(t.By) > 1 {
		p.say(r.line, "name the dimension that the rows lie within, in a table by that dimension alone", "the rows of table %s do not lie within %s", t.Name, r.Groups)
	}
}

func (t *Table) checkPivot(p page, d *Definition) {
	if t.Pivot == nil {
		return
	}
	t.checkDimension(p, d, t.Pivot.By)
	p.oneOf(t.Pivot.line, "total of a pivot", t.Pivot.Total, "none")
	if slices.Contains(t.By, t.Pivot.By) {
		p.say(t.Pivot.line, "choose another", "table %s has %s in rows and columns", t.Name, t.Pivot.By)
	}
	if dim := d.Ledger.Dimension(t.Pivot.By); dim != nil && len(dim.Codes) > 0 {
		for _, key := range t.Pivot.Keys {
			if dim.Code(key) == nil {
				p.say(t.Pivot.line, "add it to the dimension, or correct it", "the pivot of table %s names %q, which is no code of %s", t.Name, key, t.Pivot.By)
			}
		}
	}
}

// checkReferences refuses names of columns that are not there. Where the columns
// are made by a pivot over what is found, only their form is known.
func (t *Table) checkReferences(p page) {
	needs := func(line int, what string, keys ...string) {
		for _, k := range keys {
			if t.Pivot == nil && t.Column(k) == nil {
				p.say(line, "name a column of the table", "%s of table %s names %q, which is no column", what, t.Name, k)
			}
		}
	}
	for _, c := range t.Checks {
		needs(t.line, "the check \""+string(c)+"\"", c.Names()...)
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
	if t.Across != nil {
		needs(t.Across.line, "across", t.Across.Of)
	}
	if t.Sort != nil {
		needs(t.Sort.line, "sort", t.Sort.Column)
	}
	for _, f := range t.Footnotes {
		if f.Column != "" {
			needs(f.line, "a footnote", f.Column)
		}
	}
	needs(t.line, "chart", t.Chart...)
	if t.Map != "" {
		needs(t.line, "map", t.Map)
	}
}

// checkUnits refuses sums and shares of what does not add.
func (t *Table) checkUnits(p page, d *Definition) {
	for _, c := range t.Checks {
		t.sameUnit(p, d, "the check \""+string(c)+"\"", t.line, c.Names(), true)
	}
	for _, s := range t.Shares {
		t.sameUnit(p, d, "share "+s.Key, s.line, []string{s.Numerator, s.Denominator}, false)
	}
}

func (t *Table) sameUnit(p page, d *Definition, what string, line int, keys []string, sum bool) {
	var first *Column
	for _, k := range keys {
		c := t.Column(k)
		if c == nil || d.Ledger.Measure(c.Measure) == nil {
			continue // told elsewhere, or made by the pivot, whose columns have one unit
		}
		if first == nil {
			first = c
			continue
		}
		if a, b := d.Ledger.Measure(first.Measure).Unit, d.Ledger.Measure(c.Measure).Unit; a != b {
			p.say(line, "compare measures of one unit", "%s of table %s mixes %s and %s", what, t.Name, a, b)
			return
		}
		if sum && !d.adds(first, c) {
			p.say(line, "leave distinct columns out: they do not add", "%s of table %s adds the distinct column %s", what, t.Name, k)
			return
		}
	}
}

// adds tells that two columns may stand in one sum. Distinct counts do when they
// are one measure split by a dimension in which nobody stands twice.
func (d *Definition) adds(a, b *Column) bool {
	if a.Kind != Distinct && b.Kind != Distinct {
		return true
	}
	unit := d.Ledger.Measure(a.Measure).Unit
	for _, dim := range append(a.Where.Dims(), b.Where.Dims()...) {
		if def := d.Ledger.Dimension(dim); def != nil && slices.Contains(def.Overlaps, unit) || d.Ledger.IsPeriod(dim) || IsPlace(dim) {
			return false
		}
	}
	return a.Measure == b.Measure && a.Kind == b.Kind
}
