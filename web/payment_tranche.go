package web

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/dossier"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/web/ui"
)

// instalments are the parts of a partner's subsidies, with what each waits for.
func (v *statementView) instalments() g.Node {
	if len(v.parts) == 0 {
		return nil
	}
	columns := []ui.Column{{Head: v.p.T("payments.tranche"), Numeric: true}, {Head: v.p.T("work.reference")}, {Head: v.p.T("payments.amount"), Numeric: true},
		{Head: v.p.T("payments.not-before")}, {Head: v.p.T("payments.conditions")}, {Head: v.p.T("payments.state")}}
	waits := v.may() && slices.ContainsFunc(v.parts, func(x payment.Instalment) bool { return x.State == "planned" })
	if waits {
		columns = append(columns, ui.Column{Head: v.p.T("payments.acts")})
	}
	data := ui.TableData{ID: "tranches", Caption: v.p.T("payments.tranches"), Columns: columns}
	total := money.Amount(0)
	for _, x := range v.parts {
		if x.State != "cancelled" {
			total += x.Amount
		}
		state := "payments.tranche-" + x.State
		switch {
		case x.Back:
			state = "payments.tranche-returned"
		case x.Run != 0:
			state = "payments.tranche-paid"
		}
		cells := []ui.Cell{ui.Number(v.p, int64(x.N)), ui.Identifier(x.Reference).To("/dossiers/" + x.Party.String() + "/" + x.Dossier.String()), ui.Money(v.p, x.Amount), ui.Date(v.p, x.DueOn),
			ui.Node(v.conditions(x)), ui.Text(v.p.T(state))}
		if waits {
			cells = append(cells, ui.Node(v.trancheActs(x)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	sum := []ui.Cell{ui.Text(v.p.T("payments.total")), ui.Text(""), ui.Money(v.p, total)}
	for len(sum) < len(columns) {
		sum = append(sum, ui.Text(""))
	}
	data.Rows = append(data.Rows, ui.Row{Total: true, Cells: sum})
	return ui.TableCard(v.p.T("payments.tranches"), nil, ui.DataTable(data))
}

// conditions are what a part waits for, those that are met marked so.
func (v *statementView) conditions(x payment.Instalment) g.Node {
	if len(x.Conditions) == 0 {
		return g.Text(v.p.T("paystep.no-conditions"))
	}
	return h.Div(h.Class("d-flex flex-wrap gap-2"), g.Map(x.Conditions, func(c string) g.Node {
		if slices.Contains(x.Met, c) {
			return ui.Badge(ui.Good, v.milestone(c))
		}
		return ui.Badge(ui.Waiting, v.milestone(c))
	}))
}

func (v *statementView) milestone(id string) string {
	if m := v.def.Payment.Milestone(id); m != nil {
		return v.say(m.Title)
	}
	return id
}

// trancheActs say that a condition of a planned part is met, or give it up.
func (v *statementView) trancheActs(x payment.Instalment) g.Node {
	if !v.may() || x.State != "planned" {
		return g.Text("")
	}
	which := strconv.Itoa(x.N)
	form := func(step string, danger bool, fields ...g.Node) g.Node {
		fields = append(fields, ui.Hidden("tranche", which), ui.Input(v.p, ui.Field{Name: "reason", In: step + which, Label: v.p.T("payments.reason")}))
		return ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("payments.step-" + step), Question: v.p.T("paystep.ask-" + step), Yes: v.p.T("payments.step-" + step),
			Action: v.stepPath(step), Key: v.newID().String(), Fields: fields, Danger: danger})
	}
	// What an act of the file meets is met there, and not said here.
	var open []ui.Option
	for _, c := range x.Conditions {
		if m := v.def.Payment.Milestone(c); !slices.Contains(x.Met, c) && (m == nil || m.Act == "") {
			open = append(open, ui.Option{Value: c, Label: v.milestone(c)})
		}
	}
	if len(open) == 0 {
		return form("cancel-tranche", true)
	}
	return h.Div(h.Class("d-flex flex-wrap gap-2"), form("reach", false, ui.Radios(v.p, ui.Field{Name: "milestone", In: which, Label: v.p.T("payments.conditions"), Value: open[0].Value}, open)), form("cancel-tranche", true))
}

// planRows is how many parts a plan may have at once.
const planRows = 4

func planPath(def *programme.Definition, d dossier.Dossier) string {
	return paymentPath(def) + "/plan/" + d.Party.String() + "/" + d.ID.String()
}

// moneyLinks lead from a dossier to its payments.
func (v *dossierView) moneyLinks() []g.Node {
	switch {
	case v.def.Payment == nil || !v.d.Granted && v.def.Payment.Pays == "monthly":
		return nil
	case v.actor.Party() == v.d.Party && !v.d.Party.IsZero():
		return []g.Node{ui.LinkButton(ownStatementPath(v.def), v.p.T("paystep.account"), false)}
	case !v.actor.Can(access.PaymentsRead, v.def.ID, v.d.Province):
		return nil
	}
	out := []g.Node{ui.LinkButton(statementPath(v.def, v.d.Party), v.p.T((&statementView{def: v.def}).title()), false)}
	if v.d.Granted && v.def.Payment.Pays == "tranches" && len(v.def.Payment.Plans) == 0 && v.actor.Can(access.PaymentsPrepare, v.def.ID, v.d.Province) {
		out = append(out, ui.LinkButton(planPath(v.def, v.d), v.p.T("paystep.plan"), false))
	}
	return out
}

// planned is the dossier of the address whose agreement promises parts.
func (r *request) planned() (*programme.Definition, dossier.Dossier, error) {
	def, err := r.paying()
	if err != nil {
		return nil, dossier.Dossier{}, err
	}
	party, err := r.pathID("party")
	if err != nil {
		return nil, dossier.Dossier{}, err
	}
	id, err := r.pathID("dossier")
	if err != nil {
		return nil, dossier.Dossier{}, err
	}
	d, err := dossier.Get(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), party, id)
	if err == nil && (d.Programme != def.ID || def.Payment.Pays != "tranches") {
		err = errNotPaying
	}
	return def, d, err
}

// planPage is where the parts of a subsidy are written down.
func planPage(s *Server, r *request) error { return showPlan(s, r, nil) }

func showPlan(_ *Server, r *request, failed error) error {
	def, d, err := r.planned()
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("paystep.plan"), d.Reference
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("payments.title"), Path: paymentPath(def)}, {Label: d.Reference, Path: "/dossiers/" + d.Party.String() + "/" + d.ID.String()}, {Label: r.p.T("paystep.plan")}}
	problems := ui.ProblemsOf(r.p, failed)
	var conditions []ui.Option
	for _, m := range def.Payment.Conditions {
		conditions = append(conditions, ui.Option{Value: m.ID, Label: r.say(m.Title)})
	}
	var rows []g.Node
	for i := range planRows {
		n := strconv.Itoa(i + 1)
		rows = append(rows, ui.Fieldset(r.p.T("paystep.part", "number", i+1),
			ui.Input(r.p, ui.Field{Name: "amount" + n, Label: r.p.T("payments.amount-dirhams"), Value: r.FormValue("amount" + n), Error: problems.On("amount" + n), Optional: i > 0, Ltr: true}),
			ui.DateInput(r.p, ui.Field{Name: "due" + n, Label: r.p.T("payments.not-before"), Value: orElse(r.FormValue("due"+n), ui.DateValue(r.today())), Error: problems.On("due" + n)}),
			ui.Checkboxes(r.p, ui.Field{Name: "conditions" + n, Label: r.p.T("payments.conditions"), Optional: true}, conditions, r.Form["conditions"+n])))
	}
	rows = append(rows, ui.Input(r.p, ui.Field{Name: "reason", Label: r.p.T("payments.reason"), Value: r.FormValue("reason"), Error: problems.On("reason")}), ui.Actions(ui.Submit(r.p.T("paystep.plan"), "", "", true)))
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil, h.P(h.Class("s-note"), g.Text(r.p.T("paystep.plan-note"))),
		ui.Form("post", planPath(def, d), r.newID().String(), h.Div(h.Class("s-stack"), g.Group(rows))))))
}

// shares are the parts that were typed; a row without an amount is none.
func (r *request) shares() ([]payment.Share, error) {
	var out []payment.Share
	for i := range planRows {
		n := strconv.Itoa(i + 1)
		if strings.TrimSpace(r.FormValue("amount"+n)) == "" && i > 0 {
			continue
		}
		amount, err := money.Parse(r.FormValue("amount" + n))
		if err != nil {
			return nil, onField(err, "amount"+n)
		}
		due, err := r.day("due" + n)
		if err != nil {
			return nil, err
		}
		out = append(out, payment.Share{Amount: amount, DueOn: due, Conditions: r.Form["conditions"+n]})
	}
	return out, nil
}

// planTranches writes the parts down.
func planTranches(s *Server, r *request) error {
	def, d, err := r.planned()
	if err != nil {
		return err
	}
	shares, err := r.shares()
	if err == nil {
		_, err = s.Payments.PlanTranches(r.Context(), payment.Request{Key: r.key(), Actor: r.actor, On: r.today(), Reason: strings.TrimSpace(r.FormValue("reason")), Programme: def.ID, Party: d.Party}, d, shares)
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(statementPath(def, d.Party))
	case mendable(err):
		return showPlan(s, r, err)
	}
	return err
}
