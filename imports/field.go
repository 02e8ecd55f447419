package imports

import (
	"fmt"
	"strconv"

	"sanad/dossier"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
)

// Field is what a column may hold.
type Field struct {
	Key      string
	Label    locale.Text
	Group    string             // "row", "person", "household" or, of applications, "application"
	Required bool               // without it no row can be written
	Date     bool               // Mapping.Dates says how its dates are written
	Codes    []programme.Option // what words in it mean; none for other fields
}

// Keys of fields that are not a registry.Draft's.
const (
	keyField       = "key"       // the source's own number of a row
	personField    = "person"    // of applications: the source's number of a person imported before
	decisionField  = "decision"  // of failed rows: who it is, or that it is another person
	householdField = "household" // the source's number of the household
	roleField      = "role"      // in the household
	dayField       = "day"       // of the deposit
)

// Prefixes of the fields that a programme makes.
const (
	answerPrefix = "a."     // a question of the form: "a.income", "a.children.2.birth"
	ownPrefix    = "f."     // a question of the act that deposits
	paperPrefix  = "paper." // a paper handed in
)

// mostItems is how many items of a list columns may give.
const mostItems = 12

// Roles in a household.
const (
	headRole   = "head"
	spouseRole = "spouse"
	childRole  = "child"
	memberRole = "member" // lives there
)

// Fields are what the columns of a kind of file may hold; for applications, to
// a programme.
//
// Errors: programme.unknown; imports.programme-missing; imports.subject when the
// programme's dossiers are not about persons.
func (o *Office) Fields(kind Kind, programmeID string) ([]Field, error) {
	fields := []Field{plain(keyField, "row")}
	switch kind {
	case Persons:
		return append(append(fields, personFields()...), plain(decisionField, "row")), nil
	case Households:
		fields = append(fields, need(plain(householdField, "household")), need(coded(roleField, "household", "imports.role.", headRole, spouseRole, childRole, memberRole)))
		return append(append(fields, personFields()...), plain(decisionField, "row")), nil
	}
	def, err := o.programme(programmeID)
	if err != nil {
		return nil, err
	}
	fields = append(fields, plain(personField, "row"))
	for _, f := range personFields() {
		f.Required = false // a person of an earlier import needs no name here
		fields = append(fields, f)
	}
	fields = append(fields, dated(plain(dayField, "application")))
	fields = append(fields, questions(answerPrefix, def.Form.Fields())...)
	fields = append(fields, questions(ownPrefix, def.Workflow.Opening().Questions())...)
	for _, doc := range def.OpeningDocuments() {
		fields = append(fields, Field{Key: paperPrefix + doc.Key, Label: doc.Label, Group: "application", Codes: yesOrNo()})
	}
	return append(fields, plain(decisionField, "row")), nil
}

// programme finds one whose applications can be imported.
func (o *Office) programme(id string) (*programme.Definition, error) {
	if id == "" {
		return nil, fault.New(fault.Invalid, "imports.programme-missing", nil).On("programme")
	}
	def, err := o.Dossiers.Programmes.Get(id)
	if err != nil {
		return nil, err
	}
	if !def.Runs() || def.Subject != programme.Person {
		return nil, fault.New(fault.Invalid, "imports.subject", fault.Args{"programme": def.Title}).On("programme")
	}
	return def, nil
}

// Programmes are those whose applications can be imported.
func (o *Office) Programmes() []*programme.Definition {
	var out []*programme.Definition
	for _, def := range o.Dossiers.Programmes.Running() {
		if def.Subject == programme.Person {
			out = append(out, def)
		}
	}
	return out
}

