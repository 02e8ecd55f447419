package web

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/audit"
	"sanad/fault"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// errNotPaying is an address of a programme that has no payments.
var errNotPaying = store.ErrNotFound

func codeOf(failed error) int {
	if failed == nil {
		return http.StatusOK
	}
	return statusOf(failed)
}

// number reads a whole number that an address or a form gives; 0 for nonsense.
func number(text string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n
}

// runLines is how many lines of a run a page lists.
const runLines = 50

// runPage is the control list of a run: what is new, changed, large, held, and
// what can be done with it.
func runPage(s *Server, r *request) error { return showRun(s, r, nil) }

// run is the run of the address, of a programme that pays.
func (r *request) run() (*programme.Definition, payment.Run, error) {
	def, err := r.paying()
	if err != nil {
		return nil, payment.Run{}, err
	}
	id, err := r.pathID("run")
	if err != nil {
		return nil, payment.Run{}, err
	}
	run, err := payment.GetRun(r.Context(), r.s.DB, r.actor.Scope(access.PaymentsRead), payment.OfficeID(def.ID), id)
	return def, run, err
}

func showRun(s *Server, r *request, failed error) error {
	def, run, err := r.run()
	if err != nil {
		return err
	}
	v := &runView{request: r, def: def, run: run, problems: ui.ProblemsOf(r.p, failed)}
	if err := v.read(); err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("payments.run-title", "reference", run.Reference), r.p.T("payments.run-lead", "purpose", r.p.T("payments.purpose-"+string(run.Purpose)), "month", r.p.Month(run.Period.String()))
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("payments.title"), Path: paymentPath(def)}, {Label: run.Reference}}
	frame.Actions = []g.Node{ui.Print(r.p)}
	return r.showStatus(codeOf(failed), ui.Page(frame, ui.ErrorSummary(r.p, failed), v.progress(), v.summary(), v.acts(), v.files(), v.control(), v.ledger(), v.list()))
}

// runView is what the page of a run shows.
type runView struct {
	*request
	def    *programme.Definition
	run    payment.Run
	lines  []payment.Line
	all    payment.Counted
	marks  map[string]payment.Counted
	held   map[string]int64
	posted payment.Flows // what the ledger holds of the run
	made   []payment.File
	names  map[store.ID]string // of beneficiaries
	people map[store.ID]string // accounts that acted
	filter payment.LineFilter

	problems ui.Problems // of the act that was refused
}

func (v *runView) read() error {
	ctx, scope := v.Context(), v.actor.Scope(access.PaymentsRead)
	v.filter = payment.LineFilter{Run: v.run.Number, Mark: v.query("mark"), Hold: v.query("hold"), Province: v.query("province"), After: int(number(v.query("after"))), Limit: runLines}
	var err error
	if v.lines, err = payment.Lines(ctx, v.s.DB, scope, v.filter); err != nil {
		return err
	}
	if v.all, err = payment.CountLines(ctx, v.s.DB, scope, v.filter); err != nil {
		return err
	}
	v.marks = map[string]payment.Counted{}
	for _, mark := range []string{payment.MarkNew, payment.MarkChanged, payment.MarkLarge} {
		if v.marks[mark], err = payment.CountLines(ctx, v.s.DB, scope, payment.LineFilter{Run: v.run.Number, Mark: mark}); err != nil {
			return err
		}
	}
	if v.held, err = payment.CountExceptions(ctx, v.s.DB, scope, payment.ExceptionFilter{Programme: v.def.ID, Run: v.run.Number}); err != nil {
		return err
	}
	if v.posted, err = payment.PostedBy(ctx, v.s.DB, v.def, v.run); err != nil {
		return err
	}
	if v.made, err = payment.Files(ctx, v.s.DB, v.run); err != nil {
		return err
	}
	if v.people, err = account.Names(ctx, v.s.DB, []store.ID{v.run.PreparedBy, v.run.ReleasedBy}); err != nil {
		return err
	}
	v.names, err = v.beneficiaries(v.lines)
	return err
}

