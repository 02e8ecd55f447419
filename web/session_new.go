package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/commission"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// body is a commission that the actor may convene.
type body struct {
	def      *programme.Definition
	level    commission.Level
	province string // empty for the centre
}

// code names the commission in a form.
func (b body) code() string { return b.def.ID + "|" + string(b.level) + "|" + b.province }

// session is one of the commission that is not there yet.
func (b body) session() commission.Session {
	return commission.Session{Programme: b.def.ID, Level: b.level, Province: b.province}
}

// convenable are the commissions that the actor may convene and whose rulings
// the actor's role records: the central secretariat reaches every province and
// still does not hold the pen of a provincial commission.
func (r *request) convenable() []body {
	var out []body
	for _, def := range r.s.Programmes.Running() {
		if r.writesFor(def, commission.Centre, "") {
			out = append(out, body{def, commission.Centre, ""})
		}
		for _, p := range territory.Provinces() {
			if r.writesFor(def, commission.Province, p.Code) {
				out = append(out, body{def, commission.Province, p.Code})
			}
		}
	}
	return out
}

// writesFor tells that the actor convenes a commission and records its rulings.
func (r *request) writesFor(def *programme.Definition, level commission.Level, province string) bool {
	return r.actor.Can(access.SessionsWrite, def.ID, province) &&
		slices.ContainsFunc(dossier.SessionActs(def, level), func(a *programme.Act) bool { return r.actor.HasAny(a.By, def.ID, province) })
}

// chosenBody is the commission that a form or an address names.
//
// Errors: commission.forbidden for one that the actor may not convene.
func (r *request) chosenBody(code string) (body, error) {
	list := r.convenable()
	if i := slices.IndexFunc(list, func(b body) bool { return b.code() == code }); i >= 0 {
		return list[i], nil
	}
	return body{}, fault.New(fault.Forbidden, "commission.forbidden", nil)
}

// newSession is the form that convenes a session: first which commission, when
// the actor has several, then the rest.
func newSession(_ *Server, r *request) error {
	list := r.convenable()
	code := r.query("commission")
	if code == "" && len(list) == 1 {
		code = list[0].code()
	}
	if code == "" && len(list) > 1 {
		return r.chooseBody(list)
	}
	b, err := r.chosenBody(code)
	if err != nil {
		return err
	}
	typed, err := r.lastConvocation(b)
	if err != nil {
		return err
	}
	return r.showConvocation(b, typed, nil)
}

func (r *request) chooseBody(list []body) error {
	var options []ui.Option
	for _, b := range list {
		label := r.commissionTitle(b.level, b.province)
		if len(r.s.Programmes.Running()) > 1 {
			label += " · " + r.say(b.def.Title)
		}
		options = append(options, ui.Option{Value: b.code(), Label: label})
	}
	frame := r.convocationFrame()
	frame.Narrow = true
	return r.show(ui.Page(frame, ui.Card("", nil, ui.Form("get", newSessionPath, "",
		ui.Select(r.p, ui.Field{Name: "commission", Label: r.p.T("sessions.which-commission")}, options),
		ui.Actions(ui.Submit(r.p.T("sessions.continue"), "", "", true))))))
}

func (r *request) convocationFrame() ui.PageData {
	frame := r.frame()
	frame.Path, frame.Title = newSessionPath, r.p.T("sessions.convene")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-sessions"), Path: sessionsPath}, {Label: frame.Title}}
	return frame
}

// convocation is the form as it was typed, right or wrong.
type convocation struct {
	heldOn, place, quorum string
	chair                 string // the row of who presides
	members               []memberRow
}

type memberRow struct{ name, capacity, login string }

func (m memberRow) empty() bool { return m.name+m.capacity+m.login == "" }

// Rows for members: at first, and added each time more are asked for. most
// bounds what a forged form may ask for.
const (
	firstMembers = 5
	moreMembers  = 3
	mostMembers  = 60
)

// lastConvocation begins from the commission's last session: the members are
// mostly the same people all year.
func (r *request) lastConvocation(b body) (convocation, error) {
	f := commission.Filter{Programme: b.def.ID, Level: b.level, Province: b.province, Limit: 1}
	list, err := commission.List(r.Context(), r.s.DB, r.actor.Scope(access.SessionsRead), f)
	if err != nil || len(list) == 0 {
		return convocation{members: make([]memberRow, firstMembers)}, err
	}
	last := list[0]
	accounts, err := r.colleagues()
	if err != nil {
		return convocation{}, err
	}
	c := convocation{place: last.Place, quorum: strconv.Itoa(last.Quorum)}
	for i, m := range last.Members {
		row := memberRow{name: m.Name, capacity: m.Capacity}
		if at := slices.IndexFunc(accounts, func(a account.Account) bool { return a.ID == m.Account }); at >= 0 {
			row.login = accounts[at].Login
		}
		if m.Chair {
			c.chair = strconv.Itoa(i)
		}
		c.members = append(c.members, row)
	}
	c.members = append(c.members, memberRow{})
	return c, nil
}

// colleagues are the active accounts where the actor convenes commissions: a
// member who has one is known to have registered a file, or to be kin.
func (r *request) colleagues() ([]account.Account, error) {
	list, err := account.List(r.Context(), r.s.DB, r.actor.Scope(access.SessionsWrite))
	return slices.DeleteFunc(list, func(a account.Account) bool { return !a.Active }), err
}

