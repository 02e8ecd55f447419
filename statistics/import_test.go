package statistics_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/access"
	"sanad/fault"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

const toySource = `id: paper
title: {ar: ع, fr: T, en: T}
publisher: {ar: ع, fr: T, en: T}
as_of: 2021-07-02
files:
  - {file: kinds.csv, table: kinds, page: "7", labels: [name]}
  - {file: text.csv, figures: {name: key, value: value, unit: unit}, states: {toy.care: 2021-07-02}, repeats: [toy.visits]}
`

var paperFiles = map[string]string{
	"kinds.csv": "kind,name,2019-2020,2020-2021,total\na,A,1,2,3\nb,B,4,,4\ntotal,T,5,2,7\n",
	"text.csv":  "key,value,unit\ntoy.care,12,persons\ntoy.visits,7,services\n",
}

func paper(t *testing.T, set *programme.Set) *programme.Source {
	t.Helper()
	list, err := set.LoadSources(fstest.MapFS{"paper.yaml": {Data: []byte(toySource)}})
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// folder is the paper's files with some changed; an empty text takes one out.
func folder(changes map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range paperFiles {
		if changed, ok := changes[name]; ok {
			text = changed
		}
		if text != "" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

// Every mistake of every file is told with its file, line, column, value and
// remedy, and then nothing is written.
func TestBadFilesAreRefusedWhole(t *testing.T) {
	set := toySet(t)
	db := storetest.SQLite(t, store.Options{})
	src := paper(t, set)
	head := "kind,name,2019-2020,2020-2021,total\n"
	for _, c := range []struct {
		file, text string
		key, on    string
		words      []string
	}{
		{"kinds.csv", "", "statistics.file-missing", "kinds.csv", []string{"kinds.csv"}},
		{"kinds.csv", strings.Repeat("x", 2<<20), "statistics.file-large", "kinds.csv", []string{"1024"}},
		{"kinds.csv", "kind\n", "statistics.file-empty", "kinds.csv:1", nil},
		{"kinds.csv", head + "a,A,1\n", "statistics.csv-invalid", "kinds.csv:2", []string{"2"}},
		{"kinds.csv", "name,2019-2020\nA,1\n", "statistics.file-column", "kinds.csv:1", []string{"kind"}},
		{"kinds.csv", "kind,name,colour\na,A,1\n", "statistics.column-unread", "kinds.csv:1", []string{"colour", "kinds"}},
		{"kinds.csv", head + "a,A,1,2,3\nc,C,1,2,3\n", "statistics.file-row", "kinds.csv:3", []string{"3", "kind", "“c”"}},
		{"kinds.csv", head + "a,A,1,2,3\na,A,1,2,3\n", "statistics.file-row-twice", "kinds.csv:3", []string{"line 2"}},
		{"kinds.csv", head + "a,A,1,x,3\n", "statistics.file-value", "kinds.csv:2", []string{"2020-2021", "“x”"}},
		{"kinds.csv", head + "a,A,-1,2,3\n", "statistics.file-value", "kinds.csv:2", []string{"“-1”"}},
		{"kinds.csv", head + "a,A,1.5,2,3\n", "statistics.file-value", "kinds.csv:2", []string{"“1.5”"}},
		{"text.csv", "key,value,unit\ntoy.care,12,persons\ntoy.visits,7,services\ntoy.other,1,x\n", "statistics.file-figure", "text.csv:4", []string{"toy.other"}},
		{"text.csv", "key,value,unit\ntoy.care,12,persons\n", "statistics.file-figure-missing", "text.csv:2", []string{"toy.visits"}},
		{"text.csv", "key,value,unit\ntoy.care,12,MAD\ntoy.visits,7,services\n", "statistics.file-unit", "text.csv:2", []string{"MAD", "toy.care"}},
	} {
		_, err := statistics.Import(t.Context(), db, set, src, access.SystemActor("test"), folder(map[string]string{c.file: c.text}))
		f, ok := err.(*fault.Error)
		if !ok || f.Key != c.key || f.Field != c.on {
			t.Errorf("%s %.40q: %v, want %s on %s", c.file, c.text, err, c.key, c.on)
			continue
		}
		for _, lang := range locale.Languages {
			if text := locale.For(lang).Fault(err); text == "" || strings.Contains(text, "{{") {
				t.Errorf("%s: %q", lang, text)
			}
		}
		text := locale.For(locale.English).Fault(err)
		for _, word := range c.words {
			if !strings.Contains(text, word) {
				t.Errorf("%q does not name %s", text, word)
			}
		}
	}
	_, err := statistics.Import(t.Context(), db, set, src, access.SystemActor("test"),
		folder(map[string]string{"kinds.csv": head + "a,A,x,y,3\n", "text.csv": "key,value,unit\n"}))
	if f, ok := err.(*fault.Error); !ok || len(f.Parts) != 3 {
		t.Errorf("want the three mistakes of both files: %v", err)
	}
	if written, err := store.Exists(t.Context(), db, "select 1 from event"); err != nil || written {
		t.Errorf("something was written: %v %v", written, err)
	}
}

// A document is held against itself, whatever was recorded of the same days: by
// fewer records, as a demonstration has, it becomes no more wrong, and by as many
// as it misprints no more right.
func TestRecordsMakeNoDocumentWrong(t *testing.T) {
	eachToy(t, func(w *world) {
		src := paper(t, w.engine.Programmes)
		bring(t, w.db, w.engine.Programmes, src, folder(map[string]string{"kinds.csv": strings.Replace(paperFiles["kinds.csv"], "total,T,5,2,7", "total,T,5,2,8", 1)}))
		check := func() string {
			found, err := w.engine.Check(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, f := range found {
				text += f.Subject + ": " + locale.For(locale.English).Fault(f.Fault) + "\n"
			}
			return text
		}
		want := check()
		if want != "kinds: Total, Total: printed 8, computed 7.\n" {
			t.Fatalf("found %s", want)
		}
		who := w.id()
		w.record(fact{"visits", rabat, ledger.Dims{"kind": "a"}, "2020-11-01", 3, who}, fact{"care", rabat, nil, "2020-02-01", 40, who})
		now := w.compute(statistics.Ask{Table: "kinds", AsOf: src.AsOf})
		if c, _ := now.Cell(statistics.Total, "total"); c.Value == 7 {
			t.Fatal("the records change nothing: the test shows nothing")
		}
		if got := check(); got != want {
			t.Errorf("with records it finds\n%s, want\n%s", got, want)
		}
	})
}

// A file that is imported anew is a correction: without corrections it says what
// it said before. A new file is none.
func TestAFileImportedAnewIsACorrection(t *testing.T) {
	eachToy(t, func(w *world) {
		src := paper(t, w.engine.Programmes)
		bring(t, w.db, w.engine.Programmes, src, folder(nil))
		before := w.compute(statistics.Ask{Table: "kinds", AsOf: src.AsOf})
		bring(t, w.db, w.engine.Programmes, src, folder(map[string]string{"kinds.csv": strings.Replace(paperFiles["kinds.csv"], "a,A,1,2,3", "a,A,6,2,8", 1)}))
		now := w.compute(statistics.Ask{Table: "kinds", AsOf: src.AsOf})
		ask := now.Ask()
		for _, c := range []struct {
			mix  ledger.Mix
			want *statistics.Result
		}{{ledger.Mix{After: before.KnownOn}, before}, {ledger.Mix{After: before.KnownOn, Corrections: true}, now}, {ledger.Mix{After: 1}, now}} {
			ask.Mix = c.mix
			if got, want := csvOf(t, w.compute(ask)), csvOf(t, c.want); got != want {
				t.Errorf("%+v gives\n%s, want\n%s", c.mix, got, want)
			}
		}
		added, err := ledger.Since(t.Context(), w.db, ledger.View{AsOf: src.AsOf, KnownOn: before.KnownOn}, ledger.View{AsOf: src.AsOf, KnownOn: now.KnownOn})
		if err != nil || len(added) != 1 || !added[0].Corrects || added[0].Quantity != 5 || added[0].Events != 2 {
			t.Errorf("added %+v %v", added, err)
		}
	})
}

// An empty field states nothing; a total of an additive measure is not posted but
// held against the sum; a folder's other files are told.
func TestWhatAFileStates(t *testing.T) {
	eachToy(t, func(w *world) {
		src := paper(t, w.engine.Programmes)
		dir := folder(map[string]string{"kinds.csv": strings.Replace(paperFiles["kinds.csv"], "total,T,5,2,7", "total,T,5,2,8", 1)})
		dir["more.csv"] = &fstest.MapFile{}
		result := bring(t, w.db, w.engine.Programmes, src, dir)
		if result.Stated != 2 || result.Figures != 4 || !slices.Equal(result.Skipped, []string{"more.csv"}) {
			t.Errorf("imported %+v", result)
		}
		r := w.compute(statistics.Ask{Table: "kinds", AsOf: src.AsOf})
		if got := csvOf(t, r); got != "kind,2019-2020,2020-2021,total\na,1,2,3\nb,4,0,4\ntotal,5,2,7\n" {
			t.Errorf("got\n%s", got)
		}
		d, err := w.engine.Members(t.Context(), access.System("a test"), r.Ask(), "2019-2020", "a", ledger.Page{Limit: 1})
		if err != nil || d.Value != 1 || len(d.Stated) != 1 {
			t.Fatalf("behind it: %+v %v", d, err)
		}
		file, err := statistics.StatedBy(t.Context(), w.db, d.Stated[0])
		if err != nil || file.Source != "paper" || file.File != "kinds.csv" || file.Page != "7" || file.Figures[0].Line != 2 || file.Figures[0].Text != "1" {
			t.Errorf("its source: %+v %v", file, err)
		}
		found, err := w.engine.Check(t.Context(), src)
		if err != nil || len(found) != 1 || locale.For(locale.English).Fault(found[0].Fault) != "Total, Total: printed 8, computed 7." {
			t.Errorf("findings %v %v", found, err)
		}
	})
}
