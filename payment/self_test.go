package payment_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/payment"
	"sanad/registry"
	"sanad/store"
)

// again registers somebody once more, as a counter that did not find her.
func (w *world) again() store.ID {
	w.Helper()
	p, err := registry.Register(w.Context(), registry.Alone(w.db), w.keys, act.Act{Key: w.id(), On: w.today(), Actor: w.clerk},
		registry.Draft{ID: w.id(), Latin: registry.Name{Given: "Fatma", Family: "El Alaoui"}, Sex: registry.Female, Birth: w.born("1980-05-01"), Province: rabat})
	w.must(err)
	return p.ID
}

func (w *world) born(text string) calendar.Birth {
	b, err := calendar.ParseBirth(text)
	w.must(err)
	return b
}

// merge makes one person of two records, as the page does.
func (w *world) merge(stays, goes store.ID) error {
	w.Helper()
	m := registry.Merging{Stays: stays, Goes: goes, StaysRevision: w.person(stays).Revision, GoesRevision: w.person(goes).Revision,
		Collides: func(ctx context.Context, s *act.Step, m registry.Merging) error {
			if err := w.files.Collide(ctx, s, m.Stays, m.Goes); err != nil {
				return err
			}
			return w.pay.Collide(ctx, s, m.Stays, m.Goes)
		}}
	_, err := registry.Merge(w.Context(), registry.Alone(w.db), w.keys, act.Act{Key: w.id(), On: w.today(), Actor: access.SystemActor("test"), Reason: "الشخص نفسه"}, m)
	return err
}

func (w *world) unmerge(stays, goes store.ID) {
	w.Helper()
	_, err := registry.Unmerge(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: access.SystemActor("test"), Reason: "شخصان"},
		registry.Unmerging{Stays: stays, Goes: goes, Revision: w.person(stays).Revision})
	w.must(err)
}

func (w *world) person(id store.ID) registry.Person {
	w.Helper()
	p, err := registry.Get(w.Context(), w.db, everything, id)
	w.must(err)
	return p
}

// verified holds the whole database against its events, as the command does.
func (w *world) verified() {
	w.Helper()
	w.checks()
	_, err := registry.Verify(w.Context(), w.db, func(p registry.Problem) { w.Helper(); w.Errorf("register: %+v", p) })
	w.must(err)
	_, err = ledger.Verify(w.Context(), w.db, func(p string) { w.Helper(); w.Error(p) })
	w.must(err)
	_, _, err = act.Verify(w.Context(), w.db, func(b act.Break) { w.Helper(); w.Errorf("chain: %+v", b) })
	w.must(err)
}

// helped are the persons whom some programmes support, each once.
func (w *world) helped(known calendar.Instant, programmes ...string) int64 {
	w.Helper()
	q := ledger.Question{KnownOn: known, Periods: []ledger.Period{{To: w.today()}}, Group: ledger.InOne, Count: ledger.Subjects}
	for _, p := range programmes {
		q.Series = append(q.Series, ledger.Series{Programme: p, Measure: "widows_supported"})
	}
	answers, err := ledger.Ask(w.Context(), w.db, everything, q)
	w.must(err)
	return answers[0].At(0, 0)
}

func (w *world) settled() calendar.Instant {
	w.Helper()
	at, err := w.db.Settle(w.Context(), 0)
	w.must(err)
	return at
}

// seen is all that anybody is shown of some records: who they are, their files,
// what they are owed and were paid, and what is counted.
func (w *world) seen(ids ...store.ID) string {
	w.Helper()
	out := fmt.Sprintln("helped", w.helped(w.settled(), widows, twin), w.helped(w.settled(), widows), w.helped(w.settled(), twin))
	for _, id := range ids {
		p := w.person(id)
		p.Revision, p.Identifiers = 0, nil
		files, err := dossier.OfParty(w.Context(), w.db, everything, id)
		w.must(err)
		found, err := registry.Search(w.Context(), w.db, w.keys, everything, registry.Query{Text: p.Name("fr"), Limit: 50})
		w.must(err)
		out += fmt.Sprintln(p, files, names(found.Persons))
		accounts, err := payment.AccountsOf(w.Context(), w.db, everything, id)
		w.must(err)
		for _, a := range accounts {
			spans, err := payment.Spans(w.Context(), w.db, a)
			w.must(err)
			entries, err := payment.Entries(w.Context(), w.db, a)
			w.must(err)
			paid, err := payment.LinesOf(w.Context(), w.db, a, 100)
			w.must(err)
			out += fmt.Sprintln(a, spans, entries, paid)
		}
	}
	for _, prog := range []string{widows, twin} {
		w.prog = prog
		for _, m := range []string{"support_paid", "support_due", "monthly_support", "accepted"} {
			out += fmt.Sprintln(prog, m, w.posted(m))
		}
	}
	return out
}

func names(list []registry.Person) (out []store.ID) {
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}