// beneficiaries are the names on a list: of organisations, and of persons, each
// of whom is logged as seen.
func (r *request) beneficiaries(lines []payment.Line) (map[store.ID]string, error) {
	ids := make([]store.ID, len(lines))
	for i, l := range lines {
		ids[i] = l.Party
	}
	titles, err := registry.TitlesOf(r.Context(), r.s.DB, ids)
	names := make(map[store.ID]string, len(lines))
	for id, t := range titles {
		names[id] = t.In(r.p.Lang())
	}
	if err != nil || len(lines) == len(names) || !r.actor.Holds(access.PersonsRead) {
		return names, err
	}
	found, err := registry.Names(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), ids)
	if err != nil {
		return nil, err
	}
	var seen []audit.Party
	for id, p := range found {
		names[id] = p.Name(r.p.Lang())
		seen = append(seen, personParty(p))
	}
	return names, r.logRead(audit.Person, store.ID{}, "payment", seen...)
}

// progress is how far a run under preparation is; the page asks again by itself.
func (v *runView) progress() g.Node {
	if v.run.State != payment.Preparing {
		return nil
	}
	return h.Div(g.Attr("hx-get", runPath(v.def, v.run)), g.Attr("hx-trigger", "load delay:1s"), g.Attr("hx-target", "body"),
		ui.Notice(ui.Waiting, g.Text(v.p.T("payments.preparing", "count", v.run.Lines, "total", v.run.Total)+" "), ui.Link(runPath(v.def, v.run), v.p.T("payments.look-again"))))
}

// monthly tells that months fall due with the run; a part of a subsidy fell due
// when its last condition was met.
func (v *runView) monthly() bool { return v.def.Payment.Pays == "monthly" }

func (v *runView) summary() g.Node {
	list := []ui.Definition{
		{Term: v.p.T("payments.state"), Body: v.runBadge(v.run)},
		{Term: v.p.T("payments.prepared-by"), Body: ui.Bdi(v.nameOr(v.people, v.run.PreparedBy))},
	}
	if !v.run.ReleasedBy.IsZero() {
		list = append(list, ui.Definition{Term: v.p.T("payments.released-by"), Body: g.Group{ui.Bdi(v.nameOr(v.people, v.run.ReleasedBy)), g.Text(" – " + v.p.Instant(v.run.ReleasedAt))}})
	}
	if v.run.Failure != "" {
		list = append(list, ui.Definition{Term: v.p.T("payments.failure"), Body: g.Text(v.p.Fault(fault.New(fault.Internal, "payment.failed", nil)) + " " + v.run.Failure)})
	}
	stats := []ui.Stat{{Label: v.p.T("payments.payments"), Number: v.p.Number(v.run.Payable)}, {Label: v.p.T("payments.amount"), Number: v.p.Money(v.run.Amount)}}
	if v.monthly() {
		stats = append(stats, ui.Stat{Label: v.p.T("payments.fell-due"), Number: v.p.Money(v.run.Due)})
	}
	stats = append(stats, ui.Stat{Label: v.p.T("payments.held"), Number: v.p.Number(v.run.Lines - v.run.Payable)})
	return g.Group{ui.Stats(stats...), ui.Card("", nil, ui.Definitions(list...))}
}

// acts are what the reader may do with the run now.
func (v *runView) acts() g.Node {
	var forms []g.Node
	if v.actor.Can(access.PaymentsRelease, v.def.ID, "") {
		forms = append(forms, v.releaseForm())
		if v.run.State == payment.Released {
			forms = append(forms, v.confirm("recall", true))
		}
	}
	if v.actor.Can(access.PaymentsPrepare, v.def.ID, "") {
		switch v.run.State {
		case payment.Failed:
			forms = append(forms, v.confirm("retry", false), v.confirm("discard", true))
		case payment.Prepared, payment.Preparing:
			forms = append(forms, v.confirm("discard", true))
		case payment.Released:
			forms = append(forms, v.confirm("files", false))
		}
	}
	if len(forms) == 0 {
		return nil
	}
	return ui.Card(v.p.T("payments.acts"), nil, h.Div(h.Class("s-actions"), g.Group(forms)))
}

