package web

import (
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/fault"
	"sanad/report"
	"sanad/statistics"
	"sanad/store"
	"sanad/web/ui"
)

// Reports are read within as they stand, as of any day and as known on any; the
// public reads editions of them.
const reportsPath = "/reports"

func reportPath(name string, query url.Values) string {
	return withQuery(reportsPath+"/"+url.PathEscape(name), query)
}

// internalReport is a whole report as a working copy. Every table leads to its
// page, and every figure of a table to what it counts, for whoever may see that.
func internalReport(s *Server, r *request) error {
	if s.Reports == nil {
		return store.ErrNotFound
	}
	n, err := s.Reports.Find(r.PathValue("report"))
	if err != nil {
		return err
	}
	v := reportView{request: r, narrative: n, typed: r.URL.Query()}
	if v.document, v.failed = s.composed(r, n.Name); v.failed != nil && fault.CodeOf(v.failed) != fault.Invalid && fault.CodeOf(v.failed) != fault.Conflict {
		return v.failed
	}
	return v.show()
}

// composed is the report on the dates that the address gives.
func (s *Server) composed(r *request, name string) (*report.Document, error) {
	query := r.URL.Query()
	ask, err := statistics.Read("", "", query.Get("as-of"), query.Get("known-on"))
	if err != nil {
		return nil, err
	}
	composer := report.Composer{DB: s.DB, Programmes: s.Programmes, Reports: s.Reports, Source: s.Statistics}
	return composer.Compose(r.Context(), name, ask.AsOf, ask.KnownOn)
}

// reportView is a report on a page; document is nil when failed says why.
type reportView struct {
	*request
	narrative *report.Narrative
	typed     url.Values // as-of and known-on as the reader gave them
	document  *report.Document
	failed    error
}

func (v reportView) show() error {
	frame := v.frame()
	frame.Title = v.say(v.narrative.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("statistics.tables"), Path: tablesPath}, {Label: frame.Title}}
	if v.failed != nil {
		return v.showStatus(statusOf(v.failed), ui.Page(frame, ui.ErrorSummary(v.p, v.failed), v.dates()))
	}
	frame.Actions = []g.Node{ui.Print(v.p)}
	return v.showStatus(http.StatusOK, ui.Page(frame, v.dates(), h.Div(h.Class("card r-card"), v.document.Body(v.p, v.links()))))
}

// dates is the form of the two dates: a get, so that the address can be sent.
func (v reportView) dates() g.Node {
	problems, back := ui.ProblemsOf(v.p, v.failed), ""
	if v.typed.Get("as-of") != "" || v.typed.Get("known-on") != "" {
		back = reportPath(v.narrative.Name, nil)
	}
	field := func(name, help string) g.Node {
		return ui.Input(v.p, ui.Field{Name: name, Label: v.p.T("statistics." + name), Help: help, Value: v.typed.Get(name), Error: problems.On(name), Ltr: true})
	}
	return h.Div(h.Class("card"), h.Form(h.Class("s-filters"), h.Method("get"), h.Action(reportPath(v.narrative.Name, nil)),
		field("as-of", v.p.T("report.as-of-hint", "day", v.narrative.AsOf)), field("known-on", v.p.T("statistics.known-on-hint")),
		h.Div(h.Class("s-actions"), ui.Submit(v.p.T("statistics.show"), "", "", true),
			g.If(back != "", ui.LinkButton(back, v.p.T("statistics.reset"), false)))))
}

// links lead to the tables and cells on the dates of the page, so that what a
// reader finds there is what the report says. A figure leads where it does on the
// page of its table.
func (v reportView) links() report.Links {
	tables := map[string]tableView{}
	for _, t := range v.document.Results() {
		tables[t.Table.Name] = tableView{result: t, follow: v.actor.Holds(access.DrillDown)}
	}
	return report.Links{
		Table: func(table string) string { return tablePath(table, tables[table].settled()) },
		Cell: func(table, column, row string) string {
			if f, _ := tables[table].result.Cell(row, column); !tables[table].leads(f) {
				return ""
			}
			return tableCellPath(table, column, row, tables[table].settled())
		}}
}

// reportButtons lead to the reports.
func (s *Server) reportButtons(r *request) []g.Node {
	if s.Reports == nil {
		return nil
	}
	var out []g.Node
	for _, n := range s.Reports.All() {
		out = append(out, ui.LinkButton(reportPath(n.Name, nil), r.say(n.Title), false))
	}
	return out
}
