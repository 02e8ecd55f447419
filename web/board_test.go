package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// met is somebody whom the street teams of a province met today, under its
// canary, who sleeps where only they may read.
func (f *field) met(plant int) dossier.Dossier {
	f.Helper()
	p := f.plants[plant]
	agent, on := f.staff(access.FieldAgent, p.province), f.db.Today()
	who := registry.Draft{ID: f.id(), Arabic: registry.Name{Given: p.canary, Family: "مجهول الهوية"}, Sex: registry.Male, Birth: calendar.Birth{On: calendar.MustDate("1980-01-01"), Precision: calendar.ByYear}, Province: p.province}
	_, err := registry.Register(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: on, Actor: agent}, who)
	f.must(err)
	id := f.id()
	_, err = f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: agent, Party: who.ID, Dossier: id, Act: "meet", On: on, Programme: "street-situation", Province: p.province,
		Answers: programme.NewAnswers(map[string]any{"origin": "unit", "spot": "تحت القنطرة " + p.canary}), Fields: programme.NewAnswers(map[string]any{"services": []any{"food"}})})
	f.must(err)
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), who.ID, id)
	f.must(err)
	return d
}

// space is a reception space of a province with one place for men.
func (f *field) space(province string) store.ID {
	f.Helper()
	delegate, on := f.staff(access.Delegate, province), f.db.Today()
	e, err := registry.PutEstablishment(f.Context(), registry.Alone(f.db), act.Act{Key: f.id(), On: on, Actor: delegate},
		registry.Establishment{Category: "persons_in_street_situation", Titles: registry.Titles{Arabic: "فضاء"}, Seat: registry.Seat{Province: province, Commune: ""}})
	f.must(err)
	_, err = f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: delegate, Party: e.ID, Dossier: f.id(), Act: "open", On: on, Programme: "reception-spaces", Province: province,
		Answers: programme.NewAnswers(map[string]any{"places_f": int64(0), "places_m": int64(1)})})
	f.must(err)
	return e.ID
}

func TestTheBoardOfANight(t *testing.T) {
	f := scenarios(t)
	own, sister := f.met(0), f.met(1)
	agent, supervisor, secretary := f.hired(access.FieldAgent, fields[0]), f.hired(access.Supervisor, fields[0]), f.hired(access.ProvincialSecretary, fields[0])
	statistician := f.hired(access.Statistician, "")
	path, spot := "/boards/street-situation", "تحت القنطرة"
	f.play(
		scenario{name: "who was met, without where they sleep", as: agent, path: path, status: 200, holds: []string{f.plants[0].canary, dossierPath(own), `hx-get="/boards/street-situation/night`, `data-key="1"`},
			lacks: []string{f.plants[1].canary, dossierPath(sister), spot}},
		scenario{name: "the part that refreshes", as: agent, path: path + "/night", status: 200, holds: []string{f.plants[0].canary}, lacks: []string{f.plants[1].canary, "<form", spot}},
		scenario{name: "a night long ago has no form", as: agent, path: path + "?night=2020-01-01", status: 200, lacks: []string{"/again", "hx-get"}},
		scenario{name: "no such day", as: agent, path: path + "?night=x", status: 422},
		scenario{name: "no board for who reads no dossier", as: statistician, path: path, status: 403},
		scenario{name: "a programme without board", as: agent, path: "/boards/widows-support", status: 404},
		scenario{name: "the file tells the team where", as: agent, path: dossierPath(own), status: 200, holds: []string{spot}},
		scenario{name: "and its supervisor", as: supervisor, path: dossierPath(own), status: 200, holds: []string{spot}},
		scenario{name: "and nobody else", as: secretary, path: dossierPath(own), status: 200, holds: []string{"محفوظ لفرق الميدان"}, lacks: []string{spot}},
		scenario{name: "nobody chosen", as: agent, method: http.MethodPost, path: path + "/again", form: url.Values{}, status: 422, holds: []string{`href="#f-who"`}},
		scenario{name: "another meeting leads back to the board", as: agent, method: http.MethodPost, path: path + "/again", status: 303, holds: []string{"Location: " + path},
			form: url.Values{"who": {own.Party.String() + "/" + own.ID.String()}, "on": {f.db.Today().String()}, "f.services": {"food", "mediation"}, "back": {path}}},
		scenario{name: "never to another site", as: agent, method: http.MethodPost, path: path + "/again", status: 303, holds: []string{"Location: /dossiers/"},
			form: url.Values{"who": {own.Party.String() + "/" + own.ID.String()}, "on": {f.db.Today().String()}, "f.services": {"food"}, "back": {"https://example.org/boards/"}}},
		scenario{name: "of a sister province nobody is found", as: agent, method: http.MethodPost, path: path + "/again", status: 404,
			form: url.Values{"who": {sister.Party.String() + "/" + sister.ID.String()}, "on": {f.db.Today().String()}, "f.services": {"food"}}},
	)
	f.unchanged(agent, path)
}

