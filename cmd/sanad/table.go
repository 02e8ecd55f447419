package main

import (
	"bufio"

	"sanad/statistics"
)

// tableCommand writes one table.
type tableCommand struct {
	Name    string `arg:"" help:"Name of the table; 'sanad tables' lists them."`
	AsOf    string `placeholder:"DATE" help:"Last day that counts, 2021-07-02; today unless given."`
	KnownOn string `placeholder:"INSTANT" help:"Last instant of recording that counts; now unless given."`
	By      string `placeholder:"DIMENSION" help:"What the rows are: region, province, month; the table's first unless given."`
	Format  string `enum:"csv,json,html" default:"csv" help:"csv, json or html."`
}

// Run writes the table alone to standard output. One that does not reconcile is
// written too, its problems told, and the exit status is 1.
//
// Errors: those of statistics.Engine.Compute.
func (c *tableCommand) Run(s *session) error {
	ask, err := statistics.Read(c.Name, c.By, c.AsOf, c.KnownOn)
	if err != nil {
		return err
	}
	set, err := s.loadToRead()
	if err != nil {
		return err
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	result, err := (&statistics.Engine{DB: db, Programmes: set}).Compute(s, ask)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(s.out)
	if err := result.Write(out, statistics.Format(c.Format), s.p); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return s.reconciled(result)
}

// reconciled tells every difference of a table.
func (s *session) reconciled(r *statistics.Result) error {
	for _, p := range r.Problems {
		s.tell("sanad.problem", "table", r.Table.Name, "problem", s.p.Fault(r.Fault(p)))
	}
	if !r.Reconciles() {
		return errTold
	}
	return nil
}
