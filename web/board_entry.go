package web

import (
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/act"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// meetCard is the quick entry of somebody new: the form of an application with no
// more than the street can answer. What is wrong with it comes back on the form of
// an application, with everything that was typed.
func (v *boardView) meetCard() g.Node {
	in := &intake{request: v.request, def: v.def}
	places := in.provinces()
	if len(places) == 0 || !slices.Contains(v.openings(), v.def) {
		return nil
	}
	field := func(name, key string) ui.Field {
		return ui.Field{Name: name, In: "new-", Label: v.p.T(key), Attrs: []g.Node{g.Attr("autocomplete", "off")}}
	}
	family, birth := field("p.family_ar", "board.family"), field("p.birth", "board.birth")
	family.Optional = true
	birth.Attrs = append(birth.Attrs, g.Attr("inputmode", "numeric"))
	birth.Ltr = true
	fields := []g.Node{ui.Input(v.p, field("p.given_ar", "board.alias")), ui.Input(v.p, family),
		ui.Radios(v.p, field("p.sex", "web.sex"), []ui.Option{{Value: string(registry.Male), Label: v.p.T("registry.sex.M")}, {Value: string(registry.Female), Label: v.p.T("registry.sex.F")}}),
		ui.Input(v.p, birth)}
	if len(places) > 1 {
		fields = append(fields, ui.Select(v.p, field("p.province", "web.province"), places))
	}
	fields = append(fields, v.quick("a.", "new-", v.def.Form.Fields())...)
	body := []g.Node{ui.Guard(), ui.Hidden("programme", v.def.ID), ui.Hidden("back", v.path()), ui.Hidden("on", ui.DateValue(v.today())), ui.Grid(fields...)}
	if len(places) == 1 {
		body = append(body, ui.Hidden("p.province", places[0].Value))
	}
	opening := v.def.Workflow.Opening()
	body = append(append(body, v.quick("f.", "new-", opening.Questions())...), ui.Actions(ui.Submit(v.say(opening.Title), "", "", true)))
	full := ui.Link(newApplicationPath+"?programme="+v.def.ID, v.p.T("board.whole-form"))
	return folded("meet", v.say(opening.Title), false, ui.Form("post", applicationsPath, v.newID().String(), body...), h.P(full))
}

// againCard writes down another encounter with somebody who is followed.
func (v *boardView) againCard(followed []dossier.Dossier, names map[store.ID]string, problems ui.Problems) g.Node {
	a, ok := v.def.Workflow.Act(v.Again)
	if !ok || !v.holdsRole(a.By, v.def.ID) {
		return nil
	}
	var who []ui.Option
	for _, d := range followed {
		if slices.Contains(a.From, d.State) {
			who = append(who, ui.Option{Value: d.Party.String() + "/" + d.ID.String(), Label: strings.TrimSpace(names[d.Party] + " · " + d.Reference)})
		}
	}
	if len(who) == 0 {
		return nil
	}
	body := []g.Node{ui.Guard(), ui.Hidden("back", v.path()), ui.Hidden("on", ui.DateValue(v.today())),
		ui.Select(v.p, ui.Field{Name: "who", Label: v.p.T("board.who"), Error: problems.On("who")}, who)}
	body = append(append(body, v.quick("f.", "again-", a.Questions())...), ui.Actions(ui.Submit(v.say(a.Title), "", "", true)))
	return folded("again", v.say(a.Title), len(problems) > 0, ui.Form("post", v.path()+"/again", v.newID().String(), body...))
}

// folded is a form behind a button, so that a phone shows the night first.
func folded(id, title string, open bool, body ...g.Node) g.Node {
	return h.Details(h.ID(id), h.Class("s-act"), g.If(open, g.Attr("open")), h.Summary(h.Class("btn btn-primary"), g.Text(title)), g.Group(body))
}

// quick are questions for a thumb: several codes are taps, and what has a single
// answer begins with it.
func (v *boardView) quick(prefix, in string, fields []*programme.Field) []g.Node {
	q := &questions{request: v.request, prefix: prefix, in: in, many: func(string) []string { return nil }}
	begins := map[string]string{}
	for key, value := range v.Begins {
		begins["a."+key] = value
	}
	q.form = func(name string) string { return begins[name] }
	var out []g.Node
	for _, f := range fields {
		name := q.name(f.Key)
		switch f.Type {
		case programme.ChoicesField:
			out = append(out, ui.Taps(v.p, ui.Field{Name: name, In: in, Label: v.say(f.Label), Optional: !f.Required}, q.options(f)))
			continue
		case programme.ListField:
			continue // for the whole form
		case programme.DossierField:
			if list := q.suggestions(f); len(list) == 1 {
				begins[name] = list[0]
			}
		}
		out = append(out, q.question(f))
	}
	return out
}

// followedCard lists those who are followed, with the way to a place for them.
func (v *boardView) followedCard(list []dossier.Dossier, names map[store.ID]string) g.Node {
	if len(v.Follows) == 0 {
		return nil
	}
	data := ui.TableData{ID: "followed", Caption: v.p.T("board.followed"), Empty: ui.Empty(v.p.T("board.nobody-followed"), "", nil),
		Columns: []ui.Column{{Head: v.p.T("web.name")}, {Head: v.p.T("board.do")}, {Head: v.p.T("work.state")}}}
	for _, d := range list {
		place := ui.Gap("")
		if a := v.placeAct(v.def, d); a != nil {
			place = ui.Node(ui.LinkButton(placingPath(d, a), v.p.T("placing.find"), false))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{v.nameCell(d, names), place, ui.Node(v.stateBadge(v.def, d.State))}})
	}
	query := dossiersPath + "?programme=" + v.def.ID
	for _, state := range v.Follows {
		query += "&state=" + state
	}
	return ui.TableCard("", nil, ui.DataTable(data), g.If(len(list) == boardShort, h.P(h.Class("s-pad"), ui.Link(query, v.p.T("board.all-followed")))))
}

