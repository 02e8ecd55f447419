package ui

import (
	"io"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/locale"
	"sanad/money"
)

// Column is the head of a column.
type Column struct {
	Head    string
	Numeric bool
	Total   bool   // over the other columns: emphasised
	node    g.Node // instead of Head, of a turned table
}

// Cell is what a row holds in a column. Make one with Text, Node, Number,
// Money, Percent, Date, Identifier or Gap.
type Cell struct{ body g.Node }

// Text is a cell of text in any script.
func Text(text string) Cell { return Cell{body: Bdi(text)} }

// Node is a cell of anything.
func Node(body g.Node) Cell { return Cell{body: body} }

// Identifier is a cell that runs left to right: a number of a file or a card.
func Identifier(text string) Cell { return Cell{body: Ltr(text)} }

// Number is a cell with a whole number.
func Number(p *locale.Printer, n int64) Cell {
	return Cell{body: Ltr(p.Number(n))}
}

// Money is a cell with an amount.
func Money(p *locale.Printer, a money.Amount) Cell { return Cell{body: Bdi(p.Money(a))} }

// Percent is a cell with the share of num in den.
func Percent(p *locale.Printer, num, den int64, digits int) Cell {
	return Cell{body: Ltr(p.Percent(num, den, digits))}
}

// Date is a cell with a day.
func Date(p *locale.Printer, d calendar.Date) Cell { return Text(p.Date(d)) }

// Gap is a cell without a value: suppressed, or not asked. It is not zero, and
// mark says why ("–", "…", "•").
func Gap(mark string) Cell { return Cell{body: Bdi(mark)} }

// To makes the cell's content a link.
func (c Cell) To(path string) Cell {
	c.body = h.A(h.Href(path), c.body)
	return c
}

// With puts marks and notes after the cell's content.
func (c Cell) With(more ...g.Node) Cell {
	c.body = g.Group(append([]g.Node{c.body}, more...))
	return c
}

// Row is a line of a table; its first cell heads it.
type Row struct {
	Cells []Cell
	Total bool // a total: emphasised
	Group bool // gathers the rows below it: emphasised
	Inner bool // one of those
}

// TableData is a table of records or of figures.
type TableData struct {
	ID      string // to be linked to; may be empty
	Caption string // what the table holds; required for a reader who does not see it
	Columns []Column
	Rows    []Row
	Empty   g.Node // shown in place of a table without rows; may be nil
}

// DataTable is a table that scrolls inside its box on a phone, with its first
// column held.
func DataTable(t TableData) g.Node {
	if len(t.Rows) == 0 && t.Empty != nil {
		return t.Empty
	}
	return dataTable{TableData: t}
}

// dataTable is a table on its way to the page, which a box can still ask for its
// caption.
type dataTable struct {
	TableData
	titled bool // the box above says what the caption says: only who hears the page needs it again
}

// under are the parts of a box; a table whose caption is the title of the box
// does not show it a second time.
func under(title string, body []g.Node) g.Group {
	parts := slices.Clone(body)
	for i, part := range parts {
		if t, is := part.(dataTable); is && t.Caption == title {
			t.titled = true
			parts[i] = t
		}
	}
	return parts
}

// Render writes the table.
func (t dataTable) Render(w io.Writer) error {
	return h.Div(h.Class("s-table"), h.Role("region"), g.Attr("tabindex", "0"), g.Attr("aria-label", t.Caption),
		h.Table(g.If(t.ID != "", h.ID(t.ID)),
			h.Caption(g.If(t.titled, h.Class("visually-hidden")), g.Text(t.Caption)),
			h.THead(h.Tr(g.Map(t.Columns, columnHead))),
			h.TBody(g.Map(t.Rows, func(r Row) g.Node { return tableRow(t.Columns, r) })))).Render(w)
}

func columnHead(c Column) g.Node {
	if c.node == nil {
		c.node = g.Text(c.Head)
	}
	return h.Th(h.Scope("col"), g.If(c.Numeric, h.Class("s-num")), g.If(c.Total, g.Attr("data-total")), c.node)
}

// Turned exchanges the rows and the columns of figures; corner heads what were
// the columns.
func (t TableData) Turned(corner string) TableData {
	out := t
	out.Columns, out.Rows = []Column{{Head: corner}}, nil
	for _, row := range t.Rows {
		out.Columns = append(out.Columns, Column{Numeric: true, Total: row.Total, node: row.Cells[0].body})
	}
	for i, c := range t.Columns[1:] {
		turned := Row{Cells: []Cell{Text(c.Head)}, Total: c.Total}
		for _, row := range t.Rows {
			turned.Cells = append(turned.Cells, row.Cells[i+1])
		}
		out.Rows = append(out.Rows, turned)
	}
	return out
}

func tableRow(columns []Column, r Row) g.Node {
	return h.Tr(g.If(r.Group, g.Attr("data-group")), g.If(r.Inner, g.Attr("data-inner")), g.If(r.Total, g.Attr("data-total")),
		g.Group(tableCells(columns, r.Cells)))
}

func tableCells(columns []Column, cells []Cell) []g.Node {
	nodes := make([]g.Node, len(cells))
	for i, c := range cells {
		if i == 0 {
			nodes[i] = h.Th(h.Scope("row"), c.body)
			continue
		}
		numeric := i < len(columns) && columns[i].Numeric
		total := i < len(columns) && columns[i].Total
		nodes[i] = h.Td(g.If(numeric, h.Class("s-num")), g.If(total, g.Attr("data-total")), c.body)
	}
	return nodes
}

// PagerData is where a list stands: keyset paging has no page numbers.
type PagerData struct {
	Total    int64  // exact
	Previous string // address; empty on the first page
	Next     string // address; empty on the last page
}

// Pager shows the exact total and the way to the previous and next page.
func Pager(p *locale.Printer, d PagerData) g.Node {
	return h.Nav(h.Class("s-pager"), g.Attr("aria-label", p.T("ui.pages")),
		h.Span(g.Text(p.Count("ui.total", d.Total))),
		g.If(d.Previous != "" || d.Next != "", h.Span(h.Class("s-actions"),
			pagerLink(d.Previous, "prev", p.T("ui.previous")), pagerLink(d.Next, "next", p.T("ui.next")))))
}

func pagerLink(path, rel, label string) g.Node {
	if path == "" {
		return h.Span(h.Class("btn disabled"), g.Attr("aria-disabled", "true"), g.Text(label))
	}
	return h.A(h.Class("btn"), h.Href(path), h.Rel(rel), g.Text(label))
}
