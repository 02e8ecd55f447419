package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const (
	applicationsPath   = "/applications"
	newApplicationPath = applicationsPath + "/new"
)

// listRows is how many empty rows a list has at first.
const listRows = 4

// intake is the form by which a counter takes an application in: the applicant,
// what the programme asks, and the papers.
type intake struct {
	*request
	def      *programme.Definition
	form     typed           // what was typed, or what the form begins with
	who      registry.Person // the applicant when already registered, else zero
	children []registry.Person
	failed   error
	alike    []registry.Alike    // who is registered and may be the applicant, when it was asked
	decision *programme.Decision // what the rules say now, when asked

	alikeChildren []knownChild // likewise of the children
}

// openings are the programmes in which the reader may open dossiers somewhere;
// those about persons ask that they may be registered too.
func (r *request) openings() []*programme.Definition {
	return slices.DeleteFunc(r.s.Programmes.Running(), func(d *programme.Definition) bool {
		if d.Subject == programme.Household || d.Subject == programme.Person && !r.actor.Holds(access.PersonsWrite) {
			return true
		}
		return !r.holdsRole(d.Workflow.Opening().By, d.ID)
	})
}

// mayDeposit tells that the reader takes applications in.
func (r *request) mayDeposit() bool {
	return len(r.openings()) > 0
}

// newApplication shows the empty form; with several programmes, the choice of one.
func newApplication(_ *Server, r *request) error {
	defs := r.openings()
	if len(defs) == 0 {
		return fault.New(fault.Forbidden, "intake.not-yours", nil)
	}
	if r.query("programme") == "" && len(defs) > 1 {
		return r.chooseProgramme(defs)
	}
	in, err := r.intake(r.URL.Query().Get)
	if err != nil {
		return err
	}
	if !in.who.ID.IsZero() {
		if err := r.logRead(audit.Person, store.ID{}, purposes[0], personParty(in.who)); err != nil {
			return err
		}
	}
	in.form = in.beginning()
	return in.show()
}

func (r *request) chooseProgramme(defs []*programme.Definition) error {
	frame := r.frame()
	frame.Title, frame.Lead, frame.Narrow = r.p.T("intake.new-application"), r.p.T("intake.which-programme"), true
	var items []g.Node
	for _, def := range defs {
		query := r.URL.Query()
		query.Set("programme", def.ID)
		items = append(items, h.Li(ui.Link(withQuery(newApplicationPath, query), r.say(def.Title))))
	}
	return r.show(ui.Page(frame, ui.Card("", nil, h.Ul(items...))))
}

// intake finds the programme and the registered applicant, if any, of a form.
//
// Errors: intake.not-yours, programme.unknown; store.not-found for a person who
// is nobody or outside the reader's scope.
func (r *request) intake(form typed) (*intake, error) {
	defs := r.openings()
	in := &intake{request: r, form: form}
	i := slices.IndexFunc(defs, func(d *programme.Definition) bool { return d.ID == form("programme") })
	switch {
	case len(defs) == 0:
		return nil, fault.New(fault.Forbidden, "intake.not-yours", nil)
	case i >= 0:
		in.def = defs[i]
	case len(defs) == 1 && form("programme") == "":
		in.def = defs[0]
	default:
		return nil, fault.New(fault.NotFound, "programme.unknown", fault.Args{"programme": form("programme")})
	}
	if form("person") == "" {
		return in, nil
	}
	id, err := store.ParseID(form("person"))
	if err != nil {
		return nil, store.ErrNotFound
	}
	scope := r.actor.Scope(access.PersonsWrite)
	if in.who, err = registry.Get(r.Context(), r.s.DB, scope, id); err != nil {
		return nil, err
	}
	in.children, err = registry.Children(r.Context(), r.s.DB, scope, id)
	return in, err
}

// beginning is what the form holds before anything is typed: today, the only
// province there is, and the children that the register knows.
func (in *intake) beginning() typed {
	values := map[string]string{subjectField: in.form(subjectField), "on": ui.DateValue(in.today()), "p.province": in.who.Province, ui.KeyField: in.newID().String()}
	if places := in.provinces(); len(places) == 1 {
		values["p.province"] = places[0].Value
	}
	in.beginOwn(values)
	for _, list := range in.lists() {
		if !ofPersons(list) {
			continue
		}
		values["rows."+list.Key] = strconv.Itoa(max(listRows, len(in.children)))
		for i, child := range in.children {
			row := in.asks(nil).rowName(list.Key, i)
			values[row+itemPerson(list)], values[row+itemGiven], values[row+itemSex] = child.ID.String(), child.Arabic.Given, sexCode(child.Sex)
			if child.Birth.Precision == calendar.ByDay {
				values[row+itemBirth] = ui.DateValue(child.Birth.On)
			}
		}
	}
	return func(name string) string { return values[name] }
}

// provinces are where the reader may both register the applicant and deposit.
func (in *intake) provinces() []ui.Option {
	return in.provincesWhere(func(code string) bool {
		may := in.actor.HasAnyOf(in.actor.Party(), in.def.Workflow.Opening().By, in.def.ID, code)
		return may && (!in.aboutPerson() || in.actor.Can(access.PersonsWrite, "", code))
	})
}

