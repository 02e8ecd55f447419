package demo_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"sanad/access"
	"sanad/dossier"
)

func TestAgreementsAreTheReport(t *testing.T) {
	w := whole(t, "P1")
	w.isTheReport()
	w.figuresAreTheReport("territorial.accessible_cities.agreements", "territorial.accessible_cities.budget", "territorial.empowerment.agreements", "territorial.empowerment.budget",
		"territorial.institutions.centres", "territorial.institutions.budget", "territorial.fes_meknes_contract", "territorial.projects", "territorial.budget")
	w.namedAgreements()
	w.verified()
	onPostgres(t, "P1").verified()
}

// namedAgreements are those of table 16, each a dossier with the day, the object
// and the contribution that the report gives.
func (w world) namedAgreements() {
	w.Helper()
	f, err := os.Open("facts/data/report/16-agreements-named.csv")
	if err != nil {
		w.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		w.Fatal(err)
	}
	list, err := dossier.List(w.Context(), w.db, access.System("a test"), dossier.Filter{Programme: "territorial-agreements"}, dossier.Page{Limit: 1000})
	if err != nil {
		w.Fatal(err)
	}
	for _, line := range lines[1:] {
		if !w.hasAgreement(list, line) {
			w.Errorf("no dossier of %v", line)
		}
	}
}

func (w world) hasAgreement(list []dossier.Dossier, line []string) bool {
	for _, d := range list {
		if d.Label != line[4] {
			continue
		}
		answers, err := dossier.Answers(w.Context(), w.db, d)
		if err != nil {
			w.Fatal(err)
		}
		ministry, _ := answers.Get("ministry")
		given, _ := strconv.ParseInt(line[5], 10, 64)
		signed := line[1] == "" || d.StateSince.String() == line[1] || d.State == "closed"
		return signed && (given == 0 || ministry == given*100) && len(answers.List("partners")) == len(strings.Split(line[7], "|"))
	}
	return false
}
