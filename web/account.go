package web

import (
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// accountView is what the page of an account shows.
type accountView struct {
	*request
	a      account.Account
	failed error
	link   string // a one-time link just made: shown this once
}

// accountPage is an account: what it may do, whether it is open, its history.
func accountPage(_ *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	return v.show()
}

// readAccount finds the account of the address within the actor's reach.
//
// Errors: account.not-found.
func (r *request) readAccount() (*accountView, error) {
	id, err := r.pathID("account")
	if err != nil {
		return nil, err
	}
	a, err := account.One(r.Context(), r.s.DB, r.actor.Scope(access.AccountsManage), id)
	return &accountView{request: r, a: a}, err
}

func (v *accountView) show() error {
	sessions, err := v.openSessions()
	if err != nil {
		return err
	}
	history, err := v.accountHistory()
	if err != nil {
		return err
	}
	code := http.StatusOK
	if v.failed != nil {
		code = statusOf(v.failed)
	}
	frame := v.frame()
	frame.Path, frame.Title = accountPath(v.a.ID), v.a.Name
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("web.menu-accounts"), Path: accountsPath}, {Label: v.a.Name}}
	return v.showStatus(code, ui.Page(frame, ui.ErrorSummary(v.p, v.failed), v.linkNotice(),
		ui.TwoColumns(v.aboutAccount(), v.grantForm()), v.grantTable(), sessions, history))
}

// linkNotice shows a one-time link, for the only time: only its digest is kept.
func (v *accountView) linkNotice() g.Node {
	if v.link == "" {
		return nil
	}
	return ui.Notice(ui.Good, h.P(h.Strong(g.Text(v.p.T("accounts.link-made", "name", v.a.Name)))),
		h.P(h.Input(h.Class("form-control"), h.ReadOnly(), h.Dir("ltr"), h.ID("one-time-link"), g.Attr("aria-label", v.p.T("accounts.link")), h.Value(v.link))),
		h.P(g.Text(v.p.T("accounts.link-help"))))
}

func (v *accountView) aboutAccount() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("web.login"), Body: ui.Ltr(v.a.Login)},
		{Term: v.p.T("accounts.state"), Body: v.accountBadge(v.a)},
		{Term: v.p.T("accounts.created"), Body: g.Text(v.p.Instant(v.a.CreatedAt))},
	}
	return ui.Card(v.p.T("accounts.about"), nil, ui.Definitions(list...), h.Div(h.Class("s-actions s-below"), v.stateActs()))
}

// stateActs let the holder in or keep them out; what cannot be undone at once asks first.
func (v *accountView) stateActs() g.Node {
	path, key := accountPath(v.a.ID), v.newID().String()
	if !v.a.Active {
		return ui.Form("post", path+"/activate", key, ui.Submit(v.p.T("accounts.activate"), "", "", true))
	}
	return g.Group{
		ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("accounts.reset"), Yes: v.p.T("accounts.reset-yes"), Question: v.p.T("accounts.reset-question"), Action: path + "/reset", Key: key}),
		ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("accounts.deactivate"), Yes: v.p.T("accounts.deactivate"), Question: v.p.T("accounts.deactivate-question", "name", v.a.Name),
			Action: path + "/deactivate", Key: v.newID().String(), Danger: true}),
	}
}