// showConvocation shows the form; a refused one comes back filled.
func (r *request) showConvocation(b body, typed convocation, failed error) error {
	accounts, err := r.colleagues()
	if err != nil {
		return err
	}
	problems := ui.ProblemsOf(r.p, failed)
	frame := r.convocationFrame()
	frame.Lead = r.commissionTitle(b.level, b.province) + " · " + r.say(b.def.Title)
	frame.Query = url.Values{"commission": {b.code()}}
	code := 200
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil,
		ui.Form("post", sessionsPath, r.key().String(), ui.Guard(), ui.Hidden("commission", b.code()), ui.Hidden("rows", strconv.Itoa(len(typed.members))),
			ui.Grid(
				ui.DateInput(r.p, ui.Field{Name: "held_on", Label: r.p.T("sessions.held-on"), Value: typed.heldOn, Error: problems.On("held_on")}),
				ui.Input(r.p, ui.Field{Name: "place", Label: r.p.T("sessions.place"), Value: typed.place, Error: problems.On("place")}),
				ui.NumberInput(r.p, ui.Field{Name: "quorum", Label: r.p.T("sessions.quorum"), Help: r.p.T("sessions.quorum-help"), Value: typed.quorum, Error: problems.On("quorum")})),
			r.memberFields(typed, problems), logins(accounts),
			ui.Actions(ui.Submit(r.p.T("sessions.convene"), "", "", true), ui.Submit(r.p.T("sessions.more-members"), "more", "1", false))))))
}

// memberFields are one row for each member; an empty row is no member.
func (r *request) memberFields(typed convocation, problems ui.Problems) g.Node {
	wrong := problems.On("members")
	rows := make([]g.Node, len(typed.members))
	for i, m := range typed.members {
		rows[i] = r.memberFieldsRow(i, m, typed.chair, problems)
	}
	return h.FieldSet(h.Class("s-field"), h.ID(ui.FieldID("members")), g.Attr("tabindex", "-1"),
		h.Legend(g.Text(r.p.T("sessions.members"))),
		h.Div(h.Class("s-hint"), g.Text(r.p.T("sessions.members-help"))),
		g.If(wrong != "", h.Div(h.Class("s-error"), g.Text(wrong))),
		h.Div(h.Class("s-stack"), g.Group(rows)))
}

func (r *request) memberFieldsRow(i int, m memberRow, chair string, problems ui.Problems) g.Node {
	n := strconv.Itoa(i)
	field := func(name, label, value string) ui.Field {
		return ui.Field{Name: name + "." + n, Label: r.p.T(label, "number", i+1), Value: value, Error: problems.On(name + "." + n)}
	}
	login := field("login", "sessions.member-login", m.login)
	login.Ltr, login.Optional = true, true
	login.Attrs = []g.Node{g.Attr("list", "colleagues"), g.Attr("autocomplete", "off"), g.Attr("autocapitalize", "none")}
	return h.Div(h.Class("s-grid s-member"),
		ui.Input(r.p, field("name", "sessions.member-name", m.name)),
		ui.Input(r.p, field("capacity", "sessions.member-capacity", m.capacity)),
		ui.Input(r.p, login),
		h.Div(h.Class("s-choices"), h.Label(h.Input(h.Type("radio"), h.Name("chair"), h.Value(n), g.If(chair == n, h.Checked())), h.Span(g.Text(r.p.T("sessions.chair"))))))
}

// logins offers the accounts to the fields of logins, while one types.
func logins(accounts []account.Account) g.Node {
	return h.DataList(h.ID("colleagues"), g.Map(accounts, func(a account.Account) g.Node {
		return h.Option(h.Value(a.Login), g.Text(a.Name))
	}))
}

// typedConvocation is the form that was sent, as it was typed.
func (r *request) typedConvocation() convocation {
	c := convocation{heldOn: r.FormValue("held_on"), place: r.FormValue("place"), quorum: r.FormValue("quorum"), chair: r.FormValue("chair")}
	rows, _ := strconv.Atoi(r.FormValue("rows"))
	for i := range min(max(rows, 1), mostMembers) {
		n := strconv.Itoa(i)
		c.members = append(c.members, memberRow{strings.TrimSpace(r.FormValue("name." + n)), strings.TrimSpace(r.FormValue("capacity." + n)), strings.TrimSpace(r.FormValue("login." + n))})
	}
	return c
}

func newSessionFor(b body) string {
	return withQuery(newSessionPath, url.Values{"commission": {b.code()}})
}

// knownMember is the account with a login among colleagues, the zero ID for an
// empty login.
//
// Errors: sessions.login-unknown on the row's field.
func knownMember(accounts []account.Account, login string, row int) (store.ID, error) {
	if login == "" {
		return store.ID{}, nil
	}
	for _, a := range accounts {
		if a.Login == account.NormalLogin(login) {
			return a.ID, nil
		}
	}
	return store.ID{}, fault.New(fault.Invalid, "sessions.login-unknown", fault.Args{"value": login}).On("login." + strconv.Itoa(row))
}
