package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/territory"
	"sanad/web/ui"
)

const paymentsPath = "/payments"

func paymentPath(def *programme.Definition) string { return paymentsPath + "/" + def.ID }

func runPath(def *programme.Definition, r payment.Run) string {
	return paymentPath(def) + "/runs/" + r.ID.String()
}

// payments lists the programmes that pay; with one alone it leads there.
func payments(s *Server, r *request) error {
	var list []*programme.Definition
	scope := r.actor.Scope(access.PaymentsRead)
	for _, def := range s.Payments.Paying() {
		if scope.Allows(def.ID, "") || slices.ContainsFunc(territory.Provinces(), func(p territory.Province) bool { return scope.Allows(def.ID, p.Code) }) {
			list = append(list, def)
		}
	}
	if len(list) == 1 {
		return see(paymentPath(list[0]))
	}
	frame := r.frame()
	frame.Title = r.p.T("payments.title")
	data := ui.TableData{Caption: frame.Title, Columns: []ui.Column{{Head: r.p.T("work.programme")}, {Head: r.p.T("work.fund")}}}
	for _, def := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.say(def.Title)).To(paymentPath(def)), ui.Text(r.say(def.Fund))}})
	}
	return r.show(ui.Page(frame, ui.TableCard("", nil, ui.DataTable(data))))
}

// paying is the programme of the address, when it pays and the reader may see it.
func (r *request) paying() (*programme.Definition, error) {
	def, err := r.s.Programmes.Get(r.PathValue("programme"))
	if err == nil && def.Payment == nil {
		err = errNotPaying
	}
	return def, err
}

// money is a programme's page of what is due, paid, returned and to come.
func moneyPage(s *Server, r *request) error { return showMoney(s, r, nil) }

func showMoney(s *Server, r *request, failed error) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	scope := r.actor.Scope(access.PaymentsRead)
	f, err := s.Payments.FiguresOf(r.Context(), s.DB, scope, def, r.today())
	if err != nil {
		return err
	}
	now := payment.MonthOf(r.today())
	ahead, err := s.Payments.Forecast(r.Context(), s.DB, scope, def.ID, now, 18)
	if err != nil {
		return err
	}
	runs, err := payment.Runs(r.Context(), s.DB, scope, def.ID, 12)
	if err != nil {
		return err
	}
	waiting, err := r.waitingCard(def)
	if err != nil {
		return err
	}
	envelope, err := s.Payments.EnvelopeOf(r.Context(), s.DB, def, r.today().Year())
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("payments.title"), r.say(def.Title)
	frame.Actions = []g.Node{ui.LinkButton(paymentPath(def)+"/exceptions", r.p.T("payments.queue"), false)}
	if def.Payment.Pays == "monthly" {
		frame.Actions = append(frame.Actions, ui.LinkButton(paymentPath(def)+"/simulation", r.p.T("payments.simulation"), false))
	}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), r.moneyStats(def, f), r.runsCard(def, runs, now, failed), waiting,
		r.monthsCard(f), r.regionsCard(f), r.aheadCard(ahead), r.envelopeCard(def, envelope, failed)))
}

func (r *request) moneyStats(def *programme.Definition, f payment.Figures) g.Node {
	stats := []ui.Stat{
		{Label: r.p.T("payments.due"), Number: r.p.Dirhams(f.All.Due)},
		{Label: r.p.T("payments.paid"), Number: r.p.Dirhams(f.All.Paid), Note: r.p.T("payments.paid-net")},
		{Label: r.p.T("payments.returned"), Number: r.p.Dirhams(f.All.Returned)},
		{Label: r.p.T("payments.undue"), Number: r.p.Dirhams(f.All.Undue), Note: r.p.T("payments.recovered-of", "amount", r.p.Dirhams(f.All.Recovered))},
	}
	if f.Reported != 0 {
		stats = append(stats, ui.Stat{Label: r.p.T("payments.reported"), Number: r.p.Dirhams(f.Reported), Note: r.p.T("payments.reported-note")})
	}
	return g.Group{ui.Stats(stats...), h.P(h.Class("s-note"), g.Text(r.p.T("payments.from-ledger", "day", r.today(), "instant", f.KnownOn)))}
}

