package payment_test

import (
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/dossier"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
)

const subsidies = "disability-support"

// agreed is an association's agreement about a centre that it makes: what it asks
// is granted, in two parts.
func (w *world) agreed(asked int64) beneficiary { return w.agreedOn("creation", asked) }

func (w *world) agreedOn(kind string, asked int64) beneficiary {
	w.Helper()
	w.prog = subsidies
	o, err := registry.PutOrganisation(w.Context(), registry.Alone(w.db), act.Act{Key: w.id(), On: w.today(), Actor: w.staff(access.Delegate)},
		registry.Organisation{Kind: "association", Titles: registry.Titles{Arabic: "جمعية الأمل", Latin: "Association Al Amal"}, Seat: registry.Seat{Province: rabat}})
	w.must(err)
	b := beneficiary{party: o.ID, dossier: w.id()}
	answers := programme.NewAnswers(map[string]any{"kind": kind, "year": int64(2021), "asked": asked})
	w.must(w.do(b, w.staff(access.Delegate), "apply", "", dossier.Request{Programme: subsidies, Province: rabat, Answers: answers, Papers: []dossier.Paper{{Kind: "project"}, {Kind: "statutes"}}}))
	w.must(w.do(b, w.centre, "decide", "agreed", dossier.Request{}))
	return b
}

// reports takes the report in and accepts it.
func (w *world) reports(b beneficiary) {
	w.Helper()
	w.must(w.do(b, w.staff(access.Delegate), "report", "", dossier.Request{Fields: programme.NewAnswers(map[string]any{"spent": int64(540_000)}), Papers: []dossier.Paper{{Kind: "report"}}}))
	w.must(w.do(b, w.centre, "accept_report", "", dossier.Request{}))
}

// audited closes the audit; it gives the number of the event.
func (w *world) audited(b beneficiary) int64 {
	w.Helper()
	w.must(w.do(b, w.centre, "audit", "", dossier.Request{Fields: programme.NewAnswers(map[string]any{"conclusion": "regular"})}))
	return w.history(b)
}

func (w *world) states(b beneficiary) string {
	w.Helper()
	parts, err := payment.InstalmentsOf(w.Context(), w.db, w.of(b))
	w.must(err)
	out := ""
	for _, p := range parts {
		out += p.Amount.String() + " " + p.State + "; "
	}
	return out
}

// The decision plans the parts of a subsidy, the acts of its file meet what they
// wait for, and a correction takes that back as long as nothing is paid.
func TestASubsidyFollowsItsFile(t *testing.T) {
	each(t, func(w *world) {
		b := w.agreed(900_000)
		if got := w.states(b); got != "5400.00 payable; 3600.00 planned; " {
			t.Fatal(got)
		}
		r := w.request(b)
		r.Component = payment.Tranche
		_, err := w.pay.SetPayee(w.Context(), r, payment.Payee{Way: programme.ByBank, Holder: "ASSOCIATION AL AMAL", Account: w.account(1)})
		w.must(err)
		w.fund(2021, 10_000*dh)
		w.paysNothing() // before its day
		w.on("2021-01-20")
		if run := w.pays(payment.Regular); run.Amount != 5_400*dh {
			t.Errorf("the first part: %+v", run)
		}
		w.reports(b)
		w.refused(w.do(b, w.centre, "close", "", dossier.Request{}), "payment.parts-open")
		w.paysNothing() // while its audit is open

		closed := w.audited(b)
		if got := w.states(b); got != "5400.00 payable; 3600.00 payable; " || w.of(b).Due != 9_000*dh {
			t.Errorf("%s, %+v", got, w.of(b))
		}
		again := w.audited(b)
		w.must(w.do(b, w.centre, "correct", "", correction(again, "سجل مرتين")))
		if got := w.states(b); got != "5400.00 payable; 3600.00 payable; " {
			t.Errorf("one of two audits corrected: %s", got)
		}
		w.must(w.do(b, w.centre, "correct", "", correction(closed, "لم يغلق الافتحاص بعد")))
		if got := w.states(b); got != "5400.00 payable; 3600.00 planned; " || w.of(b).Due != 5_400*dh || w.posted("due") != 5_400*dh {
			t.Errorf("both corrected: %s, %+v, %v posted", got, w.of(b), w.posted("due"))
		}
		closed = w.audited(b)
		if run := w.pays(payment.Regular); run.Amount != 3_600*dh {
			t.Errorf("the second part: %+v", run)
		}
		w.refused(w.do(b, w.centre, "correct", "", correction(closed, "خطأ")), "payment.part-paid")
		w.must(w.do(b, w.centre, "close", "", dossier.Request{}))
		w.checks()
	})
}

// paysNothing prepares a run, which cannot be released as nothing can be paid.
func (w *world) paysNothing() {
	w.Helper()
	run := w.prepare(payment.Regular)
	if run.Lines != 0 {
		w.Errorf("a part that waits is in a run: %+v", run)
	}
	w.refused(w.release(run), "payment.run-empty")
	_, err := w.pay.Discard(w.Context(), w.runRequest(w.officer, run.ID))
	w.must(err)
}

// A decision that is corrected before anything is paid leaves nothing due, and the
// subsidy can be decided again.
func TestADecisionOnASubsidyIsCorrected(t *testing.T) {
	each(t, func(w *world) {
		b := w.agreed(900_000)
		w.must(w.do(b, w.centre, "correct", "", correction(w.history(b), "قرار سابق لأوانه")))
		if got := w.states(b); got != "5400.00 cancelled; 3600.00 cancelled; " || w.of(b).Due != 0 {
			t.Errorf("%s, %+v", got, w.of(b))
		}
		w.must(w.do(b, w.centre, "decide", "agreed", dossier.Request{}))
		if got := w.states(b); got != "5400.00 cancelled; 3600.00 cancelled; 5400.00 payable; 3600.00 planned; " || w.of(b).Due != 5_400*dh {
			t.Errorf("decided again: %s, %+v", got, w.of(b))
		}
		w.checks()
	})
}
