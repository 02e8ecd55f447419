package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// some puts a few people into the register whose names are given as
// "given|family" in both scripts, either of which may be missing.
func some(t *testing.T, db *store.DB, people ...[4]string) {
	t.Helper()
	for i, p := range people {
		d := widow(registry.SyntheticCIN(i + 1))
		d.Arabic, d.Latin = name(p[0]), name(p[1])
		d.Birth, _ = calendar.ParseBirth(p[2])
		d.Province = p[3]
		if d.Arabic.Given == "عمر" {
			d.Sex = registry.Male
		}
		register(t, db, d)
	}
}

func name(text string) registry.Name {
	given, family, _ := strings.Cut(text, "|")
	return registry.Name{Given: given, Family: family}
}

func TestSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		some(t, db,
			[4]string{"خديجة|العلوي", "Khadija|El Alaoui", "1970-05-17", "01.511"},
			[4]string{"خديجة|بناني", "", "1948", "01.511"},
			[4]string{"", "Fatima-Zahra|Ait Taleb", "1981-01-01", "02.411"},
			[4]string{"فاطمة الزهراء|الإدريسي", "Fatima Ezzahra|El Idrissi", "1982-11-30", "02.411"},
			[4]string{"عمر|العلوي", "Omar|El Alaoui", "1970-01-01", "01.511"},
			[4]string{"أمير|العلوي", "Amir|El Alaoui", "1970-01-01", "01.511"},
			[4]string{"آية|الناصري", "Aya|Naciri", "2004-01-01", "01.511"},
			[4]string{"سلمى|الناصري", "Salma|Naciri", "2005-01-01", "01.511"},
			[4]string{"مريم|السوسي", "Zxqw|Kprt", "1990-01-01", "01.511"}, // the Latin name sounds like another
		)
		for text, want := range map[string]string{
			"Khadidja":            "El Alaoui+بناني",
			"خديجه":               "El Alaoui+بناني",
			"alaoui khadija":      "El Alaoui",
			"العلوي خديجة":        "El Alaoui",
			"Khadija 1948":        "بناني",
			"khad alaoui":         "El Alaoui",
			"zahra idrissi":       "El Idrissi",
			"aya naciri":          "Naciri",
			"fatimazahra":         "Ait Taleb+El Idrissi",
			"ايت طالب فاطمة":      "Ait Taleb",
			"zxqw kprt":           "Kprt",
			"السوسي مريم":         "Kprt",
			"ZZ000001":            "El Alaoui",
			"zz 000 003":          "Ait Taleb",
			"ZZ000099":            "",
			"Bennani Zoubida":     "",
			"x'; drop table %_\\": "",
		} {
			got, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: text})
			if err != nil {
				t.Errorf("%q: %v", text, err)
				continue
			}
			found := map[string]bool{}
			for _, p := range got.Persons {
				family := p.Latin.Family
				if family == "" {
					family = p.Arabic.Family
				}
				found[family] = true
			}
			wanted := strings.FieldsFunc(want, func(r rune) bool { return r == '+' })
			for _, w := range wanted {
				if !found[w] {
					t.Errorf("%q did not find %s: %+v", text, w, got)
				}
			}
			if got.Total != len(wanted) || len(got.Persons) != len(wanted) {
				t.Errorf("%q found %d, want %d", text, got.Total, len(wanted))
			}
		}
	})
}

// The letters typed come before the names that only sound alike.
func TestSearchRanksByLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		some(t, db,
			[4]string{"أمير|العلوي", "Amir|El Alaoui", "1970-01-01", "01.511"},
			[4]string{"عمر|العلوي", "Omar|El Alaoui", "1971-01-01", "01.511"},
			[4]string{"عمرو|العلوي", "Amr|El Alaoui", "1972-01-01", "01.511"})
		for text, first := range map[string]string{"عمر العلوي": "عمر", "العلوي أمير": "أمير", "Amr Alaoui": "عمرو"} {
			got, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: text})
			if err != nil || got.Total != 3 || got.Persons[0].Arabic.Given != first {
				t.Errorf("%q: %+v %v", text, got, err)
			}
		}
		got, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: "عمر العلوي", Sex: registry.Male, BirthYear: 1971, Limit: 1})
		if err != nil || got.Total != 1 || got.Persons[0].Birth.On.Year() != 1971 {
			t.Errorf("filters: %+v %v", got, err)
		}
	})
}

// A word of a compound name is enough, and so are both names with a slip each.
func TestSearchFindsPartsAndSlips(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		some(t, db,
			[4]string{"محمد أمين|بن عبد الرزاق", "Mohamed Amine|Ben Abderrazak", "1990-01-01", "01.511"},
			[4]string{"سليمان|الرزوقي", "Slimane|Razouki", "1991-01-01", "01.511"},
			[4]string{"خديجة|الوزاني", "Khadija|Ouazzani", "1992-01-01", "01.511"})
		for text, want := range map[string]string{
			"Amine":                 "محمد أمين",
			"أمين عبد الرزاق":       "محمد أمين",
			"Abderrazak":            "محمد أمين",
			"Khajida Ouazani":       "خديجة",
			"Khadidjaa Quazani":     "خديجة",
			"Fatima Khadija Wazani": "خديجة",
		} {
			got, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: text})
			if err != nil || got.Total != 1 || got.Persons[0].Arabic.Given != want {
				t.Errorf("%q: %+v %v", text, got, err)
			}
		}
	})
}