// show is the page of the form, filled with what was typed.
func (in *intake) show() error {
	frame := in.frame()
	frame.Title, frame.Lead = in.p.T("intake.new-application"), in.say(in.def.Title)
	frame.Breadcrumbs = []ui.Crumb{{Label: in.p.T("web.menu-search"), Path: searchPath}, {Label: in.p.T("intake.new-application")}}
	problems := ui.ProblemsOf(in.p, in.failed)
	body := []g.Node{ui.Guard(), ui.OnEnter("preview", "1"), ui.Hidden("programme", in.def.ID), ui.Hidden("person", in.form("person")), in.aboutCard(problems)}
	for i := range in.def.Form.Sections {
		card, err := in.sectionCard(&in.def.Form.Sections[i], problems)
		if err != nil {
			return err
		}
		body = append(body, card)
	}
	body = append(body, in.openCard(problems), in.paperCard(problems), in.depositCard(problems))
	code := http.StatusOK
	if in.failed != nil {
		code = statusOf(in.failed)
	}
	return in.showStatus(code, ui.Page(frame, ui.ErrorSummary(in.p, in.failed), in.filesAgain(), in.rulesNow(),
		ui.FileForm(applicationsPath, cmp.Or(in.form(ui.KeyField), in.newID().String()), body...)))
}

// filesAgain says that a browser does not keep the files of a form that comes
// back, when there were any.
func (in *intake) filesAgain() g.Node {
	if in.MultipartForm == nil {
		return nil
	}
	for _, files := range in.MultipartForm.File {
		if len(files) > 0 && files[0].Filename != "" {
			return ui.Notice(ui.Warn, g.Text(in.p.T("intake.files-again")))
		}
	}
	return nil
}

// rulesNow is what the rules say of the answers so far, when it was asked.
func (in *intake) rulesNow() g.Node {
	if in.decision == nil {
		return nil
	}
	return ui.Card(in.p.T("intake.rules-now"), nil, h.P(h.Class("s-note"), g.Text(in.p.T("intake.rules-now-note"))), decisionBody(in.request, in.def, in.decision))
}

// applicantCard is who applies: a registered person, or the fields of a new one.
func (in *intake) applicantCard(problems ui.Problems) g.Node {
	places := []g.Node{
		ui.Select(in.p, ui.Field{Name: "p.province", Label: in.p.T("web.province"), Value: in.form("p.province"), Error: problems.On("p.province")}, in.provinces()),
		in.communeField(in.form("p.province"), "p.commune", in.form("p.commune"), problems.On("p.commune")),
	}
	if !in.who.ID.IsZero() {
		return ui.Card(in.p.T("intake.applicant"), nil, in.identity(in.who), h.H3(g.Text(in.p.T("intake.deposit-place"))), ui.Grid(append(places, in.familyNameField(problems))...))
	}
	fields := slices.Concat(in.nameFields("p.", in.form, problems), []g.Node{in.sexField("p.", in.form, problems), in.birthField("p.", in.form, problems),
		in.cinField("p.", in.form, problems, in.p.T("intake.cin-help")), in.phoneField("p.", in.form, problems), in.addressField("p.", in.form, problems)}, places)
	return ui.Card(in.p.T("intake.applicant"), []g.Node{ui.LinkButton(searchPath, in.p.T("intake.already-registered"), false)},
		g.If(in.def.Unnamed, h.P(h.Class("s-note"), g.Text(in.p.T("intake.unnamed-help")))), in.alikeBox(), ui.Grid(append(fields, in.familyNameField(problems))...))
}

// familyNameField asks once for the family name that children have from their
// father; a programme without children does not ask it.
func (in *intake) familyNameField(problems ui.Problems) g.Node {
	if !slices.ContainsFunc(in.lists(), ofPersons) {
		return nil
	}
	return ui.Input(in.p, ui.Field{Name: childrenFamily, Label: in.p.T("intake.children-family"), Help: in.p.T("intake.children-family-help"),
		Value: in.form(childrenFamily), Error: problems.On(childrenFamily), Attrs: []g.Node{g.Attr("autocomplete", "off")}})
}

// paperCard takes in the papers: seen by the clerk, or sent as a file.
func (in *intake) paperCard(problems ui.Problems) g.Node {
	documents := in.def.OpeningDocuments()
	if len(documents) == 0 {
		return nil
	}
	data := ui.TableData{Caption: in.p.T("intake.papers"), Columns: []ui.Column{{Head: in.p.T("intake.paper")}, {Head: in.p.T("intake.paper-seen")}, {Head: in.p.T("intake.paper-file")}}}
	for _, doc := range documents {
		label := in.say(doc.Label)
		wrong := problems.On("paper." + doc.Key)
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{
			ui.Node(g.Group{g.Text(label), g.If(wrong != "", h.Div(h.Class("s-error"), g.Text(wrong)))}),
			ui.Node(g.Group{cellLabel(in.p.T("intake.paper-seen")), h.Input(h.Type("checkbox"), h.ID(ui.FieldID("paper."+doc.Key)), h.Name("paper."+doc.Key), h.Value("seen"), h.Aria("label", label),
				g.If(in.form("paper."+doc.Key) != "", h.Checked()))}),
			ui.Node(h.Input(h.Type("file"), h.Class("form-control"), h.Name("scan."+doc.Key), h.Accept(accepts(doc.Formats)), h.Aria("label", label)))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data), h.P(h.Class("s-note card-body"), g.Text(in.p.T("intake.papers-help"))))
}

// accepts is a paper's formats as a file field wants them.
func accepts(formats []string) string {
	text := ""
	for _, f := range formats {
		text += "." + f + ","
		if f == "jpeg" {
			text += ".jpg,"
		}
	}
	return text[:max(0, len(text)-1)]
}

func (in *intake) depositCard(problems ui.Problems) g.Node {
	return ui.Card(in.p.T("intake.deposit"), nil,
		ui.Grid(ui.DateInput(in.p, ui.Field{Name: "on", Label: in.p.T("intake.deposited-on"), Value: in.form("on"), Error: problems.On("on")})),
		ui.Actions(ui.Submit(in.p.T("intake.deposit-go"), "", "", true), g.If(len(in.def.Rules.Conditions) > 0, ui.Submit(in.p.T("intake.preview"), "preview", "1", false))))
}
