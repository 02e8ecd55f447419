package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/audit"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
)

func TestTheDeskShowsWhatWaits(t *testing.T) {
	f := scenarios(t)
	own, sister := f.plants[0], f.plants[1]
	f.play(
		scenario{name: "nobody is led to the door", path: "/", status: 303, holds: []string{"Location: /sign-in?next=%2F"}},
		scenario{name: "a clerk: the deposited dossier, a search, a new application", as: f.hired(access.CounterClerk, own.province), path: "/", status: 200,
			holds: []string{"/dossiers?programme=" + own.params["programme"] + "&amp;state=deposited", own.params["reference"], `action="/search"`, `href="/applications/new"`},
			lacks: []string{sister.params["reference"]}},
		scenario{name: "a secretary: the session too", as: f.hired(access.ProvincialSecretary, own.province), path: "/", status: 200,
			holds: []string{own.address(t, "/sessions/{commission}/{session}"), own.canary}, lacks: []string{sister.canary}},
		scenario{name: "the centre: nothing is there yet", as: f.hired(access.CentralSecretary, ""), path: "/", status: 200, holds: []string{"لا ملف ينتظر منك إجراء"}, lacks: []string{own.params["reference"]}},
		scenario{name: "a statistician: figures and nobody", as: f.hired(access.Statistician, ""), path: "/", status: 200, holds: []string{`href="/tables/`, "s-figures"}, lacks: []string{own.canary, `action="/search"`, "/dossiers"}},
	)
}

// The lateness is told where the dossier is listed, on the desk in red.
func TestTheDeskTellsWhatIsLate(t *testing.T) {
	f := scenarios(t)
	on := f.db.Today().AddDays(-200)
	f.deposit(0, on, 1)
	clerk := f.hired(access.CounterClerk, fields[0])
	f.play(
		scenario{name: "one late dossier", as: clerk, path: "/", status: 200, holds: []string{"overdue=yes", "s-badge s-bad"}},
		scenario{name: "the link lists it alone", as: clerk, path: "/dossiers?state=deposited&overdue=yes", status: 200, holds: []string{"نتيجة واحدة", "متأخر"}, lacks: []string{f.plants[0].params["reference"]}},
	)
}

// deposit opens dossiers of so many other widows in the province of a plant.
func (f *field) deposit(plant int, on calendar.Date, count int) []dossier.Dossier {
	f.Helper()
	province := f.plants[plant].province
	clerk := f.staff(access.CounterClerk, province)
	var out []dossier.Dossier
	for i := range count {
		born, err := calendar.ParseBirth(fmt.Sprint(1950 + i%50))
		f.must(err)
		widow := registry.Draft{ID: f.id(), Arabic: registry.Name{Given: "حليمة", Family: "المنصوري"}, Sex: registry.Female, Birth: born, Province: province}
		_, err = registry.Register(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: on, Actor: clerk}, widow)
		f.must(err)
		id := f.id()
		_, err = f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: clerk, Programme: f.plants[plant].params["programme"], Party: widow.ID, Dossier: id, Act: "deposit", On: on,
			Province: province, Answers: f.answers("حليمة", widow.ID)})
		f.must(err)
		d, err := dossier.Get(f.Context(), f.db, access.System("a test"), widow.ID, id)
		f.must(err)
		out = append(out, d)
	}
	return out
}

func TestTheListIsFilteredFromTheAddress(t *testing.T) {
	f := scenarios(t)
	own := f.plants[0]
	clerk, region, auditor := f.hired(access.CounterClerk, own.province), f.hired(access.Auditor, "04"), f.hired(access.Auditor, "")
	row := own.address(t, "/dossiers/{party}/{dossier}")
	f.play(
		scenario{name: "one's own province", as: clerk, path: "/dossiers", status: 200, holds: []string{row, own.canary, "نتيجة واحدة"}, lacks: []string{f.plants[1].canary, `name="territory"`}},
		scenario{name: "a region holds its provinces", as: region, path: "/dossiers?territory=04", status: 200, holds: []string{row, f.plants[1].canary, "نتيجتان"}, lacks: []string{f.plants[2].canary}},
		scenario{name: "a province of it", as: region, path: "/dossiers?territory=04.441", status: 200, lacks: []string{row}},
		scenario{name: "several states", as: clerk, path: "/dossiers?state=deposited&state=received", status: 200, holds: []string{row}},
		scenario{name: "another state", as: clerk, path: "/dossiers?state=accepted", status: 200, holds: []string{"لا ملف يوافق هذه التصفية"}, lacks: []string{row}},
		scenario{name: "days", as: clerk, path: "/dossiers?from=01/01/2015&to=02/01/2015", status: 200, lacks: []string{row}},
		scenario{name: "no such state", as: clerk, path: "/dossiers?state=vanished", status: 422, holds: []string{"«vanished»", `href="#f-state"`}, lacks: []string{row}},
		scenario{name: "no such programme", as: clerk, path: "/dossiers?programme=other", status: 422, holds: []string{"«other»"}, lacks: []string{row}},
		scenario{name: "no such place", as: auditor, path: "/dossiers?territory=99", status: 422, holds: []string{"«99»"}},
		scenario{name: "a place of others", as: clerk, path: "/dossiers?territory=01.511", status: 422, holds: []string{"ليس ضمن المجال الترابي"}, lacks: []string{row}},
		scenario{name: "an impossible day and a wrong switch, both told", as: clerk, path: "/dossiers?from=31/02/2021&overdue=maybe", status: 422, holds: []string{`value="31/02/2021"`, `href="#f-from"`, `href="#f-overdue"`}},
		scenario{name: "days the wrong way round", as: clerk, path: "/dossiers?from=02/07/2021&to=01/07/2021", status: 422, holds: []string{`href="#f-from"`}},
		scenario{name: "no place in the list", as: clerk, path: "/dossiers?after=x", status: 422, lacks: []string{row}},
		scenario{name: "for whoever reads none", as: f.hired(access.Statistician, ""), path: "/dossiers", status: 403},
	)
}

