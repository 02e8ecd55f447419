package report_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/report"
	"sanad/sources"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

const shared = "../../shared/report-2021"

// pole is a database into which the figures of the report of 2021 were imported.
func pole(t testing.TB, db *store.DB, set *programme.Set) *report.Composer {
	t.Helper()
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the figures of the report of 2021 are not beside the repository (../shared/report-2021)")
	}
	list, err := set.LoadSources(sources.Files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := statistics.Import(t.Context(), db, set, list[0], access.SystemActor("test"), os.DirFS(shared)); err != nil {
		t.Fatal(err)
	}
	reports, err := report.Load(report.Files, set)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Composer{DB: db, Programmes: set, Reports: reports, Source: &statistics.Engine{DB: db, Programmes: set}}
}

func compose(t *testing.T, c *report.Composer) *report.Document {
	t.Helper()
	d, err := c.Compose(t.Context(), "outcome-2021", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func html(t *testing.T, d *report.Document, lang locale.Lang) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.WriteHTML(&b, locale.For(lang)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var tag = regexp.MustCompile(`<[^>]*>`)

// The text says what the records give, not what was once printed: 15.59 where
// the source has 15.60, 11.99 where it has 11.98.
func TestTheReportSaysTheFiguresOfTheRecords(t *testing.T) {
	programmes := set(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := compose(t, pole(t, db, programmes))
		for lang, words := range map[locale.Lang][]string{
			locale.Arabic: {"استفادت منه 114.851 أرملة", "195.000 يتيم ويتيمة", "2.876 مليون درهم", "15,59\u00a0%", "11,99\u00a0%", "88,01\u00a0%", "10,38\u00a0%",
				"6 إسعافات اجتماعية جديدة", "20 اتفاقية شراكة", "9 اتفاقيات شراكة", "120,5 مليون درهم", "75.323.166 درهما", "إلى غاية 02 يوليوز 2021"},
			locale.French:  {"bénéficié à 114\u202f851 veuves", "2\u202f876 millions de dirhams", "15,59\u00a0%", "jusqu'au 2 juillet 2021", "6 nouveaux services"},
			locale.English: {"has reached 114,851 widows", "2,876 million dirhams", "15.59%", "up to 2 July 2021", "43 projects of associations"},
		} {
			text := strings.Join(strings.Fields(strings.ReplaceAll(tag.ReplaceAllString(html(t, d, lang), ""), "&#39;", "'")), " ")
			for _, want := range words {
				if want = strings.Join(strings.Fields(want), " "); !strings.Contains(text, want) {
					t.Errorf("the report in %s does not say %q", lang, want)
				}
			}
			for _, bad := range []string{"15,60", "15.60", "11,98", "88,02", "10,88", "%!"} {
				if strings.Contains(text, bad) {
					t.Errorf("the report in %s says %q", lang, bad)
				}
			}
		}
		if d.Problems() != 0 {
			t.Errorf("%d tables' checks do not hold", d.Problems())
		}
	})
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The folder is the same for the same figures, whole without a browser, and its
// CSV is the one that `sanad table` writes.
func TestTheFolderIsTheSameEachTime(t *testing.T) {
	t.Setenv("PATH", "")
	db := storetest.SQLite(t, store.Options{})
	c := pole(t, db, set(t))
	first, second := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, dir := range []string{first, second} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "report.pdf"), []byte("of last year"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := compose(t, c).WriteDir(t.Context(), dir, locale.For(locale.Arabic)); !errors.Is(err, report.ErrNoBrowser) {
			t.Fatalf("without a browser: %v", err)
		}
	}
	got, again := files(t, first), files(t, second)
	if len(got) != 2+3*15 {
		t.Errorf("%d files, want the report, the workbook and three for each table", len(got))
	}
	for name, data := range got {
		if again[name] != data {
			t.Errorf("%s differs from one writing to the next", name)
		}
	}
	for _, r := range compose(t, c).Results() {
		var b bytes.Buffer
		if err := r.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		if got["csv/"+r.Table.Name+".csv"] != b.String() {
			t.Errorf("csv/%s.csv is not what `sanad table` writes", r.Table.Name)
		}
	}
}

func TestAQuestionThatCannotBeAskedIsRefused(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	programmes := set(t)
	reports, err := report.Load(report.Files, programmes)
	if err != nil {
		t.Fatal(err)
	}
	c := &report.Composer{DB: db, Programmes: programmes, Reports: reports, Source: &statistics.Engine{DB: db, Programmes: programmes}}
	for _, q := range []struct {
		name, key string
		asOf      calendar.Date
		knownOn   calendar.Instant
	}{
		{"outcome-2022", "report.unknown", 0, 0},
		{"outcome-2021", "report.nothing-recorded", 0, 0},
		{"outcome-2021", "store.future", 0, db.Now() + 1e12},
	} {
		if _, err := c.Compose(t.Context(), q.name, q.asOf, q.knownOn); fault.KeyOf(err) != q.key {
			t.Errorf("%s: %v, want %s", q.name, err, q.key)
		}
	}
}

// The PDF has every page numbered, its Arabic can be read out of it, and the day
// of printing is nowhere in it.
func TestThePDF(t *testing.T) {
	db := storetest.SQLite(t, store.Options{})
	d := compose(t, pole(t, db, set(t)))
	pdf, err := report.Print(context.WithoutCancel(t.Context()), []byte(html(t, d, locale.Arabic)), d.KnownOn)
	if errors.Is(err, report.ErrNoBrowser) {
		t.Skip("no Chromium to print with: install Debian's package chromium (scripts/prepare)")
	}
	if err != nil {
		t.Fatal(err)
	}
	stamp := d.KnownOn.Time().Format("20060102150405")
	if n := bytes.Count(pdf, []byte("(D:"+stamp)); n != 2 || bytes.Count(pdf, []byte("(D:")) != 2 {
		t.Errorf("%d dates of the report in the PDF, want its two", n)
	}
	for _, want := range []string{"/StructTreeRoot", "/Outlines", "/Lang"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the PDF lacks %s: it cannot be read aloud or leafed through", want)
		}
	}
	if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 15 || pages > 40 {
		t.Errorf("%d pages", pages)
	}
}
