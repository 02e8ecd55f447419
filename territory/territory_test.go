package territory_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/locale"
	"sanad/territory"
)

// shared reads a file of the official list beside the repository; it is not part
// of it, so its absence is said and not a failure.
func shared(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "territory", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("../shared/territory/%s is not here to compare with", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestRegionsAreTheOfficialOnes(t *testing.T) {
	rows := shared(t, "regions.csv")
	if len(rows) != len(territory.Regions()) {
		t.Fatalf("%d regions, official %d", len(territory.Regions()), len(rows))
	}
	for _, row := range rows {
		r, _ := territory.RegionByCode(row["code"])
		bySlug, _ := territory.RegionBySlug(row["slug"])
		if r != bySlug || r.Name.Ar != row["name_ar"] || r.Name.Fr != row["name_fr"] || r.Name.En != row["name_en"] || r.ISO != row["iso_3166_2"] {
			t.Errorf("%+v, official %v", r, row)
		}
	}
}

func TestProvincesAreTheOfficialOnes(t *testing.T) {
	official := 0
	for _, row := range shared(t, "provinces.csv") {
		if row["kind"] == "prefecture_of_arrondissements" {
			continue
		}
		official++
		p, ok := territory.ProvinceByCode(row["code"])
		if !ok || p.Region() != row["region_code"] || p.Name.Ar != row["name_ar"] || p.Name.Fr != row["name_fr"] || string(p.Kind) != row["kind"] {
			t.Errorf("%+v, official %v", p, row)
		}
	}
	if official != len(territory.Provinces()) {
		t.Errorf("%d provinces, official %d", len(territory.Provinces()), official)
	}
}

func TestProvincesHold(t *testing.T) {
	isos, prefectures := map[string]bool{}, 0
	for _, p := range territory.Provinces() {
		if _, ok := territory.RegionByCode(p.Region()); !ok {
			t.Errorf("%s has no region", p.Code)
		}
		if isos[p.ISO] || p.Name.Ar == "" || p.Name.Fr == "" || p.Name.En == "" || p.From == 0 {
			t.Errorf("%+v: ISO code twice, or something missing", p)
		}
		isos[p.ISO] = true
		if p.Kind == territory.Prefecture {
			prefectures++
		}
	}
	if len(isos) != 75 || prefectures != 13 {
		t.Errorf("%d provinces, %d of them prefectures; want 75 and 13", len(isos), prefectures)
	}
	if got := len(territory.ProvincesOf("12")); got != 2 {
		t.Errorf("region 12 has %d provinces", got)
	}
	if p, _ := territory.ProvinceByCode("02.167"); p.From != calendar.MustDate("2009-06-11") {
		t.Errorf("Driouch from %v", p.From)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		code string
		lang locale.Lang
		want string
	}{
		{"01.511", "fr", "Tanger-Assilah"}, {"01.511", "en", "Tangier-Assilah"}, {"03", "ar", "فاس - مكناس"}, {"03.231", "", "فاس"}, {"99", "fr", "99"},
	} {
		if got := territory.Name(c.code, c.lang); got != c.want {
			t.Errorf("Name(%s, %s) = %q", c.code, c.lang, got)
		}
	}
}

func TestResolveProvince(t *testing.T) {
	for text, want := range map[string]string{
		"01.511": "01.511", "ma-tng": "01.511", "Tangier": "01.511", "عمالة طنجة أصيلة": "01.511", "Préfecture de Tanger-Assilah": "01.511",
		"الحسيمة": "01.051", "hoceima": "01.051", "اسفي": "07.431", "آسفي": "07.431", "SALE": "04.441", "إقليم الناظور": "", "Agadir": "09.001",
		"السمارة": "11.221", "Es Semara": "11.221", "m’diq": "01.573", "": "", "Lyon": "", "province": "",
	} {
		if p, _ := territory.ResolveProvince(text); p.Code != want {
			t.Errorf("ResolveProvince(%q) = %q, want %q", text, p.Code, want)
		}
	}
	for _, p := range territory.Provinces() {
		for _, name := range []string{p.Code, p.ISO, p.Name.Ar, p.Name.Fr, p.Name.En, strings.ToUpper(p.Name.Fr)} {
			if got, _ := territory.ResolveProvince(name); got.Code != p.Code {
				t.Errorf("ResolveProvince(%q) = %q, want %q", name, got.Code, p.Code)
			}
		}
	}
}
