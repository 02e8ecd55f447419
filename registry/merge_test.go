package registry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// town is a register with what is counted of its people.
type town struct {
	testing.TB
	db   *store.DB
	keys *registry.Keys
	book *ledger.Book
	ids  []store.ID
	cins []string
}

func newTown(t testing.TB, db *store.DB) *town {
	return &town{TB: t, db: db, keys: testKeys(t), book: &ledger.Book{}}
}

func (w *town) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// settle registers a person with some of what a record may have, and counts them.
func (w *town) settle(n int) store.ID {
	w.Helper()
	d := widow(registry.SyntheticCIN(700000 + n))
	d.Arabic.Given, d.Latin.Given = women[n%len(women)].Given, women[n%len(women)].Family
	d.Birth.On = calendar.NewDate(1950+n%40, 1, 1+n%300)
	if n%3 == 0 {
		d.Phone = fmt.Sprintf("06%08d", n)
	}
	w.cins = append(w.cins, d.Identifiers[0].Value)
	if n%4 == 1 {
		d.Identifiers = nil
	}
	p, err := registry.Register(w.Context(), registry.Alone(w.db), w.keys, by(system, w.db), d)
	w.must(err)
	_, err = act.Do(w.Context(), w.db, act.Act{Key: store.NewID(w.db.Now()), Party: p.ID, Stream: store.NewID(w.db.Now()), Kind: "toy.count", On: day, Actor: system},
		func(ctx context.Context, s *act.Step) (any, error) {
			return nil, w.book.Post(ctx, s, ledger.Entry{Cell: ledger.Cell{Programme: "toy", Measure: "helped", Unit: "persons", Kind: ledger.Flow, Territory: "01.511"}, Quantity: 1, Day: day, Subject: p.ID})
		})
	w.must(err)
	w.ids = append(w.ids, p.ID)
	return p.ID
}

func (w *town) get(id store.ID) registry.Person {
	w.Helper()
	p, err := registry.Get(w.Context(), w.db, all, id)
	w.must(err)
	return p
}

// helped is how many persons were helped, as known on an instant.
func (w *town) helped(known calendar.Instant) int64 {
	w.Helper()
	answers, err := ledger.Ask(w.Context(), w.db, all, ledger.Question{Series: []ledger.Series{{Programme: "toy", Measure: "helped"}}, KnownOn: known,
		Periods: []ledger.Period{{To: day}}, Group: ledger.InOne, Count: ledger.Subjects})
	w.must(err)
	return answers[0].At(0, 0)
}

func (w *town) now() calendar.Instant {
	w.Helper()
	k, err := w.db.Settle(w.Context(), 0)
	w.must(err)
	return k
}

// seen is everything that anybody sees of the register, without which writing of
// a record it is.
func (w *town) seen() string {
	w.Helper()
	out := fmt.Sprintln("helped", w.helped(w.now()))
	for i, id := range w.ids {
		p := w.get(id)
		p.Revision = 0
		for j := range p.Identifiers {
			p.Identifiers[j].Cipher = nil
		}
		kin, err := registry.KinOf(w.Context(), w.db, all, id)
		w.must(err)
		children, err := registry.Children(w.Context(), w.db, all, id)
		w.must(err)
		parents, err := registry.Parents(w.Context(), w.db, all, id)
		w.must(err)
		home, err := registry.HouseholdOf(w.Context(), w.db, all, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			w.Fatal(err)
		}
		holder, err := registry.FindByIdentifier(w.Context(), w.db, w.keys, registry.Identity{Kind: registry.CIN, Value: w.cins[i]})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			w.Fatal(err)
		}
		found, err := registry.Search(w.Context(), w.db, w.keys, all, registry.Query{Text: p.Arabic.String(), Limit: 50})
		w.must(err)
		listed := slices.ContainsFunc(found.Persons, func(o registry.Person) bool { return o.ID == id })
		out += fmt.Sprintln(p, kin, namesOf(children), namesOf(parents), home, holder, listed)
	}
	return out
}

