package demo_test

import (
	"os"
	"strconv"
	"testing"

	"sanad/demo"
	"sanad/store"
	"sanad/store/storetest"
)

// scale of the measured demonstration: SANAD_SCALE=1 makes the whole one.
func scale() float64 {
	if s, err := strconv.ParseFloat(os.Getenv("SANAD_SCALE"), 64); err == nil {
		return s
	}
	return 0.1
}

// BenchmarkDemo makes a demonstration, the plan included.
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		clock := demo.NewClock()
		db := storetest.SQLite(b, store.Options{Clock: clock.Now, Bulk: true})
		w := made(b, db, clock, 7, scale())
		b.ReportMetric(float64(w.report.Acts)/b.Elapsed().Seconds(), "acts/s")
	}
}