func personFields() []Field {
	return []Field{
		need(plain("given", "person")), need(plain("family", "person")),
		plain("given_ar", "person"), plain("family_ar", "person"), plain("given_latin", "person"), plain("family_latin", "person"),
		need(coded("sex", "person", "registry.sex.", string(registry.Female), string(registry.Male))), need(dated(plain("birth", "person"))), dated(plain("died_on", "person")),
		plain("province", "person"), plain("commune", "person"), plain("address", "person"), plain("phone", "person"),
		plain(string(registry.CIN), "person"), plain(string(registry.IDCS), "person"), plain(string(registry.Massar), "person"),
	}
}

// standIns are fields either of which will do for a required one: a name in one
// script, or in whichever the letters tell.
var standIns = map[string][]string{"given": {"given_ar", "given_latin"}, "family": {"family_ar", "family_latin"}}

func plain(key, group string) Field {
	return Field{Key: key, Label: textOf("imports.field." + key), Group: group}
}

func need(f Field) Field { f.Required = true; return f }

func dated(f Field) Field { f.Date = true; return f }

// coded is a field whose words mean codes; words begins the keys of their labels.
func coded(key, group, words string, codes ...string) Field {
	f := plain(key, group)
	for _, code := range codes {
		f.Codes = append(f.Codes, programme.Option{Code: code, Label: textOf(words + code)})
	}
	return f
}

func yesOrNo() []programme.Option {
	return []programme.Option{{Code: "yes", Label: textOf("imports.yes")}, {Code: "no", Label: textOf("imports.no")}}
}

// questions are the fields of a form's questions; a list has one for each of its
// questions and items.
func questions(prefix string, fields []*programme.Field) []Field {
	var out []Field
	for _, q := range fields {
		if q.Type != programme.ListField {
			out = append(out, question(prefix+q.Key, q, q.Label))
			continue
		}
		for n := 1; n <= mostItems; n++ {
			for _, item := range q.Questions() {
				out = append(out, question(fmt.Sprintf("%s%s.%d.%s", prefix, q.Key, n, item.Key), item, joined(q.Label, n, item.Label)))
			}
		}
	}
	return out
}

func question(key string, q *programme.Field, label locale.Text) Field {
	f := Field{Key: key, Label: label, Group: "application", Date: q.Type == programme.DateField}
	switch q.Type {
	case programme.YesNoField:
		f.Codes = yesOrNo()
	case programme.ChoiceField, programme.ChoicesField:
		f.Codes = q.Options
	}
	return f
}

// listLabels are the lists of a form and of its deposit, which no column holds
// but something may be said of.
func listLabels(def *programme.Definition) map[string]locale.Text {
	out := map[string]locale.Text{}
	for prefix, fields := range map[string][]*programme.Field{answerPrefix: def.Form.Fields(), ownPrefix: def.Workflow.Opening().Questions()} {
		for _, q := range fields {
			if q.Type == programme.ListField {
				out[prefix+q.Key] = q.Label
			}
		}
	}
	return out
}

// joined is the label of an item's question: "Children 2: birth".
func joined(list locale.Text, n int, item locale.Text) locale.Text {
	number := strconv.Itoa(n)
	return locale.Text{Ar: list.Ar + " " + number + ": " + item.Ar, Fr: list.Fr + " " + number + " : " + item.Fr, En: list.En + " " + number + ": " + item.En}
}

// languages in which what goes wrong with a row is kept, since whoever reads it
// later may read another than who imported.
var languages = []locale.Lang{locale.Arabic, locale.French, locale.English}

// textOf is a message in the three languages.
func textOf(key string) locale.Text {
	return inAll(func(p *locale.Printer) string { return p.T(key) })
}

func inAll(say func(p *locale.Printer) string) locale.Text {
	var t locale.Text
	for i, into := range []*string{&t.Ar, &t.Fr, &t.En} {
		*into = say(locale.For(languages[i]))
	}
	return t
}

// papers are those that a row says were handed in.
func papers(kinds []string) []dossier.Paper {
	var out []dossier.Paper
	for _, kind := range kinds {
		out = append(out, dossier.Paper{Kind: kind})
	}
	return out
}
