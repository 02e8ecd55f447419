package dossier_test

import (
	"fmt"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/commission"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// BenchmarkChain takes files from the counter to the decision in transactions of
// a thousand acts, as a load does, and reports acts a second.
func BenchmarkChain(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			db := storetest.SQLite(b, store.Options{Bulk: true})
			if engine == "postgres" {
				db = storetest.Postgres(b, store.Options{})
			}
			newLoad(b, db).run(max(b.N, 2000))
		})
	}
}

// load is a bulk load of widows.
type load struct {
	*testing.B
	db                      *store.DB
	office                  *dossier.Office
	keys                    *registry.Keys
	clerk, province, centre access.Actor
	papers                  []dossier.Paper
	sessions                [2]commission.Change
}

func newLoad(b *testing.B, db *store.DB) *load {
	set, err := ours()
	if err != nil {
		b.Fatal(err)
	}
	keys, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	l := &load{B: b, db: db, office: dossier.NewOffice(db, set), keys: keys}
	who := func(role access.Role, territory string) access.Actor {
		return access.Actor{Account: store.NewID(db.Now()), Grants: []access.Grant{{Role: role, Programme: "*", Territory: territory}}}
	}
	l.clerk, l.province, l.centre = who(access.CounterClerk, rabat), who(access.ProvincialSecretary, rabat), who(access.CentralSecretary, "")
	def, _ := set.Get("widows-support")
	for _, d := range def.Form.Documents {
		l.papers = append(l.papers, dossier.Paper{Kind: d.Key})
	}
	return l
}

// together runs n steps in transactions of a thousand.
func (l *load) together(n int, step func(tx *store.Tx, i int) error) {
	l.Helper()
	for from := 0; from < n; from += 1000 {
		err := act.Together(l.Context(), l.db, func(tx *store.Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				if err := step(tx, i); err != nil {
					return fmt.Errorf("%d: %w", i, err)
				}
			}
			return nil
		})
		if err != nil {
			l.Fatal(err)
		}
	}
}

func (l *load) run(n int) {
	births := []string{"2010-02-01", "2013-07-09"}
	files := make([]commission.File, n)
	l.ResetTimer()
	l.together(n, func(tx *store.Tx, i int) error {
		child := func(b string) registry.Draft {
			return registry.Draft{ID: store.NewID(tx.Now()), Arabic: registry.Name{Given: "أحمد", Family: "بناني"}, Latin: registry.Name{Given: "Ahmed", Family: "Bennani"}, Sex: registry.Male, Birth: birth(b), Province: rabat}
		}
		f := registry.Family{Mother: child("1980-05-01"), Children: []registry.Draft{child(births[0]), child(births[1])}}
		f.Mother.Sex, f.Mother.Identifiers = registry.Female, []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(i)}}
		if _, err := registry.RegisterFamily(l.Context(), registry.Within(tx), l.keys, act.Act{Key: store.NewID(tx.Now()), On: day, Actor: l.clerk, Fresh: true}, f); err != nil {
			return err
		}
		files[i] = commission.File{Party: f.Mother.ID, Dossier: store.NewID(tx.Now())}
		_, err := l.office.In(l.Context(), tx, dossier.Request{Key: store.NewID(tx.Now()), Actor: l.clerk, Programme: "widows-support", Party: files[i].Party, Dossier: files[i].Dossier,
			Act: "deposit", On: day, Province: rabat, Papers: l.papers, Answers: answers([]store.ID{f.Children[0].ID, f.Children[1].ID}, births...), Fresh: true})
		return err
	})
	for i, level := range []commission.Level{commission.Province, commission.Centre} {
		l.sessions[i] = l.session(level, files)
	}
	step := func(actor access.Actor, name, outcome string, session int) {
		l.together(n, func(tx *store.Tx, i int) error {
			r := dossier.Request{Key: store.NewID(tx.Now()), Actor: actor, Party: files[i].Party, Dossier: files[i].Dossier, Act: name, Outcome: outcome, On: day, Fresh: true}
			if session >= 0 {
				r.Sitting = dossier.Sitting{Commission: l.sessions[session].Party, Session: l.sessions[session].Session}
			}
			_, err := l.office.In(l.Context(), tx, r)
			return err
		})
	}
	step(l.province, "examine", "favourable", 0)
	step(l.centre, "receive", "", -1)
	step(l.centre, "decide", "accepted", 1)
	l.ReportMetric(float64(5*n)/l.Elapsed().Seconds(), "acts/s")
}

func (l *load) session(level commission.Level, files []commission.File) commission.Change {
	actor, province := l.centre, ""
	if level == commission.Province {
		actor, province = l.province, rabat
	}
	c := commission.Change{Key: store.NewID(l.db.Now()), Actor: actor, Party: commission.ID("widows-support", level, province), Session: store.NewID(l.db.Now()), On: day}
	l.together(1, func(tx *store.Tx, _ int) error {
		_, err := commission.Convene(l.Context(), tx, commission.Convening{Key: store.NewID(tx.Now()), Actor: actor, ID: c.Session, On: day, Programme: "widows-support",
			Level: level, Province: province, HeldOn: day, Quorum: 1, Members: []commission.Member{{Name: "أ"}}})
		if err != nil {
			return err
		}
		if _, err = commission.PutOnAgenda(l.Context(), tx, c, files); err != nil {
			return err
		}
		c.Key = store.NewID(tx.Now())
		_, err = commission.Begin(l.Context(), tx, c, []int{0})
		return err
	})
	return c
}
