package registry

import (
	"context"
	"slices"

	"sanad/act"
	"sanad/fault"
	"sanad/ledger"
	"sanad/store"
)

// Refusals of merges.
var (
	ErrMerged     = fault.New(fault.Conflict, "registry.merged", nil)       // the record counts as another
	ErrApart      = fault.New(fault.Conflict, "registry.apart", nil)        // somebody found them to be two persons
	ErrMergeKin   = fault.New(fault.Conflict, "registry.merge-kin", nil)    // brothers, sisters: only who compared their papers
	ErrMergeLink  = fault.New(fault.Conflict, "registry.merge-linked", nil) // mother and child, husband and wife
	ErrMergeHomes = fault.New(fault.Conflict, "registry.merge-households", nil)
	ErrNotMerged  = fault.New(fault.Conflict, "registry.not-merged", nil)
)

// Merging says that two records are of one person, and how the one that stays
// is then written.
type Merging struct {
	Stays, Goes                 store.ID
	StaysRevision, GoesRevision int      // as the reviewer saw them
	Take                        []string // of MergeFields: what the record that goes says better
	Reviewed                    bool     // the papers of both were compared: needed for brothers and sisters
	Collides                    func(context.Context, *act.Step, Merging) error
}

// merged is what an event keeps of a merge, or of the end of one (Undone). The
// persons beside it are both records as they are after it, each in its stream.
type merged struct {
	Goes   store.ID `json:"goes"`
	Take   []string `json:"take,omitempty"`
	Undone bool     `json:"undone,omitempty"`
}

// part is a part of a record that is taken from one or the other as a whole.
type part struct {
	name string
	same func(a, b Person) bool
	take func(to *Person, from Person)
}

var mergeParts = []part{
	{"arabic", func(a, b Person) bool { return a.Arabic == b.Arabic }, func(to *Person, from Person) { to.Arabic = from.Arabic }},
	{"latin", func(a, b Person) bool { return a.Latin == b.Latin }, func(to *Person, from Person) { to.Latin = from.Latin }},
	{"sex", func(a, b Person) bool { return a.Sex == b.Sex }, func(to *Person, from Person) { to.Sex = from.Sex }},
	{"birth", func(a, b Person) bool { return a.Birth == b.Birth }, func(to *Person, from Person) { to.Birth = from.Birth }},
	{"died_on", func(a, b Person) bool { return a.DiedOn == b.DiedOn }, func(to *Person, from Person) { to.DiedOn = from.DiedOn }},
	{"place", func(a, b Person) bool {
		return a.Province == b.Province && a.Commune == b.Commune && a.Address == b.Address
	}, func(to *Person, from Person) {
		to.Province, to.Commune, to.Address = from.Province, from.Commune, from.Address
	}},
	{"phone", func(a, b Person) bool { return a.Phone == b.Phone }, func(to *Person, from Person) { to.Phone = from.Phone }},
	identifierPart(CIN), identifierPart(IDCS), identifierPart(Massar),
}

func identifierPart(kind IdentifierKind) part {
	return part{string(kind), func(a, b Person) bool { return string(a.identifier(kind).Hash) == string(b.identifier(kind).Hash) },
		func(to *Person, from Person) { to.setIdentifier(kind, from.identifier(kind)) }}
}

// identifier is the one of a kind, zero when there is none.
func (p Person) identifier(kind IdentifierKind) Identifier {
	for _, i := range p.Identifiers {
		if i.Kind == kind {
			return i
		}
	}
	return Identifier{}
}

// setIdentifier puts one in the place of the one of its kind; zero: none.
func (p *Person) setIdentifier(kind IdentifierKind, is Identifier) {
	p.Identifiers = slices.DeleteFunc(slices.Clone(p.Identifiers), func(i Identifier) bool { return i.Kind == kind })
	if is.Kind != "" {
		p.Identifiers = append(p.Identifiers, is)
		slices.SortFunc(p.Identifiers, byKind)
	}
	if len(p.Identifiers) == 0 {
		p.Identifiers = nil
	}
}

// MergeFields are the parts of a record that a merge may take from the one that
// goes; Differing are those that are not the same in both.
func MergeFields() []string {
	out := make([]string, len(mergeParts))
	for i, p := range mergeParts {
		out[i] = p.name
	}
	return out
}

// Differing are the parts in which two records differ.
func Differing(a, b Person) []string {
	var out []string
	for _, p := range mergeParts {
		if !p.same(a, b) {
			out = append(out, p.name)
		}
	}
	return out
}

// Merge makes two records one person: the one that stays is written with the
// parts chosen from either, the other keeps its events and says whose it is.
// Family, household, dossiers and every figure count them as one from then on;
// known on an instant before they are two. Identifiers that were not chosen stay
// with the record that goes, and find the person. Nothing else is moved, so that
// Unmerge restores everything.
//
// Errors: store.not-found for a record the actor may not write;
// registry.own-record, merged, changed-meanwhile, apart, merge-linked,
// merge-kin, merge-households; those of Draft.Check for what was put together;
// those of m.Collides.
func Merge(ctx context.Context, w Write, k *Keys, a act.Act, m Merging) (Person, error) {
	a.Kind, a.Party, a.Stream = "registry.merge", m.Stays, m.Stays
	a.Input = []any{m.Goes, m.StaysRevision, m.GoesRevision, m.Take, m.Reviewed}
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		stays, goes, err := m.both(ctx, s)
		if err != nil {
			return change{}, err
		}
		if err := m.allowed(ctx, s); err != nil {
			return change{}, err
		}
		after, gone, err := m.written(k, stays, goes)
		if err != nil {
			return change{}, err
		}
		if err := after.draft().Check(s.Today()); err != nil {
			return change{}, err
		}
		if err := rewriteBoth(ctx, s, stays, after, goes, gone); err != nil {
			return change{}, err
		}
		if err := beside(ctx, s, "registry.absorb", change{Persons: []Person{gone}}); err != nil {
			return change{}, err
		}
		if err := dropPairs(ctx, s, m.Goes); err != nil {
			return change{}, err
		}
		return change{Persons: []Person{after}, Merge: &merged{Goes: m.Goes, Take: m.Take}}, ledger.Merge(ctx, s, m.Goes, m.Stays)
	})
	if err != nil {
		return Person{}, err
	}
	return made.Persons[0], nil
}

