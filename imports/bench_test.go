package imports_test

import (
	"bytes"
	"strings"
	"testing"

	"sanad/imports"
	"sanad/population"
	"sanad/store"
	"sanad/store/storetest"
)

// BenchmarkImport is ten thousand rows of a synthetic list in both scripts, with
// the errors of clerks and the same people twice, checked and then written:
// rows a second of each.
func BenchmarkImport(b *testing.B) {
	const rows = 10_000
	var list bytes.Buffer
	if err := population.Write(&list, rows, 1); err != nil {
		b.Fatal(err)
	}
	text := strings.ReplaceAll(list.String(), ",ZZ0", ",ZZ") // a card has six digits
	for name, open := range map[string]func(testing.TB, store.Options) *store.DB{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			var checked, written, n float64
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b, open(b, store.Options{}))
				i := w.arrives(brought{text: text, change: func(m *imports.Mapping) {
					m.Columns = map[string]string{"key": "record", "given_ar": "given_ar", "family_ar": "family_ar", "given_latin": "given_fr", "family_latin": "family_fr",
						"sex": "sex", "birth": "birth", "cin": "cin", "phone": "phone"}
				}})
				b.StartTimer()
				w.must(w.office.Advance(w.Context(), i.ID, nil))
				middle := b.Elapsed().Seconds()
				w.must(w.office.Run(w.Context(), imports.Request{Key: w.id(), Actor: w.clerk, Import: i.ID}))
				w.must(w.office.Advance(w.Context(), i.ID, nil))
				n, checked, written = n+rows, middle-written, b.Elapsed().Seconds()-middle+written
			}
			b.ReportMetric(n/checked, "checked/s")
			b.ReportMetric(n/written, "written/s")
		})
	}
}
