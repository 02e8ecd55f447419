package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/store"
	"sanad/store/storetest"
)

// callForProjects opens a call with an envelope in the region of Rabat.
func (f *field) callForProjects(amount int64) store.ID {
	f.Helper()
	id := f.id()
	_, err := f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: f.staff(access.CentralSecretary, ""), Programme: "partnership-calls", Party: id, Dossier: id, Act: "publish", On: f.db.Today(),
		Answers: programme.NewAnswers(map[string]any{"edition": "thematic", "title": "طلب للاختبار", "deadline": f.db.Today().AddDays(9).String(),
			"envelopes": []any{map[string]any{"domain": "family_mediation", "region": "04", "amount": amount}}})})
	f.must(err)
	return id
}

// applies opens a project of an association, with a word in its title.
func (f *field) applies(actor access.Actor, association, call store.ID, title string) dossier.Dossier {
	f.Helper()
	id := f.id()
	_, err := f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: actor, Programme: "project-calls", Party: association, Dossier: id, Act: "apply", On: f.db.Today(), Province: "04.421",
		Answers: programme.NewAnswers(map[string]any{"call": call.String(), "domain": "family_mediation", "title": title, "asked": int64(600), "own": int64(100), "total": int64(700)})})
	f.must(err)
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), association, id)
	f.must(err)
	return d
}

// An association sees and moves its own files through every door, and through
// none another's of the same province; whatever a form says, it speaks for itself.
func TestAnAssociationSeesItsOwnFilesAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := newField(t, db)
		own := f.idOf(f.plants[0].params["organisation"])
		other, _ := f.registered("04.421", f.db.Today())
		v := f.signedIn("an.association", access.Grant{Role: access.Partner, Programme: access.EveryProgramme, Party: own})
		call := f.callForProjects(1000)
		mine := f.applies(v.actor, own, call, "مشروع خاص بنا")
		theirs := f.applies(f.staff(access.Delegate, "04.421"), other, call, "مشروع سري للغير")
		for _, path := range []string{"/own", "/dossiers", "/", dossierPath(mine), dossierPath(mine) + "/funds", dossiersPath + "?programme=project-calls"} {
			code, answer := f.ask(v, http.MethodGet, path, nil)
			if code != http.StatusOK || strings.Contains(answer, theirs.Label) || strings.Contains(answer, theirs.Reference) || path != "/" && !strings.Contains(answer, mine.Label) && !strings.Contains(answer, mine.Reference) {
				t.Errorf("%s: %d", path, code)
			}
		}
		for _, path := range []string{dossierPath(theirs), dossierPath(theirs) + "/funds", receiptPath(theirs.Party, theirs.ID), "/dossiers/" + call.String() + "/" + call.String(), "/dossiers/" + call.String() + "/" + call.String() + "/ranking"} {
			if code, answer := f.ask(v, http.MethodGet, path, nil); code != http.StatusNotFound || strings.Contains(answer, theirs.Label) {
				t.Errorf("%s: %d", path, code)
			}
		}
		withdraw := url.Values{"on": {"01/01/2000"}, "reason": {"لا نريد"}}
		if code, _ := f.ask(v, http.MethodPost, dossierPath(theirs)+"/acts/withdraw", withdraw); code != http.StatusNotFound {
			t.Errorf("another's project was answered with %d", code)
		}
		f.appliesByForm(v, other, call)
		_, err := f.office.Do(t.Context(), dossier.Request{Key: f.id(), Actor: v.actor, Party: other, Dossier: theirs.ID, Act: "withdraw", On: f.db.Today(), Reason: "لا"})
		if err == nil {
			t.Error("an association withdrew another's project")
		}
	})
}

// appliesByForm sends the form of an application that names another association:
// it is refused as its own second project, not taken as the other's first.
func (f *field) appliesByForm(v visitor, other, call store.ID) {
	f.Helper()
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), call, call)
	f.must(err)
	day := f.db.Today()
	form := url.Values{"programme": {"project-calls"}, "subject": {other.String()}, "p.province": {"04.421"}, "on": {day.Time().Format("02/01/2006")}, "key": {f.id().String()},
		"a.call": {d.Reference}, "a.domain": {"family_mediation"}, "a.title": {"مشروع ثان"}, "a.asked": {"6"}, "a.own": {"1"}, "a.total": {"7"}}
	code, answer := f.ask(v, http.MethodPost, applicationsPath, form)
	if code != http.StatusConflict || !strings.Contains(answer, "لهذه الجمعية مشروع آخر") {
		f.Errorf("the form was answered with %d:\n%s", code, answer)
	}
}

func marked(relevance int64) map[string]any {
	return map[string]any{"relevance": relevance, "impact": int64(20), "means": int64(15), "budget": int64(10), "lasting": int64(10)}
}

// The page of a call shows what ranking would give, and ranks.
func TestACallIsRankedOnItsPage(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{}))
	call, delegate, centre := f.callForProjects(1000), f.staff(access.Delegate, "04.421"), f.signedIn("the.centre", access.Grant{Role: access.CentralSecretary, Programme: "*"})
	var projects []dossier.Dossier
	for _, title := range []string{"المشروع الأول", "المشروع الثاني"} {
		association, _ := f.registered("04.421", f.db.Today())
		projects = append(projects, f.applies(delegate, association, call, title))
	}
	path := "/dossiers/" + call.String() + "/" + call.String() + "/ranking"
	do := func(d dossier.Dossier, actor access.Actor, act, outcome string, fields map[string]any) {
		_, err := f.office.Do(t.Context(), dossier.Request{Key: f.id(), Actor: actor, Party: d.Party, Dossier: d.ID, Act: act, Outcome: outcome, On: f.db.Today(), Fields: programme.NewAnswers(fields)})
		f.must(err)
	}
	for i, d := range projects {
		do(d, centre.actor, "examine", "admissible", map[string]any{"retained": int64(600)})
		for range 2 - i { // the second is not marked twice yet
			do(d, f.staff(access.Reviewer, ""), "score", "", marked(int64(20+i)))
		}
	}
	if code, answer := f.ask(centre, http.MethodGet, path, nil); code != http.StatusOK || !strings.Contains(answer, "لم يقيم المشروع العدد الكافي") {
		t.Errorf("before the marks: %d", code)
	}
	do(projects[1], f.staff(access.Reviewer, ""), "score", "", marked(21))
	if code, answer := f.ask(centre, http.MethodGet, path, nil); code != http.StatusOK || !strings.Contains(answer, "متوقع: منتقى للتمويل") || !strings.Contains(answer, "ينتهي الغلاف المالي هنا") {
		t.Errorf("once marked: %d\n%s", code, answer)
	}
	if code, _ := f.ask(centre, http.MethodPost, path, url.Values{"key": {f.id().String()}}); code != http.StatusSeeOther {
		t.Errorf("ranking answered %d", code)
	}
	for i, want := range []string{"waiting", "selected"} {
		d, err := dossier.Get(t.Context(), f.db, access.System("a test"), projects[i].Party, projects[i].ID)
		if err != nil || d.State != want {
			t.Errorf("project %d is %s, want %s (%v)", i, d.State, want, err)
		}
	}
}
