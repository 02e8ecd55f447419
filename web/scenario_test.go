package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/dossier"
	"sanad/store"
	"sanad/store/storetest"
)

// A scenario is a request and what its answer must and must not hold.
type scenario struct {
	name   string
	as     visitor
	method string // GET when empty
	path   string // with the parameters of the first province planted
	form   url.Values
	status int
	holds  []string
	lacks  []string
}

// play asks every scenario in order.
func (f *field) play(list ...scenario) {
	f.Helper()
	for _, s := range list {
		if s.method == "" {
			s.method = http.MethodGet
		}
		path := s.path
		for name, value := range f.plants[0].params {
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		}
		status, answer := f.ask(s.as, s.method, path, s.form)
		if status != s.status {
			f.Errorf("%s: %s %s answered %d, want %d\n%s", s.name, s.method, path, status, s.status, answer)
			continue
		}
		if strings.Contains(answer, "<html") {
			f.wellMade(s.name, answer)
		}
		for _, want := range s.holds {
			if !strings.Contains(answer, want) {
				f.Errorf("%s: the answer lacks %q\n%s", s.name, want, answer)
			}
		}
		for _, bad := range s.lacks {
			if strings.Contains(answer, bad) {
				f.Errorf("%s: the answer holds %q", s.name, bad)
			}
		}
	}
}

// hired is a visitor with one role, signed in.
func (f *field) hired(role access.Role, territory string) visitor {
	f.Helper()
	return f.named(strings.ReplaceAll(string(role)+"."+territory, "..", "."), role, territory)
}

// named is one of several visitors with the same role.
func (f *field) named(login string, role access.Role, territory string) visitor {
	f.Helper()
	secret := "a long enough secret for " + login
	a, err := account.CreateWithPassword(f.Context(), f.db, access.SystemActor("test"), f.id(), account.New{Login: login, Name: login,
		Grants: []access.Grant{{Role: role, Programme: "*", Territory: territory}}}, secret)
	f.must(err)
	token, err := account.SignIn(f.Context(), f.db, account.Attempt{Login: login, Password: secret, Network: login})
	f.must(err)
	return visitor{role: role, territory: territory, cookie: token, actor: a.Actor()}
}

func scenarios(t *testing.T) *field { return newField(t, storetest.SQLite(t, store.Options{})) }

func TestGettingIn(t *testing.T) {
	f := scenarios(t)
	clerk := f.hired(access.CounterClerk, "04.421")
	f.play(
		scenario{name: "nobody is led to the door, and back afterwards", path: "/dossiers?state=deposited", status: 303, holds: []string{"Location: /sign-in?next=%2Fdossiers%3Fstate%3Ddeposited"}},
		scenario{name: "the door speaks Arabic first", path: "/sign-in", status: 200, holds: []string{`<html lang="ar-MA" dir="rtl">`, "تسجيل الدخول"}},
		scenario{name: "and French when asked, from then on", path: "/sign-in?lang=fr", status: 200, holds: []string{`lang="fr-MA"`, "Set-Cookie: sanad_language=fr"}},
		scenario{name: "a wrong password keeps the name and not the password", method: http.MethodPost, path: "/sign-in", status: 401,
			form: url.Values{"login": {"clerk.rabat"}, "password": {"not the secret"}, "next": {"/tables"}}, holds: []string{`value="clerk.rabat"`, `value="/tables"`, `role="alert"`}, lacks: []string{"not the secret"}},
		scenario{name: "the right one opens the page that was asked for", method: http.MethodPost, path: "/sign-in", status: 303,
			form: url.Values{"login": {"counter-clerk.04.421"}, "password": {"a long enough secret for counter-clerk.04.421"}, "next": {"/tables"}}, holds: []string{"Location: /tables", "Set-Cookie: sanad=", "HttpOnly; SameSite=Lax"}},
		scenario{name: "no door leads out of the house", method: http.MethodPost, path: "/sign-in", status: 303,
			form: url.Values{"login": {"counter-clerk.04.421"}, "password": {"a long enough secret for counter-clerk.04.421"}, "next": {"//evil.example/"}}, holds: []string{"Location: /\r\n"}},
		scenario{name: "a link that was never made", path: "/claim/nothing", status: 422, holds: []string{`role="alert"`}},
		scenario{name: "no such page", as: clerk, path: "/nothing", status: 404, holds: []string{"لا توجد صفحة بهذا العنوان"}},
		scenario{name: "a page for others", as: clerk, path: "/accounts", status: 403, lacks: []string{"canary"}},
		scenario{name: "out", as: clerk, method: http.MethodPost, path: "/sign-out", status: 303, holds: []string{"Location: /sign-in", "sanad=; "}},
		scenario{name: "and out for good", as: clerk, path: "/me", status: 303, holds: []string{"Location: /sign-in"}},
	)
}

