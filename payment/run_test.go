package payment_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/fault"
	"sanad/payment"
	"sanad/registry"
	"sanad/store"
)

func TestARIBHasItsKey(t *testing.T) {
	good := payment.MakeRIB("0117800000123456789012")
	if _, err := payment.ParseRIB(string(good[:4]) + " " + string(good[4:])); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{
		string(good[:22]) + "00":                  "payment.rib-key",
		string(good[:23]):                         "payment.rib-length",
		"O" + string(good[1:]):                    "payment.rib-digits",
		string(good[:5]) + "9" + string(good[6:]): "payment.rib-key",
	} {
		if _, err := payment.ParseRIB(text); fault.KeyOf(err) != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	// The published example of the key: bank 230, town 780, 97 less the rest.
	for n := range 1000 {
		r := payment.MakeRIB("230780" + pad(n*7919, 16))
		rest := 0
		for _, c := range r {
			rest = (rest*10 + int(c-'0')) % 97
		}
		if rest != 0 {
			t.Fatalf("%s is no multiple of 97", r)
		}
	}
}

func TestNobodyReleasesWhatTheyPrepared(t *testing.T) {
	each(t, func(w *world) {
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.prepare(payment.Regular)
		both := w.officer
		both.Grants = append(both.Grants, w.chief.Grants...)
		_, err := w.pay.Release(w.Context(), w.runRequest(both, r.ID), w.proof(both))
		w.refused(err, "payment.four-eyes")
		_, err = w.pay.Release(w.Context(), w.runRequest(w.officer, r.ID), w.proof(w.officer))
		w.refused(err, "payment.forbidden")
		_, err = w.pay.Release(w.Context(), w.runRequest(w.chief, r.ID), account.Proof{Account: w.chief.Account})
		w.refused(err, "payment.proof-old")
		old := w.proof(w.chief)
		*w.now += 6 * 60 * 1_000_000
		_, err = w.pay.Release(w.Context(), w.runRequest(w.chief, r.ID), old)
		w.refused(err, "payment.proof-old")
		_, err = w.pay.Release(w.Context(), w.runRequest(w.clerk, r.ID), w.proof(w.clerk))
		w.refused(err, "store.not-found") // who may not see runs learns of none
		// The database says the same to whoever goes around the code.
		err = w.raw("update payment_run set released_by = prepared_by, state = 'released'")
		if !isCheck(err) {
			w.Errorf("the database let the preparer release: %v", err)
		}
		w.must(w.release(r))
		w.checks()
	})
}

// raw runs a statement past every rule but the database's own.
func (w *world) raw(query string, args ...any) error {
	return w.db.Update(w.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(w.Context(), query, args...)
		return err
	})
}

func isCheck(err error) bool     { return fault.KeyOf(err) == "store.check" }
func isDuplicate(err error) bool { return fault.KeyOf(err) == "store.duplicate" }

func TestTheDatabaseRefusesASecondPayment(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		w.pays(payment.Regular)
		again := `insert into payment_line (party_id, benefit, period, attempt, run, position, from_month, to_month, due, amount, deducted, monthly, payee, mark, hold, province, dossier_id, decision, after)
			select party_id, benefit, period, $1, run, position + 100, from_month, to_month, due, amount, deducted, monthly, payee, mark, hold, province, dossier_id, decision, `
		if err := w.raw(again+"null from payment_line", 1); !isDuplicate(err) {
			w.Errorf("a second payment of the month: %v", err)
		}
		if err := w.raw(again+"null from payment_line", 2); !isCheck(err) {
			w.Errorf("a second attempt that follows nothing: %v", err)
		}
		if err := w.raw(again+"1 from payment_line", 2); fault.KeyOf(err) != "store.reference" {
			w.Errorf("a second attempt without a return: %v", err)
		}
		if err := w.raw("update payment_account set settled = settled + 1"); !isCheck(err) {
			w.Errorf("more settled than due: %v", err)
		}
		if a := w.of(b); a.Settled != 700*dh {
			w.Errorf("%+v", a)
		}
	})
}