// One person registered twice has a file in each of two programmes that pay, and
// is paid under one of them. Merged she is one in every count, known before she is
// two; made two again everything is as it was, byte for byte.
func TestAPersonPaidTwiceIsMergedAndSeparated(t *testing.T) {
	eachTwin(t, twins(t), func(w *world) {
		w.prog = widows
		first := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		w.pays(payment.Regular)
		w.prog = twin
		second := w.paidBy(w.accepted(w.again(), "2020-12-20", first.items))
		before, known := w.seen(first.party, second.party), w.settled()
		if n := w.helped(known, widows, twin); n != 2 {
			w.Fatalf("%d persons before the merge", n)
		}
		for round := range 2 {
			stays, goes := first.party, second.party
			if round == 1 { // the other way round
				stays, goes = goes, stays
				w.must(registry.TakeBack(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: access.SystemActor("test")}, stays, goes))
			}
			w.must(w.merge(stays, goes))
			if n := w.helped(w.settled(), widows, twin); n != 1 {
				w.Errorf("merged: %d persons", n)
			}
			if n := w.helped(known, widows, twin); n != 2 {
				w.Errorf("known before the merge: %d persons", n)
			}
			for _, id := range []store.ID{stays, goes} {
				if files, err := dossier.OfParty(w.Context(), w.db, everything, id); err != nil || len(files) != 2 {
					w.Errorf("files of one record: %d, %v", len(files), err)
				}
			}
			if got := w.of(first); got.Settled != 700*dh || got.State != payment.Running {
				w.Errorf("what was paid: %+v", got)
			}
			w.verified()
			w.unmerge(stays, goes)
			if after := w.seen(first.party, second.party); after != before {
				w.Errorf("round %d, before:\n%s\nafter the merge and its end:\n%s", round, before, after)
			}
			w.verified()
		}
	})
}

// Both records have the right: nothing merges before one of them gave it back.
func TestOneRightOfTwoIsTakenBackBeforeAMerge(t *testing.T) {
	each(t, func(w *world) {
		first := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		second := w.paidBy(w.accepted(w.again(), "2020-12-20", first.items))
		w.fund(2021, 100_000*dh)
		w.pays(payment.Regular)
		w.refused(w.merge(first.party, second.party), "dossier.merge-second")
		w.must(w.do(second, w.centre, "close", "", dossierRequest("مسجلة مرتين")))
		w.refused(w.merge(first.party, second.party), "payment.merge-months")
		for range 2 { // the end, then the decision itself
			w.must(w.do(second, w.centre, "correct", "", correction(w.lastStanding(second), "سجلت مرتين")))
		}
		if a := w.of(second); a.Owed != 700*dh {
			w.Errorf("what was paid without right: %+v", a)
		}
		w.refused(w.merge(first.party, second.party), "dossier.merge-second") // the file is open again
		w.must(w.do(second, w.centre, "decide", "refused", w.ground(w.sitting(commission.Centre, second))))
		w.must(w.merge(first.party, second.party))
		w.refused(w.do(second, w.centre, "correct", "", correction(w.lastStanding(second), "س")), "dossier.second") // it would be open again
		w.verified()
		w.on("2021-02-02")
		if r := w.pays(payment.Regular); r.Amount != 350*dh {
			w.Errorf("after the merge a run pays %v", r.Amount)
		}
		w.verified()
	})
}

// lastStanding is the last act of a file that was not taken back.
func (w *world) lastStanding(b beneficiary) int64 {
	w.Helper()
	events, err := act.Events(w.Context(), w.db, b.party, b.dossier)
	w.must(err)
	standing := dossier.Standing(events)
	return standing[len(standing)-1].Seq
}

func (w *world) ground(r dossier.Request) dossier.Request {
	r.Reason = "مستفيدة بتسجيل آخر"
	return r
}

// A right that ended under one record goes on under the other, and no month of
// it is paid again: neither by a late decision nor by taking the end back.
func TestNoMonthIsPaidTwiceOverTheRecordsOfAPerson(t *testing.T) {
	each(t, func(w *world) {
		old := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		w.on("2021-03-02")
		next := beneficiary{w.again(), w.id(), old.items}
		w.deposit(next, "2021-01-20") // before the right under the other record ended
		w.must(w.do(old, w.centre, "close", "", dossierRequest("انتقال")))
		w.pays(payment.Regular) // December to March
		w.must(w.merge(next.party, old.party))
		w.must(w.decide(next))
		w.paidBy(next)
		spans, err := payment.Spans(w.Context(), w.db, w.of(next))
		w.must(err)
		if len(spans) == 0 || spans[0].From.String() != "2021-04" {
			w.Errorf("the right under the other record: %+v", spans)
		}
		w.refused(w.do(old, w.centre, "correct", "", correction(w.lastStanding(old), "س")), "payment.another-record")
		w.on("2021-04-02")
		if r := w.pays(payment.Regular); r.Amount != 350*dh {
			w.Errorf("in April: %+v", r)
		}
		if total := w.of(old).Settled + w.of(next).Settled; total != 5*350*dh {
			w.Errorf("five months were paid with %v", total)
		}
		w.verified()
	})
}

