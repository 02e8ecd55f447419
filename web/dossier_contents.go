package web

import (
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/web/ui"
)

// decision explains what the rules said when the dossier was last examined or
// decided: every condition, its result and its source. Before that, what they
// say today.
func (v *dossierView) decision() g.Node {
	if len(v.def.Rules.Conditions) == 0 {
		return nil
	}
	title := v.p.T("file.rules-today")
	var d *programme.Decision
	for _, m := range slices.Backward(v.history) {
		if m.CorrectedBy == 0 && m.Payload.Decision != nil {
			title, d = v.p.T("file.rules-then", "day", m.On), m.Payload.Decision
			break
		}
	}
	if d == nil {
		now, err := v.def.Decide(programme.DecideInput{Answers: v.answers, On: v.s.DB.Today()})
		if err != nil {
			return ui.Card(title, nil, ui.Notice(ui.Warn, g.Text(v.p.Fault(err))))
		}
		d = &now
	}
	return ui.Card(title, nil, decisionBody(v.request, v.def, d))
}

// decisionBody is a decision in words.
func decisionBody(r *request, def *programme.Definition, d *programme.Decision) g.Node {
	list := []g.Node{h.P(r.yesNo(d.Eligible))}
	if d.Amount != 0 {
		list = append(list, h.P(ui.Bdi(r.p.Money(d.Amount)+" "+r.per(def, d.Per))))
	}
	rows := make([]ui.Row, 0, len(d.Conditions))
	for _, c := range d.Conditions {
		rows = append(rows, conditionRow(r, def, c))
	}
	for _, item := range d.Items {
		for _, c := range item.Conditions {
			if c.Result != programme.Yes {
				row := conditionRow(r, def, c)
				row.Cells[0] = ui.Text(r.p.T("file.item", "number", item.Index+1) + " " + conditionTitle(r, def, c))
				rows = append(rows, row)
			}
		}
	}
	return g.Group(append(list, ui.DataTable(ui.TableData{ID: "conditions", Caption: r.p.T("file.conditions"), Rows: rows,
		Columns: []ui.Column{{Head: r.p.T("file.condition")}, {Head: r.p.T("file.result")}, {Head: r.p.T("file.source")}}}), r.parameters(def, d)))
}

// conditionSource is the provision a condition rests on, which a recorded
// decision leaves to its definition.
func conditionSource(def *programme.Definition, c programme.Result) string {
	known, _ := def.Rules.Condition(c.ID)
	return known.Legal
}

func conditionTitle(r *request, def *programme.Definition, c programme.Result) string {
	if known, ok := def.Rules.Condition(c.ID); ok {
		if c.Result == programme.No {
			return known.Because.In(r.p.Lang())
		}
		return known.Title.In(r.p.Lang())
	}
	return c.ID
}

func conditionRow(r *request, def *programme.Definition, c programme.Result) ui.Row {
	return ui.Row{Cells: []ui.Cell{ui.Text(conditionTitle(r, def, c)), ui.Node(r.yesNo(c.Result)), ui.Node(r.article(def, conditionSource(def, c)))}}
}

