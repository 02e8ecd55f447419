package registry

import (
	"context"
	"strconv"

	"sanad/act"
)

// Registered is a family in the register; Children are in the order of the
// request.
type Registered struct {
	Mother   Person
	Children []Person
}

// RegisterFamily puts a widow, her children, and the late husband's name into
// the register in one act: one event on her stream. Of the act, the caller fills
// Key, On, Actor and Reason. It reads nothing but what the database checks.
//
// Errors: those of Draft.Check on "mother.sex", "husband.died_on",
// "children.0.birth" and so on, all at once; registry.mother-male,
// children-many, child-before-mother; registry.commune-unknown;
// registry.identifier-taken with the province; registry.forbidden; act's.
func RegisterFamily(ctx context.Context, w Write, k *Keys, a act.Act, f Family) (Registered, error) {
	f, marks := f.clean()
	if f.Mother.ID.IsZero() {
		f.Mother.ID = derived(a.Key, 0)
	}
	for i := range f.Children {
		if f.Children[i].ID.IsZero() {
			f.Children[i].ID = derived(a.Key, uint64(i)+1)
		}
	}
	a.Kind, a.Party, a.Stream = "registry.register_family", f.Mother.ID, f.Mother.ID
	if !a.Fresh {
		a.Input = asked(a, k, f.unsealed(), f.identities()...)
	}
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		if err := f.permitted(s); err != nil {
			return change{}, err
		}
		persons, kin := f.rows(k, s)
		return change{Persons: persons, Kin: kin, Marks: marks}, enterFamily(ctx, s, persons, kin)
	})
	if err != nil {
		return Registered{}, err
	}
	return Registered{Mother: made.Persons[0], Children: made.Persons[1:]}, nil
}

// permitted checks the rights and the whole form.
func (f Family) permitted(s *act.Step) error {
	if err := allowed(s.Act.Actor, f.Mother.Province); err != nil {
		return onPerson(err, 0)
	}
	for i, child := range f.Children {
		if child.Province == f.Mother.Province {
			continue
		}
		if err := allowed(s.Act.Actor, child.Province); err != nil {
			return onPerson(err, i+1)
		}
	}
	c := &checker{}
	c.family(f, s.Today())
	return c.faults.Err()
}

// rows are the persons, the mother first, and her links.
func (f Family) rows(k *Keys, s *act.Step) ([]Person, []Kin) {
	persons := make([]Person, 0, 1+len(f.Children))
	kin := make([]Kin, 0, 1+len(f.Children))
	persons = append(persons, f.Mother.person(k))
	if !f.Husband.isZero() {
		kin = append(kin, Kin{Party: f.Mother.ID, Line: 1, Relation: Spouse, Other: f.Husband, From: f.Married, To: f.Husband.DiedOn})
	}
	for _, child := range f.Children {
		persons = append(persons, child.person(k))
		kin = append(kin, Kin{Party: f.Mother.ID, Line: len(kin) + 1, Relation: Child, Other: Relative{ID: child.ID}, From: child.Birth.On})
	}
	for i := range persons {
		persons[i].Origin, persons[i].Revision = s.Act.Stream, 1
	}
	return persons, kin
}

func enterFamily(ctx context.Context, s *act.Step, persons []Person, kin []Kin) error {
	for i, p := range persons {
		if err := insertPerson(ctx, s.Tx, p); err != nil {
			return onPerson(err, i)
		}
		if err := addIdentifiers(ctx, s.Tx, p); err != nil {
			return onPerson(err, i)
		}
	}
	for _, link := range kin {
		if err := insertKin(ctx, s.Tx, link); err != nil {
			return err
		}
	}
	return nil
}

func (f Family) clean() (Family, []string) {
	var all []string
	note := func(prefix string, fields []string) {
		for _, field := range fields {
			all = append(all, prefix+field)
		}
	}
	var marks []string
	f.Mother, marks = f.Mother.Clean()
	note("mother.", marks)
	husband, marks := Draft{Arabic: f.Husband.Arabic, Latin: f.Husband.Latin}.Clean()
	f.Husband.Arabic, f.Husband.Latin = husband.Arabic, husband.Latin
	note("husband.", marks)
	f.Children = append([]Draft(nil), f.Children...)
	for i := range f.Children {
		f.Children[i], marks = f.Children[i].Clean()
		note("children."+strconv.Itoa(i)+".", marks)
	}
	return f, all
}

func (f Family) identities() []Identity {
	all := append([]Identity(nil), f.Mother.Identifiers...)
	for _, child := range f.Children {
		all = append(all, child.Identifiers...)
	}
	return all
}

func (f Family) unsealed() Family {
	f.Mother = f.Mother.unsealed()
	children := make([]Draft, len(f.Children))
	for i, child := range f.Children {
		children[i] = child.unsealed()
	}
	f.Children = children
	return f
}
