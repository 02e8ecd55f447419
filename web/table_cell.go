package web

import (
	"context"
	"errors"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// tableCell is the page behind a figure.
func tableCell(s *Server, r *request) error {
	v, err := readCell(r.Context(), s.Statistics, r.actor, r.PathValue("table"), r.PathValue("column"), r.PathValue("row"), r.URL.Query())
	if err != nil {
		return err
	}
	v.sources = s.Sources
	return r.show(tableCellPage(r.p, r.frame(), v))
}

// cellView is what the page behind a figure shows.
type cellView struct {
	statistics.DrillDown
	programme *programme.Definition
	dossiers  map[store.ID]dossier.Dossier // by id, of the members listed
	first     bool                         // the list starts at its beginning
	stated    []statedLine                 // what documents say
	sources   []*programme.Source
	follow    bool // the reader may go on to dossiers
}

// tableCellPage lists what stands behind a figure: the documents that state it,
// the dossiers of the reader's remit, and how many others it counts.
func tableCellPage(p *locale.Printer, frame ui.PageData, v cellView) g.Node {
	table, back := v.Table.Title.In(p.Lang()), tablePath(v.Table.Name, askQuery(v.Ask))
	frame.Title = p.T("statistics.cell-title", "column", v.Column.Title, "row", v.Row.Title)
	frame.Lead = p.T("statistics.dates", "day", v.Ask.AsOf, "instant", v.Ask.KnownOn)
	frame.Breadcrumbs = []ui.Crumb{{Label: p.T("statistics.tables"), Path: tablesPath}, {Label: table, Path: back}, {Label: v.Row.Title.In(p.Lang())}}
	frame.Actions = []g.Node{ui.LinkButton(back, p.T("statistics.back"), false)}
	if !v.first {
		frame.Actions = append(frame.Actions, ui.LinkButton(v.at(ledger.Page{}), p.T("statistics.first-page"), false))
	}
	return ui.Page(frame, v.stats(p), g.If(len(v.stated) > 0, v.documents(p)), g.If(v.lists(), ui.TableCard("", nil, ui.DataTable(v.list(p)), ui.Pager(p, v.pager()))))
}

// lists tells that there is something to say of dossiers: a figure that only
// documents state has none.
func (v cellView) lists() bool {
	return v.follow && (len(v.stated) == 0 || v.Inside+v.Outside > 0)
}

func (v cellView) stats(p *locale.Printer) g.Node {
	stats := []ui.Stat{{Label: p.T("statistics.cell-value"), Number: v.Column.Show(p, v.Cell), Note: statistics.UnitName(p, v.Column.Unit)}}
	if v.Cell.Other != nil {
		label := p.T("tables.records-say")
		if v.Cell.Origin == statistics.Recorded {
			label = p.T("tables.documents-say")
		}
		stats = append(stats, ui.Stat{Label: label, Number: v.Column.Text(p, *v.Cell.Other), Note: p.T("tables.not-added")})
	}
	if v.lists() {
		stats = append(stats, ui.Stat{Label: p.T("statistics.cell-inside"), Number: p.Number(v.Inside), Note: statistics.UnitName(p, programme.Dossiers)},
			ui.Stat{Label: p.T("statistics.cell-outside"), Number: p.Number(v.Outside), Note: p.T("statistics.cell-outside-note")})
	}
	return ui.Stats(stats...)
}

func (v cellView) list(p *locale.Printer) ui.TableData {
	data := ui.TableData{Caption: p.T("statistics.cell-dossiers"), Empty: ui.Empty(p.T("statistics.cell-none"), p.T("statistics.cell-none-hint"), nil),
		Columns: []ui.Column{{Head: p.T("statistics.reference")}, {Head: p.T("statistics.place")}, {Head: p.T("statistics.state-now")},
			{Head: p.T("statistics.counted-on")}, {Head: p.T("statistics.quantity"), Numeric: true}}}
	for _, m := range v.Members {
		data.Rows = append(data.Rows, ui.Row{Cells: v.line(p, m)})
	}
	return data
}

func (v cellView) line(p *locale.Printer, m ledger.Member) []ui.Cell {
	figure := ui.Text(v.Column.Text(p, m.Quantity))
	d, ok := v.dossiers[m.Stream]
	if !ok { // counted by something that is no dossier: it has no page
		return []ui.Cell{ui.Identifier(m.Stream.String()), ui.Gap(locale.NoValue), ui.Gap(locale.NoValue), ui.Date(p, m.Day), figure}
	}
	return []ui.Cell{ui.Identifier(d.Reference).To(dossierPath(d)), ui.Text(territory.Name(d.Province, p.Lang())),
		ui.Text(v.state(p, d)), ui.Date(p, m.Day), figure}
}

func (v cellView) state(p *locale.Printer, d dossier.Dossier) string {
	if s := v.programme.Workflow.State(d.State); s != nil {
		return s.Title.In(p.Lang())
	}
	return d.State
}

// pager leads on. A list in the order of keys knows what follows a line and not
// what a reader saw before it: the way back is to its beginning.
func (v cellView) pager() ui.PagerData {
	data := ui.PagerData{Total: v.Inside}
	if v.More {
		last := v.Members[len(v.Members)-1]
		data.Next = v.at(ledger.Page{AfterParty: last.Party, AfterStream: last.Stream})
	}
	return data
}

func (v cellView) at(page ledger.Page) string {
	query := askQuery(v.Ask)
	if !page.AfterStream.IsZero() {
		query.Set("after", page.AfterParty.String()+"."+page.AfterStream.String())
	}
	return tableCellPath(v.Table.Name, v.Column.Key, v.Row.Key, query)
}

// cellLines is how many dossiers a page lists.
const cellLines = 50

// cellPageOf reads where a list goes on.
//
// Errors: id.invalid.
func cellPageOf(query url.Values) (ledger.Page, error) {
	page := ledger.Page{Limit: cellLines}
	after := query.Get("after")
	if after == "" {
		return page, nil
	}
	party, stream, _ := strings.Cut(after, ".")
	var err error
	if page.AfterParty, err = store.ParseID(party); err != nil {
		return page, err
	}
	page.AfterStream, err = store.ParseID(stream)
	return page, err
}

// readCell finds what is behind a figure for an actor: the lines and the
// dossiers within the scope, and of the others only how many.
//
// Errors: those of statistics.Read, statistics.Engine.Members, cellPageOf and
// readStated.
func readCell(ctx context.Context, e *statistics.Engine, actor access.Actor, table, column, row string, query url.Values) (cellView, error) {
	ask, err := statistics.Read(table, query.Get("by"), query.Get("as-of"), query.Get("known-on"))
	if err != nil {
		return cellView{}, err
	}
	page, err := cellPageOf(query)
	if err != nil {
		return cellView{}, err
	}
	v := cellView{dossiers: map[store.ID]dossier.Dossier{}, first: page.AfterStream.IsZero(), follow: actor.Holds(access.DrillDown)}
	v.DrillDown, err = e.Members(ctx, actor.Scope(access.DrillDown), ask, column, row, page)
	if err != nil {
		return cellView{}, err
	}
	v.programme, _, _ = e.Programmes.Table(table)
	if v.stated, err = readStated(ctx, e.DB, v.Stated); err != nil {
		return cellView{}, err
	}
	for _, m := range v.Members {
		d, err := dossier.Get(ctx, e.DB, actor.Scope(access.DossiersRead), m.Party, m.Stream)
		if err == nil {
			v.dossiers[m.Stream] = d
		} else if !errors.Is(err, store.ErrNotFound) {
			return cellView{}, err
		}
	}
	return v, nil
}

// dossierPath is the address of a dossier.
func dossierPath(d dossier.Dossier) string {
	return "/dossiers/" + d.Party.String() + "/" + d.ID.String()
}
