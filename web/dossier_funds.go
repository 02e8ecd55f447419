package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/audit"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// fundsPage is the money of a dossier on a page of its own, to print: of an
// agreement, what each partner promised, brought and spent; of a project, what
// was granted, paid and accounted for; the works, the tranches and every movement.
//
// Errors: store.not-found outside the scope, and for a dossier without money.
func fundsPage(s *Server, r *request) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	if v.def.Ledger.Funds == nil {
		return store.ErrNotFound
	}
	if err := r.logRead(audit.Print, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = v.say(v.def.Ledger.Funds.Title), v.d.Reference
	if v.d.Label != "" {
		frame.Title, frame.Lead = v.d.Label, frame.Title+" · "+v.d.Reference
	}
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-dossiers"), Path: dossiersPath}, {Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: v.say(v.def.Ledger.Funds.Title)}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossierPath(v.d), r.p.T("intake.open-dossier"), false)}
	return r.show(ui.Page(frame, v.fundsHead(), v.fundsTable(), v.works(), v.itemCard(), v.movements()))
}

// fundsHead is whom the money is for, where it stands, and the totals.
func (v *dossierView) fundsHead() g.Node {
	sums := v.fundsSum()
	var stats []ui.Stat
	for i, n := range sums {
		stats = append(stats, ui.Stat{Label: v.say(v.def.Ledger.Funds.Columns[i].Title), Number: v.p.Money(money.Amount(n))})
	}
	return g.Group{ui.Card("", nil, ui.Definitions(
		ui.Definition{Term: v.p.T("work.programme"), Body: g.Text(v.say(v.def.Title))},
		ui.Definition{Term: v.p.T("intake.about"), Body: ui.Bdi(v.subject.name)},
		ui.Definition{Term: v.p.T("web.province"), Body: g.Text(v.placeOrCountry(v.d.Province))},
		ui.Definition{Term: v.p.T("file.state"), Body: v.stateBadge(v.def, v.d.State)},
		ui.Definition{Term: v.p.T("payments.printed"), Body: g.Text(v.p.Date(v.today()))})), g.If(len(stats) > 0, ui.Stats(stats...))}
}

// fundsSum is the sum of each column over all lines; none where nothing moved.
func (v *dossierView) fundsSum() []int64 {
	var sums []int64
	for _, line := range v.funds() {
		if sums == nil {
			sums = make([]int64, len(line.Sums))
		}
		for i, n := range line.Sums {
			sums[i] += n
		}
	}
	return sums
}

// funds are the sums of the dossier's standing acts.
func (v *dossierView) funds() []programme.FundsLine {
	var moves []programme.Movement
	for _, m := range v.history {
		if m.CorrectedBy == 0 {
			moves = append(moves, m.Payload.Moves...)
		}
	}
	return v.def.FundsOf(moves)
}

// fundsCard is the money on the dossier's own page, with the way to the page that
// prints it.
func (v *dossierView) fundsCard() g.Node {
	if v.def.Ledger.Funds == nil || len(v.funds()) == 0 {
		return nil
	}
	return g.Group{v.fundsTable(), ui.Actions(ui.LinkButton(dossierPath(v.d)+"/funds", v.p.T("partner.open-funds"), false))}
}

func (v *dossierView) fundsTable() g.Node {
	f := v.def.Ledger.Funds
	data := ui.TableData{ID: "funds", Caption: v.say(f.Title), Empty: ui.Empty(v.p.T("partner.no-money"), v.p.T("partner.no-money-hint"), nil)}
	if f.By != "" {
		data.Columns = append(data.Columns, ui.Column{Head: v.p.T("partner.party")})
	}
	for _, c := range f.Columns {
		data.Columns = append(data.Columns, ui.Column{Head: v.say(c.Title), Numeric: true})
	}
	for _, line := range v.funds() {
		var cells []ui.Cell
		if f.By != "" {
			cells = append(cells, ui.Node(v.fundsName(line.Key)))
		}
		for _, n := range line.Sums {
			cells = append(cells, ui.Money(v.p, money.Amount(n)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// fundsName is whose a line is: a party that the dossier names, or one that the
// programme names.
func (v *dossierView) fundsName(key string) g.Node {
	for _, n := range v.def.Ledger.Funds.Names {
		if n.Code == key {
			return g.Text(v.say(n.Title))
		}
	}
	if named := v.parties[key]; named != nil {
		return named
	}
	return g.Text(key)
}

// works is how far the work is, as each act said, with a bar for the last.
func (v *dossierView) works() g.Node {
	key := v.def.Ledger.Funds.Progress
	if key == "" {
		return nil
	}
	var moments []ui.Moment
	last := int64(0)
	for _, m := range v.history {
		if m.CorrectedBy != 0 || m.Payload.Answers == nil {
			continue
		}
		value, _ := m.Payload.Answers.Get(key)
		if n, ok := value.(int64); ok && (len(moments) == 0 || n != last) {
			last = n
			moments = append(moments, ui.Moment{When: v.p.Date(m.On), Title: v.p.Percent(n, 100, 0)})
		}
	}
	slices.Reverse(moments)
	label := v.say(v.def.Form.Field(key).Label)
	return ui.Card(label, nil, h.P(h.Progress(h.Max("100"), h.Value(plain(last)), h.Class("s-progress"), g.Attr("aria-label", label)), g.Text(" "), ui.Bdi(v.p.Percent(last, 100, 0))),
		ui.Help(v.p.T("partner.earlier-progress"), ui.Timeline(moments...)))
}

// movements is every act that moved the money, the newest first.
func (v *dossierView) movements() g.Node {
	f := v.def.Ledger.Funds
	data := ui.TableData{ID: "movements", Caption: v.p.T("partner.movements"), Columns: []ui.Column{{Head: v.p.T("file.day")}, {Head: v.p.T("partner.act")}}}
	if f.By != "" {
		data.Columns = append(data.Columns, ui.Column{Head: v.p.T("partner.party")})
	}
	data.Columns = append(data.Columns, ui.Column{Head: v.p.T("partner.account")}, ui.Column{Head: v.p.T("payments.amount"), Numeric: true})
	for _, m := range slices.Backward(v.history) {
		if m.CorrectedBy != 0 {
			continue
		}
		for _, move := range m.Payload.Moves {
			lines := v.def.FundsOf([]programme.Movement{move})
			if len(lines) == 0 {
				continue
			}
			cells := []ui.Cell{ui.Date(v.p, m.On), ui.Text(v.actTitle(m))}
			if f.By != "" {
				cells = append(cells, ui.Node(v.fundsName(lines[0].Key)))
			}
			data.Rows = append(data.Rows, ui.Row{Cells: append(cells, ui.Text(v.say(v.def.Ledger.Account(move.Account).Title)), ui.Money(v.p, money.Amount(move.Quantity)))})
		}
	}
	if len(data.Rows) == 0 {
		return nil
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}
