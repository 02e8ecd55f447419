package web

import (
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/locale"
	"sanad/store"
	"sanad/web/ui"
)

const (
	accountsPath   = "/accounts"
	newAccountPath = accountsPath + "/new"
)

// accountLines is how many accounts a page lists.
const accountLines = 50

func accountPath(id store.ID) string { return accountsPath + "/" + id.String() }

// accounts lists the accounts that the actor manages.
func accounts(_ *Server, r *request) error {
	all, err := account.List(r.Context(), r.s.DB, r.actor.Scope(access.AccountsManage))
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title = r.p.T("web.menu-accounts")
	frame.Actions = []g.Node{ui.LinkButton(newAccountPath, r.p.T("accounts.invite"), true)}
	return r.show(ui.Page(frame, ui.TableCard("", nil, r.accountFilters(accountsPath), r.accountList(r.chosenAccounts(all), accountsPath))))
}

// chosenAccounts are those that the filters of the address keep.
func (r *request) chosenAccounts(all []account.Account) []account.Account {
	words, role, state := locale.Fold(r.query("q")), access.Role(r.query("role")), r.query("state")
	return slices.DeleteFunc(all, func(a account.Account) bool {
		holds := role == "" || slices.ContainsFunc(a.Grants, func(grant access.Grant) bool { return grant.Role == role })
		return !holds || state != "" && state != stateOf(a) || !holdsEvery(locale.Fold(a.Name)+" "+a.Login, words)
	})
}

// The states of an account, as the filter names them.
const (
	accountActive   = "active"
	accountInvited  = "invited"
	accountInactive = "inactive"
)

func stateOf(a account.Account) string {
	switch {
	case !a.Active:
		return accountInactive
	case !a.HasPassword:
		return accountInvited
	}
	return accountActive
}

func (r *request) accountState(state string) string {
	switch state {
	case accountInactive:
		return r.p.T("accounts.inactive")
	case accountInvited:
		return r.p.T("accounts.invited")
	}
	return r.p.T("accounts.active")
}

func (r *request) accountBadge(a account.Account) g.Node {
	tones := map[string]ui.Tone{accountActive: ui.Good, accountInvited: ui.Waiting, accountInactive: ui.Neutral}
	return ui.Badge(tones[stateOf(a)], r.accountState(stateOf(a)))
}

func (r *request) accountFilters(path string) g.Node {
	clear := ""
	if r.query("q")+r.query("role")+r.query("state") != "" {
		clear = path
	}
	var states []ui.Option
	for _, state := range []string{accountActive, accountInvited, accountInactive} {
		states = append(states, ui.Option{Value: state, Label: r.accountState(state)})
	}
	return ui.Filters(r.p, path, clear,
		ui.Input(r.p, ui.Field{Name: "q", Label: r.p.T("accounts.search"), Value: r.query("q"), Attrs: []g.Node{h.Type("search")}}),
		ui.Select(r.p, ui.Field{Name: "role", Label: r.p.T("web.role"), Value: r.query("role")}, r.roleOptions()),
		ui.Select(r.p, ui.Field{Name: "state", Label: r.p.T("accounts.state"), Value: r.query("state")}, states))
}

func (r *request) roleOptions() []ui.Option {
	var out []ui.Option
	for _, role := range access.Roles() {
		out = append(out, ui.Option{Value: string(role), Label: r.p.T("access.role." + string(role))})
	}
	return out
}

// accountList is a page of accounts, in the order of their logins; each leads to
// its page under path.
func (r *request) accountList(list []account.Account, path string) g.Node {
	pager := ui.PagerData{Total: int64(len(list))}
	query := url.Values{}
	for _, name := range []string{"q", "role", "state"} {
		if v := r.query(name); v != "" {
			query.Set(name, v)
		}
	}
	if after := r.query("after"); after != "" {
		pager.Previous = withQuery(path, query)
		list = slices.DeleteFunc(list, func(a account.Account) bool { return a.Login <= after })
	}
	if len(list) > accountLines {
		list = list[:accountLines]
		query.Set("after", list[accountLines-1].Login)
		pager.Next = withQuery(path, query)
	}
	data := ui.TableData{Caption: r.p.T("accounts.list"),
		Columns: []ui.Column{{Head: r.p.T("web.name")}, {Head: r.p.T("web.login")}, {Head: r.p.T("accounts.grants")}, {Head: r.p.T("accounts.state")}},
		Empty:   ui.Empty(r.p.T("accounts.none"), r.p.T("accounts.none-hint"), nil)}
	for _, a := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(a.Name).To(path + "/" + a.ID.String()), ui.Identifier(a.Login),
			ui.Node(r.grantSummary(a.Grants)), ui.Node(r.accountBadge(a))}})
	}
	return g.Group{ui.DataTable(data), ui.Pager(r.p, pager)}
}

// grantSummary is what an account may do, and where, in a few lines.
func (r *request) grantSummary(grants []access.Grant) g.Node {
	if len(grants) == 0 {
		return g.Text(r.p.T("accounts.no-grants"))
	}
	return g.Map(grants, func(grant access.Grant) g.Node {
		return h.Div(g.Text(strings.Join([]string{r.p.T("access.role." + string(grant.Role)), r.placeName(grant.Territory)}, " · ")))
	})
}
