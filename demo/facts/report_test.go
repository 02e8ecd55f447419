package facts_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sanad/demo/facts"
)

// shared is where the report's tables stand beside the product's repository.
const shared = "../../../shared/"

// The copies of the report's tables are what the report's account says.
func TestTheCopiesAreTheReport(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("../shared (the research folder beside the repository) is not there: nothing to compare the copies with")
	}
	copies, err := filepath.Glob("data/report/*.csv")
	if err != nil || len(copies) != 17 {
		t.Fatalf("%d copies, want 17 (%v)", len(copies), err)
	}
	for _, path := range copies {
		compareFiles(t, path, shared+"report-2021/"+filepath.Base(path))
	}
	compareFiles(t, "data/communes.csv", shared+"territory/communes.csv")
}

func compareFiles(t *testing.T, a, b string) {
	t.Helper()
	got, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not %s: copy it again", a, b)
	}
}

func TestFigures(t *testing.T) {
	if n := facts.Figure("street.sheltered"); n != 7523 {
		t.Errorf("sheltered %d", n)
	}
	if n := facts.Report("11-association-projects-2017").Centimes("total", "support_mad"); n != 2965474454 {
		t.Errorf("2017: %d centimes", n)
	}
}

// BenchmarkEverything draws all plans at the size of the report, with the people
// of every list.
func BenchmarkEverything(b *testing.B) {
	for b.Loop() {
		associations, in := facts.Associations(whole), facts.Institutions(whole)
		facts.Winter(whole)
		facts.Street(whole)
		facts.Agreements(whole)
		facts.Calls(whole, associations)
		facts.Thematic(whole, associations)
		facts.Operations(whole, associations)
		facts.Disability(whole, associations)
		facts.Workers(whole)
		facts.Students(whole)
		services := facts.Services(whole, in)
		for _, l := range services.Lists {
			services.Lines(l)
		}
	}
}
