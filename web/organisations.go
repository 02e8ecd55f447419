package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

const organisationsPath = "/organisations"

// organisationList is the register of organisations, searched by name or code.
func organisationList(s *Server, r *request) error {
	query := registry.OrganisationQuery{Text: r.query("q"), Kind: r.query("kind"), Province: r.query("province")}
	list, total, err := registry.Organisations(r.Context(), s.DB, r.actor.Scope(access.RegistersRead), query)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("registers.organisations"), r.p.T("registers.organisations-lead")
	if r.actor.Holds(access.RegistersWrite) {
		frame.Actions = []g.Node{ui.LinkButton(organisationsPath+"/new", r.p.T("registers.new-organisation"), true)}
	}
	data := ui.TableData{Caption: frame.Title, Empty: ui.Empty(r.p.T("registers.none"), r.p.T("registers.none-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("registers.code")}, {Head: r.p.T("registers.name")}, {Head: r.p.T("registers.kind")}, {Head: r.p.T("web.province")}}}
	for _, o := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(o.Code).To(organisationsPath + "/" + o.ID.String()), ui.Text(o.Titles.In(r.p.Lang())),
			ui.Text(r.p.T("registry.kind." + o.Kind)), ui.Text(r.placeOrCountry(o.Seat.Province))}})
	}
	return r.show(ui.Page(frame, r.registerTabs(organisationsPath), h.Div(h.Class("card"), ui.Filters(r.p, organisationsPath, "",
		ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("registers.search"), Value: query.Text, Optional: true}),
		ui.Select(r.p, ui.Field{Name: "kind", Label: r.p.T("registers.kind"), Value: query.Kind, Optional: true}, r.kindOptions()))),
		ui.TableCard("", nil, ui.DataTable(data), ui.Pager(r.p, ui.PagerData{Total: total}))))
}

func (r *request) placeOrCountry(province string) string {
	if province == "" {
		return r.p.T("access.whole-country")
	}
	return r.placeName(province)
}

func (r *request) kindOptions() []ui.Option {
	var out []ui.Option
	for _, k := range registry.OrganisationKinds() {
		out = append(out, ui.Option{Value: k, Label: r.p.T("registry.kind." + k)})
	}
	return out
}

// organisationPage is one organisation: what it is, its files.
func organisationPage(s *Server, r *request) error {
	id, err := r.pathID("organisation")
	if err != nil {
		return err
	}
	o, err := registry.GetOrganisation(r.Context(), s.DB, r.actor.Scope(access.RegistersRead), id)
	if err != nil {
		return err
	}
	files, err := r.filesOf(o.ID)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = o.Titles.In(r.p.Lang())
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("registers.organisations"), Path: organisationsPath}, {Label: o.Code}}
	if r.actor.Can(access.RegistersWrite, "", o.Seat.Province) {
		frame.Actions = []g.Node{ui.LinkButton(organisationsPath+"/"+o.ID.String()+"/edit", r.p.T("web.amend"), false)}
	}
	list := append([]ui.Definition{
		{Term: r.p.T("registers.code"), Body: ui.Ltr(o.Code)},
		{Term: r.p.T("registers.kind"), Body: g.Text(r.p.T("registry.kind." + o.Kind))},
		{Term: r.p.T("registers.number"), Body: unlessEmpty(o.Number, ui.Ltr)},
		{Term: r.p.T("registers.founded"), Body: g.Text(r.p.Date(o.FoundedOn))},
		{Term: r.p.T("registers.representative"), Body: unlessEmpty(o.Representative, ui.Bdi)},
	}, r.seatList(o.Seat)...)
	return r.show(ui.Page(frame, ui.Card("", nil, ui.Definitions(list...)), r.operated(o), files))
}

// operated are the establishments that an organisation runs.
func (r *request) operated(o registry.Organisation) g.Node {
	list, total, err := registry.Establishments(r.Context(), r.s.DB, r.actor.Scope(access.RegistersRead), registry.EstablishmentQuery{Operator: o.ID})
	if err != nil || total == 0 {
		return nil
	}
	return ui.TableCard("", nil, ui.DataTable(r.establishmentTable(r.p.T("registers.operated"), list)), ui.Pager(r.p, ui.PagerData{Total: total}))
}

