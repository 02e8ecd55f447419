package web

import (
	"slices"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/audit"
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
	lines   []payment.Paid
	facts   []payment.Known
	parts   []payment.Instalment
	name    string
	holder  string // as a bank would write the name
	own     bool   // the partner itself reads it
}

// ownStatementPath is where an association reads its own statement.
func ownStatementPath(def *programme.Definition) string { return ownPath + "/payments/" + def.ID }

// ownStatement is the statement of account of the association whose account this
// is.
func ownStatement(_ *Server, r *request) error {
	return (&statementView{request: r, own: true}).show(nil)
}

func showStatement(s *Server, r *request, failed error) error {
	return (&statementView{request: r}).show(failed)
}

func (v *statementView) show(failed error) error {
	if err := v.read(); err != nil {
		return err
	}
	r, frame := v.request, v.frame()
	frame.Title, frame.Lead = r.p.T(v.title()), r.say(v.def.Title)
	up := ui.Crumb{Label: r.p.T("payments.title"), Path: paymentPath(v.def)}
	if v.own {
		up = ui.Crumb{Label: r.p.T("partner.menu"), Path: ownPath}
	}
	frame.Breadcrumbs = []ui.Crumb{up, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), v.head(), v.paid(), v.ahead(), v.instalments(), v.changes(), v.payeeForm(failed), v.acts(failed)))
}

// title is the message that names the statement: of a partner, its account.
func (v *statementView) title() string {
	if v.def.Payment.Pays == "tranches" {
		return "paystep.account"
	}
	return "payments.statement"
}

// ownAccount is how an association reads what it was paid.
var ownAccount = access.System("an association's own payments")

// whose is the party of the statement and the scope in which its account is
// looked for.
func (v *statementView) whose() (store.ID, access.Scope, error) {
	if v.own {
		return v.actor.Party(), ownAccount, nil
	}
	party, err := v.pathID("party")
	return party, v.actor.Scope(access.PaymentsRead), err
}

func (v *statementView) read() error {
	var err error
	if v.def, err = v.paying(); err != nil {
		return err
	}
	party, scope, err := v.whose()
	if err != nil {
		return err
	}
	ctx := v.Context()
	accounts, err := payment.AccountsOf(ctx, v.s.DB, scope, party)
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
	if v.def.Payment.Pays == "monthly" {
		if v.facts, err = payment.FactsOf(ctx, v.s.DB, v.def, v.account); err != nil {
			return err
		}
	}
	if err := v.readName(party); err != nil {
		return err
	}
	return v.logRead(audit.Print, party, "payment", audit.Party{ID: party, Province: v.account.Province})
}

// readName is whose statement it is: an organisation's title, or a person's name
// where the reader may see it.
func (v *statementView) readName(party store.ID) error {
	titles, err := registry.TitlesOf(v.Context(), v.s.DB, []store.ID{party})
	if t, there := titles[party]; err != nil || there {
		v.name, v.holder = t.In(v.p.Lang()), payment.Holder(t.Latin, t.Arabic)
		return err
	}
	if !v.actor.Holds(access.PersonsRead) {
		return nil
	}
	persons, err := registry.Names(v.Context(), v.s.DB, v.actor.Scope(access.PersonsRead), []store.ID{party})
	if p, there := persons[party]; there {
		v.name, v.holder = p.Name(v.p.Lang()), payment.Holder(p.Latin.String(), p.Arabic.String())
		return v.logRead(audit.Person, store.ID{}, "payment", personParty(p))
	}
	return err
}

