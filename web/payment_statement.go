package web

import (
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

func statementPath(def *programme.Definition, party store.ID) string {
	return paymentPath(def) + "/of/" + party.String()
}

// statement is what somebody was paid, when and why, and what is to come: on
// paper for the beneficiary.
func statement(s *Server, r *request) error { return showStatement(s, r, nil) }

// statementView is what the page shows.
type statementView struct {
	*request
	def     *programme.Definition
	account payment.Account
	payee   payment.Payee
	spans   []payment.Span
	entries []payment.Entry
	lines   []payment.Line
	parts   []payment.Instalment
	person  registry.Person
}

func showStatement(s *Server, r *request, failed error) error {
	v := &statementView{request: r}
	if err := v.read(); err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("payments.statement"), r.say(v.def.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("payments.title"), Path: paymentPath(v.def)}, {Label: r.p.T("payments.statement")}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), v.head(), v.paid(), v.ahead(), v.instalments(), v.changes(), v.forms(failed)))
}

func (v *statementView) read() error {
	var err error
	if v.def, err = v.paying(); err != nil {
		return err
	}
	party, err := v.pathID("party")
	if err != nil {
		return err
	}
	ctx := v.Context()
	accounts, err := payment.AccountsOf(ctx, v.s.DB, v.actor.Scope(access.PaymentsRead), party)
	if err != nil {
		return err
	}
	benefits, err := payment.Benefits(ctx, v.s.DB)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(accounts, func(a payment.Account) bool {
		return slices.ContainsFunc(benefits, func(b payment.Benefit) bool { return b.ID == a.Benefit && b.Programme == v.def.ID })
	})
	if i < 0 {
		return store.ErrNotFound
	}
	v.account = accounts[i]
	if v.payee, err = payment.PayeeOf(ctx, v.s.DB, v.account); err != nil {
		return err
	}
	if v.spans, err = payment.Spans(ctx, v.s.DB, v.account); err != nil {
		return err
	}
	if v.entries, err = payment.Entries(ctx, v.s.DB, v.account); err != nil {
		return err
	}
	if v.lines, err = payment.LinesOf(ctx, v.s.DB, v.account, 240); err != nil {
		return err
	}
	if v.parts, err = payment.InstalmentsOf(ctx, v.s.DB, v.account); err != nil {
		return err
	}
	found, err := v.beneficiaries([]payment.Line{{Party: party}})
	v.person = found[party]
	if err != nil {
		return err
	}
	return v.logRead(audit.Print, party, "payment", audit.Party{ID: party, Province: v.account.Province})
}

func (v *statementView) head() g.Node {
	name := v.person.Name(v.p.Lang())
	payee := g.Node(ui.Badge(ui.Warn, v.p.T("payments.hold-account")))
	if v.payee.N != 0 {
		payee = g.Group{g.Text(v.p.T("payments.way-"+v.payee.Way) + " "), ui.Ltr(v.payee.Shown), g.Text(" – "), ui.Ltr(v.payee.Holder)}
		if !v.payee.ClosedOn.IsZero() {
			payee = g.Group{payee, g.Text(" "), ui.Badge(ui.Bad, v.p.T("payments.closed", "day", v.payee.ClosedOn))}
		}
	}
	tone := map[payment.State]ui.Tone{payment.Running: ui.Good, payment.Suspended: ui.Warn, payment.Ended: ui.Neutral}
	return g.Group{
		ui.Card(v.p.T("payments.beneficiary"), nil, ui.Definitions(
			ui.Definition{Term: v.p.T("payments.name"), Body: ui.Bdi(name)},
			ui.Definition{Term: v.p.T("payments.province"), Body: g.Text(v.placeName(v.account.Province))},
			ui.Definition{Term: v.p.T("payments.decision"), Body: ui.Link("/dossiers/"+v.account.Party.String()+"/"+v.account.Dossier.String(), v.p.T("payments.its-dossier"))},
			ui.Definition{Term: v.p.T("payments.state"), Body: ui.Badge(tone[v.account.State], v.p.T("payments.right-"+string(v.account.State)))},
			ui.Definition{Term: v.p.T("payments.paid-to"), Body: payee},
			ui.Definition{Term: v.p.T("payments.printed"), Body: g.Text(v.p.Date(v.today()))})),
		ui.Stats(
			ui.Stat{Label: v.p.T("payments.due"), Number: v.p.Money(v.account.Due), Note: v.p.T("payments.up-to", "month", v.p.Month(v.account.AccruedTo.String()))},
			ui.Stat{Label: v.p.T("payments.paid"), Number: v.p.Money(v.account.Settled)},
			ui.Stat{Label: v.p.T("payments.still-due"), Number: v.p.Money(v.account.Due - v.account.Settled)},
			ui.Stat{Label: v.p.T("payments.owed"), Number: v.p.Money(v.account.Owed)})}
}

