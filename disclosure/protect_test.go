package disclosure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"sanad/disclosure"
)

// kinds are the shapes that a report publishes together.
var kinds = []struct {
	name  string
	build func(r *rand.Rand) *disclosure.Set
}{
	{"two dimensions", func(r *rand.Rand) *disclosure.Set {
		return alone(cube{"", []tree{flat("r", 3+r.IntN(10)), flat("c", 2+r.IntN(5))}}, r)
	}},
	{"three dimensions", func(r *rand.Rand) *disclosure.Set {
		return alone(cube{"", []tree{flat("r", 3+r.IntN(4)), flat("c", 2), flat("a", 2+r.IntN(3))}}, r)
	}},
	{"rows under rows", func(r *rand.Rand) *disclosure.Set {
		return alone(cube{"", []tree{deep("r", 3+r.IntN(3), 2+r.IntN(3)), flat("c", 2+r.IntN(3))}}, r)
	}},
	{"linked tables", func(r *rand.Rand) *disclosure.Set {
		// Region by sex and region by age of the same persons: one table of three
		// dimensions of which only two margins are printed.
		all := cube{"", []tree{flat("r", 3+r.IntN(6)), flat("s", 2), flat("a", 3+r.IntN(3))}}
		of := all.draw(r)
		var s disclosure.Set
		for _, nodes := range all.cells() {
			if nodes[1] == "*" || nodes[2] == "*" {
				s.Put(all.key(nodes), disclosure.Cell{Value: all.value(of, nodes), Threshold: 5})
			}
		}
		all.sums(func(total string, parts []string) {
			if s.Has(total) && s.Has(parts[0]) {
				s.Sum(total, parts...)
			}
		})
		return &s
	}},
	{"a later edition", func(r *rand.Rand) *disclosure.Set { return later(r, false) }},
	{"a revision", func(r *rand.Rand) *disclosure.Set { return later(r, true) }},
}

func alone(c cube, r *rand.Rand) *disclosure.Set {
	var s disclosure.Set
	c.put(&s, c.draw(r), 5)
	return &s
}

// later publishes a table, lets some time pass, and publishes it again.
func later(r *rand.Rand, revision bool) *disclosure.Set {
	c := cube{"", []tree{flat("r", 4+r.IntN(6)), flat("c", 2+r.IntN(4))}}
	first := c.draw(r)
	var s disclosure.Set
	c.put(&s, first, 5)
	_, hidden, err := s.Protect()
	if err != nil {
		panic(err)
	}
	second := counts{}
	for _, nodes := range c.cells() {
		if c.leaves(nodes) {
			key := c.key(nodes)
			if second[key] = first[key]; r.IntN(4) == 0 {
				second[key] += r.Int64N(12)
			}
		}
	}
	var again disclosure.Set
	c.put(&again, second, 5)
	c.earlier(&again, first, hidden, revision)
	return &again
}

const generated = 240

// each gives the generated sets, the same each time.
func each(t *testing.T, check func(t *testing.T, n int, s *disclosure.Set)) {
	for n := range generated {
		kind := kinds[n%len(kinds)]
		t.Run(fmt.Sprint(kind.name, "/", n), func(t *testing.T) {
			check(t, n, kind.build(rand.New(rand.NewPCG(uint64(n), 2021))))
		})
	}
}

// TestIntruderFindsNothing attacks every small count of every generated set of
// tables, and once more with the knowledge of each person who is alone in a
// hidden cell.
func TestIntruderFindsNothing(t *testing.T) {
	attacked, insiders, hidden, primary, least, weak := 0, 0, 0, 0, 0, 0
	each(t, func(t *testing.T, n int, s *disclosure.Set) {
		pattern, _, err := s.Protect()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(pattern); err != nil {
			t.Error(err)
		}
		if len(pattern.Open) > 0 {
			for _, o := range pattern.Open {
				t.Errorf("small count %d could not be protected: %+v", o, s.Cells[o])
			}
		}
		attacked += report(t, s.Problem, pattern, attack(s.Problem, pattern.Hidden, -1), -1)
		for i, c := range s.Cells {
			if c.Value == 1 && c.Threshold > 0 && c.State == disclosure.Open && pattern.Hidden[i] {
				insiders += report(t, s.Problem, pattern, attack(s.Problem, pattern.Hidden, i), i)
			}
		}
		if weak += len(pattern.Weak); len(pattern.Weak) > 0 && kinds[n%len(kinds)].name != "a later edition" {
			t.Errorf("%d small counts are open to insiders", len(pattern.Weak))
		}
		h, p := s.Count(pattern)
		hidden, primary, least = hidden+h, primary+p, least+atLeast(s.Problem, pattern)
	})
	t.Logf("%d sets: %d attacks, %d by insiders; %d cells hidden for %d small counts, at least %d were needed (%.2f); %d pairs weak",
		generated, attacked, insiders, hidden, primary, least, float64(hidden)/float64(least), weak)
}

