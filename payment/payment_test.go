package payment_test

import (
	"path/filepath"
	"sync/atomic"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

const (
	widows = "widows-support"
	rabat  = "04.421"
)

// world is a pole that pays: its offices, its people, and a clock of its own.
type world struct {
	testing.TB
	prog    string // the programme that acts are about
	db      *store.DB
	now     *calendar.Instant
	files   *dossier.Office
	pay     *payment.Office
	keys    *registry.Keys
	n       int
	clerk   access.Actor
	centre  access.Actor
	officer access.Actor // prepares
	chief   access.Actor // releases
}

func day(text string) calendar.Date { return calendar.MustDate(text) }

func each(t *testing.T, run func(w *world)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { run(newWorld(t, engine)) })
	}
}

func newWorld(t testing.TB, engine string) *world {
	t.Helper()
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatal(err)
	}
	return newWorldOf(t, engine, set)
}

func newWorldOf(t testing.TB, engine string, set *programme.Set) *world {
	t.Helper()
	w := &world{TB: t, prog: widows, now: new(calendar.Instant)}
	w.on("2021-01-04")
	o := store.Options{Clock: func() calendar.Instant { return calendar.Instant(atomic.AddInt64((*int64)(w.now), 1)) }}
	if engine == "sqlite" {
		w.db = storetest.SQLite(t, o)
	} else {
		w.db = storetest.Postgres(t, o)
	}
	var err error
	w.keys, err = registry.OpenKeys(filepath.Join(t.TempDir(), "test.key"))
	w.must(err)
	w.files = dossier.NewOffice(w.db, set)
	w.pay = payment.NewOffice(w.db, set, w.files.Book, w.keys)
	w.files.Rights = w.pay
	w.clerk, w.centre = w.staff(access.CounterClerk), w.staff(access.CentralSecretary)
	w.officer, w.chief = w.staff(access.PaymentOfficer), w.staff(access.AuthorisingOfficer)
	return w
}

// on moves the clock to nine o'clock of a day; it does not go back.
func (w *world) on(text string) {
	*w.now = max(*w.now, calendar.StartOf(day(text))+9*3600*1_000_000)
}

func (w *world) today() calendar.Date { return w.now.Date() }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, key string) {
	w.Helper()
	if fault.KeyOf(err) != key {
		w.Errorf("got %v, want %s", err, key)
	}
}

func (w *world) id() store.ID { return store.NewID(w.db.Now()) }

func (w *world) staff(role access.Role) access.Actor {
	return access.Actor{Account: w.id(), Name: string(role), Grants: []access.Grant{{Role: role, Programme: "*"}}}
}

// beneficiary is a widow whose application was accepted.
type beneficiary struct {
	party, dossier store.ID
	items          []any // the orphans, as answered
}

// grant registers a family, deposits on a day and has it accepted today.
func (w *world) grant(deposited string, births ...string) beneficiary {
	w.Helper()
	w.n++
	parse := func(text string) calendar.Birth {
		b, err := calendar.ParseBirth(text)
		w.must(err)
		return b
	}
	f := registry.Family{Mother: registry.Draft{ID: w.id(), Arabic: registry.Name{Given: "فاطمة", Family: "العلوي"}, Latin: registry.Name{Given: "Fatima", Family: "Alaoui"},
		Sex: registry.Female, Birth: parse("1980-05-01"), Province: rabat, Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(w.n)}}}}
	items := make([]any, len(births))
	for i, b := range births {
		c := registry.Draft{ID: w.id(), Arabic: registry.Name{Given: "أحمد", Family: "بناني"}, Sex: registry.Male, Birth: parse(b), Province: rabat}
		f.Children = append(f.Children, c)
		item := map[string]any{"person": c.ID.String(), "given_name": "أحمد", "birth": b, "sex": "m", "in_care": true, "disabled": false}
		if c.Birth.Age(day(deposited)) >= 6 {
			item["enrolled"] = true
		}
		items[i] = item
	}
	_, err := registry.RegisterFamily(w.Context(), registry.Alone(w.db), w.keys, act.Act{Key: w.id(), On: day(deposited), Actor: w.clerk}, f)
	w.must(err)
	return w.accepted(f.Mother.ID, deposited, items)
}

// accepted deposits for somebody who is registered, and has it accepted today.
func (w *world) accepted(mother store.ID, deposited string, items []any) beneficiary {
	w.Helper()
	b := beneficiary{mother, w.id(), items}
	w.deposit(b, deposited)
	w.must(w.decide(b))
	return b
}

// deposit brings a file up to its decision.
func (w *world) deposit(b beneficiary, deposited string) {
	w.Helper()
	w.must(w.apply(b, deposited))
	w.must(w.do(b, w.staff(access.ProvincialSecretary), "examine", "favourable", w.sitting(commission.Province, b)))
	w.must(w.do(b, w.centre, "receive", "", dossier.Request{}))
}

