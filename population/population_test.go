package population_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode"

	"sanad/population"
)

func drawn(t *testing.T, n int, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := population.Write(&b, n, seed); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOneSeedIsOnePopulation(t *testing.T) {
	first := drawn(t, 3000, 5)
	if !bytes.Equal(first, drawn(t, 3000, 5)) {
		t.Error("the same seed gave another population")
	}
	if bytes.Equal(first, drawn(t, 3000, 6)) {
		t.Error("another seed gave the same population")
	}
}

// What doc.go says of the population is so.
func TestThePopulationIsAsAssumed(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(drawn(t, 40_000, 1))).ReadAll()
	if err != nil || len(rows) != 40_001 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	people, homes, arabic, latin := map[string]int{}, map[string]int{}, 0, 0
	for _, r := range rows[1:] {
		if people[r[at["person"]]]++; people[r[at["person"]]] == 1 {
			homes[r[at["household"]]]++
		}
		hasArabic, hasLatin := r[at["given_ar"]] != "", r[at["given_fr"]] != ""
		if !hasArabic && !hasLatin {
			t.Fatalf("a record without a name: %v", r)
		}
		if hasArabic && !hasLatin {
			arabic++
		}
		if hasLatin && !hasArabic {
			latin++
		}
		if cin := r[at["cin"]]; cin != "" && !strings.HasPrefix(strings.TrimLeft(cin, "0123456789"), "Z") {
			t.Errorf("card %s is not of the series that nobody issues", cin)
		}
		for _, letter := range r[at["family_fr"]] {
			if unicode.Is(unicode.Arabic, letter) {
				t.Fatalf("Arabic among Latin letters: %v", r)
			}
		}
	}
	share := func(n int) float64 { return float64(n) / 40_000 }
	for _, c := range []struct {
		what             string
		got, least, most float64
	}{
		{"repetitions", 1 - share(len(people)), 0.13, 0.20},
		{"Arabic alone", share(arabic), 0.17, 0.23},
		{"Latin alone", share(latin), 0.27, 0.33},
		{"persons of a household", float64(len(people)) / float64(len(homes)), 3.4, 4.4},
	} {
		if c.got < c.least || c.got > c.most {
			t.Errorf("%s: %.3f, assumed between %.2f and %.2f", c.what, c.got, c.least, c.most)
		}
	}
}
