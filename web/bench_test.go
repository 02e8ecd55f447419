package web

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/account"
	"sanad/dossier"
	"sanad/registry"
	"sanad/statistics"
	"sanad/store"
)

// BenchmarkPages asks for pages over a whole demonstration, the one of SANAD_DB
// ("make bench" gives var/demo.db), and reports the 95th percentile at the server
// in milliseconds, the log of reads and the session's look-up included.
func BenchmarkPages(b *testing.B) {
	path := os.Getenv("SANAD_DB")
	if path == "" {
		b.Skip("SANAD_DB names no demonstration: run make bench")
	}
	f := overDemonstration(b, path)
	v := f.auditor(path)
	list, err := dossier.List(b.Context(), f.db, v.actor.Scope("dossiers-read"), dossier.Filter{Programme: "widows-support", States: []string{"accepted"}, Territory: "04.421"}, dossier.Page{Limit: 1})
	if err != nil || len(list) == 0 {
		b.Fatalf("no dossier to open: %v", err)
	}
	for name, address := range map[string]string{
		"list of 50, three filters, region":  "/dossiers?state=accepted&territory=04&from=01/01/2016",
		"list of 50, three filters, country": "/dossiers?state=accepted&from=01/01/2015&to=31/12/2020",
		"list of 50, whole country":          "/dossiers",
		"dossier":                            dossierPath(list[0]),
		"table by region":                    "/tables/01-widows-by-region",
		"pipeline by region":                 "/tables/widows-pipeline",
		"pipeline by province":               "/tables/widows-pipeline?by=province",
		"table turned, beside another day":   "/tables/01-widows-by-region?turn=1&than-as-of=31/12/2020",
		"table as a workbook":                "/tables/01-widows-by-region/figures.xlsx",
		"home":                               "/",
	} {
		b.Run(name, func(b *testing.B) {
			f.B = b
			times := make([]time.Duration, 0, 100)
			for range cap(times) {
				began := time.Now()
				if code, _ := f.ask(v, address); code != http.StatusOK {
					b.Fatalf("%s answered %d", address, code)
				}
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// measured is a server over a demonstration.
type measured struct {
	*testing.B
	db   *store.DB
	site *Server
}

func overDemonstration(b *testing.B, path string) *measured {
	b.Helper()
	db, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	set, err := ours()
	if err != nil {
		b.Fatal(err)
	}
	keys, err := registry.OpenKeys(path + ".key")
	if err != nil {
		b.Fatal(err)
	}
	return &measured{b, db, New(Config{DB: db, Programmes: set, Office: dossier.NewOffice(db, set), Keys: keys,
		Statistics: &statistics.Engine{DB: db, Programmes: set}})}
}

// auditor signs in with the demonstration's account, whose scope is the country.
func (m *measured) auditor(path string) visitor {
	m.Helper()
	text, err := os.ReadFile(path + ".accounts.txt")
	if err != nil {
		m.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "auditor" {
			continue
		}
		token, err := account.SignIn(m.Context(), m.db, account.Attempt{Login: words[0], Password: words[1], Network: "bench"})
		if err != nil {
			m.Fatal(err)
		}
		session, err := account.Authenticate(m.Context(), m.db, token)
		if err != nil {
			m.Fatal(err)
		}
		return visitor{cookie: token, actor: session.Actor}
	}
	m.Fatal(fmt.Errorf("%s.accounts.txt has no auditor", path))
	return visitor{}
}

func (m *measured) ask(v visitor, address string) (int, string) {
	return asked(m.B, m.site, v, http.MethodGet, address, nil)
}
