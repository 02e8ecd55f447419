package dossier_test

import (
	"path/filepath"
	"sync"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// rabat is the province of the tests; sale a sister province.
const (
	rabat = "04.421"
	sale  = "04.441"
)

var day = calendar.MustDate("2021-03-01")

// pole is a small pole: an office, its registers, and who works there.
type pole struct {
	*testing.T
	db     *store.DB
	office *dossier.Office
	keys   *registry.Keys

	clerk, province, centre access.Actor
	n                       int
}

func each(t *testing.T, run func(p *pole)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { run(newPole(t, db)) })
}

// ours are the programmes of the program, read once: nothing changes them.
var ours = sync.OnceValues(func() (*programme.Set, error) { return programme.Load(programmes.Files) })

func newPole(t *testing.T, db *store.DB) *pole {
	t.Helper()
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := registry.OpenKeys(filepath.Join(t.TempDir(), "test.key"))
	if err != nil {
		t.Fatal(err)
	}
	p := &pole{T: t, db: db, office: dossier.NewOffice(db, set), keys: keys}
	p.clerk = p.staff(access.CounterClerk, rabat)
	p.province = p.staff(access.ProvincialSecretary, rabat)
	p.centre = p.staff(access.CentralSecretary, "")
	return p
}

// staff is somebody with one role in one territory.
func (p *pole) staff(role access.Role, territory string) access.Actor {
	return access.Actor{Account: p.id(), Name: string(role), Grants: []access.Grant{{Role: role, Programme: "*", Territory: territory}}}
}

func (p *pole) id() store.ID { return store.NewID(p.db.Now()) }

func (p *pole) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// refused checks that an act is refused for one reason.
func (p *pole) refused(err error, key string) {
	p.Helper()
	if fault.KeyOf(err) != key {
		p.Errorf("got %v, want %s", err, key)
	}
}

// family registers a widow with one child per birth date.
func (p *pole) family(births ...string) (store.ID, []store.ID) {
	p.Helper()
	p.n++
	f := registry.Family{Mother: registry.Draft{ID: p.id(), Arabic: registry.Name{Given: "فاطمة", Family: "العلوي"}, Sex: registry.Female,
		Birth: birth("1980-05-01"), Province: rabat, Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(p.n)}}}}
	var ids []store.ID
	for _, b := range births {
		c := registry.Draft{ID: p.id(), Arabic: registry.Name{Given: "أحمد", Family: "بناني"}, Sex: registry.Male, Birth: birth(b), Province: rabat}
		f.Children = append(f.Children, c)
		ids = append(ids, c.ID)
	}
	_, err := registry.RegisterFamily(p.Context(), registry.Alone(p.db), p.keys, act.Act{Key: p.id(), On: day, Actor: p.clerk}, f)
	p.must(err)
	return f.Mother.ID, ids
}

func birth(s string) calendar.Birth {
	b, err := calendar.ParseBirth(s)
	if err != nil {
		panic(err)
	}
	return b
}

// answers are those of a widow who meets every condition.
func answers(children []store.ID, births ...string) programme.Answers {
	items := make([]any, len(children))
	for i, id := range children {
		items[i] = map[string]any{"person": id.String(), "given_name": "أحمد", "birth": births[i], "sex": "m", "in_care": true, "disabled": false, "enrolled": true}
	}
	return programme.NewAnswers(map[string]any{"marital_status": "widow", "death_date": "2018-04-01", "ramed_card": true, "ramed_number": "R1", "pays_tax": false,
		"pension": false, "family_allowance": false, "other_support": false, "orphans": items})
}

func (p *pole) papers() []dossier.Paper {
	def, err := p.office.Programmes.Get("widows-support")
	p.must(err)
	var out []dossier.Paper
	for _, d := range def.Form.Documents {
		out = append(out, dossier.Paper{Kind: d.Key})
	}
	return out
}

// file is a dossier under test.
type file struct {
	*pole
	party, id store.ID
}

// deposit opens the dossier of a widow with two orphans.
func (p *pole) deposit() file {
	p.Helper()
	r := p.request()
	_, err := p.office.Do(p.Context(), r)
	p.must(err)
	return file{p, r.Party, r.Dossier}
}