func (v *statementView) head() g.Node {
	payee := g.Node(ui.Badge(ui.Warn, v.p.T("payments.hold-account")))
	if v.payee.N != 0 {
		payee = g.Group{g.Text(v.p.T("payments.way-"+v.payee.Way) + " "), ui.Ltr(v.payee.Shown), g.Text(" – "), ui.Ltr(v.payee.Holder)}
		if !v.payee.ClosedOn.IsZero() {
			payee = g.Group{payee, g.Text(" "), ui.Badge(ui.Bad, v.p.T("payments.closed", "day", v.payee.ClosedOn))}
		}
	}
	tone := map[payment.State]ui.Tone{payment.Running: ui.Good, payment.Suspended: ui.Warn, payment.Ended: ui.Neutral}
	until := v.p.T("payments.up-to", "month", v.p.Month(v.account.AccruedTo.String()))
	if v.def.Payment.Pays == "tranches" {
		until = ""
	}
	return g.Group{
		ui.Card(v.p.T("payments.beneficiary"), nil, ui.Definitions(
			ui.Definition{Term: v.p.T("payments.name"), Body: ui.Bdi(v.name)},
			ui.Definition{Term: v.p.T("payments.province"), Body: g.Text(v.placeName(v.account.Province))},
			ui.Definition{Term: v.p.T("payments.decision"), Body: ui.Link("/dossiers/"+v.account.Party.String()+"/"+v.account.Dossier.String(), v.p.T("payments.its-dossier"))},
			ui.Definition{Term: v.p.T("payments.state"), Body: ui.Badge(tone[v.account.State], v.p.T("payments.right-"+string(v.account.State)))},
			ui.Definition{Term: v.p.T("payments.paid-to"), Body: payee},
			ui.Definition{Term: v.p.T("payments.printed"), Body: g.Text(v.p.Date(v.today()))})),
		ui.Stats(
			ui.Stat{Label: v.p.T("payments.due"), Number: v.p.Money(v.account.Due), Note: until},
			ui.Stat{Label: v.p.T("payments.paid"), Number: v.p.Money(v.account.Settled)},
			ui.Stat{Label: v.p.T("payments.still-due"), Number: v.p.Money(v.account.Due - v.account.Settled)},
			ui.Stat{Label: v.p.T("payments.owed"), Number: v.p.Money(v.account.Owed)})}
}

// paid is every payment: what, when, for which months, and what came back of it.
func (v *statementView) paid() g.Node {
	kept := slices.ContainsFunc(v.lines, func(l payment.Paid) bool { return l.Deducted > 0 })
	columns := []ui.Column{{Head: v.p.T(periodHead(v.def))}}
	monthly := v.def.Payment.Pays == "monthly"
	if monthly {
		columns = append(columns, ui.Column{Head: v.p.T("payments.fell-due"), Numeric: true})
	}
	if kept {
		columns = append(columns, ui.Column{Head: v.p.T("payments.deducted"), Numeric: true})
	}
	data := ui.TableData{ID: "paid", Caption: v.p.T("payments.what-was-paid"), Empty: ui.Empty(v.p.T("payments.nothing-paid"), "", nil),
		Columns: append(columns, ui.Column{Head: v.p.T("payments.amount"), Numeric: true}, ui.Column{Head: v.p.T("paystep.ordered-on")}, ui.Column{Head: v.p.T("payments.reference")}, ui.Column{Head: v.p.T("payments.remark")})}
	for _, l := range v.lines {
		cells := []ui.Cell{ui.Text(v.months(v.def, l.Line))}
		if monthly {
			cells = append(cells, ui.Money(v.p, l.Due))
		}
		if kept {
			cells = append(cells, ui.Money(v.p, l.Deducted))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: append(cells, ui.Money(v.p, l.Amount), ui.Date(v.p, l.On), ui.Identifier(l.Reference), ui.Node(v.remark(l)))})
	}
	return ui.TableCard(v.p.T("payments.what-was-paid"), nil, ui.DataTable(data))
}

func (v *statementView) remark(l payment.Paid) g.Node {
	attempt := g.Node(nil)
	if l.Attempt > 1 {
		attempt = ui.Badge(ui.Waiting, v.p.T("payments.attempt", "number", l.Attempt))
	}
	switch {
	case l.Hold != "":
		return ui.Badge(ui.Warn, v.p.T("payments.hold-"+l.Hold))
	case l.Returned > 0:
		return g.Group{attempt, ui.Badge(ui.Bad, v.p.T("paystep.came-back", "amount", l.Returned)), g.Text(" " + v.returnReason(l.Reason))}
	case l.On.IsZero():
		return ui.Badge(ui.Warn, v.p.T("payments.state-prepared"))
	case attempt != nil:
		return attempt
	}
	return g.Text(v.p.T("payments.ordered"))
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
			months = v.span(s.From, s.To)
		}
		if s.InDoubt {
			remark = v.p.T("payments.doubt")
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(months), ui.Money(v.p, s.Amount), ui.Text(remark)}})
	}
	return ui.TableCard(v.p.T("payments.right"), nil, ui.DataTable(data))
}

// changes are arrears, undue sums and their recovery.
func (v *statementView) changes() g.Node {
	if len(v.entries) == 0 {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("payments.entries"), Columns: []ui.Column{{Head: v.p.T("payments.entry")}, {Head: v.p.T("payments.months")}, {Head: v.p.T("payments.amount"), Numeric: true}}}
	for _, e := range v.entries {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("payments.entry-" + string(e.Kind))), ui.Text(v.span(e.From, e.To)), ui.Money(v.p, e.Amount)}})
	}
	return ui.TableCard(v.p.T("payments.entries"), nil, ui.DataTable(data))
}