// paid is every payment: what, when, for which months.
func (v *statementView) paid() g.Node {
	data := ui.TableData{ID: "paid", Caption: v.p.T("payments.what-was-paid"), Empty: ui.Empty(v.p.T("payments.nothing-paid"), "", nil),
		Columns: []ui.Column{{Head: v.p.T("payments.months")}, {Head: v.p.T("payments.fell-due"), Numeric: true}, {Head: v.p.T("payments.deducted"), Numeric: true},
			{Head: v.p.T("payments.amount"), Numeric: true}, {Head: v.p.T("payments.remark")}}}
	for _, l := range v.lines {
		remark := v.p.T("payments.ordered")
		switch {
		case l.Hold != "":
			remark = v.p.T("payments.hold-" + l.Hold)
		case l.Attempt > 1:
			remark = v.p.T("payments.attempt", "number", l.Attempt)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.months(l)), ui.Money(v.p, l.Due), ui.Money(v.p, l.Deducted), ui.Money(v.p, l.Amount), ui.Text(remark)}})
	}
	return ui.TableCard(v.p.T("payments.what-was-paid"), nil, ui.DataTable(data))
}

// ahead is the right by month, as far as it is known.
func (v *statementView) ahead() g.Node {
	if len(v.spans) == 0 {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("payments.right"), Columns: []ui.Column{{Head: v.p.T("payments.months")}, {Head: v.p.T("payments.monthly"), Numeric: true}, {Head: v.p.T("payments.remark")}}}
	for _, s := range v.spans {
		months, remark := v.p.T("payments.from-on", "from", v.p.Month(s.From.String())), ""
		if s.To != 0 {
			months = v.p.T("payments.from-to", "from", v.p.Month(s.From.String()), "to", v.p.Month(s.To.String()))
		}
		if s.InDoubt {
			remark = v.p.T("payments.doubt")
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(months), ui.Money(v.p, s.Amount), ui.Text(remark)}})
	}
	return ui.TableCard(v.p.T("payments.right"), nil, ui.DataTable(data))
}

// instalments are the parts of a partner's subsidies.
func (v *statementView) instalments() g.Node {
	if len(v.parts) == 0 {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("payments.tranches"), Columns: []ui.Column{{Head: v.p.T("payments.tranche"), Numeric: true}, {Head: v.p.T("payments.amount"), Numeric: true},
		{Head: v.p.T("payments.not-before")}, {Head: v.p.T("payments.conditions")}, {Head: v.p.T("payments.state")}}}
	for _, x := range v.parts {
		var conditions []string
		for _, c := range x.Conditions {
			title := c
			if m := v.def.Payment.Milestone(c); m != nil {
				title = v.say(m.Title)
			}
			if slices.Contains(x.Met, c) {
				title += " ✓"
			}
			conditions = append(conditions, title)
		}
		state := "payments.tranche-" + x.State
		if x.Run != 0 {
			state = "payments.tranche-paid"
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Number(v.p, int64(x.N)), ui.Money(v.p, x.Amount), ui.Date(v.p, x.DueOn), ui.Text(v.p.List(conditions)), ui.Text(v.p.T(state))}})
	}
	return ui.TableCard(v.p.T("payments.tranches"), nil, ui.DataTable(data))
}

// changes are arrears, undue sums and their recovery.
func (v *statementView) changes() g.Node {
	if len(v.entries) == 0 {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("payments.entries"), Columns: []ui.Column{{Head: v.p.T("payments.entry")}, {Head: v.p.T("payments.months")}, {Head: v.p.T("payments.amount"), Numeric: true}}}
	for _, e := range v.entries {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("payments.entry-" + string(e.Kind))), ui.Text(v.months(payment.Line{From: e.From, To: e.To, Period: e.From})), ui.Money(v.p, e.Amount)}})
	}
	return ui.TableCard(v.p.T("payments.entries"), nil, ui.DataTable(data))
}