func namesOf(list []registry.Person) (out []store.ID) {
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}

func (w *town) merge(stays, goes store.ID, take ...string) error {
	m := registry.Merging{Stays: stays, Goes: goes, StaysRevision: w.get(stays).Revision, GoesRevision: w.get(goes).Revision, Take: take}
	_, err := registry.Merge(w.Context(), registry.Alone(w.db), w.keys, by(system, w.db), m)
	return err
}

func (w *town) unmerge(stays, goes store.ID) error {
	return w.part(registry.Unmerging{Stays: stays, Goes: goes, Revision: w.get(stays).Revision, Again: true})
}

func (w *town) part(u registry.Unmerging) error {
	_, err := registry.Unmerge(w.Context(), registry.Alone(w.db), by(system, w.db), u)
	return err
}

// Merges in whatever order, undone in whatever order, leave every view and every
// figure as it was before the first; what was known before them never changes.
func TestMergesUndoneLeaveNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		rapid.Check(t, func(rt *rapid.T) {
			w.TB = t
			w.ids, w.cins = nil, nil
			base := rapid.IntRange(0, 100_000).Draw(rt, "base") * 10
			for i := range rapid.IntRange(2, 6).Draw(rt, "people") {
				w.people(base + i)
			}
			w.families(rt)
			before, then, count := w.seen(), w.now(), w.helped(w.now())
			done := w.mergeSome(rt)
			if got := w.helped(w.now()); got != count-int64(len(done)) {
				rt.Fatalf("%d helped after %d merges of %d", got, len(done), count)
			}
			if got := w.helped(then); got != count {
				rt.Fatalf("known before the merges: %d helped, were %d", got, count)
			}
			w.undo(rt, done)
			if after := w.seen(); after != before {
				rt.Fatalf("before:\n%s\nafter merges and their undoing:\n%s", before, after)
			}
			clean(t, db)
		})
	})
}

// people settles somebody unless an earlier round of the test did.
func (w *town) people(n int) {
	w.Helper()
	d, err := registry.FindByIdentifier(w.Context(), w.db, w.keys, registry.Identity{Kind: registry.CIN, Value: registry.SyntheticCIN(700000 + n)})
	if err == nil {
		w.ids, w.cins = append(w.ids, d.ID), append(w.cins, registry.SyntheticCIN(700000+n))
		return
	}
	w.settle(n)
}

// families links some, and puts some into a household.
func (w *town) families(rt *rapid.T) {
	for range rapid.IntRange(0, 2).Draw(rt, "links") {
		a, b := rapid.SampledFrom(w.ids).Draw(rt, "of"), rapid.SampledFrom(w.ids).Draw(rt, "spouse")
		_, _ = registry.Link(w.Context(), registry.Alone(w.db), by(system, w.db), a, registry.Spouse, registry.Relative{ID: b}) // refused or not, both are a beginning
	}
	if rapid.Bool().Draw(rt, "household") {
		_, _ = registry.FormHousehold(w.Context(), registry.Alone(w.db), by(system, w.db), rapid.SampledFrom(w.ids).Draw(rt, "head"))
	}
}

type joined struct{ stays, goes store.ID }

func (w *town) mergeSome(rt *rapid.T) []joined {
	var done []joined
	for range rapid.IntRange(1, 5).Draw(rt, "merges") {
		m := joined{rapid.SampledFrom(w.ids).Draw(rt, "stays"), rapid.SampledFrom(w.ids).Draw(rt, "goes")}
		take := rapid.SliceOfDistinct(rapid.SampledFrom(registry.MergeFields()), func(s string) string { return s }).Draw(rt, "take")
		if slices.Contains(take, "died_on") || m.stays == m.goes {
			continue
		}
		err := w.merge(m.stays, m.goes, take...)
		if fault.CodeOf(err) == fault.Internal {
			rt.Fatal(err)
		}
		if err == nil {
			done = append(done, m)
		}
	}
	return done
}

