package dossier_test

import (
	"errors"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/commission"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// The main job: each step moves the figures, as of its day and from when it is
// known; a correction moves them back as of now and leaves what was known.
func TestFromTheCounterToTheFigure(t *testing.T) {
	each(t, func(p *pole) {
		start := p.settle()
		f := p.deposit()
		f.toAccepted()
		decided := p.settle()
		for measure, want := range map[string]int64{"deposited": 1, "received": 1, "accepted": 1, "waiting": 0, "under_study": 0,
			"widows_supported": 1, "orphans_supported": 2, "monthly_support": 70000} {
			if got := p.figure(measure, p.db.Today(), decided); got != want {
				t.Errorf("%s: %d, want %d", measure, got, want)
			}
			if got := p.figure(measure, p.db.Today(), start); got != 0 {
				t.Errorf("%s known before anything: %d", measure, got)
			}
		}
		if got := p.figure("under_study", day.AddDays(19), decided); got != 1 {
			t.Errorf("under study as of the day before the decision: %d, want 1", got)
		}
		if e, err := dossier.Entitlements(t.Context(), p.db, f.get()); err != nil || len(e) != 1 || e[0].Amount != 70000 || e[0].StartsOn != day {
			t.Errorf("entitlements %v %v", e, err)
		}
		p.verified()

		_, err := f.do(p.province, "correct", "", day.AddDays(25), func(r *dossier.Request) { r.Corrects = f.get().Seq })
		p.refused(err, "dossier.correct-above")
		_, err = f.do(p.centre, "correct", "", day.AddDays(25), func(r *dossier.Request) { r.Corrects = f.get().Seq })
		p.must(err)
		f.state("received")
		now := p.settle()
		for measure, want := range map[string]int64{"accepted": 0, "under_study": 1, "received": 1, "orphans_supported": 0} {
			if got := p.figure(measure, p.db.Today(), now); got != want {
				t.Errorf("%s after the correction: %d, want %d", measure, got, want)
			}
		}
		if got := p.figure("accepted", p.db.Today(), decided); got != 1 {
			t.Errorf("accepted as known before the correction: %d, want 1", got)
		}
		if e, err := dossier.Entitlements(t.Context(), p.db, f.get()); err != nil || len(e) != 0 {
			t.Errorf("entitlements after the correction %v %v", e, err)
		}
		p.verified()
	})
}

func TestADepositIsCheckedWhole(t *testing.T) {
	each(t, func(p *pole) {
		r := p.request()
		r.Answers, r.Province = r.Answers.With("orphans", nil).With("marital_status", "complicated"), "99.999"
		r.Actor = p.staff(access.CounterClerk, "")
		_, err := p.office.Do(t.Context(), r)
		for _, want := range []string{"on orphans", "on marital_status", "dossier.province-unknown"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v lacks %s", err, want)
			}
		}
		p.verified()
	})
}

// A file may be deposited without every paper (its receipt says which lack), and
// is not examined before they are there.
func TestMissingPapersStopTheExamination(t *testing.T) {
	each(t, func(p *pole) {
		r := p.request()
		last := len(r.Papers) - 1
		r.Papers, last = r.Papers[:last-1], last-1
		_, err := p.office.Do(t.Context(), r)
		p.must(err)
		f := file{p, r.Party, r.Dossier}
		s := p.session(p.province, commission.Province, rabat, day.AddDays(5))
		_, err = f.do(p.province, "examine", "favourable", day.AddDays(5), in(s))
		p.refused(err, "dossier.paper-missing")
		_, err = f.do(p.province, "request_completion", "", day.AddDays(5), func(r *dossier.Request) { r.Asked = []string{"school_certificates"} })
		p.must(err)
		_, err = f.do(p.clerk, "complete", "", day.AddDays(6), func(r *dossier.Request) { r.Papers = p.papers()[last:] })
		p.must(err)
		_, err = f.do(p.province, "examine", "favourable", day.AddDays(6), in(s))
		p.must(err)
		p.verified()
	})
}

