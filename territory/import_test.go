package territory_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/access"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
	"sanad/territory"
)

const header = "code,province_code,name_ar,name_fr,kind,valid_from,valid_to\n"

const two = header +
	"01.511.01.0,01.511,طنجة,Tanger,urban,,\n" +
	"01.511.05.19,01.511,حجر النحل,Hjar Ennhal,rural,1992-01-01,\n"

var system = access.SystemActor("import")

func importText(t *testing.T, db *store.DB, text string) (territory.Imported, error) {
	t.Helper()
	return territory.ImportCommunes(t.Context(), db, system, strings.NewReader(text))
}

func eventCount(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from event")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestImportingTwiceIsImportingOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for i, c := range []struct {
			text                   string
			added, changed, events int
		}{
			{two, 2, 0, 1},
			{"\ufeff" + two, 0, 0, 1},
			{strings.Replace(two, "Tanger,", "Tanja,", 1), 0, 1, 2},
			{two, 0, 1, 3},
		} {
			got, err := importText(t, db, c.text)
			if err != nil || got != (territory.Imported{Read: 2, Added: c.added, Changed: c.changed}) {
				t.Errorf("import %d: %+v %v", i, got, err)
			}
			if n := eventCount(t, db); n != c.events {
				t.Errorf("import %d: %d events, want %d", i, n, c.events)
			}
		}
		communes, err := territory.Communes(t.Context(), db, "01.511")
		if err != nil || len(communes) != 2 || communes[1].Name.Ar != "حجر النحل" || communes[1].From.String() != "1992-01-01" {
			t.Errorf("%+v %v", communes, err)
		}
		if none, _ := territory.Communes(t.Context(), db, "02.411"); len(none) != 0 {
			t.Errorf("another province: %+v", none)
		}
	})
}

func TestOnlyTheSystemImports(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		clerk := access.Actor{Account: store.NewID(1), Grants: []access.Grant{{Role: access.Administrator, Programme: "*"}}}
		_, err := territory.ImportCommunes(t.Context(), db, clerk, strings.NewReader(two))
		if !errors.Is(err, territory.ErrForbidden) || eventCount(t, db) != 0 {
			t.Errorf("%v", err)
		}
	})
}

// Every error of a file is told, with its line, and nothing of it is kept.
func TestEveryErrorIsToldAndNothingKept(t *testing.T) {
	text := header +
		"01.511.01.0,01.511,طنجة,Tanger,urban,,\n" +
		"01.511.01.0,01.511,طنجة,Tanger,urban,,\n" +
		"01.511.1.9,01.511,Tanger,,town,31/02/2020,\n" +
		"02.411.01.01,01.511,وجدة,\u202eOujda,urban,2020-01-01,2019-01-01\n" +
		"77.777.01.01,77.777," + strings.Repeat("و", 81) + ",X,rural,,\n" +
		"short,line\n"
	want := map[string][]string{
		"line 3": {"territory.code-twice"},
		"line 4": {"territory.name-invalid", "territory.name-missing", "territory.date-invalid", "territory.code-invalid", "territory.kind-unknown"},
		"line 5": {"territory.name-invalid", "territory.province-other", "territory.dates-order"},
		"line 6": {"territory.name-long", "territory.province-unknown", "territory.code-invalid"},
		"line 7": {"territory.csv-invalid"},
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, err := importText(t, db, text)
		var several *fault.Error
		if !errors.As(err, &several) {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, part := range several.Parts {
			got[part.Field+" "+part.Key]++
		}
		for line, keys := range want {
			for _, key := range keys {
				if got[line+" "+key] != 1 {
					t.Errorf("%s: %s told %d times", line, key, got[line+" "+key])
				}
				delete(got, line+" "+key)
			}
		}
		if len(got) != 0 {
			t.Errorf("told without reason: %v", got)
		}
		if all, _ := territory.Communes(t.Context(), db, ""); len(all) != 0 || eventCount(t, db) != 0 {
			t.Errorf("half written: %v", all)
		}
	})
}

func TestFilesThatAreNotLists(t *testing.T) {
	for text, key := range map[string]string{
		"": "territory.file-empty", header: "territory.file-empty", "a,b\n1,2\n": "fault.several",
		"code,province_code,name_ar,name_fr\n":                "territory.column-missing",
		header + "\"01.511":                                   "territory.csv-invalid",
		header + strings.Repeat("x", 5<<20):                   "territory.file-large",
		header + "01.511.01.0,01.511,\xff\xfe,Tanger,urban,,": "territory.name-invalid",
	} {
		if _, err := territory.ReadCommunes(strings.NewReader(text)); fault.KeyOf(err) != key {
			t.Errorf("%.40q: %v, want %s", text, err, key)
		}
	}
}

func TestTheOfficialFileIsRead(t *testing.T) {
	rows := shared(t, "communes.csv")
	f, err := os.Open("../../shared/territory/communes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	communes, err := territory.ReadCommunes(f)
	if err != nil || len(communes) != len(rows) {
		t.Fatalf("%d communes of %d: %v", len(communes), len(rows), err)
	}
}

func FuzzImportCommunes(f *testing.F) {
	f.Add(two)
	f.Add("\ufeff" + header + "01.511.05.19,01.511,\"حجر\nالنحل\",Hjar,rural,,")
	f.Add("code,code,kind\n,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		communes, err := territory.ReadCommunes(strings.NewReader(text))
		if (err == nil) == (len(communes) == 0) {
			t.Fatalf("%d communes and %v", len(communes), err)
		}
		for _, c := range communes {
			if _, ok := territory.ProvinceByCode(c.Province); !ok || !territory.CommuneCode(c.Code) || !utf8.ValidString(c.Name.Ar+c.Name.Fr) {
				t.Fatalf("let in %+v", c)
			}
		}
	})
}
