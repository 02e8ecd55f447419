package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/edition"
	"sanad/locale"
	"sanad/report"
	"sanad/statistics"
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
		publicCharts(r.p, tables[i].Result)))
}

// publicCharts draws what the table's definition names, without a script.
func publicCharts(p *locale.Printer, t *statistics.Result) g.Node {
	laid := report.Sheet(p, t)
	var out g.Group
	kinds := map[string]ui.ChartKind{"year": ui.Lines, "month": ui.Lines, "season": ui.Lines}
	kind := ui.Bars
	if k, ok := kinds[t.By]; ok {
		kind = k
	}
	if len(t.Table.Chart) > 0 {
		out = append(out, ui.TableCard(p.T("statistics.chart"), nil, report.Plot(p, t, laid, kind, t.Table.Chart...).Figure(p)))
	}
	if t.Table.Map != "" && t.By == "region" && ui.MapsAvailable() {
		out = append(out, ui.TableCard(p.T("statistics.map", "column", t.Columns[max(t.Column(t.Table.Map), 0)].Title), nil,
			report.Plot(p, t, laid, ui.RegionMap, t.Table.Map).Figure(p)))
	}
	if len(out) == 0 {
		return nil
	}
	return ui.TwoColumns(out...)
}
