package population

import (
	"math/rand/v2"
	"strings"

	"sanad/names"
)

// spelling is a name in Arabic and the ways papers write it in Latin letters,
// the usual one first.
type spelling struct {
	arabic string
	latin  []string
}

// stems is how many family names are made beside those of the list.
const stems = 12_000

// stock is what people may be called.
type stock struct {
	rng      *rand.Rand
	byCohort map[string][]spelling // sex and cohort
	listed   []spelling
	made     []spelling
}

func newStock(rng *rand.Rand) *stock {
	n := &stock{rng: rng, byCohort: map[string][]spelling{}}
	for _, s := range names.Given() {
		for _, cohort := range []string{"old", "mid", "young"} {
			if s.Cohort == cohort || s.Cohort == "all" {
				n.byCohort[s.Sex+cohort] = append(n.byCohort[s.Sex+cohort], spelling{s.Arabic, s.Latin})
			}
		}
	}
	for _, s := range names.Family() {
		n.listed = append(n.listed, spelling{s.Arabic, s.Latin})
	}
	for range stems {
		n.made = append(n.made, n.stem())
	}
	return n
}

func (n *stock) given(rng *rand.Rand, sex string, year int) spelling {
	cohort := "mid"
	switch {
	case year < 1960:
		cohort = "old"
	case year > 1990:
		cohort = "young"
	}
	list := n.byCohort[sex+cohort]
	u := rng.Float64()
	return list[int(u*u*float64(len(list)))]
}

func (n *stock) family() spelling {
	list := n.made
	if n.rng.IntN(3) == 0 {
		list = n.listed
	}
	u := n.rng.Float64()
	return list[int(u*u*float64(len(list)))]
}

// consonants with the ways French spelling in Morocco writes them.
var consonants = []struct {
	arabic string
	latin  []string
}{
	{"ب", []string{"b"}}, {"ت", []string{"t"}}, {"ج", []string{"j", "dj"}}, {"ح", []string{"h"}}, {"خ", []string{"kh"}}, {"د", []string{"d"}},
	{"ر", []string{"r"}}, {"ز", []string{"z"}}, {"س", []string{"s"}}, {"ش", []string{"ch", "sh"}}, {"ص", []string{"s"}}, {"ط", []string{"t"}},
	{"غ", []string{"gh", "rh"}}, {"ف", []string{"f"}}, {"ق", []string{"k", "q"}}, {"ك", []string{"k"}}, {"ل", []string{"l"}}, {"م", []string{"m"}}, {"ن", []string{"n"}},
	{"ع", []string{"a", ""}}, {"و", []string{"w", "ou"}},
}

// shapes of family names: C a consonant, the rest as in Arabic and in Latin.
var shapes = []struct{ arabic, latin string }{
	{"CCCي", "CaCCi"}, {"CCاCي", "CaCCaCi"}, {"CCCاوي", "CaCCaoui"}, {"CCيC", "CCiC"}, {"CاCCي", "CaCCi"}, {"CCوCي", "CCouCi"}, {"CCCان", "CaCCan"}, {"CCCوC", "CaCCouC"}, {"CCيCي", "CCiCi"}, {"CCاC", "CCaC"},
}

// heads that may stand before a stem.
var heads = []struct {
	arabic string
	latin  []string
}{
	{"", []string{""}}, {"", []string{""}}, {"", []string{""}}, {"ال", []string{"El ", "El", ""}}, {"ال", []string{"El ", ""}}, {"بن", []string{"Ben", "Ben "}}, {"أيت ", []string{"Ait ", "Aït "}}, {"بو", []string{"Bou", "Bou "}},
}

func (n *stock) stem() spelling {
	shape, head := shapes[n.rng.IntN(len(shapes))], heads[n.rng.IntN(len(heads))]
	var picked []int
	for range strings.Count(shape.arabic, "C") {
		picked = append(picked, n.rng.IntN(len(consonants)))
	}
	s := spelling{arabic: head.arabic + filled(shape.arabic, func(i int) string { return consonants[picked[i%len(picked)]].arabic })}
	for v := range 4 {
		latin := filled(shape.latin, func(i int) string {
			of := consonants[picked[i%len(picked)]].latin
			return of[(v+i*v)%len(of)]
		})
		if v == 2 {
			latin = strings.TrimSuffix(latin, "i") + strings.Repeat("y", len(latin)-len(strings.TrimSuffix(latin, "i")))
		}
		if v == 3 {
			latin = strings.ReplaceAll(latin, "ou", "o")
		}
		full := head.latin[v%len(head.latin)]
		if full == "" || strings.HasSuffix(full, " ") {
			latin = strings.ToUpper(latin[:1]) + latin[1:]
		}
		s.latin = append(s.latin, full+latin)
	}
	return s
}

// filled puts letters for the Cs of a shape, one after the other.
func filled(shape string, letter func(i int) string) string {
	var b strings.Builder
	i := 0
	for _, r := range shape {
		if r != 'C' {
			b.WriteRune(r)
			continue
		}
		b.WriteString(letter(i))
		i++
	}
	return b.String()
}