// undo ends the merges in a drawn order, coming back to those that another must
// precede.
func (w *town) undo(rt *rapid.T, done []joined) {
	order := rapid.Permutation(done).Draw(rt, "order")
	for len(order) > 0 {
		left := len(order)
		order = slices.DeleteFunc(order, func(m joined) bool {
			err := w.unmerge(m.stays, m.goes)
			if key := fault.KeyOf(err); err != nil && key != "registry.merged" && key != "registry.identifier-taken" {
				rt.Fatal(err)
			}
			return err == nil
		})
		if len(order) == left {
			rt.Fatalf("none of %v can be undone", order)
		}
	}
}

func TestWhatRefusesAMerge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		a, b, c := w.settle(1), w.settle(2), w.settle(3)
		family := registerFamily(t, db, 4)
		first, second := family.Children[0].ID, family.Children[1].ID
		refused := func(name, key string, err error) {
			t.Helper()
			if fault.KeyOf(err) != "registry."+key {
				t.Errorf("%s: %v, want %s", name, err, key)
			}
		}
		refused("itself", "merge-itself", w.merge(a, a))
		refused("mother and child", "merge-linked", w.merge(family.Mother.ID, first))
		refused("twins", "merge-kin", w.merge(first, second))
		refused("a field that is none", "merge-field", w.merge(a, b, "colour"))
		_, err := registry.Merge(t.Context(), registry.Alone(db), w.keys, by(clerk("02.411"), db), registry.Merging{Stays: a, Goes: b, StaysRevision: 1, GoesRevision: 1})
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("by somebody elsewhere: %v", err)
		}
		w.must(registry.KeepApart(t.Context(), registry.Alone(db), by(system, db), b, a))
		refused("two persons", "apart", w.merge(a, b))
		w.must(w.merge(b, c))
		refused("two persons, by a record of one", "apart", w.merge(a, b))
		w.must(registry.TakeBack(t.Context(), registry.Alone(db), by(system, db), a, b))
		w.must(w.merge(a, b))
		refused("merged already", "merged", w.merge(a, c))
		refused("written once merged", "merged", func() error {
			_, err := registry.NoteDeath(t.Context(), registry.Alone(db), by(system, db), b, w.get(b).Revision)
			return err
		}())
		refused("the inner one first", "merged", w.unmerge(b, c))
		w.must(w.unmerge(a, b))
		refused("what is not merged", "not-merged", w.unmerge(a, b))
		clean(t, db)
	})
}

// What was written since stays when a merge ends.
func TestAnAmendmentSinceAMergeStays(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	w := newTown(t, db)
	a, b := w.settle(1), w.settle(3)
	w.must(w.merge(a, b, "phone", "arabic", "cin"))
	d := widow(w.cins[1])
	d.Identifiers = nil
	d.Arabic, d.Phone, d.Address = w.get(b).Arabic, w.get(b).Phone, "زنقة 5"
	_, err := registry.Amend(t.Context(), registry.Alone(db), w.keys, by(system, db), a, w.get(a).Revision, d)
	w.must(err)
	if e, err := registry.FindByIdentifier(t.Context(), db, w.keys, registry.Identity{Kind: registry.CIN, Value: w.cins[1]}); err != nil || e.ID != a {
		t.Errorf("the card of the merged record finds %v %v", e, err)
	}
	w.must(w.unmerge(a, b))
	got := w.get(a)
	if got.Address != "زنقة 5" || got.Phone != "" || got.Arabic.Given != women[1].Given || len(got.Identifiers) != 0 {
		t.Errorf("%+v", got)
	}
	clear, err := registry.Reveal(t.Context(), db, w.keys, all, b, registry.CIN)
	if err != nil || clear != w.cins[1] {
		t.Errorf("the card came back as %q %v", clear, err)
	}
	clean(t, db)
}

