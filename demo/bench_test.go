package demo

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// scale of the measured demonstration: SANAD_SCALE=1 makes the whole one.
func scale() float64 {
	if s, err := strconv.ParseFloat(os.Getenv("SANAD_SCALE"), 64); err == nil {
		return s
	}
	return 0.1
}

// pole is an empty database with an office.
type pole struct {
	db     *store.DB
	clock  *Clock
	office *dossier.Office
	keys   *registry.Keys
}

func newPole(b *testing.B) pole {
	b.Helper()
	set, err := programme.Load(programmes.Files)
	if err != nil {
		b.Fatal(err)
	}
	keys, err := registry.OpenKeys(filepath.Join(b.TempDir(), "bench.key"))
	if err != nil {
		b.Fatal(err)
	}
	clock := NewClock()
	db := storetest.SQLite(b, store.Options{Clock: clock.Now, Bulk: true})
	return pole{db, clock, dossier.NewOffice(db, set), keys}
}

// BenchmarkDemo makes a demonstration, the plan included, and then inserts the
// very rows it made into an empty schema with prepared statements in one
// transaction, table by table. x-raw is how many times longer the write path
// takes, which checks rights, rules, chains and counts, and reads and updates.
func BenchmarkDemo(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the command does
	for b.Loop() {
		p, start := newPole(b), time.Now()
		report, err := Load(b.Context(), p.db, p.office, p.keys, Options{Seed: 7, Scale: scale(), Clock: p.clock})
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		b.ReportMetric(float64(report.Acts)/took.Seconds(), "acts/s")
		rows, raw := copyRows(b, p.db, newPole(b).db)
		b.ReportMetric(float64(rows)/raw.Seconds(), "raw-rows/s")
		b.ReportMetric(took.Seconds()/raw.Seconds(), "x-raw")
	}
}

// tables in an order that their references allow.
var tables = []string{"account", "account_grant", "account_password", "installation", "person", "identifier", "identifier_claim", "kin",
	"cell", "posting", "session", "agenda_item", "dossier", "entitlement", "series", "event"}

// copyRows reads everything into memory and measures only the writing.
func copyRows(b *testing.B, from, to *store.DB) (rows int, took time.Duration) {
	b.Helper()
	type row struct {
		insert string
		values []any
	}
	var all []row
	for _, table := range tables {
		insert, list := readTable(b, from, table)
		for _, values := range list {
			all = append(all, row{insert, values})
		}
	}
	start := time.Now()
	err := to.Update(b.Context(), func(tx *store.Tx) error {
		for _, r := range all {
			if _, err := tx.Exec(b.Context(), r.insert, r.values...); err != nil {
				return fmt.Errorf("%s: %w", r.insert, err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return len(all), time.Since(start)
}

func readTable(b *testing.B, db *store.DB, table string) (insert string, out [][]any) {
	b.Helper()
	rows, err := db.Query(b.Context(), "select * from "+table)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		b.Fatal(err)
	}
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	for rows.Next() {
		out = append(out, scanAny(b, rows, columns))
	}
	return "insert into " + table + " values (" + strings.Join(marks, ", ") + ")", out
}

func scanAny(b *testing.B, rows *sql.Rows, columns []*sql.ColumnType) []any {
	b.Helper()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	dates := make([]calendar.Date, len(columns))
	for i, c := range columns {
		targets[i] = &values[i]
		if c.DatabaseTypeName() == "DATE" {
			targets[i] = &dates[i]
		}
	}
	if err := rows.Scan(targets...); err != nil {
		b.Fatal(err)
	}
	for i, d := range dates {
		if targets[i] == &dates[i] {
			values[i] = d
		}
	}
	return values
}

// deposits are acts as a counter sends them: each in a transaction of its own,
// with its key remembered, on widows who are registered.
func deposits(b *testing.B, p pole) []dossier.Request {
	b.Helper()
	plan, err := newPlan(1, 0.03)
	if err != nil {
		b.Fatal(err)
	}
	h, err := hire(b.Context(), p.db, 1, nil)
	if err != nil {
		b.Fatal(err)
	}
	p.clock.moveTo(Recorded)
	s := &script{plan: plan, staff: h.staff, office: p.office, keys: p.keys, events: make([]uint8, len(plan.files))}
	out := make([]dossier.Request, len(plan.files))
	err = act.Together(b.Context(), p.db, func(tx *store.Tx) error {
		for i := range plan.files {
			f, rng := &plan.files[i], s.random(ofPerson, i)
			party, id := s.ids(int32(i))
			h, clerk, province := s.draw(int32(i), rng, party), s.at(access.CounterClerk, s.provinces[f.province].Code), s.provinces[f.province].Code
			out[i] = dossier.Request{Key: store.NewID(tx.Now()), Actor: clerk, Party: party, Dossier: id, Act: "deposit", On: f.opened,
				Programme: programmeID, Province: province, Answers: f.answers(rng, h), Papers: f.papers(h)}
			a := act.Act{Key: store.NewID(tx.Now()), On: f.opened, Actor: clerk, Fresh: true}
			if _, err := registry.RegisterFamily(b.Context(), registry.Within(tx), p.keys, a, h.family); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// bare is a transaction of one row, with synchronous=FULL.
func (p pole) bare(ctx context.Context, n int) error {
	return p.db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, "insert into series (name, next) values ($1, $2)", "bare-"+strconv.Itoa(n), n)
		return err
	})
}

// rate does n things from some clients at once and says how many a second.
func rate(b *testing.B, clients, n int, do func(i int) error) float64 {
	b.Helper()
	start, next := time.Now(), make(chan int)
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	return float64(n) / time.Since(start).Seconds()
}

// inTurn does two things in turn, so that both meet the same disk, and says how
// many of each a second of its own time.
func inTurn(b *testing.B, n int, do ...func(i int) error) (first, second float64) {
	b.Helper()
	var took [2]time.Duration
	for i := range n {
		for k := range took {
			start := time.Now()
			if err := do[k](i); err != nil {
				b.Fatal(err)
			}
			took[k] += time.Since(start)
		}
	}
	return float64(n) / took[0].Seconds(), float64(n) / took[1].Seconds()
}

// BenchmarkSingleActs compares deposits, one transaction each, with bare
// transactions of one row measured in the same run: from one client, and from 64
// clients whose acts share commits.
func BenchmarkSingleActs(b *testing.B) {
	for b.Loop() {
		p := newPole(b)
		requests := deposits(b, p)
		const alone = 700
		bare, one := inTurn(b, alone, func(i int) error { return p.bare(b.Context(), i) },
			func(i int) error { _, err := p.office.Do(b.Context(), requests[i]); return err })
		rest := requests[alone:]
		many := rate(b, 64, len(rest), func(i int) error { _, err := p.office.Do(b.Context(), rest[i]); return err })
		b.ReportMetric(bare, "bare/s")
		b.ReportMetric(one, "acts/s")
		b.ReportMetric(one/bare, "x-bare")
		b.ReportMetric(many, "acts-of-64/s")
		b.ReportMetric(many/bare, "x-bare-of-64")
	}
}
