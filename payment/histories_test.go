package payment_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/fault"
	"sanad/money"
	"sanad/payment"
	"sanad/registry"
)

// household is one history: what happens to a beneficiary is drawn.
type household struct {
	beneficiary
	orphans int
}

// history is a pole of some households who live through months: decisions,
// changes, runs, returns and reversals in an order that nobody chose.
type history struct {
	*world
	rng   *rand.Rand
	homes []household
	runs  []payment.Run // released
	files int
	story []string
}

// perPole is how many households share runs.
const perPole = 10

// TestHistories draws lives and holds after each month what no payment may break.
// SANAD_HISTORIES is how many (make histories: 10,000); a failure names its pole,
// which -run 'Histories/sqlite/17' repeats.
func TestHistories(t *testing.T) { eachPole(t, 200, live) }

// eachPole lives so many histories, or as many as SANAD_HISTORIES says, on each
// engine.
func eachPole(t *testing.T, n int, live func(t *testing.T, engine string, seed uint64)) {
	if asked, err := strconv.Atoi(os.Getenv("SANAD_HISTORIES")); err == nil {
		n = asked
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			for seed := range (n + perPole - 1) / perPole {
				t.Run(strconv.Itoa(seed), func(t *testing.T) { live(t, engine, uint64(seed)) })
			}
		})
	}
}

// newHistory is a pole with money for two years; what was done in it is told when
// the test fails. kind keeps the draws of two tests apart.
func newHistory(t *testing.T, engine, programme string, seed, kind uint64) *history {
	h := &history{world: newWorld(t, engine), rng: rand.New(rand.NewPCG(seed, kind))}
	h.prog = programme
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(strings.Join(h.story, "\n"))
		}
	})
	h.fund(2021, 10_000_000*dh)
	h.fund(2022, 10_000_000*dh)
	return h
}

func live(t *testing.T, engine string, seed uint64) {
	h := newHistory(t, engine, widows, seed, 5)
	from := payment.MonthOf(day("2021-01-01"))
	for m := from; m < from+14; m++ {
		h.on(m.First().AddDays(1 + h.rng.IntN(20)).String())
		for len(h.homes) < perPole && (len(h.homes) < 4 || h.chance(2)) {
			h.newcomer()
		}
		for i := range h.homes {
			if h.chance(3) {
				h.something(&h.homes[i])
			}
		}
		h.month()
		h.holds()
		if t.Failed() {
			return
		}
	}
	h.checks()
}

// chance is one in n.
func (h *history) chance(n int) bool { return h.rng.IntN(n) == 0 }

func (h *history) tell(format string, args ...any) {
	h.story = append(h.story, h.today().String()+" "+fmt.Sprintf(format, args...))
}

// may is an act that may be refused, but only clearly.
func (h *history) may(what string, err error) {
	h.Helper()
	h.tell("%s: %v", what, err)
	if err != nil && (fault.KeyOf(err) == "" || fault.CodeOf(err) == fault.Internal || fault.CodeOf(err) == fault.Unavailable) {
		h.Fatalf("%s: %v", what, err)
	}
}

func (h *history) newcomer() {
	births := make([]string, 1+h.rng.IntN(4))
	deposited := h.today().AddDays(-h.rng.IntN(120))
	for i := range births {
		born := day("2000-06-01").AddDays(h.rng.IntN(7000))
		if calendar.Age(born, h.today()) >= 21 {
			born = born.AddYears(3) // of age before the decision: it would be refused
		}
		if calendar.Age(born, deposited) < 6 && calendar.Age(born, h.today()) >= 6 {
			born = born.AddYears(1) // or a certificate of school would be asked for meanwhile
		}
		births[i] = born.String()
	}
	home := household{beneficiary: h.grant(deposited.String(), births...), orphans: len(births)}
	if !h.chance(5) {
		h.paidBy(home.beneficiary)
	}
	h.tell("%d: granted from %v, born %v", len(h.homes), deposited, births)
	h.homes = append(h.homes, home)
}

func (h *history) amount() money.Amount { return money.Amount(1+h.rng.IntN(1000)) * 100 }

