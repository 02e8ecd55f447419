package web

import (
	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/account"
	"sanad/audit"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// person is somebody's page: who they are, their dossiers, their family, and for
// control, who looked. The reading is logged before anything is shown.
//
// Errors: store.not-found outside the scope.
func person(s *Server, r *request) error {
	id, err := r.pathID("person")
	if err != nil {
		return err
	}
	p, err := registry.Get(r.Context(), s.DB, r.actor.Scope(access.PersonsRead), id)
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Person, store.ID{}, r.purpose(), personParty(p)); err != nil {
		return err
	}
	return r.showPerson(p, nil)
}

// showPerson is the page, with what went wrong of what was asked on it.
func (r *request) showPerson(p registry.Person, failed error) error {
	selves := func(p registry.Person) (g.Node, error) { return r.selves(p, failed) }
	body := []g.Node{ui.ErrorSummary(r.p, failed), ui.Card(r.p.T("intake.identity"), nil, r.identity(p))}
	for _, part := range []func(registry.Person) (g.Node, error){selves, r.dossiersOf, r.familyOf, r.whoLooked} {
		node, err := part(p)
		if err != nil {
			return err
		}
		body = append(body, node)
	}
	frame := r.frame()
	frame.Title, frame.Lead = p.Name(r.p.Lang()), r.otherName(p)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-search"), Path: searchPath}, {Label: frame.Title}}
	frame.Actions = r.personActions(p)
	return r.showStatus(codeOf(failed), ui.Page(frame, body...))
}

func (r *request) personActions(p registry.Person) []g.Node {
	var actions []g.Node
	if !p.Into.IsZero() {
		return nil
	}
	if r.mayDeposit() && p.DiedOn.IsZero() && r.actor.Can(access.PersonsWrite, "", p.Province) {
		actions = append(actions, ui.LinkButton(newApplicationPath+"?person="+p.ID.String(), r.p.T("intake.new-application"), true))
	}
	if r.actor.Can(access.PersonsWrite, "", p.Province) {
		actions = append(actions, ui.LinkButton("/persons/"+p.ID.String()+"/edit", r.p.T("web.amend"), false))
	}
	return actions
}

// identity is what the register says of a person; identifiers are masked.
func (r *request) identity(p registry.Person) g.Node {
	list := []ui.Definition{
		{Term: r.p.T("intake.name-ar"), Body: unlessEmpty(p.Arabic.String(), ui.Bdi)},
		{Term: r.p.T("intake.name-latin"), Body: unlessEmpty(p.Latin.String(), ui.Ltr)},
		{Term: r.p.T("web.sex"), Body: g.Text(r.p.T("registry.sex." + string(p.Sex)))},
		{Term: r.p.T("web.birth"), Body: unlessEmpty(r.p.Birth(p.Birth), ui.Bdi)},
	}
	if !p.DiedOn.IsZero() {
		list = append(list, ui.Definition{Term: r.p.T("intake.died"), Body: ui.Badge(ui.Neutral, r.p.Date(p.DiedOn))})
	}
	for _, i := range p.Identifiers {
		list = append(list, ui.Definition{Term: r.p.T("registry.identifier." + string(i.Kind)), Body: ui.Ltr(i.Shown)})
	}
	return ui.Definitions(append(list,
		ui.Definition{Term: r.p.T("web.province"), Body: g.Text(r.placeName(p.Province))},
		ui.Definition{Term: r.p.T("web.commune"), Body: unlessEmpty(r.communeName(p.Commune), ui.Bdi)},
		ui.Definition{Term: r.p.T("web.address"), Body: unlessEmpty(p.Address, ui.Bdi)},
		ui.Definition{Term: r.p.T("web.phone"), Body: unlessEmpty(p.Phone, ui.Ltr)})...)
}

// unlessEmpty shows a text, or nothing where nothing is known.
func unlessEmpty(text string, show func(string) g.Node) g.Node {
	if text == "" {
		return nil
	}
	return show(text)
}

