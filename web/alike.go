package web

import (
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
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

// knownAlready asks whether the applicant of a form is somebody registered; nil
// when nobody is alike or the clerk said that it is another person.
func (in *intake) knownAlready(app application) ([]registry.Alike, error) {
	if !in.aboutPerson() || !in.who.ID.IsZero() || in.form(differentField) != "" {
		return nil, nil
	}
	for _, i := range app.mother.Identifiers {
		if _, err := registry.FindByIdentifier(in.Context(), in.s.DB, in.s.Keys, i); err == nil {
			return nil, nil // the register itself refuses a card that somebody has
		}
	}
	found, err := in.findAlike(app.mother)
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
		{Head: r.p.T("registry.identifier.cin")}, {Head: r.p.T("matching.chance"), Numeric: true}, {Head: r.p.T("matching.reasons")}}}
	for _, a := range found {
		use := newApplicationPath + "?" + url.Values{"programme": {programme}, "person": {a.ID.String()}}.Encode()
		chance := ui.Node(g.Group{ui.Ltr(r.chance(a.Why.Probability)), g.If(a.Why.Proposal == linkage.Look && a.Why.Twins, g.Group{h.Br(), ui.Badge(ui.Warn, r.p.T("matching.twins-short"))})})
		name := ui.Node(g.Group{ui.Bdi(a.Name(r.p.Lang())), g.If(r.otherName(a.Person) != "", g.Group{h.Br(), ui.Bdi(r.otherName(a.Person))})}).To(use)
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{name, ui.Text(r.p.Birth(a.Birth)), ui.Identifier(a.Shown(registry.CIN)), chance, ui.Node(r.why(a.Why.Fields))}})
	}
	var different g.Node
	if asked {
		different = h.Label(h.Class("s-pick"), h.Input(h.Type("checkbox"), h.Name(differentField), h.Value("yes")), h.Span(g.Text(r.p.T("matching.different"))))
	}
	return h.Div(h.Class("s-alike"), ui.Notice(ui.Warn, g.Text(r.p.T("matching.alike-hint"))), ui.DataTable(data), different)
}

// alikeRoutes are those of the check while a clerk types.
func alikeRoutes() []Route {
	return []Route{{http.MethodPost, alikePath, Access(access.PersonsWrite), alikePersons}}
}