// something happens to a household.
func (h *history) something(home *household) {
	if h.prog == subsidies {
		h.somethingToSubsidy(home)
		return
	}
	r := h.request(home.beneficiary)
	ctx := h.Context()
	var err error
	what := []string{"suspend", "resume", "resume with arrears", "reassess", "reassess", "reassess", "plan", "repay", "waive", "payee", "close", "correct", "die", "again"}[h.rng.IntN(14)]
	switch what {
	case "suspend":
		_, err = h.pay.Suspend(ctx, r)
	case "resume", "resume with arrears":
		_, err = h.pay.Resume(ctx, r, what != "resume")
	case "reassess":
		fact := []string{"enrolled", "in_care", "disabled"}[h.rng.IntN(3)]
		from := payment.MonthOf(h.today()) - payment.Month(h.rng.IntN(8)) + 2
		change := payment.Fact{Path: fmt.Sprintf("orphans.%d.%s", 1+h.rng.IntN(home.orphans), fact), Value: h.chance(2)}
		what = fmt.Sprintf("reassess from %v %v", from, change)
		_, err = h.pay.Reassess(ctx, r, from, change)
	case "plan":
		_, err = h.pay.PlanRecovery(ctx, r, h.amount())
	case "repay":
		_, err = h.pay.Repay(ctx, r, h.amount())
	case "waive":
		_, err = h.pay.Waive(ctx, r, h.amount())
	case "payee":
		h.n++
		_, err = h.pay.SetPayee(ctx, r, payment.Payee{Way: "bank", Holder: "FATIMA ALAOUI", Account: h.account(h.n)})
	case "close":
		err = h.do(home.beneficiary, h.centre, "close", "", dossierRequest("زواج"))
	case "correct":
		err = h.do(home.beneficiary, h.centre, "correct", "", correction(h.history(home.beneficiary), "خطأ"))
	case "again": // a decision that was taken back is made anew
		err = h.do(home.beneficiary, h.centre, "decide", "accepted", h.sitting(commission.Centre, home.beneficiary))
	case "die":
		if !h.chance(4) {
			return
		}
		_, err = registry.NoteDeath(ctx, registry.Alone(h.db), act.Act{Key: h.id(), On: h.today(), Actor: h.clerk}, home.party, 1)
	}
	h.may(fmt.Sprintf("%v %s", home.party, what), err)
}

// month prepares and mostly releases the month's run, with things that happen in
// between; then payments come back and are issued again.
func (h *history) month() {
	before := h.states()
	r := h.prepare(payment.Regular)
	if h.chance(5) {
		_, err := h.pay.Discard(h.Context(), h.runRequest(h.officer, r.ID))
		h.must(err)
		h.tell("run %s discarded", r.Reference)
		if after := h.states(); after != before {
			h.Errorf("the discarded run left something:\n%s\nwas\n%s", after, before)
		}
		r = h.prepare(payment.Regular)
	}
	if h.chance(2) {
		h.something(&h.homes[h.rng.IntN(len(h.homes))])
	}
	if h.settle(r); h.chance(2) {
		h.comeBack()
	}
	if h.chance(2) {
		h.settle(h.prepare(payment.Reissues))
	}
}

// settle releases a run, perhaps recalls it and releases it again, or finds that
// there is nothing to pay.
func (h *history) settle(r payment.Run) {
	posts := h.def().Payment.Posts
	paid, due := h.posted(posts.Paid), h.posted(posts.Due)
	err := h.release(h.run(r.ID))
	h.may("release "+r.Reference, err)
	if err != nil {
		_, err = h.pay.Discard(h.Context(), h.runRequest(h.officer, r.ID))
		h.must(err)
		return
	}
	if h.chance(4) {
		_, err := h.pay.Recall(h.Context(), h.runRequest(h.chief, r.ID))
		h.must(err)
		if h.posted(posts.Paid) != paid || h.posted(posts.Due) != due {
			h.Errorf("recalling %s is no exact reversal", r.Reference)
		}
		if h.chance(2) {
			h.something(&h.homes[h.rng.IntN(len(h.homes))])
		}
		err = h.release(h.run(r.ID))
		h.may("release again "+r.Reference, err)
		if err != nil {
			_, err = h.pay.Discard(h.Context(), h.runRequest(h.officer, r.ID))
			h.must(err)
			return
		}
	}
	h.runs = append(h.runs, h.run(r.ID))
}

// comeBack reads a file of returns: of any run so far, whole or in part, some for
// the second time and some of nobody.
func (h *history) comeBack() {
	if len(h.runs) == 0 {
		return
	}
	var b strings.Builder
	total, n := money.Amount(0), 0
	add := func(reference string, amount money.Amount, reason string) {
		fmt.Fprintf(&b, "%s;%v;%s\n", reference, amount, reason)
		total += amount
		n++
	}
	r := h.runs[max(0, len(h.runs)-1-h.rng.IntN(4))]
	for _, l := range h.lines(r) {
		if l.Amount == 0 || !h.chance(3) {
			continue
		}
		amount := l.Amount
		if h.chance(4) {
			amount = amount/2 + 1
		}
		reason := []string{"AC04", "BE05", "BE05", "MD07"}[h.rng.IntN(4)]
		for range 1 + h.rng.IntN(6)/5 { // sometimes twice
			add(fmt.Sprintf("%s-%06d", r.Reference, l.Position), amount, reason)
		}
	}
	if h.chance(3) {
		add("W1-2001-01-999-000001", 100, "AC04")
	}
	h.files++
	fmt.Fprintf(&b, "total;%v;%d;M%d\n", total, n, h.files)
	request := payment.ReturnsRequest{Key: h.id(), Actor: h.officer, On: h.today(), Programme: h.prog, Name: "r.csv", Content: []byte(b.String())}
	ev, err := h.pay.ReadReturns(h.Context(), request)
	var taken payment.Taken
	if h.may("returns\n"+b.String(), err); err == nil {
		h.must(json.Unmarshal(ev.Payload, &taken))
		request.Key = h.id()
		_, err = h.pay.ReadReturns(h.Context(), request)
		h.refused(err, "payment.return-twice")
	}
}

