package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// application is what a form asks for, read and checked.
type application struct {
	key      store.ID
	on       calendar.Date
	party    store.ID
	dossier  store.ID
	province string
	commune  string
	mother   registry.Draft // of an applicant who is not registered yet
	children []child
	answers  programme.Answers
	rows     map[string][]int  // of the lists of the answers, those filled
	fields   programme.Answers // the opening act's own
	ownRows  map[string][]int
	papers   []dossier.Paper
	scans    []dossier.Scan
}

// child is a row that names somebody to be registered with the applicant.
type child struct {
	row string // "a.orphans.0."
	registry.Draft
}

// drawn makes an identifier from a form's key, the same one each time: the same
// form sent again speaks of the same persons and the same dossier.
func drawn(key store.ID, what string) store.ID {
	sum := sha256.Sum256(append(key[:], what...))
	var ms [8]byte
	copy(ms[2:], key[:6])
	return store.MakeID(calendar.Instant(binary.BigEndian.Uint64(ms[:])*1000), binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))
}

// reading gathers everything that is wrong with a form, one fault for each
// field, so that the clerk mends it in one go.
type reading struct {
	*intake
	app    application
	faults fault.List
	told   map[string]bool
}

// refuse keeps the faults of an error under the names that the form's fields have.
func (rd *reading) refuse(err error, name func(field string) string) {
	var f *fault.Error
	if err == nil {
		return
	}
	if !errors.As(err, &f) {
		rd.faults.Add(err)
		return
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	for _, part := range parts {
		if field := name(part.Field); field == "" || !rd.told[field] {
			rd.told[field] = true
			rd.faults.Add(part.On(field))
		}
	}
}

func under(prefix string) func(string) string {
	return func(field string) string { return prefix + field }
}

func asNamed(field string) string { return field }

// read reads and checks the whole form.
//
// Errors: those of the register and of the programme's form, each on its field;
// intake.day-missing, intake.province-missing.
func (in *intake) read() (application, error) {
	rd := &reading{intake: in, told: map[string]bool{}}
	rd.app.key = in.key()
	rd.app.party, rd.app.dossier = drawn(rd.app.key, "applicant"), drawn(rd.app.key, "dossier")
	if !in.who.ID.IsZero() {
		rd.app.party = in.who.ID
	}
	rd.place()
	rd.day()
	rd.about()
	if in.aboutPerson() && in.who.ID.IsZero() {
		rd.applicant()
	}
	rd.questions()
	err := rd.handedIn()
	if err != nil {
		return application{}, err
	}
	return rd.app, rd.faults.Err()
}

func (rd *reading) place() {
	rd.app.province, rd.app.commune = rd.form("p.province"), strings.TrimSpace(rd.form("p.commune"))
	if rd.app.province == "" && !rd.def.National {
		rd.refuse(fault.New(fault.Invalid, "intake.province-missing", nil).On("p.province"), asNamed)
	}
}

func (rd *reading) day() {
	on, err := rd.request.day("on")
	if err == nil && on.IsZero() {
		err = fault.New(fault.Invalid, "intake.day-missing", nil).On("on")
	}
	rd.refuse(err, asNamed)
	rd.app.on = on
}

func (rd *reading) applicant() {
	draft, err := rd.draft("p.", rd.form)
	rd.refuse(err, asNamed)
	draft.ID, draft.Province, draft.Commune = rd.app.party, rd.app.province, rd.app.commune
	if rd.def.Unnamed && draft.Latin.IsZero() && draft.Arabic.Family == "" {
		draft.Arabic = unnamed(draft.Arabic.Given)
	}
	draft, _ = draft.Clean()
	rd.refuse(draft.Check(rd.today()), under("p."))
	rd.app.mother = draft
}

// unnamed is how the register calls somebody who is known by an alias or not at
// all, as an administration writes it. Once the name is known the entry is
// written again, or merged with the one there is: the person stays the same.
func unnamed(alias string) registry.Name {
	if alias == "" {
		alias = "شخص"
	}
	return registry.Name{Given: alias, Family: "مجهول الهوية"}
}

// questions reads the answers of the form, and the opening act's own.
func (rd *reading) questions() {
	asks := rd.asks(nil)
	read := asks.read(rd.def.Form.Fields(), rd.refuse, rd.personOf)
	answers, err := rd.def.Form.Check(programme.NewAnswers(read.values), cmp.Or(rd.app.on, rd.today()))
	rd.refuse(err, func(field string) string { return asks.nameOf(field, read.rows) })
	rd.app.answers, rd.app.rows = answers, read.rows
	own := rd.opens(nil)
	more := own.read(rd.def.Workflow.Opening().Questions(), rd.refuse, nil)
	rd.app.fields, rd.app.ownRows = programme.NewAnswers(more.values), more.rows
}

// personOf is whom a row names, in a list of persons to be registered.
func (rd *reading) personOf(list *programme.Field, row string) (store.ID, bool) {
	key := itemPerson(list)
	if key == "" || !itemGivenName(list) {
		return store.ID{}, false
	}
	return rd.childOf(row, rd.form(row+key)), true
}

// childOf is the child of a row: one of the applicant's who is registered, or
// one to be registered with her. An identifier of anybody else is not believed.
func (rd *reading) childOf(row, known string) store.ID {
	for _, registered := range rd.intake.children {
		if registered.ID.String() == known {
			return registered.ID
		}
	}
	draft := registry.Draft{ID: drawn(rd.app.key, row), Arabic: registry.Name{Given: rd.form(row + itemGiven), Family: rd.form(childrenFamily)},
		Sex: sexOf(rd.form(row + itemSex)), Province: rd.app.province}
	var err error
	if text := rd.form(row + itemBirth); text != "" {
		draft.Birth, err = calendar.ParseBirth(text)
		rd.refuse(err, func(string) string { return row + itemBirth })
	}
	draft, _ = draft.Clean()
	rd.refuse(draft.Check(rd.today()), func(field string) string { return childName(row, field) })
	rd.app.children = append(rd.app.children, child{row: row, Draft: draft})
	return draft.ID
}

// childName is the form's field of what the register says of a child.
func childName(row, field string) string {
	switch field {
	case "given_ar":
		return row + itemGiven
	case "family_ar":
		return childrenFamily
	case "province":
		return "p.province"
	}
	return row + field
}

// handedIn are the papers: a file stands for having seen it.
func (rd *reading) handedIn() error {
	scans, err := rd.scans()
	if err != nil {
		return err
	}
	rd.app.scans = scans
	for _, doc := range rd.def.OpeningDocuments() {
		scanned := slices.ContainsFunc(scans, func(s dossier.Scan) bool { return s.Kind == doc.Key })
		if rd.form("paper."+doc.Key) != "" && !scanned {
			rd.app.papers = append(rd.app.papers, dossier.Paper{Kind: doc.Key})
		}
	}
	return nil
}
