package web

import (
	"net/http"
	"net/url"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
)

// registered puts somebody into the register of a province.
func (f *field) person(d registry.Draft) registry.Person {
	f.Helper()
	p, err := registry.Register(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: f.db.Today(), Actor: access.SystemActor("test")}, d)
	f.must(err)
	return p
}

// A clerk is shown two records of one person, merges them by choosing each
// field, sees one, and makes them two again.
func TestTwoRecordsAreReviewedMergedAndSeparated(t *testing.T) {
	f := scenarios(t)
	born := calendar.Birth{On: calendar.MustDate("1980-05-17"), Precision: calendar.ByDay}
	first := f.person(registry.Draft{Arabic: registry.Name{Given: "خديجة", Family: "بوكرين"}, Sex: registry.Female, Birth: born, Province: "04.421", Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(881234)}}})
	second := f.person(registry.Draft{Arabic: registry.Name{Given: "خديجة", Family: "بوكرين"}, Latin: registry.Name{Given: "Khadija", Family: "Boukrine"}, Sex: registry.Female, Birth: born, Province: "04.421", Phone: "0612345678"})
	twin := f.person(registry.Draft{Arabic: registry.Name{Given: "مليكة", Family: "بوكرين"}, Sex: registry.Female, Birth: born, Province: "04.421"})
	pass, err := registry.MatchAll(t.Context(), f.db, f.keys)
	f.must(err)
	if pass.Pairs == 0 {
		t.Fatal("the pass found nothing")
	}
	clerk, sister, auditor := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441"), f.hired(access.Auditor, "")
	here, twins := mergePath(first.ID, second.ID), mergePath(first.ID, twin.ID)
	merge := url.Values{"do": {"merge"}, "reason": {"الشخص نفسه"}, "stays_revision": {"1"}, "goes_revision": {"1"}, "take.latin": {"goes"}, "take.phone": {"goes"}}
	f.play(
		scenario{name: "the queue shows the pair", as: clerk, path: "/matches", status: 200, holds: []string{"خديجة بوكرين", "Khadija Boukrine"}},
		scenario{name: "not elsewhere", as: sister, path: "/matches", status: 200, lacks: []string{"بوكرين"}},
		scenario{name: "nor to who does not write persons", as: auditor, path: "/matches", status: 403},
		scenario{name: "the two side by side, the card masked", as: clerk, path: here, status: 200, holds: []string{"ZZ••••34", `name="take.latin"`, "الاسم نفسه"}, lacks: []string{"881234"}},
		scenario{name: "not elsewhere", as: sister, path: here, status: 404},
		scenario{name: "twins are said to be", as: clerk, path: twins, status: 200, holds: []string{"توأمين", `name="reviewed"`}},
		scenario{name: "without a reason nothing merges, and nothing is lost", as: clerk, method: http.MethodPost, path: here, form: changed(merge, "reason", ""), status: 422, holds: []string{`href="#f-reason"`}},
		scenario{name: "merged", as: clerk, method: http.MethodPost, path: here, form: merge, status: 303, holds: []string{"Location: /persons/" + first.ID.String()}},
		scenario{name: "the one that stays has both", as: clerk, path: "/persons/" + first.ID.String(), status: 200, holds: []string{"Khadija Boukrine", "0612345678", "/unmerge/" + second.ID.String()}},
		scenario{name: "the other points to it", as: clerk, path: "/persons/" + second.ID.String(), status: 200, holds: []string{"/persons/" + first.ID.String()}, lacks: []string{"/edit"}},
		scenario{name: "search finds one", as: clerk, path: "/search?q=boukrine+khadija", status: 200, holds: []string{first.ID.String()}, lacks: []string{second.ID.String()}},
		scenario{name: "the pair left the queue", as: clerk, path: "/matches", status: 200, lacks: []string{second.ID.String()}},
		scenario{name: "separated without a reason, what was chosen is kept", as: clerk, method: http.MethodPost, path: "/persons/" + first.ID.String() + "/unmerge/" + second.ID.String(), form: url.Values{"then": {"again"}}, status: 422,
			holds: []string{`href="#f-` + second.ID.String() + `reason"`, `value="again" checked`, "Khadija Boukrine"}},
		scenario{name: "separated", as: clerk, method: http.MethodPost, path: "/persons/" + first.ID.String() + "/unmerge/" + second.ID.String(), form: url.Values{"reason": {"خطأ"}, "then": {"again"}}, status: 303},
		scenario{name: "two again", as: clerk, path: "/search?q=boukrine+khadija", status: 200, holds: []string{second.ID.String()}},
		scenario{name: "and lacks what it got", as: clerk, path: "/persons/" + first.ID.String(), status: 200, lacks: []string{"Khadija Boukrine", "0612345678"}},
		scenario{name: "two persons", as: clerk, method: http.MethodPost, path: here, form: url.Values{"do": {"apart"}}, status: 303},
		scenario{name: "do not merge", as: clerk, method: http.MethodPost, path: here, form: changed(changed(merge, "stays_revision", "3"), "goes_revision", "3"), status: 409, holds: []string{"لشخصين مختلفين", `value="take-back"`}, lacks: []string{`value="merge"`}},
		scenario{name: "the finding is taken back", as: clerk, method: http.MethodPost, path: here, form: url.Values{"do": {"take-back"}}, status: 303, holds: []string{"Location: " + here}},
		scenario{name: "and the two can be merged", as: clerk, path: here, status: 200, holds: []string{`value="merge"`}, lacks: []string{`value="take-back"`}},
		scenario{name: "two persons once more", as: clerk, method: http.MethodPost, path: here, form: url.Values{"do": {"apart"}}, status: 303},
	)
	_, err = registry.MatchAll(t.Context(), f.db, f.keys)
	f.must(err)
	f.play(scenario{name: "and are not proposed again", as: clerk, path: "/matches", status: 200, lacks: []string{mergePath(first.ID, second.ID), mergePath(second.ID, first.ID)}})
	f.cannotMergeTwoFiles(clerk)
	_, err = registry.Verify(t.Context(), f.db, func(p registry.Problem) { t.Errorf("verify: %+v", p) })
	f.must(err)
}

// cannotMergeTwoFiles: who has a file in a programme and somebody else who has
// one do not become one person before one of the files ends.
func (f *field) cannotMergeTwoFiles(clerk visitor) {
	f.Helper()
	status, answer := f.ask(clerk, http.MethodPost, "/applications", f.applied(url.Values{"programme": {"widows-support"}, "p.phone": {"0698765432"}}))
	if status != http.StatusSeeOther {
		f.Fatalf("%d\n%s", status, answer)
	}
	party, err := store.ParseID(f.plants[0].params["person"])
	f.must(err)
	var second store.ID
	found, err := registry.Search(f.Context(), f.db, f.keys, access.System("test"), registry.Query{Text: registry.SyntheticCIN(123456)})
	f.must(err)
	second = found.Persons[0].ID
	f.play(scenario{name: "two files", as: clerk, method: http.MethodPost, path: mergePath(party, second), status: 409,
		form: url.Values{"do": {"merge"}, "reason": {"x"}, "stays_revision": {"1"}, "goes_revision": {"1"}}, holds: []string{"ملف في برنامج"}})
}

// changed is a form with another value of one field.
func changed(form url.Values, name, value string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	out.Set(name, value)
	return out
}