// runsCard lists the last runs and asks for the next.
func (r *request) runsCard(def *programme.Definition, runs []payment.Run, now payment.Month, failed error) g.Node {
	data := ui.TableData{ID: "runs", Caption: r.p.T("payments.runs"), Empty: ui.Empty(r.p.T("payments.no-runs"), r.p.T("payments.no-runs-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("payments.reference")}, {Head: r.p.T("payments.purpose")}, {Head: r.p.T("payments.period")},
			{Head: r.p.T("payments.payments"), Numeric: true}, {Head: r.p.T("payments.amount"), Numeric: true}, {Head: r.p.T("payments.state")}}}
	for _, run := range runs {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(run.Reference).To(runPath(def, run)), ui.Text(r.p.T("payments.purpose-" + string(run.Purpose))),
			ui.Text(r.p.Month(run.Period.String())), ui.Number(r.p, run.Payable), ui.Money(r.p, run.Amount), ui.Node(r.runBadge(run))}})
	}
	form := g.Node(nil)
	if r.actor.Can(access.PaymentsPrepare, def.ID, "") {
		problems := ui.ProblemsOf(r.p, failed)
		form = h.Div(h.Class("card-body"), ui.Form("post", paymentPath(def)+"/runs", r.newID().String(), ui.Grid(
			ui.Input(r.p, ui.Field{Name: "period", Label: r.p.T("payments.period"), Value: orElse(r.FormValue("period"), now.String()), Help: r.p.T("payments.period-help"), Error: problems.On("period"), Ltr: true}),
			ui.Select(r.p, ui.Field{Name: "purpose", Label: r.p.T("payments.purpose"), Value: orElse(r.FormValue("purpose"), string(payment.Regular))},
				[]ui.Option{{Value: string(payment.Regular), Label: r.p.T("payments.purpose-" + purposeOf(def))}, {Value: string(payment.Reissues), Label: r.p.T("payments.purpose-reissue")}}),
			ui.Actions(ui.Submit(r.p.T("payments.prepare"), "", "", true)))))
	}
	return ui.TableCard(r.p.T("payments.runs"), nil, ui.DataTable(data), form)
}

