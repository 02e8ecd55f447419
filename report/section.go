package report

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/sheet"
	"sanad/statistics"
	"sanad/web/ui"
)

// teller writes one document for one reader.
type teller struct {
	d      *Document
	p      *locale.Printer
	links  Links
	sheets map[string]*sheet.Table
	plates map[string]int // the number of each printed table, in the order of reading
}

// numbered visits the sections with their numbers: "1", "1.2".
func (n *Narrative) numbered(visit func(s *Section, level int, number string)) {
	var counts [4]int
	n.walk(func(s *Section, level int) {
		counts[level]++
		clear(counts[level+1:])
		parts := make([]string, level)
		for i := range parts {
			parts[i] = strconv.Itoa(counts[i+1])
		}
		visit(s, level, strings.Join(parts, "."))
	})
}

// printed are the tables that stand in the text, in the order of reading.
func (n *Narrative) printed() []string {
	var names []string
	n.blocks(func(_ string, b *Block) {
		if b.Table != "" {
			names = append(names, b.Table)
		}
	})
	return names
}

func (n *Narrative) plates() map[string]int {
	out := map[string]int{}
	for i, name := range n.printed() {
		out[name] = i + 1
	}
	return out
}

func anchor(table string) string { return "table-" + table }

// chapters are all sections, one after the other under their headings.
func (t *teller) chapters() []g.Node {
	var out []g.Node
	headings := []func(...g.Node) g.Node{nil, h.H2, h.H3, h.H4}
	t.d.numbered(func(s *Section, level int, number string) {
		out = append(out,
			headings[level](h.ID(s.ID), h.Class("r-heading"), h.Span(h.Class("r-number"), ui.Ltr(number)), g.Text(" "+s.Title.In(t.p.Lang()))),
			t.blocks(s.Blocks))
	})
	return out
}

func (t *teller) blocks(list []Block) g.Node {
	var out g.Group
	for i := range list {
		out = append(out, t.block(&list[i]))
	}
	return out
}

func (t *teller) block(b *Block) g.Node {
	switch {
	case b.Text != nil:
		return h.P(t.prose(b.Text))
	case len(b.List) > 0:
		return h.Ul(g.Map(b.prose(), func(pr *Prose) g.Node { return h.Li(t.prose(pr)) }))
	case b.Table != "":
		return t.table(b.Table)
	case b.Chart != nil:
		return t.chart(b.Chart)
	case b.Map != nil:
		return t.placed(b.Map)
	}
	return h.Dl(h.Class("r-figures"), g.Map(b.Figures, t.large))
}

// prose writes running text; a figure is isolated, so that it keeps its own
// order within a line of Arabic.
func (t *teller) prose(pr *Prose) g.Node {
	var out g.Group
	for _, part := range pr.parts[t.p.Lang()] {
		switch part.figure {
		case "":
			out = append(out, g.Text(part.words))
		case asOf:
			out = append(out, g.El("bdi", g.Text(t.p.Date(t.d.AsOf))))
		default:
			out = append(out, t.inline(part))
		}
	}
	return out
}

// inline is a figure in a sentence: a bare number runs from left to right, one
// with its noun as the sentence does.
func (t *teller) inline(p part) g.Node {
	text := g.Text(say(t.p, t.d.figures[p.figure], p.form, p.digits))
	return linked(t.links.figure(p.figure), g.El("bdi", h.Class("r-figure"), g.If(p.form == "", h.Dir("ltr")), text))
}

// large is a figure under its title.
func (t *teller) large(name string) g.Node {
	f := t.d.figures[name]
	return h.Div(h.Dt(g.Text(f.Title.In(t.p.Lang()))),
		h.Dd(linked(t.links.figure(name), ui.Bdi(f.Text(t.p)))))
}

func (t *teller) tableTitle(name string) string {
	return t.p.T("report.table", "number", t.plates[name], "title", t.sheets[name].Title)
}

// chart draws columns of a table, which stands near it and says the same.
func (t *teller) chart(c *Chart) g.Node {
	kinds := map[string]ui.ChartKind{"bar": ui.Bars, "line": ui.Lines, "pyramid": ui.Pyramid}
	table := t.sheets[c.Table]
	pl := Plot(t.p, t.d.tables[c.Table], table, kinds[c.Kind], c.Columns...)
	title := table.Title
	if len(c.Columns) == 1 {
		title = t.p.T("report.column-of", "column", columnName(t.d.tables[c.Table], table, c.Columns[0]), "title", table.Title)
	}
	return t.figure(title, pl)
}

func (t *teller) placed(m *Map) g.Node {
	table := t.sheets[m.Table]
	pl := Plot(t.p, t.d.tables[m.Table], table, ui.RegionMap, m.Column)
	return t.figure(t.p.T("report.map-of", "column", columnName(t.d.tables[m.Table], table, m.Column), "title", table.Title), pl)
}

