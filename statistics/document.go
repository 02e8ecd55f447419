package statistics

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// sheet is the whole style of a table on paper: logical directions only, so
// that one sheet serves both ways of writing.
const sheet = `body{font-family:"IBM Plex Sans Arabic","Noto Sans Arabic",sans-serif;margin:2rem;color:#1b2521}
h1{font-size:1.3rem}table{border-collapse:collapse;margin-block:1rem}
th,td{padding:.35rem .7rem;border-block-end:1px solid #cfd8d4;text-align:start}
td,thead th:not(:first-child){text-align:end;font-variant-numeric:tabular-nums}
tr[data-total]>*{font-weight:600;border-block-start:2px solid #333d39}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.85rem}dd{margin:0;overflow-wrap:anywhere}
[role=alert]{border:2px solid #b3261e;padding:.5rem 1rem}`

// WriteHTML writes a small document that stands alone: the table, what it
// counts, as of when and as known when, and whether it reconciles.
func (r *Result) WriteHTML(w io.Writer, p *locale.Printer) error {
	title := r.Table.Title.In(p.Lang())
	return h.Doctype(h.HTML(h.Lang(p.Tag()), h.Dir(p.Dir()),
		h.Head(h.Meta(h.Charset("utf-8")), h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.TitleEl(g.Text(title)), h.StyleEl(g.Raw(sheet))),
		h.Body(
			h.H1(g.Text(title)),
			h.P(g.Text(r.Dates(p))),
			r.alert(p),
			h.Table(h.THead(h.Tr(g.Map(r.heads(p), columnHead))), h.TBody(g.Map(r.Lines(), func(row Row) g.Node { return r.line(p, row) }))),
			g.If(r.Table.Note.Complete(), h.P(g.Text(r.Table.Note.In(p.Lang())))),
			h.Dl(
				h.Dt(g.Text(p.T("statistics.unit"))), h.Dd(g.Text(UnitName(p, r.Table.Unit))),
				h.Dt(g.Text(p.T("statistics.known-on"))), h.Dd(isolated(r.knownOn())),
				h.Dt(g.Text(p.T("statistics.definition"))), h.Dd(isolated(r.DefinitionHash)),
			),
		))).Render(w)
}

// Dates is "up to 2 July 2021, as known on …" in one line.
func (r *Result) Dates(p *locale.Printer) string {
	if r.KnownOn == 0 {
		return p.T("statistics.as-of-nothing", "day", r.AsOf)
	}
	return p.T("statistics.dates", "day", r.AsOf, "instant", r.KnownOn)
}

// knownOn is the exact instant, to ask with again.
func (r *Result) knownOn() string {
	if r.KnownOn == 0 {
		return locale.NoValue
	}
	return r.KnownOn.String()
}

// alert tells what does not reconcile; nothing when everything does.
func (r *Result) alert(p *locale.Printer) g.Node {
	if r.Reconciles() {
		return h.P(g.Text(p.T("statistics.reconciles")))
	}
	return h.Div(h.Role("alert"), h.P(g.Text(p.Count("statistics.problems", int64(len(r.Problems))))),
		h.Ul(g.Map(r.Problems, func(x Problem) g.Node { return h.Li(g.Text(p.Fault(r.Fault(x)))) })))
}

func (r *Result) heads(p *locale.Printer) []string {
	heads := []string{DimensionName(p, r.Programme, r.By)}
	for _, c := range r.Columns {
		heads = append(heads, c.Title.In(p.Lang()))
	}
	for _, s := range r.Table.Shares {
		heads = append(heads, s.Title.In(p.Lang()))
	}
	return heads
}

func columnHead(text string) g.Node { return h.Th(h.Scope("col"), g.Text(text)) }

func (r *Result) line(p *locale.Printer, row Row) g.Node {
	cells := []g.Node{h.Th(h.Scope("row"), g.Text(row.Title.In(p.Lang())))}
	for i, c := range row.Cells {
		cells = append(cells, h.Td(isolated(r.Columns[i].Show(p, c))))
	}
	for i, s := range row.Shares {
		cells = append(cells, h.Td(isolated(p.Percent(s.Num, s.Den, r.Table.Shares[i].Digits))))
	}
	return h.Tr(g.If(row.Key == Total, g.Attr("data-total")), g.Group(cells))
}

// isolated keeps a number in its own order within a line of Arabic.
func isolated(text string) g.Node { return g.El("bdi", g.Text(text)) }
