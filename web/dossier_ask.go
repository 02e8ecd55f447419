package web

import (
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/dossier"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// asks are the questions of an act on the page of a dossier: its own under "f.",
// those of the form under "a." where the act writes the answers again.
func (v *dossierView) asks(a *programme.Act, prefix string, problems ui.Problems) *questions {
	now := func(string) string { return "" }
	if prefix == "a." {
		now = v.typedNow()
	}
	tried := v.tried == a.ID
	return &questions{request: v.request, prefix: prefix, in: v.formOf(a.ID), problems: problems, tracked: v.openItems, answers: v.answers,
		form: func(name string) string {
			if tried {
				return v.form(name)
			}
			return now(name)
		},
		many: func(name string) []string {
			if tried {
				return v.Form[name]
			}
			return nil
		}}
}

// form is what was typed, with a row more in the list that asked for one.
func (v *dossierView) form(name string) string {
	text := v.FormValue(name)
	if list := v.FormValue("add_row"); list != "" && (name == "rows.f."+list || name == "rows."+list) {
		n, _ := strconv.Atoi(text) // nonsense is no row; the table bounds it
		return strconv.Itoa(n + 1)
	}
	return text
}

// actQuestions are what the act itself asks, and the papers that come with it.
func (v *dossierView) actQuestions(a *programme.Act, problems ui.Problems) []g.Node {
	var out []g.Node
	if help := v.say(a.Help); help != "" {
		out = append(out, h.P(h.Class("s-note"), g.Text(help)))
	}
	if rewrites(a) {
		out = append(out, v.asks(a, "a.", problems).all(v.def.Form.Fields())...)
	}
	out = append(out, v.asks(a, "f.", problems).all(a.Questions())...)
	for _, key := range a.Documents {
		doc := v.def.Form.Document(key)
		name := "scan." + key
		out = append(out, ui.Checkboxes(v.p, ui.Field{Name: "paper", In: v.formOf(a.ID) + key + "-", Label: v.p.T("file.papers-seen"), Error: problems.On("paper." + key)},
			[]ui.Option{{Value: key, Label: v.say(doc.Label)}}, v.Form["paper"]),
			ui.FileInput(v.p, ui.Field{Name: name, In: v.formOf(a.ID), Label: v.say(doc.Label), Optional: true}, accepts(doc.Formats)))
	}
	return out
}

// rewrites tells that an act takes the whole form again: an amendment that does
// not say itself what it sets.
func rewrites(a *programme.Act) bool { return a.Verb == programme.Amend && len(a.Sets) == 0 }

// typedNow are the answers in force as the form would have been filled.
func (v *dossierView) typedNow() typed {
	values := map[string]string{}
	asks := &questions{request: v.request, prefix: "a."}
	for _, f := range v.def.Form.Fields() {
		if f.Type != programme.ListField {
			values[asks.name(f.Key)] = v.typedAnswer(f, v.answers)
			continue
		}
		items := v.answers.List(f.Key)
		values[asks.rowsName(f.Key)] = strconv.Itoa(max(listRows, len(items)+1))
		for i, item := range items {
			for _, q := range f.Questions() {
				values[asks.rowName(f.Key, i)+q.Key] = v.typedAnswer(q, item)
			}
		}
	}
	return func(name string) string { return values[name] }
}

// typedAnswer is an answer as somebody would type it.
func (v *dossierView) typedAnswer(f *programme.Field, answers programme.Answers) string {
	value, _ := answers.Get(f.Key)
	if v.hides(f) {
		return ""
	}
	switch x := value.(type) {
	case bool:
		return map[bool]string{true: "yes", false: "no"}[x]
	case int64:
		if f.Type == programme.MoneyField {
			return money.Amount(x).String()
		}
		return plain(x)
	case string:
		if d, err := calendar.ParseDate(x); err == nil && f.Type == programme.DateField {
			return ui.DateValue(d)
		}
		return x
	}
	return ""
}

// openItems are the items of a track that something is still expected of.
func (v *dossierView) openItems(track string) []ui.Option {
	t := v.def.Workflow.Track(track)
	var out []ui.Option
	for _, i := range v.items {
		if i.Track == track && v.def.Workflow.IsOpen(i) {
			out = append(out, ui.Option{Value: plain(i.Number), Label: t.Number(i)})
		}
	}
	return out
}

// readAct reads the act's own answers, and the form's where it takes them again,
// into a request.
func (v *dossierView) readAct(a *programme.Act, req *dossier.Request) (named func(string) string, err error) {
	rd := &reading{told: map[string]bool{}}
	own := v.asks(a, "f.", nil)
	own.form, own.many = v.form, v.several
	read := own.read(a.Questions(), rd.refuse, nil)
	req.Fields = programme.NewAnswers(read.values)
	whole, again := v.asks(a, "a.", nil), answered{}
	if rewrites(a) {
		whole.form, whole.many = v.form, v.several
		again = whole.read(v.def.Form.Fields(), rd.refuse, nil)
		req.Answers = programme.NewAnswers(again.values)
	}
	named = func(field string) string {
		head, rest, inList := cutDot(field)
		switch {
		case a.Field(head) != nil && (!inList || rest != ""):
			return own.nameOf(field, read.rows)
		case rewrites(a) && v.def.Form.Field(head) != nil:
			return whole.nameOf(field, again.rows)
		}
		return field
	}
	return named, rd.faults.Err()
}

func cutDot(field string) (head, rest string, found bool) {
	for i := range field {
		if field[i] == '.' {
			return field[:i], field[i+1:], true
		}
	}
	return field, "", false
}

// itemCard is what the dossier follows: each item, its state and when it is due.
func (v *dossierView) itemCard() g.Node {
	var cards []g.Node
	for i := range v.def.Workflow.Tracks {
		t := &v.def.Workflow.Tracks[i]
		more := v.itemQuestions(t)
		data := ui.TableData{ID: "track-" + t.ID, Caption: v.say(t.Title), Columns: []ui.Column{{Head: v.p.T("file.item-name")}}}
		for _, f := range more {
			data.Columns = append(data.Columns, ui.Column{Head: v.say(f.Label), Numeric: f.Type == programme.MoneyField})
		}
		data.Columns = append(data.Columns, ui.Column{Head: v.p.T("file.state")}, ui.Column{Head: v.p.T("file.item-due")})
		for _, item := range v.items {
			if item.Track != t.ID {
				continue
			}
			cells := []ui.Cell{ui.Text(t.Number(item))}
			for _, f := range more {
				cells = append(cells, ui.Node(v.answer(f, item.Fields)))
			}
			data.Rows = append(data.Rows, ui.Row{Cells: append(cells, ui.Node(v.itemState(t, item)), ui.Node(v.itemDue(item)))})
		}
		if len(data.Rows) > 0 {
			cards = append(cards, ui.TableCard("", nil, ui.DataTable(data)))
		}
	}
	return g.Group(cards)
}

// itemQuestions are what is known of an item beside its name and the day it is
// due: the amount of a tranche.
func (v *dossierView) itemQuestions(t *programme.Track) []*programme.Field {
	for i := range v.def.Workflow.Acts {
		a := &v.def.Workflow.Acts[i]
		if list := a.Field(t.ID); list != nil && slices.Contains(a.Opens, t.ID) {
			return slices.DeleteFunc(list.Questions(), func(f *programme.Field) bool {
				return f.Key == t.Label || f.Key == t.Due || f.Type == programme.TextField
			})
		}
	}
	return nil
}

func (v *dossierView) itemState(t *programme.Track, item programme.Item) g.Node {
	tone := ui.Good
	if v.def.Workflow.IsOpen(item) {
		tone = ui.Waiting
	}
	if s := t.State(item.State); s != nil {
		return ui.Badge(tone, v.say(s.Title))
	}
	return g.Text(item.State)
}

func (v *dossierView) itemDue(item programme.Item) g.Node {
	switch {
	case item.Due.IsZero():
		return nil
	case v.def.Workflow.IsOpen(item):
		return v.dueBadge(item.Due)
	}
	return g.Text(v.p.Date(item.Due))
}

// dueBadge is the day of something still expected, in red once it has passed.
func (r *request) dueBadge(due calendar.Date) g.Node {
	if due < r.today() {
		return ui.Badge(ui.Bad, r.p.Date(due))
	}
	return g.Text(r.p.Date(due))
}

// written is what an act wrote down beside its state, in its own words; sealed
// marks are their author's only until the dossier has moved on.
func (v *dossierView) written(m dossier.Moment) g.Node {
	a, ok := v.def.Workflow.Act(dossier.ActOf(m.Event))
	if !ok || m.Payload.Fields == nil {
		return nil
	}
	if a.Sealed && m.Actor != v.actor.Account && slices.Contains(a.From, v.d.State) {
		return h.P(h.Class("s-note"), g.Text(v.p.T("file.sealed")))
	}
	return v.answerList(a.Questions(), *m.Payload.Fields)
}

// answerList shows answers to some questions; those not asked are left out.
func (v *dossierView) answerList(fields []*programme.Field, answers programme.Answers) g.Node {
	var list []ui.Definition
	var tables []g.Node
	for _, f := range fields {
		value, state := answers.Get(f.Key)
		if state == programme.NotAsked || value == nil {
			continue
		}
		if f.Type == programme.ListField {
			tables = append(tables, v.itemTable(f, answers))
			continue
		}
		list = append(list, ui.Definition{Term: v.say(f.Label), Body: v.answer(f, answers)})
	}
	return g.Group{g.If(len(list) > 0, ui.Definitions(list...)), g.Group(tables)}
}

// namedParties are the organisations, establishments and dossiers that answers
// and acts name, by identifier, as the page shows them.
func (v *dossierView) namedParties() (map[string]g.Node, error) {
	out := map[string]g.Node{}
	var parties []store.ID
	kinds := map[store.ID]programme.FieldType{}
	note := func(fields []*programme.Field, answers programme.Answers) {
		for _, n := range dossier.Named(fields, answers) {
			parties, kinds[n.ID] = append(parties, n.ID), n.Type
		}
	}
	note(v.def.Form.Fields(), v.answers)
	for _, m := range v.history {
		if a, ok := v.def.Workflow.Act(dossier.ActOf(m.Event)); ok && m.Payload.Fields != nil {
			note(a.Questions(), *m.Payload.Fields)
		}
	}
	if err := v.nameRegistered(out, parties, kinds); err != nil {
		return nil, err
	}
	return out, v.nameOthers(out, kinds)
}