func TestTheFirstRunIsClaimedOnce(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	f := &field{T: t, db: db, site: New(Config{DB: db}), plants: []planted{{}}}
	token, err := account.FirstRun(t.Context(), db)
	f.must(err)
	claim := url.Values{"name": {"مدير الحسابات"}, "login": {"admin"}, "password": {"a long enough secret"}}
	f.play(
		scenario{name: "the link opens", path: "/claim/" + token, status: 200, holds: []string{`name="login"`}},
		scenario{name: "a short password keeps the rest", method: http.MethodPost, path: "/claim/" + token, status: 422,
			form: url.Values{"name": {"مدير الحسابات"}, "login": {"admin"}, "password": {"short"}}, holds: []string{"مدير الحسابات", `value="admin"`, `href="#f-password"`}, lacks: []string{`value="short"`}},
		scenario{name: "it makes the administrator", method: http.MethodPost, path: "/claim/" + token, form: claim, status: 303, holds: []string{"Location: /sign-in"}},
		scenario{name: "and no second one", method: http.MethodPost, path: "/claim/" + token, form: claim, status: 422},
	)
}

// amended is a whole form of the page that corrects a person.
func amended(change url.Values) url.Values {
	form := url.Values{"given_ar": {"خديجة"}, "family_ar": {"العلوي"}, "given_latin": {"Khadija"}, "family_latin": {"Alaoui"}, "sex": {"F"},
		"birth": {"17/05/1980"}, "province": {"04.421"}, "address": {"زنقة 5"}, "phone": {"0612345678"}, "reason": {"خطأ في الاسم"}, "revision": {"1"}}
	for name, values := range change {
		form[name] = values
	}
	return form
}

func TestCorrectingAPerson(t *testing.T) {
	f := scenarios(t)
	clerk, sister, auditor := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441"), f.hired(access.Auditor, "")
	edit := "/persons/{person}/edit"
	typed := []string{`value="Khadija"`, `value="31/02/1980"`, `value="زنقة 5"`, `value="0612345678"`, "خطأ في الاسم", `href="#f-birth"`}
	f.play(
		scenario{name: "the form holds what is known, the identifier masked", as: clerk, path: edit, status: 200, holds: []string{f.plants[0].canary, "••"}, lacks: []string{"SYN770000", "770000"}},
		scenario{name: "a sister province finds nobody", as: sister, path: edit, status: 404},
		scenario{name: "nor writes anybody", as: sister, method: http.MethodPost, path: edit, form: amended(nil), status: 404},
		scenario{name: "who controls does not write", as: auditor, path: edit, status: 403},
		scenario{name: "an impossible day loses nothing", as: clerk, method: http.MethodPost, path: edit, form: amended(url.Values{"birth": {"31/02/1980"}}), status: 422, holds: typed},
		scenario{name: "a session that ended loses nothing", method: http.MethodPost, path: edit, form: amended(nil), status: 401,
			holds: []string{`value="Khadija"`, `value="زنقة 5"`, `action="/persons/`}, lacks: []string{f.plants[0].canary}},
		scenario{name: "a reason is needed", as: clerk, method: http.MethodPost, path: edit, form: amended(url.Values{"reason": {" "}}), status: 422, holds: []string{`href="#f-reason"`, `value="Khadija"`}},
		scenario{name: "it is corrected", as: clerk, method: http.MethodPost, path: edit, form: amended(nil), status: 303, holds: []string{"Location: /persons/"}},
		scenario{name: "the page says so", as: clerk, path: "/persons/{person}", status: 200, holds: []string{"خديجة العلوي", "Khadija Alaoui"}},
		scenario{name: "somebody else was faster", as: clerk, method: http.MethodPost, path: edit, form: amended(url.Values{"given_ar": {"مليكة"}}), status: 409, holds: []string{"مليكة"}},
	)
}