// Who undoes a merge takes the two for two persons: no pass proposes them again
// and nobody merges them, until somebody asks anew. It holds for whatever the
// records are merged into afterwards.
func TestAnUnmergeKeepsTheTwoApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		alike := func() store.ID {
			d := widow("")
			d.Identifiers = nil
			return register(t, db, d).ID
		}
		for _, turned := range []bool{false, true} { // either record may be the first of the pair
			a, b := alike(), alike()
			if turned {
				a, b = b, a
			}
			proposed := func() bool {
				t.Helper()
				_, err := registry.MatchAll(t.Context(), db, w.keys)
				w.must(err)
				clean(t, db)
				list, err := registry.Matches(t.Context(), db, w.keys, all, registry.MatchQuery{Limit: 100})
				w.must(err)
				return slices.ContainsFunc(list, func(m registry.Match) bool {
					return m.A.ID == a && m.B.ID == b || m.A.ID == b && m.B.ID == a
				})
			}
			if !proposed() {
				t.Fatal("two records of one writing are not proposed")
			}
			w.must(w.merge(a, b))
			w.must(w.unmerge(a, b))
			if !proposed() {
				t.Error("a merge that was made wrongly, not between two persons, and they are not proposed again")
			}
			w.must(w.merge(a, b))
			w.must(w.part(registry.Unmerging{Stays: a, Goes: b, Revision: w.get(a).Revision}))
			clean(t, db)
			if proposed() {
				t.Error("proposed again after the merge was undone")
			}
			if err := w.merge(a, b); fault.KeyOf(err) != "registry.apart" {
				t.Errorf("merged again: %v", err)
			}
			other := alike()
			w.must(w.merge(other, b))
			b = other
			if proposed() {
				t.Error("who is another person is proposed by the record she was merged into")
			}
		}
	})
}

// What merges, findings and passes leave in the database is held against their
// events.
func TestVerifyTellsWhatWasTouchedOfMerges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		a, b, c := w.settle(1), w.settle(2), w.settle(3)
		w.must(w.merge(a, b))
		w.must(registry.KeepApart(t.Context(), registry.Alone(db), by(system, db), a, c))
		for range 2 {
			d := widow("")
			d.Identifiers = nil
			register(t, db, d)
		}
		pass, err := registry.MatchAll(t.Context(), db, w.keys)
		w.must(err)
		if pass.Pairs != 1 {
			t.Fatalf("a pass of %+v", pass)
		}
		clean(t, db)
		for _, c := range []touched{
			{"update person set into_id = null", "person"},
			{"delete from subject_merge", "merge-missing"},
			{"update subject_merge set into_id = from_id", "merge-unexplained"},
			{"delete from person_apart", "apart-missing"},
			{"update person_apart set seq = 77", "apart"},
			{"insert into person_apart select other_id, party_id, 1 from person_apart", "apart-unexplained"},
			{"update match_pair set other_province = '02.411'", "pair-misplaced"},
			{"update match_pair set later = true", "pair-put-off"},
			{"update match_pair set found_at = 1", "pair-old"},
			{"insert into match_pair select other_id, party_id, province, other_province, chance, twins, later, found_at from match_pair", "pair-unexplained"},
			{"insert into person_apart select party_id, other_id, 1 from match_pair", "pair-apart"},
			{"update match_pass set pairs = 7", "pass"},
			{"delete from match_pass", "pass-missing"},
		} {
			c.told(t, db)
		}
		// The queue follows who moves, so that whoever works there sees the pair.
		list, err := registry.Matches(t.Context(), db, w.keys, all, registry.MatchQuery{Limit: 9})
		w.must(err)
		for _, p := range []registry.Person{list[0].A, list[0].B} {
			d := widow("")
			d.Identifiers, d.Province = nil, "02.411"
			_, err = registry.Amend(t.Context(), registry.Alone(db), w.keys, by(system, db), p.ID, p.Revision, d)
			w.must(err)
			clean(t, db)
		}
		list, err = registry.Matches(t.Context(), db, w.keys, clerk("02.411").Scope(access.PersonsWrite), registry.MatchQuery{Limit: 9})
		if err != nil || len(list) != 1 {
			t.Errorf("where the two moved to: %+v %v", list, err)
		}
	})
}
