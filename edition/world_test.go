package edition_test

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
	"sanad/edition"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/programmes"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// toys are two tables of persons that share a margin.
const toys = `
  - name: toy-persons
    unit: persons
    by: [region, province, month]
    title: {ar: جدول, fr: Tableau, en: Table}
    columns:
      - {key: stay, measure: widows_supported, title: {ar: ب, fr: B, en: B}}
      - {key: pledged, measure: monthly_support, title: {ar: د, fr: D, en: D}}
    sort: {column: stay, desc: true}
  - name: toy-dossiers
    unit: dossiers
    threshold: 3
    by: [region]
    title: {ar: جدول آخر, fr: Autre, en: Other}
    columns:
      - {key: came, measure: received, title: {ar: أ, fr: A, en: A}}
      - {key: took, measure: accepted, title: {ar: ج, fr: C, en: C}}
    shares:
      - {key: rate, numerator: took, denominator: came, digits: 1, title: {ar: ه, fr: E, en: E}}
`

// set is the programmes with the toys, their text changed.
func set(tb testing.TB, change *strings.Replacer) *programme.Set {
	tb.Helper()
	return setWith(tb, func(text string) string { return withTables(text, change.Replace(toys)) })
}

// setWith is the programmes with the widows' tables changed.
func setWith(tb testing.TB, change func(text string) string) *programme.Set {
	tb.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(programmes.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(programmes.Files, path)
		if path == "widows-support/tables.yaml" {
			data = []byte(change(string(data)))
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

// withTables adds tables after the head of the list of tables.
func withTables(text, tables string) string {
	head, rest, _ := strings.Cut(text, "tables:\n")
	return head + "tables:" + tables + rest
}

var asItIs = strings.NewReplacer()

// world is a ledger to post to and an office of editions.
type world struct {
	*testing.T
	db     *store.DB
	book   *ledger.Book
	office *edition.Office
}

func each(t *testing.T, run func(w *world)) {
	programmes := set(t, asItIs)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		run(&world{T: t, db: db, book: &ledger.Book{}, office: edition.NewOffice(db, programmes)})
	})
}

func (w *world) id() store.ID { return store.NewID(w.db.Now()) }

var units = map[string]ledger.Cell{
	"received": {Unit: "dossiers", Kind: ledger.Flow}, "accepted": {Unit: "dossiers", Kind: ledger.Stock},
	"widows_supported": {Unit: "persons", Kind: ledger.Stock}, "monthly_support": {Unit: "centimes", Kind: ledger.Stock},
}

// post posts a quantity of a measure in a place on a day, in an act of its own.
func (w *world) post(measure, place, day string, quantity int64) act.Event {
	w.Helper()
	c := units[measure]
	c.Programme, c.Measure, c.Territory = "widows-support", measure, place
	stream := w.id()
	return w.do(stream, func(ctx context.Context, s *act.Step) error {
		return w.book.Post(ctx, s, ledger.Entry{Cell: c, Quantity: quantity, Day: calendar.MustDate(day), Subject: stream})
	})
}

func (w *world) reverse(ev act.Event) act.Event {
	w.Helper()
	return w.do(ev.Stream, func(ctx context.Context, s *act.Step) error {
		s.Corrects(ev.Seq)
		return ledger.Reverse(ctx, s, ev.Seq)
	})
}

func (w *world) do(stream store.ID, body func(ctx context.Context, s *act.Step) error) act.Event {
	w.Helper()
	a := act.Act{Key: w.id(), Party: stream, Stream: stream, Kind: "test.post", On: w.db.Today(), Actor: access.SystemActor("test")}
	ev, err := act.Do(w.Context(), w.db, a, func(ctx context.Context, s *act.Step) (any, error) { return nil, body(ctx, s) })
	if err != nil {
		w.Fatal(err)
	}
	return ev
}

// people are who acts: an account each, with one role in the whole country.
var people = map[string]access.Actor{}

func who(name string, role access.Role) access.Actor {
	if a, ok := people[name]; ok {
		return a
	}
	a := access.Actor{Account: access.SystemActor(name).Account, Name: name,
		Grants: []access.Grant{{Role: role, Programme: access.EveryProgramme}}}
	people[name] = a
	return a
}

var (
	preparer = who("preparer", access.Statistician)
	chief    = who("chief", access.Statistician)
	director = who("director", access.Director)
	clerk    = who("clerk", access.CounterClerk)
)

var title = locale.Text{Ar: "حصيلة", Fr: "Bilan", En: "Account"}

// drafting asks for an edition of both toys.
func (w *world) drafting(asOf string) edition.Drafting {
	return edition.Drafting{Key: w.id(), Actor: preparer, ID: w.id(), Series: "outcome", Title: title, AsOf: calendar.MustDate(asOf),
		Contents: []edition.Content{{Table: "toy-persons"}, {Table: "toy-dossiers"}}}
}

func (w *world) draft(d edition.Drafting) store.ID {
	w.Helper()
	if _, err := w.office.Draft(w.Context(), d); err != nil {
		w.Fatal(err)
	}
	return d.ID
}

func (w *world) request(id store.ID, a access.Actor) edition.Request {
	return edition.Request{Key: w.id(), Actor: a, ID: id}
}

func (w *world) get(id store.ID) edition.Edition {
	w.Helper()
	e, err := edition.Get(w.Context(), w.db, chief.Scope(access.EditionsRead), id)
	if err != nil {
		w.Fatal(err)
	}
	return e
}

// must stops the test on an error of an act.
func (w *world) must(_ act.Event, err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused wants an error of a key.
func (w *world) refused(key string) func(act.Event, error) {
	return func(_ act.Event, err error) {
		w.Helper()
		if fault.KeyOf(err) != key {
			w.Errorf("got %v, want %s", err, key)
		}
	}
}

// publish takes a new edition all the way.
func (w *world) publish(d edition.Drafting) edition.Edition {
	w.Helper()
	id, ctx := w.draft(d), w.Context()
	w.must(w.office.Check(ctx, w.request(id, preparer)))
	w.must(w.office.Sign(ctx, w.request(id, chief)))
	w.must(w.office.Sign(ctx, w.request(id, director)))
	w.must(w.office.Release(ctx, w.request(id, preparer), 0))
	return w.get(id)
}

func (w *world) tables(e edition.Edition) []edition.Table {
	w.Helper()
	list, err := w.office.Tables(w.Context(), e)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

// written is everything that an edition says, in every format and language.
func (w *world) written(e edition.Edition) string {
	w.Helper()
	var b bytes.Buffer
	for _, t := range w.tables(e) {
		for _, lang := range locale.Languages {
			for _, f := range []statistics.Format{statistics.CSV, statistics.JSON, statistics.HTML} {
				if err := t.Result.Write(&b, f, locale.For(lang)); err != nil {
					w.Fatal(err)
				}
			}
			b.WriteString(t.Protection(locale.For(lang)))
		}
	}
	return b.String()
}

// fill posts enough for tables with small counts.
func (w *world) fill() {
	for place, n := range map[string]int64{"01.511": 40, "02.411": 3, "03.061": 25, "04.421": 60, "05.081": 12, "06.141": 2} {
		w.post("widows_supported", place, "2021-03-10", n)
		w.post("monthly_support", place, "2021-03-10", n*35000)
		w.post("received", place, "2021-02-01", n+10)
		w.post("accepted", place, "2021-03-10", n)
	}
}
