package web

import (
	"net/url"
	"strings"
	"testing"

	"sanad/access"
	"sanad/report"
)

// A report is read as of any day, and every figure leads to what it counts for
// whoever may see it; a date that is none is said beside its field.
func TestAReportLeadsToItsFigures(t *testing.T) {
	f := scenarios(t)
	reports, err := report.Load(report.Files, f.site.Programmes)
	f.must(err)
	f.site.Reports = reports
	(&figures{T: f.T, s: f.site}).post(tangier)
	chief, statistician := f.hired(access.CentralSecretary, ""), f.hired(access.Statistician, "")
	const path = "/reports/outcome-2021"
	f.play(
		scenario{name: "from the catalogue", as: statistician, path: "/tables", status: 200, holds: []string{`href="` + path + `"`}},
		scenario{name: "a working copy", as: statistician, path: path, status: 200, holds: []string{"نسخة عمل داخلية", `name="as-of"`, `name="known-on"`,
			`href="/tables/01-widows-by-region?as-of=2021-07-02`}, lacks: []string{"/cell/"}},
		scenario{name: "on another day", as: statistician, path: path + "?as-of=31/12/2020&lang=fr", status: 200, holds: []string{"31 décembre 2020", `href="/tables/01-widows-by-region?as-of=2020-12-31`}},
		scenario{name: "a figure leads to what it counts", as: chief, path: path, status: 200, holds: []string{`href="/tables/01-widows-by-region/cell/applications_received/tanger-tetouan-al-hoceima`}, lacks: []string{"/cell/applications_received/oriental"}},
		scenario{name: "a day to come", as: statistician, path: path + "?as-of=2100-01-01", status: 422, holds: []string{"2100", `value="2100-01-01"`}},
		scenario{name: "no day", as: statistician, path: path + "?as-of=" + url.QueryEscape("31/02/2021"), status: 422, holds: []string{"31/02/2021"}},
		scenario{name: "no report", as: statistician, path: "/reports/outcome-1999", status: 404},
		scenario{name: "not for everybody", path: path, status: 303, lacks: []string{"نسخة عمل"}},
	)
	_, page := f.ask(chief, "GET", path, nil)
	_, rest, _ := strings.Cut(page, `href="/tables/01-widows-by-region/cell/applications_received/`)
	row, _, _ := strings.Cut(rest, `"`)
	address := strings.ReplaceAll("/tables/01-widows-by-region/cell/applications_received/"+row, "&amp;", "&")
	if status, answer := f.ask(chief, "GET", address, nil); status != 200 {
		f.Errorf("%s answered %d: %.300s", address, status, answer)
	}
}