func (v *runView) confirm(step string, danger bool) g.Node {
	var fields []g.Node
	if step == "recall" {
		fields = append(fields, ui.Input(v.p, ui.Field{Name: "reason", Label: v.p.T("payments.reason"), Error: v.problems.On("reason")}))
	}
	return h.Div(h.ID("act-"+step), ui.Confirm(v.p, ui.Confirmation{Button: v.p.T("payments.act-" + step), Question: v.p.T("payments.ask-" + step), Yes: v.p.T("payments.act-" + step),
		Action: runPath(v.def, v.run) + "/" + step, Key: v.newID().String(), Fields: append(fields, ui.Hidden("seen", plain(v.run.Seq))), Danger: danger, Open: v.problems.On("reason") != "" && step == "recall"}))
}

// releaseForm asks for a proof of presence: a code where a second factor is
// enrolled, the password otherwise.
func (v *runView) releaseForm() g.Node {
	switch {
	case v.run.State != payment.Prepared:
		return nil
	case v.run.PreparedBy == v.actor.Account:
		return ui.Notice(ui.Warn, g.Text(v.p.Fault(payment.ErrSelf)))
	}
	factor, err := account.FactorOf(v.Context(), v.s.DB, v.actor.Account)
	label, auto := v.p.T("payments.proof-password"), "current-password"
	if err == nil && factor.Confirmed {
		label, auto = v.p.T("payments.proof-code"), "one-time-code"
	}
	attrs := []g.Node{h.AutoComplete(auto)}
	if !factor.Confirmed {
		attrs = append(attrs, h.Type("password"))
	}
	field := ui.Field{Name: "proof", Label: label, Error: v.problems.On("proof"), Ltr: true, Attrs: attrs}
	return h.Div(h.ID("act-release"), ui.Form("post", runPath(v.def, v.run)+"/release", v.newID().String(), ui.Hidden("seen", plain(v.run.Seq)),
		h.P(g.Text(v.p.T("payments.ask-release", "amount", v.run.Amount, "count", v.run.Payable))), ui.Grid(ui.Input(v.p, field), ui.Actions(ui.Submit(v.p.T("payments.act-release"), "", "", true)))))
}

func (v *runView) files() g.Node {
	if len(v.made) == 0 {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("payments.files"), Columns: []ui.Column{{Head: v.p.T("payments.file")}, {Head: v.p.T("payments.payments"), Numeric: true},
		{Head: v.p.T("payments.amount"), Numeric: true}, {Head: "SHA-256"}}}
	for _, f := range v.made {
		name := ui.Identifier(f.Name)
		if v.actor.Can(access.PaymentsPrepare, v.def.ID, "") {
			name = name.To(runPath(v.def, v.run) + "/files/" + f.Layout)
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{name, ui.Number(v.p, f.Entries), ui.Money(v.p, f.Amount), ui.Node(h.Code(ui.Ltr(shortHash(f.SHA256))))}})
	}
	return ui.TableCard(v.p.T("payments.files"), nil, ui.DataTable(data))
}

func shortHash(sum []byte) string {
	const hex = "0123456789abcdef"
	out := make([]byte, 0, 16)
	for _, b := range sum[:min(8, len(sum))] {
		out = append(out, hex[b>>4], hex[b&15])
	}
	return string(out) + "…"
}

// control says what the eyes that release should look at.
func (v *runView) control() g.Node {
	data := ui.TableData{Caption: v.p.T("payments.control"), Columns: []ui.Column{{Head: v.p.T("payments.kind")}, {Head: v.p.T("payments.cases"), Numeric: true}, {Head: v.p.T("payments.amount"), Numeric: true}}}
	for _, mark := range []string{payment.MarkNew, payment.MarkChanged, payment.MarkLarge} {
		if !v.monthly() {
			break // the marks are of months
		}
		c := v.marks[mark]
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("payments.mark-" + mark)).To(runPath(v.def, v.run) + "?mark=" + mark), ui.Number(v.p, c.Lines), ui.Money(v.p, amountOf(c.Amount))}})
	}
	for _, kind := range payment.ExceptionKinds {
		if n := v.held[kind]; n > 0 {
			path := paymentPath(v.def) + "/exceptions?run=" + strconv.Itoa(v.run.Number) + "&kind=" + kind
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("payments.kind-" + kind)).To(path), ui.Number(v.p, n), ui.Gap("–")}})
		}
	}
	if len(data.Rows) == 0 {
		return nil
	}
	return ui.TableCard(v.p.T("payments.control"), nil, ui.DataTable(data))
}

