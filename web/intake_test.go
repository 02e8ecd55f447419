package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
)

// applied is a whole form of a new application, as a browser sends it.
func (f *field) applied(change url.Values) url.Values {
	form := url.Values{"programme": {"widows-support"}, "idempotency_key": {f.id().String()}, "on": {"02/07/2021"}, "p.given_ar": {"خديجة"}, "p.family_ar": {"العلوي"}, "p.given_latin": {"Khadija"}, "p.family_latin": {"Alaoui"},
		"p.sex": {"F"}, "p.birth": {"17/05/1980"}, "p.cin": {registry.SyntheticCIN(123456)}, "p.phone": {"+212 6 12 34 56 78"}, "p.province": {"04.421"}, "p.children_family": {"بناني"},
		"a.marital_status": {"widow"}, "a.death_date": {"01/04/2018"}, "a.ramed_card": {"yes"}, "a.pays_tax": {"no"}, "rows.orphans": {"4"},
		"a.orphans.0.given_name": {"يوسف"}, "a.orphans.0.birth": {"03/02/2012"}, "a.orphans.0.sex": {"m"}, "a.orphans.0.in_care": {"yes"}, "a.orphans.0.disabled": {"no"}, "a.orphans.0.enrolled": {"yes"},
		"a.orphans.2.given_name": {"مريم"}, "a.orphans.2.birth": {"09/11/2017"}, "a.orphans.2.sex": {"f"}, "a.orphans.2.in_care": {"yes"},
		"paper.national_card": {"seen"}}
	for name, values := range change {
		form[name] = values
	}
	return form
}

var location = regexp.MustCompile(`Location: (\S+)`)

func TestAnApplicationIsTakenIn(t *testing.T) {
	f := scenarios(t)
	clerk, sister := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441")
	status, answer := f.ask(clerk, http.MethodPost, "/applications", f.applied(nil))
	if status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, answer)
	}
	path := location.FindStringSubmatch(answer)[1]
	party := strings.Split(path, "/")[2]
	f.play(
		scenario{name: "the receipt says what was given and what lacks", as: clerk, path: path, status: 200, holds: []string{"W1-2021-04421-00001", "خديجة العلوي", "نسخة من البطاقة الوطنية للتعريف", "رسم وفاة الزوج", "55.19"}},
		scenario{name: "for nobody elsewhere", as: sister, path: path, status: 404},
		scenario{name: "her page has her children, and the dossier", as: clerk, path: "/persons/" + party, status: 200, holds: []string{"يوسف بناني", "مريم بناني", "W1-2021-04421-00001"}},
		scenario{name: "she is nobody elsewhere", as: sister, path: "/persons/" + party, status: 404},
		scenario{name: "she is found by her card", as: clerk, path: "/search?q=zz-123456", status: 200, holds: []string{"خديجة العلوي", "/persons/" + party, "ZZ••••56"}},
		scenario{name: "and by her name in other letters", as: clerk, path: "/search?q=alaoui+khadija+1980", status: 200, holds: []string{"/persons/" + party}},
		scenario{name: "not by others", as: sister, path: "/search?q=alaoui+khadija", status: 200, lacks: []string{party}},
		scenario{name: "the number leads to the dossier", as: clerk, path: "/search?q=w1-2021-04421-00001", status: 303, holds: []string{"Location: /dossiers/" + party}},
		scenario{name: "not for others", as: sister, path: "/search?q=W1-2021-04421-00001", status: 200, lacks: []string{party}},
		scenario{name: "the end of a number shows whose it is", as: clerk, path: "/search?q=4421-1", status: 200, holds: []string{"W1-2021-04421-00001", "/dossiers/" + party}},
		scenario{name: "in the digits of an Arabic keyboard too", as: clerk, path: "/search?q=" + url.QueryEscape("٤٤٢١-١"), status: 200, holds: []string{"W1-2021-04421-00001"}},
		scenario{name: "nor to others", as: sister, path: "/search?q=00001", status: 200, lacks: []string{party}},
		scenario{name: "without words nobody is listed", as: clerk, path: "/search", status: 200, lacks: []string{"/persons/"}},
		scenario{name: "her card was taken", as: clerk, method: http.MethodPost, path: "/applications", form: f.applied(nil), status: 409, holds: []string{`href="#f-p.cin"`, "الرباط", `value="يوسف"`}},
		scenario{name: "elsewhere too, and only where is told", as: sister, method: http.MethodPost, path: "/applications", form: f.applied(url.Values{"p.province": {"04.441"}}), status: 409, holds: []string{"الرباط"}, lacks: []string{party}},
		scenario{name: "a second dossier is refused", as: clerk, method: http.MethodPost, path: "/applications", form: f.applied(url.Values{"person": {party}, "a.orphans.0.different": {"yes"}, "a.orphans.2.different": {"yes"}}), status: 409, holds: []string{`role="alert"`}},
	)
}