func (v *accountView) grantTable() g.Node {
	data := ui.TableData{ID: "grants", Caption: v.p.T("accounts.grants"),
		Columns: []ui.Column{{Head: v.p.T("web.role")}, {Head: v.p.T("web.programme")}, {Head: v.p.T("web.territory")}, {Head: ""}},
		Empty:   ui.Empty(v.p.T("accounts.no-grants"), v.p.T("accounts.no-grants-hint"), nil)}
	for _, grant := range v.a.Grants {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("access.role." + string(grant.Role))), ui.Text(v.programmeName(grant.Programme)),
			ui.Text(v.placeName(grant.Territory)), ui.Node(v.revokeForm(grant))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

func (v *accountView) revokeForm(grant access.Grant) g.Node {
	return ui.Form("post", accountPath(v.a.ID)+"/revoke", v.newID().String(),
		ui.Hidden("role", string(grant.Role)), ui.Hidden("programme", grant.Programme), ui.Hidden("territory", grant.Territory), g.If(!grant.Party.IsZero(), ui.Hidden("party", grant.Party.String())),
		ui.Submit(v.p.T("accounts.revoke"), "", "", false))
}

// grantForm gives the account another right.
func (v *accountView) grantForm() g.Node {
	fields := append(v.grantFields(v.failed), ui.Actions(ui.Submit(v.p.T("accounts.grant"), "", "", true)))
	return ui.Card(v.p.T("accounts.grant"), nil, ui.Form("post", accountPath(v.a.ID)+"/grant", v.newID().String(), fields...))
}

// wholeCountry is the choice of a form that stands for the territory "": an
// empty field means that nothing was chosen yet.
const wholeCountry = "all"

// grantFields are a role, for which programme, and where.
func (r *request) grantFields(failed error) []g.Node {
	problems := ui.ProblemsOf(r.p, failed)
	programmes := []ui.Option{{Value: access.EveryProgramme, Label: r.p.T("access.every-programme")}}
	for _, def := range r.s.Programmes.All() {
		programmes = append(programmes, ui.Option{Value: def.ID, Label: r.say(def.Title)})
	}
	return []g.Node{
		ui.Select(r.p, ui.Field{Name: "role", Label: r.p.T("web.role"), Value: r.PostFormValue("role"), Error: problems.On("role")}, r.roleOptions()),
		ui.Select(r.p, ui.Field{Name: "programme", Label: r.p.T("web.programme"), Value: r.PostFormValue("programme"), Error: problems.On("programme")}, programmes),
		ui.Select(r.p, ui.Field{Name: "territory", Label: r.p.T("web.territory"), Value: r.PostFormValue("territory"), Error: problems.On("territory")}, r.territoryOptions()),
		ui.Input(r.p, ui.Field{Name: "party", Label: r.p.T("partner.account-of"), Help: r.p.T("partner.account-of-help"), Value: r.PostFormValue("party"), Error: problems.On("party"), Optional: true}),
	}
}

// territoryOptions are the places where the actor manages accounts: each region
// before its provinces.
func (r *request) territoryOptions() []ui.Option {
	scope := r.actor.Scope(access.AccountsManage)
	var out []ui.Option
	add := func(code, value, label string) {
		if scope.Allows("", code) {
			out = append(out, ui.Option{Value: value, Label: label})
		}
	}
	add("", wholeCountry, r.p.T("access.whole-country"))
	for _, region := range territory.Regions() {
		add(region.Code, region.Code, r.p.T("accounts.region", "name", r.say(region.Name)))
		for _, p := range territory.ProvincesOf(region.Code) {
			add(p.Code, p.Code, r.say(p.Name))
		}
	}
	return out
}

// openSessions are the browsers in which the account is signed in.
func (v *accountView) openSessions() (g.Node, error) {
	list, err := account.Sessions(v.Context(), v.s.DB, v.actor, v.a.ID, v.s.DB.Now())
	if err != nil || len(list) == 0 {
		return nil, err
	}
	data := ui.TableData{Caption: v.p.T("web.my-sessions"),
		Columns: []ui.Column{{Head: v.p.T("web.session-seen")}, {Head: v.p.T("web.session-network")}, {Head: v.p.T("web.session-browser")}, {Head: ""}}}
	for _, open := range list {
		end := ui.Form("post", accountPath(v.a.ID)+"/sessions/"+open.ID.String()+"/end", "", ui.Submit(v.p.T("web.session-end"), "", "", false))
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.Instant(open.SeenAt)), ui.Identifier(open.Network), ui.Node(ui.Ltr(open.Agent)), ui.Node(end)}})
	}
	return ui.TableCard("", nil, ui.DataTable(data)), nil
}

// accountHistory is what was done to the account, the latest first, and by whom.
func (v *accountView) accountHistory() (g.Node, error) {
	events, err := act.Events(v.Context(), v.s.DB, v.a.ID, v.a.ID)
	if err != nil {
		return nil, err
	}
	names, err := v.names(v.Context(), events)
	if err != nil {
		return nil, err
	}
	var moments []ui.Moment
	for _, ev := range slices.Backward(events) {
		moments = append(moments, ui.Moment{When: v.p.Instant(ev.RecordedAt), Title: v.p.T("account.kind." + ev.Kind), By: v.by(names, ev.Actor)})
	}
	return ui.Card(v.p.T("accounts.history"), nil, ui.Timeline(moments...)), nil
}

func (v *accountView) by(names map[store.ID]string, id store.ID) string {
	if id == v.a.ID {
		return v.p.T("accounts.themselves")
	}
	return v.nameOr(names, id)
}
