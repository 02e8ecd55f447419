package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"sanad/disclosure"
)

// small is a table of two rows and three columns: one count of 2 that must go.
//
//	        a    b    c    all
//	x       2   20   30     52
//	y      40   50    0     90
//	both   42   70   30    142
func small() *disclosure.Set {
	var s disclosure.Set
	values := map[string][]int64{"x": {2, 20, 30, 52}, "y": {40, 50, 0, 90}, "both": {42, 70, 30, 142}}
	columns := []string{"a", "b", "c", "all"}
	for _, row := range []string{"x", "y", "both"} {
		for i, column := range columns {
			s.Put(row+column, disclosure.Cell{Value: values[row][i], Threshold: 5})
		}
		s.Sum(row+"all", row+"a", row+"b", row+"c")
	}
	for _, column := range columns {
		s.Sum("both"+column, "x"+column, "y"+column)
	}
	return &s
}

func TestProtectHidesARectangle(t *testing.T) {
	s := small()
	pattern, hidden, err := s.Protect()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"x", "y", "both"} {
		for _, column := range []string{"a", "b", "c", "all"} {
			want := row != "both" && (column == "a" || column == "b") // the 0 of yc stays: everybody knows it
			if got := hidden(row + column); got != want {
				t.Errorf("%s of %s: hidden %v, want %v", column, row, got, want)
			}
		}
	}
	if n, primary := s.Count(pattern); n != 4 || primary != 1 {
		t.Errorf("%d cells hidden, %d of them small; want 4 and 1", n, primary)
	}
}

func TestVerifyRefusesWhatIsNotProved(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(p *disclosure.Pattern)
		want  string
	}{
		"a hidden cell is printed": {func(p *disclosure.Pattern) { p.Hidden[1] = false }, "which the attacker knows"},
		"a small count is printed": {func(p *disclosure.Pattern) { p.Hidden[0], p.Proofs = false, nil }, "has no proof"},
		"a proof is missing":       {func(p *disclosure.Pattern) { p.Proofs = nil }, "has no proof"},
		"a proof breaks a sum":     {func(p *disclosure.Pattern) { p.Proofs[0].High = p.Proofs[0].High[:3] }, "breaks sum"},
		"a proof goes not so far":  {func(p *disclosure.Pattern) { p.Proofs[0].High = nil }, "instead of 5"},
		"a count is negative": {func(p *disclosure.Pattern) {
			for i := range p.Proofs[0].Low {
				p.Proofs[0].Low[i].By *= 30
			}
		}, "negative"},
	} {
		t.Run(name, func(t *testing.T) {
			s := small()
			pattern, _, err := s.Protect()
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Verify(pattern); err != nil {
				t.Fatalf("the pattern as it is: %v", err)
			}
			if c.spoil(&pattern); s.Verify(pattern) == nil || !strings.Contains(s.Verify(pattern).Error(), c.want) {
				t.Errorf("got %v, want %q", s.Verify(pattern), c.want)
			}
		})
	}
}

func TestIntruderIsExact(t *testing.T) {
	s := small()
	hide := func(names ...string) []bool {
		hidden := make([]bool, len(s.Cells))
		for i, name := range []string{"xa", "xb", "xc", "xall", "ya", "yb", "yc", "yall"} {
			hidden[i] = slices.Contains(names, name)
		}
		return hidden
	}
	for _, c := range []struct {
		hidden    []bool
		low, high int64
	}{
		{hide("xa"), 2, 2},
		{hide("xa", "xb"), 2, 2},
		{hide("xa", "xb", "ya", "yb"), 0, 22},
		{hide("xa", "xc", "ya", "yc"), 2, 32},
	} {
		if low, high := attack(s.Problem, c.hidden, -1).bounds(0); low != c.low || high != c.high {
			t.Errorf("between %d and %d, want %d and %d", low, high, c.low, c.high)
		}
	}
}

func TestProtectRefuses(t *testing.T) {
	for want, build := range map[string]func(s *disclosure.Set){
		"reconcile first": func(s *disclosure.Set) {
			s.Put("a", disclosure.Cell{Value: 1})
			s.Put("t", disclosure.Cell{Value: 2})
			s.Sum("t", "a")
		},
		"counts -3 persons":   func(s *disclosure.Set) { s.Put("a", disclosure.Cell{Value: -3}) },
		"a is 1 and 2":        func(s *disclosure.Set) { s.Put("a", disclosure.Cell{Value: 1}); s.Put("a", disclosure.Cell{Value: 2}) },
		"b, which is no cell": func(s *disclosure.Set) { s.Put("a", disclosure.Cell{Value: 1}); s.Sum("a", "b") },
	} {
		var s disclosure.Set
		build(&s)
		if _, _, err := s.Protect(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A small count that an earlier edition printed is told, not hidden in vain.
func TestExposedByAnEarlierEdition(t *testing.T) {
	s := small()
	s.Earlier("xa", disclosure.Before{Edition: "1", Value: 2, Revision: true})
	pattern, hidden, err := s.Protect()
	if err != nil || len(pattern.Exposed) != 1 || hidden("xa") {
		t.Errorf("exposed %v, hidden %v, %v", pattern.Exposed, hidden("xa"), err)
	}
}

// Between two yearly editions three persons came: they are a count of their own,
// which printing both years would tell.
func TestWhatCameBetweenEditionsIsProtected(t *testing.T) {
	s := small()
	s.Earlier("yb", disclosure.Before{Edition: "2020", Value: 47, Grows: true})
	if _, hidden, err := s.Protect(); err != nil || !hidden("yb") {
		t.Errorf("50 after 47 is printed (%v): the difference is 3", err)
	}
}

// A threshold of its own for a table; cells that count no persons are left alone.
func TestThresholdBelongsToTheCell(t *testing.T) {
	s := small()
	s.Put("xb", disclosure.Cell{Value: 20, Threshold: 25})
	pattern, _, err := s.Protect()
	if err != nil || !pattern.Primary[1] {
		t.Errorf("20 is below its threshold of 25: %v, %v", pattern.Primary, err)
	}
	var money disclosure.Set
	money.Put("a", disclosure.Cell{Value: 3})
	if pattern, _, err := money.Protect(); err != nil || pattern.Hidden[0] {
		t.Errorf("3 dirhams are hidden: %v, %v", pattern, err)
	}
}
