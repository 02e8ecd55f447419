package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
	"sanad/programme"
	"sanad/statistics"
	"sanad/web/ui"
)

// table is the page of one table.
func table(s *Server, r *request) error {
	v, err := readTable(r.Context(), s.Statistics, r.actor, r.PathValue("table"), r.URL.Query())
	if err != nil {
		return err
	}
	v.sources, v.today = s.Sources, s.DB.Today()
	code := http.StatusOK
	if v.err != nil {
		code = statusOf(v.err)
	}
	return r.showStatus(code, tablePage(r.p, r.frame(), v))
}

// tableView is what the page of one table shows.
type tableView struct {
	programme *programme.Definition
	table     *programme.Table
	typed     url.Values         // by, as-of, known-on, turn as the reader gave them
	result    *statistics.Result // nil when the question was refused
	err       error              // why
	compared  *comparison        // nil when nothing is compared
	sources   []*programme.Source
	today     calendar.Date
	follow    bool // the reader may go from a figure to its dossiers
}

// readTable computes a table for an actor. A question that is refused gives a
// view that says why, with the form as it was typed.
//
// Errors: statistics.table-unknown, and what is no fault of the question.
func readTable(ctx context.Context, e *statistics.Engine, actor access.Actor, name string, typed url.Values) (tableView, error) {
	v := tableView{typed: typed, follow: actor.Holds(access.DrillDown)}
	ask, err := statistics.Read(name, typed.Get("by"), typed.Get("as-of"), typed.Get("known-on"))
	var known bool
	if v.programme, v.table, known = e.Programmes.Table(name); known && err != nil {
		v.err = err
		return v, nil
	}
	if v.result, err = e.Compute(ctx, ask); err == nil {
		v.compared, err = compare(ctx, e, v.result.Ask(), typed)
	}
	if known && fault.CodeOf(err) == fault.Invalid {
		v.err, err = err, nil
	}
	return v, err
}

// figuresID is the table of the figures.
const figuresID = "figures"

// tablePage shows a table: its dates, totals, charts drawn from it, and what
// stands behind it.
func tablePage(p *locale.Printer, frame ui.PageData, v tableView) g.Node {
	frame.Title = v.table.Title.In(p.Lang())
	frame.Breadcrumbs = []ui.Crumb{{Label: p.T("statistics.tables"), Path: tablesPath}, {Label: v.programme.Title.In(p.Lang())}}
	body := []g.Node{ui.ErrorSummary(p, v.err), v.dimensions(p), v.dates(p)}
	if r := v.result; r != nil {
		frame.Lead = r.Dates(p)
		frame.Actions = []g.Node{ui.Print(p)}
		body = append(body, v.problems(p), v.stats(p), v.differences(p), drawings(p, r), v.figures(p), v.about(p))
	}
	return ui.Page(frame, body...)
}

// settled is the question of the page with its dates fixed: what a link asks
// again is what the reader sees.
func (v tableView) settled() url.Values { return askQuery(v.result.Ask()) }

// askQuery is a question as parameters; dates that are not set are left out.
func askQuery(a statistics.Ask) url.Values {
	query := url.Values{"by": {a.By}, "as-of": {a.AsOf.String()}}
	if a.KnownOn != 0 {
		query.Set("known-on", a.KnownOn.String())
	}
	return query
}

// dimensions chooses what the rows are, and keeps the dates as they were typed.
func (v tableView) dimensions(p *locale.Printer) g.Node {
	if len(v.table.By) < 2 {
		return nil
	}
	current := v.by()
	var tabs []ui.Tab
	for _, by := range v.table.By {
		query := v.as("by", by)
		tabs = append(tabs, ui.Tab{Label: statistics.DimensionName(p, v.programme, by), Path: tablePath(v.table.Name, query), Current: by == current})
	}
	return ui.Tabs(p.T("statistics.by"), tabs...)
}

func (v tableView) by() string {
	if v.result != nil {
		return v.result.By
	}
	return v.typed.Get("by")
}

