package web

import (
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const establishmentsPath = "/establishments"

// establishmentList is the register of establishments, searched by name or code.
func establishmentList(s *Server, r *request) error {
	query := registry.EstablishmentQuery{Text: r.query("q"), Category: r.query("category"), Territory: r.query("territory")}
	list, total, err := registry.Establishments(r.Context(), s.DB, r.actor.Scope(access.RegistersRead), query)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("registers.establishments"), r.p.T("registers.establishments-lead")
	if r.actor.Holds(access.RegistersWrite) {
		frame.Actions = []g.Node{ui.LinkButton(establishmentsPath+"/new", r.p.T("registers.new-establishment"), true)}
	}
	places := (&questions{request: r}).places("")
	table := r.establishmentTable(frame.Title, list)
	table.Empty = ui.Empty(r.p.T("registers.none"), r.p.T("registers.none-hint"), nil)
	return r.show(ui.Page(frame, r.registerTabs(establishmentsPath), h.Div(h.Class("card"), ui.Filters(r.p, establishmentsPath, "",
		ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("registers.search"), Value: query.Text, Optional: true}),
		ui.Select(r.p, ui.Field{Name: "category", Label: r.p.T("registers.category"), Value: query.Category, Optional: true}, r.categoryOptions()),
		ui.Select(r.p, ui.Field{Name: "territory", Label: r.p.T("work.territory"), Value: query.Territory, Optional: true}, places))),
		ui.TableCard("", nil, ui.DataTable(table), ui.Pager(r.p, ui.PagerData{Total: total}))))
}

func (r *request) categories() *programme.Choice {
	return r.s.Programmes.Choice(programme.EstablishmentCategory)
}

func (r *request) categoryOptions() []ui.Option {
	var out []ui.Option
	for _, code := range r.categories().Codes() {
		out = append(out, ui.Option{Value: code, Label: r.say(r.categories().Label(code))})
	}
	return out
}

func (r *request) establishmentTable(caption string, list []registry.Establishment) ui.TableData {
	data := ui.TableData{Caption: caption, Columns: []ui.Column{{Head: r.p.T("registers.code")}, {Head: r.p.T("registers.name")}, {Head: r.p.T("registers.category")},
		{Head: r.p.T("web.province")}, {Head: r.p.T("registers.places"), Numeric: true}, {Head: r.p.T("file.state")}}}
	for _, e := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(e.Code).To(establishmentsPath + "/" + e.ID.String()), ui.Text(e.Titles.In(r.p.Lang())),
			ui.Text(r.say(r.categories().Label(e.Category))), ui.Text(r.placeName(e.Seat.Province)), ui.Number(r.p, e.PlacesF+e.PlacesM+e.PlacesX), ui.Node(r.openBadge(e))}})
	}
	return data
}

func (r *request) openBadge(e registry.Establishment) g.Node {
	switch {
	case e.IsOpen(r.today()):
		return ui.Badge(ui.Good, r.p.T("registers.open"))
	case e.ClosedOn.IsZero():
		return ui.Badge(ui.Waiting, r.p.T("registers.not-opened"))
	}
	return ui.Badge(ui.Bad, r.p.T("registers.closed"))
}

// establishmentPage is one establishment: what it is, its places, its files.
func establishmentPage(s *Server, r *request) error {
	e, err := r.establishmentRead(s, access.RegistersRead)
	if err != nil {
		return err
	}
	files, err := r.filesOf(e.ID)
	if err != nil {
		return err
	}
	about, err := r.establishmentAbout(e)
	if err != nil {
		return err
	}
	places, err := r.placesCard(e)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = e.Titles.In(r.p.Lang())
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("registers.establishments"), Path: establishmentsPath}, {Label: e.Code}}
	if r.actor.Can(access.RegistersWrite, "", e.Seat.Province) {
		frame.Actions = []g.Node{ui.LinkButton(establishmentsPath+"/"+e.ID.String()+"/edit", r.p.T("web.amend"), false)}
	}
	papers, err := r.lastCertificates(e)
	if err != nil {
		return err
	}
	frame.Actions = append(frame.Actions, papers...)
	if r.actor.Holds(access.PersonsRead) {
		frame.Actions = append(frame.Actions, ui.LinkButton(residentsPath(e), r.p.T("places.residents"), false))
	}
	return r.show(ui.Page(frame, ui.Card("", nil, about), places, r.openFor(e), files))
}

