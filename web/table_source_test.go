package web

import (
	"regexp"
	"testing"
	"testing/fstest"

	"sanad/access"
	"sanad/statistics"
)

const paperSource = `id: bulletin
title: {ar: نشرة الأرامل, fr: Bulletin, en: Bulletin}
publisher: {ar: الوزارة, fr: Ministère, en: Ministry}
as_of: 2019-07-02
files:
  - {file: widows.csv, table: 01-widows-by-region, page: "14"}
`

// stated imports a document that reports a table of years without records.
func (f *field) stated() {
	f.Helper()
	list, err := f.site.Programmes.LoadSources(fstest.MapFS{"bulletin.yaml": {Data: []byte(paperSource)}})
	f.must(err)
	f.site.Sources = list
	_, err = statistics.Import(f.Context(), f.db, f.site.Programmes, list[0], access.SystemActor("test"),
		fstest.MapFS{"widows.csv": {Data: []byte("region,applications_received,applications_accepted\ntanger-tetouan-al-hoceima,9,4\nbeni-mellal-khenifra,5,5\ntotal,15,9\n")}})
	f.must(err)
}

// A reported figure leads to its document for whoever may read tables; nobody is
// led to a dossier who may see none.
func TestAReportedFigureLeadsToItsDocument(t *testing.T) {
	f := scenarios(t)
	f.stated()
	statistician := f.hired(access.Statistician, "")
	const table = "/tables/01-widows-by-region"
	_, page := f.ask(statistician, "GET", table+"?as-of=2019-07-02", nil)
	if !regexp.MustCompile(`href="/tables/01-widows-by-region/cell/applications_accepted/tanger-tetouan-al-hoceima\?`).MatchString(page) {
		t.Errorf("the reported figure does not lead on\n%s", page)
	}
	f.play(
		scenario{name: "the table says where its figures come from", as: statistician, path: table + "?as-of=2019-07-02", status: 200, holds: []string{"مصرح بها في وثيقة"}},
		scenario{name: "today's figures are of both, marked, and the other is beside", as: statistician, path: table, status: 200, holds: []string{reportedMark, bothMark, "بلا علامة"}},
		scenario{name: "a figure, its page and line", as: statistician, path: table + "/cell/applications_accepted/tanger-tetouan-al-hoceima?as-of=2019-07-02", status: 200,
			holds: []string{"نشرة الأرامل", "الوزارة", "widows.csv", `<bdi dir="ltr">14</bdi>`, `<bdi dir="ltr">4</bdi>`}, lacks: []string{"/dossiers/"}},
		scenario{name: "a total that the document prints wrong", as: statistician, path: table + "/cell/applications_received/total?as-of=2019-07-02", status: 200,
			holds: []string{"المطبوع في الوثيقة 15", "s-bad"}},
		scenario{name: "and one that it prints right", as: statistician, path: table + "/cell/applications_accepted/total?as-of=2019-07-02", status: 200,
			holds: []string{"المطبوع في الوثيقة 9، مطابق"}, lacks: []string{"والمحسوب"}},
	)
}