// dossiersOf lists the person's dossiers that the reader may open.
func (r *request) dossiersOf(p registry.Person) (g.Node, error) {
	if !r.actor.Holds(access.DossiersRead) {
		return nil, nil
	}
	list, err := dossier.OfParty(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), p.ID)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("intake.dossiers"), Empty: ui.Empty(r.p.T("intake.no-dossiers"), "", nil),
		Columns: []ui.Column{{Head: r.p.T("intake.reference")}, {Head: r.p.T("web.programme")}, {Head: r.p.T("intake.state")}, {Head: r.p.T("intake.deposited-on")}}}
	for _, d := range list {
		def, err := r.s.Programmes.Get(d.Programme)
		if err != nil {
			return nil, err
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(d.Reference).To(dossierPath(d)),
			ui.Text(r.say(def.Title)), ui.Node(r.stateBadge(def, d.State)), ui.Date(r.p, d.OpenedOn)}})
	}
	return ui.TableCard(emptyTitle(data), nil, ui.DataTable(data)), nil
}

// emptyTitle is the title of a card whose table is not shown, having no rows;
// one that is shown has its caption.
func emptyTitle(t ui.TableData) string {
	if len(t.Rows) == 0 {
		return t.Caption
	}
	return ""
}

// familyOf lists the person's relatives; of one outside the reader's scope it
// only says that there is somebody.
func (r *request) familyOf(p registry.Person) (g.Node, error) {
	scope := r.actor.Scope(access.PersonsRead)
	links, err := registry.KinOf(r.Context(), r.s.DB, scope, p.ID)
	if err != nil {
		return nil, err
	}
	parents, err := registry.Parents(r.Context(), r.s.DB, scope, p.ID)
	if err != nil {
		return nil, err
	}
	var ids []store.ID
	for _, k := range links {
		ids = append(ids, k.Other.ID)
	}
	names, err := registry.Names(r.Context(), r.s.DB, scope, ids)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("intake.family"), Empty: ui.Empty(r.p.T("intake.no-family"), "", nil), Columns: []ui.Column{{Head: r.p.T("web.name")},
		{Head: r.p.T("intake.relation")}, {Head: r.p.T("web.birth")}, {Head: r.p.T("intake.died")}}}
	for _, parent := range parents {
		data.Rows = append(data.Rows, r.relative(parent, r.p.T("intake.relation-parent")))
	}
	for _, k := range links {
		other, registered := names[k.Other.ID]
		if !registered {
			other = registry.Person{Arabic: k.Other.Arabic, Latin: k.Other.Latin, DiedOn: k.Other.DiedOn}
		}
		data.Rows = append(data.Rows, r.relative(other, r.p.T("registry.relation."+string(k.Relation))))
	}
	return ui.TableCard(emptyTitle(data), nil, ui.DataTable(data)), nil
}

func (r *request) relative(p registry.Person, relation string) ui.Row {
	name := ui.Text(p.Name(r.p.Lang()))
	switch {
	case p.Name(r.p.Lang()) == "":
		name = ui.Text(r.p.T("intake.relative-outside"))
	case !p.ID.IsZero():
		name = name.To(personPath(p.ID, r.purpose()))
	}
	return ui.Row{Cells: []ui.Cell{name, ui.Text(relation), ui.Text(r.p.Birth(p.Birth)), ui.Date(r.p, p.DiedOn)}}
}

// looks is how many readings the page shows, the latest.
const looks = 20

// whoLooked is the log of who read the person's data (law 09-08, article 7), for
// those who control.
func (r *request) whoLooked(p registry.Person) (g.Node, error) {
	if !r.actor.Can(access.AuditRead, "", p.Province) {
		return nil, nil
	}
	list, _, err := audit.Who(r.Context(), r.s.DB, r.actor.Scope(access.AuditRead), p.ID, audit.Page{Limit: looks})
	if err != nil {
		return nil, err
	}
	var ids []store.ID
	for _, look := range list {
		ids = append(ids, look.Account)
	}
	names, err := account.Names(r.Context(), r.s.DB, ids)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{Caption: r.p.T("intake.looks"), Columns: []ui.Column{{Head: r.p.T("intake.look-when")}, {Head: r.p.T("intake.look-who")},
		{Head: r.p.T("intake.look-what")}, {Head: r.p.T("intake.purpose")}}}
	for _, look := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.p.Instant(look.At)), ui.Text(r.nameOr(names, look.Account)),
			ui.Text(r.p.T("audit.kind." + string(look.Kind))), ui.Text(r.purposeName(look.Purpose))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}
