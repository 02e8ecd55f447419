package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// queueLines is how many exceptions a page lists.
const queueLines = 50

func amountOf(centimes int64) money.Amount { return money.Amount(centimes) }

// queue is what runs and files of returns could not do by themselves, and where
// a file of returns is taken in.
func queue(s *Server, r *request) error { return showQueue(s, r, nil) }

func showQueue(s *Server, r *request, failed error) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	scope := r.actor.Scope(access.PaymentsRead)
	back, err := r.backCard(def)
	if err != nil {
		return err
	}
	f := payment.ExceptionFilter{Programme: def.ID, Kind: r.query("kind"), Run: int(number(r.query("run"))), After: placeIn(r.query("after")), Limit: queueLines + 1}
	list, err := payment.Exceptions(r.Context(), s.DB, scope, f)
	if err != nil {
		return err
	}
	counts, err := payment.CountExceptions(r.Context(), s.DB, scope, f)
	if err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("payments.queue"), r.say(def.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("payments.title"), Path: paymentPath(def)}, {Label: r.p.T("payments.queue")}}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), r.returnsForm(def, failed), back, r.queueCard(def, list, counts)))
}

// placeOf and placeIn write where a page of the queue ends, and read it.
func placeOf(x payment.Exception) string {
	return fmt.Sprintf("%d.%s.%d.%s", x.Run, x.Kind, x.N, x.Party)
}

func placeIn(text string) payment.Exception {
	parts := strings.SplitN(text, ".", 4)
	if len(parts) < 4 {
		return payment.Exception{}
	}
	party, _ := store.ParseID(parts[3]) // the zero one asks for the first page
	return payment.Exception{Run: int(number(parts[0])), Kind: parts[1], N: int(number(parts[2])), Party: party}
}

func (r *request) returnsForm(def *programme.Definition, failed error) g.Node {
	if !r.actor.Can(access.PaymentsPrepare, def.ID, "") {
		return nil
	}
	field := ui.Field{Name: "file", Label: r.p.T("payments.return-file"), Help: r.p.T("payments.return-file-help"), Error: ui.ProblemsOf(r.p, failed).On("file")}
	return ui.Card(r.p.T("payments.read-returns"), nil, ui.FileForm(paymentPath(def)+"/returns", r.newID().String(),
		ui.FileInput(r.p, field, ".xml,.csv,.txt"), ui.Actions(ui.Submit(r.p.T("payments.read-returns"), "", "", true))))
}

// backCard lists what came back and waits to be issued again, a page at a time.
func (r *request) backCard(def *programme.Definition) (g.Node, error) {
	scope := r.actor.Scope(access.PaymentsRead)
	back, err := payment.CameBack(r.Context(), r.s.DB, scope, payment.BackFilter{Programme: def.ID, After: backIn(r.query("back")), Limit: queueLines + 1})
	if err != nil {
		return nil, err
	}
	all, err := payment.CountBack(r.Context(), r.s.DB, scope, def.ID)
	if err != nil {
		return nil, err
	}
	data := ui.TableData{ID: "back", Caption: r.p.T("payments.came-back"), Empty: ui.Empty(r.p.T("payments.none-back"), "", nil), Columns: []ui.Column{{Head: r.p.T("payments.period")},
		{Head: r.p.T("payments.province")}, {Head: r.p.T("payments.amount"), Numeric: true}, {Head: r.p.T("payments.why")}, {Head: r.p.T("payments.on")}, {Head: r.p.T("payments.remark")}}}
	for _, b := range back[:min(len(back), queueLines)] {
		ready := ui.Badge(ui.Warn, r.p.T("payments.hold-account"))
		if b.Ready {
			ready = ui.Badge(ui.Good, r.p.T("payments.can-reissue"))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(r.months(def, payment.Line{Period: b.Period, From: 1})).To(statementPath(def, b.Party)), ui.Text(r.placeName(b.Province)), ui.Money(r.p, b.Amount),
			ui.Text(r.returnReason(b.Reason)), ui.Date(r.p, b.On), ui.Node(ready)}})
	}
	pager := ui.PagerData{Total: all.Lines}
	if len(back) > queueLines {
		pager.Next = r.queuePage(def, "back", backOf(back[queueLines-1]))
	}
	if r.query("back") != "" {
		pager.Previous = r.queuePage(def, "back", "")
	}
	return ui.TableCard(r.p.T("payments.came-back"), nil, ui.DataTable(data), ui.Pager(r.p, pager)), nil
}

// backOf and backIn write where a page of what came back ends, and read it.
func backOf(b payment.Back) string {
	return fmt.Sprintf("%v.%d.%s", b.On, b.Period, b.Party)
}

func backIn(text string) payment.Back {
	parts := strings.SplitN(text, ".", 3)
	if len(parts) < 3 {
		return payment.Back{}
	}
	on, err := calendar.ParseDate(parts[0])
	party, _ := store.ParseID(parts[2])
	if err != nil {
		return payment.Back{} // asks for the first page
	}
	return payment.Back{On: on, Period: payment.Month(number(parts[1])), Party: party}
}

