package e2e_test

import (
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Steps that the journeys of the systems share: a file is opened, an act taken, a
// figure read.

// answers are what is written into the fields of a form, by their names; a choice
// by its code, where the field is a radio button.
type answers map[string]string

// reference is the number of a dossier as a page shows it.
var reference = regexp.MustCompile(`[A-Z][0-9]-\d{4}-\d{2,5}-\d{5}`)

// write fills fields within an element: texts and lists are set, radio buttons
// and boxes ticked.
func (b *tab) write(within string, a answers) {
	b.t.Helper()
	for name, value := range a {
		field := within + ` [name="` + name + `"]`
		if box := field + `[value="` + value + `"]`; b.there(field+`[type=radio]`) || b.there(field+`[type=checkbox]`) {
			b.tick(box)
			continue
		}
		b.fillIn(field, value)
	}
}

// there tells that the page has an element.
func (b *tab) there(selector string) bool {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!document.querySelector(`"+selector+"`)"))
	if err != nil {
		b.t.Fatalf("look for %s: %v", selector, err)
	}
	return found
}

// openFile fills the form of a new dossier of a programme, with papers seen, and
// gives the number on the receipt.
func (b *tab) openFile(programme string, a answers, papers ...string) string {
	b.t.Helper()
	if !strings.Contains(b.location(), "/applications/new?") {
		b.visit("/applications/new?programme=" + programme)
	}
	const form = `form[action="/applications"]`
	b.write(form, a)
	for _, paper := range papers {
		b.tick(form + ` [type="checkbox"][name="paper.` + paper + `"]`)
	}
	b.press(form + ` button[type=submit]:not([name])`)
	number := reference.FindString(b.text("main"))
	if number == "" || !strings.HasSuffix(b.location(), "/receipt") {
		b.t.Fatalf("no receipt at %s:\n%s", b.location(), b.text("body"))
	}
	return number
}

// take carries out an act on the dossier of the page: its outcome where it has
// some, the answers to its questions, the papers that were seen.
func (b *tab) take(act, outcome string, a answers, papers ...string) {
	b.t.Helper()
	form := `form[action$="/acts/` + act + `"]`
	if !b.there(`#act-` + act + `[open]`) {
		b.press(`#act-`+act+` summary`, stay)
	}
	if outcome != "" {
		b.tick(form + ` [name="outcome"][value="` + outcome + `"]`)
	}
	b.write(form, a)
	for _, paper := range papers {
		b.tick(form + ` [name="paper"][value="` + paper + `"]`)
	}
	b.press(form + ` .s-actions button[type=submit]:not([name])`)
}

// figure is a cell of a table as records give it now, or under further options.
func figure(t testing.TB, table, row, column string, options ...string) int {
	t.Helper()
	asked := append([]string{"table", table, "--db", officeDB(), "--format", "csv"}, options...)
	rows, err := csv.NewReader(strings.NewReader(run(t, asked...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range rows[0] {
		for _, r := range rows[1:] {
			if name == column && (r[0] == row || r[1] == row) { // a row in groups is named after its level
				n, err := strconv.Atoi(strings.TrimSuffix(r[i], ".00"))
				if err != nil {
					t.Fatalf("%s, %s, %s: %v", table, row, column, err)
				}
				return n
			}
		}
	}
	return 0
}
