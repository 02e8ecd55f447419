package imports_test

import (
	"bytes"

	"encoding/csv"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/imports"
	"sanad/locale"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

const (
	rabat = "04.421"
	sale  = "04.441"
)

// ours are the programmes of the program, read once: nothing changes them.
var ours = sync.OnceValues(func() (*programme.Set, error) { return programme.Load(programmes.Files) })

// world is a register, an office of imports, and a clerk of one province.
type world struct {
	testing.TB
	db     *store.DB
	keys   *registry.Keys
	files  *dossier.Office
	office *imports.Office
	clerk  access.Actor
}

func each(t *testing.T, run func(w *world)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { run(newWorld(t, db)) })
}

func newWorld(t testing.TB, db *store.DB) *world {
	t.Helper()
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := registry.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, db: db, keys: keys, files: dossier.NewOffice(db, set)}
	w.office = imports.NewOffice(db, w.files, keys)
	w.clerk = w.hired("clerk", access.CounterClerk, rabat)
	return w
}

// hired is an account with one role in one territory.
func (w *world) hired(login string, role access.Role, territory string) access.Actor {
	w.Helper()
	a, _, err := account.Invite(w.Context(), w.db, access.SystemActor("test"), w.id(), account.New{Login: login, Name: "موظف",
		Grants: []access.Grant{{Role: role, Programme: access.EveryProgramme, Territory: territory}}})
	w.must(err)
	return a.Actor()
}

func (w *world) id() store.ID { return store.NewID(w.db.Now()) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, key string) {
	w.Helper()
	if fault.KeyOf(err) != key {
		w.Errorf("got %v, want %s", err, key)
	}
}

// brought is a file that arrived, checked with the mapping that is proposed and
// what a test says beside.
type brought struct {
	kind      imports.Kind
	programme string
	source    string
	text      string
	change    func(m *imports.Mapping)
	by        access.Actor
	loose     bool // what the dry run says may be said otherwise: of nonsense about persons who stand in a file several times
}

const source = "جماعة يعقوب المنصور"

// arrives keeps a file and asks for its dry run.
func (w *world) arrives(b brought) imports.Import {
	w.Helper()
	if b.source == "" {
		b.source = source
	}
	if b.kind == "" {
		b.kind = imports.Persons
	}
	if b.by.Account.IsZero() {
		b.by = w.clerk
	}
	i, err := w.office.Arrive(w.Context(), imports.Arrival{Key: w.id(), Actor: b.by, Import: w.id(), Kind: b.kind, Programme: b.programme, Source: b.source, Province: rabat, Name: "لائحة.csv", Content: []byte(b.text)})
	w.must(err)
	v, err := w.office.Preview(w.Context(), b.by, i.ID, i.Mapping.Read)
	w.must(err)
	if b.change != nil {
		b.change(&v.Proposed)
	}
	w.must(w.office.Check(w.Context(), imports.Request{Key: w.id(), Actor: b.by, Import: i.ID}, v.Proposed))
	return i
}

func (w *world) checked(b brought) imports.Import {
	w.Helper()
	i := w.arrives(b)
	w.must(w.office.Advance(w.Context(), i.ID, nil))
	return w.is(i.ID, imports.Checked)
}

// imported goes the whole way, and holds the dry run against the real one.
func (w *world) imported(b brought) imports.Import {
	w.Helper()
	dry := w.checked(b)
	by := b.by
	if by.Account.IsZero() {
		by = w.clerk
	}
	tried := w.rows(dry.ID)
	w.must(w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: by, Import: dry.ID}))
	w.must(w.office.Advance(w.Context(), dry.ID, nil))
	i := w.is(dry.ID, imports.Done)
	if b.loose {
		return i
	}
	if i.Counts != dry.Counts {
		w.Errorf("the dry run said %+v, the real one %+v", dry.Counts, i.Counts)
	}
	if rows := w.rows(i.ID); keysOf(rows) != keysOf(tried) {
		w.Errorf("the dry run said\n%sthe real one\n%s", keysOf(tried), keysOf(rows))
	}
	return i
}

func (w *world) is(id store.ID, state imports.State) imports.Import {
	w.Helper()
	i, err := imports.Get(w.Context(), w.db, access.System("a test"), id)
	w.must(err)
	if i.State != state {
		w.Fatalf("the import is %s (%s), want %s", i.State, i.Failure, state)
	}
	return i
}

func (w *world) rows(id store.ID) []imports.Row {
	w.Helper()
	list, err := w.office.Rows(w.Context(), access.SystemActor("test"), id, imports.RowQuery{Limit: 100_000})
	w.must(err)
	return list
}

// keysOf are rows in short: number, state, and what is wrong.
func keysOf(rows []imports.Row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(locale.For(locale.English).Number(r.Line) + " " + string(r.State))
		for _, p := range r.Problems {
			b.WriteString(" " + p.Field + ":" + p.Key)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// failed is the file of failed rows: its records, the head first.
func (w *world) failed(id store.ID, lang locale.Lang) [][]string {
	w.Helper()
	var b bytes.Buffer
	w.must(w.office.WriteFailed(w.Context(), access.SystemActor("test"), id, locale.For(lang), imports.CSV, &b))
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
	r.Comma = ';'
	records, err := r.ReadAll()
	w.must(err)
	return records
}

// text writes records as a file.
func text(records [][]string) string {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	c.Comma = ';'
	_ = c.WriteAll(records)
	return b.String()
}

// people are the persons of the register by their Latin or Arabic name.
func (w *world) people() map[string]registry.Person {
	w.Helper()
	ids, err := store.All(w.Context(), w.db, store.Value[store.ID], "select party_id from person order by party_id")
	w.must(err)
	out := map[string]registry.Person{}
	for _, id := range ids {
		p, err := registry.Get(w.Context(), w.db, access.System("a test"), id)
		w.must(err)
		out[p.Name(locale.Arabic)] = p
	}
	if len(out) != len(ids) {
		w.Errorf("%d persons under %d names", len(ids), len(out))
	}
	return out
}

// clean holds the register and the dossiers against their events.
func (w *world) clean() {
	w.Helper()
	_, err := registry.Verify(w.Context(), w.db, func(p registry.Problem) { w.Errorf("person %s: %s", p.Party, p.What) })
	w.must(err)
	_, err = imports.Verify(w.Context(), w.db, func(problem string) { w.Error(problem) })
	w.must(err)
	_, err = w.files.Verify(w.Context(), w.db, func(problem string) { w.Error(problem) })
	w.must(err)
}

func (w *world) count(table string) int64 {
	w.Helper()
	n, err := store.One(w.Context(), w.db, store.Value[int64], "select count(*) from "+table)
	w.must(err)
	return n
}

func birth(s string) calendar.Birth {
	b, err := calendar.ParseBirth(s)
	if err != nil {
		panic(err)
	}
	return b
}

// moves writes a person again, as a clerk at a counter does.
func (w *world) moves(p registry.Person, address string) {
	w.Helper()
	d := registry.Draft{Arabic: p.Arabic, Latin: p.Latin, Sex: p.Sex, Birth: p.Birth, Province: p.Province, Address: address, Phone: p.Phone}
	_, err := registry.Amend(w.Context(), registry.Alone(w.db), w.keys, act.Act{Key: w.id(), On: w.db.Today(), Actor: w.clerk}, p.ID, p.Revision, d)
	w.must(err)
}

func (w *world) deactivate(who access.Actor) error {
	return account.Deactivate(w.Context(), w.db, access.SystemActor("test"), w.id(), who.Account)
}