// A name that more have than are read is said to be so, and is not counted.
func TestSearchSaysThatThereAreMore(t *testing.T) {
	db := storetest.SQLite(t, store.Options{Bulk: true})
	keys := testKeys(t)
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		var drafts []registry.Draft
		for n := range 1200 {
			d := namesake(n)
			d.ID = store.MakeID(1, uint64(n), uint64(n))
			drafts = append(drafts, d)
		}
		return registry.WriteRows(t.Context(), tx, keys, drafts)
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, total := range map[string]int{"محمد العلوي": 500, "Mohamed": 500, "Alaoui Mohamed 1968": 17} {
		got, err := registry.Search(t.Context(), db, keys, all, registry.Query{Text: text})
		if err != nil || got.Total != total || got.More != (total == 500) {
			t.Errorf("%q: %d, more %v, want %d: %v", text, got.Total, got.More, total, err)
		}
	}
}

// A record that was merged is found by its own names, and leads to the one that
// stands.
func TestSearchFindsByTheNamesOfAMergedRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newTown(t, db)
		a, b := w.settle(0), w.settle(2)
		goes := w.get(b)
		w.must(w.merge(a, b))
		for _, text := range []string{goes.Arabic.String(), goes.Latin.String(), goes.Arabic.Given} {
			got, err := registry.Search(t.Context(), db, w.keys, all, registry.Query{Text: text})
			if err != nil || got.Total != 1 || got.Persons[0].ID != a {
				t.Errorf("%q: %+v %v", text, got, err)
			}
		}
	})
}

// A register that a program wrote which kept no sounds is searched all the same,
// once it is prepared.
func TestPrepareHearsAnOlderRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		some(t, db, [4]string{"محمد أمين|العلوي", "Mohamed Amine|El Alaoui", "1990-01-01", "01.511"})
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "delete from name_sound")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := registry.Prepare(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"Amine", "alaoui", "mohamed alaoui"} {
			got, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: text})
			if err != nil || got.Total != 1 {
				t.Errorf("%q: %+v %v", text, got, err)
			}
		}
	})
}

func TestSearchStaysWithinTheScope(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		some(t, db, [4]string{"خديجة|العلوي", "Khadija|El Alaoui", "1970-05-17", "01.511"})
		for _, scope := range []access.Scope{{}, clerk("01.051").Scope(access.PersonsRead), clerk("02").Scope(access.PersonsRead)} {
			for _, text := range []string{"خديجة", "khadija alaoui", "ZZ000001"} {
				got, err := registry.Search(t.Context(), db, testKeys(t), scope, registry.Query{Text: text})
				if err != nil || got.Total != 0 || len(got.Persons) != 0 {
					t.Errorf("scope %q, %q: %+v %v", scope, text, got, err)
				}
			}
		}
		for text, key := range map[string]string{"": "registry.search-empty", " 1970 ": "registry.search-empty", "-": "registry.search-empty", strings.Repeat("خ", 121): "registry.search-long"} {
			_, err := registry.Search(t.Context(), db, testKeys(t), all, registry.Query{Text: text})
			if fault.KeyOf(err) != key {
				t.Errorf("%.10q: %v", text, err)
			}
		}
	})
}

func TestRebuildAndVerifyFindWhatWasTouched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := registerFamily(t, db, 8)
		for _, p := range append(f.Children, f.Mother) {
			again, err := registry.Rebuild(t.Context(), db, p.ID)
			got, _ := registry.Get(t.Context(), db, all, p.ID)
			if err != nil || again.Arabic != got.Arabic || again.Birth != got.Birth || len(again.Identifiers) != len(got.Identifiers) {
				t.Errorf("rebuilt %+v, row %+v, %v", again, got, err)
			}
		}
		if _, err := registry.Rebuild(t.Context(), db, store.NewID(1)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		clean(t, db)
		for _, c := range []touched{
			{"update person set given_ar = 'سعاد' where sex = 'F'", "person"},
			{"update person set family_key = given_key where sex = 'F'", "person-sounds"},
			{"update identifier set shown = 'X'", "person"},
			{"delete from identifier_claim", "claim-missing"},
			{"delete from identifier", "claim-unexplained"},
			{"update kin set to_on = null, died_on = null", "kin"},
			{"delete from kin where line = 2", "kin-missing"},
			{"delete from event", "person-unexplained"},
		} {
			c.told(t, db)
		}
		clean(t, db)
	})
}

// touched is a change behind the program's back, and what Verify must say of it.
type touched struct{ query, what string }

// told makes the change, listens, and undoes it.
func (c touched) told(t *testing.T, db *store.DB) {
	t.Helper()
	var got []string
	undone := errors.New("undo")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		got = nil
		if _, err := tx.Exec(t.Context(), c.query); err != nil {
			return err
		}
		if _, err := registry.Verify(t.Context(), tx, func(p registry.Problem) { got = append(got, p.What) }); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) || !slices.Contains(got, c.what) {
		t.Errorf("%s: told %v, %v; want %s", c.query, got, err, c.what)
	}
}
