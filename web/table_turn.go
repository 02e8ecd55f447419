package web

import (
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
	"sanad/report"
	"sanad/sheet"
	"sanad/statistics"
	"sanad/web/ui"
)

// turnField asks for the table with its rows and columns exchanged.
const turnField = "turn"

// laidOut is a table as a page shows it and its files hold it, turned where that
// is asked for; turns says that it can be.
func laidOut(p *locale.Printer, r *statistics.Result, typed url.Values) (laid *sheet.Table, turned, turns bool) {
	laid = report.Sheet(p, r)
	other, turns := laid.Turned()
	if turns && typed.Get(turnField) != "" {
		return other, true, true
	}
	return laid, false, turns
}

// way is the question of the page without its dates: which rows, and turned or
// not.
func (v tableView) way() url.Values {
	query := url.Values{"by": {v.by()}}
	if v.typed.Get(turnField) != "" {
		query.Set(turnField, "1")
	}
	return query
}

// as is the question as it was typed, with one thing changed.
func (v tableView) as(name, value string) url.Values {
	query := v.way()
	for _, name := range []string{"as-of", "known-on", "than-as-of", "than-known-on"} {
		if typed := v.typed.Get(name); typed != "" {
			query.Set(name, typed)
		}
	}
	if query.Set(name, value); value == "" {
		query.Del(name)
	}
	return query
}

// ways turn the table and take it along, as it is shown.
func (v tableView) ways(p *locale.Printer, turned, turns bool) []g.Node {
	if v.typed == nil {
		return nil // a table of an edition
	}
	files := v.settled()
	turn := "1"
	if turned {
		files.Set(turnField, "1")
		turn = ""
	}
	links := []g.Node{h.Class("s-files"), h.Aria("label", p.T("figures.files"))}
	for _, f := range tableFiles {
		if f.whole || v.result.Reconciles() {
			links = append(links, h.Li(h.A(h.Href(tableFilePath(v.table.Name, f.ending, files)), ui.Ltr(f.label))))
		}
	}
	return []g.Node{g.If(turns, ui.LinkButton(tablePath(v.table.Name, v.as(turnField, turn)), p.T("figures.turn"), false)), h.Ul(links...)}
}

// drawings are the charts and the map of a table, side by side.
func drawings(p *locale.Printer, r *statistics.Result) g.Node {
	list := report.Drawings(p, r)
	if len(list) == 0 {
		return nil
	}
	return ui.TwoColumns(g.Map(list, func(d report.Drawing) g.Node { return ui.TableCard(d.Title, nil, d.Plot.Figure(p)) }))
}