// dates is the form of the two dates: a get, so that the address can be sent.
func (v tableView) dates(p *locale.Printer) g.Node {
	problems := ui.ProblemsOf(p, v.err)
	back := ""
	if v.typed.Get("as-of") != "" || v.typed.Get("known-on") != "" {
		back = tablePath(v.table.Name, v.way())
	}
	return h.Div(h.Class("card"), v.quick(p, v.today), h.Form(h.Method("get"), h.Action(tablePath(v.table.Name, nil)), h.Div(h.Class("s-filters"),
		ui.Hidden("by", v.by()), g.If(v.typed.Get(turnField) != "", ui.Hidden(turnField, "1")),
		ui.Input(p, ui.Field{Name: "as-of", Label: p.T("statistics.as-of"), Help: p.T("statistics.as-of-hint"), Value: v.typed.Get("as-of"), Error: problems.On("as-of"), Ltr: true}),
		ui.Input(p, ui.Field{Name: "known-on", Label: p.T("statistics.known-on"), Help: p.T("statistics.known-on-hint"), Value: v.typed.Get("known-on"), Error: problems.On("known-on"), Ltr: true}),
		h.Div(h.Class("s-actions"), ui.Submit(p.T("statistics.show"), "", "", true),
			g.If(back != "", ui.LinkButton(back, p.T("statistics.reset"), false)))), v.compareForm(p)))
}

// problems tells first what does not reconcile; many are folded under their
// count, none is left out.
func (v tableView) problems(p *locale.Printer) g.Node {
	list := v.result.Problems
	if len(list) == 0 {
		return nil
	}
	title := p.Count("statistics.problems", int64(len(list)))
	lines := h.Ul(g.Map(list, func(x statistics.Problem) g.Node { return h.Li(g.Text(p.Fault(v.result.Fault(x)))) }))
	if len(list) > 4 {
		return ui.Notice(ui.Bad, ui.Help(title, lines))
	}
	return ui.Notice(ui.Bad, h.Strong(g.Text(title)), lines)
}

// stats are the totals of up to four columns: those drawn, where there are more.
func (v tableView) stats(p *locale.Printer) g.Node {
	r := v.result
	if !r.HasTotal() {
		return nil
	}
	var stats []ui.Stat
	for i, c := range r.Columns {
		if len(r.Columns) > 4 && !slices.Contains(r.Table.Chart, c.Key) {
			continue
		}
		s := ui.Stat{Label: c.Heading().In(p.Lang()), Number: c.Show(p, r.Total.Cells[i]), Note: v.statNote(p, c)}
		if v.leads(r.Total.Cells[i]) {
			s.Path = v.cellPath(c, r.Total)
		}
		stats = append(stats, s)
	}
	return ui.Stats(stats...)
}

// statNote is the column's share of another, or its unit.
func (v tableView) statNote(p *locale.Printer, c statistics.Column) string {
	for i, s := range v.result.Table.Shares {
		if s.Numerator == c.Key && s.Of != "total" {
			share := v.result.Total.Shares[i]
			return s.Title.In(p.Lang()) + " " + p.Percent(share.Num, share.Den, s.Digits)
		}
	}
	return statistics.UnitName(p, c.Unit)
}

func (v tableView) cellPath(c statistics.Column, row statistics.Row) string {
	return tableCellPath(v.table.Name, c.Key, row.Key, v.settled())
}

// figures is the table itself. Every number leads to what stands behind it.
func (v tableView) figures(p *locale.Printer) g.Node {
	r := v.result
	data := ui.TableData{ID: figuresID, Caption: p.T("statistics.counts", "unit", statistics.UnitName(p, v.table.Unit)), Columns: []ui.Column{{Head: statistics.DimensionName(p, v.programme, r.By)}}}
	for _, c := range r.Columns {
		data.Columns = append(data.Columns, ui.Column{Head: c.Heading().In(p.Lang()), Numeric: true, Total: c.Group == statistics.Total})
	}
	for _, s := range r.Table.Shares {
		data.Columns = append(data.Columns, ui.Column{Head: s.Title.In(p.Lang()), Numeric: true})
	}
	for _, row := range r.Lines() {
		data.Rows = append(data.Rows, ui.Row{Cells: v.cells(p, row), Total: row.Key == statistics.Total, Group: row.Level != "" && row.Level == r.Table.Rows.Groups, Inner: row.Parent != ""})
	}
	if a := r.Table.Across; a != nil {
		cells := []ui.Cell{ui.Text(a.Title.In(p.Lang()))}
		for _, s := range r.Across {
			cells = append(cells, ui.Percent(p, s.Num, s.Den, a.Digits))
		}
		for range r.Table.Shares {
			cells = append(cells, ui.Gap(""))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells, Total: true})
	}
	laid, turned, turns := laidOut(p, r, v.typed)
	if turned {
		data = data.Turned(laid.Head.Title)
	}
	return ui.TableCard(p.T("figures.figures"), v.ways(p, turned, turns), ui.DataTable(data), v.notes(p))
}

