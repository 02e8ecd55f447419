package web

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

func residentsPath(e registry.Establishment) string {
	return establishmentsPath + "/" + e.ID.String() + "/residents"
}

// residents is who took a place of an establishment on a day, and how full it was
// at the end of each month before. Who reads the names is written down.
//
// Errors: store.not-found.
func residents(s *Server, r *request) error {
	e, err := r.establishmentRead(s, access.RegistersRead)
	if err != nil {
		return err
	}
	day, err := r.dayAsked()
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("places.residents"), e.Titles.In(r.p.Lang())
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("registers.establishments"), Path: establishmentsPath}, {Label: e.Code, Path: establishmentsPath + "/" + e.ID.String()}, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	filters := h.Div(h.Class("card s-noprint"), ui.Filters(r.p, residentsPath(e), clearIf(r.query("on") != "", residentsPath(e)),
		ui.DateInput(r.p, ui.Field{Name: "on", Label: r.p.T("places.on"), Value: r.query("on"), Error: ui.ProblemsOf(r.p, err).On("on"), Optional: true})))
	if err != nil {
		return r.showStatus(statusOf(err), ui.Page(frame, ui.ErrorSummary(r.p, err), filters))
	}
	stays, err := dossier.Stays(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), e.ID, registry.PlacesAccount, registry.OverAccount)
	if err != nil {
		return err
	}
	there := slices.DeleteFunc(slices.Clone(stays), func(st dossier.Stay) bool { return !st.On(day) })
	list, err := r.residentList(e, day, there)
	if err != nil {
		return err
	}
	months, err := r.occupancyByMonth(e, day)
	if err != nil {
		return err
	}
	return r.show(ui.Page(frame, filters, list, months))
}

// dayAsked is the day of the address, today when there is none; no day to come.
//
// Errors: date.invalid on "on".
func (r *request) dayAsked() (calendar.Date, error) {
	text := r.query("on")
	if text == "" {
		return r.today(), nil
	}
	d, err := calendar.ParseDate(text)
	return min(d, r.today()), onField(err, "on")
}

