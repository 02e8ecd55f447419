package report

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/web/assets"
	"sanad/web/ui"
)

// styles is the whole look of the document, on a screen and on A4. The bundle of
// the pages takes it in too.
//
//go:embed report.css
var styles string

// WriteHTML writes the document as one file that needs no other: style, fonts,
// charts and maps are in it. Without the bundle of the front end it has the
// fonts of the machine and no maps, and says so.
func (d *Document) WriteHTML(w io.Writer, p *locale.Printer) error {
	title := d.Title.In(p.Lang())
	return h.Doctype(h.HTML(h.Lang(p.Tag()), h.Dir(p.Dir()),
		h.Head(h.Meta(h.Charset("utf-8")), h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.TitleEl(g.Text(title)),
			h.StyleEl(g.Raw(fonts()+pageNumbers(p)+styles))),
		h.Body(h.Class("r-body"), d.Body(p, Links{})),
	)).Render(w)
}

// Links are where the parts of a document that is served lead; in a file they
// lead nowhere. A function that is nil, or gives nothing, is no link.
type Links struct {
	Table  func(table string) string
	Cell   func(table, column, row string) string
	Figure func(figure string) string
}

func (l Links) table(name string) string {
	if l.Table == nil {
		return ""
	}
	return l.Table(name)
}

func (l Links) cell(table, column, row string) string {
	if l.Cell == nil {
		return ""
	}
	return l.Cell(table, column, row)
}

func (l Links) figure(name string) string {
	if l.Figure == nil {
		return ""
	}
	return l.Figure(name)
}

// linked makes content a link where there is somewhere to go.
func linked(path string, content g.Node) g.Node {
	if path == "" {
		return content
	}
	return h.A(h.Href(path), content)
}

// Body is the document without its frame: for a page of the site.
func (d *Document) Body(p *locale.Printer, links Links) g.Node {
	t := &teller{d: d, p: p, links: links, sheets: d.sheets(p), plates: d.plates()}
	return h.Div(h.Class("r-doc"),
		t.cover(),
		t.contents(),
		h.Div(h.Class("r-text"), t.blocks(d.Blocks), g.Group(t.chapters())),
		t.colophon(),
	)
}

// fonts are the faces of the bundle, inside the document.
func fonts() string {
	var b strings.Builder
	for _, script := range []struct{ name, ranges string }{
		{"arabic", "U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,U+200C-200E,U+2010-2011,U+FB50-FDFF,U+FE70-FEFC"},
		{"latin", "U+0000-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2000-200B,U+200F,U+2012-206F,U+20AC,U+2122,U+2212"},
	} {
		for _, weight := range []string{"400", "600"} {
			data, ok := assets.Read("ibm-plex-sans-arabic-" + script.name + "-" + weight + "-normal.woff2")
			if !ok {
				continue
			}
			fmt.Fprintf(&b, "@font-face{font-family:\"IBM Plex Sans Arabic\";font-weight:%s;src:url(data:font/woff2;base64,%s) format(\"woff2\");unicode-range:%s}\n",
				weight, base64.StdEncoding.EncodeToString(data), script.ranges)
		}
	}
	return b.String()
}

// pageNumbers writes "page x of y" at the foot of every printed page. The words
// are ours, and none has a quote or a backslash.
func pageNumbers(p *locale.Printer) string {
	before, rest, _ := strings.Cut(p.T("report.page", "page", "\x00", "pages", "\x01"), "\x00")
	between, after, _ := strings.Cut(rest, "\x01")
	return `@page{@bottom-center{content:"` + before + `" counter(page) "` + between + `" counter(pages) "` + after + "\"}}\n"
}

// cover is what the document is: whose, of when, and whether it may be quoted.
func (t *teller) cover() g.Node {
	p := t.p
	status := p.T("report.working-copy")
	if t.d.Edition.Complete() {
		status = t.d.Edition.In(p.Lang())
	}
	return h.Header(h.Class("r-cover"),
		h.P(h.Class("r-publisher"), g.Text(t.d.Publisher.In(p.Lang()))),
		h.H1(g.Text(t.d.Title.In(p.Lang()))),
		h.P(h.Class("r-dates"), g.Text(p.T("statistics.dates", "day", t.d.AsOf, "instant", t.d.KnownOn))),
		h.P(h.Class("r-status"), g.Text(status)),
		g.If(t.d.Problems() > 0, h.P(h.Role("alert"), h.Class("r-alert"), g.Text(p.Count("report.problems", int64(t.d.Problems()))))),
		g.If(!ui.MapsAvailable(), h.P(h.Role("status"), h.Class("r-alert"), g.Text(p.T("report.no-maps")))),
	)
}

// contents lists the sections, and then the tables.
func (t *teller) contents() g.Node {
	var items []g.Node
	t.d.numbered(func(s *Section, level int, number string) {
		items = append(items, h.Li(h.Class(fmt.Sprintf("r-level-%d", level)),
			h.A(h.Href("#"+s.ID), h.Span(h.Class("r-number"), ui.Ltr(number)), g.Text(" "+s.Title.In(t.p.Lang())))))
	})
	var tables []g.Node
	for _, name := range t.d.printed() {
		tables = append(tables, h.Li(h.A(h.Href("#"+anchor(name)), g.Text(t.tableTitle(name)))))
	}
	return h.Nav(h.Class("r-contents"), g.Attr("aria-label", t.p.T("report.contents")),
		h.H2(g.Text(t.p.T("report.contents"))), h.Ol(items...),
		h.Details(g.Attr("open"), h.Summary(g.Text(t.p.T("report.tables"))), h.Ol(tables...)))
}

// colophon says how every figure can be had again.
func (t *teller) colophon() g.Node {
	p := t.p
	return h.Footer(h.Class("r-colophon"),
		h.H2(g.Text(p.T("report.again"))),
		h.P(g.Text(p.T("report.again-how"))),
		h.Dl(
			h.Dt(g.Text(p.T("statistics.as-of"))), h.Dd(g.Text(p.Date(t.d.AsOf))),
			h.Dt(g.Text(p.T("statistics.known-on"))), h.Dd(ui.Ltr(t.d.KnownOn.String())),
			h.Dt(g.Text(p.T("report.text-hash"))), h.Dd(ui.Ltr(t.d.Hash)),
		),
	)
}
