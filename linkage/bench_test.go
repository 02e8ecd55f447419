package linkage_test

import (
	"bytes"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"sanad/calendar"
	"sanad/linkage"
	"sanad/population"
)

const febrl = "given=given_name,family=surname,birth=date_of_birth,id=soc_sec_id,place=suburb,postcode=postcode,category=state"

// shared is the text of a file with truth that is not part of the product.
func shared(tb testing.TB, name string) []byte {
	tb.Helper()
	text, err := os.ReadFile("../../shared/linkage/" + name)
	if os.IsNotExist(err) {
		text, err = os.ReadFile("/work/shared/linkage/" + name)
	}
	if err != nil {
		tb.Skipf("needs ../shared/linkage/%s beside the product: %v", name, err)
	}
	return text
}

// run links CSV texts as the command does.
func run(tb testing.TB, mapping string, o linkage.ReadOptions, texts ...[]byte) (*linkage.Table, *linkage.Result) {
	tb.Helper()
	maps, err := linkage.ParseMap(strings.Split(mapping, ","))
	if err != nil {
		tb.Fatal(err)
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	var sources []linkage.Source
	for _, text := range texts {
		sources = append(sources, linkage.Source{Name: "test.csv", Reader: bytes.NewReader(text)})
	}
	table, err := linkage.Read(maps, o, sources...)
	if err != nil {
		tb.Fatal(err)
	}
	return table, linkage.Link(table, linkage.Options{Threshold: linkage.DefaultThreshold, Workers: o.Workers, Clock: calendar.SystemClock})
}

var febrlTruth = regexp.MustCompile(`rec-(\d+)-`)

func BenchmarkFebrl3(b *testing.B) {
	text := shared(b, "dataset3.csv")
	for b.Loop() {
		_, r := run(b, febrl, linkage.ReadOptions{TruthPattern: febrlTruth}, text)
		b.ReportMetric(r.Quality.Pairs.F1, "F1")
	}
}

func BenchmarkRegister(b *testing.B) {
	text := people(b, 100_000, 1)
	for b.Loop() {
		_, r := run(b, population.Map, linkage.ReadOptions{Truth: "person"}, text)
		b.ReportMetric(r.Quality.Clusters.F1, "F1")
	}
}

// BenchmarkCandidates is how many candidate pairs one core judges in a second,
// with the whole vector of a register's seven fields.
func BenchmarkCandidates(b *testing.B) {
	text := people(b, 100_000, 1)
	best := 0.0
	for b.Loop() {
		_, r := run(b, population.Map, linkage.ReadOptions{Workers: 1}, text)
		for _, p := range r.Phases {
			if p.Name == "score" {
				best = max(best, float64(r.Candidates)/float64(p.Takes))
			}
		}
	}
	b.ReportMetric(best, "Mpairs/s/core")
}
