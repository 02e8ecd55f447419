package web

import (
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/registry"
	"sanad/web/ui"
)

const placesPath = "/places"

// placesBoard is where somebody can be received now: the free places of every
// open establishment by sex. It names no person.
func placesBoard(s *Server, r *request) error {
	query := registry.VacancyQuery{Full: true, Sex: registry.Sex(r.query("sex")), EstablishmentQuery: registry.EstablishmentQuery{
		Text: r.query("q"), Category: r.query("category"), Territory: r.query("territory")}}
	if !r.URL.Query().Has("territory") {
		query.Territory = r.homeTerritory()
	}
	all, err := registry.Vacancies(r.Context(), s.DB, r.actor.Scope(access.RegistersRead), r.today(), query)
	if err != nil {
		return err
	}
	shown := all
	if r.query("full") == "" {
		shown = slices.DeleteFunc(slices.Clone(all), func(v registry.Vacancy) bool { return v.FreeFor(query.Sex) <= 0 })
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("places.title"), r.p.T("places.lead")
	return r.show(ui.Page(frame, r.registerTabs(placesPath), r.placesSummary(all), r.placesList(query, shown)))
}

// placesSummary adds the places up, the full establishments included.
func (r *request) placesSummary(all []registry.Vacancy) g.Node {
	var women, men, total registry.Occupancy
	for _, v := range all {
		women, men, total = women.Plus(v.Women), men.Plus(v.Men), total.Plus(v.All())
	}
	stat := func(key string, n int64) ui.Stat { return ui.Stat{Label: r.p.T(key), Number: r.p.Number(n)} }
	return ui.Stats(stat("places.free-women", women.Free), stat("places.free-men", men.Free), stat("places.authorised", total.Authorised), stat("places.over", total.Over))
}

func (r *request) placesList(query registry.VacancyQuery, list []registry.Vacancy) g.Node {
	first := 0
	if after := r.query("after"); after != "" {
		first = 1 + slices.IndexFunc(list, func(v registry.Vacancy) bool { return v.Code == after })
	}
	page := list[first:min(first+dossierLines, len(list))]
	pager := ui.PagerData{Total: int64(len(list))}
	if first+len(page) < len(list) {
		next := url.Values{}
		for name, values := range r.URL.Query() {
			next[name] = values
		}
		next.Set("after", page[len(page)-1].Code)
		pager.Next = withQuery(placesPath, next)
	}
	field := func(name, key, value string) ui.Field {
		return ui.Field{Name: name, Label: r.p.T(key), Value: value, Optional: true}
	}
	full := field("full", "places.full", "")
	sexes := []ui.Option{{Value: "F", Label: r.p.T("registry.sex.F")}, {Value: "M", Label: r.p.T("registry.sex.M")}}
	filters := ui.Filters(r.p, placesPath, clearIf(len(r.URL.RawQuery) > 0, placesPath),
		ui.Select(r.p, field("sex", "web.sex", string(query.Sex)), sexes),
		ui.Select(r.p, field("category", "registers.category", query.Category), r.categoryOptions()),
		ui.Select(r.p, field("territory", "work.territory", query.Territory), (&questions{request: r}).places("")),
		ui.Input(r.p, field("q", "registers.search", query.Text)),
		ui.Checkboxes(r.p, full, []ui.Option{{Value: "yes", Label: r.p.T("places.show-full")}}, r.URL.Query()["full"]))
	return g.Group{h.Div(h.Class("card"), filters), ui.TableCard("", nil, ui.DataTable(r.placesTable(page)), ui.Pager(r.p, pager))}
}

// clearIf is the address without filters, where there are some.
func clearIf(filtered bool, path string) string {
	if filtered {
		return path
	}
	return ""
}

func (r *request) placesTable(list []registry.Vacancy) ui.TableData {
	data := ui.TableData{Caption: r.p.T("places.title"), Empty: ui.Empty(r.p.T("places.none"), r.p.T("places.none-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("registers.name")}, {Head: r.p.T("places.free-women"), Numeric: true}, {Head: r.p.T("places.free-men"), Numeric: true},
			{Head: r.p.T("places.present"), Numeric: true}, {Head: r.p.T("places.authorised"), Numeric: true}, {Head: r.p.T("registers.category")}, {Head: r.p.T("web.province")}}}
	for _, v := range list {
		all := v.All()
		present := ui.Gap("–")
		if all.Kept {
			present = ui.Number(r.p, all.Present())
		}
		if all.Over > 0 {
			present = present.With(g.Text(" "), ui.Badge(ui.Bad, r.p.Count("places.over-by", all.Over)))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.Titles.In(r.p.Lang())).To(establishmentsPath + "/" + v.ID.String()),
			r.freeCell(v.Women), r.freeCell(v.Men), present, ui.Number(r.p, all.Authorised),
			ui.Text(r.say(r.categories().Label(v.Category))), ui.Text(r.placeName(v.Seat.Province))}})
	}
	return data
}

// freeCell is the free places for one sex; a gap where it is not received.
func (r *request) freeCell(o registry.Occupancy) ui.Cell {
	switch {
	case o.Authorised == 0 && o.Free == 0:
		return ui.Gap("–")
	case o.Free > 0:
		return ui.Node(ui.Badge(ui.Good, r.p.Number(o.Free)))
	}
	return ui.Node(ui.Badge(ui.Bad, r.p.Number(o.Free)))
}
