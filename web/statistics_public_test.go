package web

import (
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/edition"
	"sanad/locale"
	"sanad/report"
	"sanad/store"
)

// publish makes an edition of tables and releases it.
func (f *field) publish(office *edition.Office, contents []edition.Content) store.ID {
	f.Helper()
	preparer, chief, director := f.hired(access.Statistician, "").actor, f.hired(access.Director, "").actor, f.another(access.Director, "second")
	id := f.id()
	must := func(_ act.Event, err error) { f.Helper(); f.must(err) }
	must(office.Draft(f.Context(), edition.Drafting{Key: f.id(), Actor: preparer, ID: id, Series: "outcome",
		Title: locale.Text{Ar: "الإصدار الأول", Fr: "Première édition", En: "First edition"}, Contents: contents}))
	request := func(a access.Actor) edition.Request { return edition.Request{Key: f.id(), Actor: a, ID: id} }
	must(office.Check(f.Context(), request(preparer)))
	must(office.Sign(f.Context(), request(chief)))
	must(office.Sign(f.Context(), request(director)))
	must(office.Release(f.Context(), request(preparer), 0))
	return id
}

// another is an actor with the same role as somebody else's.
func (f *field) another(role access.Role, name string) access.Actor {
	return access.Actor{Account: f.id(), Name: name, Grants: []access.Grant{{Role: role, Programme: "*"}}}
}

// What was published is for everybody, and nothing else is.
func TestEverybodyReadsWhatWasPublished(t *testing.T) {
	f := scenarios(t)
	reports, err := report.Load(report.Files, f.site.Programmes)
	f.must(err)
	f.site.Reports = reports
	n, err := reports.Find("outcome-2021")
	f.must(err)
	f.play(scenario{name: "before anything is published", path: "/statistics", status: 200, holds: []string{"لم ينشر أي إصدار بعد"}})

	office := edition.NewOffice(f.db, f.site.Programmes)
	var contents []edition.Content
	for _, name := range n.Tables() {
		contents = append(contents, edition.Content{Table: name})
	}
	id := f.publish(office, contents).String()
	f.play(
		scenario{name: "the list", path: "/statistics", status: 200, holds: []string{"الإصدار الأول", "/statistics/" + id, "Cache-Control: no-store"}},
		scenario{name: "an edition", path: "/statistics/" + id + "?lang=fr", status: 200, holds: []string{"Première édition", "/statistics/" + id + "/report", "files/tables.xlsx", "JSON-stat"}},
		scenario{name: "a table says what is protected", path: "/statistics/" + id + "/tables/01-widows-by-region", status: 200, holds: []string{"الدار البيضاء", "<svg", "files/01-widows-by-region.csv"}},
		scenario{name: "the report", path: "/statistics/" + id + "/report", status: 200, holds: []string{"حصيلة القطب الاجتماعي", "الإصدار الأول", `href="/statistics/` + id + `/tables/01-widows-by-region"`}, lacks: []string{"نسخة عمل", "/cell/"}},
		scenario{name: "CSV", path: "/statistics/" + id + "/files/01-widows-by-region.csv", status: 200, holds: []string{"Content-Type: text/csv", "region,applications_received,applications_accepted"}},
		scenario{name: "its description", path: "/statistics/" + id + "/files/01-widows-by-region.csv-metadata.json", status: 200, holds: []string{"csvw"}},
		scenario{name: "JSON-stat", path: "/statistics/" + id + "/files/01-widows-by-region.json", status: 200, holds: []string{`"version": "2.0"`}},
		scenario{name: "the workbook", path: "/statistics/" + id + "/files/tables.xlsx", status: 200, holds: []string{"spreadsheetml"}},
		scenario{name: "a table that it does not hold", path: "/statistics/" + id + "/tables/widows-pipeline", status: 404},
		scenario{name: "no edition", path: "/statistics/" + f.id().String(), status: 404},
		scenario{name: "no identifier", path: "/statistics/nonsense/report", status: 404},
		scenario{name: "no PDF is made for strangers", path: "/statistics/" + id + "/files/report.pdf", status: 404},
	)
	// A file stands alone and is opened apart from the site: it has its style in it.
	if status, file := f.ask(visitor{}, "GET", "/statistics/"+id+"/files/report.html?lang=en", nil); status != 200 ||
		!strings.Contains(file, "attachment") || !strings.Contains(file, "Outcome report of the social pole") || !strings.Contains(file, "<style>") {
		f.Errorf("the report as one file answered %d: %.400s", status, file)
	}
	f.must(f.withdraw(office, id))
	f.play(
		scenario{name: "a withdrawn edition says why", path: "/statistics/" + id, status: 200, holds: []string{"خطأ في جدول"}, lacks: []string{"tables.xlsx"}},
		scenario{name: "and gives nothing any more", path: "/statistics/" + id + "/files/01-widows-by-region.csv", status: 409, lacks: []string{"applications_received"}},
	)
}

func (f *field) withdraw(office *edition.Office, id string) error {
	parsed, err := store.ParseID(id)
	f.must(err)
	_, err = office.Withdraw(f.Context(), edition.Request{Key: f.id(), Actor: f.another(access.Director, "third"), ID: parsed, Reason: "خطأ في جدول"})
	return err
}

// Whoever reads leaves no trace, and sees the page that everybody sees.
func TestThePublicSiteKnowsNobody(t *testing.T) {
	f := scenarios(t)
	statistician := f.hired(access.Statistician, "")
	_, signed := f.ask(statistician, "GET", "/statistics", nil)
	_, stranger := f.ask(visitor{}, "GET", "/statistics", nil)
	if signed != stranger || strings.Contains(signed, "statistician") {
		t.Error("somebody who is signed in gets another page than everybody")
	}
}
