package registry_test

import (
	"errors"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

func TestAmendKeepsWhatWasThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, keys := registry.Alone(db), testKeys(t)
		p := register(t, db, widow("ZZ000001"))
		d := widow("ZZ000002")
		d.Arabic.Given, d.Latin.Given = "خدوج", "Khaddouj"
		next, err := registry.Amend(t.Context(), w, keys, by(clerk("01.511"), db), p.ID, 1, d)
		if err != nil || next.Revision != 2 {
			t.Fatal(next, err)
		}
		got, err := registry.Get(t.Context(), db, all, p.ID)
		if err != nil || got.Arabic.Given != "خدوج" || got.Shown(registry.CIN) != "ZZ••••02" {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := registry.Amend(t.Context(), w, keys, by(system, db), p.ID, 1, d); !errors.Is(err, registry.ErrChanged) {
			t.Errorf("an old revision: %v", err)
		}
		register(t, db, widow("ZZ000001")) // the card that was given up is free again
		if _, err := registry.Amend(t.Context(), w, keys, by(system, db), p.ID, 2, widow("ZZ000001")); fault.KeyOf(err) != "registry.identifier-taken" {
			t.Errorf("somebody else's card: %v", err)
		}
		bare := widow("")
		if _, err := registry.Amend(t.Context(), w, keys, by(system, db), p.ID, 2, bare); err != nil {
			t.Error(err)
		}
		if got, _ := registry.Get(t.Context(), db, all, p.ID); len(got.Identifiers) != 0 {
			t.Errorf("the card is still there: %+v", got.Identifiers)
		}
		if history, _ := act.Events(t.Context(), db, p.ID, p.ID); len(history) != 3 {
			t.Errorf("%d events", len(history))
		}
		clean(t, db)
	})
}

func TestWhoMayAmend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := register(t, db, widow("ZZ000001"))
		self := clerk("01.511")
		self.Person = p.ID
		auditor := access.Actor{Account: store.NewID(2), Grants: []access.Grant{{Role: access.Auditor, Programme: "*"}}}
		moved := widow("ZZ000001")
		moved.Province = "02.411"
		for _, c := range []struct {
			actor access.Actor
			draft registry.Draft
			key   string
		}{
			{clerk("02"), widow("ZZ000001"), "store.not-found"},
			{auditor, widow("ZZ000001"), "store.not-found"},
			{self, widow("ZZ000001"), "registry.own-record"},
			{clerk("01.511"), moved, "registry.forbidden"},
		} {
			_, err := registry.Amend(t.Context(), registry.Alone(db), testKeys(t), by(c.actor, db), p.ID, 1, c.draft)
			if fault.KeyOf(err) != c.key {
				t.Errorf("%v, want %s", err, c.key)
			}
		}
	})
}

func TestDeath(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := registerFamily(t, db, 3)
		child, w := f.Children[0], registry.Alone(db)
		a := by(system, db)
		a.On = child.Birth.On.AddDays(-1)
		if _, err := registry.NoteDeath(t.Context(), w, a, child.ID, 1); fault.KeyOf(err) != "registry.death-before-birth" {
			t.Errorf("before birth: %v", err)
		}
		if p, err := registry.NoteDeath(t.Context(), w, by(system, db), child.ID, 1); err != nil || p.DiedOn != day {
			t.Errorf("%+v %v", p, err)
		}
		if _, err := registry.NoteDeath(t.Context(), w, by(system, db), child.ID, 2); fault.KeyOf(err) != "registry.already-dead" {
			t.Errorf("twice: %v", err)
		}
		clean(t, db)
	})
}

func TestLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := registry.Alone(db)
		f, aunt := registerFamily(t, db, 4), register(t, db, widow("ZZ700001"))
		child := f.Children[1].ID
		link, err := registry.Link(t.Context(), w, by(system, db), child, registry.Guardian, registry.Relative{ID: aunt.ID})
		if err != nil || link.Line != 1 || link.From != day {
			t.Fatal(link, err)
		}
		if kin, _ := registry.AreKin(t.Context(), db, aunt.ID, child); !kin {
			t.Error("a guardian is not kin")
		}
		for key, err := range map[string]error{
			"registry.already-linked":      second(registry.Link(t.Context(), w, by(system, db), child, registry.Guardian, registry.Relative{ID: aunt.ID})),
			"registry.link-to-self":        second(registry.Link(t.Context(), w, by(system, db), child, registry.Spouse, registry.Relative{ID: child})),
			"registry.relation-unknown":    second(registry.Link(t.Context(), w, by(system, db), child, "friend", registry.Relative{ID: aunt.ID})),
			"registry.name-missing":        second(registry.Link(t.Context(), w, by(system, db), child, registry.Guardian, registry.Relative{})),
			"registry.child-before-mother": second(registry.Link(t.Context(), w, by(system, db), child, registry.Child, registry.Relative{ID: aunt.ID})),
			"store.not-found":              second(registry.Link(t.Context(), w, by(system, db), child, registry.Guardian, registry.Relative{ID: store.NewID(1)})),
		} {
			if fault.KeyOf(err) != key {
				t.Errorf("%v, want %s", err, key)
			}
		}
		if _, err := registry.Unlink(t.Context(), w, by(system, db), child, link.Line); err != nil {
			t.Error(err)
		}
		if _, err := registry.Unlink(t.Context(), w, by(system, db), child, link.Line); !errors.Is(err, registry.ErrUnlinked) {
			t.Errorf("twice: %v", err)
		}
		if kin, _ := registry.AreKin(t.Context(), db, aunt.ID, child); kin {
			t.Error("still kin")
		}
		clean(t, db)
	})
}

func second[T any](_ T, err error) error { return err }

func TestHouseholds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, f := registry.Alone(db), registerFamily(t, db, 5)
		h, err := registry.FormHousehold(t.Context(), w, by(system, db), f.Mother.ID, f.Children[0].ID)
		if err != nil || len(h.Members) != 2 {
			t.Fatal(h, err)
		}
		if _, err := registry.FormHousehold(t.Context(), w, by(system, db), f.Children[0].ID); !errors.Is(err, registry.ErrMember) {
			t.Errorf("in two households: %v", err)
		}
		if h, err = registry.JoinHousehold(t.Context(), w, by(system, db), h.ID, f.Children[1].ID); err != nil || len(h.Members) != 3 {
			t.Errorf("%+v %v", h, err)
		}
		leave := by(system, db)
		leave.On = day.AddDays(30)
		if h, err = registry.LeaveHousehold(t.Context(), w, leave, h.ID, f.Children[1].ID); err != nil || len(h.Members) != 3 {
			t.Errorf("%+v %v", h, err)
		}
		leave.Key = store.NewID(db.Now())
		if _, err := registry.LeaveHousehold(t.Context(), w, leave, h.ID, f.Children[1].ID); !errors.Is(err, registry.ErrNotMember) {
			t.Errorf("twice: %v", err)
		}
		if of, err := registry.HouseholdOf(t.Context(), db, all, f.Children[0].ID); err != nil || of.ID != h.ID || of.From != calendar.Date(day) {
			t.Errorf("%+v %v", of, err)
		}
		for _, scope := range []access.Scope{{}, clerk("12.066").Scope(access.PersonsRead)} {
			if _, err := registry.HouseholdByID(t.Context(), db, scope, h.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("scope %q: %v", scope, err)
			}
		}
	})
}