// parameters are the numbers of the law that a decision used.
func (r *request) parameters(def *programme.Definition, d *programme.Decision) g.Node {
	var list []ui.Definition
	for _, param := range def.Rules.Parameters {
		if used, ok := d.Parameters[param.ID]; ok {
			list = append(list, ui.Definition{Term: r.say(param.Title), Body: ui.Bdi(r.quantity(param.Unit, used.Value) + " · " + r.p.T("file.from", "day", used.From))})
		}
	}
	for _, x := range def.Rules.Derive {
		if n, ok := d.Derived[x.ID]; ok {
			list = append(list, ui.Definition{Term: r.say(x.Title), Body: ui.Ltr(r.p.Number(n))})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return ui.Help(r.p.T("file.parameters"), ui.Definitions(list...))
}

// paperCard lists the papers: handed in, scanned, missing.
func (v *dossierView) paperCard() g.Node {
	lacking, err := dossier.Lacking(v.def, v.answers, v.papers, v.s.DB.Today())
	if err != nil {
		return ui.Card(v.p.T("file.papers"), nil, ui.Notice(ui.Warn, g.Text(v.p.Fault(err))))
	}
	var items []g.Node
	for _, doc := range v.def.Form.Documents {
		place := h.ID(ui.FieldID("paper." + doc.Key)) // where the summary of errors leads
		switch {
		case slices.ContainsFunc(v.papers, func(p dossier.Paper) bool { return p.Kind == doc.Key }):
			items = append(items, h.Li(place, ui.Badge(ui.Good, v.p.T("file.paper-there")), g.Text(" "+doc.Label.In(v.p.Lang())), v.scansOf(doc.Key)))
		case slices.ContainsFunc(lacking, func(d *programme.Document) bool { return d.Key == doc.Key }):
			items = append(items, h.Li(place, ui.Badge(ui.Bad, v.p.T("file.paper-lacking")), g.Text(" "+doc.Label.In(v.p.Lang()))))
		}
	}
	if len(items) == 0 {
		return nil
	}
	return ui.Card(v.p.T("file.papers"), nil, h.Ul(h.Class("s-plain"), g.Group(items)))
}

func (v *dossierView) scansOf(kind string) g.Node {
	var links []g.Node
	for _, doc := range v.documents {
		if doc.Kind == kind {
			links = append(links, g.Text(" "), ui.Link("/documents/"+doc.Party.String()+"/"+doc.ID.String(), doc.Name))
		}
	}
	return g.Group(links)
}

// answerCard shows every question with its answer, or that it has none.
func (v *dossierView) answerCard() g.Node {
	var parts []g.Node
	for _, section := range v.def.Form.Sections {
		var list []ui.Definition
		for i := range section.Fields {
			f := &section.Fields[i]
			if f.Type == programme.ListField {
				parts = append(parts, v.itemTable(f, v.answers))
				continue
			}
			list = append(list, ui.Definition{Term: f.Label.In(v.p.Lang()), Body: v.answer(f, v.answers)})
		}
		if len(list) > 0 {
			parts = append(parts, h.H3(g.Text(section.Title.In(v.p.Lang()))), ui.Definitions(list...))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return ui.Card(v.p.T("file.answers"), nil, parts...)
}

func (v *dossierView) itemTable(f *programme.Field, answers programme.Answers) g.Node {
	data := ui.TableData{ID: f.Key, Caption: f.Label.In(v.p.Lang())}
	named := itemGivenName(f)
	for _, sub := range f.Fields {
		if sub.Type != programme.PersonField || !named {
			data.Columns = append(data.Columns, ui.Column{Head: sub.Label.In(v.p.Lang())})
		}
	}
	for _, item := range answers.List(f.Key) {
		var cells []ui.Cell
		for i := range f.Fields {
			if f.Fields[i].Type != programme.PersonField || !named {
				cells = append(cells, ui.Node(v.answer(&f.Fields[i], item)))
			}
		}
		if id := personIn(f, item); id != "" && named && len(cells) > 0 && v.actor.Holds(access.PersonsRead) {
			cells[0] = cells[0].To("/persons/" + id)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	return ui.DataTable(data)
}

// personIn is who an item of a list is about, as the register knows them; empty
// for nobody.
func personIn(list *programme.Field, item programme.Answers) string {
	for _, f := range list.Fields {
		if f.Type == programme.PersonField {
			return item.Text(f.Key)
		}
	}
	return ""
}

// answer is one answer in words; a question not asked and one not answered are
// two different things, and neither is "no".
func (v *dossierView) answer(f *programme.Field, answers programme.Answers) g.Node {
	value, state := answers.Get(f.Key)
	if state != programme.NotAsked && v.hides(f) {
		return h.Span(h.Class("s-note"), g.Text(v.p.T("file.restricted")))
	}
	switch state {
	case programme.NotAsked:
		return h.Span(h.Class("s-note"), g.Text(v.p.T("file.not-asked")))
	case programme.Unanswered:
		return ui.Badge(ui.Warn, v.p.T("file.unanswered"))
	}
	if number, ok := value.(int64); ok && f.Type == programme.ItemField {
		return ui.Bdi(v.itemName(f.Of, number))
	}
	if text, ok := value.(string); ok && f.Type.IsParty() {
		if shown := v.parties[text]; shown != nil {
			return shown
		}
		return ui.Badge(ui.Neutral, v.p.T("work.name-outside"))
	}
	return ui.Bdi(v.answerText(f, value))
}

// hides tells that a question is restricted and the reader may not read it.
func (v *dossierView) hides(f *programme.Field) bool {
	return f.Restricted && !v.actor.Can(access.RestrictedRead, v.def.ID, v.d.Province)
}

// answerText is an answer in words.
func (r *request) answerText(f *programme.Field, value any) string {
	switch x := value.(type) {
	case bool:
		if x {
			return r.p.T("ui.yes")
		}
		return r.p.T("ui.no")
	case int64:
		switch {
		case f.Type == programme.MoneyField:
			return r.p.Money(money.Amount(x))
		case f.IsYear():
			return plain(x)
		}
		return r.p.Number(x)
	case []any:
		var names []string
		for _, code := range x {
			names = append(names, r.answerText(f, code))
		}
		return r.p.List(names)
	case string:
		if d, err := calendar.ParseDate(x); err == nil && f.Type == programme.DateField {
			return r.p.Date(d)
		}
		if f.Type == programme.PlaceField {
			return r.placeName(x)
		}
		for _, o := range f.Options {
			if o.Code == x {
				return r.say(o.Label)
			}
		}
		return x
	}
	return ""
}

// itemName is what people call an item of a track.
func (v *dossierView) itemName(track string, number int64) string {
	for _, i := range v.items {
		if i.Track == track && i.Number == number {
			return v.def.Workflow.Track(track).Number(i)
		}
	}
	return v.p.Number(number)
}

// countCard is what the dossier adds to the figures, for who may follow them.
func (v *dossierView) countCard() g.Node {
	postings, err := ledger.OfStream(v.Context(), v.s.DB, v.d.Party, v.d.ID)
	if err != nil {
		return ui.Card(v.p.T("file.counts"), nil, ui.Notice(ui.Warn, g.Text(v.p.Fault(err))))
	}
	data := ui.TableData{ID: "postings", Caption: v.p.T("file.counts"),
		Columns: []ui.Column{{Head: v.p.T("file.event")}, {Head: v.p.T("file.measure")}, {Head: v.p.T("file.day")}, {Head: v.p.T("file.quantity"), Numeric: true}}}
	cells, earlier := map[int64]ledger.Cell{}, v.earlier()
	for _, posting := range postings {
		if int(posting.Seq) <= earlier { // as the timeline
			continue
		}
		cell, ok := cells[posting.CellID]
		if !ok {
			if cell, err = ledger.CellByID(v.Context(), v.s.DB, posting.CellID); err != nil {
				return ui.Card(v.p.T("file.counts"), nil, ui.Notice(ui.Warn, g.Text(v.p.Fault(err))))
			}
			cells[posting.CellID] = cell
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(strconv.FormatInt(posting.Seq, 10)),
			v.measureCell(cell.Measure), ui.Date(v.p, posting.Day), v.quantity(cell, posting)}})
	}
	if len(data.Rows) == 0 {
		return nil
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// measureCell names a measure and leads to the first table that publishes it.
func (v *dossierView) measureCell(id string) ui.Cell {
	m := v.def.Ledger.Measure(id)
	if m == nil {
		return ui.Text(id)
	}
	cell := ui.Text(v.say(m.Title))
	for i := range v.def.Tables {
		published := slices.ContainsFunc(v.def.Tables[i].Columns, func(c programme.Column) bool { return c.Measure == id })
		if published && v.actor.Holds(access.TablesRead) {
			return cell.To(tablePath(v.def.Tables[i].Name, nil))
		}
	}
	return cell
}

func (v *dossierView) quantity(c ledger.Cell, posting ledger.Posting) ui.Cell {
	if c.Unit == string(programme.Centimes) {
		return ui.Money(v.p, money.Amount(posting.Quantity))
	}
	return ui.Number(v.p, posting.Quantity)
}