func (v tableView) cells(p *locale.Printer, row statistics.Row) []ui.Cell {
	cells := []ui.Cell{ui.Text(row.Title.In(p.Lang())).With(v.footnoted(row.Key, ""))}
	for i, f := range row.Cells {
		c := v.result.Columns[i]
		cell := ui.Number(p, f.Value)
		switch {
		case !f.Known():
			cell = ui.Gap(c.Show(p, f))
		case c.Unit == programme.Centimes:
			cell = ui.Money(p, money.Amount(f.Value))
		}
		if v.leads(f) {
			cell = cell.To(v.cellPath(c, row))
		}
		cells = append(cells, cell.With(v.mark(p, f), v.footnoted(row.Key, c.Key), v.beside(p, c, f), v.changed(p, row.Key, c, f)))
	}
	for i, s := range row.Shares {
		cells = append(cells, ui.Percent(p, s.Num, s.Den, v.table.Shares[i].Digits))
	}
	return cells
}

// leads tells that a figure leads on: to its document for everybody, to its
// dossiers for whoever may see some.
func (v tableView) leads(f statistics.Cell) bool {
	return f.Known() && f.Origin&statistics.Reported != 0 || v.follow && f.Value != 0
}

// about is what a reader needs to cite the table and to ask for it again.
func (v tableView) about(p *locale.Printer) g.Node {
	r := v.result
	state := ui.Badge(ui.Good, p.T("statistics.reconciles"))
	if !r.Reconciles() {
		state = ui.Badge(ui.Bad, p.Count("statistics.problems", int64(len(r.Problems))))
	}
	list := []ui.Definition{
		{Term: p.T("statistics.note"), Body: noteOf(p, v.table)},
		{Term: p.T("statistics.unit"), Body: g.Text(statistics.UnitName(p, v.table.Unit))},
		{Term: p.T("statistics.state"), Body: state},
	}
	if len(v.table.Checks) > 0 {
		list = append(list, ui.Definition{Term: p.T("statistics.checks"), Body: g.Map(v.table.Checks, func(c programme.Check) g.Node { return h.Div(g.Text(r.CheckTitle(c).In(p.Lang()))) })})
	}
	if r.KnownOn != 0 {
		list = append(list, ui.Definition{Term: p.T("statistics.known-on"), Body: instant(r.KnownOn)})
	}
	list = append(list, ui.Definition{Term: p.T("statistics.name"), Body: ui.Ltr(v.table.Name)},
		ui.Definition{Term: p.T("statistics.definition"), Body: ui.Ltr(r.DefinitionHash)})
	return ui.Card(p.T("statistics.about"), nil, ui.Definitions(list...))
}

// instant is an instant to the microsecond, as it is asked again.
func instant(at calendar.Instant) g.Node { return h.Span(h.Class("text-nowrap"), ui.Ltr(at.String())) }

func noteOf(p *locale.Printer, t *programme.Table) g.Node {
	if !t.Note.Complete() {
		return nil
	}
	return g.Text(t.Note.In(p.Lang()))
}

func dimensionNames(p *locale.Printer, def *programme.Definition, by []string) string {
	names := make([]string, len(by))
	for i, b := range by {
		names[i] = statistics.DimensionName(p, def, b)
	}
	return p.List(names)
}
