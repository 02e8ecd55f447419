package demo_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"sanad/access"
	"sanad/demo"
	"sanad/demo/facts"
	"sanad/locale"
	"sanad/programme"
	"sanad/sources"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// whole loads some systems as large as the report, on SQLite; small, a part of
// them, on PostgreSQL.
func whole(t *testing.T, only ...string) world {
	t.Helper()
	clock := demo.NewClock()
	return load(t, storetest.SQLite(t, store.Options{Clock: clock.Now, Bulk: true}), clock, demo.Options{Seed: 7, Only: only})
}

func onPostgres(t *testing.T, only ...string) world {
	t.Helper()
	clock := demo.NewClock()
	return load(t, storetest.Postgres(t, store.Options{Clock: clock.Now}), clock, demo.Options{Seed: 7, Scale: 0.02, Only: only})
}

// isTheReport holds tables, as recorded, against the files of the report, cell
// for cell. The report itself is imported first: what it states stands aside.
func (w world) isTheReport(tables ...string) {
	w.Helper()
	list, err := w.office.Programmes.LoadSources(sources.Files)
	if err != nil {
		w.Fatal(err)
	}
	src, dir := list[slices.IndexFunc(list, func(s *programme.Source) bool { return s.ID == "outcome-2021" })], os.DirFS("facts/data/report")
	if _, err := statistics.Import(w.Context(), w.db, w.office.Programmes, src, access.SystemActor("test"), dir); err != nil {
		w.Fatal(locale.For(locale.English).Fault(err))
	}
	engine := &statistics.Engine{DB: w.db, Programmes: w.office.Programmes}
	for _, name := range tables {
		i := slices.IndexFunc(src.Files, func(f programme.SourceFile) bool { return f.Table == name })
		want, err := statistics.FileTable(dir, src.Files[i])
		if err != nil {
			w.Fatal(err)
		}
		r, err := engine.Compute(w.Context(), statistics.Ask{Table: name, AsOf: demo.End})
		if err != nil {
			w.Fatal(err)
		}
		var b bytes.Buffer
		if err := r.WriteCSV(&b); err != nil {
			w.Fatal(err)
		}
		if !sameCells(b.String(), want) || r.Origins() != statistics.Recorded || !r.Reconciles() {
			w.Errorf("%s, %s, problems %v:\n%s\nwant\n%s", name, r.Origins(), r.Problems, b.String(), want)
		}
	}
}

// figuresAreTheReport holds figures of running text, as recorded, against those
// of the report; it is called after isTheReport, which imports it.
func (w world) figuresAreTheReport(names ...string) {
	w.Helper()
	engine := &statistics.Engine{DB: w.db, Programmes: w.office.Programmes}
	figures, err := engine.Figures(w.Context(), statistics.Ask{AsOf: demo.End}, names...)
	if err != nil {
		w.Fatal(err)
	}
	for _, name := range names {
		f := figures[name]
		if want := fmt.Sprint(facts.Figure(name)); f.Plain() != want || f.Cell.Origin != statistics.Recorded {
			w.Errorf("%s is %s, %v, want %s", name, f.Plain(), f.Cell.Origin, want)
		}
	}
}

// sameCells compares two files cell by cell: what the report leaves empty is
// computed all the same.
func sameCells(got, want string) bool {
	return slices.EqualFunc(strings.Split(got, "\n"), strings.Split(want, "\n"), func(got, want string) bool {
		return slices.EqualFunc(strings.Split(got, ","), strings.Split(want, ","), func(got, want string) bool { return got == want || want == "" })
	})
}
