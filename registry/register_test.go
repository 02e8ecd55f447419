package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

var (
	system = access.SystemActor("test")
	all    = access.System("test")
	day    = calendar.MustDate("2021-07-02")
)

// clerk is a clerk of one province.
func clerk(province string) access.Actor {
	return access.Actor{Account: store.NewID(1), Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: province}}}
}

func by(actor access.Actor, db *store.DB) act.Act {
	return act.Act{Key: store.NewID(db.Now()), On: day, Actor: actor}
}

// widow is a draft with everything in order, in Tangier.
func widow(cin string) registry.Draft {
	return registry.Draft{
		Arabic: registry.Name{Given: "خديجة", Family: "العلوي"}, Latin: registry.Name{Given: "Khadija", Family: "El Alaoui"},
		Sex: registry.Female, Birth: calendar.Birth{On: calendar.MustDate("1970-05-17"), Precision: calendar.ByDay},
		Province: "01.511", Identifiers: []registry.Identity{{Kind: registry.CIN, Value: cin}},
	}
}

func register(t *testing.T, db *store.DB, d registry.Draft) registry.Person {
	t.Helper()
	p, err := registry.Register(t.Context(), registry.Alone(db), testKeys(t), by(system, db), d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func registerFamily(t *testing.T, db *store.DB, n int) registry.Registered {
	t.Helper()
	f, err := registry.RegisterFamily(t.Context(), registry.Alone(db), testKeys(t), by(system, db), family(n))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// clean fails when the register is not what its events say.
func clean(t *testing.T, db *store.DB) {
	t.Helper()
	if _, err := registry.Verify(t.Context(), db, func(p registry.Problem) { t.Errorf("verify: %+v", p) }); err != nil {
		t.Fatal(err)
	}
}

// keysOf are the fields and message keys of an error, sorted.
func keysOf(err error) []string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	var out []string
	for _, p := range parts {
		out = append(out, p.Field+" "+strings.TrimPrefix(p.Key, "registry."))
		if locale.For(locale.Arabic).Fault(p) == "" {
			out = append(out, "no words for "+p.Key)
		}
	}
	slices.Sort(out)
	return out
}

func count(t *testing.T, db *store.DB, table string) int {
	t.Helper()
	n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from "+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRegisterKeepsAPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := widow("zz 123-456")
		d.Arabic.Given, d.Phone = " خديجة\u202e ", "+212 6 98 76 54 32"
		p, err := registry.Register(t.Context(), registry.Alone(db), testKeys(t), by(clerk("01.511"), db), d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := registry.Get(t.Context(), db, clerk("01").Scope(access.PersonsRead), p.ID)
		if err != nil || got.Arabic.Given != "خديجة" || got.Phone != "0698765432" || got.Shown(registry.CIN) != "ZZ••••56" || got.Revision != 1 {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := registry.Get(t.Context(), db, clerk("02.411").Scope(access.PersonsRead), p.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another province: %v", err)
		}
		if _, err := registry.Get(t.Context(), db, access.Scope{}, p.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no scope: %v", err)
		}
		events, _ := act.Events(t.Context(), db, p.ID, p.ID)
		if text := string(events[0].Payload); strings.Contains(text, "123456") || !strings.Contains(text, "given_ar") {
			t.Errorf("the event holds the card in clear, or not which field was cleaned: %s", text)
		}
		if clear, err := registry.Reveal(t.Context(), db, testKeys(t), all, p.ID, registry.CIN); err != nil || clear != "ZZ123456" {
			t.Errorf("revealed %q %v", clear, err)
		}
		clean(t, db)
	})
}

func TestRegisterFamilyIsOneEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := by(clerk(provinces[6].Code), db)
		f := family(6)
		f.Children = append(f.Children, f.Children[0], f.Children[1], f.Children[0], f.Children[1], f.Children[0])
		var first registry.Registered
		for i := range 2 { // the same key again gives the same family
			got, err := registry.RegisterFamily(t.Context(), registry.Alone(db), testKeys(t), a, f)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = got
			} else if got.Mother.ID != first.Mother.ID || len(got.Children) != 7 || got.Children[6].ID != first.Children[6].ID {
				t.Errorf("sent again: %+v", got)
			}
		}
		if n, p, k := count(t, db, "event"), count(t, db, "person"), count(t, db, "kin"); n != 1 || p != 8 || k != 8 {
			t.Errorf("%d events, %d persons, %d links", n, p, k)
		}
		children, err := registry.Children(t.Context(), db, all, first.Mother.ID)
		if err != nil || len(children) != 7 {
			t.Errorf("%d children, %v", len(children), err)
		}
		parents, err := registry.Parents(t.Context(), db, all, first.Children[3].ID)
		if err != nil || len(parents) != 1 || parents[0].ID != first.Mother.ID {
			t.Errorf("parents %+v %v", parents, err)
		}
		links, err := registry.KinOf(t.Context(), db, all, first.Mother.ID)
		if err != nil || links[0].Relation != registry.Spouse || links[0].Other.DiedOn == 0 || !links[0].Other.ID.IsZero() {
			t.Errorf("husband %+v %v", links, err)
		}
		for _, c := range [][2]store.ID{{first.Mother.ID, first.Children[0].ID}, {first.Children[0].ID, first.Mother.ID}, {first.Children[0].ID, first.Children[1].ID}} {
			if kin, err := registry.AreKin(t.Context(), db, c[0], c[1]); err != nil || !kin {
				t.Errorf("not kin: %v %v", kin, err)
			}
		}
		stranger := registerFamily(t, db, 7)
		if kin, _ := registry.AreKin(t.Context(), db, first.Mother.ID, stranger.Mother.ID); kin {
			t.Error("strangers are kin")
		}
		clean(t, db)
	})
}

