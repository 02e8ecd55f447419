package payment_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
)

// families is how many the measured population has: SANAD_FAMILIES, as make
// bench-payment sets it.
func families() int {
	if n, err := strconv.Atoi(os.Getenv("SANAD_FAMILIES")); err == nil {
		return n
	}
	return 20_000
}

// openPopulation makes families with accounts in var/bench once, and opens them as
// the server does, with its small cache. What the counters would have recorded on
// the way is not there: a run reads accounts, rights, payees and who died.
func openPopulation(b *testing.B) *world {
	b.Helper()
	n := families()
	folder := filepath.Join("..", "var", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	w := &world{TB: b, prog: widows, now: new(calendar.Instant), keys: benchKeys(b)}
	w.on("2021-06-25")
	path := filepath.Join(folder, fmt.Sprintf("payment-%d.db", n))
	if _, err := os.Stat(path); os.IsNotExist(err) {
		w.fill(path+".new", n)
		w.must(os.Rename(path+".new", path))
	}
	w.open(path, false)
	return w
}

func benchKeys(b *testing.B) *registry.Keys {
	b.Helper()
	keys, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	return keys
}

func (w *world) open(path string, bulk bool) {
	w.Helper()
	var err error
	w.db, err = store.Open(w.Context(), path, store.Options{Bulk: bulk, Clock: func() calendar.Instant { *w.now++; return *w.now }})
	w.must(err)
	w.must(w.db.Migrate(w.Context()))
	set, err := programme.Load(programmes.Files)
	w.must(err)
	w.files = dossier.NewOffice(w.db, set)
	w.pay = payment.NewOffice(w.db, set, w.files.Book, w.keys)
	w.officer, w.chief = w.staff(access.PaymentOfficer), w.staff(access.AuthorisingOfficer)
}

// sizes are orphans of families: 1.7 of each on average.
var sizes = []int{1, 1, 2, 1, 2, 3, 1, 1, 4, 1}

// fill makes a population by families of batches; rows of a table together.
func (w *world) fill(path string, n int) {
	w.Helper()
	_ = os.Remove(path)
	w.open(path, true)
	defer w.db.Close()
	w.must(w.raw("insert into payment_benefit (id, programme, component) values (1, $1, $2)", widows, payment.Support))
	const together = 20_000
	for from := 0; from < n; from += together {
		w.must(w.db.Update(w.Context(), func(tx *store.Tx) error {
			var rows populationRows
			for i := from; i < min(n, from+together); i++ {
				w.family(&rows, i)
			}
			return rows.insert(w, tx)
		}))
	}
}

// populationRows are rows to be written, by table.
type populationRows struct{ person, account, span, facts, payee []any }

var (
	personRows  = store.NewRows("person", "party_id, origin_id, revision, given_ar, family_ar, given_latin, family_latin, sex, birth_on, birth_precision, province, address, phone, given_key, family_key, given_sound, family_sound")
	accountRows = store.NewRows("payment_account", "party_id, benefit, id, dossier_id, decision, province, state, accrued_to, due, settled, owed, deduct, monthly, payee")
	spanRows    = store.NewRows("payment_span", "party_id, benefit, from_month, to_month, amount, in_doubt")
	factRows    = store.NewRows("payment_facts", "party_id, benefit, version, since, facts")
	bankRows    = store.NewRows("payment_payee", "party_id, n, way, holder, cipher, hash, shown, from_on")
)

func (r *populationRows) insert(w *world, tx *store.Tx) error {
	for _, t := range []struct {
		rows   *store.Rows
		values []any
	}{{personRows, r.person}, {accountRows, r.account}, {spanRows, r.span}, {factRows, r.facts}, {bankRows, r.payee}} {
		if err := t.rows.Insert(w.Context(), tx, t.values); err != nil {
			return err
		}
	}
	return nil
}

// family adds the i-th family, whose last paid month is May 2021.
func (w *world) family(r *populationRows, i int) {
	w.Helper()
	def := w.def()
	party := store.MakeID(calendar.StartOf(day("2015-02-02"))+calendar.Instant(i)*150_000_000, uint64(i), uint64(i)*0x9E3779B97F4A7C15)
	dossier := store.MakeID(0, uint64(i), ^uint64(i))
	orphans := make([]any, sizes[i%len(sizes)])
	for j := range orphans {
		orphans[j] = map[string]any{"birth": day("2002-01-01").AddDays((i*7919 + j*1009) % 6500).String(), "in_care": true, "disabled": false, "enrolled": true}
	}
	text := w.pay.FactsText(def, programme.NewAnswers(map[string]any{"marital_status": "widow", "death_date": "2010-04-01", "ramed_card": true, "pays_tax": false,
		"pension": false, "family_allowance": false, "other_support": false, "orphans": orphans}))
	spans, err := w.pay.Schedule(def, text, day("2020-01-10"))
	w.must(err)
	province := []string{"04.421", "07.351", "01.227", "06.141", "09.001"}[i%5]
	last := payment.MonthOf(day("2021-05-01"))
	paid := money.Amount(0)
	for m := payment.MonthOf(day("2020-01-10")); m <= last; m++ {
		for _, s := range spans {
			if m >= s.From && (s.To == 0 || m <= s.To) {
				paid += s.Amount
			}
		}
	}
	r.person = append(r.person, party, party, 1, "فاطمة", "العلوي", "Fatima", "Alaoui", "F", day("1980-05-01"), "day", province, "", "", []byte("fatima"), []byte("alaoui"), "ftm", "lw")
	r.account = append(r.account, party, 1, store.MakeID(1, uint64(i), ^uint64(i)), dossier, 5, province, "running", int64(last), int64(paid), int64(paid), 0, 0, 35000, 1)
	for _, s := range spans {
		var to any
		if s.To != 0 {
			to = int64(s.To)
		}
		r.span = append(r.span, party, 1, int64(s.From), to, int64(s.Amount), s.InDoubt)
	}
	r.facts = append(r.facts, party, 1, def.Version, day("2020-01-10"), text)
	way, number := programme.ByBank, w.account(i)
	if i%5 == 0 {
		way, number = programme.ByPost, registry.SyntheticCIN(i)
	}
	r.payee = append(r.payee, party, 1, way, "FATIMA ALAOUI", w.keys.Seal(payment.PayeePurpose, party, number), w.keys.Fingerprint(payment.PayeePurpose, number), "••• 12", day("2020-01-10"))
}

// peak is the most memory that the process ever held, in MB.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseFloat(fields[0], 64)
	return kb / 1024
}