func TestFiftyReleasesAtOnceAreOne(t *testing.T) {
	each(t, func(w *world) {
		for range 3 {
			w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		}
		w.fund(2021, 100_000*dh)
		r := w.prepare(payment.Regular)
		proof := w.proof(w.chief)
		requests := make([]payment.RunRequest, 50)
		for i := range requests {
			requests[i] = w.runRequest(w.chief, r.ID)
		}
		errs := make([]error, len(requests))
		var all sync.WaitGroup
		for i := range requests {
			all.Go(func() { _, errs[i] = w.pay.Release(w.Context(), requests[i], proof) })
		}
		all.Wait()
		released := 0
		for _, err := range errs {
			switch fault.KeyOf(err) {
			case "":
				if err != nil {
					t.Error(err)
				}
				released++
			case "payment.run-state", "store.busy":
			default:
				t.Error(err)
			}
		}
		if released != 1 || w.posted("support_paid") != 3*700*dh {
			t.Errorf("%d releases, %v paid", released, w.posted("support_paid"))
		}
		w.checks()
	})
}

func TestAnEnvelopeExhaustedMeanwhileRefusesTheRelease(t *testing.T) {
	each(t, func(w *world) {
		w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 700*dh)
		r := w.prepare(payment.Regular)
		_, err := w.pay.Allot(w.Context(), payment.Allotment{Key: w.id(), Actor: w.chief, Programme: w.prog, Year: 2021, Amount: -1, Reason: "تحويل"})
		w.must(err)
		w.refused(w.release(r), "payment.envelope-short")
		if got := w.run(r.ID); got.State != payment.Prepared || w.posted("support_paid") != 0 {
			t.Errorf("after the refusal: %+v", got)
		}
		_, err = w.pay.Allot(w.Context(), payment.Allotment{Key: w.id(), Actor: w.chief, Programme: w.prog, Year: 2021, Amount: 1, Reason: "تحويل"})
		w.must(err)
		w.must(w.release(r))
		e, err := w.pay.EnvelopeOf(w.Context(), w.db, w.def(), 2021)
		w.must(err)
		if e.Programme != 0 || e.Appropriation != 0 {
			t.Errorf("left %+v", e)
		}
		w.checks()
	})
}

func TestWhoDiedAfterPreparationIsNotPaid(t *testing.T) {
	each(t, func(w *world) {
		b, other := w.paidBy(w.grant("2020-12-10", "2010-03-15")), w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.prepare(payment.Regular)
		_, err := registry.NoteDeath(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: w.clerk}, b.party, 1)
		w.must(err)
		w.must(w.release(r))
		if got := w.of(b).Settled; got != 0 {
			t.Errorf("the dead was paid %v", got)
		}
		if got := w.of(other).Settled; got != 700*dh {
			t.Errorf("the other was paid %v", got)
		}
		if got := w.exceptions(); got["deceased"] != 1 {
			t.Errorf("exceptions %v", got)
		}
		w.checks()
	})
}

func (w *world) exceptions() map[string]int64 {
	w.Helper()
	got, err := payment.CountExceptions(w.Context(), w.db, access.System("a test"), payment.ExceptionFilter{Programme: w.prog})
	w.must(err)
	return got
}

func TestDiscardAndRecallLeaveNothing(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		before := w.of(b)
		r := w.prepare(payment.Regular)
		_, err := w.pay.Discard(w.Context(), w.runRequest(w.officer, r.ID))
		w.must(err)
		after := w.of(b)
		if after != before || len(w.lines(r)) != 0 {
			t.Errorf("discarded: %+v, was %+v", after, before)
		}
		r = w.pays(payment.Regular)
		_, err = w.pay.Recall(w.Context(), w.runRequest(w.chief, r.ID))
		w.must(err)
		if paid, due := w.posted("support_paid"), w.posted("support_due"); paid != 0 || due != 0 || w.run(r.ID).State != payment.Prepared {
			t.Errorf("recalled: paid %v due %v %+v", paid, due, w.run(r.ID))
		}
		w.must(w.release(w.run(r.ID)))
		_, err = w.pay.MakeFiles(w.Context(), w.runRequest(w.officer, r.ID), t.TempDir())
		w.must(err)
		_, err = w.pay.Recall(w.Context(), w.runRequest(w.chief, r.ID))
		w.refused(err, "payment.run-state") // the bank may have it
		w.checks()
	})
}

