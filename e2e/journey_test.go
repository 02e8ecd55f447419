package e2e_test

import (
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanad/calendar"
)

// printed is the shape of the number on a receipt.
var printed = regexp.MustCompile(`W1-\d{4}-\d{5}-\d{5}`)

// accepted is the national total of accepted applications, from the command
// line: as of today, known now or on an instant.
func accepted(t *testing.T, db string, knownOn ...string) int {
	t.Helper()
	args := []string{"table", "01-widows-by-region", "--db", db, "--format", "csv"}
	if len(knownOn) > 0 {
		args = append(args, "--known-on", knownOn[0])
	}
	rows, err := csv.NewReader(strings.NewReader(run(t, args...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	last := rows[len(rows)-1]
	n, err := strconv.Atoi(last[2])
	if err != nil || last[0] != "total" {
		t.Fatalf("not the table expected: %v", rows)
	}
	return n
}

// The main job, in Arabic, in a browser: deposit, examine, receive, decide; the
// figure moves by one; the decision is corrected; the figure moves back as of
// now, and stays what it was as known before.
func TestFromTheCounterToTheFigure(t *testing.T) {
	s, accounts := office(t)
	db := officeDB()
	before := accepted(t, db)

	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	number := clerk.deposit()

	secretary := open(t, s, 1280, 900)
	secretary.signIn(accounts["secretary.rabat"])
	secretary.sit()
	secretary.rule(number, "favourable")

	centre := open(t, s, 1280, 900)
	centre.signIn(accounts["centre"])
	centre.find(number)
	centre.press(`#act-receive summary, [data-act="receive"] summary`, stay)
	centre.press(`form[action$="/acts/receive"] button[type=submit]`)
	centre.sit()
	centre.rule(number, "accepted")
	if got := accepted(t, db); got != before+1 {
		t.Fatalf("accepted %d after the decision, want %d", got, before+1)
	}
	known := time.Now().UTC().Format(time.RFC3339Nano)

	centre.find(number)
	centre.sees("مقبول")
	centre.press(`details[id^="correct-"] summary`, stay)
	centre.fillIn(`form[action$="/acts/correct"] [name="reason"]`, "سُجّل القرار في ملف آخر")
	centre.press(`form[action$="/acts/correct"] button[type=submit]`)
	centre.sees("متوصل به")
	if got := accepted(t, db); got != before {
		t.Errorf("accepted %d after the correction, want %d", got, before)
	}
	if got := accepted(t, db, known); got != before+1 {
		t.Errorf("accepted %d as known before the correction, want %d", got, before+1)
	}
	centre.followTheFigure(number)
	run(t, "verify", "--db", db)
}

// taken counts the deposits: each names a child of its own, or the form would
// ask whether it is the one registered before.
var taken int

// deposit fills the counter's form and gives the number on the receipt. The
// fields in which somebody differs follow each other as name and value.
func (b *tab) deposit(different ...string) string {
	b.t.Helper()
	children := []string{"أحمد", "ياسين", "عثمان", "حمزة", "إلياس", "بلال", "أنس", "زكرياء"}
	child, born := children[taken%len(children)], fmt.Sprintf("%02d/%02d/2012", 3+taken%25, 1+taken%12)
	taken++
	b.visit("/applications/new?programme=widows-support")
	fields := map[string]string{
		"p.given_ar": "فاطمة الزهراء", "p.family_ar": "العلوي", "p.sex": "F", "p.birth": "17/05/1980", "p.cin": "ZZ912345", "p.children_family": "بناني",
		"a.marital_status": "widow", "a.death_date": "01/02/2018", "a.ramed_number": "R-77",
		"a.orphans.0.given_name": child, "a.orphans.0.birth": born, "a.orphans.0.sex": "m", "a.orphans.0.in_care": "yes", "a.orphans.0.disabled": "no", "a.orphans.0.enrolled": "yes",
	}
	for i := 0; i+1 < len(different); i += 2 {
		fields[different[i]] = different[i+1]
	}
	for name, value := range fields {
		b.fill(name, value)
	}
	for name, value := range map[string]string{"a.ramed_card": "yes", "a.pays_tax": "no", "a.pension": "no", "a.family_allowance": "no", "a.other_support": "no"} {
		b.tick(`[name="` + name + `"][value="` + value + `"]`)
	}
	for _, paper := range []string{"application", "ramed_card_copy", "tax_certificate", "national_card", "death_certificate", "birth_extracts", "life_certificate", "school_certificates"} {
		b.tick(`[type="checkbox"][name="paper.` + paper + `"]`)
	}
	b.press(`form[action="/applications"] button[type=submit]:not([name])`)
	number := printed.FindString(b.text("body"))
	if number == "" || !strings.HasSuffix(b.location(), "/receipt") {
		b.t.Fatalf("no receipt at %s:\n%s", b.location(), b.text("body"))
	}
	return number
}

// sit convenes a commission for today with the members of the last one, puts
// what is ready on its agenda, and opens it.
func (b *tab) sit() {
	b.t.Helper()
	b.visit("/sessions/new")
	b.fill("held_on", time.Now().In(calendar.Rabat).Format("02/01/2006"))
	b.fillIfEmpty("place", "الرباط")
	b.fillIfEmpty("quorum", "1")
	b.fillIfEmpty("name.0", "رئيس اللجنة")
	b.press(`form[action="/sessions"] button[type=submit]:not([name])`)
	b.press(`form[action$="/agenda"] button[type=submit]`)
	b.each(`[name="present"]`)
	b.press(`form[action$="/begin"] button[type=submit]`)
}

// rule gives a file on the open session's agenda its outcome: the choice nearest
// to the file's number.
func (b *tab) rule(number, outcome string) {
	b.t.Helper()
	b.sees(number)
	b.clickWhere(`form[action$="/rule"] input[type=radio][value="`+outcome+`"]`, number)
	b.press(`form[action$="/rule"] button[type=submit]:not([name])`)
}

// find opens a file by the number on its receipt.
func (b *tab) find(number string) {
	b.t.Helper()
	b.visit("/search?q=" + number)
	b.sees(number)
	if !strings.Contains(b.location(), "/dossiers/") {
		b.t.Fatalf("the number %s did not lead to its file but to %s", number, b.location())
	}
}

// followTheFigure goes from the published table to the file behind it.
func (b *tab) followTheFigure(number string) {
	b.t.Helper()
	b.visit("/tables/widows-pipeline")
	b.press(`a[href^="/tables/widows-pipeline/cell/under_study/rabat-sale-kenitra"]`)
	b.sees(number)
}
