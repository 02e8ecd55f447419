package main

import (
	"fmt"

	"sanad/statistics"
)

// reportCommand is about whole reports.
type reportCommand struct {
	Write reportWrite `cmd:"" default:"withargs" help:"Write a whole report into a folder: narrative, tables, charts, maps."`
	Check reportCheck `cmd:"" help:"Find what a document whose figures were imported gets wrong."`
}

type reportCheck struct {
	Name string `arg:"" help:"Name of the document: outcome-2021."`
}

// Run writes every finding to standard output, one a line: the mistakes, with
// both values, and then what explains itself. The exit status is 1 when there
// are mistakes.
//
// Errors: sanad.no-source, statistics.not-imported.
func (c *reportCheck) Run(s *session) error {
	set, list, err := s.loadSources()
	if err != nil {
		return err
	}
	src, err := chooseSource(list, c.Name, nil)
	if err != nil {
		return err
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	found, err := (&statistics.Engine{DB: db, Programmes: set}).Check(s, src)
	if err != nil {
		return err
	}
	mistakes := int64(0)
	for _, f := range found {
		if !f.Explained {
			mistakes++
			fmt.Fprintln(s.out, s.finding(f))
		}
	}
	for _, f := range found {
		if f.Explained {
			fmt.Fprintln(s.out, s.finding(f))
		}
	}
	fmt.Fprintln(s.say, s.p.Count("sanad.findings", mistakes))
	if mistakes > 0 {
		return errTold
	}
	return nil
}

// finding is a finding in one line, with the place it is about.
func (s *session) finding(f statistics.Finding) string {
	where, text := f.Subject, s.p.Fault(f.Fault)
	if where == "" {
		where = "–"
	}
	if f.Page != "" {
		where = s.p.T("sanad.finding-page", "subject", where, "page", f.Page)
	}
	if f.Explained {
		text = s.p.T("sanad.explained", "text", text)
	}
	return s.p.T("sanad.finding", "where", where, "text", text)
}
