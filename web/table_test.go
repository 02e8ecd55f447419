package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
	"sanad/web/ui"
)

const (
	tangier = "01.511"
	casa    = "06.141"
	first   = "01-widows-by-region"
)

// figures is a server with a few postings and no session: pages are called with
// the actor at hand.
type figures struct {
	*testing.T
	s    *Server
	book ledger.Book
}

func newFigures(t *testing.T) *figures {
	t.Helper()
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.SQLite(t, store.Options{})
	return &figures{T: t, s: New(Config{DB: db, Programmes: set, Statistics: &statistics.Engine{DB: db, Programmes: set}})}
}

// post counts one application received in a province, and says whose.
func (f *figures) post(province string) store.ID {
	f.Helper()
	id := store.NewID(f.s.DB.Now())
	_, err := act.Do(f.Context(), f.s.DB, act.Act{Key: id, Party: id, Stream: id, Kind: "test.post", On: f.s.DB.Today(), Actor: access.SystemActor("test")},
		func(ctx context.Context, s *act.Step) (any, error) {
			cell := ledger.Cell{Programme: "widows-support", Measure: "received", Unit: "dossiers", Kind: ledger.Flow, Territory: province}
			return nil, f.book.Post(ctx, s, ledger.Entry{Cell: cell, Quantity: 1, Day: calendar.MustDate("2021-03-01"), Subject: id})
		})
	if err != nil {
		f.Fatal(err)
	}
	return id
}

func holder(role access.Role, territory string) access.Actor {
	return access.Actor{Grants: []access.Grant{{Role: role, Programme: "*", Territory: territory}}}
}

func (f *figures) page(actor access.Actor, name string, query url.Values) string {
	f.Helper()
	v, err := readTable(f.Context(), f.s.Statistics, actor, name, query)
	if err != nil {
		f.Fatal(err)
	}
	return html(f.T, tablePage(locale.For(locale.Arabic), ui.PageData{}, v))
}

func html(t *testing.T, n g.Node) string {
	t.Helper()
	var b strings.Builder
	if err := n.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every figure leads to its dossiers for whoever may see some, with the dates of
// the page; a statistician reads the figures alone.
func TestFiguresLeadToTheirDossiers(t *testing.T) {
	f := newFigures(t)
	f.post(tangier)
	page := f.page(holder(access.CounterClerk, casa), first, nil)
	if !strings.Contains(page, `href="/tables/01-widows-by-region/cell/applications_received/tanger-tetouan-al-hoceima?as-of=`) || !strings.Contains(page, "known-on=2") {
		t.Error("the figure does not lead to its dossiers")
	}
	if strings.Contains(page, "/cell/applications_accepted/tanger") {
		t.Error("a figure of nothing leads somewhere")
	}
	if page := f.page(holder(access.Statistician, ""), first, nil); strings.Contains(page, "/cell/") || !strings.Contains(page, "طنجة") {
		t.Error("a statistician is led to dossiers, or sees no figures")
	}
}

// A refused question comes back as it was typed, with the reason, and shows no
// figure.
func TestARefusedQuestionComesBack(t *testing.T) {
	f := newFigures(t)
	for name, value := range map[string]string{"as-of": "01/01/2199", "known-on": "yesterday"} {
		page := f.page(holder(access.Auditor, ""), first, url.Values{name: {value}})
		if !strings.Contains(page, `value="`+value+`"`) || !strings.Contains(page, `role="alert"`) || strings.Contains(page, `id="`+figuresID+`"`) {
			t.Errorf("%s=%s:\n%s", name, value, page)
		}
	}
	if _, err := readTable(t.Context(), f.s.Statistics, holder(access.Auditor, ""), "02-nothing", url.Values{"as-of": {"x"}}); fault.KeyOf(err) == "" {
		t.Error("a table that is not there was shown")
	}
}

// Behind a figure stand the dossiers of the reader's remit; of the others there
// is a number and nothing else.
func TestBehindAFigureNobodySeesTooMuch(t *testing.T) {
	f := newFigures(t)
	mine, foreign := f.post(tangier), f.post(casa)
	v, err := readCell(t.Context(), f.s.Statistics, holder(access.CounterClerk, tangier), first, "applications_received", statistics.Total, nil)
	if err != nil {
		t.Fatal(err)
	}
	page := html(t, tableCellPage(locale.For(locale.Arabic), ui.PageData{}, v))
	if !strings.Contains(page, mine.String()) || strings.Contains(page, foreign.String()) {
		t.Error("the list is not that of the reader's remit")
	}
	if v.Value != 2 || v.Inside != 1 || v.Outside != 1 {
		t.Errorf("value %d, inside %d, outside %d", v.Value, v.Inside, v.Outside)
	}
	if _, err := readCell(t.Context(), f.s.Statistics, access.Actor{}, first, "applications_received", statistics.Total, url.Values{"after": {"x.y"}}); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a broken place in the list: %v", err)
	}
}

