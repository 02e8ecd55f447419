package statistics_test

import (
	"context"
	"testing"
	"testing/fstest"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// toy is a programme with every kind of dimension, measure and table. Records
// stand from 2020 on, and in the region of Tangier from 2021.
var toy = map[string]string{
	"programme.yaml": `id: toy
version: 1
codes: [T1]
title: {ar: ع, fr: T, en: T}
purpose: {ar: ع, fr: T, en: T}
fund: {ar: ع, fr: T, en: T}
records_since: 2020-01-01
records_in: [{territory: "01", since: 2021-01-01}]
legal: []
`,
	"ledger.yaml": `dimensions:
  - {id: season, begins: "10-01", title: {ar: ع, fr: T, en: T}}
  - id: kind
    title: {ar: ع, fr: T, en: T}
    codes: [{code: a, title: {ar: ع, fr: T, en: T}}, {code: b, title: {ar: ع, fr: T, en: T}}]
  - id: group
    title: {ar: ع, fr: T, en: T}
    overlaps: [persons]
    codes: [{code: g, title: {ar: ع, fr: T, en: T}}, {code: h, title: {ar: ع, fr: T, en: T}}]
  - id: item
    within: group
    overlaps: [persons]
    title: {ar: ع, fr: T, en: T}
    codes: [{code: x, within: g, title: {ar: ع, fr: T, en: T}}, {code: y, within: g, title: {ar: ع, fr: T, en: T}}, {code: z, within: h, title: {ar: ع, fr: T, en: T}}]
  - id: band
    of: age
    title: {ar: ع, fr: T, en: T}
    codes: [{code: <20, title: {ar: ع, fr: T, en: T}}, {code: 20-40, title: {ar: ع, fr: T, en: T}}, {code: 40+, title: {ar: ع, fr: T, en: T}}]
measures:
  - {id: visits, unit: services, kind: flow, dims: [kind, item, sex, age], title: {ar: ع, fr: T, en: T}}
  - {id: people, unit: persons, kind: distinct, of: visits, title: {ar: ع, fr: T, en: T}}
  - {id: provinces, unit: territories, kind: distinct, of: visits, distinct: province, title: {ar: ع, fr: T, en: T}}
  - {id: care, unit: persons, kind: stock, dims: [kind], title: {ar: ع, fr: T, en: T}}
`,
	"tables.yaml": `tables:
  - name: places
    unit: services
    by: [region, province, month, quarter, year, season]
    title: {ar: ع, fr: T, en: T}
    columns:
      - {key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}
      - {key: people, measure: people, title: {ar: ع, fr: T, en: T}}
      - {key: provinces, measure: provinces, title: {ar: ع, fr: T, en: T}}
      - {key: care, measure: care, title: {ar: ع, fr: T, en: T}}
      - {key: closing, measure: care, at: closing, title: {ar: ع, fr: T, en: T}}
  - name: kinds
    unit: services
    by: [kind]
    title: {ar: ع, fr: T, en: T}
    columns: [{key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}]
    pivot: {by: season}
  - name: groups
    unit: services
    by: [item]
    rows: {groups: group}
    title: {ar: ع, fr: T, en: T}
    columns:
      - {key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}
      - {key: people, measure: people, title: {ar: ع, fr: T, en: T}}
    pivot: {by: sex}
  - name: bands
    unit: services
    by: [band]
    where: {kind: [a]}
    title: {ar: ع, fr: T, en: T}
    columns:
      - {key: female, measure: visits, where: {sex: [F]}, title: {ar: ع, fr: T, en: T}}
      - {key: male, measure: visits, where: {sex: [M]}, title: {ar: ع, fr: T, en: T}}
      - {key: all, measure: visits, title: {ar: ع, fr: T, en: T}}
    checks: [all = female + male]
  - name: ages
    unit: services
    by: [age]
    title: {ar: ع, fr: T, en: T}
    columns: [{key: visits, measure: visits, title: {ar: ع, fr: T, en: T}}]
figures:
  - {name: toy.visits, measure: visits, title: {ar: ع, fr: T, en: T}}
  - {name: toy.care, measure: care, title: {ar: ع, fr: T, en: T}}
`,
}

func toySet(tb testing.TB) *programme.Set {
	tb.Helper()
	files := fstest.MapFS{}
	for name, text := range toy {
		files["toy/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := programme.Load(files)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func eachToy(t *testing.T, run func(w *world)) {
	set := toySet(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		run(&world{T: t, db: db, book: &ledger.Book{}, engine: &statistics.Engine{DB: db, Programmes: set}})
	})
}

// fact is one posting to a measure of the toy programme.
type fact struct {
	measure  string
	place    string
	dims     ledger.Dims
	day      string
	quantity int64
	subject  store.ID
}

func (f fact) cell(origin ledger.Origin) ledger.Cell {
	c := ledger.Cell{Programme: "toy", Measure: f.measure, Unit: "services", Kind: ledger.Flow, Origin: origin, Territory: f.place, Dims: f.dims}
	if f.measure == "care" {
		c.Unit, c.Kind = "persons", ledger.Stock
	}
	return c
}

// record posts what happened.
func (w *world) record(facts ...fact) {
	w.Helper()
	_, err := w.do(w.id(), func(ctx context.Context, s *act.Step) error { return w.postFacts(ctx, s, ledger.Recorded, facts) })
	if err != nil {
		w.Fatal(err)
	}
}

// state posts what a document says, and says in which event.
func (w *world) state(facts ...fact) act.Event {
	w.Helper()
	a := act.Act{Key: w.id(), Party: statistics.Documents, Stream: w.id(), Kind: "statistics.state", On: w.db.Today(), Actor: access.SystemActor("test")}
	ev, err := act.Do(w.Context(), w.db, a, func(ctx context.Context, s *act.Step) (any, error) {
		return nil, w.postFacts(ctx, s, ledger.Reported, facts)
	})
	if err != nil {
		w.Fatal(err)
	}
	return ev
}

// withdraw takes back what a document said.
func (w *world) withdraw(ev act.Event) {
	w.Helper()
	a := act.Act{Key: w.id(), Party: ev.Party, Stream: ev.Stream, Kind: "statistics.withdraw", On: w.db.Today(), Actor: access.SystemActor("test")}
	if _, err := act.Do(w.Context(), w.db, a, func(ctx context.Context, s *act.Step) (any, error) {
		s.Corrects(ev.Seq)
		return nil, ledger.Reverse(ctx, s, ev.Seq)
	}); err != nil {
		w.Fatal(err)
	}
}

func (w *world) postFacts(ctx context.Context, s *act.Step, origin ledger.Origin, facts []fact) error {
	for _, f := range facts {
		if err := w.book.Post(ctx, s, ledger.Entry{Cell: f.cell(origin), Quantity: f.quantity, Day: calendar.MustDate(f.day), Subject: f.subject}); err != nil {
			return err
		}
	}
	return nil
}

// expect compares cells, by row and column, with what is there.
func (w *world) expect(r *statistics.Result, cells map[[2]string]statistics.Cell) {
	w.Helper()
	for at, want := range cells {
		got, ok := r.Cell(at[0], at[1])
		if !ok || got.Value != want.Value || got.State != want.State || got.Origin != want.Origin || (got.Other == nil) != (want.Other == nil) || got.Other != nil && *got.Other != *want.Other {
			w.Errorf("%s %s: %+v, want %+v", at[0], at[1], got, want)
		}
	}
}