func TestActingOnADossier(t *testing.T) {
	f := scenarios(t)
	clerk, sister, auditor := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441"), f.hired(access.Auditor, "")
	day := f.db.Today().String()
	withdraw := "/dossiers/{party}/{dossier}/acts/withdraw"
	f.play(
		scenario{name: "the page offers what may be done", as: clerk, path: "/dossiers/{party}/{dossier}", status: 200, holds: []string{"/acts/withdraw", f.plants[0].canary}},
		scenario{name: "and nothing to who only reads", as: auditor, path: "/dossiers/{party}/{dossier}", status: 200, lacks: []string{"/acts/"}},
		scenario{name: "there is no such dossier elsewhere", as: sister, path: "/dossiers/{party}/{dossier}", status: 404},
		scenario{name: "a reason is needed", as: clerk, method: http.MethodPost, path: withdraw, form: url.Values{"on": {day}}, status: 422, holds: []string{`role="alert"`, `href="#f-reason"`, `value="` + day}},
		scenario{name: "no day to come", as: clerk, method: http.MethodPost, path: withdraw, form: url.Values{"on": {"01/01/2199"}, "reason": {"تنازلت"}}, status: 422, holds: []string{`value="01/01/2199"`, "تنازلت"}},
		scenario{name: "what is on the page is not what is", as: clerk, method: http.MethodPost, path: withdraw, form: url.Values{"on": {day}, "reason": {"تنازلت"}, "seen": {"99"}}, status: 409, holds: []string{"تنازلت"}},
		scenario{name: "an act that is for others", as: clerk, method: http.MethodPost, path: "/dossiers/{party}/{dossier}/acts/receive", form: url.Values{"on": {day}}, status: 403},
		scenario{name: "an act that is none", as: clerk, method: http.MethodPost, path: "/dossiers/{party}/{dossier}/acts/destroy", form: url.Values{"on": {day}}, status: 422},
		scenario{name: "a decision needs its session", as: f.hired(access.ProvincialSecretary, "04.421"), method: http.MethodPost, path: "/dossiers/{party}/{dossier}/acts/examine",
			form: url.Values{"on": {day}, "outcome": {"favourable"}}, status: 422},
		scenario{name: "who reads does not act", as: auditor, method: http.MethodPost, path: withdraw, form: url.Values{"on": {day}, "reason": {"x"}}, status: 403},
	)
	f.sentFiveTimes(clerk, day)
}

// sentFiveTimes sends the same withdrawal five times at once: one event.
func (f *field) sentFiveTimes(clerk visitor, day string) {
	f.Helper()
	form := url.Values{"on": {day}, "reason": {"تنازلت"}, "idempotency_key": {f.id().String()}}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if status, answer := f.ask(clerk, http.MethodPost, f.plants[0].address(f.T, "/dossiers/{party}/{dossier}/acts/withdraw"), form); status != http.StatusSeeOther {
				f.Errorf("%d\n%s", status, answer)
			}
		})
	}
	all.Wait()
	d, err := dossier.ByReference(f.Context(), f.db, access.System("a test"), f.plants[0].params["reference"])
	f.must(err)
	if d.State != "withdrawn" || d.Seq != 2 {
		f.Errorf("state %s after %d events, want withdrawn after 2", d.State, d.Seq)
	}
}

