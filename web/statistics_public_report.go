package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/report"
	"sanad/store"
	"sanad/web/ui"
)

// publishedReport is an edition told as a report.
func publishedReport(s *Server, r *request) error {
	e, tables, err := s.readable(r)
	if err != nil {
		return err
	}
	n := s.narrative(e)
	if n == nil {
		return store.ErrNotFound
	}
	d, err := s.public.document(r, n, e, tables)
	if err != nil {
		return err
	}
	frame := r.publicFrame()
	frame.Title, frame.Breadcrumbs = d.Title.In(r.p.Lang()), []ui.Crumb{{Label: r.p.T("report.public"), Path: publicPath}, {Label: e.Title.In(r.p.Lang()), Path: publicEditionPath(e.ID)}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(publicEditionPath(e.ID, "files", "report.html"), r.p.T("report.one-file"), false)}
	r.kept()
	return r.show(ui.Page(frame, h.Div(h.Class("card r-card"), d.Body(r.p, report.Links{Table: func(name string) string { return publicEditionPath(e.ID, "tables", name) }}))))
}