// report fails for each cell that the attacker knows better than promised.
func report(t *testing.T, p disclosure.Problem, pattern disclosure.Pattern, a *intruder, knows int) (attacked int) {
	t.Helper()
	for i, c := range p.Cells {
		if !pattern.Hidden[i] || i == knows {
			continue
		}
		low, high := a.bounds(i)
		attacked++
		if knows >= 0 && same(p, knows, i) {
			if low = max(low-1, 0); c.Value == 1 {
				continue // nobody is protected from themselves
			}
		}
		switch {
		case slices.Contains(pattern.Weak, disclosure.Pair{Cell: i, Knows: knows}):
		case pattern.Primary[i] && c.Value > 0 && (low > 0 || high < c.Threshold):
			t.Errorf("cell %d = %d: the attacker (who knows %d) finds it between %d and %d", i, c.Value, knows, low, high)
		case low == high && knows < 0 && c.State == disclosure.Open:
			t.Errorf("cell %d = %d: hidden, and computed back", i, c.Value)
		case low > c.Value || high < c.Value:
			t.Errorf("cell %d = %d: the attacker finds it between %d and %d: the attack is wrong", i, c.Value, low, high)
		}
	}
	return attacked
}

// same tells that the one person of a cell is counted in another too.
func same(p disclosure.Problem, one, other int) bool {
	counted := map[int]bool{}
	var count func(c int, visit func(int))
	count = func(c int, visit func(int)) {
		if visit(c); p.Cells[c].Value > 0 {
			for _, r := range p.Relations {
				if r.Total == c {
					for _, part := range r.Parts {
						count(part, visit)
					}
				}
			}
		}
	}
	count(one, func(c int) { counted[c] = p.Cells[c].Value > 0 })
	both := false
	count(other, func(c int) { both = both || counted[c] })
	return both
}

// TestIntruderFindsWhatIsNotProtected shows that the attack can succeed: with the
// small counts hidden and nothing else, most sets tell them.
func TestIntruderFindsWhatIsNotProtected(t *testing.T) {
	found, sets := 0, 0
	each(t, func(t *testing.T, n int, s *disclosure.Set) {
		pattern, _, err := s.Protect()
		if err != nil {
			t.Fatal(err)
		}
		only := make([]bool, len(s.Cells))
		for i, c := range s.Cells {
			only[i] = pattern.Primary[i] || c.State != disclosure.Open
		}
		a, before := attack(s.Problem, only, -1), found
		for i, c := range s.Cells {
			if pattern.Primary[i] {
				if low, high := a.bounds(i); low > 0 || high < c.Threshold {
					found++
				}
			}
		}
		if found > before {
			sets++
		}
	})
	if sets < generated/2 {
		t.Errorf("the attacker found small counts in %d of %d unprotected sets only", sets, generated)
	}
	t.Logf("without secondary suppression the attacker finds %d small counts in %d of %d sets", found, sets, generated)
}

// atLeast is a lower bound of the cells to hide: the small counts, and one more
// for each sum in which only one stands, shared by as many sums as one cell is in.
func atLeast(p disclosure.Problem, pattern disclosure.Pattern) int {
	in, lonely, most, primary := make([]int, len(p.Cells)), 0, 1, 0
	for _, r := range p.Relations {
		alone := 0
		for _, c := range append([]int{r.Total}, r.Parts...) {
			in[c]++
			most = max(most, in[c])
			switch {
			case p.Cells[c].State == disclosure.Implied:
				alone = math.MinInt // mended by what nobody sees
			case pattern.Primary[c] || p.Cells[c].State == disclosure.Hidden:
				alone++
			}
		}
		if alone == 1 {
			lonely++
		}
	}
	for i, c := range p.Cells {
		if c.State == disclosure.Hidden || pattern.Primary[i] && c.State == disclosure.Open {
			primary++
		}
	}
	return primary + (lonely+most-1)/most
}

func TestSameProblemSamePattern(t *testing.T) {
	each(t, func(t *testing.T, n int, s *disclosure.Set) {
		if n >= generated/4 {
			return
		}
		one, _, err1 := s.Protect()
		two, _, err2 := s.Protect()
		if err1 != nil || err2 != nil || !reflect.DeepEqual(one, two) {
			t.Error("two patterns for one problem")
		}
	})
}
