package e2e_test

import (
	"encoding/csv"
	"path/filepath"
	"strings"
	"testing"
)

// total is the last line of a table from the command line.
func total(t *testing.T, args ...string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(run(t, append([]string{"table"}, args...)...))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("no table: %v, %v", rows, err)
	}
	return rows[len(rows)-1]
}

// From the catalogue to what a figure counts, in Arabic, in a browser: a table is
// found by its words, asked as of a day and as known on another, turned, and
// followed to a file; what a document says stands beside what the records do.
func TestAFigureIsFollowedToWhatItCounts(t *testing.T) {
	imported(t)
	db := filepath.Join(t.TempDir(), "figures.db")
	accounts := demo(t, db)
	run(t, "import", "figures", document, "--db", db)
	s := serve(t, db)
	now := total(t, "01-widows-by-region", "--db", db)
	then := total(t, "01-widows-by-region", "--db", db, "--as-of", "2020-06-30", "--known-on", "2021-01-01")
	if now[1] == then[1] {
		t.Fatalf("the demonstration received nothing after June 2020: %v", now)
	}

	auditor := open(t, s, 1280, 900)
	auditor.signIn(accounts["auditor"])
	auditor.visit("/tables")
	auditor.fill("q", "المتوصل بها الجهات")
	auditor.press(`form[action="/tables"] button[type=submit]`)
	if auditor.has(`a[href="/tables/06-services-2020"]`) {
		t.Error("the search kept a table without its words")
	}
	auditor.press(`a[href="/tables/01-widows-by-region"]`)
	auditor.sees(now[1])
	auditor.fill("as-of", "30/06/2020")
	auditor.fill("known-on", "01/01/2021")
	auditor.press(`form[action="/tables/01-widows-by-region"] button[type=submit]`)
	auditor.sees("إلى غاية 30 يونيو 2020")
	if got := auditor.text("#figures tr[data-total]"); !strings.Contains(got, then[1]) || !strings.Contains(got, then[2]) {
		t.Errorf("the total is %q, from the command line %v", got, then)
	}
	auditor.press(`a[href*="turn=1"].btn`)
	if got := auditor.text("#figures tbody tr"); !strings.HasPrefix(got, "الطلبات المتوصل بها") || !strings.Contains(got, then[1]) {
		t.Errorf("the first row of the turned table is %q", got)
	}
	auditor.press(`#figures a[href*="/cell/applications_received/rabat-sale-kenitra"]`)
	auditor.sees("الرباط - سلا - القنيطرة")
	auditor.press(`a[href^="/dossiers/"]`)
	auditor.sees("W1-")

	statistician := open(t, s, 1280, 900)
	statistician.signIn(accounts["statistics"])
	statistician.visit("/tables/08-cold-wave-by-age")
	statistician.sees("الوثيقة: 8.051")
	statistician.visit("/tables/01-widows-by-region")
	if statistician.has(`#figures a[href*="/cell/"]`) {
		t.Error("a statistician is led to files")
	}
	auditor.visit("/tables/checks")
	auditor.sees("كل الجداول متطابقة")
}
