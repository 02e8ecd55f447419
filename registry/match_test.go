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
