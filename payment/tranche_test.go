package payment_test

import (
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/payment"
	"sanad/programme"
)

var everything = access.System("a test")

const conditions = `pays: tranches
conditions:
  - {id: report, title: {ar: قبول التقرير, fr: Rapport accepté, en: Report accepted}}
  - {id: audit, title: {ar: إغلاق الافتحاص, fr: Audit clos, en: Audit closed}}
`

// A subsidy in three parts: one at once, two that wait.
func TestTranchesWaitForTheirConditions(t *testing.T) {
	eachTwin(t, twins(t, "pays: monthly\n", conditions), func(w *world) {
		b := w.grant("2020-12-10", "2010-03-15")
		d, err := dossier.Get(w.Context(), w.db, everything, b.party, b.dossier)
		w.must(err)
		r := func() payment.Request {
			r := w.request(b)
			r.Component = payment.Tranche
			return r
		}
		_, err = w.pay.PlanTranches(w.Context(), r(), d, []payment.Share{{Amount: 10 * dh, Conditions: []string{"nothing"}}})
		w.refused(err, "payment.milestone-unknown")
		shares := []payment.Share{{Amount: 50_000 * dh, DueOn: day("2021-01-04")}, {Amount: 30_000 * dh, DueOn: day("2021-02-01"), Conditions: []string{"report"}},
			{Amount: 20_000 * dh, DueOn: day("2021-03-01"), Conditions: []string{"report", "audit"}}}
		_, err = w.pay.PlanTranches(w.Context(), r(), d, shares)
		w.must(err)
		_, err = w.pay.PlanTranches(w.Context(), r(), d, shares)
		w.refused(err, "payment.planned-already")
		_, err = w.pay.SetPayee(w.Context(), r(), payment.Payee{Way: programme.ByBank, Holder: "ASSOCIATION", Account: w.account(1)})
		w.must(err)
		w.fund(2021, 100_000*dh)
		if run := w.pays(payment.Tranches); run.Amount != 50_000*dh {
			t.Errorf("the first part: %+v", run)
		}
		_, err = w.pay.Reach(w.Context(), r(), 3, "report")
		w.must(err)
		_, err = w.pay.Reach(w.Context(), r(), 3, "report")
		w.refused(err, "payment.milestone-met")
		_, err = w.pay.Reach(w.Context(), r(), 2, "audit")
		w.refused(err, "payment.milestone-unknown")
		_, err = w.pay.Reach(w.Context(), r(), 2, "report")
		w.must(err)
		w.on("2021-02-02")
		if run := w.pays(payment.Tranches); run.Amount != 30_000*dh {
			t.Errorf("the second part: %+v", run)
		}
		// The audit finds a part of it misspent; it is kept from what is paid next.
		_, err = w.pay.ClawBack(w.Context(), r(), 80_001*dh)
		w.refused(err, "payment.more-than-paid")
		_, err = w.pay.ClawBack(w.Context(), r(), 25_000*dh)
		w.must(err)
		_, err = w.pay.PlanRecovery(w.Context(), r(), 15_000*dh)
		w.must(err)
		_, err = w.pay.Reach(w.Context(), r(), 3, "audit")
		w.must(err)
		w.on("2021-03-02")
		run := w.pays(payment.Tranches)
		if run.Amount != 5_000*dh || w.of(b).Owed != 10_000*dh || w.posted("support_recovered") != 15_000*dh || w.posted("support_paid") != 85_000*dh {
			t.Errorf("the last part: %+v, account %+v", run, w.of(b))
		}
		_, err = w.pay.CancelTranche(w.Context(), r(), 3)
		w.refused(err, "payment.milestone-met")
		w.statement(b)
		w.checks()
	})
}

// statement: what the partner's statement says adds up to its account.
func (w *world) statement(b beneficiary) {
	w.Helper()
	a := w.of(b)
	parts, err := payment.InstalmentsOf(w.Context(), w.db, a)
	w.must(err)
	lines, err := payment.LinesOf(w.Context(), w.db, a, 100)
	w.must(err)
	entries, err := payment.Entries(w.Context(), w.db, a)
	w.must(err)
	due, paid, owed := int64(0), int64(0), int64(0)
	for _, p := range parts {
		if p.State != "planned" && p.State != "cancelled" && p.Run == 0 {
			w.Errorf("the part %+v is due and was not paid", p)
		}
	}
	for _, l := range lines {
		paid += int64(l.Amount + l.Deducted)
		owed -= int64(l.Deducted)
	}
	for _, e := range entries {
		switch e.Kind {
		case payment.Part:
			due += int64(e.Amount)
		case payment.Undue:
			owed += int64(e.Amount)
		}
	}
	if due != int64(a.Due) || paid != int64(a.Settled) || owed != int64(a.Owed) {
		w.Errorf("the statement makes due %d, settled %d and owed %d: %+v", due, paid, owed, a)
	}
}

// Two parts that fall due at once are paid in one run, each by its own line.
func TestTwoTranchesAtOnce(t *testing.T) {
	eachTwin(t, twins(t, "pays: monthly\n", conditions), func(w *world) {
		b := w.grant("2020-12-10", "2010-03-15")
		d, err := dossier.Get(w.Context(), w.db, everything, b.party, b.dossier)
		w.must(err)
		r := w.request(b)
		r.Component = payment.Tranche
		_, err = w.pay.PlanTranches(w.Context(), r, d, []payment.Share{{Amount: 700 * dh, DueOn: day("2021-01-01")}, {Amount: 300 * dh, DueOn: day("2021-01-01")}})
		w.must(err)
		r.Key = w.id()
		_, err = w.pay.SetPayee(w.Context(), r, payment.Payee{Way: programme.ByBank, Holder: "ASSOCIATION", Account: w.account(1)})
		w.must(err)
		w.fund(2021, 1000*dh)
		run := w.pays(payment.Tranches)
		if run.Payable != 2 || w.of(b).Settled != 1000*dh {
			t.Errorf("%+v, account %+v", run, w.of(b))
		}
		w.checks()
	})
}
