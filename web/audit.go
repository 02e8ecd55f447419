package web

import (
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/audit"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
	"sanad/web/ui"
)

const auditPath = "/audit"

// readers are the accounts whose reading the actor may look over.
func readers(_ *Server, r *request) error {
	all, err := account.List(r.Context(), r.s.DB, r.actor.Scope(access.AuditRead))
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("accounts.audit"), r.p.T("accounts.audit-lead")
	return r.show(ui.Page(frame, ui.TableCard("", nil, r.accountFilters(auditPath), r.accountList(r.chosenAccounts(all), auditPath))))
}

// readings are what one account read, the latest first.
func readings(_ *Server, r *request) error {
	id, err := r.pathID("account")
	if err != nil {
		return err
	}
	scope := r.actor.Scope(access.AuditRead)
	a, err := account.One(r.Context(), r.s.DB, scope, id)
	if err != nil {
		return err
	}
	from, to, page, wrong := r.readingFilter()
	var list []audit.Record
	more := false
	if wrong == nil {
		if list, more, err = audit.ByAccount(r.Context(), r.s.DB, scope, id, from, to, page); err != nil {
			return err
		}
	}
	frame := r.frame()
	frame.Title, frame.Lead = a.Name, r.p.T("accounts.readings-lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("accounts.audit"), Path: auditPath}, {Label: a.Name}}
	code := 200
	if wrong != nil {
		code = statusOf(wrong)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, wrong), ui.TableCard("", nil, r.readingFilters(auditPath+"/"+id.String(), wrong), r.readingTable(list), r.readingPager(auditPath+"/"+id.String(), list, more))))
}

// readingFilter reads from which day to which, and where the list goes on.
//
// Errors: date.invalid on its field; id.invalid.
func (r *request) readingFilter() (from, to calendar.Date, page audit.Page, err error) {
	var l fault.List
	from, err = r.day("from")
	l.Add(err)
	to, err = r.day("to")
	l.Add(err)
	if before := r.query("before"); before != "" {
		page.Before, err = store.ParseID(before)
		l.Add(err)
	}
	return from, to, page, l.Err()
}

func (r *request) readingFilters(path string, wrong error) g.Node {
	problems := ui.ProblemsOf(r.p, wrong)
	clear := ""
	if r.query("from")+r.query("to") != "" {
		clear = path
	}
	return ui.Filters(r.p, path, clear,
		ui.DateInput(r.p, ui.Field{Name: "from", Label: r.p.T("accounts.from"), Value: r.query("from"), Error: problems.On("from"), Optional: true}),
		ui.DateInput(r.p, ui.Field{Name: "to", Label: r.p.T("accounts.to"), Value: r.query("to"), Error: problems.On("to"), Optional: true}))
}

// readingTable has one line for each person shown. It has no names: the log
// holds none, and to look somebody up is a reading of its own.
func (r *request) readingTable(list []audit.Record) g.Node {
	data := ui.TableData{Caption: r.p.T("accounts.readings"),
		Columns: []ui.Column{{Head: r.p.T("accounts.when")}, {Head: r.p.T("accounts.what")}, {Head: r.p.T("accounts.whom")}, {Head: r.p.T("accounts.purpose")},
			{Head: r.p.T("web.territory")}, {Head: r.p.T("accounts.shown"), Numeric: true}, {Head: r.p.T("web.session-network")}},
		Empty: ui.Empty(r.p.T("accounts.no-readings"), r.p.T("accounts.no-readings-hint"), nil)}
	for _, rec := range list {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.p.Instant(rec.At)), ui.Text(r.p.T("audit.kind." + string(rec.Kind))), ui.Node(r.whom(rec)),
			ui.Text(orNone(r.purposeName(rec.Purpose))), ui.Text(r.readingPlace(rec)), ui.Number(r.p, int64(rec.Shown)), ui.Identifier(rec.Network)}})
	}
	return ui.DataTable(data)
}

// whom leads to who was shown; a search that found nobody showed nobody.
func (r *request) whom(rec audit.Record) g.Node {
	if rec.Shown == 0 {
		return g.Text(r.p.T("accounts.nobody"))
	}
	return h.A(h.Href(withQuery("/persons/"+rec.Party.String(), url.Values{"purpose": {"control"}})), g.Text(r.p.T("accounts.person")))
}

func (r *request) readingPlace(rec audit.Record) string {
	if rec.Province == "" {
		return locale.NoValue
	}
	return r.placeName(rec.Province)
}

// readingPager leads on; how many lines there are in all is not counted, the log
// grows by every page that anybody opens.
func (r *request) readingPager(path string, list []audit.Record, more bool) g.Node {
	query := url.Values{}
	for _, name := range []string{"from", "to"} {
		if v := r.query(name); v != "" {
			query.Set(name, v)
		}
	}
	var links []g.Node
	if r.query("before") != "" {
		links = append(links, ui.LinkButton(withQuery(path, query), r.p.T("accounts.latest"), false))
	}
	if more {
		query.Set("before", list[len(list)-1].ID.String())
		links = append(links, ui.LinkButton(withQuery(path, query), r.p.T("accounts.older"), false))
	}
	return h.Nav(h.Class("s-pager"), g.Attr("aria-label", r.p.T("ui.pages")), ui.Actions(links...))
}