// nameCell is somebody's name, or the number of the file, leading to it.
func (v *boardView) nameCell(d dossier.Dossier, names map[store.ID]string) ui.Cell {
	if name := names[d.Party]; name != "" {
		return ui.Text(name).To(dossierPath(d))
	}
	return ui.Identifier(d.Reference).To(dossierPath(d))
}

// dueCard is what the tracks say is due soon, or was.
func (v *boardView) dueCard(list []dossier.Expected, names map[store.ID]string) (g.Node, error) {
	if len(list) == 0 {
		return nil, nil
	}
	data := ui.TableData{ID: "due", Caption: v.p.T("board.due"), Columns: []ui.Column{{Head: v.p.T("web.name")}, {Head: v.p.T("board.what")}, {Head: v.p.T("file.item-due")}}}
	for _, e := range list {
		d := &dossierView{request: v.request, def: v.def, d: e.Dossier}
		events, err := act.Events(v.Context(), v.s.DB, e.Dossier.Party, e.Dossier.ID)
		if err != nil {
			return nil, err
		}
		if d.items, err = dossier.Items(v.def, events); err != nil {
			return nil, err
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{v.nameCell(e.Dossier, names), ui.Text(d.itemName(e.Track, e.Number)), ui.Node(v.dueBadge(e.Due))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// placeAct is the act by which the reader may give a dossier a place now: one that
// admits and asks into which establishment; nil when there is none.
func (r *request) placeAct(def *programme.Definition, d dossier.Dossier) *programme.Act {
	for _, a := range def.Workflow.From(d.State) {
		if a.Verb == programme.Admit && placeQuestion(a) != nil && r.actor.HasAny(a.By, def.ID, d.Province) && r.actor.Holds(access.RegistersRead) {
			return a
		}
	}
	return nil
}

// placeQuestion is the question of an act that an establishment answers.
func placeQuestion(a *programme.Act) *programme.Field {
	for _, f := range a.Questions() {
		if f.Type == programme.EstablishmentField {
			return f
		}
	}
	return nil
}