func newOrganisation(_ *Server, r *request) error {
	return r.organisationForm(registry.Organisation{Kind: "association"}, true).show()
}

func editOrganisation(s *Server, r *request) error {
	o, err := r.organisationToWrite(s)
	if err != nil {
		return err
	}
	return r.organisationForm(o, false).show()
}

func (r *request) organisationToWrite(s *Server) (registry.Organisation, error) {
	id, err := r.pathID("organisation")
	if err != nil {
		return registry.Organisation{}, err
	}
	return registry.GetOrganisation(r.Context(), s.DB, r.actor.Scope(access.RegistersWrite), id)
}

func (r *request) organisationForm(o registry.Organisation, begins bool) *entryForm {
	e := &entryForm{request: r, path: r.URL.Path, back: organisationsPath, title: r.p.T("registers.new-organisation"), revision: o.Revision}
	if !begins {
		e.title, e.back = o.Titles.In(r.p.Lang()), organisationsPath+"/"+o.ID.String()
	}
	var kinds []programme.Option
	for _, k := range registry.OrganisationKinds() {
		kinds = append(kinds, programme.Option{Code: k, Label: inEvery("registry.kind." + k)})
	}
	e.fields = append([]*programme.Field{
		column("name_ar", programme.TextField, "registers.name-ar"), column("name_latin", programme.TextField, "registers.name-latin"),
		column("acronym", programme.TextField, "registers.acronym"), column("kind", programme.ChoiceField, "registers.kind", kinds...),
		column("number", programme.TextField, "registers.number"), column("founded_on", programme.DateField, "registers.founded"),
		column("representative", programme.TextField, "registers.representative")}, seatColumns()...)
	e.form = typedEntry(map[string]string{"e.name_ar": o.Titles.Arabic, "e.name_latin": o.Titles.Latin, "e.acronym": o.Acronym, "e.kind": o.Kind, "e.number": o.Number,
		"e.founded_on": ui.DateValue(o.FoundedOn), "e.representative": o.Representative, "e.province": o.Seat.Province, "e.address": o.Seat.Address, "e.phone": o.Seat.Phone, "on": ui.DateValue(r.today())})
	return e
}

// seatColumns are where an entry is, as questions.
func seatColumns() []*programme.Field {
	province := column("province", programme.PlaceField, "web.province")
	province.Of = programme.Province
	return []*programme.Field{province, column("address", programme.TextField, "web.address"), column("phone", programme.TextField, "web.phone")}
}

// putOrganisation registers an organisation, or writes it again.
func putOrganisation(s *Server, r *request) error {
	o := registry.Organisation{}
	begins := r.PathValue("organisation") == ""
	if !begins {
		var err error
		if o, err = r.organisationToWrite(s); err != nil {
			return err
		}
	}
	e := r.organisationForm(o, begins)
	e.form = r.FormValue
	a, by, err := e.read()
	if err != nil {
		return e.refused(err)
	}
	if !begins {
		o.Revision, _ = strconv.Atoi(r.FormValue("revision")) // nonsense is a revision that was never: changed-meanwhile
	}
	o.Titles = registry.Titles{Arabic: a.Text("name_ar"), Latin: a.Text("name_latin")}
	o.Acronym, o.Kind, o.Number, o.Representative = a.Text("acronym"), a.Text("kind"), a.Text("number"), a.Text("representative")
	o.Seat.Province, o.Seat.Address, o.Seat.Phone = a.Text("province"), a.Text("address"), a.Text("phone")
	if o.FoundedOn, err = dayOf(a, "founded_on"); err == nil {
		o, err = registry.PutOrganisation(r.Context(), registry.Alone(s.DB), by, o)
	}
	if err != nil {
		return e.refused(err)
	}
	r.flash(ui.Good, r.p.T("registers.saved"))
	return see(organisationsPath + "/" + o.ID.String())
}