// The same request five times at once is one family.
func TestFiveTimesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, keys, errs := by(system, db), testKeys(t), make(chan error, 5)
		for range cap(errs) {
			go func() {
				_, err := registry.RegisterFamily(t.Context(), registry.Alone(db), keys, a, family(1))
				errs <- err
			}()
		}
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if n := count(t, db, "person"); n != 3 {
			t.Errorf("%d persons", n)
		}
	})
}

// One card, one person in the country, however many register it at once; the
// refusal says where and not who.
func TestACardBelongsToOnePerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys, errs := testKeys(t), make(chan error, 6)
		for range cap(errs) {
			go func() {
				_, err := registry.Register(t.Context(), registry.Alone(db), keys, by(system, db), widow("ZZ900001"))
				errs <- err
			}()
		}
		done := 0
		for range cap(errs) {
			err := <-errs
			if err == nil {
				done++
				continue
			}
			words := locale.For(locale.French).Fault(err)
			if fault.KeyOf(err) != "registry.identifier-taken" || !strings.Contains(words, "Tanger") || strings.Contains(words+err.Error(), "Alaoui") {
				t.Errorf("%v: %s", err, words)
			}
		}
		if done != 1 || count(t, db, "person") != 1 || count(t, db, "event") != 1 {
			t.Errorf("%d registered", done)
		}
		e, err := registry.FindByIdentifier(t.Context(), db, keys, registry.Identity{Kind: registry.CIN, Value: "zz900001"})
		if err != nil || e.Province != "01.511" {
			t.Errorf("%+v %v", e, err)
		}
		if _, err := registry.FindByIdentifier(t.Context(), db, keys, registry.Identity{Kind: registry.CIN, Value: "ZZ900002"}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a card nobody has: %v", err)
		}
		if _, err := registry.FindByIdentifier(t.Context(), db, keys, registry.Identity{Kind: registry.CIN}); fault.KeyOf(err) != "registry.cin-invalid" {
			t.Errorf("no card: %v", err)
		}
	})
}

func TestBadInputIsToldAtOnceAndLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		today := db.Today()
		f := registry.Family{
			Mother: registry.Draft{Arabic: registry.Name{Given: "Khadija", Family: strings.Repeat("ع", 61)}, Sex: registry.Male,
				Birth:    calendar.Birth{On: calendar.MustDate("2000-01-01"), Precision: calendar.ByYear},
				Province: "01.999", Phone: "12", Address: strings.Repeat("x", 301),
				Identifiers: []registry.Identity{{registry.CIN, "A1234567"}, {registry.IDCS, "123"}, {registry.Massar, "1"}, {"passport", "1"}, {registry.CIN, "A1"}}},
			Husband: registry.Relative{Latin: registry.Name{Given: "Omar"}, DiedOn: today.AddDays(1)},
			Children: []registry.Draft{
				{Latin: registry.Name{Given: "Aya", Family: "علوي"}, Sex: "X", Birth: calendar.Birth{On: calendar.MustDate("2008-12-30"), Precision: calendar.ByDay}, Province: "01.511", Commune: "02.411.01.01"},
				{Birth: calendar.Birth{On: today.AddDays(1), Precision: calendar.ByDay}, Sex: registry.Male, Province: "01.511"},
			},
		}
		_, err := registry.RegisterFamily(t.Context(), registry.Alone(db), testKeys(t), by(system, db), f)
		want := []string{
			"children.0.birth child-before-mother", "children.0.commune commune-elsewhere", "children.0.family_latin name-not-latin", "children.0.sex sex-missing",
			"children.1.birth birth-future", "children.1.given_ar name-missing",
			"husband.died_on death-future", "husband.family_latin name-part-missing",
			"mother.address address-long", "mother.cin cin-invalid", "mother.cin identifier-twice", "mother.family_ar name-long", "mother.given_ar name-not-arabic",
			"mother.idcs idcs-invalid", "mother.identifier identifier-kind", "mother.massar massar-invalid", "mother.phone phone-invalid",
			"mother.province province-unknown", "mother.sex mother-male",
		}
		if got := keysOf(err); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		for key, change := range map[string]func(*registry.Draft){
			"birth birth-missing":           func(d *registry.Draft) { d.Birth = calendar.Birth{} },
			"birth birth-too-old":           func(d *registry.Draft) { d.Birth.On = today.AddYears(-121) },
			"died_on death-before-birth":    func(d *registry.Draft) { d.DiedOn = d.Birth.On.AddDays(-1) },
			"commune commune-unknown":       func(d *registry.Draft) { d.Commune = "01.511.01.77" },
			"given_latin name-part-missing": func(d *registry.Draft) { d.Latin.Given = "\u200f" },
		} {
			d := widow("ZZ000009")
			change(&d)
			_, err := registry.Register(t.Context(), registry.Alone(db), testKeys(t), by(system, db), d)
			if got := keysOf(err); !slices.Equal(got, []string{key}) {
				t.Errorf("%s: %q", key, got)
			}
		}
		f = family(1)
		f.Children[1].Commune = f.Children[1].Province + ".01.77"
		_, err = registry.RegisterFamily(t.Context(), registry.Alone(db), testKeys(t), by(system, db), f)
		if got := keysOf(err); !slices.Equal(got, []string{"children.1.commune commune-unknown"}) {
			t.Errorf("a child's commune: %q", got)
		}
		_, err = registry.Register(t.Context(), registry.Alone(db), testKeys(t), by(clerk("02"), db), widow("ZZ000009"))
		if fault.KeyOf(err) != "registry.forbidden" {
			t.Errorf("another region's clerk: %v", err)
		}
		for _, table := range []string{"event", "person", "identifier", "identifier_claim", "kin"} {
			if n := count(t, db, table); n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
		}
	})
}

// Every doubt about a date is taken in the family's favour.
func TestBoundsOfMotherhood(t *testing.T) {
	for _, c := range []struct {
		mother, child string
		refused       bool
	}{
		{"1990-03-02", "2000-03-02", false}, {"1990-03-02", "2000-03-01", true}, {"1990-03-02", "2000", false}, {"1990", "2000-01-01", false}, {"1990-03-02", "1999", true},
	} {
		f := family(1)
		f.Mother.Birth, _ = calendar.ParseBirth(c.mother)
		f.Children[0].Birth, _ = calendar.ParseBirth(c.child)
		db := storetest.SQLite(t, store.Options{})
		_, err := registry.RegisterFamily(t.Context(), registry.Alone(db), testKeys(t), by(system, db), f)
		if (err != nil) != c.refused {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
