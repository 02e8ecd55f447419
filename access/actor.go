package access

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"sanad/store"
)

// Actor is who acts: a signed-in account with what it has been granted.
type Actor struct {
	Account store.ID
	Name    string
	Person  store.ID // the account's own entry in the register of persons, or zero; nobody acts on their own dossier
	Grants  []Grant

	system bool
}

// SystemActor is the program itself doing work that nobody asked for at a door:
// the demonstration, an import from the command line, a job. It holds every role
// everywhere. Its account is drawn from its name, the same each time, and sorts
// before every real account.
func SystemActor(name string) Actor {
	h := sha256.Sum256([]byte("sanad system actor " + name))
	id := store.MakeID(0, binary.BigEndian.Uint64(h[:]), binary.BigEndian.Uint64(h[8:]))
	return Actor{Account: id, Name: name, system: true}
}

// IsSystem tells that the actor is the program itself.
func (a Actor) IsSystem() bool { return a.system }

// Has tells that the actor holds a role for a programme in a province
// ("01.511"; "" for a thing of the whole country).
func (a Actor) Has(role Role, programme, province string) bool {
	for _, g := range a.Grants {
		if g.Role == role && g.Covers(programme, province) {
			return true
		}
	}
	return a.system
}

// HasAny tells that the actor holds one of the roles there.
func (a Actor) HasAny(roles []Role, programme, province string) bool {
	return a.HasAnyOf(store.ID{}, roles, programme, province)
}

// HasAnyOf tells that the actor holds one of the roles there for a thing of a
// party: as an office does, or as the party itself.
func (a Actor) HasAnyOf(party store.ID, roles []Role, programme, province string) bool {
	return a.system || slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) && g.CoversOf(party, programme, province) })
}

// Party is whose files alone the actor may see; zero for who works in an office.
func (a Actor) Party() store.ID {
	for _, g := range a.Grants {
		if !g.Party.IsZero() {
			return g.Party
		}
	}
	return store.ID{}
}

// Holds tells that the actor carries a permission somewhere, for menus and
// pages that then show only what the scope lets through.
func (a Actor) Holds(p Permission) bool { return !a.Scope(p).IsZero() }

// Can tells that the actor carries a permission for a programme in a province.
func (a Actor) Can(p Permission, programme, province string) bool {
	return a.Scope(p).Allows(programme, province)
}

// Scope is where the actor carries a permission; the zero Scope when nowhere.
func (a Actor) Scope(p Permission) Scope {
	if a.system {
		return System(a.Name)
	}
	var s Scope
	for _, g := range a.Grants {
		if g.Role.Carries(p) {
			s.add(area{g.Programme, g.Territory, g.Party})
		}
	}
	return s
}