func (f *figures) file(table, file string) (*httptest.ResponseRecorder, error) {
	w := httptest.NewRecorder()
	file, query, _ := strings.Cut(file, "?")
	hr := httptest.NewRequest(http.MethodGet, "/?"+query, nil).WithContext(f.Context())
	hr.SetPathValue("table", table)
	hr.SetPathValue("file", file)
	return w, tableFile(f.s, &request{Request: hr, w: w, s: f.s, p: locale.For(locale.Arabic)})
}

func TestTablesAreGivenAsFiles(t *testing.T) {
	f := newFigures(t)
	f.post(tangier)
	w, err := f.file(first, "figures.csv")
	if err != nil || !strings.HasPrefix(w.Body.String(), "region,applications_received,applications_accepted\ntanger-tetouan-al-hoceima,1,0\n") ||
		!strings.Contains(w.Header().Get("Content-Disposition"), first+"-region-") {
		t.Errorf("%v %v\n%s", err, w.Header(), w.Body)
	}
	if _, err := f.file(first, "figures.exe"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("an unknown format: %v", err)
	}
	// Received and nowhere after: the pipeline does not reconcile.
	if _, err := f.file("widows-pipeline", "figures.csv"); fault.KeyOf(err) != "statistics.unreconciled" {
		t.Errorf("a CSV that does not reconcile: %v", err)
	}
	if w, err := f.file("widows-pipeline", "figures.json"); err != nil || !strings.Contains(w.Body.String(), `"left": 1`) {
		t.Errorf("its JSON: %v", err)
	}
	page := f.page(holder(access.Auditor, ""), "widows-pipeline", nil)
	if !strings.Contains(page, "s-bad") || strings.Contains(page, "figures.csv") {
		t.Error("the page does not say that the table does not reconcile, or gives its CSV")
	}
}

// What the page shows turned its files hold turned, and the way back is on it.
func TestATurnedTableIsTakenAsItIsShown(t *testing.T) {
	f := newFigures(t)
	f.post(tangier)
	page := f.page(holder(access.Auditor, ""), first, url.Values{turnField: {"1"}, "as-of": {"2021-03-02"}})
	for _, want := range []string{`figures.xlsx?as-of=2021-03-02&amp;by=region&amp;known-on=`, `&amp;turn=1"><bdi dir="ltr">XLSX`, `href="/tables/01-widows-by-region?as-of=2021-03-02&amp;by=region"`,
		`<th scope="row"><bdi>الطلبات المتوصل بها</bdi></th>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for file, want := range map[string]string{
		"figures.csv?turn=1":               "column,tanger-tetouan-al-hoceima,",
		"figures.csv-metadata.json?turn=1": `"rdfs:label": "الأعمدة"`,
		"figures.jsonstat.json":            `"class": "dataset"`,
		"figures.xlsx":                     "PK",
		"figures.json?turn=1":              `"name": "01-widows-by-region"`,
		"figures.csv":                      "region,applications_received,applications_accepted\n",
	} {
		if w, err := f.file(first, file); err != nil || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %v, want %s in\n%.300s", file, err, want, w.Body)
		}
	}
}

// Every table of the programmes has its page, by each of its rows, either way
// round; a column may be a code of a pivot, that the definition does not name.
func TestEveryTableHasItsPage(t *testing.T) {
	f := newFigures(t)
	f.post(tangier)
	for _, table := range f.s.Programmes.Tables() {
		for _, by := range table.By {
			for _, turn := range []string{"", "1"} {
				if page := f.page(holder(access.Auditor, ""), table.Name, url.Values{"by": {by}, turnField: {turn}}); !strings.Contains(page, `id="`+figuresID+`"`) {
					t.Errorf("%s by %s shows no figures", table.Name, by)
				}
			}
		}
	}
}

func TestTheCatalogueIsSearched(t *testing.T) {
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string][2]bool{"": {true, true}, "جهات الطلبات": {true, false}, "pipeline": {false, true}, "W1 Deposit": {false, true}, "blankets": {}} {
		page := html(t, tablesPage(locale.For(locale.Arabic), ui.PageData{}, catalogue{programmes: set.All(), words: words}))
		if got := [2]bool{strings.Contains(page, `"/tables/01-widows-by-region"`), strings.Contains(page, `"/tables/widows-pipeline"`)}; got != want {
			t.Errorf("%q finds %v, want %v", words, got, want)
		}
	}
}