func TestWhatAnActChangesLeavesTheRunUnderPreparation(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		c := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.prepare(payment.Regular)
		_, err := w.pay.Suspend(w.Context(), w.request(b))
		w.must(err)
		w.must(w.release(w.run(r.ID)))
		if w.of(b).Settled != 0 || w.of(c).Settled != 700*dh || w.exceptions()["changed"] != 1 {
			t.Errorf("suspended %+v, other %+v", w.of(b), w.of(c))
		}
		w.on("2021-03-02")
		_, err = w.pay.Resume(w.Context(), w.request(b), true)
		w.must(err)
		w.pays(payment.Regular)
		if got := w.of(b).Settled; got != 4*350*dh { // December to March
			t.Errorf("resumed with arrears: %v", got)
		}
		_, err = w.pay.Suspend(w.Context(), w.request(b))
		w.must(err)
		w.on("2021-06-02")
		_, err = w.pay.Resume(w.Context(), w.request(b), false)
		w.must(err)
		w.pays(payment.Regular)
		if got := w.of(b).Settled; got != 5*350*dh { // April and May are forgone
			t.Errorf("resumed without: %v", got)
		}
		w.checks()
	})
}

func TestAFactThatChangedIsSettled(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15", "2011-03-15"))
		w.fund(2021, 100_000*dh)
		w.pays(payment.Regular)
		w.on("2021-02-02")
		w.pays(payment.Regular) // December to February: 2,100
		w.on("2021-03-01")
		// The second child left school in January: two months were paid for nothing.
		_, err := w.pay.Reassess(w.Context(), w.request(b), month(w, "2021-01"), payment.Fact{Path: "orphans.2.enrolled", Value: false})
		w.must(err)
		a := w.of(b)
		if a.Owed != 700*dh || a.Due != 2100*dh || w.posted("support_undue") != 700*dh {
			t.Errorf("undue: %+v", a)
		}
		_, err = w.pay.PlanRecovery(w.Context(), w.request(b), 100*dh)
		w.must(err)
		w.pays(payment.Regular)
		if a = w.of(b); a.Owed != 600*dh || a.Settled != 2450*dh || w.posted("support_paid") != 2350*dh || w.posted("support_recovered") != 100*dh {
			t.Errorf("recovered: %+v", a)
		}
		_, err = w.pay.Repay(w.Context(), w.request(b), 500*dh)
		w.must(err)
		_, err = w.pay.Waive(w.Context(), w.request(b), 200*dh)
		w.refused(err, "payment.more-than-owed")
		_, err = w.pay.Waive(w.Context(), w.request(b), 100*dh)
		w.must(err)
		// Back at school since February, it turns out: arrears.
		_, err = w.pay.Reassess(w.Context(), w.request(b), month(w, "2021-02"), payment.Fact{Path: "orphans.2.enrolled", Value: true})
		w.must(err)
		w.on("2021-04-01")
		w.pays(payment.Regular)
		if a = w.of(b); a.Owed != 0 || a.Due-a.Settled != 0 || a.Due != 2100*dh+350*dh+700*dh+700*dh {
			t.Errorf("arrears: %+v", a)
		}
		w.checks()
	})
}

func month(w *world, text string) payment.Month {
	m, err := payment.ParseMonth(text)
	w.must(err)
	return m
}

func TestARightThatEndsInThePastIsOwedBack(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		w.pays(payment.Regular)
		w.must(w.do(b, w.centre, "close", "", dossierRequest("تزوجت من جديد")))
		if a := w.of(b); a.State != payment.Ended || a.Owed != 0 {
			t.Errorf("ended within the month: %+v", a)
		}
		w.on("2021-03-01")
		w.checks()
		// The decision was a mistake from the beginning.
		last := w.history(b)
		w.must(w.do(b, w.centre, "correct", "", correction(last, "خطأ")))
		w.must(w.do(b, w.centre, "correct", "", correction(last-1, "خطأ")))
		if a := w.of(b); a.State != payment.Ended || a.Owed != 700*dh {
			t.Errorf("the decision was taken back: %+v", a)
		}
		w.checks()
	})
}

