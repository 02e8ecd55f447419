package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"syscall"
	"text/tabwriter"

	"sanad/calendar"
	"sanad/fault"
	"sanad/linkage"
)

// linkCommand finds records of one person in CSV files.
type linkCommand struct {
	File         string   `arg:"" help:"CSV file; its first line names the columns."`
	File2        string   `arg:"" optional:"" name:"file2" help:"Second file with the same columns: its records are linked to those of the first, each to one at most."`
	Map          []string `required:"" placeholder:"KIND=COLUMN" help:"What the columns hold: given, family, name, sex, birth, id, place, postcode, phone or category. Given and family may stand twice, once for each script."`
	Truth        string   `placeholder:"COLUMN" xor:"truth" help:"Column that says who a record really is, to measure the result."`
	TruthPattern string   `placeholder:"REGEXP" xor:"truth" help:"What in the first column says who a record really is: the first group."`
	Threshold    float64  `default:"${threshold}" placeholder:"P" help:"Probability from which records are of one person (${threshold})."`
	Pairs        string   `placeholder:"OUT" help:"Write the pairs worth a look, with the reasons, to this CSV file."`
	Clusters     string   `placeholder:"OUT" help:"Write the records of each person found to this CSV file."`
	Workers      int      `placeholder:"N" help:"How many processors to use; all unless given. The result does not depend on it."`
}

// Run links the files and prints what came of it.
//
// Errors: linkage.threshold, linkage.pattern, linkage.too-large, sanad.no-file;
// those of linkage.ParseMap and linkage.Read.
func (c *linkCommand) Run(s *session) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	maps, err := linkage.ParseMap(c.Map)
	if err != nil {
		return err
	}
	debug.SetGCPercent(gcPercent)
	began := calendar.SystemClock()
	table, err := c.read(maps, options)
	if err != nil {
		return err
	}
	read := calendar.SystemClock() - began
	for _, note := range table.Notes {
		s.tell(note.Key, "column", note.Column, "value", note.Value)
	}
	result := linkage.Link(table, linkage.Options{Threshold: c.Threshold, Workers: options.Workers, Clock: calendar.SystemClock})
	result.Phases = append([]linkage.Phase{{Name: "read", Takes: read}}, result.Phases...)
	if err := c.write(s, table, result); err != nil {
		return err
	}
	return c.print(s, table, result)
}

// gcPercent trades a little time for memory: a table is large and long-lived.
const gcPercent = 50

func (c *linkCommand) options() (linkage.ReadOptions, error) {
	o := linkage.ReadOptions{Truth: c.Truth, Keys: c.Pairs != "" || c.Clusters != "", Workers: c.Workers}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if !(c.Threshold > 0 && c.Threshold < 1) {
		return o, fault.New(fault.Invalid, "linkage.threshold", fault.Args{"value": c.Threshold})
	}
	if c.TruthPattern != "" {
		pattern, err := regexp.Compile(c.TruthPattern)
		if err != nil {
			return o, fault.New(fault.Invalid, "linkage.pattern", fault.Args{"value": c.TruthPattern}).Because(err)
		}
		o.TruthPattern = pattern
	}
	return o, nil
}

func (c *linkCommand) read(maps []linkage.Map, o linkage.ReadOptions) (*linkage.Table, error) {
	var sources []linkage.Source
	bytes := int64(0)
	for _, path := range []string{c.File, c.File2} {
		if path == "" {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, fault.New(fault.NotFound, "sanad.no-file", fault.Args{"path": path}).Because(err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			bytes += info.Size()
		}
		sources = append(sources, linkage.Source{Name: path, Reader: f})
	}
	if err := fitsMemory(bytes); err != nil {
		return nil, err
	}
	return linkage.Read(maps, o, sources...)
}

// memoryFor is how many bytes of memory linking takes for each byte of a file,
// at most, as measured (docs/benchmarks.md).
const memoryFor = 6

// fitsMemory refuses files that would not fit, before an hour of reading ends in
// a killed process. Where the machine does not say what it has, it is tried.
func fitsMemory(bytes int64) error {
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return nil
	}
	defer f.Close()
	var name, unit string
	var kilobytes int64
	for {
		if n, err := fmt.Fscanln(f, &name, &kilobytes, &unit); n < 2 && err != nil {
			return nil
		}
		if name == "MemAvailable:" {
			break
		}
	}
	if bytes*memoryFor > kilobytes<<10 {
		return fault.New(fault.TooLarge, "linkage.too-large", fault.Args{"need": bytes*memoryFor>>20 + 1, "have": kilobytes >> 10})
	}
	return nil
}

// print writes the figures, a line each.
func (c *linkCommand) print(s *session, t *linkage.Table, r *linkage.Result) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	line := func(key, format string, args ...any) {
		fmt.Fprintf(w, "%s\t"+format+"\n", append([]any{s.p.T(key)}, args...)...)
	}
	line("linkage.records", "%d", t.Len())
	line("linkage.candidates", "%d", r.Candidates)
	line("linkage.lost", "%.0f", r.Lost)
	line("linkage.missed", "%.2f %%", 100*r.Missed)
	line("linkage.review-pairs", "%d", len(r.Pairs))
	line("linkage.clusters", "%d", len(r.Clusters))
	if q := r.Quality; q != nil {
		line("linkage.true-pairs", "%.0f", q.TruePairs)
		line("linkage.blocking-recall", "%.4f", q.BlockingRecall)
		line("linkage.measured", "%s\t%s\t%s\tF1", s.p.T("linkage.at-threshold"), s.p.T("linkage.precision"), s.p.T("linkage.recall"))
		for _, x := range []struct {
			key string
			linkage.Score
		}{{"linkage.pairs-chosen", q.Pairs}, {"linkage.pairs-best", q.BestPairs}, {"linkage.clusters-chosen", q.Clusters}, {"linkage.clusters-best", q.BestClusters}} {
			line(x.key, "%.4f\t%.4f\t%.4f\t%.4f", x.Threshold, x.Precision, x.Recall, x.F1)
		}
	}
	total := calendar.Instant(0)
	for _, p := range r.Phases {
		line("linkage.phase."+p.Name, "%.3f s", float64(p.Takes)/1e6)
		total += p.Takes
	}
	line("linkage.total", "%.3f s", float64(total)/1e6)
	line("linkage.peak", "%d MB", peak())
	return w.Flush()
}

// peak is the most memory the process has had, in megabytes.
func peak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Maxrss >> 10
}
