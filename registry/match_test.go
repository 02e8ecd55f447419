package registry_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/linkage"
	"sanad/population"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

var update = flag.Bool("update", false, "train the model that the program begins with, and write it")

// The model that a new installation begins with is the one that a synthetic
// population gives: whoever changes linkage trains it again (-update).
func TestFirstModel(t *testing.T) {
	var file bytes.Buffer
	if err := population.Write(&file, 60_000, 11); err != nil {
		t.Fatal(err)
	}
	maps, err := linkage.ParseMap(strings.Split("given=given_ar given=given_fr family=family_ar family=family_fr sex=sex birth=birth id=cin place=commune phone=phone", " "))
	if err != nil {
		t.Fatal(err)
	}
	table, err := linkage.Read(maps, linkage.ReadOptions{Workers: runtime.GOMAXPROCS(0)}, linkage.Source{Name: "population", Reader: &file})
	if err != nil {
		t.Fatal(err)
	}
	result := linkage.Link(table, linkage.Options{Threshold: linkage.DefaultThreshold, Workers: runtime.GOMAXPROCS(0), Clock: calendar.SystemClock})
	result.Model.Remember(table)
	text, err := json.Marshal(result.Model)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("model.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("model.json")
	if err != nil {
		t.Fatal(err)
	}
	var model linkage.Model
	if err := json.Unmarshal(kept, &model); err != nil {
		t.Fatal(err)
	}
	if _, err := linkage.NewMatcher(maps, &model); err != nil {
		t.Errorf("the model does not fit what is compared: %v", err)
	}
}

// A small register teaches nothing: its pass judges by the first model, as the
// check while a clerk types does, and both know one person in two scripts, whose
// long names two hands wrote.
func TestAPassOfASmallRegister(t *testing.T) {
	db, keys := storetest.SQLite(t, store.Options{}), testKeys(t)
	for n := range 40 {
		registerFamily(t, db, n*7)
	}
	born := calendar.Birth{On: calendar.MustDate("1979-11-23"), Precision: calendar.ByDay}
	arabic := registry.Draft{Arabic: registry.Name{Given: "فاطمة الزهراء لالة أم كلثوم بنت مولاي عبد السلام", Family: "آيت بنحدو الإدريسي الحسني العلوي"}, Sex: registry.Female, Birth: born, Province: "01.511"}
	latin := registry.Draft{Latin: registry.Name{Given: "Fatima Ezzahra Lalla Oum Keltoum Bent Moulay Abdeslam", Family: "Ait Benhaddou El Idrissi El Hassani El Alaoui"}, Sex: registry.Female, Birth: born, Province: "01.511", Phone: "0698121314"}
	a := register(t, db, arabic)
	found, err := registry.FindAlike(t.Context(), db, keys, all, latin)
	if err != nil || len(found) == 0 || found[0].Why.Probability < registry.Ask {
		t.Errorf("while typing: %+v %v", found, err)
	}
	b := register(t, db, latin)
	if _, err := registry.MatchAll(t.Context(), db, keys); err != nil {
		t.Fatal(err)
	}
	list, err := registry.Matches(t.Context(), db, keys, all, registry.MatchQuery{Limit: 50, Least: 5000})
	if err != nil || !slices.ContainsFunc(list, func(m registry.Match) bool {
		return m.A.ID == a.ID && m.B.ID == b.ID || m.A.ID == b.ID && m.B.ID == a.ID
	}) {
		t.Errorf("the pass: %d pairs without it, %v", len(list), err)
	}
}

// Mother and child, husband and wife are never proposed; children of one mother
// are marked as twins are, though one name was written for both.
func TestKinAreNotProposedAsOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys := testKeys(t)
		alike := func(card string) registry.Draft {
			d := widow(card)
			if card == "" {
				d.Identifiers = nil
			}
			return d
		}
		mother := widow("")
		mother.Identifiers, mother.Birth.On = nil, calendar.MustDate("1940-03-02")
		family, err := registry.RegisterFamily(t.Context(), registry.Alone(db), keys, by(system, db), registry.Family{Mother: mother, Children: []registry.Draft{alike(""), alike("")}})
		if err != nil {
			t.Fatal(err)
		}
		husband, wife := register(t, db, alike("ZZ771001")), register(t, db, alike("ZZ771002"))
		if _, err := registry.Link(t.Context(), registry.Alone(db), by(system, db), husband.ID, registry.Spouse, registry.Relative{ID: wife.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := registry.MatchAll(t.Context(), db, keys); err != nil {
			t.Fatal(err)
		}
		clean(t, db)
		list, err := registry.Matches(t.Context(), db, keys, all, registry.MatchQuery{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		pairs := map[[2]store.ID]registry.Match{}
		for _, m := range list {
			pairs[[2]store.ID{m.A.ID, m.B.ID}], pairs[[2]store.ID{m.B.ID, m.A.ID}] = m, m
		}
		first, second := family.Children[0].ID, family.Children[1].ID
		if m, found := pairs[[2]store.ID{first, second}]; !found || !m.Twins {
			t.Errorf("two children of one mother: %+v", m)
		}
		if m, found := pairs[[2]store.ID{first, husband.ID}]; !found || m.Twins {
			t.Errorf("somebody else of that name: %+v", m)
		}
		if _, found := pairs[[2]store.ID{husband.ID, wife.ID}]; found {
			t.Error("husband and wife are proposed as one person")
		}
	})
}
