package demo

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/dossier"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/web"
)

// BenchmarkLongLife opens somebody whom teams have met two thousand times: the
// person's page and the file's, at the server, the log of reads included.
func BenchmarkLongLife(b *testing.B) {
	p := newPole(b)
	report, err := Load(b.Context(), p.db, p.office, p.keys, Options{Seed: 7, Scale: 0.01, Clock: p.clock, Only: []string{"W6"}})
	if err != nil {
		b.Fatal(err)
	}
	list, err := dossier.List(b.Context(), p.db, access.System("a benchmark"), dossier.Filter{Programme: "street-situation", States: []string{"met"}}, dossier.Page{Limit: 1})
	if err != nil || len(list) == 0 {
		b.Fatalf("nobody is followed in the street: %v", err)
	}
	d := list[0]
	agent := access.Actor{Account: store.NewID(p.db.Now()), Grants: []access.Grant{{Role: access.FieldAgent, Programme: access.EveryProgramme, Territory: d.Province}}}
	for from := 0; from < 2000; from += 500 {
		err := act.Together(b.Context(), p.db, func(tx *store.Tx) error {
			for range 500 {
				_, err := p.office.In(b.Context(), tx, dossier.Request{Key: store.NewID(tx.Now()), Actor: agent, Party: d.Party, Dossier: d.ID, Act: "contact", On: p.db.Today(),
					Fields: programme.NewAnswers(map[string]any{"services": []any{"food"}})})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	site := web.New(web.Config{DB: p.db, Programmes: p.office.Programmes, Office: p.office, Keys: p.keys, Statistics: &statistics.Engine{DB: p.db, Programmes: p.office.Programmes}})
	auditor := report.Accounts[slices.IndexFunc(report.Accounts, func(a Account) bool { return a.Login == "auditor" })]
	token, err := account.SignIn(b.Context(), p.db, account.Attempt{Login: auditor.Login, Password: auditor.Password, Network: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	for name, address := range map[string]string{"person": "/persons/" + d.Party.String(), "file": "/dossiers/" + d.Party.String() + "/" + d.ID.String()} {
		b.Run(name, func(b *testing.B) {
			times := make([]time.Duration, 0, 50)
			for range cap(times) {
				request, answer := httptest.NewRequest(http.MethodGet, address, nil), httptest.NewRecorder()
				request.AddCookie(&http.Cookie{Name: "sanad", Value: token})
				began := time.Now()
				site.Handler().ServeHTTP(answer, request)
				times = append(times, time.Since(began))
				if answer.Code != http.StatusOK {
					b.Fatalf("%s answered %d", address, answer.Code)
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
