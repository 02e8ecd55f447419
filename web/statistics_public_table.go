package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/edition"
	"sanad/report"
	"sanad/store"
	"sanad/web/ui"
)

// readable is an edition that stands, with its tables.
func (s *Server) readable(r *request) (edition.Edition, []edition.Table, error) {
	e, err := s.reader(r)
	if err != nil {
		return e, nil, err
	}
	tables, err := s.public.tables(r, e)
	return e, tables, err
}

// publishedTable is one table of an edition, with what is protected in it.
func publishedTable(s *Server, r *request) error {
	e, tables, err := s.readable(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(tables, func(t edition.Table) bool { return t.Result.Table.Name == r.PathValue("table") })
	if i < 0 {
		return store.ErrNotFound
	}
	frame := r.publicFrame()
	frame.Title, frame.Lead = tables[i].Result.Table.Title.In(r.p.Lang()), tables[i].Result.Dates(r.p)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("report.public"), Path: publicPath}, {Label: e.Title.In(r.p.Lang()), Path: publicEditionPath(e.ID)}}
	frame.Actions = []g.Node{fileLinks(e.ID, tables[i].Result.Table.Name), ui.Print(r.p)}
	protection := tables[i].Protection(r.p)
	r.kept()
	return r.show(ui.Page(frame,
		h.Div(h.Class("card r-card"), report.Table(r.p, tables[i].Result)),
		g.If(protection != "", ui.Notice(ui.Neutral, g.Text(protection))),
		drawings(r.p, tables[i].Result)))
}
