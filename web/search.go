package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/dossier"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const searchPath = "/search"

// reference is the shape of a dossier's number: programme, year, province (00 for
// the whole country), rank.
var reference = regexp.MustCompile(`^[A-Z][A-Z0-9]*-\d{4}-(\d{5}|00)-\d+$`)

// search finds a person or a dossier. The register is searched, not listed:
// without words it shows nobody.
func search(s *Server, r *request) error {
	words := r.query("q")
	if words == "" {
		return r.showSearch(nil, ui.Card("", nil, ui.Empty(r.p.T("intake.search-first"), r.p.T("intake.search-first-hint"), nil)))
	}
	ref := strings.Map(locale.WesternDigit, strings.ToUpper(words))
	if reference.MatchString(ref) {
		return r.byReference(ref)
	}
	if shown, err := r.byPart(ref); shown || err != nil {
		return err
	}
	found, err := registry.Search(r.Context(), s.DB, s.Keys, r.actor.Scope(access.PersonsRead), registry.Query{Text: words})
	switch {
	case err != nil && mendable(err):
		return r.showSearch(err, nil)
	case err != nil:
		return err
	}
	persons, err := registry.WithIdentifiers(r.Context(), s.DB, found.Persons)
	if err != nil {
		return err
	}
	shown := make([]audit.Party, len(persons))
	for i, p := range persons {
		shown[i] = personParty(p)
	}
	if err := r.logSearch(words, store.ID{}, shown...); err != nil {
		return err
	}
	return r.showSearch(nil, r.foundPersons(persons, found.Total, found.More))
}

// byReference leads to the dossier with a number; one out of the scope is as one
// that does not exist.
func (r *request) byReference(ref string) error {
	d, err := dossier.ByReference(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), ref)
	if errors.Is(err, store.ErrNotFound) {
		if err := r.logSearch(ref, store.ID{}); err != nil {
			return err
		}
		return r.showSearch(nil, r.foundNobody("intake.search-no-dossier"))
	}
	if err != nil {
		return err
	}
	if err := r.logSearch(ref, d.ID, dossierParty(d)); err != nil {
		return err
	}
	return see(dossierPath(d))
}

// byPart shows the dossiers that a part of a number may mean; shown is false when
// the words are none, or when what may also be a card means no dossier.
func (r *request) byPart(part string) (shown bool, err error) {
	list := dossierList{}
	if list.lines, err = dossier.ByPart(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), part, partsShown); err != nil || len(list.lines) == 0 {
		return false, err
	}
	persons, err := registry.Names(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), applicants(list.lines))
	if err != nil {
		return false, err
	}
	if list.names, err = r.subjectNames(list.lines, persons); err != nil {
		return false, err
	}
	parties := make([]audit.Party, len(list.lines))
	for i, d := range list.lines {
		parties[i] = dossierParty(d)
	}
	if err := r.logSearch(part, store.ID{}, parties...); err != nil {
		return false, err
	}
	var more g.Node
	if len(list.lines) == partsShown {
		more = ui.Notice(ui.Warn, g.Text(r.p.T("intake.found-parts", "shown", partsShown)))
	}
	list.total = int64(len(list.lines))
	return true, r.showSearch(nil, g.Group{more, r.dossierTable(list)})
}

// partsShown is how many dossiers a part of a number leads to.
const partsShown = 20

// searchPurpose is why the reader searches: most come with somebody at the counter.
func (r *request) searchPurpose() string { return cmp.Or(r.query("purpose"), purposes[0]) }

// logSearch is logRead with a digest of the words.
func (r *request) logSearch(words string, subject store.ID, shown ...audit.Party) error {
	return audit.Read(r.Context(), r.s.DB, audit.Entry{By: r.actor, Kind: audit.Search, Purpose: r.searchPurpose(), Network: r.network(),
		Subject: subject, Words: r.s.Keys.Digest(words), Parties: shown})
}

func (r *request) showSearch(failed error, answer g.Node) error {
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("web.menu-search"), r.p.T("intake.search-lead")
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), r.searchBox(ui.ProblemsOf(r.p, failed)), answer))
}

func (r *request) searchBox(problems ui.Problems) g.Node {
	return h.Div(h.Class("card"), h.Form(h.Class("s-filters"), h.Method("get"), h.Action(searchPath), h.Role("search"),
		ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("intake.search-words"), Help: r.p.T("intake.search-words-help"), Value: r.query("q"), Error: problems.On("q"),
			Attrs: []g.Node{h.Type("search"), g.Attr("autofocus"), g.Attr("autocomplete", "off")}}),
		ui.Select(r.p, ui.Field{Name: "purpose", Label: r.p.T("intake.purpose"), Help: r.p.T("intake.purpose-help"), Value: r.searchPurpose()}, r.purposeOptions()),
		ui.Actions(ui.Submit(r.p.T("intake.search-go"), "", "", true))))
}

// foundNobody says so and what to do next.
func (r *request) foundNobody(title string) g.Node {
	var next g.Node
	if r.mayDeposit() {
		next = ui.LinkButton(newApplicationPath, r.p.T("intake.new-application"), true)
	}
	return ui.Card("", nil, ui.Empty(r.p.T(title), r.p.T("intake.search-none-hint"), next))
}

func (r *request) foundPersons(persons []registry.Person, total int, endless bool) g.Node {
	if len(persons) == 0 {
		return r.foundNobody("intake.search-none")
	}
	caption := r.p.Count("intake.found-count", int64(total))
	if endless {
		caption = r.p.T("intake.found-many", "count", total)
	}
	data := ui.TableData{Caption: caption, Columns: []ui.Column{{Head: r.p.T("web.name")}, {Head: r.p.T("intake.name-other")},
		{Head: r.p.T("registry.identifier.cin")}, {Head: r.p.T("web.birth")}, {Head: r.p.T("web.province")}}}
	for _, p := range persons {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(p.Name(r.p.Lang())).To(personPath(p.ID, r.searchPurpose())), ui.Text(r.otherName(p)),
			ui.Identifier(p.Shown(registry.CIN)), ui.Text(r.p.Birth(p.Birth)), ui.Text(r.placeName(p.Province))}})
	}
	var more g.Node
	if total > len(persons) {
		more = ui.Notice(ui.Warn, g.Text(r.p.T("intake.found-more", "shown", len(persons))))
	}
	var next g.Node
	if r.mayDeposit() {
		next = ui.Actions(ui.LinkButton(newApplicationPath, r.p.T("intake.not-among"), false))
	}
	return g.Group{more, ui.TableCard("", nil, ui.DataTable(data)), next}
}

// otherName is the name in the script that the reader's language does not use,
// empty when there is none.
func (r *request) otherName(p registry.Person) string {
	shown := p.Name(r.p.Lang())
	for _, name := range []registry.Name{p.Latin, p.Arabic} {
		if name.String() != shown {
			return name.String()
		}
	}
	return ""
}

// personPath is somebody's page, opened for a purpose.
func personPath(id store.ID, purpose string) string {
	return withQuery("/persons/"+id.String(), url.Values{"purpose": {purpose}})
}