// purposeOf is what a programme's runs are for, as a message calls it.
func purposeOf(def *programme.Definition) string {
	if def.Payment.Pays == "tranches" {
		return string(payment.Tranches)
	}
	return string(payment.Regular)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// runBadge shows a run's state.
func (r *request) runBadge(run payment.Run) g.Node {
	tone := map[payment.RunState]ui.Tone{payment.Preparing: ui.Waiting, payment.Failed: ui.Bad, payment.Prepared: ui.Warn, payment.Released: ui.Good, payment.Sent: ui.Good, payment.Discarded: ui.Neutral}
	return ui.Badge(tone[run.State], r.p.T("payments.state-"+string(run.State)))
}

// monthsCard draws what fell due and what was paid, month by month.
func (r *request) monthsCard(f payment.Figures) g.Node {
	data := ui.TableData{ID: "months", Caption: r.p.T("payments.by-month"), Empty: ui.Empty(r.p.T("payments.nothing"), "", nil), Columns: r.flowColumns(r.p.T("payments.period"))}
	drawn := ui.Plot{Kind: ui.Lines, Label: r.p.T("payments.by-month"), Series: []string{r.p.T("payments.due"), r.p.T("payments.paid")}}
	months := slices.Sorted(maps.Keys(f.ByMonth))
	for _, m := range months {
		flows := f.ByMonth[m]
		data.Rows = append(data.Rows, ui.Row{Cells: r.flowCells(r.p.Month(m.String()), flows)})
		drawn.Rows = append(drawn.Rows, plotMoney(r.p.Month(m.String()), flows.Due, flows.Paid))
	}
	return ui.TableCard(r.p.T("payments.by-month"), nil, g.If(len(months) > 1, drawn.Figure(r.p)),
		h.Details(h.Class("s-help"), h.Summary(g.Text(r.p.T("payments.table"))), ui.DataTable(data)))
}

// plotMoney is what a drawing shows of amounts: whole dirhams.
func plotMoney(label string, amounts ...money.Amount) ui.PlotRow {
	row := ui.PlotRow{Label: label}
	for _, a := range amounts {
		row.Values = append(row.Values, ui.PlotValue{N: a.Dirhams(), Given: true})
	}
	return row
}

func (r *request) flowColumns(head string) []ui.Column {
	return []ui.Column{{Head: head}, {Head: r.p.T("payments.due"), Numeric: true}, {Head: r.p.T("payments.paid"), Numeric: true}, {Head: r.p.T("payments.returned"), Numeric: true}}
}

func (r *request) flowCells(head string, f payment.Flows) []ui.Cell {
	return []ui.Cell{ui.Text(head), ui.Money(r.p, f.Due), ui.Money(r.p, f.Paid), ui.Money(r.p, f.Returned)}
}

// regionsCard has the same by region.
func (r *request) regionsCard(f payment.Figures) g.Node {
	data := ui.TableData{ID: "regions", Caption: r.p.T("payments.by-region"), Empty: ui.Empty(r.p.T("payments.nothing"), "", nil), Columns: r.flowColumns(r.p.T("payments.region"))}
	drawn := ui.Plot{Kind: ui.Bars, Label: r.p.T("payments.by-region"), Series: []string{r.p.T("payments.due"), r.p.T("payments.paid")}}
	for _, region := range territory.Regions() {
		if flows, ok := f.ByRegion[region.Code]; ok {
			data.Rows = append(data.Rows, ui.Row{Cells: r.flowCells(r.say(region.Name), flows)})
			drawn.Rows = append(drawn.Rows, plotMoney(r.say(region.Name), flows.Due, flows.Paid))
		}
	}
	if len(data.Rows) > 0 {
		data.Rows = append(data.Rows, ui.Row{Total: true, Cells: r.flowCells(r.p.T("payments.total"), f.All)})
	}
	return ui.TableCard(r.p.T("payments.by-region"), nil, g.If(len(drawn.Rows) > 1, drawn.Figure(r.p)), ui.DataTable(data))
}

// aheadCard says what is to come, as far as it is known.
func (r *request) aheadCard(list []payment.Ahead) g.Node {
	data := ui.TableData{ID: "ahead", Caption: r.p.T("payments.forecast"), Columns: []ui.Column{{Head: r.p.T("payments.period")},
		{Head: r.p.T("payments.sure"), Numeric: true}, {Head: r.p.T("payments.in-doubt"), Numeric: true}}}
	drawn := ui.Plot{Kind: ui.Bars, Label: r.p.T("payments.forecast"), Series: []string{r.p.T("payments.sure"), r.p.T("payments.in-doubt")}}
	var sure, doubt money.Amount
	for _, a := range list {
		drawn.Rows = append(drawn.Rows, plotMoney(r.p.Month(a.Month.String()), a.Sure, a.InDoubt))
		sure += a.Sure
		doubt += a.InDoubt
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.p.Month(a.Month.String())), ui.Money(r.p, a.Sure), ui.Money(r.p, a.InDoubt)}})
	}
	data.Rows = append(data.Rows, ui.Row{Total: true, Cells: []ui.Cell{ui.Text(r.p.T("payments.total")), ui.Money(r.p, sure), ui.Money(r.p, doubt)}})
	return ui.TableCard(r.p.T("payments.forecast"), nil, h.Div(h.Class("card-body"), h.P(h.Class("s-note"), g.Text(r.p.T("payments.forecast-note")))),
		drawn.Figure(r.p), h.Details(h.Class("s-help"), h.Summary(g.Text(r.p.T("payments.table"))), ui.DataTable(data)))
}

