package dossier_test

import (
	"os"
	"sync"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// vocabulary are the programmes of testdata, which say everything that the
// widows' programme does not.
func vocabulary(t *testing.T) *programme.Set {
	t.Helper()
	set, err := programme.Load(os.DirFS("testdata/programmes"))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// eachVocabulary is a pole that runs the programmes of testdata.
func eachVocabulary(t *testing.T, run func(p *pole)) {
	each(t, func(p *pole) {
		p.office = dossier.NewOffice(p.db, vocabulary(p.T))
		run(p)
	})
}

func fields(values map[string]any) func(*dossier.Request) {
	return func(r *dossier.Request) { r.Fields = programme.NewAnswers(values) }
}

func papers(kinds ...string) func(*dossier.Request) {
	return func(r *dossier.Request) {
		for _, k := range kinds {
			r.Papers = append(r.Papers, dossier.Paper{Kind: k})
		}
	}
}

// opened opens a dossier of a programme.
func (p *pole) opened(actor access.Actor, name, actID string, party store.ID, answers map[string]any, change ...func(*dossier.Request)) (file, error) {
	p.Helper()
	r := dossier.Request{Key: p.id(), Actor: actor, Programme: name, Party: party, Dossier: p.id(), Act: actID, On: day, Province: rabat,
		Answers: programme.NewAnswers(answers)}
	if party.IsZero() {
		r.Party = r.Dossier
	}
	for _, c := range change {
		c(&r)
	}
	_, err := p.office.Do(p.Context(), r)
	return file{p, r.Party, r.Dossier}, err
}

func (p *pole) person(sex registry.Sex) store.ID {
	p.Helper()
	p.n++
	d := registry.Draft{ID: p.id(), Arabic: registry.Name{Given: "سعيد", Family: "الفاسي"}, Sex: sex, Birth: birth("1970-01-01"), Province: rabat}
	_, err := registry.Register(p.Context(), registry.Alone(p.db), p.keys, act.Act{Key: p.id(), On: day, Actor: p.clerk}, d)
	p.must(err)
	return d.ID
}

func (p *pole) establishment(delegate access.Actor) registry.Establishment {
	p.Helper()
	e, err := registry.PutEstablishment(p.Context(), registry.Alone(p.db), act.Act{Key: p.id(), On: day, Actor: delegate},
		registry.Establishment{Category: "elderly", Titles: registry.Titles{Arabic: "دار المسنين"}, Seat: registry.Seat{Province: rabat}})
	p.must(err)
	return e
}

func (p *pole) association(delegate access.Actor, name string) store.ID {
	p.Helper()
	o, err := registry.PutOrganisation(p.Context(), registry.Alone(p.db), act.Act{Key: p.id(), On: day, Actor: delegate},
		registry.Organisation{Kind: "association", Titles: registry.Titles{Arabic: name}, Seat: registry.Seat{Province: rabat}})
	p.must(err)
	return o.ID
}

// licensed is an establishment with two places for women and one for men.
func (p *pole) licensed(delegate access.Actor) (registry.Establishment, file) {
	p.Helper()
	e := p.establishment(delegate)
	f, err := p.opened(delegate, "licences", "ask", e.ID, map[string]any{"female": int64(2), "male": int64(1)})
	p.must(err)
	_, err = f.do(delegate, "visit", "", day, papers("report"))
	p.must(err)
	_, err = f.do(delegate, "license", "", day, fields(map[string]any{"number": "A1"}))
	p.must(err)
	return e, f
}

func (p *pole) balance(name string, want int64) {
	p.Helper()
	if got, err := ledger.Balance(p.Context(), p.db, name); err != nil || got != want {
		p.Errorf("balance of %s is %d (%v), want %d", name, got, err, want)
	}
}

// sum is what a programme's measure adds up to.
func (p *pole) sum(name, measure string, want int64) {
	p.Helper()
	answers, err := ledger.Ask(p.Context(), p.db, access.System("a test"), ledger.Question{Series: []ledger.Series{{Programme: name, Measure: measure}},
		KnownOn: p.settle(), Periods: []ledger.Period{{To: p.db.Today()}}, Group: ledger.InOne})
	p.must(err)
	if got := answers[0].At(0, 0); got != want {
		p.Errorf("%s of %s is %d, want %d", measure, name, got, want)
	}
}

func (p *pole) verifiedAll() {
	p.Helper()
	p.verified()
	_, err := registry.VerifyEntries(p.Context(), p.db, func(problem registry.Problem) { p.Errorf("%+v", problem) })
	p.must(err)
}

// A licence writes the register, fills the guarded places, counts by category;
// its correction takes all three back exactly.
func TestALicenceAndItsCorrection(t *testing.T) {
	eachVocabulary(t, func(p *pole) {
		delegate := p.staff(access.Delegate, rabat)
		e := p.establishment(delegate)
		f, err := p.opened(delegate, "licences", "ask", e.ID, map[string]any{"female": int64(2), "male": int64(1)})
		p.must(err)
		if d := f.get(); d.Due != day.AddDays(15) {
			t.Errorf("due %v, want the day the act computed", d.Due)
		}
		_, err = f.do(delegate, "visit", "", day)
		p.refused(err, "dossier.paper-missing")
		visit := fields(map[string]any{"findings": []any{map[string]any{"text": "سلم", "due_on": "2021-03-20"}}})
		_, err = f.do(delegate, "visit", "", day, papers("report"), visit)
		p.must(err)
		license := fields(map[string]any{"number": "A1"})
		_, err = f.do(delegate, "license", "", day, license)
		p.refused(err, "programme.condition")
		due, err := dossier.DueItems(t.Context(), p.db, access.System("a test"), "licences", calendar.MustDate("2021-04-01"), 9)
		if err != nil || len(due) != 1 || due[0].Number != 1 || due[0].Dossier.ID != f.id {
			t.Errorf("due items %+v %v", due, err)
		}
		_, err = f.do(delegate, "follow", "", day.AddDays(1), fields(map[string]any{"which": int64(1)}))
		p.must(err)
		_, err = f.do(delegate, "follow", "", day.AddDays(1), fields(map[string]any{"which": int64(1)}))
		p.refused(err, "dossier.item-closed")
		ev, err := f.do(delegate, "license", "", day.AddDays(2), license)
		p.must(err)
		now, err := registry.GetEstablishment(t.Context(), p.db, access.System("a test"), e.ID)
		if err != nil || now.PlacesF != 2 || now.PlacesM != 1 || now.Licence != "A1" || now.OpenedOn != day.AddDays(2) {
			t.Errorf("the register holds %+v %v", now, err)
		}
		p.balance("places/"+e.ID.String()+"/F", 2)
		p.sum("licences", "places", 3)
		_, err = f.do(delegate, "resize", "", day.AddDays(3), fields(map[string]any{"female": int64(1)}))
		p.must(err)
		p.balance("places/"+e.ID.String()+"/F", 1)
		p.sum("licences", "places", 2)
		p.verifiedAll()

		_, err = f.do(delegate, "correct", "", day.AddDays(4), func(r *dossier.Request) { r.Corrects = ev.Seq + 1 })
		p.must(err)
		p.balance("places/"+e.ID.String()+"/F", 2)
		p.sum("licences", "places", 3)
		_, err = f.do(delegate, "correct", "", day.AddDays(4), func(r *dossier.Request) { r.Corrects = ev.Seq })
		p.must(err)
		back, err := registry.GetEstablishment(t.Context(), p.db, access.System("a test"), e.ID)
		if err != nil || back.PlacesF != 0 || back.Licence != "" || !back.OpenedOn.IsZero() {
			t.Errorf("after the correction the register holds %+v %v", back, err)
		}
		p.balance("places/"+e.ID.String()+"/F", 0)
		p.sum("licences", "places", 0)
		p.sum("licences", "institutions", 0)
		f.state("asked")
		p.verifiedAll()
	})
}

// A stay takes a place and gives it back; nobody is in two places, a full house
// takes one more only where a supervisor says so, and that shows.
func TestStays(t *testing.T) {
	eachVocabulary(t, func(p *pole) {
		delegate, agent := p.staff(access.Delegate, rabat), p.staff(access.FieldAgent, rabat)
		supervisor := p.staff(access.Supervisor, rabat)
		e, _ := p.licensed(delegate)
		in := fields(map[string]any{"centre": e.ID.String()})
		man := p.person(registry.Male)
		meet := func(who store.ID) file {
			f, err := p.opened(agent, "stays", "meet", who, nil, fields(map[string]any{"services": []any{"health", "food"}}))
			p.must(err)
			return f
		}
		first, second, other := meet(man), meet(man), meet(p.person(registry.Male))
		p.sum("stays", "services", 6)
		_, err := first.do(agent, "admit", "place", day, in)
		p.must(err)
		_, err = second.do(agent, "admit", "place", day, in)
		p.refused(err, "dossier.limit")
		_, err = other.do(agent, "admit", "over", day, in)
		p.refused(err, "dossier.outcome-forbidden")
		_, err = second.do(supervisor, "admit", "over", day, in)
		p.refused(err, "dossier.claimed")
		_, err = other.do(supervisor, "admit", "over", day, in)
		p.must(err)
		p.balance("stays/over/"+e.ID.String(), 1)
		p.sum("stays", "in_care", 2)
		left, err := first.do(agent, "leave", "", day.AddDays(9))
		p.must(err)
		p.sum("stays", "in_care", 1)
		p.balance("places/"+e.ID.String()+"/M", 1)
		_, err = second.do(agent, "admit", "place", day.AddDays(5), in)
		p.refused(err, "dossier.claim-overlap")
		_, err = second.do(agent, "admit", "place", day.AddDays(9), in)
		p.must(err)
		_, err = first.do(agent, "correct", "", day.AddDays(10), func(r *dossier.Request) { r.Corrects = left.Seq })
		p.refused(err, "dossier.limit")
		_, err = other.do(agent, "leave", "", day.AddDays(9))
		p.must(err)
		p.balance("stays/over/"+e.ID.String(), 0)
		p.verifiedAll()
	})
}

// Two offices admit into the last place at once: one of them is refused.
func TestTheLastPlaceIsGivenOnce(t *testing.T) {
	eachVocabulary(t, func(p *pole) {
		delegate, agent := p.staff(access.Delegate, rabat), p.staff(access.FieldAgent, rabat)
		e, _ := p.licensed(delegate)
		var files []file
		for range 4 {
			f, err := p.opened(agent, "stays", "meet", p.person(registry.Male), nil)
			p.must(err)
			files = append(files, f)
		}
		errs := make([]error, len(files))
		var all sync.WaitGroup
		for i, f := range files {
			all.Go(func() {
				_, errs[i] = f.do(agent, "admit", "place", day, fields(map[string]any{"centre": e.ID.String()}))
			})
		}
		all.Wait()
		admitted := 0
		for _, err := range errs {
			if err == nil {
				admitted++
			} else if fault.KeyOf(err) != "dossier.limit" {
				t.Errorf("refused for %v", err)
			}
		}
		if admitted != 1 {
			t.Errorf("%d admitted into one place", admitted)
		}
		p.balance("places/"+e.ID.String()+"/M", 0)
		p.sum("stays", "in_care", 1)
		p.verifiedAll()
	})
}

// ranks a call as it was foreseen, and reads it again.
func (p *pole) ranks(r dossier.Ranking) []dossier.Ranked {
	p.Helper()
	foreseen, err := p.office.Foresee(p.Context(), r)
	p.must(err)
	p.balance("envelope/"+r.Call.String()+"/women", 1000)
	ranked, err := p.office.Rank(p.Context(), r)
	p.must(err)
	candidates, err := p.office.Candidates(p.Context(), p.db, p.centre.Scope(access.DossiersRead), r.Programme, r.Act, r.Call)
	p.must(err)
	for i, one := range ranked {
		if f, c := foreseen[i], candidates[i]; f.Dossier.ID != one.Dossier.ID || f.Outcome != one.Outcome || c.Place != one.Place || c.Outcome != one.Outcome || c.Answers.IsZero() {
			p.Errorf("foreseen %+v and read again %+v, ranked %+v", f, c, one)
		}
	}
	return ranked
}

// A call: two reviewers each, the order of the points, an envelope that is enough
// for one, a waiting list, tranches within what was signed.
func TestACallForProjects(t *testing.T) {
	eachVocabulary(t, func(p *pole) {
		delegate := p.staff(access.Delegate, "")
		call, err := p.opened(p.centre, "calls", "publish", store.ID{}, map[string]any{"envelopes": []any{
			map[string]any{"domain": "women", "amount": int64(1000)}, map[string]any{"domain": "elderly", "amount": int64(500)}}},
			func(r *dossier.Request) { r.Province = "" })
		p.must(err)
		apply := func(name, domain string, amount int64) (file, error) {
			return p.opened(p.centre, "projects", "apply", p.association(delegate, name), map[string]any{"call": call.id.String(), "domain": domain, "asked": amount})
		}
		var projects []file
		for i, name := range []string{"جمعية أ", "جمعية ب", "جمعية ج", "جمعية د"} {
			domain := []string{"women", "women", "elderly", "women"}[i]
			f, err := apply(name, domain, 600)
			p.must(err)
			projects = append(projects, f)
		}
		_, err = p.opened(p.centre, "projects", "apply", projects[0].party, map[string]any{"call": call.id.String(), "domain": "women", "asked": int64(1)})
		p.refused(err, "dossier.claimed")
		_, err = p.opened(p.centre, "projects", "apply", projects[0].party, map[string]any{"call": p.id().String(), "domain": "women", "asked": int64(1)})
		p.refused(err, "dossier.party-unknown")

		one, two := p.staff(access.Reviewer, ""), p.staff(access.Reviewer, "")
		mark := func(f file, who access.Actor, relevance int64) error {
			_, err := f.do(who, "score", "", day, fields(map[string]any{"relevance": relevance, "means": int64(5)}))
			return err
		}
		for i, f := range projects {
			p.must(mark(f, one, []int64{12, 20, 18, 2}[i]))
		}
		p.refused(mark(projects[0], one, 20), "dossier.once")
		p.refused(mark(projects[0], p.centre, 20), "dossier.forbidden")
		ranking := dossier.Ranking{Key: p.id(), Actor: p.centre, Programme: "projects", Act: "rank", Call: call.id, On: day}
		_, err = p.office.Rank(t.Context(), ranking)
		p.refused(err, "programme.condition")
		for i, f := range projects {
			p.must(mark(f, two, []int64{14, 20, 18, 2}[i]))
		}
		ranked := p.ranks(ranking)
		for i, want := range []struct {
			file    file
			outcome string
			points  int64
		}{{projects[1], "selected", 8750}, {projects[2], "waiting", 8000}, {projects[0], "waiting", 6125}, {projects[3], "below", 2000}} {
			if got := ranked[i]; got.Dossier.ID != want.file.id || got.Outcome != want.outcome || got.Points != want.points {
				t.Errorf("place %d: %s %d, want %s %d", i+1, got.Outcome, got.Points, want.outcome, want.points)
			}
		}
		p.balance("envelope/"+call.id.String()+"/women", 400)
		best := projects[1]
		_, err = best.do(p.centre, "sign", "", day, fields(map[string]any{"amount": int64(500)}))
		p.must(err)
		pay := func(amount int64) error {
			_, err := best.do(p.centre, "pay", "", day, fields(map[string]any{"amount": amount}), papers("report"))
			return err
		}
		p.must(pay(300))
		p.refused(pay(201), "dossier.limit")
		p.must(pay(200))
		rights, err := dossier.Entitlements(t.Context(), p.db, best.get())
		if err != nil || len(rights) != 2 || rights[0].Amount != 300 || rights[0].Per != "once" || rights[0].Component != "tranche" {
			t.Errorf("entitlements %+v %v", rights, err)
		}
		p.sum("projects", "support", 500)
		p.sum("projects", "projects", 1)
		p.verifiedAll()
		for best.get().Seq > 0 && best.get().State != dossier.Cancelled {
			events, err := act.Events(t.Context(), p.db, best.party, best.id)
			p.must(err)
			standing := dossier.Standing(events)
			_, err = best.do(p.centre, "correct", "", day.AddDays(1), func(r *dossier.Request) { r.Corrects = standing[len(standing)-1].Seq })
			p.must(err)
		}
		p.balance("envelope/"+call.id.String()+"/women", 1000)
		p.sum("projects", "support", 0)
		p.verifiedAll()
	})
}