// returnReason is an ISO 20022 code in words, and the code.
func (r *request) returnReason(code string) string {
	if key := "payments.reason-" + strings.ToLower(code); r.p.Has(key) {
		return r.p.T(key) + " (" + code + ")"
	}
	return code
}

func (r *request) queueCard(def *programme.Definition, list []payment.Exception, counts map[string]int64) g.Node {
	total := int64(0)
	tabs := []ui.Tab{{Label: r.p.T("payments.all-kinds"), Path: paymentPath(def) + "/exceptions", Current: r.query("kind") == ""}}
	for _, kind := range payment.ExceptionKinds {
		total += counts[kind]
		if counts[kind] > 0 || r.query("kind") == kind {
			tabs = append(tabs, ui.Tab{Label: r.p.T("payments.kind-"+kind) + " (" + r.p.Number(counts[kind]) + ")", Path: withQuery(paymentPath(def)+"/exceptions", url.Values{"kind": {kind}}), Current: r.query("kind") == kind})
		}
	}
	data := ui.TableData{ID: "queue", Caption: r.p.T("payments.queue"), Empty: ui.Empty(r.p.T("payments.queue-empty"), "", nil), Columns: []ui.Column{{Head: r.p.T("payments.kind")},
		{Head: r.p.T("payments.province")}, {Head: r.p.T("payments.amount"), Numeric: true}, {Head: r.p.T("payments.about")}, {Head: r.p.T("payments.on")}, {Head: ""}}}
	may := r.actor.Can(access.PaymentsPrepare, def.ID, "")
	for _, x := range list[:min(len(list), queueLines)] {
		kind := ui.Text(r.p.T("payments.kind-" + x.Kind))
		if x.Party != payment.OfficeID(def.ID) {
			kind = kind.To(statementPath(def, x.Party))
		}
		do := ui.Text("")
		if may {
			do = ui.Node(r.resolveForm(def, x))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{kind, ui.Text(r.placeOrGap(x.Province)), ui.Money(r.p, x.Amount), ui.Identifier(x.About), ui.Date(r.p, x.OpenedAt.Date()), do}})
	}
	pager := ui.PagerData{Total: total}
	if len(list) > queueLines {
		pager.Next = r.queuePage(def, "after", placeOf(list[queueLines-1]))
	}
	if r.query("after") != "" {
		pager.Previous = r.queuePage(def, "after", "")
	}
	return ui.TableCard(r.p.T("payments.queue"), nil, h.Div(h.Class("card-body"), ui.Tabs(r.p.T("payments.kind"), tabs...)), ui.DataTable(data), ui.Pager(r.p, pager))
}

// queuePage is the address of the page with one of its two lists after a place;
// the other stays where it is.
func (r *request) queuePage(def *programme.Definition, list, place string) string {
	query := url.Values{}
	for _, name := range []string{"kind", "run", "after", "back"} {
		if v := r.query(name); v != "" && name != list {
			query.Set(name, v)
		}
	}
	if place != "" {
		query.Set(list, place)
	}
	return withQuery(paymentPath(def)+"/exceptions", query)
}

func (r *request) placeOrGap(code string) string {
	if code == "" {
		return "–"
	}
	return r.placeName(code)
}

func (r *request) resolveForm(def *programme.Definition, x payment.Exception) g.Node {
	text, _ := json.Marshal(x) // identifiers, texts and numbers can always be written
	return ui.Confirm(r.p, ui.Confirmation{Button: r.p.T("payments.resolve"), Question: r.p.T("payments.ask-resolve"), Yes: r.p.T("payments.resolve"),
		Action: paymentPath(def) + "/exceptions/resolve", Key: r.newID().String(),
		Fields: []g.Node{ui.Hidden("exception", string(text)), ui.Input(r.p, ui.Field{Name: "reason", In: x.Party.String() + x.Kind, Label: r.p.T("payments.note")})}})
}

// resolve says what was done about an exception.
func resolve(s *Server, r *request) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	var x payment.Exception
	if json.Unmarshal([]byte(r.FormValue("exception")), &x) != nil {
		return fault.New(fault.Invalid, "web.form-broken", nil)
	}
	_, err = s.Payments.Resolve(r.Context(), payment.RunRequest{Key: r.key(), Actor: r.actor, On: r.today(), Reason: strings.TrimSpace(r.FormValue("reason")), Programme: def.ID}, x)
	return r.afterQueue(s, def, err)
}

// readReturns takes a file of returns in.
func readReturns(s *Server, r *request) error {
	def, err := r.paying()
	if err != nil {
		return err
	}
	if err := r.readFiles(); err != nil {
		return err
	}
	req := payment.ReturnsRequest{Key: r.key(), Actor: r.actor, On: r.today(), Programme: def.ID}
	if r.MultipartForm != nil && len(r.MultipartForm.File["file"]) > 0 {
		file := r.MultipartForm.File["file"][0]
		req.Name = file.Filename
		if req.Content, err = readAll(file); err != nil {
			return err
		}
	}
	_, err = s.Payments.ReadReturns(r.Context(), req)
	return r.afterQueue(s, def, err)
}

func (r *request) afterQueue(s *Server, def *programme.Definition, err error) error {
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(paymentPath(def) + "/exceptions")
	case mendable(err):
		return showQueue(s, r, err)
	}
	return err
}
