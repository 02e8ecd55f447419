package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/calendar"
)

// The fitness test of the vocabulary: a programme that the program was not built
// with (a form, two states, one benefit, one table) is a folder beside it, and
// works from the counter to the figure.
func TestAProgrammeIsAFolder(t *testing.T) {
	db := filepath.Join(t.TempDir(), "kits.db")
	accounts := demo(t, db)
	s := serve(t, db, "--programmes", "testdata/kits")

	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	clerk.visit("/applications/new?programme=school-kits")
	for name, value := range map[string]string{"p.given_ar": "فاطمة", "p.family_ar": "العلوي", "p.sex": "F", "p.birth": "17/05/1980", "p.cin": "ZZ912346",
		"a.level": "primary", "a.pupils": "2", "on": time.Now().In(calendar.Rabat).Format("02/01/2006")} {
		clerk.fill(name, value)
	}
	clerk.press(`form[action="/applications"] button[type=submit]:not([name])`)
	number := kitNumber(clerk.text("body"))
	if number == "" {
		t.Fatalf("no receipt at %s:\n%s", clerk.location(), clerk.text("body"))
	}
	clerk.find(number)
	give := `form[action$="/acts/give"] `
	clerk.press(`#act-give summary`, stay)
	clerk.fillIn(give+`[name="f.kits"]`, "3")
	clerk.press(give + `button[type=submit]:not([name])`)
	clerk.sees("المحافظ أكثر من التلاميذ")
	clerk.fillIn(give+`[name="f.kits"]`, "2")
	clerk.press(give + `button[type=submit]:not([name])`)
	clerk.sees("مسلمة")
	table := run(t, "table", "school-kits", "--db", db, "--programmes", "testdata/kits", "--format", "csv")
	if !strings.Contains(table, "2") {
		t.Errorf("the table does not hold the two kits:\n%s", table)
	}
	run(t, "verify", "--db", db, "--programmes", "testdata/kits")
}

// kitNumber is the number on a receipt of the school kits.
func kitNumber(page string) string {
	for word := range strings.FieldsSeq(page) {
		if strings.HasPrefix(word, "Z1-") {
			return word
		}
	}
	return ""
}
