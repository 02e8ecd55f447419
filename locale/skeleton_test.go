package locale_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"sanad/locale"
)

func TestFoldComparesSpellings(t *testing.T) {
	same := [][]string{
		{"أحمد", "احمد", "إحمد", "أَحْمَد", "أحـمـد", "\u202eأحمد\u202c", "ﺃﺣﻤﺪ"},
		{"فاطمة", "فاطمه"},
		{"مصطفى", "مصطفي", "مصطفی"},
		{"عبد الله", "عبدالله", "عبد  الله"},
		{"كريم", "کریم"},
		{"فؤاد", "فواد"}, {"عائشة", "عايشه"}, {"شيماء", "شيما"},
		{"El Alaoui", "el alaoui", "EL-ALAOUI", "Elalaoui"},
		{"Aïcha", "aicha"}, {"M'hamed", "Mhamed"},
		{"AB123", "ab١٢٣", "ab۱۲۳"},
	}
	for _, group := range same {
		for _, other := range group[1:] {
			if a, b := locale.Fold(group[0]), locale.Fold(other); a != b {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q", group[0], a, other, b)
			}
		}
	}
	if locale.Fold("علي") == locale.Fold("عالي") {
		t.Error("Fold must not confuse علي and عالي")
	}
}

func TestSkeletonJoinsScripts(t *testing.T) {
	same := [][]string{
		{"خديجة", "Khadija", "Khadidja"},
		{"الحسين", "El Houcine", "Lhoucine", "Lahoucine"},
		{"شيماء", "Chaimae", "Shaymae"},
		{"عبد الرحيم", "عبدالرحيم", "Abderrahim", "Abd Errahim"},
		{"عبد الله", "Abdellah", "Abdelah"},
		{"يوسف", "Youssef"}, {"آية", "Aya"}, {"Med", "محمد"},
	}
	for _, group := range same {
		for _, other := range group[1:] {
			if a, b := locale.Skeleton(group[0]), locale.Skeleton(other); a != b {
				t.Errorf("Skeleton(%q) = %q, Skeleton(%q) = %q", group[0], a, other, b)
			}
		}
	}
	for _, pair := range [][2]string{{"خديجة", "نجاة"}, {"Karim", "Rachid"}, {"حسن", "حسناء الزهرة"}} {
		if locale.Skeleton(pair[0]) == locale.Skeleton(pair[1]) {
			t.Errorf("Skeleton confuses %q and %q", pair[0], pair[1])
		}
	}
	if got := locale.Skeleton(" -- "); got != "" {
		t.Errorf("Skeleton of no letters = %q", got)
	}
}

// nameLists may be pointed at with SANAD_NAMES; they are not part of the
// repository.
func nameLists() string {
	if dir := os.Getenv("SANAD_NAMES"); dir != "" {
		return dir
	}
	return "/work/shared/names"
}

// TestSkeletonOnNameLists holds the share of usual French spellings that meet
// their Arabic name, and how many distinct Arabic names one skeleton gathers.
func TestSkeletonOnNameLists(t *testing.T) {
	var met, all int
	for file, column := range map[string]int{"given_names.csv": 2, "family_names.csv": 1} {
		rows := readNames(t, nameLists()+"/"+file)
		skeletons := map[string]bool{}
		for _, row := range rows {
			want := locale.Skeleton(row[0])
			skeletons[want] = true
			for _, variant := range strings.Split(row[column], "|") {
				all++
				if got := locale.Skeleton(variant); got == want {
					met++
				} else if testing.Verbose() {
					t.Logf("%s %s: %s, %s: %s", file, row[0], want, variant, got)
				}
			}
		}
		t.Logf("%s: %d names, %d skeletons", file, len(rows), len(skeletons))
		if len(skeletons)*4 < len(rows)*3 {
			t.Errorf("%s: %d names share %d skeletons: too coarse", file, len(rows), len(skeletons))
		}
	}
	t.Logf("%d of %d variants met (%s)", met, all, locale.For(locale.English).Percent(int64(met), int64(all), 1))
	if met*100 < all*90 {
		t.Errorf("only %d of %d variants meet their Arabic name", met, all)
	}
}

func readNames(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skipf("the name lists are not here: %v", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
