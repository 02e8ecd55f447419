package duckdb_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"sanad/access"
	"sanad/bench"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// duck fills a DuckDB in memory with the country's rows, in the order of
// recording, with cells and subjects as numbers: as it would be kept there.
func duck(b *testing.B, c bench.Country) *sql.DB {
	b.Helper()
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		b.Fatal(err)
	}
	db := sql.OpenDB(connector)
	b.Cleanup(func() { db.Close() })
	for _, q := range []string{"create table cell (id integer, measure integer, province varchar)",
		"create table posting (cell integer, quantity bigint, day date, recorded_at bigint, subject integer)"} {
		if _, err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	fill := func(table string, rows func(add func(row ...driver.Value))) {
		conn, err := connector.Connect(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		a, err := duckdb.NewAppenderFromConn(conn, "", table)
		if err != nil {
			b.Fatal(err)
		}
		rows(func(row ...driver.Value) {
			if err := a.AppendRow(row...); err != nil {
				b.Fatal(err)
			}
		})
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
	fill("cell", func(add func(row ...driver.Value)) {
		for n := range c.Cells {
			add(int32(n), int32(n%bench.Measures), c.Cell(n).Territory)
		}
	})
	fill("posting", func(add func(row ...driver.Value)) {
		for p := range c.All {
			add(int32(p.Cell), p.Quantity, p.Day.Time(), int64(p.RecordedAt), int32(p.Who))
		}
	})
	return db
}

func bySQL(b *testing.B, db *sql.DB, measures int, to calendar.Date, known calendar.Instant, count ledger.Count) int64 {
	where := fmt.Sprintf(" from posting p join cell c on c.id = p.cell where c.measure < %d and p.day <= date '%s' and p.recorded_at <= %d", measures, to, int64(known))
	text := "select cast(sum(n) as bigint) from (select c.province, sum(p.quantity) as n" + where + " group by c.province)"
	if count == ledger.Subjects {
		text = "select count(*) from (select c.province, p.subject" + where + " group by c.province, p.subject having sum(p.quantity) > 0)"
	}
	var n int64
	if err := db.QueryRow(text).Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}

func byEngine(b *testing.B, db *store.DB, measures int, to calendar.Date, known calendar.Instant, count ledger.Count) int64 {
	numbers := map[string]int{}
	q := ledger.Question{KnownOn: known, Periods: []ledger.Period{{To: to}}, Count: count, Group: func(c *ledger.Cell, to []int) []int {
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
	answers, err := ledger.Ask(b.Context(), db, access.System("a benchmark"), q)
	if err != nil {
		b.Fatal(err)
	}
	var sum int64
	for _, n := range numbers {
		sum += answers[0].At(n, 0)
	}
	return sum
}

func best(f func() int64) (time.Duration, int64) {
	var took []time.Duration
	var answer int64
	for range 7 {
		began := time.Now()
		answer = f()
		took = append(took, time.Since(began))
	}
	return slices.Min(took), answer
}

// BenchmarkDuckDB asks both the same, in turn.
func BenchmarkDuckDB(b *testing.B) {
	postings, err := strconv.Atoi(os.Getenv("SANAD_LEDGER"))
	if err != nil {
		postings = 1_000_000
	}
	c := bench.Of(postings)
	path := filepath.Join("..", "..", "var", "bench", strconv.Itoa(postings))
	if _, err := os.Stat(path + ".db"); err != nil {
		b.Skipf("%v: make bench-ledger makes it", err)
	}
	own, err := store.Open(b.Context(), path+".db", store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer own.Close()
	ledger.CacheAt(own, path+".ledger")
	known, err := own.Settle(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	other := duck(b, c)
	past := bench.Last.AddYears(-3)
	fmt.Printf("%-26s %10s %10s %8s\n", "by province", "ms", "DuckDB ms", "times")
	for range b.N {
		for _, x := range []struct {
			what     string
			measures int
			to       calendar.Date
			known    calendar.Instant
			count    ledger.Count
		}{
			{"1 measure", 1, bench.Last, known, ledger.Quantities},
			{"8 measures", 8, bench.Last, known, ledger.Quantities},
			{"all measures", 40, bench.Last, known, ledger.Quantities},
			{"all, as of 3 years ago", 40, past, known, ledger.Quantities},
			{"all, known 3 years ago", 40, bench.Last, calendar.EndOf(past), ledger.Quantities},
			{"subjects, 1 measure", 1, bench.Last, known, ledger.Subjects},
			{"subjects, 8 measures", 8, bench.Last, known, ledger.Subjects},
			{"subjects, all measures", 40, bench.Last, known, ledger.Subjects},
		} {
			mine, answer := best(func() int64 { return byEngine(b, own, x.measures, x.to, x.known, x.count) })
			theirs, check := best(func() int64 { return bySQL(b, other, x.measures, x.to, x.known, x.count) })
			if answer != check {
				b.Errorf("%s: %d, by DuckDB %d", x.what, answer, check)
			}
			fmt.Printf("%-26s %10.2f %10.2f %8.1f\n", x.what, float64(mine.Microseconds())/1000, float64(theirs.Microseconds())/1000, float64(theirs)/float64(mine))
		}
	}
}
