package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// document is the folder of the report of 2021.
const document = "../../shared/report-2021"

// imported skips a journey that needs the document where it is not.
func imported(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(document); err != nil {
		t.Skip("the figures of the report of 2021 are not beside the repository (../shared/report-2021)")
	}
}

// has tells that the page has an element.
func (b *tab) has(selector string) bool {
	b.t.Helper()
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int]("document.querySelectorAll(`"+selector+"`).length"))
	if err != nil {
		b.t.Fatal(err)
	}
	return n > 0
}

// lacks checks that the page does not show a text.
func (b *tab) lacks(unwanted string) {
	b.t.Helper()
	if got := b.text("body"); strings.Contains(got, unwanted) {
		b.t.Fatalf("the page %s shows %q:\n%s", b.location(), unwanted, got)
	}
}

// draftEdition fills the form of an edition and gives its path.
func (b *tab) draftEdition(title, replaces string, tables ...string) string {
	b.t.Helper()
	b.visit("/editions/new")
	b.fill("title", title)
	b.fill("title-fr", "Bilan de l'essai")
	b.fill("title-en", "Account of the rehearsal")
	for _, table := range tables {
		b.tick(`[name="tables"][value="` + table + `"]`)
	}
	if replaces != "" {
		b.fill("replaces", replaces[strings.LastIndex(replaces, "/")+1:])
	}
	b.press(`form[action="/editions"] button[type=submit]`)
	b.sees("مسودة")
	return strings.TrimPrefix(b.location(), b.url)
}

// takes presses the button of an act on an edition's page.
func (b *tab) takes(path, act string) {
	b.t.Helper()
	b.visit(path)
	b.press(`form[action$="/` + act + `"] button[type=submit]`)
}

// signed has an edition signed by the two who may.
func signed(path string, by ...*tab) {
	for _, b := range by {
		b.takes(path, "sign")
	}
}

// An edition from its draft to the public, in Arabic, in a browser: nobody signs
// what was not checked, nor whoever prepared it; two sign; an embargo
// holds; then everybody reads it with what it hides; a late file
// makes a revised edition, whose note says what changed and why.
func TestAnEditionFromDraftToThePublic(t *testing.T) {
	imported(t)
	db := filepath.Join(t.TempDir(), "edition.db")
	accounts := demo(t, db)
	run(t, "import", "figures", document, "--db", db)
	s := serve(t, db)
	tabs := map[string]*tab{"": open(t, s, 1280, 900)}
	for _, login := range []string{"statistics", "statistics.chief", "director", "clerk.rabat"} {
		tabs[login] = open(t, s, 1280, 900)
		tabs[login].signIn(accounts[login])
	}
	preparer, chief, director, reader := tabs["statistics"], tabs["statistics.chief"], tabs["director"], tabs[""]
	contents := []string{"widows-pipeline", "08-cold-wave-by-age"}

	path := preparer.draftEdition("حصيلة النصف الثاني", "", contents...)
	if chief.visit(path); chief.has(`form[action$="/sign"]`) {
		t.Error("an edition that was not checked can be signed")
	}
	preparer.takes(path, "check")
	if preparer.sees("غير من أعدوه"); preparer.has(`form[action$="/sign"]`) {
		t.Error("whoever prepared the edition can sign it")
	}
	signed(path, chief, director)
	preparer.visit(path)
	preparer.fill("embargo", "01/01/2090")
	preparer.press(`form[action$="/release"] button[type=submit]`)
	preparer.sees("تحت الحظر")
	reader.visit("/statistics")
	reader.lacks("حصيلة النصف الثاني")
	preparer.press(`form[action$="/release"] button[type=submit]`)
	readPublished(reader, "حصيلة النصف الثاني")

	tabs["clerk.rabat"].deposit()
	revised := preparer.draftEdition("حصيلة النصف الثاني، مراجعة", path, contents...)
	preparer.takes(revised, "check")
	signed(revised, chief, director)
	preparer.takes(revised, "release")
	preparer.press(`a[href^="` + revised + `/revision/"]`)
	preparer.sees("تسجيل متأخر")
	reader.press(`a[href^="/statistics/"]`)
	run(t, "verify", "--db", db)
}

// readPublished reads a table of the only edition that is out, as anybody may.
func readPublished(b *tab, title string) {
	b.t.Helper()
	b.visit("/statistics")
	b.sees(title)
	b.press(`a[href^="/statistics/"]`)
	b.press(`a[href$="/tables/widows-pipeline"]`)
	b.sees("حماية للأشخاص، تحجب الأعداد من 1 إلى 4")
}
