package bench_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sanad/access"
	"sanad/bench"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// bare is the columns as the shortest program would have them.
type bare struct {
	cell     []uint32
	day      []int32
	quantity []int64
	who      []uint32
	group    []uint32 // of each cell
	groups   int
	people   int
}

func newBare(c bench.Country, cells []ledger.Cell) *bare {
	t := &bare{people: c.Subjects + 2}
	numbers := map[string]int{}
	for _, cell := range cells {
		if _, ok := numbers[cell.Territory]; !ok {
			numbers[cell.Territory] = len(numbers)
		}
		t.group = append(t.group, uint32(numbers[cell.Territory]))
	}
	t.groups = len(numbers)
	for p := range c.All {
		t.cell, t.day, t.quantity, t.who = append(t.cell, uint32(p.Cell)), append(t.day, int32(p.Day)), append(t.quantity, p.Quantity), append(t.who, uint32(p.Who))
	}
	return t
}

// halves gives each core its half of the rows.
func (t *bare) halves(work func(from, end int)) {
	var wait sync.WaitGroup
	n, cores := len(t.cell), runtime.GOMAXPROCS(0)
	for core := range cores {
		wait.Go(func() { work(n*core/cores, n*(core+1)/cores) })
	}
	wait.Wait()
}

// sums is the bare scan: every posting, by province, up to a day.
func (t *bare) sums(to calendar.Date) []int64 {
	out := make([]int64, t.groups)
	var mine sync.Mutex
	t.halves(func(from, end int) {
		sums := make([]int64, t.groups)
		for i := from; i < end; i++ {
			if t.day[i] <= int32(to) {
				sums[t.group[t.cell[i]]] += t.quantity[i]
			}
		}
		mine.Lock()
		defer mine.Unlock()
		for g, n := range sums {
			out[g] += n
		}
	})
	return out
}

// subjects is the bare distinct count: one sum for each subject, no groups, one
// core for each half of the subjects.
func (t *bare) subjects(to calendar.Date) int64 {
	var out int64
	var mine sync.Mutex
	sums := make([]int64, t.people)
	cores := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for core := range cores {
		wait.Go(func() {
			low, high := uint32(t.people*core/cores), uint32(t.people*(core+1)/cores)
			for i, who := range t.who {
				if who >= low && who < high && t.day[i] <= int32(to) {
					sums[who] += t.quantity[i]
				}
			}
			var n int64
			for _, s := range sums[low:high] {
				if s > 0 {
					n++
				}
			}
			mine.Lock()
			defer mine.Unlock()
			out += n
		})
	}
	wait.Wait()
	return out
}

// ask is a table over the first so many measures, by province or in all.
func ask(measures int, whole bool, to calendar.Date, known calendar.Instant, count ledger.Count) ledger.Question {
	numbers := map[string]int{}
	q := ledger.Question{KnownOn: known, Periods: []ledger.Period{{To: to}}, Count: count, Group: func(c *ledger.Cell, to []int) []int {
		if whole {
			return append(to, 0)
		}
		n, ok := numbers[c.Territory]
		if !ok {
			n = len(numbers)
			numbers[c.Territory] = n
		}
		return append(to, n)
	}}
	for n := range measures {
		q.Series = append(q.Series, ledger.Series{Programme: bench.Programme, Measure: bench.Measure(n)})
	}
	return q
}

var national = access.System("a benchmark")

// bySQL is the same question as a group by.
func bySQL(b *testing.B, db *store.DB, measures int, whole bool, to calendar.Date, known calendar.Instant, count ledger.Count) int64 {
	w := &store.Where{}
	var names []string
	for n := range measures {
		names = append(names, bench.Measure(n))
	}
	w.And("c.programme = ?", bench.Programme)
	store.In(w, "c.measure", names)
	w.And("p.day <= ? and p.recorded_at <= ?", to, known)
	text := "select c.province, cast(sum(p.quantity) as bigint) from cell c join posting p on p.cell_id = c.id" + w.SQL() + " group by c.province"
	if count == ledger.Subjects {
		text = `select province, cast(count(*) as bigint) from (select c.province as province, p.subject_id from cell c join posting p on p.cell_id = c.id` +
			w.SQL() + ` group by c.province, p.subject_id having sum(p.quantity) > 0) s group by province`
	}
	if whole {
		text = strings.ReplaceAll(text, "c.province", "c.programme")
	}
	parts, err := store.All(b.Context(), db, func(r store.Row) (n int64, err error) {
		var place string
		err = r.Scan(&place, &n)
		return n, err
	}, text, w.Args()...)
	if err != nil {
		b.Fatal(err)
	}
	var sum int64
	for _, n := range parts {
		sum += n
	}
	return sum
}

// best is the shortest of some runs: what others do on the machine only adds.
func best(runs int, f func() int64) (time.Duration, int64) {
	var took []time.Duration
	var answer int64
	for range runs {
		began := time.Now()
		answer = f()
		took = append(took, time.Since(began))
	}
	return slices.Min(took), answer
}

