package web

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/web/ui"
)

// checksPath is the page of what does not reconcile.
const checksPath = tablesPath + "/checks"

// checks is the statistician's page: everything that does not reconcile in any
// table now, and what each document gets wrong.
func checks(s *Server, r *request) error {
	v, err := readChecks(r.Context(), s.Statistics, s.Sources)
	if err != nil {
		return err
	}
	return r.show(checksPage(r.p, r.frame(), v))
}

type checksView struct {
	results   []*statistics.Result // one a table
	documents []documentFindings
}

type documentFindings struct {
	source *programme.Source
	found  []statistics.Finding
}

// readChecks computes every table and holds every imported document against
// itself.
func readChecks(ctx context.Context, e *statistics.Engine, sources []*programme.Source) (v checksView, err error) {
	for _, def := range e.Programmes.All() {
		for _, t := range def.Tables {
			r, err := e.Compute(ctx, statistics.Ask{Table: t.Name})
			if err != nil {
				return v, err
			}
			v.results = append(v.results, r)
		}
	}
	for _, s := range sources {
		found, err := e.Check(ctx, s)
		if fault.KeyOf(err) == "statistics.not-imported" {
			continue
		}
		if err != nil {
			return v, err
		}
		v.documents = append(v.documents, documentFindings{s, found})
	}
	return v, nil
}

func checksPage(p *locale.Printer, frame ui.PageData, v checksView) g.Node {
	frame.Title, frame.Lead = p.T("tables.checks"), p.T("tables.checks-lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: p.T("statistics.tables"), Path: tablesPath}}
	frame.Actions = []g.Node{ui.Print(p)}
	return ui.Page(frame, v.tables(p), g.Map(v.documents, func(d documentFindings) g.Node { return d.card(p) }))
}

// tables lists every difference of every table, with the way to the table.
func (v checksView) tables(p *locale.Printer) g.Node {
	data := ui.TableData{Caption: p.T("tables.checks-tables"), Columns: []ui.Column{{Head: p.T("statistics.table")}, {Head: p.T("tables.checks-problem")}},
		Empty: ui.Empty(p.T("tables.checks-none"), p.T("tables.checks-count", "tables", len(v.results)), nil)}
	for _, r := range v.results {
		for _, x := range r.Problems {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.Table.Title.In(p.Lang())).To(tablePath(r.Table.Name, askQuery(r.Ask()))), ui.Text(p.Fault(r.Fault(x)))}})
		}
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (d documentFindings) card(p *locale.Printer) g.Node {
	data := ui.TableData{Caption: p.T("tables.checks-document", "document", d.source.Title),
		Columns: []ui.Column{{Head: p.T("tables.checks-subject")}, {Head: p.T("tables.checks-problem")}},
		Empty:   ui.Empty(p.T("tables.checks-clean"), d.source.Title.In(p.Lang()), nil)}
	for _, x := range d.found {
		kind := ui.Badge(ui.Bad, p.T("tables.checks-mistake"))
		if x.Explained {
			kind = ui.Badge(ui.Neutral, p.T("tables.checks-explained"))
		}
		subject := ui.Node(h.Div(kind)).With(g.If(x.Subject != "", h.Div(ui.Ltr(x.Subject))),
			g.If(x.Page != "", h.Div(h.Class("s-note"), g.Text(p.T("figures.page", "page", x.Page)))))
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{subject, ui.Text(p.Fault(x.Fault))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}