// ledger holds the sums of the lines against what the ledger has of the run.
func (v *runView) ledger() g.Node {
	if v.run.ReleasedBy.IsZero() {
		return nil
	}
	data := ui.TableData{Caption: v.p.T("paystep.ledger"), Columns: []ui.Column{{Head: v.p.T("payments.entry")}, {Head: v.p.T("paystep.of-lines"), Numeric: true}, {Head: v.p.T("paystep.of-ledger"), Numeric: true}, {Head: v.p.T("payments.state")}}}
	type sums struct {
		label         string
		lines, ledger money.Amount
	}
	list := []sums{{"payments.amount", v.run.Amount, v.posted.Paid}}
	if v.monthly() {
		list = append([]sums{{"payments.fell-due", v.run.Due, v.posted.Due}}, list...)
	}
	for _, x := range list {
		agrees := ui.Badge(ui.Good, v.p.T("paystep.agrees"))
		if x.lines != x.ledger {
			agrees = ui.Badge(ui.Bad, v.p.T("paystep.differs"))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T(x.label)), ui.Money(v.p, x.lines), ui.Money(v.p, x.ledger), ui.Node(agrees)}})
	}
	return ui.TableCard(v.p.T("paystep.ledger"), nil, ui.DataTable(data))
}

func (v *runView) list() g.Node {
	data := ui.TableData{ID: "lines", Caption: v.p.T("payments.lines"), Empty: ui.Empty(v.p.T("payments.no-lines"), "", nil), Columns: []ui.Column{{Head: v.p.T("payments.beneficiary")},
		{Head: v.p.T("payments.order"), Numeric: true}, {Head: v.p.T("payments.province")}, {Head: v.p.T(periodHead(v.def))}}}
	if v.monthly() {
		data.Columns = append(data.Columns, ui.Column{Head: v.p.T("payments.fell-due"), Numeric: true})
	}
	data.Columns = append(data.Columns, ui.Column{Head: v.p.T("payments.amount"), Numeric: true}, ui.Column{Head: v.p.T("payments.remark")})
	for _, l := range v.lines {
		data.Rows = append(data.Rows, ui.Row{Cells: v.line(l)})
	}
	pager := ui.PagerData{Total: v.all.Lines}
	if n := len(v.lines); n == runLines {
		pager.Next = v.at(v.lines[n-1].Position)
	}
	if v.filter.After > 0 {
		pager.Previous = v.at(0)
	}
	return ui.TableCard(v.p.T("payments.lines"), nil, ui.DataTable(data), ui.Pager(v.p, pager))
}

func (v *runView) at(after int) string {
	query := v.URL.Query()
	query.Del("after")
	query.Del("lang")
	if after > 0 {
		query.Set("after", strconv.Itoa(after))
	}
	return withQuery(runPath(v.def, v.run), query)
}

func (v *runView) line(l payment.Line) []ui.Cell {
	name := ui.Gap("–")
	if text, ok := v.names[l.Party]; ok {
		name = ui.Text(text).To(statementPath(v.def, l.Party))
	}
	remark := ui.Text("")
	switch {
	case l.Hold != "":
		remark = ui.Node(ui.Badge(ui.Warn, v.p.T("payments.hold-"+l.Hold)))
	case l.Attempt > 1:
		remark = ui.Node(ui.Badge(ui.Waiting, v.p.T("payments.attempt", "number", l.Attempt)))
	case l.Mark != "":
		remark = ui.Node(ui.Badge(ui.Neutral, v.p.T("payments.mark-"+l.Mark)))
	}
	cells := []ui.Cell{name, ui.Number(v.p, int64(l.Position)), ui.Text(v.placeName(l.Province)), ui.Text(v.months(v.def, l))}
	if v.monthly() {
		cells = append(cells, ui.Money(v.p, l.Due))
	}
	return append(cells, ui.Money(v.p, l.Amount), remark)
}