// What is known of one record holds for what is paid to the other: her death, and
// a support that excludes hers.
func TestARunKnowsAllRecordsOfAPerson(t *testing.T) {
	set := twins(t, "reported: cost\n", excludes("2021-03-01"))
	eachTwin(t, set, func(w *world) {
		w.prog = widows
		first := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.prog = twin
		second := w.paidBy(w.accepted(w.again(), "2020-12-10", first.items))
		w.fund(2021, 100_000*dh)
		w.must(w.merge(first.party, second.party))
		if r := w.pays(payment.Regular); r.Payable != 1 {
			w.Errorf("before the rule held: %+v", r)
		}
		w.on("2021-03-02")
		if r := w.prepare(payment.Regular); r.Payable != 0 || w.exceptions()["cumulation"] != 1 {
			w.Errorf("once it held: %+v, exceptions %v", r, w.exceptions())
		} else {
			_, err := w.pay.Discard(w.Context(), w.runRequest(w.officer, r.ID))
			w.must(err)
		}
		w.prog = widows
		_, err := registry.NoteDeath(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: w.clerk}, first.party, w.person(first.party).Revision)
		w.must(err)
		w.must(w.do(first, w.centre, "close", "", dossierRequest("وفاة")))
		w.prog = twin
		w.on("2021-04-02")
		if r := w.prepare(payment.Regular); r.Payable != 0 || w.exceptions()["deceased"] == 0 {
			w.Errorf("after her death: %+v, exceptions %v", r, w.exceptions())
		}
		w.verified()
	})
}

// A decision for one record refuses beside what the other is paid.
func TestCumulationIsHeldOverAllRecords(t *testing.T) {
	set := twins(t, "reported: cost\n", excludes("2021-01-01"))
	eachTwin(t, set, func(w *world) {
		w.prog = widows
		first := w.grant("2020-12-10", "2010-03-15")
		w.prog = twin
		second := beneficiary{w.again(), w.id(), first.items}
		w.deposit(second, "2020-12-10")
		w.must(w.merge(first.party, second.party))
		w.refused(w.decide(second), "payment.cumulation")
		w.unmerge(first.party, second.party)
		w.must(w.decide(second))
		// Both are paid now what excludes each other: as one person they cannot be.
		w.must(registry.TakeBack(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: access.SystemActor("test")}, first.party, second.party))
		w.refused(w.merge(first.party, second.party), "payment.cumulation")
		w.verified()
	})
}

// While a run is prepared, records are merged beside acts that open the second
// one's file: one of the two takes place, never both, and the run pays each person
// once.
func TestMergesBesideARunAndDecisions(t *testing.T) {
	each(t, func(w *world) {
		defer payment.SetBatch(2)()
		type race struct {
			stays, goes beneficiary
			errs        [2]error
		}
		var races []*race
		for i := range 6 {
			stays := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
			goes := beneficiary{w.again(), w.id(), stays.items}
			if i%2 == 0 {
				w.deposit(goes, "2020-12-10")
				w.must(w.do(goes, w.centre, "decide", "refused", w.ground(w.sitting(commission.Centre, goes))))
			}
			races = append(races, &race{stays: stays, goes: goes})
		}
		w.fund(2021, 100_000*dh)
		r := w.runRequest(w.officer, w.id())
		r.Purpose, r.Period = payment.Regular, payment.MonthOf(w.today())
		_, err := w.pay.Begin(w.Context(), r)
		w.must(err)
		var all sync.WaitGroup
		var prepared error
		all.Go(func() { prepared = w.pay.Prepare(w.Context(), w.prog, r.Run, nil) })
		for i, x := range races {
			opens := func() error { return w.do(x.goes, w.centre, "correct", "", correction(w.lastStanding(x.goes), "س")) }
			if i%2 == 1 {
				opens = func() error { return w.apply(x.goes, "2021-01-02") }
			}
			all.Go(func() { x.errs[0] = w.merge(x.stays.party, x.goes.party) })
			all.Go(func() { x.errs[1] = opens() })
		}
		all.Wait()
		w.must(prepared)
		for i, x := range races {
			for _, err := range x.errs {
				if fault.CodeOf(err) == fault.Internal {
					w.Errorf("race %d: %v", i, err)
				}
			}
			if (x.errs[0] == nil) == (x.errs[1] == nil) {
				w.Errorf("race %d: a merge and a second file: %v", i, x.errs)
			}
		}
		w.must(w.release(w.run(r.Run)))
		paid := map[store.ID]money.Amount{}
		for _, l := range w.lines(w.run(r.Run)) {
			selves, err := registry.Selves(w.Context(), w.db, l.Party)
			w.must(err)
			paid[selves[0]] += l.Amount
		}
		for id, amount := range paid {
			if amount > 700*dh {
				w.Errorf("%s was paid %v for two months", id, amount)
			}
		}
		w.verified()
	})
}
