package main

import (
	"errors"

	"sanad/report"
	"sanad/statistics"
)

// reportWrite writes a whole report into a folder.
type reportWrite struct {
	Name    string `arg:"" help:"Name of the report: outcome-2021."`
	AsOf    string `placeholder:"DATE" help:"Last day that counts, 2021-07-02; the report's own unless given."`
	KnownOn string `placeholder:"INSTANT" help:"Last instant of recording that counts; now unless given."`
	Out     string `short:"o" required:"" placeholder:"DIR" help:"Folder to write into: report.html, report.pdf, tables.xlsx, csv/, json/."`
}

// Run writes the report. Without a Chromium it has no PDF, and says so. One whose
// tables do not reconcile is written too, its problems told, and the exit status
// is 1.
//
// Errors: those of statistics.Read, report.Composer.Compose and
// report.Document.WriteDir.
func (c *reportWrite) Run(s *session) error {
	ask, err := statistics.Read("", "", c.AsOf, c.KnownOn)
	if err != nil {
		return err
	}
	set, err := s.loadToRead()
	if err != nil {
		return err
	}
	reports, err := report.Load(report.Files, set)
	if err != nil {
		return err
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	engine := &statistics.Engine{DB: db, Programmes: set}
	composer := report.Composer{DB: db, Programmes: set, Reports: reports, Source: engine}
	d, err := composer.Compose(s, c.Name, ask.AsOf, ask.KnownOn)
	if err != nil {
		return err
	}
	return s.writeReport(d, c.Out)
}

// writeReport writes the folder in the language that is spoken, and says what
// became of it.
func (s *session) writeReport(d *report.Document, dir string) error {
	switch err := d.WriteDir(s, dir, s.p); {
	case errors.Is(err, report.ErrNoBrowser):
		s.tell("report.no-browser")
	case err != nil:
		return err
	}
	s.tell("report.written", "count", len(d.Results()), "dir", dir)
	var told error
	for _, r := range d.Results() {
		if err := s.reconciled(r); err != nil {
			told = err
		}
	}
	return told
}
