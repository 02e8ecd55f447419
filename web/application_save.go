package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// deposit takes an application in: the applicant and her children into the
// register and the dossier opened, all or nothing. The same form sent several
// times makes one of each. Two other buttons of the form only show it again:
// with a row more, or with what the rules say of the answers.
func deposit(_ *Server, r *request) error {
	if err := r.readFiles(); err != nil {
		return err
	}
	in, err := r.intake(r.FormValue)
	if err != nil {
		return err
	}
	if list := r.FormValue("add_row"); list != "" {
		return in.addRow(list)
	}
	app, err := in.read()
	if err == nil && r.FormValue("preview") != "" {
		return in.preview(app)
	}
	if err == nil {
		err = in.known(app)
	}
	if err == nil {
		err = in.save(app)
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("intake.deposited"))
		return see(r.backToBoard(receiptPath(app.party, app.dossier)))
	case mendable(err):
		in.failed = err
		return in.show()
	}
	return err
}

// addRow shows the form with one row more in a list.
func (in *intake) addRow(list string) error {
	typed := in.form
	more := in.asks(nil).rowsName(list)
	if in.def.Workflow.Opening().Field(list) != nil {
		more = in.opens(nil).rowsName(list)
	}
	rows, _ := strconv.Atoi(typed(more)) // nonsense is no row; the table bounds it
	in.form = func(name string) string {
		if name == more {
			return strconv.Itoa(rows + 1)
		}
		return typed(name)
	}
	return in.show()
}

func (in *intake) preview(app application) error {
	d, err := in.def.Decide(programme.DecideInput{Answers: app.answers, On: app.on})
	if err != nil {
		in.failed = err
	} else {
		in.decision = &d
	}
	return in.show()
}

// save writes the application in one transaction.
//
// Errors: those of registry.RegisterFamily and of the deposit, on the form's fields.
func (in *intake) save(app application) error {
	err := act.Together(in.Context(), in.s.DB, func(tx *store.Tx) error {
		if in.aboutPerson() {
			if err := in.register(tx, app); err != nil {
				return err
			}
		}
		_, err := in.s.Office.In(in.Context(), tx, dossier.Request{Key: drawn(app.key, "deposit"), Actor: in.actor, Programme: in.def.ID, Party: app.party, Dossier: app.dossier,
			Act: in.def.Workflow.Opening().ID, On: app.on, Province: app.province, Commune: app.commune, Answers: app.answers, Fields: app.fields, Papers: app.papers, Scans: app.scans})
		return err
	})
	if fault.CodeOf(err) == fault.Conflict && !errors.Is(err, act.ErrKeyReused) && in.twin(app) {
		return nil
	}
	if err == nil || !mendable(err) {
		return err
	}
	rd := &reading{told: map[string]bool{}}
	rd.refuse(err, func(field string) string { return app.ownFieldOf(in, field) })
	return rd.faults.Err()
}

// twin tells that the same form, sent at the same moment, was faster.
func (in *intake) twin(app application) bool {
	_, err := dossier.Get(in.Context(), in.s.DB, in.actor.Scope(access.DossiersRead), app.party, app.dossier)
	return err == nil
}

// register writes who is not registered yet.
func (in *intake) register(tx *store.Tx, app application) error {
	a := act.Act{Key: app.key, On: app.on, Actor: in.actor}
	if in.who.ID.IsZero() && !slices.ContainsFunc(in.lists(), ofPersons) {
		return in.registerAlone(tx, a, app)
	}
	if in.who.ID.IsZero() {
		family := registry.Family{Mother: app.mother}
		for _, c := range app.children {
			family.Children = append(family.Children, c.Draft)
		}
		_, err := registry.RegisterFamily(in.Context(), registry.Within(tx), in.s.Keys, a, family)
		return err
	}
	for i, c := range app.children {
		if err := in.addChild(tx, a, app, c); err != nil {
			rd := &reading{told: map[string]bool{}}
			rd.refuse(err, under("children."+strconv.Itoa(i)+"."))
			return rd.faults.Err()
		}
	}
	return nil
}

// registerAlone registers an applicant whose programme asks for no children: a man
// or a woman.
func (in *intake) registerAlone(tx *store.Tx, a act.Act, app application) error {
	_, err := registry.Register(in.Context(), registry.Within(tx), in.s.Keys, a, app.mother)
	if err == nil {
		return nil
	}
	rd := &reading{told: map[string]bool{}}
	rd.refuse(err, under("p."))
	return rd.faults.Err()
}

// addChild registers one more child of a registered applicant.
func (in *intake) addChild(tx *store.Tx, a act.Act, app application, c child) error {
	a.Key = drawn(app.key, c.row+"register")
	if _, err := registry.Register(in.Context(), registry.Within(tx), in.s.Keys, a, c.Draft); err != nil {
		return err
	}
	a.Key = drawn(app.key, c.row+"link")
	_, err := registry.Link(in.Context(), registry.Within(tx), a, app.party, registry.Child, registry.Relative{ID: c.ID})
	return err
}

// fieldOf is the form's field of what the register or the office says is wrong.
func (app application) fieldOf(field string) string {
	if rest, ok := strings.CutPrefix(field, "mother."); ok {
		return "p." + rest
	}
	if rest, ok := strings.CutPrefix(field, "children."); ok {
		place, name, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(place); err == nil && i < len(app.children) {
			return childName(app.children[i].row, name)
		}
	}
	switch field {
	case "province", "commune":
		return "p." + field
	case "children":
		return ""
	}
	return field
}
