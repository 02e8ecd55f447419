package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/edition"
	"sanad/locale"
	"sanad/report"
	"sanad/store"
	"sanad/web/ui"
)

// The public site: what was published, for everybody, without signing in. It
// shows editions and nothing else; whoever reads it is not known to it.
const publicPath = "/statistics"

func publicEditionPath(id store.ID, rest ...string) string {
	path := publicPath + "/" + id.String()
	for _, part := range rest {
		path += "/" + part
	}
	return path
}

// publicFrame is the frame of a public page: the same for everybody, so that it
// may be kept on the way.
func (r *request) publicFrame() ui.PageData {
	return ui.PageData{Lang: r.p.Lang(), Path: r.URL.Path, Query: r.URL.Query(), Demo: r.demoNotice(), Home: publicPath,
		Nav: []ui.NavItem{{Label: r.p.T("report.public"), Path: publicPath, Current: r.URL.Path == publicPath}}}
}

// kept lets an answer be kept for some minutes: an edition never changes, but it
// may be withdrawn.
func (r *request) kept() {
	r.w.Header().Set("Cache-Control", "public, max-age=300")
	r.w.Header().Set("Vary", "Cookie")
}

// published lists the editions, the newest first. The list is kept nowhere: an
// edition stands in it from the minute its embargo ends.
func published(s *Server, r *request) error {
	list, err := edition.Public(r.Context(), s.DB, s.DB.Now())
	if err != nil {
		return err
	}
	frame := r.publicFrame()
	frame.Title, frame.Lead = r.p.T("report.public-title"), r.p.T("report.public-lead")
	if len(list) == 0 {
		return r.show(ui.Page(frame, ui.Card("", nil, ui.Empty(r.p.T("report.public-none"), r.p.T("report.public-none-hint"), nil))))
	}
	data := ui.TableData{Caption: r.p.T("report.editions"), Columns: []ui.Column{{Head: r.p.T("report.edition")}, {Head: r.p.T("statistics.as-of")},
		{Head: r.p.T("report.released")}, {Head: r.p.T("report.tables"), Numeric: true}, {Head: r.p.T("report.state")}}}
	replaced := map[store.ID]bool{}
	for _, e := range list {
		replaced[e.Replaces] = replaced[e.Replaces] || e.State != edition.Withdrawn
	}
	for _, e := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(e.Title.In(r.p.Lang())).To(publicEditionPath(e.ID)), ui.Date(r.p, e.AsOf),
			ui.Date(r.p, e.Embargo.Date()), ui.Number(r.p, int64(len(e.Contents))), ui.Node(publicState(r.p, e, replaced[e.ID]))}})
	}
	return r.show(ui.Page(frame, ui.TableCard("", nil, ui.DataTable(data))))
}

func publicState(p *locale.Printer, e edition.Edition, replaced bool) g.Node {
	switch {
	case e.State == edition.Withdrawn:
		return ui.Badge(ui.Bad, p.T("report.withdrawn"))
	case replaced:
		return ui.Badge(ui.Warn, p.T("figures.replaced"))
	}
	return ui.Badge(ui.Good, p.T("report.published"))
}

// reader finds the edition that an address names, if everybody may read it.
func (s *Server) reader(r *request) (edition.Edition, error) {
	id, err := r.pathID("edition")
	if err != nil {
		return edition.Edition{}, err
	}
	return edition.Reader(r.Context(), s.DB, id, s.DB.Now())
}

// publishedEdition is the page of one edition: what it holds and what to take.
func publishedEdition(s *Server, r *request) error {
	e, err := s.reader(r)
	if err != nil {
		return err
	}
	frame := r.publicFrame()
	frame.Title, frame.Lead = e.Title.In(r.p.Lang()), r.p.T("statistics.dates", "day", e.AsOf, "instant", e.KnownOn)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("report.public"), Path: publicPath}}
	r.kept()
	if e.State == edition.Withdrawn {
		return r.show(ui.Page(frame, ui.Notice(ui.Bad, g.Text(r.p.T("report.withdrawn-why", "reason", e.Reason)))))
	}
	tables, err := s.public.tables(r, e)
	if err != nil {
		return err
	}
	replaced, err := s.replaced(r, e)
	if err != nil {
		return err
	}
	if n := s.narrative(e); n != nil {
		frame.Actions = append(frame.Actions, ui.LinkButton(publicEditionPath(e.ID, "report"), r.p.T("report.read"), true))
	}
	frame.Actions = append(frame.Actions, ui.LinkButton(publicEditionPath(e.ID, "files", "tables.xlsx"), r.p.T("report.workbook"), false))
	return r.show(ui.Page(frame, replaced, ui.TableCard("", nil, ui.DataTable(editionTables(r.p, e, tables)))))
}

func editionTables(p *locale.Printer, e edition.Edition, tables []edition.Table) ui.TableData {
	data := ui.TableData{Caption: p.T("report.tables"), Columns: []ui.Column{{Head: p.T("statistics.table")}, {Head: p.T("report.files")}}}
	for _, t := range tables {
		name := t.Result.Table.Name
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(t.Result.Table.Title.In(p.Lang())).To(publicEditionPath(e.ID, "tables", name)), ui.Node(fileLinks(e.ID, name))}})
	}
	return data
}

// fileLinks are the ways to take a table along.
func fileLinks(id store.ID, table string) g.Node {
	links := []g.Node{h.Class("s-files"), h.Dir("ltr")}
	for _, f := range []struct{ ending, label string }{{".csv", "CSV"}, {".csv-metadata.json", "CSVW"}, {".json", "JSON-stat"}} {
		links = append(links, h.Li(ui.Link(publicEditionPath(id, "files", table+f.ending), f.label)))
	}
	return h.Ul(links...)
}

// replaced tells that a newer edition took the place of this one.
func (s *Server) replaced(r *request, e edition.Edition) (g.Node, error) {
	by, ok, err := edition.ReplacedBy(r.Context(), s.DB, e.ID, s.DB.Now())
	if err != nil || !ok {
		return nil, err
	}
	return ui.Notice(ui.Warn, g.Text(r.p.T("report.replaced")+" "), ui.Link(publicEditionPath(by.ID), by.Title.In(r.p.Lang()))), nil
}

// narrative is the report that an edition can be told as, nil when there is none.
func (s *Server) narrative(e edition.Edition) *report.Narrative {
	if s.Reports == nil {
		return nil
	}
	list := s.Reports.All()
	i := slices.IndexFunc(list, func(n *report.Narrative) bool { return n.Tells(e, s.Programmes) })
	if i < 0 {
		return nil
	}
	return list[i]
}
