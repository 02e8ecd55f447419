package payment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/payment"
	"sanad/programme"
)

// TestSubsidyHistories draws what happens to the subsidies of associations: acts
// of their files and corrections of them, conditions said to be met, runs, returns
// and recoveries, in an order that nobody chose. SANAD_HISTORIES is how many.
func TestSubsidyHistories(t *testing.T) { eachPole(t, 40, liveOnSubsidies) }

func liveOnSubsidies(t *testing.T, engine string, seed uint64) {
	h := newHistory(t, engine, subsidies, seed, 7)
	from := payment.MonthOf(day("2021-01-01"))
	for m := from; m < from+12; m++ {
		h.on(m.First().AddDays(1 + h.rng.IntN(20)).String())
		for len(h.homes) < perPole && (len(h.homes) < 4 || h.chance(2)) {
			h.newPartner()
		}
		for i := range h.homes {
			for range h.rng.IntN(3) {
				h.something(&h.homes[i])
			}
		}
		h.month()
		for _, home := range h.homes {
			h.holdsOfSubsidy(home.beneficiary)
		}
		if t.Failed() {
			return
		}
	}
	h.checks()
}

func (h *history) newPartner() {
	kind := []string{"creation", "running", "proximity_space"}[h.rng.IntN(3)]
	b := h.agreedOn(kind, int64(1000+h.rng.IntN(1_000_000)))
	if !h.chance(5) {
		h.n++
		r := h.request(b)
		r.Component = payment.Tranche
		_, err := h.pay.SetPayee(h.Context(), r, payment.Payee{Way: programme.ByBank, Holder: "ASSOCIATION", Account: h.account(h.n)})
		h.must(err)
	}
	h.tell("%v: %s", b.party, kind)
	h.homes = append(h.homes, household{beneficiary: b})
}

// somethingToSubsidy happens to a subsidy.
func (h *history) somethingToSubsidy(home *household) {
	b, ctx := home.beneficiary, h.Context()
	r := h.request(b)
	r.Component = payment.Tranche
	var err error
	what := []string{"report", "accept_report", "accept_report", "audit", "accounts", "close", "decide", "correct", "correct", "give up", "claw back", "plan", "repay", "waive", "payee", "suspend", "resume"}[h.rng.IntN(17)]
	fields := func(values map[string]any) dossier.Request {
		return dossier.Request{Fields: programme.NewAnswers(values)}
	}
	switch what {
	case "report":
		reported := fields(map[string]any{"spent": int64(1)})
		reported.Papers = []dossier.Paper{{Kind: "report"}}
		err = h.do(b, h.staff(access.Delegate), "report", "", reported)
	case "accept_report", "close":
		err = h.do(b, h.centre, what, "", dossier.Request{})
	case "decide":
		err = h.do(b, h.centre, "decide", "agreed", dossier.Request{})
	case "audit":
		err = h.do(b, h.centre, "audit", "", fields(map[string]any{"conclusion": "regular"}))
	case "correct": // any act but the first, mostly the last
		err = h.do(b, h.centre, "correct", "", correction(max(2, h.history(b)-int64(h.rng.IntN(3))), "خطأ"))
	case "accounts":
		_, err = h.pay.Reach(ctx, r, 1+h.rng.IntN(3), "accounts")
		if err != nil && strings.Contains(err.Error(), "not-found") {
			err = nil // of no such part
		}
	case "give up":
		if !h.chance(4) {
			return
		}
		_, err = h.pay.CancelTranche(ctx, r, 2)
	case "claw back":
		_, err = h.pay.ClawBack(ctx, r, h.amount())
	case "plan":
		_, err = h.pay.PlanRecovery(ctx, r, h.amount())
	case "repay":
		_, err = h.pay.Repay(ctx, r, h.amount())
	case "waive":
		_, err = h.pay.Waive(ctx, r, h.amount())
	case "payee":
		h.n++
		_, err = h.pay.SetPayee(ctx, r, payment.Payee{Way: programme.ByBank, Holder: "ASSOCIATION", Account: h.account(h.n)})
	case "suspend":
		_, err = h.pay.Suspend(ctx, r)
	case "resume":
		_, err = h.pay.Resume(ctx, r, true)
	}
	h.may(fmt.Sprintf("%v %s", b.party, what), err)
}

// holdsOfSubsidy computes anew, from the parts, lines and returns, what an account
// says.
func (h *history) holdsOfSubsidy(b beneficiary) {
	h.Helper()
	a := h.of(b)
	parts, err := payment.InstalmentsOf(h.Context(), h.db, a)
	h.must(err)
	lines, err := payment.LinesOf(h.Context(), h.db, a, 10_000)
	h.must(err)
	h.once(a, lines)
	payable := map[int]payment.Instalment{}
	due := a.Due
	for _, x := range parts {
		met := !slices.ContainsFunc(x.Conditions, func(c string) bool { return !slices.Contains(x.Met, c) })
		if x.State == "payable" {
			payable[x.N] = x
			due -= x.Amount
		}
		if x.State == "payable" && !met || x.State == "planned" && met {
			h.Errorf("%v: the part %+v", b.party, x)
		}
	}
	if due != 0 {
		h.Errorf("%v: due %v, its payable parts make %v", b.party, a.Due, a.Due-due)
	}
	for _, l := range lines {
		if x, there := payable[int(l.Period)]; !there || l.Amount+l.Deducted > x.Amount || l.Dossier != x.Dossier || l.Decision != x.Decision {
			h.Errorf("%v: the line %+v pays no part that is due: %+v", b.party, l, x)
		}
	}
}
