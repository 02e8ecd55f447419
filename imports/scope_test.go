package imports_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/imports"
	"sanad/locale"
	"sanad/sheet/table"
	"sanad/store"
	"sanad/store/storetest"
)

// Who may not import, or not there, is told so; an import of another province is
// not there for them.
func TestWhoMayImport(t *testing.T) {
	each(t, func(w *world) {
		i := w.checked(brought{text: list})
		sister, officer, nation := w.hired("sister", access.CounterClerk, sale), w.hired("officer", access.PaymentOfficer, rabat), w.hired("nation", access.Supervisor, "")
		arrive := func(by access.Actor, province string) error {
			_, err := w.office.Arrive(w.Context(), imports.Arrival{Key: w.id(), Actor: by, Import: w.id(), Kind: imports.Persons, Source: source, Province: province, Name: "a.csv", Content: []byte(list)})
			return err
		}
		w.refused(arrive(officer, rabat), "imports.forbidden")
		w.refused(arrive(sister, rabat), "imports.elsewhere")
		w.refused(arrive(sister, ""), "imports.province-missing")
		w.refused(arrive(sister, "99.999"), "imports.province-unknown")
		w.must(arrive(nation, ""))
		ask := imports.Request{Key: w.id(), Actor: sister, Import: i.ID}
		w.refused(w.office.Run(w.Context(), ask), "store.not-found")
		w.refused(w.office.Cancel(w.Context(), ask), "store.not-found")
		w.refused(w.office.Check(w.Context(), ask, i.Mapping), "store.not-found")
		_, err := w.office.Rows(w.Context(), sister, i.ID, imports.RowQuery{})
		w.refused(err, "store.not-found")
		_, err = w.office.Preview(w.Context(), sister, i.ID, table.Options{})
		w.refused(err, "store.not-found")
		w.refused(w.office.WriteFailed(w.Context(), sister, i.ID, locale.For(locale.Arabic), imports.CSV, &bytes.Buffer{}), "store.not-found")
		for by, want := range map[string]int{"sister": 0, "clerk": 1, "nation": 2} {
			who := map[string]access.Actor{"sister": sister, "clerk": w.clerk, "nation": nation}[by]
			list, _, err := imports.List(w.Context(), w.db, who.Scope(access.PersonsImport), imports.Page{})
			w.must(err)
			if len(list) != want {
				t.Errorf("%s sees %d imports, want %d", by, len(list), want)
			}
		}
		// A supervisor of the whole country may write the row of another province.
		all := w.imported(brought{text: list, by: nation})
		if all.Counts.Written != 3 {
			t.Errorf("%+v\n%s", all.Counts, keysOf(w.rows(all.ID)))
		}
		// Whoever is registered in another province is not named to the clerk.
		hassan := strings.Replace(list, "7;حسن;الوزاني;ذكر;05/06/1970;;;سلا", "7;حسن;الوزاني;ذكر;05/06/1970;;;", 1)
		mine := w.imported(brought{text: hassan, source: "لائحة أخرى"})
		for _, r := range w.rows(mine.ID) {
			if r.Line == 8 {
				t.Errorf("held for somebody of another province: %+v", r)
			}
		}
		w.clean()
	})
}

// A right that was taken away meanwhile stops the import, and says so.
func TestTheImporterIsGone(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	i := w.arrives(brought{text: list})
	w.must(w.deactivate(w.clerk))
	err := w.office.Advance(w.Context(), i.ID, nil)
	w.refused(err, "imports.account")
	if failed := w.is(i.ID, imports.Failed); failed.Failure != "imports.account" || failed.Resumes != imports.Checking {
		t.Errorf("%+v", failed)
	}
	other := w.hired("other", access.CounterClerk, rabat)
	w.must(w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: other, Import: i.ID}))
	w.must(w.office.Advance(w.Context(), i.ID, nil))
	w.is(i.ID, imports.Checked)
}

func TestWrongFilesAndMappings(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	for _, c := range []struct {
		change func(a *imports.Arrival)
		key    string
	}{
		{func(a *imports.Arrival) { a.Content = nil }, "imports.file-empty"},
		{func(a *imports.Arrival) { a.Content = make([]byte, imports.MostBytes+1) }, "imports.file-large"},
		{func(a *imports.Arrival) { a.Content = []byte("a;b\n") }, "imports.no-rows"},
		{func(a *imports.Arrival) { a.Content = []byte("%PDF-1.4") }, "table.not-a-table"},
		{func(a *imports.Arrival) { a.Content = []byte("a;b\n1;\"2\n3;4\n") }, "table.quote-open"},
		{func(a *imports.Arrival) { a.Source = "  " }, "imports.source-missing"},
		{func(a *imports.Arrival) { a.Source = strings.Repeat("م", 200) }, "imports.source-long"},
		{func(a *imports.Arrival) { a.Kind = "people" }, "imports.kind-unknown"},
		{func(a *imports.Arrival) { a.Kind = imports.Applications }, "imports.programme-missing"},
		{func(a *imports.Arrival) { a.Kind, a.Programme = imports.Applications, "nothing" }, "programme.unknown"},
		{func(a *imports.Arrival) { a.Kind, a.Programme = imports.Applications, "legal-texts" }, "imports.subject"},
	} {
		a := imports.Arrival{Key: w.id(), Actor: w.clerk, Import: w.id(), Kind: imports.Persons, Source: source, Province: rabat, Name: "a.csv", Content: []byte(list)}
		c.change(&a)
		_, err := w.office.Arrive(w.Context(), a)
		w.refused(err, c.key)
	}
	i := w.checked(brought{text: list})
	for _, c := range []struct {
		change func(m *imports.Mapping)
		key    string
	}{
		{func(m *imports.Mapping) { delete(m.Columns, "sex") }, "imports.field-missing"},
		{func(m *imports.Mapping) { m.Columns["sexe"] = "الجنس" }, "imports.field-unknown"},
		{func(m *imports.Mapping) { m.Columns["sex"] = "gone" }, "imports.column-unknown"},
		{func(m *imports.Mapping) { m.Words = map[string]map[string]string{"sex": {"؟": "X"}} }, "imports.code-unknown"},
		{func(m *imports.Mapping) { m.Fixed = map[string]string{"nothing": "1"} }, "imports.field-unknown"},
	} {
		v, err := w.office.Preview(w.Context(), w.clerk, i.ID, table.Options{})
		w.must(err)
		m := v.Proposed
		columns := map[string]string{}
		for field, column := range m.Columns {
			columns[field] = column
		}
		m.Columns = columns
		c.change(&m)
		w.refused(w.office.Check(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID}, m), c.key)
	}
	w.refused(w.office.WriteFailed(w.Context(), w.clerk, i.ID, locale.For(locale.Arabic), "pdf", &bytes.Buffer{}), "imports.format")
}

