package web

import (
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/fault"
	"sanad/linkage"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// alikePath answers, while a clerk types, who is registered already and may be
// the same person. The form itself asks again when it is sent.
const alikePath = "/persons/alike"

// differentField says that the clerk looked and found another person.
const differentField = "different"

// alikePersons is the answer while a form is being filled; half a name is no
// question yet.
func alikePersons(_ *Server, r *request) error {
	draft, err := r.draft("p.", r.FormValue)
	if err != nil {
		return r.show(g.Group{})
	}
	found, err := r.findAlike(draft)
	if err != nil {
		return err
	}
	return r.show(g.Group{r.alikeList(r.FormValue("programme"), found, false)})
}

// findAlike finds whom the reader may see that may be the person of a draft, and
// writes down who was shown.
func (r *request) findAlike(d registry.Draft) ([]registry.Alike, error) {
	found, err := registry.FindAlike(r.Context(), r.s.DB, r.s.Keys, r.actor.Scope(access.PersonsRead), d)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	seen := make([]audit.Party, len(found))
	for i, a := range found {
		seen[i] = personParty(a.Person)
	}
	return found, r.logRead(audit.Search, store.ID{}, purposes[0], seen...)
}

// known asks whether the applicant of a form, or a child, is somebody registered;
// what is found is shown on the form, which waits for the clerk to choose them or
// to say that it is another person.
//
// Errors: matching.known on the applicant's name, matching.known-child on each
// child's.
func (in *intake) known(app application) error {
	if !in.aboutPerson() {
		return nil
	}
	for _, i := range app.mother.Identifiers {
		if _, err := registry.FindByIdentifier(in.Context(), in.s.DB, in.s.Keys, i); err == nil {
			return nil // the register itself refuses a card that somebody has
		}
	}
	var err error
	if in.who.ID.IsZero() && in.form(differentField) == "" {
		if in.alike, err = in.likely(app.mother); err != nil {
			return err
		}
	}
	if in.alikeChildren, err = in.knownChildren(app.children); err != nil {
		return err
	}
	var l fault.List
	if len(in.alike) > 0 {
		l.Add(fault.New(fault.Conflict, "matching.known", nil).On("p.given_ar"))
	}
	for _, c := range in.alikeChildren {
		l.Add(fault.New(fault.Conflict, "matching.known-child", fault.Args{"name": c.Arabic.Given}).On(c.row + itemGiven))
	}
	return l.Err()
}

// likely are those who are alike, when one of them is more likely than not the
// person of a draft.
func (r *request) likely(d registry.Draft) ([]registry.Alike, error) {
	found, err := r.findAlike(d)
	if len(found) == 0 || found[0].Why.Probability < registry.Ask {
		return nil, err
	}
	return found, err
}

// alikeBox stands under the names of a new person: what is known when the form
// is shown, and a place for what is found while it is filled.
func (in *intake) alikeBox() g.Node {
	var before g.Node
	if in.form(differentField) != "" {
		before = ui.Hidden(differentField, "yes")
	}
	return g.Group{before, h.Div(h.ID("alike"), g.Attr("aria-live", "polite"), g.Attr("hx-post", alikePath), g.Attr("hx-trigger", "change from:'closest form' delay:300ms"),
		g.Attr("hx-include", "[name^='p.'], [name='programme']"), g.Attr("hx-swap", "innerHTML"), in.alikeList(in.def.ID, in.alike, len(in.alike) > 0))}
}

// alikeList names them with the reasons. When asked, the form waits for the
// clerk to say that it is another person.
func (r *request) alikeList(programme string, found []registry.Alike, asked bool) g.Node {
	if len(found) == 0 {
		return nil
	}
	data := ui.TableData{Caption: r.p.Count("matching.alike", int64(len(found))), Columns: []ui.Column{{Head: r.p.T("web.name")}, {Head: r.p.T("web.birth")},
		{Head: r.p.T("registry.identifier.cin")}, {Head: r.p.T("matching.chance-short"), Numeric: true}, {Head: r.p.T("matching.reasons")}}}
	for _, a := range found {
		use := newApplicationPath + "?" + url.Values{"programme": {programme}, "person": {a.ID.String()}}.Encode()
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{r.bothNames(a.Person).To(use), ui.Text(r.p.Birth(a.Birth)), ui.Identifier(a.Shown(registry.CIN)), r.chanceOf(a.Why), ui.Node(r.why(a.Why.Fields))}})
	}
	var different g.Node
	if asked {
		different = h.Label(h.Class("s-pick"), h.Input(h.Type("checkbox"), h.Name(differentField), h.Value("yes")), h.Span(g.Text(r.p.T("matching.different"))))
	}
	return h.Div(h.Class("s-alike"), ui.Notice(ui.Warn, g.Text(r.p.T("matching.alike-hint"))), ui.DataTable(data), different)
}

// bothNames is a name with the other script's below it.
func (r *request) bothNames(p registry.Person) ui.Cell {
	other := r.otherName(p)
	return ui.Node(g.Group{ui.Bdi(p.Name(r.p.Lang())), g.If(other != "", g.Group{h.Br(), ui.Bdi(other)})})
}

// chanceOf is how likely two are one person, and whether they may be twins.
func (r *request) chanceOf(x linkage.Explanation) ui.Cell {
	return ui.Node(g.Group{ui.Ltr(r.chance(x.Probability)), g.If(x.Proposal == linkage.Look && x.Twins, g.Group{h.Br(), ui.Badge(ui.Warn, r.p.T("matching.twins-short"))})})
}

// alikeRoutes are those of the check while a clerk types.
func alikeRoutes() []Route {
	return []Route{
		{http.MethodPost, alikePath, Access(access.PersonsWrite), alikePersons},
		{http.MethodPost, alikeChildrenPath, Access(access.PersonsWrite), alikeChildren},
	}
}