// apply deposits an application that lacks nothing.
func (w *world) apply(b beneficiary, deposited string) error {
	w.Helper()
	answers := programme.NewAnswers(map[string]any{"marital_status": "widow", "death_date": "2010-04-01", "ramed_card": true, "ramed_number": "R1", "pays_tax": false,
		"pension": false, "family_allowance": false, "other_support": false, "orphans": b.items})
	var papers []dossier.Paper
	def, err := w.files.Programmes.Get(w.prog)
	w.must(err)
	for _, d := range def.Form.Documents {
		papers = append(papers, dossier.Paper{Kind: d.Key})
	}
	return w.do(b, w.clerk, "deposit", "", dossier.Request{Programme: w.prog, On: day(deposited), Province: rabat, Answers: answers, Papers: papers})
}

func (w *world) decide(b beneficiary) error {
	w.Helper()
	return w.do(b, w.centre, "decide", "accepted", w.sitting(commission.Centre, b))
}

// sitting convenes a session on a file and opens it.
func (w *world) sitting(level commission.Level, b beneficiary) dossier.Request {
	w.Helper()
	province := ""
	if level == commission.Province {
		province = rabat
	}
	c := commission.Change{Key: w.id(), Actor: access.SystemActor("test"), Party: commission.ID(w.prog, level, province), Session: w.id(), On: w.today()}
	w.must(act.Together(w.Context(), w.db, func(tx *store.Tx) error {
		_, err := commission.Convene(w.Context(), tx, commission.Convening{Key: w.id(), Actor: c.Actor, ID: c.Session, On: w.today(), Programme: w.prog, Level: level,
			Province: province, HeldOn: w.today(), Quorum: 1, Members: []commission.Member{{Name: "أ"}}})
		if err != nil {
			return err
		}
		if _, err = commission.PutOnAgenda(w.Context(), tx, c, []commission.File{{Party: b.party, Dossier: b.dossier}}); err != nil {
			return err
		}
		c.Key = w.id()
		_, err = commission.Begin(w.Context(), tx, c, []int{0})
		return err
	}))
	return dossier.Request{Sitting: dossier.Sitting{Commission: c.Party, Session: c.Session}}
}

func (w *world) do(b beneficiary, actor access.Actor, name, outcome string, r dossier.Request) error {
	w.Helper()
	r.Key, r.Actor, r.Party, r.Dossier, r.Act, r.Outcome = w.id(), actor, b.party, b.dossier, name, outcome
	if r.On == 0 {
		r.On = w.today()
	}
	_, err := w.files.Do(w.Context(), r)
	return err
}

// account is a RIB that exists nowhere.
func (w *world) account(n int) string {
	return string(payment.MakeRIB("999780" + pad(n, 16)))
}

func pad(n, width int) string {
	digits := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return string(digits)
}

func (w *world) request(b beneficiary) payment.Request {
	return payment.Request{Key: w.id(), Actor: w.officer, On: w.today(), Reason: "سبب", Programme: w.prog, Component: payment.Support, Party: b.party}
}

// paidBy gives a beneficiary a bank account.
func (w *world) paidBy(b beneficiary) beneficiary {
	w.Helper()
	w.n++
	_, err := w.pay.SetPayee(w.Context(), w.request(b), payment.Payee{Way: programme.ByBank, Holder: "FATIMA ALAOUI", Account: w.account(w.n)})
	w.must(err)
	return b
}

func (w *world) of(b beneficiary) payment.Account {
	w.Helper()
	list, err := payment.AccountsOf(w.Context(), w.db, access.System("a test"), b.party)
	w.must(err)
	if len(list) == 0 {
		w.Fatal("no account")
	}
	return list[0]
}

// fund opens the money of a year.
func (w *world) fund(year int, amount money.Amount) {
	w.Helper()
	for _, fund := range []bool{true, false} {
		_, err := w.pay.Allot(w.Context(), payment.Allotment{Key: w.id(), Actor: w.chief, Programme: w.prog, Year: year, Amount: amount, Fund: fund, Reason: "قانون المالية"})
		w.must(err)
	}
}

func (w *world) runRequest(actor access.Actor, run store.ID) payment.RunRequest {
	return payment.RunRequest{Key: w.id(), Actor: actor, On: w.today(), Reason: "سبب", Programme: w.prog, Run: run}
}

// prepare makes a run of the present month ready.
func (w *world) prepare(purpose payment.Purpose) payment.Run {
	w.Helper()
	r := w.runRequest(w.officer, w.id())
	r.Purpose, r.Period = purpose, payment.MonthOf(w.today())
	_, err := w.pay.Begin(w.Context(), r)
	w.must(err)
	w.must(w.pay.Prepare(w.Context(), w.prog, r.Run, nil))
	return w.run(r.Run)
}

