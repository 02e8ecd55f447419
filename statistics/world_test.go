package statistics_test

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/programmes"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// toys is a table with every kind of column and every dimension, beside those
// of the widows' programme.
const toys = `
  - name: toys
    unit: persons
    by: [region, province, month, year]
    title: {ar: جدول, fr: Tableau, en: Table}
    columns:
      - {key: came, measure: received, title: {ar: أ, fr: A, en: A}}
      - {key: stay, measure: under_study, title: {ar: ب, fr: B, en: B}}
      - {key: who, measure: received, kind: distinct, title: {ar: ج, fr: C, en: C}}
      - {key: pledged, measure: monthly_support, title: {ar: د, fr: D, en: D}}
    shares:
      - {key: again, numerator: stay, denominator: came, digits: 1, title: {ar: ه, fr: E, en: E}}
`

// set is the programmes with the toys.
func set(tb testing.TB) *programme.Set {
	tb.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(programmes.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(programmes.Files, path)
		if path == "widows-support/tables.yaml" {
			data = []byte("tables:" + toys + strings.TrimPrefix(string(data), "tables:\n"))
		}
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	s, err := programme.Load(files)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// world is a ledger to post to and an engine to ask.
type world struct {
	*testing.T
	db     *store.DB
	book   *ledger.Book
	engine *statistics.Engine
}

func each(t *testing.T, run func(w *world)) {
	programmes := set(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		run(&world{T: t, db: db, book: &ledger.Book{}, engine: &statistics.Engine{DB: db, Programmes: programmes}})
	})
}

func (w *world) id() store.ID { return store.NewID(w.db.Now()) }

// entry is one posting of a measure of the widows' programme.
type entry struct {
	stream   store.ID // zero: a new one
	measure  string
	place    string
	day      string
	quantity int64
}

var units = map[string]ledger.Cell{
	"received": {Unit: "dossiers", Kind: ledger.Flow}, "under_study": {Unit: "dossiers", Kind: ledger.Stock}, "accepted": {Unit: "dossiers", Kind: ledger.Stock},
	"monthly_support": {Unit: "centimes", Kind: ledger.Stock},
}

func (e entry) cell() ledger.Cell {
	c := units[e.measure]
	c.Programme, c.Measure, c.Territory = "widows-support", e.measure, e.place
	return c
}

// post writes entries of one stream in one act, and says which event it was.
func (w *world) post(entries ...entry) (act.Event, error) {
	stream := entries[0].stream
	if stream.IsZero() {
		stream = w.id()
	}
	return w.do(stream, func(ctx context.Context, s *act.Step) error {
		for _, e := range entries {
			err := w.book.Post(ctx, s, ledger.Entry{Cell: e.cell(), Quantity: e.quantity, Day: calendar.MustDate(e.day), Subject: stream})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) reverse(ev act.Event) (act.Event, error) {
	return w.do(ev.Stream, func(ctx context.Context, s *act.Step) error {
		s.Corrects(ev.Seq)
		return ledger.Reverse(ctx, s, ev.Seq)
	})
}

func (w *world) do(stream store.ID, body func(ctx context.Context, s *act.Step) error) (act.Event, error) {
	a := act.Act{Key: w.id(), Party: stream, Stream: stream, Kind: "test.post", On: w.db.Today(), Actor: access.SystemActor("test")}
	return act.Do(w.Context(), w.db, a, func(ctx context.Context, s *act.Step) (any, error) { return nil, body(ctx, s) })
}

// must posts and fails the test when it cannot.
func (w *world) must(entries ...entry) act.Event {
	w.Helper()
	ev, err := w.post(entries...)
	if err != nil {
		w.Fatal(err)
	}
	return ev
}

func (w *world) compute(a statistics.Ask) *statistics.Result {
	w.Helper()
	r, err := w.engine.Compute(w.Context(), a)
	if err != nil {
		w.Fatal(err)
	}
	return r
}

func (w *world) settle() calendar.Instant {
	w.Helper()
	k, err := w.db.Settle(w.Context(), 0)
	if err != nil {
		w.Fatal(err)
	}
	return k
}

// written is a result in every format and language, one after the other.
func written(t testing.TB, r *statistics.Result) string {
	t.Helper()
	var b bytes.Buffer
	for _, lang := range locale.Languages {
		for _, f := range []statistics.Format{statistics.CSV, statistics.JSON, statistics.HTML} {
			if err := r.Write(&b, f, locale.For(lang)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.String()
}

func csvOf(t testing.TB, r *statistics.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