// forms change how and whether somebody is paid.
func (v *statementView) forms(failed error) g.Node {
	if !v.actor.Can(access.PaymentsPrepare, v.def.ID, v.account.Province) {
		return nil
	}
	problems := ui.ProblemsOf(v.p, failed)
	step := func(name string, fields ...g.Node) g.Node {
		return ui.Form("post", statementPath(v.def, v.account.Party)+"/"+name, v.newID().String(), append(fields, ui.Actions(ui.Submit(v.p.T("payments.step-"+name), "", "", false)))...)
	}
	reason := func(in string) g.Node {
		return ui.Input(v.p, ui.Field{Name: "reason", In: in, Label: v.p.T("payments.reason"), Value: v.FormValue("reason"), Error: problems.On("reason")})
	}
	cards := []g.Node{ui.Card(v.p.T("payments.set-payee"), nil, step("payee", ui.Grid(
		ui.Select(v.p, ui.Field{Name: "way", Label: v.p.T("payments.way"), Value: orElse(v.FormValue("way"), programme.ByBank), Error: problems.On("way")},
			[]ui.Option{{Value: programme.ByBank, Label: v.p.T("payments.way-bank")}, {Value: programme.ByPost, Label: v.p.T("payments.way-post")}}),
		ui.Input(v.p, ui.Field{Name: "holder", Label: v.p.T("payments.holder"), Value: orElse(v.FormValue("holder"), payment.Holder(v.person.Latin.String(), v.person.Arabic.String())), Error: problems.On("holder"), Ltr: true}),
		ui.Input(v.p, ui.Field{Name: "rib", Label: v.p.T("payments.rib"), Help: v.p.T("payments.rib-help"), Value: v.FormValue("rib"), Error: problems.On("rib"), Ltr: true}))))}
	if v.account.State == payment.Running {
		cards = append(cards, ui.Card(v.p.T("payments.step-suspend"), nil, step("suspend", reason("suspend"))))
	}
	if v.account.State == payment.Suspended {
		cards = append(cards, ui.Card(v.p.T("payments.step-resume"), nil, step("resume", reason("resume"),
			ui.Radios(v.p, ui.Field{Name: "arrears", Label: v.p.T("payments.with-arrears"), Value: "yes"}, []ui.Option{{Value: "yes", Label: v.p.T("payments.arrears-yes")}, {Value: "no", Label: v.p.T("payments.arrears-no")}}))))
	}
	if v.account.Owed > 0 {
		cards = append(cards, ui.Card(v.p.T("payments.step-recover"), nil, step("recover", ui.Input(v.p, ui.Field{Name: "amount", Label: v.p.T("payments.each-payment"), Value: v.FormValue("amount"), Error: problems.On("amount"), Ltr: true}), reason("recover"))))
	}
	return h.Div(h.Class("s-noprint s-stack"), g.Group(cards))
}

// actOnRight carries out a step of a beneficiary's account.
func actOnRight(s *Server, r *request) error {
	v := &statementView{request: r}
	if err := v.read(); err != nil {
		return err
	}
	req := payment.Request{Key: r.key(), Actor: r.actor, On: r.today(), Reason: strings.TrimSpace(r.FormValue("reason")), Programme: v.def.ID, Component: payment.Support, Party: v.account.Party}
	if v.def.Payment.Pays == "tranches" {
		req.Component = payment.Tranche
	}
	var err error
	switch r.PathValue("step") {
	case "payee":
		_, err = s.Payments.SetPayee(r.Context(), req, payment.Payee{Way: r.FormValue("way"), Holder: r.FormValue("holder"), Account: r.FormValue("rib")})
	case "suspend":
		_, err = s.Payments.Suspend(r.Context(), req)
	case "resume":
		_, err = s.Payments.Resume(r.Context(), req, r.FormValue("arrears") == "yes")
	case "recover":
		var each money.Amount
		if each, err = money.Parse(r.FormValue("amount")); err == nil {
			_, err = s.Payments.PlanRecovery(r.Context(), req, each)
		} else {
			err = onField(err, "amount")
		}
	default:
		return store.ErrNotFound
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(statementPath(v.def, v.account.Party))
	case mendable(err):
		return showStatement(s, r, err)
	}
	return err
}