func TestOneDossierAtATime(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		births := []string{"2010-02-01"}
		second := dossier.Request{Key: p.id(), Actor: p.clerk, Programme: "widows-support", Party: f.party, Dossier: p.id(), Act: "deposit", On: day,
			Province: rabat, Answers: answers([]store.ID{p.id()}, births...), Papers: p.papers()}
		_, err := p.office.Do(t.Context(), second)
		if !errors.Is(err, dossier.ErrSecond) {
			t.Errorf("a second deposit: %v", err)
		}
		_, err = f.do(p.clerk, "withdraw", "", day)
		p.must(err)
		second.Key = p.id()
		_, err = p.office.Do(t.Context(), second)
		p.must(err)
		if got := p.figure("deposited", day, p.settle()); got != 2 {
			t.Errorf("deposited %d, want 2", got)
		}
		p.verified()
	})
}

func TestTheSameDepositSentFiveTimes(t *testing.T) {
	each(t, func(p *pole) {
		r := p.request()
		results := make(chan act.Event, 5)
		for range cap(results) {
			go func() {
				ev, err := p.office.Do(t.Context(), r)
				if err != nil {
					t.Error(err)
				}
				results <- ev
			}()
		}
		fresh := 0
		for range cap(results) {
			if ev := <-results; !ev.Replayed {
				fresh++
			}
		}
		if got := p.figure("deposited", day, p.settle()); got != 1 || fresh != 1 {
			t.Errorf("deposited %d, first answers %d; want 1 and 1", got, fresh)
		}
	})
}

func TestWhoMayAct(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		_, err := f.do(p.staff(access.CounterClerk, sale), "withdraw", "", day)
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a clerk of another province: %v", err)
		}
		_, err = f.do(p.staff(access.Auditor, rabat), "withdraw", "", day)
		if !errors.Is(err, dossier.ErrForbidden) {
			t.Errorf("an auditor: %v", err)
		}
		_, err = f.do(p.centre, "receive", "", day)
		p.refused(err, "dossier.state")
		_, err = f.do(p.clerk, "withdraw", "", day.AddDays(-1))
		p.refused(err, "dossier.before-last")
		_, err = f.do(p.clerk, "withdraw", "", day, func(r *dossier.Request) { r.Reason = " " })
		p.refused(err, "dossier.reason-needed")
		_, err = f.do(p.clerk, "withdraw", "", day, func(r *dossier.Request) { r.Seen = 99 })
		p.refused(err, "dossier.changed-meanwhile")
		f.state("deposited")
	})
}

// Duties are separate: who registered does not examine, nobody acts on kin.
func TestDutiesAreSeparate(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		both := p.clerk
		both.Grants = append(both.Grants, p.province.Grants...)
		s := p.session(p.province, commission.Province, rabat, day.AddDays(5))
		_, err := f.do(both, "examine", "favourable", day.AddDays(5), in(s))
		p.refused(err, "dossier.duties-registrar")
		child := p.province
		child.Person = f.party
		_, err = f.do(child, "examine", "favourable", day.AddDays(5), in(s))
		p.refused(err, "dossier.own")
		kids, err := registry.Children(t.Context(), p.db, access.System("a test"), f.party)
		p.must(err)
		child.Person = kids[0].ID
		_, err = f.do(child, "examine", "favourable", day.AddDays(5), in(s))
		p.refused(err, "dossier.own")
		p.verified()
	})
}

