package report_test

import (
	"io"
	"slices"
	"testing"
	"time"

	"sanad/locale"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// BenchmarkCompose makes the whole report of the figures of 2021 in Arabic, its
// HTML and its workbook without the PDF, and states how many times as long that
// takes as computing its fifteen tables one by one, the middle of several turns of
// both in the same run.
func BenchmarkCompose(b *testing.B) {
	db := storetest.SQLite(b, store.Options{})
	c := pole(b, db, set(b))
	p := locale.For(locale.Arabic)
	n, err := c.Reports.Find("outcome-2021")
	if err != nil {
		b.Fatal(err)
	}
	tables := func() {
		for _, name := range n.Tables() {
			if _, err := c.Source.Compute(b.Context(), statistics.Ask{Table: name, AsOf: n.AsOf}); err != nil {
				b.Fatal(err)
			}
		}
	}
	whole := func() {
		d, err := c.Compose(b.Context(), n.Name, 0, 0)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.WriteHTML(io.Discard, p); err != nil {
			b.Fatal(err)
		}
		if err := d.Workbook(p).WriteXLSX(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	tables() // what is read once is read before
	var all, parts []time.Duration
	for b.Loop() {
		for range 9 {
			parts, all = append(parts, timed(tables)), append(all, timed(whole))
		}
	}
	b.ReportMetric(middle(all).Seconds()*1000, "ms/report")
	b.ReportMetric(middle(all).Seconds()/middle(parts).Seconds(), "x-tables")
}

func timed(run func()) time.Duration {
	start := time.Now()
	run()
	return time.Since(start)
}

func middle(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}