// unchanged: a part that would say the same says nothing, and shows nobody again.
func (f *field) unchanged(agent visitor, path string) {
	f.Helper()
	_, page := f.ask(agent, http.MethodGet, path, nil)
	_, rest, _ := strings.Cut(page, `hx-get="`)
	refresh, _, _ := strings.Cut(rest, `"`)
	if status, answer := f.ask(agent, http.MethodGet, refresh, nil); status != http.StatusNoContent {
		f.Errorf("%s answered %d\n%s", refresh, status, answer)
	}
	f.met(0)
	if status, _ := f.ask(agent, http.MethodGet, refresh, nil); status != http.StatusOK {
		f.Errorf("%s answered %d after somebody was met", refresh, status)
	}
}

func TestAPlaceIsLookedForAndTaken(t *testing.T) {
	f := scenarios(t)
	first, second := f.met(0), f.met(0)
	space := f.space(fields[0])
	agent, clerk := f.hired(access.FieldAgent, fields[0]), f.hired(access.CounterClerk, fields[0])
	take := url.Values{"on": {f.db.Today().String()}, "outcome": {"place"}, "f.centre": {space.String()}}
	f.play(
		scenario{name: "the space with a free place", as: agent, path: dossierPath(first) + "/places/admit", status: 200, holds: []string{space.String(), "الإيواء هنا"}},
		scenario{name: "whoever may not admit looks for nothing", as: clerk, path: dossierPath(first) + "/places/admit", status: 404},
		scenario{name: "it is taken", as: agent, method: http.MethodPost, path: dossierPath(first) + "/acts/admit", form: take, status: 303},
		scenario{name: "and is free no more", as: agent, path: dossierPath(second) + "/places/admit", status: 200, lacks: []string{space.String()}},
		scenario{name: "a second one is refused with the remedy", as: agent, method: http.MethodPost, path: dossierPath(second) + "/acts/admit", form: take, status: 409, holds: []string{"لا مقعد شاغر في هذا الفضاء"}},
	)
}

func TestTheBookOfADepot(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{}))
	delegate := f.staff(access.Delegate, fields[0])
	id, on := f.id(), f.db.Today()
	do := func(name string, fields map[string]any, r dossier.Request) {
		t.Helper()
		r.Key, r.Actor, r.Party, r.Dossier, r.Act, r.On, r.Fields = f.id(), delegate, id, id, name, on, programme.NewAnswers(fields)
		_, err := f.office.Do(t.Context(), r)
		f.must(err)
	}
	do("open", nil, dossier.Request{Programme: "winter-depot", Province: fields[0], Answers: programme.NewAnswers(map[string]any{"name": "مستودع الاختبار"})})
	do("purchase", map[string]any{"lines": []any{map[string]any{"item": "blanket", "quantity": int64(321), "cost": int64(100)}}}, dossier.Request{})
	path := "/dossiers/" + id.String() + "/" + id.String()
	keeper := f.hired(access.Delegate, fields[0])
	f.play(
		scenario{name: "the file shows what there is", as: keeper, path: path, status: 200, holds: []string{"321", path + "/book/winter_stock"}},
		scenario{name: "the book shows the movement and the forms", as: keeper, path: path + "/book/winter_stock", status: 200, holds: []string{"321", "مستودع الاختبار", path + "/acts/transfer"}},
		scenario{name: "who reads moves nothing", as: f.hired(access.Auditor, fields[0]), path: path + "/book/winter_stock", status: 200, holds: []string{"321"}, lacks: []string{"/acts/"}},
		scenario{name: "no such account", as: keeper, path: path + "/book/other", status: 404},
		scenario{name: "of another province", as: f.hired(access.Delegate, fields[1]), path: path + "/book/winter_stock", status: 404},
	)
}
