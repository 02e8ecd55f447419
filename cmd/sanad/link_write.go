package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"sanad/fault"
	"sanad/linkage"
)

// write writes the files that were asked for.
func (c *linkCommand) write(s *session, t *linkage.Table, r *linkage.Result) error {
	if c.Pairs != "" {
		if err := writeCSV(c.Pairs, func(w *csv.Writer) error { return writePairs(w, t, r) }); err != nil {
			return err
		}
		s.tell("linkage.written", "path", c.Pairs)
	}
	if c.Clusters != "" {
		if err := writeCSV(c.Clusters, func(w *csv.Writer) error { return writeClusters(w, t, r) }); err != nil {
			return err
		}
		s.tell("linkage.written", "path", c.Clusters)
	}
	return nil
}

// writeCSV writes a file beside its place and moves it there when it is whole.
func writeCSV(path string, body func(*csv.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".sanad-*")
	if err != nil {
		return fault.New(fault.Invalid, "linkage.cannot-write", fault.Args{"path": path}).Because(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(out)
	if err := body(w); err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fault.New(fault.Invalid, "linkage.cannot-write", fault.Args{"path": path}).Because(err)
	}
	if err := out.Flush(); err != nil {
		return fault.New(fault.Invalid, "linkage.cannot-write", fault.Args{"path": path}).Because(err)
	}
	return os.Rename(f.Name(), path)
}

// writePairs writes each pair with what its fields say: the level and its bits.
// Rows are counted from 1 below the first line of their own file.
func writePairs(w *csv.Writer, t *linkage.Table, r *linkage.Result) error {
	header := []string{"row_a", "row_b", "key_a", "key_b", "probability", "bits", "proposal", "relatives"}
	for _, f := range r.Model.Fields {
		header = append(header, f.Kind.String(), f.Kind.String()+"_bits")
	}
	if err := w.Write(header); err != nil {
		return err
	}
	explain := linkage.NewExplainer(t, r.Model)
	for _, p := range r.Pairs {
		e := explain.Explain(p.A, p.B)
		row := []string{rowOf(t, p.A), rowOf(t, p.B), t.Key(p.A), t.Key(p.B), bits4(e.Probability), bits(e.Bits), e.Proposal.String(), bits(e.Relatives)}
		for _, f := range e.Fields {
			row = append(row, f.Level, bits(f.Bits))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// writeClusters writes each record of a cluster with the cluster's number.
func writeClusters(w *csv.Writer, t *linkage.Table, r *linkage.Result) error {
	if err := w.Write([]string{"cluster", "file", "row", "key"}); err != nil {
		return err
	}
	for n, cluster := range r.Clusters {
		for _, record := range cluster {
			file := "1"
			if int(record) >= t.Second() {
				file = "2"
			}
			if err := w.Write([]string{strconv.Itoa(n + 1), file, rowOf(t, record), t.Key(record)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowOf(t *linkage.Table, record uint32) string {
	if int(record) >= t.Second() {
		record -= uint32(t.Second())
	}
	return strconv.Itoa(int(record) + 1)
}

func bits(v float64) string  { return fmt.Sprintf("%.2f", v) }
func bits4(v float64) string { return fmt.Sprintf("%.4f", v) }
