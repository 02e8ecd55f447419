package dossier

import (
	"context"
	"errors"
	"slices"

	"sanad/access"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// naming is an answer that names a party or another dossier.
type naming struct {
	question string // "centre", or "children.2.person" counted from 1
	field    *programme.Field
	id       store.ID
}

// named are the parties that answers to some questions name.
func named(fields []*programme.Field, answers programme.Answers) []naming {
	var out []naming
	for _, f := range fields {
		switch {
		case f.Type.IsParty():
			if id, err := store.ParseID(answers.Text(f.Key)); err == nil {
				out = append(out, naming{f.Key, f, id})
			}
		case f.Type == programme.ListField:
			for i, item := range answers.List(f.Key) {
				for _, n := range named(f.Questions(), item) {
					n.question = itemName(f.Key, i, n.question)
					out = append(out, n)
				}
			}
		}
	}
	return out
}

// namedInAnswers leaves out persons that nothing in the act asks about: a widow's
// orphans are posted with the sex and birth of their rows.
func (w *work) namedInAnswers(answers programme.Answers) []naming {
	all := named(w.def.Form.Fields(), answers)
	if w.act.Reads("a.party") {
		return all
	}
	return slices.DeleteFunc(all, func(n naming) bool { return n.field.Type == programme.PersonField })
}

// learn reads the facts of every party that the answers name, each once.
//
// Errors: dossier.party-unknown on the question.
func (w *work) learn(ctx context.Context, namings []naming) error {
	var l fault.List
	for _, n := range namings {
		id := n.id.String()
		if _, known := w.facts[id]; known {
			continue
		}
		fact, err := w.factOf(ctx, n)
		switch {
		case errors.Is(err, store.ErrNotFound):
			l.Add(fault.New(fault.Invalid, "dossier.party-unknown", fault.Args{"question": n.field.Label}).On(n.question))
		case err != nil:
			return err
		}
		if w.facts == nil {
			w.facts = programme.Facts{}
		}
		w.facts[id] = fact
	}
	return l.Err()
}

func (w *work) factOf(ctx context.Context, n naming) (programme.Fact, error) {
	switch n.field.Type {
	case programme.PersonField:
		f, err := registry.FactsOf(ctx, w, access.System("a person whom an act names, of whom it learns no name"), n.id)
		return programme.Fact{Sex: string(f.Sex), Birth: f.Birth}, err
	case programme.OrganisationField:
		return w.organisationFact(ctx, n.id)
	case programme.EstablishmentField:
		f, err := w.establishmentFact(ctx, n.id)
		if err == nil && n.field.Of != "" && f.Category != n.field.Of {
			err = store.ErrNotFound
		}
		return f, err
	}
	return w.dossierFact(ctx, n)
}

// dossierFact is what is known of another dossier: where it stands, and what its
// programme lets others read of its answers.
func (w *work) dossierFact(ctx context.Context, n naming) (programme.Fact, error) {
	other, err := store.One(ctx, w, scan, "select "+columns+" from dossier where id = $1", n.id)
	if err == nil && other.Programme != n.field.Of {
		err = store.ErrNotFound
	}
	f := programme.Fact{Programme: other.Programme, State: other.State, Province: other.Province, Open: other.Holds, Due: other.Due}
	if err != nil {
		return f, err
	}
	def, err := w.o.Programmes.Get(other.Programme)
	if err != nil || def.Category == "" && def.Covers == "" {
		return f, err
	}
	answers, err := answersAt(ctx, w, other)
	return def.AsNamed(f, answers), err
}

func (w *work) organisationFact(ctx context.Context, id store.ID) (programme.Fact, error) {
	o, err := registry.GetOrganisation(ctx, w, inRegisters, id)
	return programme.Fact{Kind: o.Kind, Province: o.Seat.Province, Commune: o.Seat.Commune, Open: o.IsOpen(w.r.On), Closed: !o.IsOpen(w.r.On)}, err
}

// inRegisters: the registers of organisations and establishments are public.
var inRegisters = access.System("a party that an act names")

func (w *work) establishmentFact(ctx context.Context, id store.ID) (programme.Fact, error) {
	e, err := registry.GetEstablishment(ctx, w, inRegisters, id)
	f := programme.Fact{Category: e.Category, Setting: e.Setting, Province: e.Seat.Province, Commune: e.Seat.Commune,
		PlacesF: e.PlacesF, PlacesM: e.PlacesM, PlacesX: e.PlacesX, Open: e.IsOpen(w.r.On), Closed: e.HasClosed(w.r.On)}
	if !e.Operator.IsZero() {
		f.Operator = e.Operator.String()
	}
	return f, err
}

// subject are the facts of the dossier's subject. A person's are those of the
// opening, because a stock must be left where it was entered; an organisation
// and an establishment change, and an act sees them as they are.
func (w *work) subject(ctx context.Context) (programme.Fact, error) {
	switch w.def.Subject {
	case programme.Organisation:
		return w.organisationFact(ctx, w.r.Party)
	case programme.Establishment:
		return w.establishmentFact(ctx, w.r.Party)
	case programme.Person:
		if !w.was.OpenedOn.IsZero() {
			return programme.Fact{Sex: w.was.Sex, Birth: w.was.Birth, Province: w.was.Province, Commune: w.was.Commune}, nil
		}
		f, err := registry.FactsOf(ctx, w, w.r.Actor.Scope(access.PersonsRead), w.r.Party)
		return programme.Fact{Sex: string(f.Sex), Birth: f.Birth, Province: w.r.Province, Commune: w.r.Commune}, err
	}
	province, commune := w.was.Province, w.was.Commune
	if w.was.OpenedOn.IsZero() {
		province, commune = w.r.Province, w.r.Commune
	}
	return programme.Fact{Province: province, Commune: commune}, nil
}

// Names is an answer that names a party or another dossier.
type Names struct {
	ID   store.ID
	Type programme.FieldType
}

// Named are the parties and dossiers that answers to some questions name, for
// whoever shows them.
func Named(fields []*programme.Field, answers programme.Answers) []Names {
	var out []Names
	for _, n := range named(fields, answers) {
		out = append(out, Names{n.id, n.field.Type})
	}
	return out
}
