package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sanad/disclosure"
)

// BenchmarkReport protects a whole report at once: fifteen tables of twelve
// regions and six columns, and persons by province under region, sex and age.
// The reference is verifying the answer, which must be paid whatever finds it.
func BenchmarkReport(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2021))
	var s disclosure.Set
	for i := range 15 {
		c := cube{fmt.Sprint("t", i, " "), []tree{flat("r", 12), flat("c", 6)}}
		c.put(&s, c.draw(r), 5)
	}
	c := cube{"p ", []tree{deep("r", 12, 6), flat("s", 2), flat("a", 5)}}
	c.put(&s, c.draw(r), 5)
	pattern, _, err := s.Protect()
	if err != nil || len(pattern.Open) > 0 {
		b.Fatal(err, pattern.Open)
	}
	hidden, primary := s.Count(pattern)
	b.Run("protect", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := s.Protect(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(s.Cells)), "cells")
		b.ReportMetric(float64(primary), "small")
		b.ReportMetric(float64(hidden), "hidden")
		b.ReportMetric(float64(atLeast(s.Problem, pattern)), "needed")
	})
	b.Run("reference/verify", func(b *testing.B) {
		for b.Loop() {
			if err := s.Verify(pattern); err != nil {
				b.Fatal(err)
			}
		}
	})
}