func (r *request) establishmentRead(s *Server, needs access.Permission) (registry.Establishment, error) {
	id, err := r.pathID("establishment")
	if err != nil {
		return registry.Establishment{}, err
	}
	return registry.GetEstablishment(r.Context(), s.DB, r.actor.Scope(needs), id)
}

func (r *request) establishmentAbout(e registry.Establishment) (g.Node, error) {
	names, err := registry.TitlesOf(r.Context(), r.s.DB, []store.ID{e.Operator})
	list := []ui.Definition{
		{Term: r.p.T("registers.code"), Body: ui.Ltr(e.Code)},
		{Term: r.p.T("file.state"), Body: r.openBadge(e)},
		{Term: r.p.T("registers.category"), Body: g.Text(r.say(r.categories().Label(e.Category)))},
		{Term: r.p.T("registers.director"), Body: unlessEmpty(e.Director, ui.Bdi)},
		{Term: r.p.T("registers.licence"), Body: unlessEmpty(e.Licence, ui.Ltr)},
		{Term: r.p.T("places.licensed-on"), Body: unlessEmpty(r.p.Date(e.LicensedOn), ui.Bdi)},
		{Term: r.p.T("registers.opened"), Body: g.Text(r.p.Date(e.OpenedOn))},
		{Term: r.p.T("places.norms"), Body: r.norms()},
	}
	if !e.Operator.IsZero() {
		list = append(list, ui.Definition{Term: r.p.T("registers.operator"), Body: ui.Link(organisationsPath+"/"+e.Operator.String(), names[e.Operator].In(r.p.Lang()))})
	}
	if !e.ClosedOn.IsZero() {
		list = append(list, ui.Definition{Term: r.p.T("registers.closed-on"), Body: g.Text(r.p.Date(e.ClosedOn))})
	}
	return ui.Definitions(append(list, r.seatList(e.Seat)...)...), err
}

// openFor are the dossiers that the reader may open about an establishment.
func (r *request) openFor(e registry.Establishment) g.Node {
	var links []g.Node
	for _, def := range r.openings() {
		if def.Subject == programme.Establishment && r.holdsRole(def.Workflow.Opening().By, def.ID) {
			query := url.Values{"programme": {def.ID}, subjectField: {r.entryLine(e.Code, e.Titles)}}
			links = append(links, ui.LinkButton(withQuery(newApplicationPath, query), r.say(def.Workflow.Opening().Title), false))
		}
	}
	if len(links) == 0 {
		return nil
	}
	return ui.Card(r.p.T("places.open-file"), nil, ui.Actions(links...))
}