func TestCompletionIsAskedOnce(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		if d := f.get(); d.Due != day.AddDays(30) {
			t.Errorf("due %v", d.Due)
		}
		ask := func(on int) error {
			_, err := f.do(p.province, "request_completion", "", day.AddDays(on), func(r *dossier.Request) { r.Asked = []string{"tax_certificate"} })
			return err
		}
		p.must(ask(10))
		if d := f.get(); !d.Due.IsZero() || d.DaysLeft != 20 {
			t.Errorf("the clock is not paused: %+v", d)
		}
		_, err := f.do(p.clerk, "complete", "", day.AddDays(40))
		p.must(err)
		if d := f.get(); d.Due != day.AddDays(60) {
			t.Errorf("resumed to %v, want %v", d.Due, day.AddDays(60))
		}
		p.refused(ask(41), "dossier.once")
		p.verified()
	})
}

func TestTheRulesBindTheDecision(t *testing.T) {
	each(t, func(p *pole) {
		r := p.request()
		r.Answers = r.Answers.With("pension", true)
		_, err := p.office.Do(t.Context(), r)
		p.must(err)
		f := file{p, r.Party, r.Dossier}
		f.toReceived()
		s := p.session(p.centre, commission.Centre, "", day.AddDays(20))
		_, err = f.do(p.centre, "decide", "accepted", day.AddDays(20), in(s))
		p.refused(err, "dossier.rules-refuse")
		_, err = f.do(p.centre, "decide", "refused", day.AddDays(20), in(s))
		p.must(err)
		f.state("rejected")
		_, err = f.do(p.clerk, "appeal", "", day.AddDays(30))
		p.must(err)
		if d := f.get(); d.Clock != "appeal" || d.Due != day.AddDays(60) {
			t.Errorf("the appeal's own clock: %+v", d)
		}
		if got := p.figure("under_study", day.AddDays(30), p.settle()); got != 1 {
			t.Errorf("under study with the appeal: %d", got)
		}
		p.verified()
	})
}

func TestSessions(t *testing.T) {
	each(t, func(p *pole) {
		f, g := p.deposit(), p.deposit()
		_, err := f.do(p.province, "examine", "favourable", day.AddDays(5))
		p.refused(err, "dossier.needs-session")
		s := p.session(p.province, commission.Province, rabat, day.AddDays(5))
		_, err = f.do(p.province, "examine", "favourable", day.AddDays(5), in(s, 0))
		p.refused(err, "commission.no-quorum") // three present, the registrar and a recused one out
		_, err = f.do(p.province, "examine", "favourable", day.AddDays(5), in(s))
		p.must(err)
		items, err := commission.Items(t.Context(), p.db, s.Session)
		p.must(err)
		if len(items) != 2 || items[0].Outcome != "favourable" || items[0].Recused != "ج" || items[1].Outcome != "" {
			t.Errorf("agenda %+v", items)
		}
		s.Key = p.id()
		p.must(act.Together(t.Context(), p.db, func(tx *store.Tx) error { _, err := commission.Close(t.Context(), tx, s); return err }))
		_, err = g.do(p.province, "examine", "favourable", day.AddDays(5), in(s))
		p.refused(err, "commission.not-open")
		next := p.session(p.province, commission.Province, rabat, day.AddDays(9))
		_, err = g.do(p.province, "examine", "unfavourable", day.AddDays(9), in(next))
		p.must(err)
		p.verified()
	})
}

func TestCorrectingTheMiddleIsRefused(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		f.toReceived()
		correct := func(seq int64) error {
			_, err := f.do(p.centre, "correct", "", day.AddDays(20), func(r *dossier.Request) { r.Corrects = seq })
			return err
		}
		p.refused(correct(2), "dossier.correct-later-first")
		p.refused(correct(9), "dossier.nothing-to-correct")
		for _, seq := range []int64{3, 2, 1} {
			p.must(correct(seq))
		}
		f.state(dossier.Cancelled)
		for _, m := range []string{"deposited", "received", "waiting", "under_study"} {
			if got := p.figure(m, p.db.Today(), p.settle()); got != 0 {
				t.Errorf("%s: %d after everything was corrected", m, got)
			}
		}
		p.refused(correct(1), "dossier.nothing-to-correct")
		p.verified()
	})
}

