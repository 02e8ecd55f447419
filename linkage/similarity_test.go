package linkage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/xrash/smetrics"
	"pgregory.net/rapid"
)

// texts over few letters have much in common, which random ones do not.
var texts = rapid.StringMatching(`[abcde]{1,20}`)

func TestJaroWinklerIsTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		var m measure
		got, want := m.jaroWinkler([]byte(a), []byte(b)), smetrics.JaroWinkler(a, b, 0.7, 4)
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%q %q: %v, the reference says %v", a, b, got, want)
		}
		if m != (measure{}) {
			t.Errorf("%q %q: the table was not cleared", a, b)
		}
	})
}

// The values of Winkler's own paper (1990).
func TestJaroWinklerOfThePaper(t *testing.T) {
	var m measure
	for _, c := range []struct {
		a, b string
		want float64
	}{{"MARTHA", "MARHTA", 0.961}, {"DWAYNE", "DUANE", 0.840}, {"DIXON", "DICKSONX", 0.813}, {"A", "A", 1}, {"AB", "CD", 0}} {
		if got := m.jaroWinkler([]byte(c.a), []byte(c.b)); math.Abs(got-c.want) > 5e-4 {
			t.Errorf("%s %s: %.4f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

// alignment is optimal string alignment by its definition.
func alignment(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestEditsAreTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		var m measure
		want := alignment(a, b)
		if got := m.edits([]byte(a), []byte(b)); got != want {
			t.Errorf("%q %q: %d edits, by definition %d", a, b, got, want)
		}
		if got := within1([]byte(a), []byte(b)); got != (want <= 1) {
			t.Errorf("%q %q: within one edit %v, by definition %d", a, b, got, want)
		}
	})
}

func TestTheBoundIsABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := []byte(rapid.StringMatching(`[a-p]{1,14}`).Draw(t, "a")), []byte(rapid.StringMatching(`[a-p]{1,14}`).Draw(t, "b"))
		var m measure
		if s, bound := m.jaroWinkler(a, b), most(a, b, setOf(a), setOf(b)); s > bound+1e-9 {
			t.Errorf("%s %s: %v is above the bound %v", a, b, s, bound)
		}
	})
}

func BenchmarkSimilarity(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	names := make([][]byte, 1024)
	for i := range names {
		for range 6 + rng.IntN(8) {
			names[i] = append(names[i], byte('a'+rng.IntN(20)))
		}
	}
	for name, f := range map[string]func(m *measure, a, b []byte){
		"jaro-winkler": func(m *measure, a, b []byte) { m.jaroWinkler(a, b) },
		"edits":        func(m *measure, a, b []byte) { m.edits(a, b) },
		"reference":    func(_ *measure, a, b []byte) { smetrics.JaroWinkler(string(a), string(b), 0.7, 4) },
	} {
		b.Run(name, func(b *testing.B) {
			var m measure
			for i := 0; b.Loop(); i++ {
				f(&m, names[i&1023], names[(i*7+1)&1023])
			}
		})
	}
}
