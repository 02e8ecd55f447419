package web

import (
	"maps"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/territory"
	"sanad/web/ui"
)

// simulation weighs another value of a parameter over everybody whose right is
// running, before anything of it is signed.
func simulation(s *Server, r *request) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	body, failed := r.simulated(s, def)
	if failed != nil && !mendable(failed) {
		return failed
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("payments.simulation"), r.say(def.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("payments.title"), Path: paymentPath(def)}, {Label: r.p.T("payments.simulation")}}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), r.draftForm(def, failed), body))
}

func (r *request) draftForm(def *programme.Definition, failed error) g.Node {
	problems := ui.ProblemsOf(r.p, failed)
	var options []ui.Option
	for _, p := range def.Rules.Parameters {
		last := p.Values[len(p.Values)-1]
		options = append(options, ui.Option{Value: p.ID, Label: r.say(p.Title) + " (" + r.quantity(p.Unit, last.Value) + ")"})
	}
	y, m, _ := r.today().Parts()
	next := ui.DateValue(calendar.NewDate(y, m+1, 1))
	return ui.Card(r.p.T("payments.draft"), nil, h.P(h.Class("s-note"), g.Text(r.p.T("payments.draft-note"))),
		ui.Form("get", paymentPath(def)+"/simulation", "", ui.Grid(
			ui.Select(r.p, ui.Field{Name: "parameter", Label: r.p.T("payments.parameter"), Value: r.query("parameter"), Error: problems.On("parameter"), Wide: true}, options),
			ui.Input(r.p, ui.Field{Name: "value", Label: r.p.T("payments.new-value"), Help: r.p.T("payments.new-value-help"), Value: r.query("value"), Error: problems.On("value"), Ltr: true}),
			ui.DateInput(r.p, ui.Field{Name: "from", Label: r.p.T("payments.from-day"), Value: orElse(r.query("from"), next), Error: problems.On("from")}),
			ui.Actions(ui.Submit(r.p.T("payments.simulate"), "", "", true)))))
}

// simulated is the effect of the draft of the address, or how far it is.
func (r *request) simulated(s *Server, def *programme.Definition) (g.Node, error) {
	if r.query("parameter") == "" {
		return nil, nil
	}
	d := payment.Draft{Programme: def.ID, Parameter: r.query("parameter")}
	var err error
	if d.From, err = calendar.ParseDate(r.query("from")); err != nil {
		return nil, onField(err, "from")
	}
	if d.Value, err = r.parameterValue(def, d.Parameter); err != nil {
		return nil, onField(err, "value")
	}
	sim, err := s.Payments.Simulate(r.Context(), r.actor.Scope(access.PaymentsRead), d)
	if err != nil {
		return nil, err
	}
	effect, done, err := sim.Result()
	switch {
	case err != nil:
		return nil, err
	case !done:
		return h.Div(g.Attr("hx-get", r.URL.RequestURI()), g.Attr("hx-trigger", "load delay:1s"), g.Attr("hx-target", "body"),
			ui.Notice(ui.Waiting, g.Text(r.p.T("payments.simulating", "count", sim.Done.Load(), "total", sim.Total.Load())+" "), ui.Link(r.URL.RequestURI(), r.p.T("payments.look-again")))), nil
	}
	return r.effect(effect), nil
}

// parameterValue reads a value as its unit is typed: dirhams for centimes.
func (r *request) parameterValue(def *programme.Definition, id string) (int64, error) {
	for _, p := range def.Rules.Parameters {
		if p.ID == id && p.Unit != string(programme.Centimes) {
			return number(r.query("value")), nil
		}
	}
	amount, err := money.Parse(r.query("value"))
	return int64(amount), err
}

func (r *request) effect(e payment.Effect) g.Node {
	byRegion, byAmount := r.effectTable("effect", "payments.effect-by-region", "payments.region"), r.effectTable("amounts", "paystep.effect-by-amount", "paystep.receives")
	drawn := ui.Plot{Kind: ui.Bars, Label: r.p.T("paystep.effect-by-amount"), Series: []string{r.p.T("payments.gain"), r.p.T("payments.lose")}}
	for _, region := range territory.Regions() {
		if x, ok := e.ByRegion[region.Code]; ok {
			byRegion.Rows = append(byRegion.Rows, ui.Row{Cells: r.effectCells(r.say(region.Name), x)})
		}
	}
	for _, amount := range slices.Sorted(maps.Keys(e.ByAmount)) {
		x := e.ByAmount[amount]
		byAmount.Rows = append(byAmount.Rows, ui.Row{Cells: r.effectCells(r.p.Money(amount), x)})
		drawn.Rows = append(drawn.Rows, ui.PlotRow{Label: r.p.Dirhams(amount), Values: []ui.PlotValue{{N: x.Gain, Given: true}, {N: x.Lose, Given: true}}})
	}
	for _, t := range []*ui.TableData{&byRegion, &byAmount} {
		t.Rows = append(t.Rows, ui.Row{Total: true, Cells: r.effectCells(r.p.T("payments.total"), e)})
	}
	return g.Group{ui.Stats(
		ui.Stat{Label: r.p.T("payments.gain"), Number: r.p.Number(e.Gain)},
		ui.Stat{Label: r.p.T("payments.lose"), Number: r.p.Number(e.Lose)},
		ui.Stat{Label: r.p.T("payments.enter"), Number: r.p.Number(e.Enter)},
		ui.Stat{Label: r.p.T("payments.leave"), Number: r.p.Number(e.Leave)},
		ui.Stat{Label: r.p.T("payments.difference"), Number: r.p.Dirhams(e.YearNow - e.YearBefore), Note: r.p.T("payments.a-year")}),
		ui.TableCard(byAmount.Caption, nil, g.If(len(drawn.Rows) > 1, drawn.Figure(r.p)), ui.DataTable(byAmount)),
		ui.TableCard(byRegion.Caption, nil, ui.DataTable(byRegion))}
}

func (r *request) effectTable(id, caption, head string) ui.TableData {
	return ui.TableData{ID: id, Caption: r.p.T(caption), Columns: []ui.Column{{Head: r.p.T(head)}, {Head: r.p.T("payments.families"), Numeric: true},
		{Head: r.p.T("payments.gain"), Numeric: true}, {Head: r.p.T("payments.lose"), Numeric: true}, {Head: r.p.T("payments.year-before"), Numeric: true},
		{Head: r.p.T("payments.year-now"), Numeric: true}, {Head: r.p.T("payments.difference"), Numeric: true}}}
}

func (r *request) effectCells(head string, x payment.Effect) []ui.Cell {
	return []ui.Cell{ui.Text(head), ui.Number(r.p, x.Families), ui.Number(r.p, x.Gain), ui.Number(r.p, x.Lose), ui.Money(r.p, x.YearBefore), ui.Money(r.p, x.YearNow), ui.Money(r.p, x.YearNow-x.YearBefore)}
}