func TestEndingARightEmptiesItsCells(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		f.toAccepted()
		_, err := f.do(p.centre, "close", "", day.AddDays(400))
		p.must(err)
		cells, err := store.All(t.Context(), p.db, store.Value[int64], `select sum(quantity) from posting p join cell c on c.id = p.cell_id where c.measure in ('orphans_supported', 'widows_supported', 'monthly_support') group by c.id having sum(quantity) <> 0`)
		if err != nil || len(cells) != 0 {
			t.Errorf("cells that should be empty: %v %v", cells, err)
		}
		p.verified()
	})
}

func TestScans(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 40)
	each(t, func(p *pole) {
		for _, c := range []struct{ name, content, key string }{
			{"card.pdf", "%PDF-1.7 hello", ""},
			{"card.pdf", "", "dossier.file-empty"},
			{"card.pdf", "MZ not a document", "dossier.file-format"},
			{"card.png", "%PDF-1.7 hello", "dossier.file-mislabelled"},
			{"card.png", png, "dossier.file-damaged"},
			{"card.pdf", "%PDF-" + strings.Repeat("x", 6<<20), "dossier.file-too-large"},
			{"../../etc/card.pdf", "%PDF-1.7 hello", ""},
		} {
			r := p.request()
			r.Scans = []dossier.Scan{{ID: p.id(), Kind: "national_card", Name: c.name, Content: []byte(c.content)}}
			_, err := p.office.Do(t.Context(), r)
			p.refused(err, c.key)
			if c.key != "" {
				continue
			}
			d, err := dossier.Get(t.Context(), p.db, access.System("a test"), r.Party, r.Dossier)
			p.must(err)
			list, err := dossier.Documents(t.Context(), p.db, d)
			if err != nil || len(list) != 1 || list[0].Name != "card.pdf" {
				t.Fatalf("documents %v %v", list, err)
			}
			_, content, err := dossier.Content(t.Context(), p.db, access.System("a test"), r.Party, list[0].ID)
			if err != nil || string(content) != c.content {
				t.Errorf("content %q %v", content, err)
			}
			_, _, err = dossier.Content(t.Context(), p.db, p.staff(access.CounterClerk, sale).Scope(access.DossiersRead), r.Party, list[0].ID)
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("from another province: %v", err)
			}
		}
	})
}

// Tampering with a projection or the ledger behind the program's back shows.
func TestVerifySeesTampering(t *testing.T) {
	each(t, func(p *pole) {
		f := p.deposit()
		for _, query := range []string{
			"update dossier set state = 'accepted'",
			"update posting set quantity = 2 where n = 0",
			"delete from posting where n = 1",
		} {
			p.must(p.db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), query); return err }))
			found := 0
			_, err := p.office.Verify(t.Context(), p.db, func(string) { found++ })
			if err != nil || found == 0 {
				t.Errorf("%s: %d problems, %v", query, found, err)
			}
		}
		_ = f
	})
}

func TestAnUnansweredQuestionIsNotNo(t *testing.T) {
	each(t, func(p *pole) {
		r := p.request()
		r.Answers = r.Answers.With("pension", nil)
		_, err := p.office.Do(t.Context(), r)
		p.must(err)
		f := file{p, r.Party, r.Dossier}
		f.toReceived()
		s := p.session(p.centre, commission.Centre, "", day.AddDays(20))
		_, err = f.do(p.centre, "decide", "accepted", day.AddDays(20), in(s))
		p.refused(err, "dossier.facts-missing")
		def, err := p.office.Programmes.Get("widows-support")
		p.must(err)
		d, err := def.Decide(programme.DecideInput{Answers: r.Answers, On: day})
		if err != nil || d.Eligible != programme.Unknown {
			t.Errorf("%v %v", d.Eligible, err)
		}
	})
}
