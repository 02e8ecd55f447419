package statistics_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/sources"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// report2021 is the report that the product implements; the product never needs
// it, and a check-out without it skips.
const report2021 = "../../shared/report-2021"

func reportFiles(t *testing.T) fs.FS {
	t.Helper()
	if _, err := os.Stat(report2021); err != nil {
		t.Skipf("the report's files are not beside this check-out (%s): %v", report2021, err)
	}
	return os.DirFS(report2021)
}

// outcome is the document of the binary.
func outcome(t *testing.T, set *programme.Set) *programme.Source {
	t.Helper()
	list, err := set.LoadSources(sources.Files)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(s *programme.Source) bool { return s.ID == "outcome-2021" })
	if i < 0 {
		t.Fatal("the outcome report of 2021 is not among the sources")
	}
	return list[i]
}

func bring(t *testing.T, db *store.DB, set *programme.Set, src *programme.Source, dir fs.FS) statistics.Imported {
	t.Helper()
	result, err := statistics.Import(t.Context(), db, set, src, access.SystemActor("test"), dir)
	if err != nil {
		t.Fatalf("%s", locale.For(locale.English).Fault(err))
	}
	return result
}

// All fifteen tables come out of the ledger as the report prints them, byte for
// byte but for the columns of words; importing again changes nothing; and what
// the report gets wrong is found, all of it and nothing else.
func TestTheReportOf2021(t *testing.T) {
	dir := reportFiles(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		set := set(t)
		src := outcome(t, set)
		e := &statistics.Engine{DB: db, Programmes: set}
		if first := bring(t, db, set, src, dir); first.Stated != len(src.Files) || first.Changed != 0 {
			t.Errorf("imported %+v", first)
		}
		asOf := calendar.MustDate("2021-07-02")
		given := map[string]string{}
		for _, f := range src.Files {
			if f.Table == "" {
				continue
			}
			r, err := e.Compute(t.Context(), statistics.Ask{Table: f.Table, AsOf: asOf})
			if err != nil {
				t.Fatal(err)
			}
			if want := fileTable(t, dir, f); csvOf(t, r) != want {
				t.Errorf("%s:\n%s\nwant\n%s", f.Table, csvOf(t, r), want)
			}
			if !r.Reconciles() || r.Origins() != statistics.Reported {
				t.Errorf("%s: problems %v, origins %v", f.Table, r.Problems, r.Origins())
			}
			given[f.Table] = written(t, r)
		}
		if len(given) != 15 {
			t.Errorf("%d tables, want 15", len(given))
		}
		if again := bring(t, db, set, src, dir); again.Stated != 0 || again.Changed != 0 {
			t.Errorf("imported twice: %+v", again)
		}
		for table, want := range given {
			if r, err := e.Compute(t.Context(), statistics.Ask{Table: table, AsOf: asOf}); err != nil || written(t, r) != want {
				t.Errorf("%s changed when the same files were imported again: %v", table, err)
			}
		}
		findings(t, e, src)
		n, err := statistics.VerifyStated(t.Context(), db, set, []*programme.Source{src}, func(problem string) { t.Error(problem) })
		if err != nil || n != len(src.Files) {
			t.Errorf("verified %d events: %v", n, err)
		}
	})
}

// fileTable is a file of the document as a table is written.
func fileTable(t *testing.T, dir fs.FS, f programme.SourceFile) string {
	t.Helper()
	text, err := statistics.FileTable(dir, f)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// findings are those of the report's README, and no other.
func findings(t *testing.T, e *statistics.Engine, src *programme.Source) {
	t.Helper()
	want := []string{
		"07-cold-wave-by-sex: 2020-2021, Share female: printed 10.88%, computed 10.38% (243 of 2342).",
		"07-cold-wave-by-sex: 2020-2021: the printed percentages add up to 100.50%, not 100%.",
		"institutions.growth_institutions: Growth of institutions from 2015 to 2020: printed 15.6%, computed 15.59% (145 of 930).",
		"street.female_share: Share of women and girls: printed 11.98%, computed 11.99% (902 of 7523).",
		"street.male_share: Share of men and boys: printed 88.02%, computed 88.01% (6621 of 7523).",
		"subsidised_places_are_licensed: Places in institutions subsidised in 2020 ≤ Places in licensed institutions does not hold: 113,158 on one side, 106,262 on the other.",
	}
	explained := []string{"“Centres”: the rows add up to 4703 and the total is 4223. The difference of 480", "it is law 14.05"}
	found, err := e.Check(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		text := locale.For(locale.English).Fault(f.Fault)
		list := &want
		if f.Explained {
			list = &explained
		} else {
			text = f.Subject + ": " + text
		}
		i := slices.IndexFunc(*list, func(w string) bool { return strings.Contains(text, w) })
		if i < 0 {
			t.Errorf("a false finding: %s", text)
			continue
		}
		*list = slices.Delete(*list, i, i+1)
		for _, lang := range locale.Languages {
			if text := locale.For(lang).Fault(f.Fault); text == "" || strings.Contains(text, "{{") {
				t.Errorf("%s: %q", lang, text)
			}
		}
	}
	for _, w := range append(want, explained...) {
		t.Errorf("not found: %s", w)
	}
}

// A file that says something else than before is a correction: known from then
// on, and nothing that was known changes.
func TestAChangedFileIsACorrection(t *testing.T) {
	dir := reportFiles(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		set := set(t)
		src := outcome(t, set)
		e := &statistics.Engine{DB: db, Programmes: set}
		bring(t, db, set, src, dir)
		then, err := db.Settle(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		ask := statistics.Ask{Table: "05-audited-institutions", AsOf: src.AsOf, KnownOn: then}
		before, err := e.Compute(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		changed := copied(t, dir, src)
		changed["05-audited-institutions.csv"].Data = []byte(strings.Replace(string(changed["05-audited-institutions.csv"].Data), "الشرق,6,9,", "الشرق,6,10,", 1))
		if result := bring(t, db, set, src, changed); result.Changed != 1 || result.Stated != 0 {
			t.Errorf("imported %+v", result)
		}
		if again, err := e.Compute(t.Context(), ask); err != nil || written(t, again) != written(t, before) {
			t.Errorf("what was known changed: %v", err)
		}
		now, err := e.Compute(t.Context(), statistics.Ask{Table: ask.Table, AsOf: src.AsOf})
		if err != nil {
			t.Fatal(err)
		}
		if cell, ok := now.Cell("oriental", "institutions_2015_2016"); !ok || cell.Value != 10 || now.Total.Cells[1].Value != 401 {
			t.Errorf("known now %v, total %v", cell, now.Total.Cells[1])
		}
		found, err := e.Check(t.Context(), src)
		if err != nil || !slices.ContainsFunc(found, func(f statistics.Finding) bool {
			return f.Fault.Key == "statistics.printed-differs" && f.Subject == ask.Table
		}) {
			t.Errorf("the printed total of 400 against 401 is not found: %v", err)
		}
	})
}

func copied(t *testing.T, dir fs.FS, src *programme.Source) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, f := range src.Files {
		data, err := fs.ReadFile(dir, f.File)
		if err != nil {
			t.Fatal(err)
		}
		out[f.File] = &fstest.MapFile{Data: data}
	}
	return out
}

// Whoever is not the system imports nothing.
func TestOnlyTheSystemImportsFigures(t *testing.T) {
	set := set(t)
	_, err := statistics.Import(t.Context(), storetest.SQLite(t, store.Options{}), set, outcome(t, set), access.Actor{}, fstest.MapFS{})
	if fault.KeyOf(err) != "statistics.forbidden" {
		t.Errorf("%v", err)
	}
}
