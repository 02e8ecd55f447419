package linkage_test

import (
	"encoding/json"
	"testing"

	"sanad/linkage"
)

// The check while a clerk types, with a model that was kept in between.
func TestMatcherExplainsCandidates(t *testing.T) {
	mapping := []string{"given=given_ar", "given=given_fr", "family=family_ar", "family=family_fr", "birth=birth", "place=commune", "id=cin"}
	maps, err := linkage.ParseMap(mapping)
	if err != nil {
		t.Fatal(err)
	}
	table, r := run(t, "given=given_ar,given=given_fr,family=family_ar,family=family_fr,birth=birth,place=commune,id=cin", linkage.ReadOptions{}, people(t, 6000, 9))
	r.Model.Remember(table)
	kept, err := json.Marshal(r.Model)
	if err != nil {
		t.Fatal(err)
	}
	var model linkage.Model
	if err := json.Unmarshal(kept, &model); err != nil {
		t.Fatal(err)
	}
	m, err := linkage.NewMatcher(maps, &model)
	if err != nil {
		t.Fatal(err)
	}
	typed := []string{"محمد", "", "الرقراقي", "", "17/05/1988", "01.511.01.09", ""}
	found := m.Compare(typed, [][]string{
		{"", "Mohammed", "", "Regragui", "1988-05-17", "01.511.01.09", ""},
		{"كريم", "", "الرقراقي", "", "1988-05-17", "01.511.01.09", ""},
		{"سعيد", "", "التازي", "", "1950-01-02", "09.001.01.01", "ZZ1"},
	})
	if p := found[0]; p.Probability < 0.9 {
		t.Errorf("one person in two scripts: %.3f %+v", p.Probability, p.Fields)
	}
	if p := found[1]; !p.Twins || p.Proposal == linkage.Same {
		t.Errorf("twins are never the same: %+v", p)
	}
	if p := found[2]; p.Proposal != linkage.Apart {
		t.Errorf("two strangers: %.3f", p.Probability)
	}
	if _, err := linkage.NewMatcher(maps[:3], &model); err == nil {
		t.Error("a model of other columns was taken")
	}
}
