package web

import (
	"maps"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

func bookPath(d dossier.Dossier, a *programme.Account) string {
	return dossierPath(d) + "/book/" + a.ID
}

// holdings are the guarded accounts that bear the dossier's subject as their first
// part: what a depot has of each item, what is left of an envelope by domain.
func (v *dossierView) holdings() (g.Node, error) {
	if v.def.Subject == programme.Person {
		return nil, nil // nobody is an account
	}
	var cards []g.Node
	for i := range v.def.Ledger.Accounts {
		a := &v.def.Ledger.Accounts[i]
		if v.def.Ledger.Funds.Has(a.ID) {
			continue // shown by party
		}
		balances, err := ledger.Balances(v.Context(), v.s.DB, v.def.AccountName(a, v.d.Party.String()))
		if err != nil {
			return nil, err
		}
		if len(balances) > 0 {
			book := []g.Node{ui.LinkButton(bookPath(v.d, a), v.p.T("holding.book"), false)}
			cards = append(cards, ui.TableCard(v.say(a.Title), book, ui.DataTable(v.balanceTable(a, balances))))
		}
	}
	return g.Group(cards), nil
}

func (v *dossierView) balanceTable(a *programme.Account, balances map[string]int64) ui.TableData {
	data := ui.TableData{ID: "holding-" + a.ID, Caption: v.p.T("holding.now"), Columns: []ui.Column{{Head: v.p.T("holding.what")}, {Head: v.p.T("holding.balance"), Numeric: true}}}
	for _, name := range slices.Sorted(maps.Keys(balances)) {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.partsName(a, name)), v.amountCell(a, balances[name])}})
	}
	return data
}

func (v *dossierView) amountCell(a *programme.Account, n int64) ui.Cell {
	if a.Unit == programme.Centimes {
		return ui.Money(v.p, money.Amount(n))
	}
	return ui.Number(v.p, n)
}

// partsName is what a balance is of, beside the subject.
func (v *dossierView) partsName(a *programme.Account, name string) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(name, v.def.AccountName(a, v.d.Party.String())), "/")
	var parts []string
	for _, code := range strings.Split(rest, "/") {
		parts = append(parts, v.partName(v.def, code))
	}
	return strings.Join(parts, " · ")
}

// partName is what people call a part of an account: a code that the programme
// counts by, a sex, a region or province; anything else is shown as it is.
func (r *request) partName(def *programme.Definition, code string) string {
	if code == "F" || code == "M" {
		return r.p.T("registry.sex." + code)
	}
	for i := range def.Ledger.Dimensions {
		if c := def.Ledger.Dimensions[i].Code(code); c != nil {
			return r.say(c.Title)
		}
	}
	if name := r.placeName(code); name != "" && name != code {
		return name
	}
	return code
}

// bookLines is how many acts a page of a book holds.
const bookLines = 25

// accountBook is the book of an account: what there is, and every movement with
// the act behind it, the latest first. Acts of others that the reader may not see
// are left out, which the page says.
func accountBook(s *Server, r *request) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	a := v.def.Ledger.Account(r.PathValue("holding"))
	if a == nil {
		return store.ErrNotFound
	}
	if err := r.logRead(audit.Dossier, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	prefix := v.def.AccountName(a, v.d.Party.String())
	balances, err := ledger.Balances(r.Context(), s.DB, prefix)
	if err != nil {
		return err
	}
	var before calendar.Instant
	if text := r.query("before"); text != "" {
		if before, err = calendar.ParseInstant(text); err != nil {
			return onField(err, "before")
		}
	}
	moved, more, err := dossier.Movements(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), v.d, prefix, before, bookLines)
	if err != nil {
		return err
	}
	earlier := ""
	if more && len(moved) > 0 {
		earlier = bookPath(v.d, a) + "?before=" + moved[len(moved)-1].RecordedAt.String()
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.say(a.Title), strings.TrimSpace(v.d.Label+" "+v.subject.name)
	if v.d.Label != "" {
		frame.Lead = v.d.Label
	}
	frame.Breadcrumbs = []ui.Crumb{{Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: r.p.T("holding.book")}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossierPath(v.d), r.p.T("intake.open-dossier"), false)}
	return r.show(ui.Page(frame, h.Div(h.Class("s-stack"), ui.TwoColumns(ui.TableCard("", nil, ui.DataTable(v.balanceTable(a, balances))), v.movingActs(a)),
		ui.TableCard("", nil, ui.DataTable(v.movementTable(a, moved)), g.If(earlier != "", h.P(h.Class("s-pad"), ui.Link(earlier, r.p.T("holding.earlier")))),
			h.P(h.Class("s-note s-pad"), g.Text(r.p.T("holding.others")))))))
}

// movingActs are the acts of the dossier that move the account, with their forms.
func (v *dossierView) movingActs(account *programme.Account) g.Node {
	var forms []g.Node
	for _, a := range v.def.Workflow.From(v.d.State) {
		moves := slices.ContainsFunc(v.def.Ledger.Posts, func(p programme.Post) bool {
			return p.On == a.ID && slices.ContainsFunc(p.Moves, func(m programme.MoveLine) bool { return m.Account == account.ID })
		})
		if moves && a.Session == "" && v.actor.HasAny(a.By, v.def.ID, v.d.Province) {
			forms = append(forms, v.actForm(a))
		}
	}
	if len(forms) == 0 {
		return nil
	}
	return ui.Card(v.p.T("file.acts"), nil, h.Div(h.Class("s-acts"), g.Group(forms)))
}

func (v *dossierView) movementTable(a *programme.Account, list []dossier.Moved) ui.TableData {
	data := ui.TableData{ID: "movements", Caption: v.p.T("holding.movements"), Empty: ui.Empty(v.p.T("holding.none"), "", nil),
		Columns: []ui.Column{{Head: v.p.T("file.day")}, {Head: v.p.T("file.event")}, {Head: v.p.T("holding.what")}, {Head: v.p.T("file.quantity"), Numeric: true}, {Head: v.p.T("work.reference")}}}
	for _, m := range list {
		title := ui.Text(dossier.ActOf(m.Event))
		if def, err := v.s.Programmes.Get(m.Dossier.Programme); err == nil {
			if act, ok := def.Workflow.Act(dossier.ActOf(m.Event)); ok {
				title = ui.Text(v.say(act.Title))
			}
		}
		if m.Corrected {
			title = title.With(g.Text(" "), ui.Badge(ui.Warn, v.p.T("holding.corrected")))
		}
		for _, move := range m.Moves {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{unbroken(g.Text(v.p.Date(m.On))), title, ui.Text(v.partsName(a, move.Name)),
				v.amountCell(a, move.Quantity), ui.Node(h.Span(h.Class("text-nowrap"), ui.Ltr(m.Dossier.Reference))).To(dossierPath(m.Dossier))}})
		}
	}
	return data
}