// placesCard is the authorised places by sex beside those that are free and taken
// now.
func (r *request) placesCard(e registry.Establishment) (g.Node, error) {
	v, err := registry.VacancyOf(r.Context(), r.s.DB, e)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{ID: "places", Caption: r.p.T("places.now"), Columns: []ui.Column{{Head: r.p.T("web.sex")}, {Head: r.p.T("places.authorised"), Numeric: true},
		{Head: r.p.T("places.present"), Numeric: true}, {Head: r.p.T("places.free"), Numeric: true}, {Head: r.p.T("places.over"), Numeric: true}}}
	row := func(label string, o registry.Occupancy, total bool) {
		if o == (registry.Occupancy{}) {
			return
		}
		present, free := ui.Gap("–"), ui.Gap("–")
		if o.Kept {
			present, free = ui.Number(r.p, o.Present()), ui.Number(r.p, o.Free)
		}
		over := ui.Number(r.p, o.Over)
		if o.Over > 0 {
			over = ui.Node(ui.Badge(ui.Bad, r.p.Number(o.Over)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(label), ui.Number(r.p, o.Authorised), present, free, over}, Total: total})
	}
	row(r.p.T("registry.sex.F"), v.Women, false)
	row(r.p.T("registry.sex.M"), v.Men, false)
	row(r.p.T("registers.either-sex"), v.Either, false)
	if len(data.Rows) == 0 {
		return nil, nil
	}
	row(r.p.T("places.total"), v.All(), true)
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

func newEstablishment(_ *Server, r *request) error {
	return r.establishmentForm(registry.Establishment{}, true).show()
}

func editEstablishment(s *Server, r *request) error {
	e, err := r.establishmentRead(s, access.RegistersWrite)
	if err != nil {
		return err
	}
	return r.establishmentForm(e, false).show()
}

func (r *request) establishmentForm(e registry.Establishment, begins bool) *entryForm {
	f := &entryForm{request: r, path: r.URL.Path, back: establishmentsPath, title: r.p.T("registers.new-establishment"), revision: e.Revision}
	if !begins {
		f.title, f.back = e.Titles.In(r.p.Lang()), establishmentsPath+"/"+e.ID.String()
	}
	var categories []programme.Option
	for _, code := range r.categories().Codes() {
		categories = append(categories, programme.Option{Code: code, Label: r.categories().Label(code)})
	}
	settings := []programme.Option{{Code: "urban", Label: inEvery("registers.urban")}, {Code: "rural", Label: inEvery("registers.rural")}}
	f.fields = append([]*programme.Field{
		column("name_ar", programme.TextField, "registers.name-ar"), column("name_latin", programme.TextField, "registers.name-latin"),
		column("category", programme.ChoiceField, "registers.category", categories...), column("operator", programme.OrganisationField, "registers.operator"),
		column("setting", programme.ChoiceField, "registers.setting", settings...), column("director", programme.TextField, "registers.director"),
		column("places_f", programme.IntField, "registers.places-f"), column("places_m", programme.IntField, "registers.places-m"), column("places_x", programme.IntField, "registers.places-x"),
		column("opened_on", programme.DateField, "registers.opened"), column("closed_on", programme.DateField, "registers.closed-on")}, seatColumns()...)
	operator := ""
	if !e.Operator.IsZero() {
		operator = e.Operator.String()
	}
	f.form = typedEntry(map[string]string{"e.name_ar": e.Titles.Arabic, "e.name_latin": e.Titles.Latin, "e.category": e.Category, "e.operator": operator, "e.setting": e.Setting,
		"e.director": e.Director, "e.places_f": wholeText(e.PlacesF), "e.places_m": wholeText(e.PlacesM), "e.places_x": wholeText(e.PlacesX),
		"e.opened_on": ui.DateValue(e.OpenedOn), "e.closed_on": ui.DateValue(e.ClosedOn),
		"e.province": e.Seat.Province, "e.address": e.Seat.Address, "e.phone": e.Seat.Phone, "on": ui.DateValue(r.today())})
	return f
}

// putEstablishment registers an establishment, or writes it again.
func putEstablishment(s *Server, r *request) error {
	e := registry.Establishment{}
	begins := r.PathValue("establishment") == ""
	if !begins {
		var err error
		if e, err = r.establishmentRead(s, access.RegistersWrite); err != nil {
			return err
		}
	}
	f := r.establishmentForm(e, begins)
	f.form = r.FormValue
	a, by, err := f.read()
	if err != nil {
		return f.refused(err)
	}
	if !begins {
		e.Revision, _ = strconv.Atoi(r.FormValue("revision")) // nonsense is a revision that was never: changed-meanwhile
	}
	e.Titles = registry.Titles{Arabic: a.Text("name_ar"), Latin: a.Text("name_latin")}
	e.Category, e.Setting, e.Director = a.Text("category"), a.Text("setting"), a.Text("director")
	e.PlacesF, e.PlacesM, e.PlacesX = numberOf(a, "places_f"), numberOf(a, "places_m"), numberOf(a, "places_x")
	e.Operator, _ = store.ParseID(a.Text("operator")) // resolved already, or nobody
	e.Seat.Province, e.Seat.Address, e.Seat.Phone = a.Text("province"), a.Text("address"), a.Text("phone")
	if e.OpenedOn, err = dayOf(a, "opened_on"); err == nil {
		e.ClosedOn, err = dayOf(a, "closed_on")
	}
	if err == nil {
		e, err = registry.PutEstablishment(r.Context(), registry.Alone(s.DB), by, e)
	}
	if err != nil {
		return f.refused(err)
	}
	r.flash(ui.Good, r.p.T("registers.saved"))
	return see(establishmentsPath + "/" + e.ID.String())
}

// dayOf is a day among what was read of a form; zero for none.
func dayOf(a programme.Answers, key string) (calendar.Date, error) {
	text := a.Text(key)
	if text == "" {
		return 0, nil
	}
	d, err := calendar.ParseDate(text)
	return d, onField(err, key)
}