// Page by page, every dossier is listed once.
func TestTheListGoesOnPageByPage(t *testing.T) {
	f := scenarios(t)
	want := map[string]bool{f.plants[0].params["reference"]: true}
	for _, d := range f.deposit(0, f.db.Today().AddDays(-10), dossierLines+3) {
		want[d.Reference] = true
	}
	clerk, path, pages := f.hired(access.CounterClerk, fields[0]), "/dossiers?state=deposited", 0
	for ; path != ""; pages++ {
		status, answer := f.ask(clerk, http.MethodGet, path, nil)
		if status != http.StatusOK || !strings.Contains(answer, fmt.Sprint(dossierLines+4)) || pages > 3 {
			t.Fatalf("page %d: %d\n%s", pages, status, answer)
		}
		before := len(want)
		for reference := range want {
			if strings.Contains(answer, ">"+reference+"<") {
				delete(want, reference)
			}
		}
		if before-len(want) > dossierLines {
			t.Errorf("page %d lists %d", pages, before-len(want))
		}
		path = nextOf(answer)
	}
	if len(want) > 0 || pages != 2 {
		t.Errorf("%d pages; never listed: %v", pages, want)
	}
}

// nextOf is where the page's list goes on.
func nextOf(answer string) string {
	i := strings.Index(answer, `rel="next"`)
	if i < 0 {
		return ""
	}
	head := answer[:i]
	head = head[strings.LastIndex(head, `href="`)+len(`href="`):]
	address, _, _ := strings.Cut(head, `"`)
	return strings.ReplaceAll(address, "&amp;", "&")
}

// Whoever sees names on the list leaves a line in the log, one for each person.
func TestTheListIsLogged(t *testing.T) {
	f := scenarios(t)
	clerk := f.hired(access.CounterClerk, fields[0])
	party, err := store.ParseID(f.plants[0].params["party"])
	f.must(err)
	lines := func() []audit.Record {
		list, _, err := audit.Who(f.Context(), f.db, access.System("a test"), party, audit.Page{})
		f.must(err)
		return list
	}
	f.play(scenario{name: "an empty list shows nobody", as: clerk, path: "/dossiers?state=accepted", status: 200})
	if n := len(lines()); n != 0 {
		t.Errorf("%d lines before anybody saw her", n)
	}
	f.play(scenario{name: "the list", as: clerk, path: "/dossiers", status: 200})
	if list := lines(); len(list) != 1 || list[0].Account != clerk.actor.Account || list[0].Kind != audit.Search || list[0].Shown != 1 {
		t.Errorf("the log holds %+v", list)
	}
}

func TestAProgrammeIsReadAsItDecides(t *testing.T) {
	f := scenarios(t)
	reader := f.hired(access.Statistician, "")
	def, err := f.site.Programmes.Get(f.plants[0].params["programme"])
	f.must(err)
	holds := []string{def.Hash, def.Fund.Ar, "للتأكيد", fmt.Sprintf("%d من %d مطابقة", len(def.Cases), len(def.Cases)), "350,00"}
	for _, st := range def.Workflow.States {
		holds = append(holds, st.Title.Ar)
	}
	for _, c := range def.Rules.Conditions {
		holds = append(holds, c.Title.Ar, c.Because.Ar)
	}
	for _, table := range def.Tables {
		holds = append(holds, `href="/tables/`+table.Name+`"`)
	}
	f.play(
		scenario{name: "the list", as: reader, path: "/programmes", status: 200, holds: []string{`href="/programmes/` + def.ID + `"`, def.Title.Ar}},
		scenario{name: "the page", as: reader, path: "/programmes/{programme}", status: 200, holds: holds, lacks: []string{"s-badge s-bad\">غير مطابقة"}},
		scenario{name: "in French", as: reader, path: "/programmes/{programme}?lang=fr", status: 200, holds: []string{"à confirmer"}},
		scenario{name: "no such programme", as: reader, path: "/programmes/other", status: 404},
		scenario{name: "for nobody", path: "/programmes", status: 303},
	)
}
