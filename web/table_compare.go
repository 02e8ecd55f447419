package web

import (
	"context"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/statistics"
	"sanad/web/ui"
)

// comparison is a table as of another day, or as known at another instant.
type comparison struct {
	was   *statistics.Result // of the other dates
	since *statistics.Result // of the other day, as known now: what separates late entries from what came after
}

// thanFields are the two dates to compare with.
var thanFields = map[string]string{"as-of": "than-as-of", "known-on": "than-known-on"}

// compare computes the table of the dates that the reader compares with; nil
// when none is given.
//
// Errors: those of Read and Compute, on the fields of the comparison.
func compare(ctx context.Context, e *statistics.Engine, is statistics.Ask, typed url.Values) (*comparison, error) {
	asOf, knownOn := typed.Get("than-as-of"), typed.Get("than-known-on")
	if asOf == "" && knownOn == "" {
		return nil, nil
	}
	ask, err := statistics.Read(is.Table, is.By, asOf, knownOn)
	if err != nil {
		return nil, onThan(err)
	}
	if asOf == "" {
		ask.AsOf = is.AsOf
	}
	if knownOn == "" {
		ask.KnownOn = is.KnownOn
	}
	c := &comparison{}
	if c.was, err = e.Compute(ctx, ask); err != nil {
		return nil, onThan(err)
	}
	ask.KnownOn = is.KnownOn
	c.since, err = e.Compute(ctx, ask)
	return c, onThan(err)
}

// onThan names the field of the comparison that is wrong.
func onThan(err error) error {
	f, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	if len(f.Parts) == 0 {
		if name := thanFields[f.Field]; name != "" {
			return f.On(name)
		}
		return f
	}
	var list fault.List
	for _, part := range f.Parts {
		list.Add(onThan(part))
	}
	return list.Err()
}

// compareForm asks for the other dates, folded until there is something to say.
func (v tableView) compareForm(p *locale.Printer) g.Node {
	problems := ui.ProblemsOf(p, v.err)
	open := v.typed.Get("than-as-of") != "" || v.typed.Get("than-known-on") != ""
	return h.Details(h.Class("s-compare"), g.If(open, g.Attr("open")), h.Summary(g.Text(p.T("tables.compare"))),
		h.Div(h.Class("s-filters"),
			ui.Input(p, ui.Field{Name: "than-as-of", Label: p.T("tables.than-as-of"), Help: p.T("tables.than-hint"), Value: v.typed.Get("than-as-of"), Error: problems.On("than-as-of"), Ltr: true}),
			ui.Input(p, ui.Field{Name: "than-known-on", Label: p.T("tables.than-known-on"), Help: p.T("tables.than-hint"), Value: v.typed.Get("than-known-on"), Error: problems.On("than-known-on"), Ltr: true}),
			h.Div(h.Class("s-actions"), ui.Submit(p.T("tables.compare-do"), "", "", false))))
}

// differences are the figures that differ, with what each cause adds.
func (v tableView) differences(p *locale.Printer) g.Node {
	if v.compared == nil {
		return nil
	}
	r, was := v.result, v.compared.was
	data := ui.TableData{ID: "differences", Caption: p.T("tables.differences", "dates", was.Dates(p)),
		Columns: []ui.Column{{Head: statistics.DimensionName(p, v.programme, r.By)}, {Head: p.T("tables.figure")}, {Head: p.T("tables.before"), Numeric: true}, {Head: p.T("tables.after"), Numeric: true},
			{Head: p.T("tables.difference"), Numeric: true}, {Head: p.T("tables.entered"), Numeric: true}, {Head: p.T("tables.happened"), Numeric: true}},
		Empty: ui.Empty(p.T("tables.no-difference"), was.Dates(p), nil)}
	for _, key := range v.bothKeys() {
		for _, c := range r.Columns {
			if line := v.difference(p, key, c); line != nil {
				data.Rows = append(data.Rows, ui.Row{Cells: line, Total: key == statistics.Total})
			}
		}
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// bothKeys are the rows of either table: those of today first, the total last.
func (v tableView) bothKeys() []string {
	var keys []string
	for _, row := range v.result.Rows {
		keys = append(keys, row.Key)
	}
	for _, row := range v.compared.was.Rows {
		if _, ok := v.result.Row(row.Key); !ok {
			keys = append(keys, row.Key)
		}
	}
	if v.result.HasTotal() {
		keys = append(keys, statistics.Total)
	}
	return keys
}

// difference is a line of the differences; nil when both figures are the same.
func (v tableView) difference(p *locale.Printer, key string, c statistics.Column) []ui.Cell {
	is, _ := v.result.Cell(key, c.Key)
	was, _ := v.compared.was.Cell(key, c.Key)
	if is.Value == was.Value && is.State == was.State {
		return nil
	}
	row, ok := v.result.Row(key)
	if !ok {
		row, _ = v.compared.was.Row(key)
	}
	mid, _ := v.compared.since.Cell(key, c.Key)
	cells := []ui.Cell{ui.Text(row.Title.In(p.Lang())), ui.Text(c.Heading().In(p.Lang())), ui.Node(ui.Ltr(c.Show(p, was))), ui.Node(ui.Ltr(c.Show(p, is)))}
	if !is.Known() || !was.Known() || !mid.Known() {
		return append(cells, ui.Gap(locale.NoValue), ui.Gap(locale.NoValue), ui.Gap(locale.NoValue))
	}
	for _, by := range []int64{is.Value - was.Value, mid.Value - was.Value, is.Value - mid.Value} {
		cells = append(cells, ui.Node(ui.Ltr(signed(c.Text(p, by), by > 0))))
	}
	return cells
}

// changed marks a figure that differs from that of the other dates.
func (v tableView) changed(p *locale.Printer, key string, c statistics.Column, is statistics.Cell) g.Node {
	if v.compared == nil {
		return nil
	}
	was, _ := v.compared.was.Cell(key, c.Key)
	if is.Value == was.Value && is.State == was.State {
		return nil
	}
	if !is.Known() || !was.Known() {
		return h.Div(ui.Badge(ui.Warn, p.T("tables.was", "value", c.Show(p, was))))
	}
	return h.Div(h.Span(h.Class("s-badge s-warn"), ui.Ltr(signed(c.Text(p, is.Value-was.Value), is.Value > was.Value))))
}

// quick are dates that are often asked for, one press away.
func (v tableView) quick(p *locale.Printer, today calendar.Date) g.Node {
	year := calendar.NewDate(today.Year()-1, 12, 31)
	choices := []struct {
		label string
		day   calendar.Date
	}{{p.T("tables.today"), 0}, {p.T("tables.year-end", "year", year.String()[:4]), year}}
	for _, s := range v.sources {
		choices = append(choices, struct {
			label string
			day   calendar.Date
		}{p.T("tables.day-of", "document", s.Title, "day", s.AsOf), s.AsOf})
	}
	var links []g.Node
	for _, c := range choices {
		query := v.way()
		if c.day != 0 {
			query.Set("as-of", c.day.String())
		}
		links = append(links, h.Li(ui.Link(tablePath(v.table.Name, query), c.label)))
	}
	return h.Ul(h.Class("s-quick"), h.Aria("label", p.T("tables.quick")), g.Group(links))
}
