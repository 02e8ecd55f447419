package linkage_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	"sanad/linkage"
	"sanad/population"
)

// people is a synthetic register.
func people(tb testing.TB, n int, seed uint64) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := population.Write(&b, n, seed); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestDefaultsCarryFilesNotSeenBefore(t *testing.T) {
	for _, c := range []struct {
		name, mapping, truth string
		text                 []byte
		least                float64 // F1 of clusters at the default threshold
	}{
		{"a Moroccan register", population.Map, "person", people(t, 10_000, 7), 0.98},
		{"Arabic and Latin apart", "given=given_ar,given=given_fr,family=family_ar,family=family_fr,birth=birth,place=commune", "person", people(t, 10_000, 8), 0.93},
		{"biographies", historicalMap, "cluster", makeHistorical(3, 800), 0.86},
		{"biographies with the whole name too", historicalMap + ",name=full_name,sex=gender", "cluster", makeHistorical(4, 800), 0.86},
		{"the whole name alone", "name=full_name,birth=dob,place=birth_place,postcode=postcode", "cluster", makeHistorical(5, 500), 0.80},
	} {
		_, r := run(t, c.mapping, linkage.ReadOptions{Truth: c.truth}, c.text)
		if f1 := r.Quality.Clusters.F1; f1 < c.least {
			t.Errorf("%s: F1 of clusters %.4f, at least %.2f", c.name, f1, c.least)
		}
	}
}

func TestFebrl(t *testing.T) {
	for _, c := range []struct{ file, mapping string }{
		{"dataset1.csv", febrl}, {"dataset2.csv", febrl}, {"dataset3.csv", febrl},
		{"dataset3.csv", "given=given_name,family=surname,birth=date_of_birth,place=suburb,place=address_1,postcode=postcode,category=state"},
	} {
		_, r := run(t, c.mapping, linkage.ReadOptions{TruthPattern: febrlTruth}, shared(t, c.file))
		if f1 := r.Quality.Pairs.F1; f1 < 0.998 {
			t.Errorf("%s: F1 of pairs %.4f", c.file, f1)
		}
	}
}

// Two files of which each record of one has its like in the other.
func TestTwoFiles(t *testing.T) {
	lines := strings.SplitAfter(string(shared(t, "dataset1.csv")), "\n")
	var first, second strings.Builder
	first.WriteString(lines[0])
	second.WriteString(lines[0])
	for _, line := range lines[1:] {
		if strings.Contains(line, "-org") {
			first.WriteString(line)
		} else {
			second.WriteString(line)
		}
	}
	table, r := run(t, febrl, linkage.ReadOptions{TruthPattern: febrlTruth}, []byte(first.String()), []byte(second.String()))
	if f1 := r.Quality.Pairs.F1; f1 < 0.999 {
		t.Errorf("F1 of pairs %.4f", f1)
	}
	seen := map[uint32]bool{}
	for _, p := range r.Pairs {
		if seen[p.A] || seen[p.B] || int(p.A) >= table.Second() || int(p.B) < table.Second() {
			t.Errorf("pair %d %d: each record once, one of each file", p.A, p.B)
		}
		seen[p.A], seen[p.B] = true, true
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	text := people(t, 4000, 3)
	_, one := run(t, population.Map, linkage.ReadOptions{Truth: "person", Workers: 1}, text)
	_, many := run(t, population.Map, linkage.ReadOptions{Truth: "person", Workers: 7}, text)
	one.Phases, many.Phases = nil, nil
	if !reflect.DeepEqual(one, many) {
		t.Errorf("1 worker and 7 differ: %d and %d pairs, prior %v and %v", len(one.Pairs), len(many.Pairs), one.Model.Prior, many.Model.Prior)
	}
}

// Every pair of a small file is judged by the slow way, one by one: what Link
// kept must be what that keeps among the candidates, with the same weight.
func TestTheFastWayIsTheSlowWay(t *testing.T) {
	for seed := range uint64(4) {
		table, r := run(t, population.Map, linkage.ReadOptions{}, people(t, 300, seed))
		kept := map[[2]uint32]float64{}
		for _, p := range r.Pairs {
			kept[[2]uint32{p.A, p.B}] = r.Probability(p)
		}
		e := linkage.NewExplainer(table, r.Model)
		slow := 0
		for a := range uint32(table.Len()) {
			for b := a + 1; b < uint32(table.Len()); b++ {
				x := e.Explain(a, b)
				p, ok := kept[[2]uint32{a, b}]
				if ok && math.Abs(p-x.Probability) > 1e-3 {
					t.Errorf("seed %d, %d and %d: %.5f, slowly %.5f", seed, a, b, p, x.Probability)
				}
				if !ok && x.Probability > linkage.Review+1e-3 && linkage.Candidates(table, a, b) {
					t.Errorf("seed %d, %d and %d: lost, slowly %.4f", seed, a, b, x.Probability)
				}
				if x.Probability >= linkage.Review {
					slow++
				}
			}
		}
		if slow < len(kept) || len(kept) == 0 {
			t.Errorf("seed %d: %d pairs kept, %d slowly", seed, len(kept), slow)
		}
	}
}

// The reasons add up to the whole.
func TestExplanationsAddUp(t *testing.T) {
	table, r := run(t, population.Map, linkage.ReadOptions{}, people(t, 3000, 5))
	e := linkage.NewExplainer(table, r.Model)
	for _, p := range r.Pairs {
		x := e.Explain(p.A, p.B)
		sum := x.Prior + x.Relatives
		for _, f := range x.Fields {
			sum += f.Bits
		}
		if math.Abs(sum-x.Bits) > 1e-3 {
			t.Fatalf("%d and %d: the fields add up to %.4f, the whole is %.4f: %+v", p.A, p.B, sum, x.Bits, x.Fields)
		}
	}
}

func TestHardFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds; run without -short")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	long := strings.Repeat("abcdefghij", 1000)
	for _, c := range []struct{ name, mapping, text string }{
		{"one name 200,000 times", "given=g,family=f,birth=b", "g,f,b\n" + strings.Repeat("Mohamed,Alaoui,\n", 200_000)},
		{"one person 20,000 times", "given=g,family=f,birth=b", "g,f,b\n" + strings.Repeat("Mohamed,Alaoui,1960-05-17\n", 20_000)},
		{"nothing but blanks", "given=g,birth=b", "g,b\n" + strings.Repeat(",\n", 1000)},
		{"names of 10,000 letters", "given=g,family=f,name=n", "g,f,n\n" + strings.Repeat(long+","+long+","+long+" "+long+"\n", 20)},
		{"bidi controls", "given=g,family=f", "g,f\n\u202eأحمد\u202c,\u200fالعلوي\nاحمد,العلوي\n"},
		{"one row", "given=g", "g\nx\n"},
		{"keys twice", "given=g,family=f,birth=b", "key,g,f,b\n1,Anna,Berg,1970-01-02\n1,Anna,Berg,1970-01-02\n1,Carl,Dahl,1980-03-04\n"},
		{"other scripts", "given=g,family=f", "g,f\nΑλέξανδρος,Παπαδόπουλος\nИван,Петров\n太郎,山田\n太郎,山田\nⵎⵓⵃⵎⵎⴷ,ⵄⵍⵍ\n"},
	} {
		_, r := run(t, c.mapping, linkage.ReadOptions{}, []byte(c.text))
		for _, p := range r.Pairs {
			if v := r.Probability(p); math.IsNaN(v) || v < 0 || v > 1 {
				t.Errorf("%s: a probability of %v", c.name, v)
			}
		}
		if c.name == "one name 200,000 times" && r.Lost == 0 {
			t.Errorf("%s: %d pairs compared and none said to be lost", c.name, r.Candidates)
		}
	}
}