// processor is the time that the process had of a processor, in seconds: what a
// busy machine does not change much.
func processor() float64 {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

// BenchmarkRun prepares the run of a month for everybody, releases it and writes
// its files; then all is undone, so that it can be measured again.
func BenchmarkRun(b *testing.B) {
	w := openPopulation(b)
	defer w.db.Close()
	def := w.def()
	w.fund(2021, 2_000_000_000*dh)
	for b.Loop() {
		began, spent := time.Now(), processor()
		lap := func(unit string) {
			b.ReportMetric(time.Since(began).Seconds(), unit)
			b.ReportMetric(processor()-spent, unit+"-of-processor")
			began, spent = time.Now(), processor()
		}
		r := w.prepare(payment.Regular)
		lap("prepare-s")
		w.must(w.release(r))
		lap("release-s")
		r = w.run(r.ID)
		bytes := &counting{}
		for i := range def.Payment.Files {
			_, _, err := w.pay.Write(w.Context(), bytes, def, r, def.Payment.Files[i].ID)
			w.must(err)
		}
		lap("write-s")
		b.ReportMetric(float64(r.Payable), "payments")
		b.ReportMetric(float64(bytes.n)/1e6, "file-MB")
		b.ReportMetric(peak(), "peak-MB")
		b.StopTimer()
		_, err := w.pay.Recall(w.Context(), w.runRequest(w.chief, r.ID))
		w.must(err)
		_, err = w.pay.Discard(w.Context(), w.runRequest(w.officer, r.ID))
		w.must(err)
		b.StartTimer()
	}
}

type counting struct{ n int64 }

func (c *counting) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return io.Discard.Write(p)
}

// BenchmarkSimulation weighs another rate over everybody for twelve months.
func BenchmarkSimulation(b *testing.B) {
	w := openPopulation(b)
	defer w.db.Close()
	value := int64(40_000)
	for b.Loop() {
		began := time.Now()
		value++ // the same question again would find the same answer
		s, err := w.pay.Simulate(w.Context(), access.System("a benchmark"), payment.Draft{Programme: w.prog, Parameter: "rate", From: day("2021-07-01"), Value: value})
		w.must(err)
		e, err := s.Wait(w.Context())
		w.must(err)
		b.ReportMetric(time.Since(began).Seconds(), "simulate-s")
		b.ReportMetric(float64(e.Gain), "gain")
		b.ReportMetric(peak(), "peak-MB")
	}
}