func (p *pole) request() dossier.Request {
	p.Helper()
	births := []string{"2010-02-01", "2013-07-09"}
	widow, children := p.family(births...)
	return dossier.Request{Key: p.id(), Actor: p.clerk, Programme: "widows-support", Party: widow, Dossier: p.id(), Act: "deposit", On: day,
		Province: rabat, Answers: answers(children, births...), Papers: p.papers()}
}

// do carries out an act on the file.
func (f file) do(actor access.Actor, name, outcome string, on calendar.Date, change ...func(*dossier.Request)) (act.Event, error) {
	r := dossier.Request{Key: f.pole.id(), Actor: actor, Party: f.party, Dossier: f.id, Act: name, Outcome: outcome, On: on, Reason: "سبب"}
	for _, c := range change {
		c(&r)
	}
	return f.office.Do(f.Context(), r)
}

func (f file) get() dossier.Dossier {
	f.Helper()
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), f.party, f.id)
	f.must(err)
	return d
}

func (f file) state(want string) {
	f.Helper()
	if got := f.get().State; got != want {
		f.Errorf("state %s, want %s", got, want)
	}
}

// session convenes a commission, fills its agenda and opens it.
func (p *pole) session(actor access.Actor, level commission.Level, province string, on calendar.Date) commission.Change {
	p.Helper()
	c := commission.Change{Actor: actor, Party: commission.ID("widows-support", level, province), Session: p.id(), On: on}
	p.must(act.Together(p.Context(), p.db, func(tx *store.Tx) error {
		_, err := commission.Convene(p.Context(), tx, commission.Convening{Key: p.id(), Actor: actor, ID: c.Session, On: on, Programme: "widows-support",
			Level: level, Province: province, HeldOn: on, Place: "الرباط", Quorum: 2,
			Members: []commission.Member{{Name: "أ"}, {Name: "ب"}, {Name: "ج", Account: p.clerk.Account}}})
		return err
	}))
	c.Key = p.id()
	_, err := p.office.FillAgenda(p.Context(), c, 0)
	p.must(err)
	p.begin(c, 0, 1, 2)
	return c
}

func (p *pole) begin(c commission.Change, present ...int) {
	p.Helper()
	c.Key = p.id()
	p.must(act.Together(p.Context(), p.db, func(tx *store.Tx) error { _, err := commission.Begin(p.Context(), tx, c, present); return err }))
}

func in(c commission.Change, recused ...int) func(*dossier.Request) {
	return func(r *dossier.Request) {
		r.Sitting = dossier.Sitting{Commission: c.Party, Session: c.Session, Recused: recused}
	}
}

// toReceived brings a file to the central secretariat.
func (f file) toReceived() {
	f.Helper()
	s := f.session(f.province, commission.Province, rabat, day.AddDays(5))
	_, err := f.do(f.province, "examine", "favourable", day.AddDays(5), in(s))
	f.must(err)
	_, err = f.do(f.centre, "receive", "", day.AddDays(8))
	f.must(err)
}

// toAccepted brings a file to its acceptance and returns the decision.
func (f file) toAccepted() act.Event {
	f.Helper()
	f.toReceived()
	s := f.session(f.centre, commission.Centre, "", day.AddDays(20))
	ev, err := f.do(f.centre, "decide", "accepted", day.AddDays(20), in(s))
	f.must(err)
	return ev
}

// figure is a measure's sum over the country.
func (p *pole) figure(measure string, asOf calendar.Date, known calendar.Instant) int64 {
	p.Helper()
	answers, err := ledger.Ask(p.Context(), p.db, access.System("a test"), ledger.Question{Series: []ledger.Series{{Programme: "widows-support", Measure: measure}},
		KnownOn: known, Periods: []ledger.Period{{To: asOf}}, Group: ledger.InOne})
	p.must(err)
	return answers[0].At(0, 0)
}

func (p *pole) settle() calendar.Instant {
	p.Helper()
	k, err := p.db.Settle(p.Context(), 0)
	p.must(err)
	return k
}

// verified checks the chains, the projections and the ledger.
func (p *pole) verified() {
	p.Helper()
	_, err := p.office.Verify(p.Context(), p.db, func(problem string) { p.Error(problem) })
	p.must(err)
	_, _, err = act.Verify(p.Context(), p.db, func(b act.Break) { p.Errorf("%+v", b) })
	p.must(err)
}