// envelopeCard says what is left of the year's money, and opens more.
func (r *request) envelopeCard(def *programme.Definition, e payment.Envelope, failed error) g.Node {
	stats := ui.Definitions(
		ui.Definition{Term: r.p.T("payments.appropriation", "year", e.Year), Body: ui.Bdi(r.p.Money(e.Appropriation))},
		ui.Definition{Term: r.p.T("payments.envelope", "year", e.Year), Body: ui.Bdi(r.p.Money(e.Programme))})
	if !r.actor.Can(access.PaymentsRelease, def.ID, "") {
		return ui.Card(r.p.T("payments.money-left"), nil, stats)
	}
	problems := ui.ProblemsOf(r.p, failed)
	return ui.Card(r.p.T("payments.money-left"), nil, stats, ui.Form("post", paymentPath(def)+"/allot", r.newID().String(), ui.Grid(
		ui.Select(r.p, ui.Field{Name: "fund", Label: r.p.T("payments.credit"), Value: r.FormValue("fund")},
			[]ui.Option{{Value: "yes", Label: r.p.T("payments.of-fund")}, {Value: "no", Label: r.p.T("payments.of-programme")}}),
		ui.Input(r.p, ui.Field{Name: "year", Label: r.p.T("payments.year"), Value: orElse(r.FormValue("year"), plain(int64(e.Year))), Error: problems.On("year"), Ltr: true}),
		ui.Input(r.p, ui.Field{Name: "amount", Label: r.p.T("payments.amount-dirhams"), Value: r.FormValue("amount"), Error: problems.On("amount"), Ltr: true}),
		ui.Input(r.p, ui.Field{Name: "reason", Label: r.p.T("payments.reason"), Value: r.FormValue("reason"), Error: problems.On("reason")}),
		ui.Actions(ui.Submit(r.p.T("payments.allot"), "", "", false)))))
}

// waitingCard says how much waits in the queue of exceptions.
func (r *request) waitingCard(def *programme.Definition) (g.Node, error) {
	counts, err := payment.CountExceptions(r.Context(), r.s.DB, r.actor.Scope(access.PaymentsRead), payment.ExceptionFilter{Programme: def.ID})
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("payments.queue"), Columns: []ui.Column{{Head: r.p.T("payments.kind")}, {Head: r.p.T("payments.cases"), Numeric: true}}}
	for _, kind := range payment.ExceptionKinds {
		if n := counts[kind]; n > 0 {
			path := withQuery(paymentPath(def)+"/exceptions", url.Values{"kind": {kind}})
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.p.T("payments.kind-" + kind)).To(path), ui.Number(r.p, n)}})
		}
	}
	return ui.TableCard(r.p.T("payments.queue"), nil, ui.DataTable(data)), nil
}

// allot opens money for a year.
func allot(s *Server, r *request) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	a := payment.Allotment{Key: r.key(), Actor: r.actor, Programme: def.ID, Fund: r.FormValue("fund") == "yes", Reason: strings.TrimSpace(r.FormValue("reason"))}
	a.Year = int(number(r.FormValue("year")))
	if a.Amount, err = money.Parse(r.FormValue("amount")); err == nil {
		_, err = s.Payments.Allot(r.Context(), a)
	} else {
		err = onField(err, "amount")
	}
	return r.afterMoney(s, def, err)
}

// beginRun asks for a run, which is then prepared in the background.
func beginRun(s *Server, r *request) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	req := payment.RunRequest{Key: r.key(), Actor: r.actor, On: r.today(), Programme: def.ID, Purpose: payment.Purpose(r.FormValue("purpose"))}
	req.Run = req.Key // sent again, it is the same run
	if req.Period, err = payment.ParseMonth(strings.TrimSpace(r.FormValue("period"))); err == nil {
		_, err = s.Payments.Begin(r.Context(), req)
	} else {
		err = onField(err, "period")
	}
	if err == nil {
		s.Payments.Wake()
		return see(runPath(def, payment.Run{ID: req.Run}))
	}
	return r.afterMoney(s, def, err)
}

func (r *request) afterMoney(s *Server, def *programme.Definition, err error) error {
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(paymentPath(def))
	case mendable(err):
		return showMoney(s, r, err)
	}
	return err
}