// What was said of a source's columns is proposed for its next file.
func TestAMappingIsRemembered(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	odd := "c1;c2;c3;c4;c5\n1;فاطمة;العلوي;2;05/17/1980\n"
	say := func(m *imports.Mapping) {
		m.Columns = map[string]string{"key": "c1", "given": "c2", "family": "c3", "sex": "c4", "birth": "c5"}
		m.Words = map[string]map[string]string{"sex": {"2": "F", "1": "M"}}
		m.Dates = map[string]table.Dates{"birth": {Order: table.MonthFirst}}
	}
	if i := w.imported(brought{text: odd, change: say}); i.Counts.Written != 1 {
		t.Errorf("%+v\n%s", i.Counts, keysOf(w.rows(i.ID)))
	}
	if p := w.people()["فاطمة العلوي"]; p.Birth != birth("1980-05-17") {
		t.Errorf("born %s", p.Birth)
	}
	next := strings.Replace(odd, "1;فاطمة;العلوي;2;05/17/1980", "2;يوسف;بناني;1;12/31/1975", 1)
	if i := w.imported(brought{text: next}); i.Counts.Written != 1 {
		t.Errorf("%+v\n%s", i.Counts, keysOf(w.rows(i.ID)))
	}
}

// A file read otherwise than it came has other rows: they are what counts.
func TestAFileReadOtherwise(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	head, rest, _ := strings.Cut(list, "\n")
	titled := "لائحة سنة 2026;;;;;;;\n;;;;;;;\n" + head + "\n" + rest
	read := table.Options{Head: 3}
	i, err := w.office.Arrive(w.Context(), imports.Arrival{Key: w.id(), Actor: w.clerk, Import: w.id(), Kind: imports.Persons, Source: source, Province: rabat, Name: "a.csv", Content: []byte(titled), Read: table.Options{Head: 1}})
	w.must(err)
	v, err := w.office.Preview(w.Context(), w.clerk, i.ID, read)
	w.must(err)
	w.must(w.office.Check(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID}, v.Proposed))
	w.must(w.office.Advance(w.Context(), i.ID, nil))
	if now := w.is(i.ID, imports.Checked); i.Total == now.Total || now.Total != 10 || now.Counts.Written != 2 {
		t.Errorf("%d rows came, %d were read: %+v", i.Total, now.Total, now.Counts)
	}
	w.clean()
}

// What a file and its rows said is forgotten some time after the import; what
// makes a row import once is not.
func TestFilesAreForgotten(t *testing.T) {
	now := calendar.SystemClock()
	storetest.EachWith(t, store.Options{Clock: func() calendar.Instant { return now }}, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		i := w.imported(brought{text: list})
		w.must(w.office.Sweep(w.Context()))
		if w.is(i.ID, imports.Done).Forgotten || w.count("import_content") == 0 || w.count("import_row") != 8 {
			t.Error("forgotten at once")
		}
		now += calendar.Instant(imports.KeepDays*24*3600+1) * 1_000_000
		w.must(w.office.Sweep(w.Context()))
		if !w.is(i.ID, imports.Done).Forgotten || w.count("import_content")+w.count("import_row") != 0 {
			t.Error("not forgotten")
		}
		w.refused(w.office.WriteFailed(w.Context(), w.clerk, i.ID, locale.For(locale.Arabic), imports.CSV, &bytes.Buffer{}), "imports.forgotten")
		if again := w.imported(brought{text: list}); again.Counts.Same != 2 {
			t.Errorf("%+v", again.Counts)
		}
		w.clean()
	})
}

// Nothing of a file stands in the database in clear.
func TestFilesAreSealed(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	w.imported(brought{text: list})
	for _, table := range []string{"import_content", "import_row"} {
		all, err := store.All(w.Context(), w.db, store.Value[[]byte], fmt.Sprintf("select cipher from %s", table))
		w.must(err)
		for _, sealed := range all {
			if bytes.Contains(sealed, []byte("فاطمة")) || bytes.Contains(sealed, []byte("ZZ10")) {
				t.Errorf("%s holds a name in clear", table)
			}
		}
	}
}

// A list as a workbook, and the file of failed rows as one.
func TestWorkbooks(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t, store.Options{}))
	i := w.imported(brought{text: list})
	var book bytes.Buffer
	w.must(w.office.WriteFailed(w.Context(), w.clerk, i.ID, locale.For(locale.Arabic), imports.XLSX, &book))
	again := w.imported(brought{text: book.String()})
	if again.Counts.Failed() != 8 || again.Total != 8 {
		t.Errorf("%+v of %d\n%s", again.Counts, again.Total, keysOf(w.rows(again.ID)))
	}
}