func TestAWrongApplicationLosesNothing(t *testing.T) {
	f := scenarios(t)
	clerk, sister, auditor := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441"), f.hired(access.Auditor, "")
	wrong := f.applied(url.Values{"p.birth": {"31/02/1980"}, "p.family_ar": {""}, "a.death_date": {"01/01/2199"}, "a.orphans.2.birth": {"x"}, "a.orphans.2.sex": {""}})
	kept := []string{`value="31/02/1980"`, `value="Khadija"`, `value="01/01/2199"`, `value="يوسف"`, `value="مريم"`, `value="x"`, `value="` + registry.SyntheticCIN(123456) + `"`,
		`href="#f-p.birth"`, `href="#f-p.family_ar"`, `href="#f-a.death_date"`, `href="#f-a.orphans.2.birth"`, `href="#f-a.orphans.2.sex"`, `name="paper.national_card" value="seen" aria-label="نسخة من البطاقة الوطنية للتعريف" checked`, wrong.Get("idempotency_key")}
	f.play(
		scenario{name: "the empty form", as: clerk, path: "/applications/new?programme=widows-support", status: 200, holds: []string{`name="a.orphans.3.given_name"`, `<option value="04.421" selected>`}, lacks: []string{"a.orphans.4."}},
		scenario{name: "everything wrong is told at once, everything typed comes back", as: clerk, method: http.MethodPost, path: "/applications", form: wrong, status: 422, holds: kept},
		scenario{name: "a row more", as: clerk, method: http.MethodPost, path: "/applications", form: with(wrong, "add_row", "orphans"), status: 200, holds: []string{`name="a.orphans.4.given_name"`, `value="31/02/1980"`, `value="مريم"`}, lacks: []string{`role="alert"`}},
		scenario{name: "what the rules say", as: clerk, method: http.MethodPost, path: "/applications", form: with(f.applied(nil), "preview", "1"), status: 200, holds: []string{`id="conditions"`, `value="يوسف"`}},
		scenario{name: "an empty form", as: clerk, method: http.MethodPost, path: "/applications", form: url.Values{"programme": {"widows-support"}}, status: 422, holds: []string{`href="#f-on"`, `href="#f-p.province"`, `href="#f-a.orphans"`}},
		scenario{name: "in another province", as: clerk, method: http.MethodPost, path: "/applications", form: f.applied(url.Values{"p.province": {"04.441"}}), status: 403, holds: []string{`value="يوسف"`}},
		scenario{name: "for somebody of another province", as: sister, path: "/applications/new?programme=widows-support&person={person}", status: 404},
		scenario{name: "by who only reads", as: auditor, path: "/applications/new", status: 403},
	)
	n, err := dossier.Count(t.Context(), f.db, access.System("a test"), dossier.Filter{})
	f.must(err)
	if n != int64(len(f.plants)) {
		t.Errorf("%d dossiers, want the %d that were there", n, len(f.plants))
	}
}

func with(form url.Values, name, value string) url.Values {
	more := url.Values{name: {value}}
	for k, v := range form {
		more[k] = v
	}
	return more
}

func TestTheSameApplicationSentFiveTimesIsOne(t *testing.T) {
	f := scenarios(t)
	clerk := f.hired(access.CounterClerk, "04.421")
	form := f.applied(nil)
	places := make([]string, 5)
	var all sync.WaitGroup
	for i := range places {
		all.Go(func() {
			status, answer := f.ask(clerk, http.MethodPost, "/applications", form)
			if status != http.StatusSeeOther {
				t.Errorf("%d\n%s", status, answer)
				return
			}
			places[i] = location.FindStringSubmatch(answer)[1]
		})
	}
	all.Wait()
	for _, place := range places {
		if place != places[0] {
			t.Errorf("two places: %v", places)
		}
	}
	n, err := dossier.Count(t.Context(), f.db, access.System("a test"), dossier.Filter{})
	f.must(err)
	if n != int64(len(f.plants))+1 {
		t.Errorf("%d dossiers, want one more than the %d that were there", n, len(f.plants))
	}
	if status, _ := f.ask(clerk, http.MethodPost, "/applications", with(url.Values{"programme": {"widows-support"}, "idempotency_key": form["idempotency_key"]}, "x", "")); status != http.StatusUnprocessableEntity {
		t.Errorf("the key with another form answered %d", status)
	}
}

// A registered widow comes back with one more child: the known one is offered,
// the new one is registered, and nobody else's child is believed to be hers.
func TestARegisteredApplicant(t *testing.T) {
	f := scenarios(t)
	clerk := f.hired(access.CounterClerk, "04.421")
	own := f.plants[0].params
	f.play(scenario{name: "withdrawn first", as: clerk, method: http.MethodPost, path: "/dossiers/{party}/{dossier}/acts/withdraw", form: url.Values{"on": {f.db.Today().String()}, "reason": {"تنازلت"}}, status: 303})
	id, err := store.ParseID(own["person"])
	f.must(err)
	children, err := registry.Children(t.Context(), f.db, access.System("a test"), id)
	f.must(err)
	known := children[0].ID.String()
	f.play(scenario{name: "her child is in the form", as: clerk, path: "/applications/new?programme=widows-support&person={person}", status: 200, holds: []string{`value="` + known + `"`, `value="01/05/2012"`}})
	form := f.applied(url.Values{"person": {own["person"]}, "on": {f.db.Today().String()}, "a.orphans.0.person": {known}, "a.orphans.0.given_name": {f.plants[0].canary}, "a.orphans.0.birth": {"01/05/2012"},
		"a.orphans.2.person": {f.plants[1].params["person"]}})
	status, answer := f.ask(clerk, http.MethodPost, "/applications", form)
	if status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, answer)
	}
	children, err = registry.Children(t.Context(), f.db, access.System("a test"), id)
	f.must(err)
	if len(children) != 2 || children[0].ID.String() != known || children[1].Arabic.Given != "مريم" {
		t.Errorf("children %v", children)
	}
}