func TestWhatComesBackIsIssuedAgain(t *testing.T) {
	each(t, func(w *world) {
		b, c := w.paidBy(w.grant("2020-12-10", "2010-03-15")), w.paidBy(w.grant("2020-12-10", "2010-03-15", "2012-01-01"))
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		read := func(content string) (payment.Taken, error) {
			ev, err := w.pay.ReadReturns(w.Context(), payment.ReturnsRequest{Key: w.id(), Actor: w.officer, On: w.today(), Programme: w.prog, Name: "r.csv", Content: []byte(content)})
			var taken payment.Taken
			if err == nil {
				w.must(json.Unmarshal(ev.Payload, &taken))
			}
			return taken, err
		}
		first, second := r.Reference+"-000001", r.Reference+"-000002"
		if w.lines(r)[0].Party != b.party { // drawn in one millisecond, their order is chance
			first, second = second, first
		}
		_, err := read("reference;amount;reason\n" + first + ";700.00;AC04\ntotal;700.01;1;M1\n")
		w.refused(err, "payment.return-sum")
		_, err = read("reference;amount;reason\n" + first + ";700.00;AC04\n")
		w.refused(err, "payment.return-truncated")
		content := "reference;amount;reason\n" + first + ";700.00;AC04\n" + first + ";700.00;AC04\n" + second + ";1400.01;AC04\nX-1;5;AC04\ntotal;2805.01;4;M1\n"
		taken, err := read(content)
		w.must(err)
		if taken.Returned != 1 || taken.Queued != 3 || taken.Amount != 700*dh {
			t.Errorf("taken %+v", taken)
		}
		_, err = read(content)
		w.refused(err, "payment.return-twice")
		_, err = read("reference;amount;reason\n" + first + ";700.00;AC04\ntotal;700.00;1;M1\n")
		w.refused(err, "payment.return-twice") // the same message in other bytes
		if got := w.exceptions(); got["unknown"] != 1 || got["duplicate"] != 1 || got["amount"] != 1 {
			t.Errorf("exceptions %v", got)
		}
		if w.posted("support_paid") != 1400*dh || w.posted("support_returned") != 700*dh {
			t.Errorf("paid %v returned %v", w.posted("support_paid"), w.posted("support_returned"))
		}
		w.checks()
		// The account is closed: nothing to issue again until another is known, and
		// the next month does not pay it by the way.
		w.on("2021-02-01")
		again := w.prepare(payment.Reissues)
		if again.Lines != 0 {
			t.Errorf("issued to a closed account: %+v", again)
		}
		_, err = w.pay.Discard(w.Context(), w.runRequest(w.officer, again.ID))
		w.must(err)
		w.paidBy(b)
		feb := w.pays(payment.Regular)
		if feb.Amount != 1050*dh {
			t.Errorf("February pays %v", feb.Amount)
		}
		again = w.pays(payment.Reissues)
		if again.Payable != 1 || again.Amount != 700*dh || w.lines(again)[0].Attempt != 2 || w.lines(again)[0].Period != r.Period {
			t.Errorf("issued again: %+v %+v", again, w.lines(again))
		}
		// It comes back again, in part; later still, nothing is lost.
		taken, err = read("reference;amount;reason\n" + again.Reference + "-000001;300.00;BE05\ntotal;300.00;1;M2\n")
		w.must(err)
		if taken.Returned != 1 || w.of(b).Settled != (700+350-300)*dh || w.of(c).Settled != (1400+700)*dh {
			t.Errorf("in part: %+v %+v", taken, w.of(b))
		}
		third := w.pays(payment.Reissues)
		if third.Amount != 300*dh || w.lines(third)[0].Attempt != 3 {
			t.Errorf("a third attempt: %+v", third)
		}
		w.checks()
	})
}

func TestAnInterruptedPreparationGoesOn(t *testing.T) {
	each(t, func(w *world) {
		for range 7 {
			w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		}
		w.fund(2021, 100_000*dh)
		defer payment.SetBatch(2)()
		whole := w.prepare(payment.Regular)
		want := fmt.Sprint(w.lines(whole))
		_, err := w.pay.Discard(w.Context(), w.runRequest(w.officer, whole.ID))
		w.must(err)
		// Stopped after every batch, as by kill -9, and taken up by another process.
		r := w.runRequest(w.officer, w.id())
		r.Purpose, r.Period = payment.Regular, whole.Period
		_, err = w.pay.Begin(w.Context(), r)
		w.must(err)
		for w.run(r.Run).State == payment.Preparing {
			ctx, stop := withStop(w.Context())
			office := payment.NewOffice(w.db, w.files.Programmes, w.files.Book, w.keys)
			err := office.Prepare(ctx, w.prog, r.Run, func(int64, int64) { stop() })
			if err != nil && ctx.Err() == nil {
				t.Fatal(err)
			}
		}
		got := w.run(r.Run)
		if got.State != payment.Prepared || got.Lines != 7 {
			t.Fatalf("%+v", got)
		}
		if lines := strings.ReplaceAll(fmt.Sprint(w.lines(got)), fmt.Sprintf(" %d ", got.Number), fmt.Sprintf(" %d ", whole.Number)); len(lines) != len(want) {
			t.Errorf("the lines differ:\n%s\n%s", lines, want)
		}
		w.must(w.release(got))
		w.checks()
	})
}
