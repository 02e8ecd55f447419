package registry_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"runtime"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/linkage"
	"sanad/population"
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