func TestApartStaysApart(t *testing.T) {
	var b strings.Builder
	b.WriteString("given,family,birth,id\n")
	for i := range 400 {
		row := fmt.Sprintf("Name%c%c,Family%c%c,19%02d-0%d-1%d,X%06d\n", 'a'+i%26, 'a'+i/26, 'a'+i%23, 'a'+i/23, i%90+10, i%9+1, i%10, i*7919)
		b.WriteString(row + row + row)
	}
	maps, _ := linkage.ParseMap([]string{"given=given", "family=family", "birth=birth", "id=id"})
	table, err := linkage.Read(maps, linkage.ReadOptions{Workers: 2}, linkage.Source{Name: "x", Reader: strings.NewReader(b.String())})
	if err != nil {
		t.Fatal(err)
	}
	o := linkage.Options{Threshold: 0.5, Workers: 2, Clock: still}
	if r := linkage.Link(table, o); len(r.Clusters) != 400 || len(r.Clusters[0]) != 3 {
		t.Fatalf("%d clusters, the first %v; want 400 of three", len(r.Clusters), r.Clusters[:1])
	}
	o.Apart = [][2]uint32{{2, 0}}
	r := linkage.Link(table, o)
	if len(r.Clusters[0]) != 2 {
		t.Errorf("records 0 and 2 are two persons, clusters begin with %v", r.Clusters[0])
	}
}

// Twins, and other brothers and sisters, are never proposed as one person,
// whatever they share: among the likeliest pairs of a register there is none.
func TestTwinsAreNeverProposedAsOne(t *testing.T) {
	for seed := range uint64(3) {
		text := people(t, 12_000, 100+seed)
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, name := range rows[0] {
			at[name] = i
		}
		table, r := run(t, population.Map, linkage.ReadOptions{}, text)
		e := linkage.NewExplainer(table, r.Model)
		looked, same := 0, 0
		judge := func(a, b uint32) {
			x := e.Explain(a, b)
			looked++
			if x.Proposal == linkage.Same {
				same++
				t.Logf("%.4f %v | %v", x.Probability, rows[a+1], rows[b+1])
			}
		}
		homes := map[string][]uint32{}
		for i, row := range rows[1:] {
			homes[row[at["household"]]] = append(homes[row[at["household"]]], uint32(i))
		}
		for _, home := range homes {
			for i, a := range home {
				for _, b := range home[i+1:] {
					x, y := rows[a+1], rows[b+1]
					if x[at["person"]] != y[at["person"]] && x[at["birth"]] == y[at["birth"]] && len(x[at["birth"]]) > 4 {
						judge(a, b)
					}
				}
			}
		}
		if looked < 20 || same > 0 {
			t.Errorf("%d of %d pairs of twins are proposed as one person", same, looked)
		}
	}
}