// periodHead is the head of the column of months: of what a line pays.
func periodHead(def *programme.Definition) string {
	if def.Payment.Pays == "tranches" {
		return "payments.tranche"
	}
	return "payments.months"
}

// months are those that fell due with a line; the period of one that was issued
// again, and the part of a subsidy.
func (r *request) months(def *programme.Definition, l payment.Line) string {
	switch {
	case def.Payment.Pays == "tranches":
		return r.p.T("paystep.part", "number", int(l.Period))
	case l.From > l.To:
		return r.p.Month(l.Period.String())
	}
	return r.span(l.From, l.To)
}

// span is a month, or from one to another.
func (r *request) span(from, to payment.Month) string {
	if from == to {
		return r.p.Month(from.String())
	}
	return r.p.T("payments.from-to", "from", r.p.Month(from.String()), "to", r.p.Month(to.String()))
}

// runSteps carry out the acts on a run.
var runSteps = map[string]func(s *Server, r *request, q payment.RunRequest) error{
	"release": func(s *Server, r *request, q payment.RunRequest) error {
		proof, err := account.Prove(r.Context(), s.DB, s.Keys, r.session, r.FormValue("proof"))
		if err == nil {
			_, err = s.Payments.Release(r.Context(), q, proof)
		}
		return err
	},
	"recall": func(s *Server, r *request, q payment.RunRequest) error {
		_, err := s.Payments.Recall(r.Context(), q)
		return err
	},
	"discard": func(s *Server, r *request, q payment.RunRequest) error {
		_, err := s.Payments.Discard(r.Context(), q)
		return err
	},
	"retry": func(s *Server, r *request, q payment.RunRequest) error {
		_, err := s.Payments.Retry(r.Context(), q)
		if err == nil {
			s.Payments.Wake()
		}
		return err
	},
	"files": func(s *Server, r *request, q payment.RunRequest) error {
		q.Seen = 0
		_, err := s.Payments.MakeFiles(r.Context(), q, s.Folder)
		return err
	},
}

// actOnRun carries out a step of a run.
func actOnRun(s *Server, r *request) error {
	def, run, err := r.run()
	if err != nil {
		return err
	}
	step, ok := runSteps[r.PathValue("step")]
	if !ok {
		return store.ErrNotFound
	}
	if r.PathValue("step") == "release" && run.PreparedBy == r.actor.Account {
		return showRun(s, r, payment.ErrSelf) // before a code is asked for and used up
	}
	err = step(s, r, payment.RunRequest{Key: r.key(), Actor: r.actor, On: r.today(), Reason: strings.TrimSpace(r.FormValue("reason")), Programme: def.ID, Run: run.ID, Seen: number(r.FormValue("seen"))})
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(runPath(def, run))
	case mendable(err):
		return showRun(s, r, err)
	}
	return err
}

// runFile gives a file of a run away, and says who took it.
func runFile(s *Server, r *request) error {
	def, run, err := r.run()
	if err != nil {
		return err
	}
	if !r.actor.Can(access.PaymentsPrepare, def.ID, "") {
		return payment.ErrForbidden
	}
	made, err := payment.Files(r.Context(), s.DB, run)
	if err != nil {
		return err
	}
	for _, f := range made {
		if f.Layout != r.PathValue("layout") {
			continue
		}
		if err := r.logRead(audit.Export, run.ID, "payment"); err != nil {
			return err
		}
		r.w.Header().Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
		http.ServeFile(r.w, r.Request, filepath.Join(s.Folder, f.Name))
		return nil
	}
	return store.ErrNotFound
}
