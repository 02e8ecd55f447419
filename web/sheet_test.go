package web

import (
	"net/http"
	"net/url"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// centre opens the file of a centre of the first province, with two services.
func (f *field) centre() (party, file store.ID) {
	f.Helper()
	party, err := store.ParseID(f.plants[0].params["establishment"])
	f.must(err)
	file = f.id()
	_, err = f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: f.staff(access.Delegate, fields[0]), Programme: "social-services", Party: party, Dossier: file, Act: "open",
		On: f.db.Today().AddDays(-10), Province: fields[0], Answers: programme.NewAnswers(map[string]any{"services": []any{"elderly", "literacy_spaces"}})})
	f.must(err)
	return party, file
}

// A sheet offers what the centre gives, keeps what was typed, tells what is there
// twice, and shows what is written.
func TestASheetIsWritten(t *testing.T) {
	f := scenarios(t)
	party, file := f.centre()
	path := "/dossiers/" + party.String() + "/" + file.String() + "/sheet/day"
	director := f.hired(access.CentreDirector, fields[0])
	today := f.db.Today().String()
	typed := url.Values{"on": {today}, "rows.f.people": {"12"}, "f.people.0.number": {"71"}, "f.people.0.name": {"زهرة"}, "f.people.0.sex": {"f"}, "f.people.0.year": {"1950"}, "f.people.0.service": {"elderly"},
		"f.people.3.number": {"71"}, "f.people.3.sex": {"f"}, "f.people.3.year": {"1950"}, "f.people.3.service": {"elderly"}, "key": {f.id().String()}}
	again := url.Values{}
	for k, v := range typed {
		again[k] = v
	}
	again.Set("f.people.3.number", "72")
	other := url.Values{"on": {today}, "rows.f.people": {"12"}, "f.people.0.number": {"71"}, "f.people.0.sex": {"f"}, "f.people.0.year": {"1950"}, "f.people.0.service": {"elderly"}}
	more := url.Values{"add_row": {"people"}, "rows.f.people": {"12"}, "f.people.2.number": {"905"}}
	f.play(
		scenario{name: "the lists lead to the centre", as: director, path: "/sheets", status: 200, holds: []string{path}},
		scenario{name: "searched by name", as: director, path: "/sheets?q=دار", status: 200, holds: []string{path}},
		scenario{name: "no centre of that name", as: director, path: "/sheets?q=غريب", status: 200, lacks: []string{path}, holds: []string{"لا يوجد مركز يطابق البحث"}},
		scenario{name: "what the centre gives, and nothing else", as: director, path: path, status: 200, holds: []string{`value="elderly"`, `value="literacy_spaces"`, "لم يسجل شيء"}, lacks: []string{"kindergartens"}},
		scenario{name: "more lines keep what was typed", as: director, method: http.MethodPost, path: path, form: more, status: 200, holds: []string{`value="905"`, `name="f.people.17.number"`}},
		scenario{name: "twice in the list", as: director, method: http.MethodPost, path: path, form: typed, status: 409, holds: []string{"يكرر السطر", `value="زهرة"`, `id="f-f.people.3.number"`}},
		scenario{name: "saved", as: director, method: http.MethodPost, path: path, form: again, status: 303, holds: []string{"Location: " + path + "?on=" + today}},
		scenario{name: "and read back", as: director, path: path + "?on=" + today, status: 200, holds: []string{"زهرة", "سطران"}},
		scenario{name: "another list of the day", as: director, method: http.MethodPost, path: path, form: other, status: 303},
		scenario{name: "tells who was on the first", as: director, path: path + "?on=" + today, status: 200, holds: []string{"مكرر في اليوم"}},
		scenario{name: "an act without a sheet", as: director, path: "/dossiers/" + party.String() + "/" + file.String() + "/sheet/shut", status: 404},
		scenario{name: "a clerk writes none", as: f.hired(access.CounterClerk, fields[0]), path: path, status: 404},
		scenario{name: "nor another province", as: f.hired(access.CentreDirector, fields[1]), path: path, status: 404},
		scenario{name: "whose lists do not show it", as: f.named("sister", access.CentreDirector, fields[1]), path: "/sheets", status: 200, lacks: []string{path}},
	)
}