func TestPapersAreSavedAndNotShown(t *testing.T) {
	f := scenarios(t)
	f.play(
		scenario{name: "a paper", as: f.hired(access.CounterClerk, "04.421"), path: "/documents/{party}/{document}", status: 200,
			holds: []string{"Content-Disposition: attachment", "Content-Type: application/pdf", "X-Content-Type-Options: nosniff", "Cache-Control: no-store", "%PDF-1.7"}},
		scenario{name: "of another province", as: f.hired(access.CounterClerk, "04.441"), path: "/documents/{party}/{document}", status: 404, lacks: []string{"%PDF"}},
	)
}

// A defect in one page is told like any failure, with its number and without its
// cause.
func TestADefectIsToldInWords(t *testing.T) {
	f := scenarios(t)
	mux := http.NewServeMux()
	mux.Handle("/", f.site.serve(Route{Access: Public, do: func(*Server, *request) error { panic("the secret cause") }}))
	rec := httptest.NewRecorder()
	f.site.around(mux).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	body := rec.Body.String()
	if rec.Code != http.StatusInternalServerError || !strings.Contains(body, "وقع خطأ") || strings.Contains(body, "the secret cause") {
		t.Errorf("%d %s", rec.Code, body)
	}
}

// A forged form is refused with a page in the reader's language.
func TestAForgedFormIsToldInWords(t *testing.T) {
	f := scenarios(t)
	req := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader("login=a"))
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	f.site.Handler().ServeHTTP(rec, req)
	if rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "لم يصدر هذا الطلب") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

var (
	anID        = regexp.MustCompile(`\sid="([^"]*)"`)
	aReference  = regexp.MustCompile(`\s(?:for="|aria-describedby="|aria-labelledby="|href="#)([^"]+)"`)
	physical    = regexp.MustCompile(`\sstyle=|<style|\son[a-z]+=|javascript:`)
	easternOnes = regexp.MustCompile(`[٠-٩۰-۹]`)
)

// Every page, in every language: each label meets its field and each error its
// own, no two elements share an id, nothing runs inline, digits are 0-9.
func TestPagesAreWellMade(t *testing.T) {
	f := scenarios(t)
	for _, role := range []access.Role{access.CounterClerk, access.ProvincialSecretary, access.Auditor, access.Administrator} {
		v := f.hired(role, "04.421")
		if role == access.Administrator {
			v = f.hired(role, "")
		}
		for _, rt := range Routes() {
			if rt.Method != http.MethodGet {
				continue
			}
			for _, lang := range []string{"ar", "fr", "en"} {
				status, answer := f.ask(v, http.MethodGet, f.plants[0].address(t, rt.Pattern)+"?lang="+lang, nil)
				if status >= 500 {
					t.Errorf("%s %s as %s answered %d", lang, rt.Pattern, role, status)
				}
				if strings.Contains(answer, "<html") {
					f.wellMade(fmt.Sprintf("%s %s as %s", lang, rt.Pattern, role), answer)
					if found := easternOnes.FindString(answer); found != "" {
						t.Errorf("%s %s as %s: the digit %q", lang, rt.Pattern, role, found)
					}
				}
			}
		}
	}
}

func (f *field) wellMade(what, page string) {
	f.Helper()
	known := map[string]bool{}
	for _, match := range anID.FindAllStringSubmatch(page, -1) {
		if known[match[1]] {
			f.Errorf("%s: two elements have the id %q", what, match[1])
		}
		known[match[1]] = true
	}
	for _, match := range aReference.FindAllStringSubmatch(page, -1) {
		for id := range strings.FieldsSeq(match[1]) {
			if !known[id] {
				f.Errorf("%s: nothing has the id %q", what, id)
			}
		}
	}
	if found := physical.FindString(page); found != "" {
		f.Errorf("%s: %q is inline", what, found)
	}
	for _, head := range regexp.MustCompile(`<th(>| [^>]*>)`).FindAllString(page, -1) {
		if !strings.Contains(head, "scope=") {
			f.Errorf("%s: %s has no scope", what, head)
		}
	}
}