func total64(parts []int64) int64 {
	var n int64
	for _, p := range parts {
		n += p
	}
	return n
}

func total(a ledger.Answer, groups int) int64 {
	var n int64
	for g := range groups {
		n += a.At(g, 0)
	}
	return n
}

// BenchmarkLedger answers the same questions from memory, by the bare scan, and
// by SQL on both engines, in one run. SANAD_LEDGER is how many postings there
// are (a million unless given).
func BenchmarkLedger(b *testing.B) {
	postings := 1_000_000
	if text := os.Getenv("SANAD_LEDGER"); text != "" {
		var err error
		if postings, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	c := bench.Of(postings)
	lite, cells := sqlite(b, c)
	known := start(b, c, lite)
	t := newBare(c, cells)
	var pg *store.DB
	if os.Getenv("SANAD_LEDGER_PG") != "" {
		pg = postgres(b, c)
	}
	b.ResetTimer()
	for range b.N {
		compare(b, t, lite, pg, known)
	}
}

// start measures the first answer: with the file that an earlier run left, and
// from the database alone.
func start(b *testing.B, c bench.Country, db *store.DB) calendar.Instant {
	file := filepath.Join("..", "var", "bench", fmt.Sprintf("%d.ledger", c.Postings))
	known, err := db.Settle(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	first := func(what string) {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		began := time.Now()
		if _, err := ledger.Ask(b.Context(), db, national, ask(1, false, bench.Last, known, ledger.Quantities)); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		runtime.GC()
		runtime.ReadMemStats(&after)
		fmt.Printf("first answer %-22s %8.0f ms   %.1f bytes a posting\n", what, ms(took), float64(after.HeapAlloc-before.HeapAlloc)/float64(c.Postings))
	}
	ledger.CacheAt(db, file)
	if _, err := os.Stat(file); err != nil {
		first("from the database")
		if err := ledger.Keep(b.Context(), db); err != nil {
			b.Fatal(err)
		}
		if db, err = store.Open(b.Context(), db.URL(), store.Options{}); err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		ledger.CacheAt(db, file)
	}
	first("from the file")
	return known
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func compare(b *testing.B, t *bare, lite, pg *store.DB, known calendar.Instant) {
	past := bench.Last.AddYears(-3)
	cases := []struct {
		what     string
		measures int
		to       calendar.Date
		known    calendar.Instant
		count    ledger.Count
		whole    bool
	}{
		{"1 measure", 1, bench.Last, known, ledger.Quantities, false},
		{"8 measures", 8, bench.Last, known, ledger.Quantities, false},
		{"40 measures (all)", 40, bench.Last, known, ledger.Quantities, false},
		{"all, as of 3 years ago", 40, past, known, ledger.Quantities, false},
		{"all, known 3 years ago", 40, bench.Last, calendar.EndOf(past), ledger.Quantities, false},
		{"subjects, 1 measure", 1, bench.Last, known, ledger.Subjects, false},
		{"subjects, 8 measures", 8, bench.Last, known, ledger.Subjects, false},
		{"subjects, all", 40, bench.Last, known, ledger.Subjects, false},
		{"subjects, all, as one", 40, bench.Last, known, ledger.Subjects, true},
	}
	fmt.Printf("%-24s %10s %10s %8s %10s %8s %10s %8s\n", "by province", "ms", "bare ms", "ratio", "SQLite ms", "times", "PG ms", "times")
	for _, x := range cases {
		q := ask(x.measures, x.whole, x.to, x.known, x.count)
		took, answer := best(7, func() int64 {
			answers, err := ledger.Ask(b.Context(), lite, national, q)
			if err != nil {
				b.Fatal(err)
			}
			return total(answers[0], t.groups)
		})
		scan, bareAnswer := best(7, func() int64 {
			if x.count == ledger.Subjects {
				return t.subjects(x.to)
			}
			return total64(t.sums(x.to))
		})
		if x.measures == bench.Measures && x.known == known && (x.whole || x.count == ledger.Quantities) && bareAnswer != answer {
			b.Errorf("%s: %d, by the bare scan %d", x.what, answer, bareAnswer)
		}
		line := fmt.Sprintf("%-24s %10.2f %10.2f %8.2f", x.what, ms(took), ms(scan), float64(took)/float64(scan))
		for _, db := range []*store.DB{lite, pg} {
			if db == nil || os.Getenv("SANAD_LEDGER_ALONE") != "" {
				continue
			}
			other, check := best(1, func() int64 { return bySQL(b, db, x.measures, x.whole, x.to, x.known, x.count) })
			if check != answer {
				b.Errorf("%s: %d, by SQL on %s %d", x.what, answer, db.Engine(), check)
			}
			line += fmt.Sprintf(" %10.0f %8.0f", ms(other), float64(other)/float64(took))
		}
		fmt.Println(line)
	}
}
