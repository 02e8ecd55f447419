package statistics

import (
	"io"
	"slices"
	"strconv"

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
tr[data-within]>th{font-weight:400;padding-inline-start:1.8rem}
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
			h.Table(h.THead(h.Tr(g.Map(r.heads(p), columnHead))), h.TBody(g.Map(r.Lines(), func(row Row) g.Node { return r.line(p, row) }), r.across(p))),
			g.Map(r.Notes(p.Lang()), func(note string) g.Node { return h.P(g.Text(note)) }),
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
		heads = append(heads, c.Heading().In(p.Lang()))
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
		cells = append(cells, h.Td(isolated(r.Columns[i].Show(p, c)), g.Map(r.Footnotes(row.Key, r.Columns[i].Key), func(n int) g.Node {
			return h.Sup(g.Text("(" + strconv.Itoa(n) + ")"))
		})))
	}
	for i, s := range row.Shares {
		cells = append(cells, h.Td(isolated(p.Percent(s.Num, s.Den, r.Table.Shares[i].Digits))))
	}
	return h.Tr(g.If(row.Key == Total, g.Attr("data-total")), g.If(row.Parent != "", g.Attr("data-within")), g.Group(cells))
}

// across is the line of percentages under the total, where the table has one.
func (r *Result) across(p *locale.Printer) g.Node {
	a := r.Table.Across
	if a == nil {
		return nil
	}
	return h.Tr(h.Th(h.Scope("row"), g.Text(a.Title.In(p.Lang()))), g.Map(r.Across, func(s Share) g.Node {
		return h.Td(isolated(p.Percent(s.Num, s.Den, a.Digits)))
	}))
}

// Notes are what stands under the table: its footnotes, with their numbers, what
// the sum of overlapping rows is, where figures come from, and what a mark means.
func (r *Result) Notes(lang locale.Lang) []string {
	var notes []string
	for i, f := range r.Table.Footnotes {
		notes = append(notes, "("+strconv.Itoa(i+1)+") "+f.Text.In(lang))
	}
	for _, c := range r.Columns {
		if c.Sum.Complete() {
			notes = append(notes, c.Heading().In(lang)+": "+c.Sum.In(lang))
		}
	}
	p := locale.For(lang)
	switch r.Origins() {
	case Reported:
		notes = append(notes, p.T("statistics.all-reported"))
	case Recorded | Reported:
		notes = append(notes, p.T("statistics.some-reported"))
	}
	if r.any(NotStated) {
		notes = append(notes, p.T("statistics.mark-not-stated", "mark", NotStatedMark))
	}
	if r.any(Suppressed) {
		notes = append(notes, p.T("statistics.mark-suppressed", "mark", SuppressedMark))
	}
	return notes
}

// any tells that some cell is in a state.
func (r *Result) any(s State) bool {
	return slices.ContainsFunc(r.Lines(), func(row Row) bool {
		return slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.State == s })
	})
}

// isolated keeps a number in its own order within a line of Arabic.
func isolated(text string) g.Node { return g.El("bdi", g.Text(text)) }