func (w *world) run(id store.ID) payment.Run {
	w.Helper()
	r, err := payment.GetRun(w.Context(), w.db, access.System("a test"), payment.OfficeID(w.prog), id)
	w.must(err)
	return r
}

func (w *world) proof(actor access.Actor) account.Proof {
	w.Helper()
	p, err := account.Vouch(access.SystemActor("test"), actor.Account, w.db.Now())
	w.must(err)
	return p
}

func (w *world) release(r payment.Run) error {
	w.Helper()
	_, err := w.pay.Release(w.Context(), w.runRequest(w.chief, r.ID), w.proof(w.chief))
	return err
}

// pays prepares and releases a run of the present month.
func (w *world) pays(purpose payment.Purpose) payment.Run {
	w.Helper()
	r := w.prepare(purpose)
	w.must(w.release(r))
	return w.run(r.ID)
}

func (w *world) lines(r payment.Run) []payment.Line {
	w.Helper()
	list, err := payment.Lines(w.Context(), w.db, access.System("a test"), payment.LineFilter{Run: r.Number, Limit: 10_000})
	w.must(err)
	return list
}

// posted is what the ledger holds of a measure.
func (w *world) posted(measure string) money.Amount {
	w.Helper()
	now, err := w.db.Settle(w.Context(), 0)
	w.must(err)
	whole, err := ledger.Total(w.Context(), w.db, access.System("a test"), ledger.Query{Programme: w.prog, Measure: measure, To: w.today().AddYears(40), KnownOn: now})
	w.must(err)
	return money.Amount(whole.Quantity)
}

const dh = money.Dirham

func TestADecisionOpensTheRightByMonth(t *testing.T) {
	each(t, func(w *world) {
		// One child of school age, one who comes to it in May 2022, one of age in March 2022.
		b := w.grant("2020-12-10", "2010-03-15", "2016-05-20", "2001-02-14")
		a := w.of(b)
		if a.State != payment.Running || a.Due != 0 || a.Dossier != b.dossier || a.AccruedTo.String() != "2020-11" {
			w.Errorf("account %+v", a)
		}
		spans, err := payment.Spans(w.Context(), w.db, a)
		w.must(err)
		var got string
		for _, s := range spans {
			got += s.From.String() + ".." + s.To.String() + "=" + s.Amount.String()
			if s.InDoubt {
				got += "?"
			}
			got += " "
		}
		want := "2020-12..2022-02=1050.00 2022-03..2022-05=700.00 2022-06..2031-03=350.00 "
		if got != want {
			w.Errorf("the right is\n%s want\n%s", got, want)
		}
	})
}

func TestARunPaysWhatIsDueOnce(t *testing.T) {
	each(t, func(w *world) {
		b := w.paidBy(w.grant("2020-12-10", "2010-03-15"))
		none := w.grant("2020-12-10", "2012-03-15", "2013-03-15") // nobody knows where to pay
		w.fund(2021, 100_000*dh)
		r := w.pays(payment.Regular)
		if r.State != payment.Released || r.Payable != 1 || r.Amount != 700*dh || r.Due != 2100*dh {
			w.Errorf("run %+v", r)
		}
		if a := w.of(b); a.Due != 700*dh || a.Settled != 700*dh {
			w.Errorf("paid: %+v", a)
		}
		if a := w.of(none); a.Due != 1400*dh || a.Settled != 0 {
			w.Errorf("without an account: %+v", a)
		}
		if got := w.posted("support_paid"); got != 700*dh {
			w.Errorf("the ledger holds %v paid", got)
		}
		if got := w.posted("support_due"); got != 2100*dh {
			w.Errorf("the ledger holds %v due", got)
		}
		w.paidBy(none)
		w.on("2021-02-03")
		if r = w.pays(payment.Regular); r.Amount != 350*dh+2100*dh {
			w.Errorf("the second run pays %v", r.Amount)
		}
		e, err := w.pay.EnvelopeOf(w.Context(), w.db, w.def(), 2021)
		w.must(err)
		if e.Programme != (100_000-3150)*dh || e.Appropriation != e.Programme {
			w.Errorf("left: %+v", e)
		}
		w.checks()
	})
}

func (w *world) def() *programme.Definition {
	w.Helper()
	def, err := w.files.Programmes.Get(w.prog)
	w.must(err)
	return def
}

// checks holds everything against everything.
func (w *world) checks() {
	w.Helper()
	n, err := w.pay.Verify(w.Context(), w.db, func(p string) { w.Helper(); w.Error(p) })
	w.must(err)
	if n == 0 {
		w.Error("nothing was verified")
	}
	_, err = w.files.Verify(w.Context(), w.db, func(p string) { w.Helper(); w.Error(p) })
	w.must(err)
}
