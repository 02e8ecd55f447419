package payment_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"sanad/fault"
	"sanad/payment"
)

// excludes says that the twin is not paid beside the widows' support from a day on.
func excludes(from string) string {
	return "reported: cost\nexcludes:\n  - {programme: widows-support, from: " + from + ", legal: decree, because: {ar: لا يجمع بينهما, fr: Ils ne se cumulent pas, en: They are not given together}}\n"
}

func TestASupportThatExcludesAnotherIsRefusedAtTheDecision(t *testing.T) {
	set := twins(t, "reported: cost\n", excludes("2021-01-01"))
	eachTwin(t, set, func(w *world) {
		w.prog = widows
		b := w.grant("2020-12-10", "2010-03-15")
		w.prog = twin
		other := beneficiary{b.party, w.id(), b.items}
		w.deposit(other, "2020-12-10")
		err := w.decide(other)
		w.refused(err, "payment.cumulation")
		var told *fault.Error
		if !errors.As(err, &told) || !strings.Contains(fmt.Sprint(told.Args["because"]), "لا يجمع بينهما") || told.Args["programme"] == nil {
			t.Errorf("the reason is not shown: %v", err)
		}
		if list, _ := payment.AccountsOf(w.Context(), w.db, everything, b.party); len(list) != 1 {
			t.Errorf("the refused decision left an account: %+v", list)
		}
		// Once the first one has ended, the other may be given.
		w.prog = widows
		w.must(w.do(b, w.centre, "close", "", dossierRequest("انتقال")))
		w.prog = twin
		w.must(w.decide(other))
		w.checks()
	})
}

// Both were given before the rule held: from then on a run passes over the months
// and says why.
func TestASupportThatExcludesAnotherIsForgoneAtTheRun(t *testing.T) {
	set := twins(t, "reported: cost\n", excludes("2021-03-01"))
	eachTwin(t, set, func(w *world) {
		w.prog = widows
		first := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.prog = twin
		b := w.paidBy(w.accepted(first.party, "2020-12-10", first.items))
		alone := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		if r.Payable != 2 {
			t.Errorf("before the rule held: %+v", r)
		}
		w.on("2021-03-02")
		r = w.prepare(payment.Regular)
		if r.Payable != 1 || w.exceptions()["cumulation"] != 1 {
			t.Errorf("once it held: %+v, exceptions %v", r, w.exceptions())
		}
		before := w.of(b)
		_, err := w.pay.Discard(w.Context(), w.runRequest(w.officer, r.ID))
		w.must(err)
		r = w.prepare(payment.Regular)
		if w.of(b) != before {
			t.Errorf("prepared again: %+v, was %+v", w.of(b), before)
		}
		w.must(w.release(r))
		w.prog = widows
		w.must(w.do(first, w.centre, "close", "", dossierRequest("انتقال")))
		w.prog = twin
		w.on("2021-04-02")
		if r = w.pays(payment.Regular); r.Amount != 700*dh { // April for both: March was forgone
			t.Errorf("after the other ended: %+v", r)
		}
		if got := w.of(alone).Settled; got != 5*350*dh {
			t.Errorf("alone: %v", got)
		}
		w.checks()
	})
}
