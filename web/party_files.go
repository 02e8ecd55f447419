package web

import (
	"slices"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/act"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// filesOf are the dossiers about a party that the reader may open, programme by
// programme with what tells them apart and what was granted in them; what is
// still expected in them; and the dossiers that name it.
func (r *request) filesOf(party store.ID) (g.Node, error) {
	scope := r.actor.Scope(access.DossiersRead)
	own, err := dossier.OfParty(r.Context(), r.s.DB, scope, party)
	if err != nil {
		return nil, err
	}
	var cards []g.Node
	for _, def := range r.s.Programmes.Running() {
		list := slices.DeleteFunc(slices.Clone(own), func(d dossier.Dossier) bool { return d.Programme != def.ID })
		if len(list) == 0 {
			continue
		}
		card, err := r.programmeFiles(def, list)
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	expected, err := r.expectedOf(own)
	if err != nil {
		return nil, err
	}
	named, err := r.filesNaming(scope, party)
	return g.Group{expected, g.Group(cards), named}, err
}

// programmeFiles are a party's dossiers of one programme: the answers that tell
// them apart, and the sums of money that they posted.
func (r *request) programmeFiles(def *programme.Definition, list []dossier.Dossier) (g.Node, error) {
	answers, sums := make([]programme.Answers, len(list)), make([]map[string]int64, len(list))
	for i, d := range list {
		var err error
		if answers[i], err = dossier.Answers(r.Context(), r.s.DB, d); err != nil {
			return nil, err
		}
		if sums[i], err = r.postedBy(d); err != nil {
			return nil, err
		}
	}
	var facets []*programme.Field
	for _, f := range def.Form.Fields() {
		if f.Facet && slices.ContainsFunc(answers, func(a programme.Answers) bool { v, _ := a.Get(f.Key); return v != nil }) {
			facets = append(facets, f)
		}
	}
	var amounts []*programme.Measure
	for i := range def.Ledger.Measures {
		m := &def.Ledger.Measures[i]
		if m.Unit == programme.Centimes && slices.ContainsFunc(sums, func(s map[string]int64) bool { return s[m.ID] != 0 }) {
			amounts = append(amounts, m)
		}
	}
	data := ui.TableData{ID: def.ID, Caption: r.say(def.Title), Columns: []ui.Column{{Head: r.p.T("intake.reference")}, {Head: r.p.T("intake.deposited-on")}, {Head: r.p.T("intake.state")}}}
	for _, f := range facets {
		data.Columns = append(data.Columns, ui.Column{Head: r.say(f.Label), Numeric: f.Type == programme.IntField})
	}
	for _, m := range amounts {
		data.Columns = append(data.Columns, ui.Column{Head: r.say(m.Title), Numeric: true})
	}
	for i, d := range list {
		cells := []ui.Cell{unbroken(ui.Ltr(d.Reference)).To(dossierPath(d)), unbroken(g.Text(r.p.Date(d.OpenedOn))), ui.Node(r.stateBadge(def, d.State))}
		for _, f := range facets {
			cells = append(cells, r.facetCell(f, answers[i]))
		}
		for _, m := range amounts {
			cells = append(cells, ui.Money(r.p, money.Amount(sums[i][m.ID])))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// postedBy is what a dossier posted in all, by measure.
func (r *request) postedBy(d dossier.Dossier) (map[string]int64, error) {
	entries, err := ledger.EntriesOf(r.Context(), r.s.DB, d.Party, d.ID)
	out := map[string]int64{}
	for _, e := range entries {
		out[e.Cell.Measure] += e.Quantity
	}
	return out, err
}

// facetCell is an answer in a list; nothing where it was not asked.
func (r *request) facetCell(f *programme.Field, answers programme.Answers) ui.Cell {
	value, _ := answers.Get(f.Key)
	if value == nil {
		return ui.Gap("–")
	}
	return ui.Text(r.answerText(f, value))
}

// expectedOf are the open items of some dossiers, the first due first.
func (r *request) expectedOf(list []dossier.Dossier) (g.Node, error) {
	type line struct {
		dossier dossier.Dossier
		track   *programme.Track
		item    programme.Item
	}
	var lines []line
	for _, d := range list {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		if len(def.Workflow.Tracks) == 0 || def.Workflow.State(d.State).Terminal {
			continue
		}
		events, err := act.Events(r.Context(), r.s.DB, d.Party, d.ID)
		if err != nil {
			return nil, err
		}
		items, err := dossier.Items(def, events)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			if def.Workflow.IsOpen(item) {
				lines = append(lines, line{d, def.Workflow.Track(item.Track), item})
			}
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(lines, func(a, b line) int { return int(a.item.Due - b.item.Due) })
	data := ui.TableData{ID: "expected", Caption: r.p.T("places.expected"), Columns: []ui.Column{{Head: r.p.T("places.item")}, {Head: r.p.T("places.track")}, {Head: r.p.T("places.due")}, {Head: r.p.T("intake.reference")}}}
	for _, l := range lines {
		due := ui.Gap("–")
		if !l.item.Due.IsZero() {
			due = unbroken(g.Text(r.p.Date(l.item.Due)))
		}
		if !l.item.Due.IsZero() && l.item.Due < r.today() {
			due = due.With(g.Text(" "), ui.Badge(ui.Bad, r.p.T("places.overdue")))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(l.track.Number(l.item)), ui.Text(r.say(l.track.Title)), due, unbroken(ui.Ltr(l.dossier.Reference)).To(dossierPath(l.dossier))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// namedLines is how many dossiers that name a party its page lists.
const namedLines = 10

// filesNaming are the newest dossiers that name a party. No name of a person
// stands there.
func (r *request) filesNaming(scope access.Scope, party store.ID) (g.Node, error) {
	named, err := dossier.Naming(r.Context(), r.s.DB, scope, party, dossier.Filter{}, namedLines)
	if err != nil || len(named) == 0 {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("registers.named-in"), Columns: []ui.Column{{Head: r.p.T("intake.reference")}, {Head: r.p.T("intake.state")}, {Head: r.p.T("intake.deposited-on")}, {Head: r.p.T("web.programme")}}}
	for _, d := range named {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{unbroken(ui.Ltr(d.Reference)).To(dossierPath(d)), ui.Node(r.stateBadge(def, d.State)), unbroken(g.Text(r.p.Date(d.OpenedOn))), unbroken(g.Text(r.say(def.Title)))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}
