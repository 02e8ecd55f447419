package web

import (
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

const (
	sessionsPath   = "/sessions"
	newSessionPath = sessionsPath + "/new"
)

// sessionLines is how many sessions a page lists.
const sessionLines = 25

// sessionPath is the address of a session.
func sessionPath(commission, session store.ID) string {
	return sessionsPath + "/" + commission.String() + "/" + session.String()
}

// sessions lists the sessions within the reader's scope, the newest first, above
// them the files that wait for one.
func sessions(_ *Server, r *request) error {
	f, err := r.sessionFilter()
	if err != nil {
		return err
	}
	scope := r.actor.Scope(access.SessionsRead)
	total, err := commission.Count(r.Context(), r.s.DB, scope, f)
	if err != nil {
		return err
	}
	list, err := commission.List(r.Context(), r.s.DB, scope, f)
	if err != nil {
		return err
	}
	waiting, err := r.waiting()
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = r.p.T("web.menu-sessions")
	if len(r.convenable()) > 0 {
		frame.Actions = []g.Node{ui.LinkButton(newSessionPath, r.p.T("sessions.convene"), true)}
	}
	return r.show(ui.Page(frame, waiting, ui.TableCard("", nil, r.sessionFilters(), r.sessionTable(list), ui.Pager(r.p, r.sessionPager(list, total)))))
}

// sessionFilter reads the filters of the address. A choice that is not offered
// finds nothing, which the page then says.
//
// Errors: date.invalid and id.invalid for a broken place in the list.
func (r *request) sessionFilter() (commission.Filter, error) {
	f := commission.Filter{State: commission.State(r.query("state")), Programme: r.query("programme"), Province: r.query("province"), Limit: sessionLines + 1}
	if f.Province == string(commission.Centre) {
		f.Level, f.Province = commission.Centre, ""
	}
	before := r.query("before")
	if before == "" {
		return f, nil
	}
	day, id, _ := strings.Cut(before, ".")
	var err error
	if f.Before, err = calendar.ParseDate(day); err != nil {
		return f, err
	}
	f.BeforeID, err = store.ParseID(id)
	return f, err
}

// sessionPager leads on from the last session shown; the list is read with one
// more than is shown, to know whether there are others.
func (r *request) sessionPager(list []commission.Session, total int64) ui.PagerData {
	data := ui.PagerData{Total: total}
	query := url.Values{}
	for _, name := range []string{"state", "programme", "province"} {
		if v := r.query(name); v != "" {
			query.Set(name, v)
		}
	}
	if r.query("before") != "" {
		data.Previous = withQuery(sessionsPath, query)
	}
	if len(list) > sessionLines {
		last := list[sessionLines-1]
		query.Set("before", last.HeldOn.String()+"."+last.ID.String())
		data.Next = withQuery(sessionsPath, query)
	}
	return data
}

func (r *request) sessionFilters() g.Node {
	clear := ""
	if r.query("state")+r.query("province")+r.query("programme") != "" {
		clear = sessionsPath
	}
	var states []ui.Option
	for _, state := range []commission.State{commission.Convened, commission.Open, commission.Closed} {
		states = append(states, ui.Option{Value: string(state), Label: r.sessionState(state)})
	}
	places := g.Node(nil)
	if options := r.commissionOptions(); len(options) > 1 {
		places = ui.Select(r.p, ui.Field{Name: "province", Label: r.p.T("sessions.commission"), Value: r.query("province")}, options)
	}
	return ui.Filters(r.p, sessionsPath, clear, ui.Select(r.p, ui.Field{Name: "state", Label: r.p.T("sessions.state"), Value: r.query("state")}, states), places)
}

// commissionOptions are the commissions whose sessions the reader may see, by
// their place.
func (r *request) commissionOptions() []ui.Option {
	scope := r.actor.Scope(access.SessionsRead)
	sees := func(province string) bool {
		return slices.ContainsFunc(r.s.Programmes.Running(), func(def *programme.Definition) bool { return scope.Allows(def.ID, province) })
	}
	var out []ui.Option
	if sees("") {
		out = append(out, ui.Option{Value: string(commission.Centre), Label: r.p.T("sessions.centre")})
	}
	return append(out, r.provincesWhere(sees)...)
}

func (r *request) sessionTable(list []commission.Session) g.Node {
	data := ui.TableData{Caption: r.p.T("sessions.list"),
		Columns: []ui.Column{{Head: r.p.T("sessions.held-on")}, {Head: r.p.T("sessions.commission")}, {Head: r.p.T("sessions.place")},
			{Head: r.p.T("sessions.state")}, {Head: r.p.T("web.programme")}},
		Empty: ui.Empty(r.p.T("sessions.none"), r.p.T("sessions.none-hint"), nil)}
	for _, ses := range list[:min(len(list), sessionLines)] {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{
			ui.Date(r.p, ses.HeldOn).To(sessionPath(ses.Party, ses.ID)), ui.Text(r.commissionTitle(ses.Level, ses.Province)), ui.Text(ses.Place),
			ui.Node(r.sessionBadge(ses.State)), ui.Text(r.programmeName(ses.Programme))}})
	}
	return ui.DataTable(data)
}

// commissionTitle is what people call a commission.
func (r *request) commissionTitle(level commission.Level, province string) string {
	if level == commission.Centre {
		return r.p.T("sessions.centre")
	}
	return r.p.T("sessions.province", "place", r.placeName(province))
}

func (r *request) sessionState(state commission.State) string {
	switch state {
	case commission.Open:
		return r.p.T("sessions.open")
	case commission.Closed:
		return r.p.T("sessions.closed")
	}
	return r.p.T("sessions.convened")
}

// sessionBadge shows where a session stands.
func (r *request) sessionBadge(state commission.State) g.Node {
	tones := map[commission.State]ui.Tone{commission.Convened: ui.Waiting, commission.Open: ui.Good, commission.Closed: ui.Neutral}
	return ui.Badge(tones[state], r.sessionState(state))
}

// waiting counts the files that are ready for a session, for each commission that
// the actor may convene.
func (r *request) waiting() (g.Node, error) {
	data := ui.TableData{Caption: r.p.T("sessions.waiting"),
		Columns: []ui.Column{{Head: r.p.T("sessions.commission")}, {Head: r.p.T("sessions.files-ready"), Numeric: true}, {Head: r.p.T("web.programme")}, {Head: ""}}}
	for _, c := range r.convenable() {
		n, err := r.ready(c.session())
		if err != nil {
			return nil, err
		}
		next := h.A(h.Href(newSessionFor(c)), g.Text(r.p.T("sessions.convene")))
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.commissionTitle(c.level, c.province)), ui.Number(r.p, n),
			ui.Text(r.say(c.def.Title)), ui.Node(next)}})
	}
	if len(data.Rows) == 0 {
		return nil, nil
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// ready is how many files a session could take.
func (r *request) ready(ses commission.Session) (int64, error) {
	f, err := r.s.Office.ReadyFor(ses)
	if err != nil {
		return 0, err
	}
	return dossier.CountReady(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), f)
}