// A centre that is closed in the register serves nobody from that day on.
func TestASheetOfAClosedCentre(t *testing.T) {
	f := scenarios(t)
	party, file := f.centre()
	e, err := registry.GetEstablishment(t.Context(), f.db, access.System("a test"), party)
	f.must(err)
	e.ClosedOn = f.db.Today().AddDays(-1)
	e.OpenedOn = e.ClosedOn.AddDays(-100)
	_, err = registry.PutEstablishment(t.Context(), registry.Alone(f.db), act.Act{Key: f.id(), On: f.db.Today(), Actor: access.SystemActor("test")}, e)
	f.must(err)
	form := func(on string) url.Values {
		return url.Values{"on": {on}, "rows.f.people": {"1"}, "f.people.0.number": {"71"}, "f.people.0.sex": {"f"}, "f.people.0.year": {"1950"}, "f.people.0.service": {"elderly"}}
	}
	path := "/dossiers/" + party.String() + "/" + file.String() + "/sheet/day"
	director := f.hired(access.CentreDirector, fields[0])
	f.play(
		scenario{name: "after the closing", as: director, method: http.MethodPost, path: path, form: form(f.db.Today().String()), status: 409, holds: []string{"المركز مغلق في هذا اليوم", `value="71"`}},
		scenario{name: "before it", as: director, method: http.MethodPost, path: path, form: form(f.db.Today().AddDays(-2).String()), status: 303},
	)
}

// The board shows a text with its stages, and the programme that rests on it; the
// programme leads back.
func TestTheBoardOfLegalTexts(t *testing.T) {
	f := scenarios(t)
	id, centre := f.id(), f.staff(access.CentralSecretary, "")
	step := func(name, outcome string, r dossier.Request) {
		r.Key, r.Actor, r.Party, r.Dossier, r.Act, r.Outcome = f.id(), centre, id, id, name, outcome
		r.On = f.db.Today().AddDays(-5)
		_, err := f.office.Do(t.Context(), r)
		f.must(err)
	}
	step("enter", "", dossier.Request{Programme: "legal-texts", Answers: programme.NewAnswers(map[string]any{"number": "45.18", "kind": "bill", "title": "مشروع المهنة"})})
	reader := f.hired(access.CounterClerk, fields[0])
	f.play(
		scenario{name: "on the board", as: reader, path: "/texts", status: 200, holds: []string{"/texts/45.18", "مشروع المهنة"}, lacks: []string{"مصادقة مجلس الحكومة"}},
		scenario{name: "its programme leads to it", as: reader, path: "/programmes/social-workers", status: 200, holds: []string{`href="/texts/45.18"`}},
		scenario{name: "another text is not followed", as: reader, path: "/texts/72.18", status: 404},
	)
	step("pass", "council_of_government", dossier.Request{})
	step("publish", "", dossier.Request{})
	step("call_for", "", dossier.Request{Fields: programme.NewAnswers(map[string]any{"decrees": []any{map[string]any{"name": "مرسوم الاعتماد"}}})})
	f.play(
		scenario{name: "it moved on", as: reader, path: "/texts", status: 200, holds: []string{"مصادقة مجلس الحكومة", "1 من 1"}},
		scenario{name: "its page: stages, what is due, the rules", as: reader, path: "/texts/45.18", status: 200,
			holds: []string{"النشر في الجريدة الرسمية", "مرسوم الاعتماد", "/programmes/social-workers", "السن الأدنى للممارسة"}, lacks: []string{"/dossiers/" + id.String()}},
		scenario{name: "the centre opens the file", as: f.hired(access.CentralSecretary, ""), path: "/texts/45.18", status: 200, holds: []string{"/dossiers/" + id.String()}},
	)
}
