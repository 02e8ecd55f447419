package web

import (
	"strings"

	g "maragu.dev/gomponents"

	"sanad/fault"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// subjectField is the name of the question whom a dossier is about, where that
// is no person.
const subjectField = "subject"

// aboutPerson tells that the form takes in a person, with what registers them.
func (in *intake) aboutPerson() bool { return in.def.Subject == programme.Person }

// subjectQuestion asks for the organisation or establishment a dossier is about.
func (in *intake) subjectQuestion() *programme.Field {
	return &programme.Field{Key: subjectField, Type: programme.FieldType(in.def.Subject), Required: true}
}

// aboutCard is whom or what the dossier is about, and where.
func (in *intake) aboutCard(problems ui.Problems) g.Node {
	if in.aboutPerson() {
		return in.applicantCard(problems)
	}
	if own := in.actor.Party(); !own.IsZero() {
		return in.ownCard(problems)
	}
	var fields []g.Node
	if in.def.Subject == programme.Organisation || in.def.Subject == programme.Establishment {
		asks := &questions{request: in.request, form: in.form, many: in.several, problems: problems}
		fields = append(fields, asks.party(in.subjectQuestion(), ui.Field{Name: subjectField, Label: in.p.T("intake.about-" + in.def.Subject), Value: in.form(subjectField), Error: problems.On(subjectField)}))
	}
	province := ui.Field{Name: "p.province", Label: in.p.T("web.province"), Value: in.form("p.province"), Error: problems.On("p.province"), Optional: in.def.National}
	if in.def.National {
		province.Help = in.p.T("intake.national-help")
	}
	return ui.Card(in.p.T("intake.about"), nil, ui.Grid(append(fields, ui.Select(in.p, province, in.provinces()))...))
}

// about reads whom the dossier is about; a dossier that stands for itself is its
// own party.
func (rd *reading) about() {
	switch rd.def.Subject {
	case programme.None:
		rd.app.party = rd.app.dossier
	case programme.Organisation, programme.Establishment:
		if own := rd.actor.Party(); !own.IsZero() {
			rd.app.party = own // an association speaks for itself, whatever a form says
			return
		}
		value, err := rd.resolve(rd.subjectQuestion(), rd.form(subjectField))
		if err == nil && value == nil {
			err = fault.New(fault.Invalid, "programme.required", nil)
		}
		rd.refuse(err, func(string) string { return subjectField })
		if id, ok := value.(string); ok {
			rd.app.party, _ = store.ParseID(id) // resolve gives identifiers only
		}
	}
}

// opens are the opening act's own questions.
func (in *intake) opens(problems ui.Problems) *questions {
	return &questions{request: in.request, prefix: "f.", form: in.form, many: in.several, problems: problems}
}

// openCard asks what the opening act itself asks, when it asks anything.
func (in *intake) openCard(problems ui.Problems) g.Node {
	a := in.def.Workflow.Opening()
	if len(a.Fields) == 0 {
		return nil
	}
	return ui.Card(in.say(a.Title), nil, in.opens(problems).all(a.Questions())...)
}

// several are the values of a question with several answers.
func (r *request) several(name string) []string {
	if r.Form == nil {
		return nil
	}
	return r.Form[name]
}

// ownFieldOf is the form's name of a field of the opening act, of an answer, or
// of what the office says of the subject.
func (app application) ownFieldOf(in *intake, field string) string {
	head, _, _ := strings.Cut(field, ".")
	if in.def.Workflow.Opening().Field(head) != nil {
		return in.opens(nil).nameOf(field, app.ownRows)
	}
	if in.def.Form.Field(head) != nil {
		return in.asks(nil).nameOf(field, app.rows)
	}
	return app.fieldOf(field)
}