func (t *teller) figure(title string, pl ui.Plot) g.Node {
	pl.Label = title
	drawing := pl.Figure(t.p)
	if drawing == nil {
		return nil
	}
	return h.Div(h.Class("r-plot"), h.P(h.Class("r-caption"), g.Text(title)), drawing)
}

// table writes a table with all that belongs to it. In print its head stands on
// every page, and no row is torn.
func (t *teller) table(name string) g.Node {
	table := t.sheets[name]
	return h.Figure(h.ID(anchor(name)), h.Class(tableClass(table)),
		h.FigCaption(linked(t.links.table(name), g.Text(t.tableTitle(name)))),
		t.grid(table), t.notes(table))
}

func (t *teller) grid(table *sheet.Table) g.Node {
	return h.Div(h.Class("r-scroll"), h.Role("region"), g.Attr("tabindex", "0"), g.Attr("aria-label", table.Title),
		h.Table(t.head(table), h.TBody(g.Map(table.Rows, func(row sheet.Row) g.Node { return t.row(table, row) }))))
}

func (t *teller) notes(table *sheet.Table) g.Node {
	return h.Div(h.Class("r-notes"),
		g.Map(table.Notes, func(note string) g.Node { return h.P(g.Text(note)) }),
		h.P(g.Text(t.p.T("report.source-line", "source", table.About[0].Text, "unit", table.Unit))))
}

// tableClass says how a table lies on paper: with many columns in small print;
// with so few rows that they fit on a page, on one.
func tableClass(t *sheet.Table) string {
	class := "r-table"
	if len(t.Columns) > 6 {
		class += " r-wide"
	}
	if len(t.Rows) <= 18 {
		class += " r-whole"
	}
	return class
}

// Table is one table as the report shows it, for a page of its own.
func Table(p *locale.Printer, r *statistics.Result) g.Node {
	laid := Sheet(p, r)
	t := &teller{p: p}
	return h.Div(h.Class("r-doc"), h.Div(h.Class(tableClass(laid)), t.grid(laid), t.notes(laid)))
}

// head names the columns, under those that gather them.
func (t *teller) head(table *sheet.Table) g.Node {
	grouped := slices.ContainsFunc(table.Columns, func(c sheet.Column) bool { return c.Group != "" })
	if !grouped {
		cells := []g.Node{h.Th(h.Scope("col"), g.Text(table.Head.Title))}
		for _, c := range table.Columns {
			cells = append(cells, h.Th(h.Scope("col"), h.Class("r-num"), t.columnTitle(c)))
		}
		return h.THead(h.Tr(cells...))
	}
	upper := []g.Node{h.Th(h.Scope("col"), h.RowSpan("2"), g.Text(table.Head.Title))}
	var lower []g.Node
	for i := 0; i < len(table.Columns); {
		n := table.Span(i)
		if table.Columns[i].Group == "" {
			upper = append(upper, h.Th(h.Scope("col"), h.RowSpan("2"), h.Class("r-num"), t.columnTitle(table.Columns[i])))
			i++
			continue
		}
		upper = append(upper, h.Th(h.Scope("colgroup"), h.ColSpan(strconv.Itoa(n)), h.Class("r-group"), ui.Bdi(table.Columns[i].Group)))
		for range n {
			lower = append(lower, h.Th(h.Scope("col"), h.Class("r-num"), t.columnTitle(table.Columns[i])))
			i++
		}
	}
	return h.THead(h.Tr(upper...), h.Tr(lower...))
}

func (t *teller) columnTitle(c sheet.Column) g.Node {
	return g.Group{ui.Bdi(c.Title), g.If(c.Unit != "", h.Small(g.Text(" ("+c.Unit+")")))}
}

func (t *teller) row(table *sheet.Table, row sheet.Row) g.Node {
	cells := []g.Node{h.Th(h.Scope("row"), ui.Bdi(row.Title))}
	for i, c := range row.Cells {
		cells = append(cells, t.cell(table, row, table.Columns[i], c))
	}
	return h.Tr(g.If(row.Total, g.Attr("data-total")), g.If(row.Derived, g.Attr("data-derived")), h.Data("level", strconv.Itoa(row.Level)), g.Group(cells))
}

func (t *teller) cell(table *sheet.Table, row sheet.Row, col sheet.Column, c sheet.Cell) g.Node {
	path := ""
	if c.Has() && !row.Derived && !col.Derived {
		path = t.links.cell(table.Name, col.Key, row.Key)
	}
	return h.Td(h.Class("r-num"), linked(path, ui.Ltr(show(t.p, c, col, row))),
		g.If(c.Has() && c.Mark != "", h.Sup(ui.Ltr(strings.TrimSpace(c.Mark)))))
}
