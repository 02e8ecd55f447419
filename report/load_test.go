package report_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sanad/programme"
	"sanad/programmes"
	"sanad/report"
)

const head = `title: {ar: الحصيلة, fr: Bilan, en: Report}
publisher: {ar: الوزارة, fr: Ministère, en: Ministry}
as-of: 2021-07-02
chapters: [one]
`

const chapter = `title: {ar: الفصل, fr: Chapitre, en: Chapter}
sections:
  - id: widows
    title: {ar: الأرامل, fr: Veuves, en: Widows}
    blocks:
`

func set(t testing.TB) *programme.Set {
	t.Helper()
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// load reads a report whose one section has these blocks.
func load(t *testing.T, blocks string) error {
	t.Helper()
	_, err := report.Load(fstest.MapFS{"sample/report.yaml": {Data: []byte(head)}, "sample/one.yaml": {Data: []byte(chapter + blocks)}}, set(t))
	return err
}

func TestTheReportsOfTheProductLoad(t *testing.T) {
	reports, err := report.Load(report.Files, set(t))
	if err != nil {
		t.Fatal(err)
	}
	n, err := reports.Find("outcome-2021")
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Tables()) != 15 || len(n.FigureNames()) < 40 {
		t.Errorf("%d tables and %d figures, want the 15 tables of the source and its figures", len(n.Tables()), len(n.FigureNames()))
	}
	var systems []string
	var visit func([]report.Section)
	visit = func(list []report.Section) {
		for _, s := range list {
			if s.System != "" {
				systems = append(systems, s.System)
			}
			visit(s.Sections)
		}
	}
	visit(n.Chapters)
	if got, want := strings.Join(systems, " "), "W0 W1 W2 W3 W4 W5 W6 W7 W8 L1 L2 L3 P1 P2 P3 P4"; got != want {
		t.Errorf("systems %s, want %s", got, want)
	}
}

// Each mistake of an author is told with its place and its remedy.
func TestAuthorsAreToldWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ name, blocks, want string }{
		{"an unknown figure", "      - text: {ar: '{widows.dancing}', fr: '{widows.dancing}', en: '{widows.dancing}'}\n",
			`report/sample/one.yaml:6: there is no figure "widows.dancing"; name a figure of a programme's tables.yaml`},
		{"an unknown table", "      - table: 99-nothing\n",
			"report/sample/one.yaml:6: there is no table \"99-nothing\"; name a table; `sanad tables` lists them"},
		{"an unknown column", "      - chart: {table: 01-widows-by-region, kind: bar, columns: [dances]}\n",
			`report/sample/one.yaml:6: the table 01-widows-by-region has no column "dances"; name a column of the table`},
		{"a figure typed by hand", "      - text:\n          ar: بلغت النسبة 12,5 %\n          fr: le taux\n          en: the rate\n",
			`report/sample/one.yaml:7: the text in ar has a figure typed by hand: "12,5 %"; define the figure in a tables.yaml and name it`},
		{"millions typed by hand", "      - text: {ar: الكلفة, fr: coûte 3 millions de dirhams, en: the cost}\n",
			`report/sample/one.yaml:6: the text in fr has a figure typed by hand: "3 millions"; define the figure in a tables.yaml and name it`},
		{"another figure in another language", "      - text: {ar: 'إلى {as-of}', fr: jusqu'ici, en: 'up to {as-of}'}\n",
			`report/sample/one.yaml:6: the text in fr says [] and the Arabic [as-of]; say the same figures in every language`},
		{"an open brace", "      - text: {ar: 'إلى {as-of', fr: a, en: a}\n",
			`report/sample/one.yaml:6: the text in ar: a { without its }; write {name}, {name|noun}, {name|dirhams} or {name|million:1}`},
		{"a missing language", "      - text: {ar: نص, fr: texte}\n", `report/sample/one.yaml:6: the key "en" is missing; add it`},
		{"two things in one block", "      - table: 01-widows-by-region\n        text: {ar: نص, fr: texte, en: text}\n",
			`report/sample/one.yaml:6: the block is 2 things; write exactly one of text, list, table, chart, map and figures`},
		{"a table twice", "      - table: 01-widows-by-region\n      - table: 01-widows-by-region\n",
			`report/sample/one.yaml:7: the table "01-widows-by-region" is printed twice; keep one of the two`},
		{"an unknown chart", "      - chart: {table: 01-widows-by-region, kind: pie, columns: [applications_received]}\n",
			`report/sample/one.yaml:6: "pie" is no chart; use one of: bar, line, pyramid`},
		{"an empty section", "      []\n", `report/sample/one.yaml:3: the section "widows" is empty; write it, or take it out`},
	} {
		err := load(t, c.blocks)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
	if err := load(t, "      - text: {ar: 'سنة 2021، القانون 65.15، 23 أبريل 2018', fr: 'loi n° 65.15 du 23 avril 2018', en: 'law 65.15, 3 decrees'}\n"); err != nil {
		t.Errorf("years, days and numbers of laws are no figures: %v", err)
	}
}

func TestAFileThatNoChapterNamesIsToldOf(t *testing.T) {
	_, err := report.Load(fstest.MapFS{"sample/report.yaml": {Data: []byte(head)}, "sample/one.yaml": {Data: []byte(chapter + "      - table: 01-widows-by-region\n")},
		"sample/two.yaml": {Data: []byte("title: {ar: a, fr: a, en: a}\n")}}, set(t))
	if err == nil || !strings.Contains(err.Error(), "report/sample/two.yaml:1: no chapter is in the file") {
		t.Errorf("got %v", err)
	}
}