// states are all accounts as a text, to be compared.
func (h *history) states() string {
	var b strings.Builder
	for _, home := range h.homes {
		fmt.Fprintf(&b, "%+v\n", h.of(home.beneficiary))
	}
	return b.String()
}

// holds computes anew, from lines, returns, rights and entries, what accounts and
// envelopes say.
func (h *history) holds() {
	h.Helper()
	byYear := map[int]money.Amount{}
	released := map[int]payment.Run{}
	for _, r := range h.runs {
		released[r.Number] = r
	}
	for _, home := range h.homes {
		for _, l := range h.audit(home) {
			if r, ok := released[l.Run]; ok {
				byYear[r.ReleasedOn.Year()] += l.net
			}
		}
	}
	for _, year := range []int{2021, 2022} {
		e, err := h.pay.EnvelopeOf(h.Context(), h.db, h.def(), year)
		h.must(err)
		if want := 10_000_000*dh - byYear[year]; e.Programme != want || e.Appropriation != want {
			h.Errorf("of %d is left %+v, want %v", year, e, want)
		}
	}
}

// paidLine is a line with what of it did not come back.
type paidLine struct {
	payment.Line
	net money.Amount
}

// audit holds one account, and gives its lines.
func (h *history) audit(home household) []paidLine {
	h.Helper()
	a := h.of(home.beneficiary)
	lines, err := payment.LinesOf(h.Context(), h.db, a, 10_000)
	h.must(err)
	back := h.returned(a)
	var out []paidLine
	fell := map[payment.Month]int{}
	h.once(a, lines)
	for _, l := range lines {
		key := [2]int{int(l.Period), l.Attempt}
		for m := l.From; m <= l.To; m++ {
			if fell[m]++; fell[m] > 1 {
				h.Errorf("%v of %v fell due twice", m, home.party)
			}
		}
		out = append(out, paidLine{l.Line, l.Amount - back[key]})
		if l.Dossier != home.dossier || l.Decision == 0 {
			h.Errorf("%v rests on no decision of its own: %+v", home.party, l)
		}
	}
	if rightful, due := h.rightful(a); rightful != due {
		h.Errorf("%v: due %v, the rights of its months make %v", home.party, due, rightful)
	}
	return out
}

// once holds that every attempt at a payment of an account stands once, and that
// a further one pays no more than came back.
func (h *history) once(a payment.Account, lines []payment.Paid) {
	h.Helper()
	back, settled := h.returned(a), money.Amount(0)
	attempts := map[[2]int]payment.Line{}
	for _, l := range lines {
		key := [2]int{int(l.Period), l.Attempt}
		if _, twice := attempts[key]; twice {
			h.Errorf("%v was paid twice: %+v", a.Party, l)
		}
		attempts[key] = l.Line
		settled += l.Amount + l.Deducted - back[key]
	}
	for key, l := range attempts {
		before, first := [2]int{key[0], key[1] - 1}, key[1] == 1
		if !first && (l.Amount > back[before] || l.Amount == 0) {
			h.Errorf("attempt %d of %v pays %v, %v came back", key[1], l.Period, l.Amount, back[before])
		}
	}
	if a.Settled != settled || a.Settled > a.Due {
		h.Errorf("%v: settled %v of %v, the lines make %v", a.Party, a.Settled, a.Due, settled)
	}
}

func (h *history) returned(a payment.Account) map[[2]int]money.Amount {
	h.Helper()
	rows, err := h.db.Query(h.Context(), "select period, attempt, amount from payment_return where party_id = $1 and benefit = $2", a.Party, a.Benefit)
	h.must(err)
	defer rows.Close()
	out := map[[2]int]money.Amount{}
	for rows.Next() {
		var period, attempt int
		var amount int64
		h.must(rows.Scan(&period, &attempt, &amount))
		out[[2]int{period, attempt}] = money.Amount(amount)
	}
	return out
}

// rightful is what the months that were accrued are worth by the rights as they
// stand, and what fell due less what was found to be undue: the same, whatever
// happened on the way.
func (h *history) rightful(a payment.Account) (worth, due money.Amount) {
	h.Helper()
	spans, err := payment.Spans(h.Context(), h.db, a)
	h.must(err)
	entries, err := payment.Entries(h.Context(), h.db, a)
	h.must(err)
	due = a.Due
	forgone := map[payment.Month]bool{}
	for _, e := range entries {
		switch e.Kind {
		case payment.Undue:
			due -= e.Amount
		case payment.Forgone:
			for m := e.From; m <= e.To; m++ {
				forgone[m] = true
			}
		}
	}
	for _, s := range spans {
		for m := s.From; m <= a.AccruedTo && (s.To == 0 || m <= s.To); m++ {
			if !forgone[m] {
				worth += s.Amount
			}
		}
	}
	return worth, due
}
