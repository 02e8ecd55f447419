package demo_test

import (
	"bytes"
	"path/filepath"
	"sync"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/demo"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/payment"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// world is a demonstration just made.
type world struct {
	testing.TB
	db     *store.DB
	office *dossier.Office
	report demo.Report
}

func made(t testing.TB, db *store.DB, clock *demo.Clock, seed int64, scale float64) world {
	t.Helper()
	return load(t, db, clock, demo.Options{Seed: seed, Scale: scale})
}

// ours are the programmes of the program, read once: nothing changes them.
var ours = sync.OnceValues(func() (*programme.Set, error) { return programme.Load(programmes.Files) })

func load(t testing.TB, db *store.DB, clock *demo.Clock, o demo.Options) world {
	t.Helper()
	o.Clock = clock
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := registry.OpenKeys(filepath.Join(t.TempDir(), "demo.key"))
	if err != nil {
		t.Fatal(err)
	}
	w := world{TB: t, db: db, office: dossier.NewOffice(db, set)}
	w.report, err = demo.Load(t.Context(), db, w.office, keys, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const small = 1.0 / 400

func each(t *testing.T, run func(t *testing.T, w world)) {
	t.Run("sqlite", func(t *testing.T) {
		clock := demo.NewClock()
		run(t, made(t, storetest.SQLite(t, store.Options{Clock: clock.Now, Bulk: true}), clock, 7, small))
	})
	t.Run("postgres", func(t *testing.T) {
		clock := demo.NewClock()
		run(t, made(t, storetest.Postgres(t, store.Options{Clock: clock.Now}), clock, 7, small))
	})
}

func (w world) figure(measure string) int {
	w.Helper()
	answers, err := ledger.Ask(w.Context(), w.db, access.System("a test"), ledger.Question{Series: []ledger.Series{{Programme: "widows-support", Measure: measure}},
		KnownOn: w.db.Now(), Periods: []ledger.Period{{To: demo.End}}, Group: ledger.InOne})
	if err != nil {
		w.Fatal(err)
	}
	return int(answers[0].At(0, 0))
}

func (w world) table(name, format, knownOn string) string {
	w.Helper()
	ask, err := statistics.Read(name, "", "", knownOn)
	if err != nil {
		w.Fatal(err)
	}
	engine := &statistics.Engine{DB: w.db, Programmes: w.office.Programmes}
	r, err := engine.Compute(w.Context(), ask)
	if err != nil {
		w.Fatal(err)
	}
	if !r.Reconciles() {
		w.Errorf("%s: %v", name, r.Problems)
	}
	var b bytes.Buffer
	if err := r.Write(&b, statistics.Format(format), nil); err != nil {
		w.Fatal(err)
	}
	return b.String()
}

func TestTheFiguresAreThePlanned(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		f := w.report.Planned
		for measure, want := range map[string]int{"deposited": f.Deposited, "received": f.Received, "accepted": f.Accepted, "rejected": f.Rejected,
			"under_study": f.UnderStudy, "waiting": f.Waiting, "orphans_supported": f.Orphans, "widows_supported": f.Accepted} {
			if got := w.figure(measure); got != want {
				t.Errorf("%s: %d, planned %d", measure, got, want)
			}
		}
		w.verified()
		w.twists()
	})
}

// verified: chains, dossiers, register.
func (w world) verified() {
	w.Helper()
	if _, err := w.office.Verify(w.Context(), w.db, func(problem string) { w.Error(problem) }); err != nil {
		w.Error(err)
	}
	if _, _, err := act.Verify(w.Context(), w.db, func(b act.Break) { w.Errorf("%+v", b) }); err != nil {
		w.Error(err)
	}
	if _, err := registry.Verify(w.Context(), w.db, func(p registry.Problem) { w.Errorf("%+v", p) }); err != nil {
		w.Error(err)
	}
}

// twists: not every file goes straight on, and none is touched by the system.
func (w world) twists() {
	w.Helper()
	for kind, least := range map[string]int{"dossier.request_completion": 3, "dossier.complete": 1, "dossier.appeal": 1, "dossier.decide_appeal": 1} {
		n, err := store.One(w.Context(), w.db, store.Value[int], "select count(*) from event where kind = $1", kind)
		if err != nil || n < least {
			w.Errorf("%s: %d, want %d at least (%v)", kind, n, least, err)
		}
	}
	n, err := store.One(w.Context(), w.db, store.Value[int], "select count(*) from event where kind like 'dossier.%' and actor_id not in (select id from account)")
	if err != nil || n != 0 {
		w.Errorf("%d acts by nobody's account (%v)", n, err)
	}
	late, err := store.One(w.Context(), w.db, store.Value[int], "select count(*) from event where recorded_at > $1", int64(demo.Recorded))
	if err != nil || late != 0 {
		w.Errorf("%d events recorded after %v (%v)", late, demo.Recorded, err)
	}
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	var first []string
	each(t, func(t *testing.T, w world) {
		tables := []string{w.table("01-widows-by-region", "csv", ""), w.table("widows-pipeline", "json", ""), w.table("widows-pipeline", "csv", "2018-06-30")}
		if first == nil {
			first = tables
		}
		for i := range tables {
			if tables[i] != first[i] {
				t.Errorf("table %d differs between engines:\n%s\n%s", i, tables[i], first[i])
			}
		}
		if tables[2] == w.table("widows-pipeline", "csv", "") {
			t.Error("known in 2018 is the same as known now")
		}
	})
}

func TestADemonstrationNeedsAnEmptyDatabase(t *testing.T) {
	clock := demo.NewClock()
	w := made(t, storetest.SQLite(t, store.Options{Clock: clock.Now}), clock, 1, small/4)
	keys, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Load(t.Context(), w.db, w.office, keys, demo.Options{Seed: 2, Scale: small, Clock: clock}); err == nil {
		t.Error("a second demonstration was made in it")
	}
	if _, err := demo.Load(t.Context(), w.db, w.office, keys, demo.Options{Seed: 1, Scale: 8, Clock: clock}); err == nil {
		t.Error("a scale that has no cards for everybody was taken")
	}
	if _, err := demo.Load(t.Context(), w.db, w.office, keys, demo.Options{Seed: 1, Only: []string{"W1", "W99"}, Clock: clock}); err == nil {
		t.Error("a system that is not there was loaded")
	}
}

// Each run is made on its payday, however few scenes share a transaction with it,
// and pays whoever was granted by then.
func TestRunsFallOnTheirPayday(t *testing.T) {
	clock := demo.NewClock()
	w := made(t, storetest.SQLite(t, store.Options{Clock: clock.Now, Bulk: true}), clock, 7, small/2)
	runs, err := payment.Runs(t.Context(), w.db, access.System("a test"), "widows-support", 200)
	if err != nil || len(runs) < 20 {
		t.Fatalf("%d runs (%v)", len(runs), err)
	}
	for _, r := range runs {
		if r.State == payment.Released && r.ReleasedOn != r.Period.First().AddDays(24) {
			t.Errorf("the run %s was released on %v", r.Reference, r.ReleasedOn)
		}
	}
	keys, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := payment.NewOffice(w.db, w.office.Programmes, w.office.Book, keys).Verify(t.Context(), w.db, func(p string) { t.Error(p) }); err != nil || n == 0 {
		t.Errorf("%d accounts verified (%v)", n, err)
	}
}