// both are the two records as the reviewer saw them.
func (m Merging) both(ctx context.Context, s *act.Step) (stays, goes Person, err error) {
	if m.Stays == m.Goes {
		return stays, goes, fault.New(fault.Invalid, "registry.merge-itself", nil)
	}
	if stays, err = writable(ctx, s, m.Stays); err != nil {
		return stays, goes, err
	}
	if goes, err = writable(ctx, s, m.Goes); err != nil {
		return stays, goes, err
	}
	if stays.Revision != m.StaysRevision || goes.Revision != m.GoesRevision {
		err = ErrChanged
	}
	return stays, goes, err
}

// allowed holds the merge against what is known of the two.
func (m Merging) allowed(ctx context.Context, s *act.Step) error {
	for _, rule := range []struct {
		broken func(context.Context, store.Q, store.ID, store.ID) (bool, error)
		told   error
	}{{AreApart, ErrApart}, {areLinked, ErrMergeLink}, {bothAtHome, ErrMergeHomes}} {
		broken, err := rule.broken(ctx, s, m.Stays, m.Goes)
		if err != nil {
			return err
		}
		if broken {
			return rule.told
		}
	}
	kin, err := AreKin(ctx, s, m.Stays, m.Goes)
	switch {
	case err != nil:
		return err
	case kin && !m.Reviewed:
		return ErrMergeKin.On("reviewed")
	case m.Collides != nil:
		return m.Collides(ctx, s, m)
	}
	return nil
}

// written are both records after the merge. An identifier that is taken goes
// over, sealed anew to its holder, and the one that it replaces goes the other
// way.
func (m Merging) written(k *Keys, stays, goes Person) (after, gone Person, err error) {
	after, gone = stays, goes
	gone.Into = m.Stays
	after.Revision, gone.Revision = stays.Revision+1, goes.Revision+1
	for _, name := range m.Take {
		i := slices.IndexFunc(mergeParts, func(p part) bool { return p.name == name })
		if i < 0 {
			return after, gone, fault.New(fault.Invalid, "registry.merge-field", fault.Args{"value": clip(name)})
		}
		kind := IdentifierKind(name)
		if _, is := shapes[kind]; !is {
			mergeParts[i].take(&after, goes)
			continue
		}
		for _, way := range []struct {
			to   *Person
			from Person
		}{{&after, goes}, {&gone, stays}} {
			moved, err := k.resealed(way.from.identifier(kind), way.from.ID, way.to.ID)
			if err != nil {
				return after, gone, err
			}
			way.to.setIdentifier(kind, moved)
		}
	}
	return after, gone, nil
}

// resealed is an identifier sealed to another holder; zero stays zero.
func (k *Keys) resealed(i Identifier, from, to store.ID) (Identifier, error) {
	if i.Kind == "" {
		return i, nil
	}
	value, err := k.decrypt(i.Kind, from, i.Cipher)
	if err == nil {
		i.Cipher = k.encrypt(i.Kind, to, value)
	}
	return i, err
}

// draft is a person as a draft, without identifiers, to be checked again.
func (p Person) draft() Draft {
	return Draft{ID: p.ID, Arabic: p.Arabic, Latin: p.Latin, Sex: p.Sex, Birth: p.Birth, DiedOn: p.DiedOn, Province: p.Province, Commune: p.Commune, Address: p.Address, Phone: p.Phone}
}

// rewriteBoth writes two records again; what one gives up the other may take.
func rewriteBoth(ctx context.Context, s *act.Step, was, is, otherWas, otherIs Person) error {
	pairs := [][2]Person{{was, is}, {otherWas, otherIs}}
	for _, p := range pairs {
		for _, i := range p[0].Identifiers {
			if string(p[1].identifier(i.Kind).Cipher) != string(i.Cipher) {
				if err := dropIdentifier(ctx, s.Tx, p[0].ID, i); err != nil {
					return err
				}
			}
		}
	}
	for _, p := range pairs {
		for _, i := range p[1].Identifiers {
			if string(p[0].identifier(i.Kind).Cipher) != string(i.Cipher) {
				if err := addIdentifier(ctx, s.Tx, p[1].ID, i); err != nil {
					return err
				}
			}
		}
		if err := updatePerson(ctx, s.Tx, p[1]); err != nil {
			return err
		}
	}
	return nil
}

// beside appends to the other record's stream what happened to it, inside the
// act: each record's history tells the whole of it.
func beside(ctx context.Context, s *act.Step, kind string, c change) error {
	p := c.Persons[0]
	a := act.Act{Key: derived(s.Act.Key, 1), Party: p.ID, Stream: p.ID, Kind: kind, On: s.Act.On, Actor: s.Act.Actor, Reason: s.Act.Reason}
	_, err := act.In(ctx, s.Tx, a, func(ctx context.Context, s *act.Step) (any, error) { return c, noteApart(ctx, s, c.Apart) })
	return err
}