// residentList names those whom the reader may see, a page at a time.
func (r *request) residentList(e registry.Establishment, day calendar.Date, there []dossier.Stay) (g.Node, error) {
	first := 0
	if after := r.query("after"); after != "" {
		first = 1 + slices.IndexFunc(there, func(st dossier.Stay) bool { return st.Dossier.Reference == after })
	}
	page := there[first:min(first+dossierLines, len(there))]
	pager := ui.PagerData{Total: int64(len(there))}
	if first+len(page) < len(there) {
		pager.Next = withQuery(residentsPath(e), url.Values{"on": {r.query("on")}, "after": {page[len(page)-1].Dossier.Reference}})
	}
	ids := make([]store.ID, len(page))
	for i, st := range page {
		ids[i] = st.Dossier.Party
	}
	persons, err := registry.Names(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), ids)
	if err != nil {
		return nil, err
	}
	var seen []audit.Party
	for _, p := range persons {
		seen = append(seen, personParty(p))
	}
	if len(seen) > 0 {
		if err := r.logRead(audit.Search, store.ID{}, "follow-up", seen...); err != nil {
			return nil, err
		}
	}
	data := ui.TableData{ID: "residents", Caption: r.p.T("places.residents-on", "day", day), Empty: ui.Empty(r.p.T("places.no-residents"), r.p.T("places.no-residents-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("file.subject")}, {Head: r.p.T("web.sex")}, {Head: r.p.T("places.age"), Numeric: true}, {Head: r.p.T("places.since")}, {Head: r.p.T("intake.reference")}}}
	for _, st := range page {
		data.Rows = append(data.Rows, ui.Row{Cells: r.residentLine(st, day, persons)})
	}
	return ui.TableCard("", nil, ui.DataTable(data), ui.Pager(r.p, pager)), nil
}

func (r *request) residentLine(st dossier.Stay, day calendar.Date, persons map[store.ID]registry.Person) []ui.Cell {
	name, age := ui.Gap(r.p.T("work.name-outside")), ui.Gap("–")
	if p, ok := persons[st.Dossier.Party]; ok {
		name, age = unbroken(ui.Bdi(p.Name(r.p.Lang()))).To("/persons/"+p.ID.String()), ui.Number(r.p, int64(p.Birth.Age(day)))
	}
	since := unbroken(g.Text(r.p.Date(st.From)))
	if isOver(st) {
		since = since.With(g.Text(" "), ui.Badge(ui.Bad, r.p.T("places.over")))
	}
	return []ui.Cell{name, ui.Text(r.p.T("registry.sex." + placeSex(st))), age, since, unbroken(ui.Ltr(st.Dossier.Reference)).To(dossierPath(st.Dossier))}
}

func isOver(st dossier.Stay) bool { return strings.HasPrefix(st.Account, registry.OverAccount+"/") }

// placeSex is whose place it is: the last part of the account's name.
func placeSex(st dossier.Stay) string { return st.Account[strings.LastIndex(st.Account, "/")+1:] }

// monthsShown is how far back the occupancy goes.
const monthsShown = 12

// occupancyByMonth holds the residents against the authorised places at the end
// of each month up to a day, and on the day itself.
func (r *request) occupancyByMonth(e registry.Establishment, day calendar.Date) (g.Node, error) {
	var days []calendar.Date
	for at := day; len(days) <= monthsShown; at = monthBefore(at) {
		days = append(days, at)
	}
	counts, err := r.placed(e, days)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{ID: "occupancy", Caption: r.p.T("places.by-month"), Columns: []ui.Column{{Head: r.p.T("places.on")}, {Head: r.p.T("places.women"), Numeric: true},
		{Head: r.p.T("places.men"), Numeric: true}, {Head: r.p.T("places.authorised"), Numeric: true}, {Head: r.p.T("places.rate"), Numeric: true}, {Head: r.p.T("places.over"), Numeric: true}}}
	for n, at := range days {
		was, err := registry.EstablishmentAt(r.Context(), r.s.DB, r.actor.Scope(access.RegistersRead), e.ID, calendar.EndOf(at))
		if err != nil && !errors.Is(err, store.ErrNotFound) { // not registered yet: no places
			return nil, err
		}
		count := counts[n]
		authorised, rate := was.PlacesF+was.PlacesM+was.PlacesX, ui.Gap("–")
		if authorised > 0 {
			rate = ui.Percent(r.p, count.women+count.men, authorised, 0)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{unbroken(g.Text(r.p.Date(at))), ui.Number(r.p, count.women), ui.Number(r.p, count.men), ui.Number(r.p, authorised), rate, ui.Number(r.p, count.over)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// placed is how many the ledger has in an institution on a day.
type placed struct{ women, men, over int64 }

// placed asks the ledger for the residents of an institution on some days, of
// every programme that counts who takes its places.
func (r *request) placed(e registry.Establishment, days []calendar.Date) ([]placed, error) {
	known, err := r.s.DB.Settle(r.Context(), 0)
	if err != nil {
		return nil, err
	}
	bySex := func(c *ledger.Cell, to []int) []int {
		if n := slices.Index([]string{"F", "M"}, c.Dims[programme.Sex]); n >= 0 {
			to = append(to, n)
		}
		return to
	}
	q := ledger.Question{Origin: ledger.Recorded, KnownOn: known, Groups: 2, Group: bySex, Subject: e.ID}
	for _, at := range days {
		q.Periods = append(q.Periods, ledger.Period{To: at})
	}
	within, over := q, q
	for _, def := range r.s.Programmes.All() {
		for id, into := range map[string]*ledger.Question{registry.PlacesAccount: &within, registry.OverAccount: &over} {
			if a := def.Ledger.Account(id); a != nil && a.Counted != "" {
				into.Series = append(into.Series, ledger.Series{Programme: def.ID, Measure: a.Counted})
			}
		}
	}
	answers, err := ledger.Ask(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), within, over)
	if err != nil {
		return nil, err
	}
	out := make([]placed, len(days))
	for n := range days {
		beyond := answers[1].At(0, n) + answers[1].At(1, n)
		out[n] = placed{answers[0].At(0, n) + answers[1].At(0, n), answers[0].At(1, n) + answers[1].At(1, n), beyond}
	}
	return out, nil
}

// monthBefore is the last day of the month before a day's.
func monthBefore(d calendar.Date) calendar.Date {
	y, m, _ := d.Parts()
	return calendar.NewDate(y, m, 1).AddDays(-1)
}
