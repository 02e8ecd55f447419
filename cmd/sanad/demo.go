package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"sanad/calendar"
	"sanad/demo"
	"sanad/fault"
	"sanad/store"
	"sanad/territory"
)

// demoSeed draws the demonstration that everybody sees.
const demoSeed = 2021

// demoCommand makes a demonstration.
type demoCommand struct {
	Seed  int64    `default:"${seed}" help:"Number from which everybody is drawn."`
	Scale float64  `default:"1" help:"By which the report's figures are multiplied: 0.01 for a small one, 2 for a load test."`
	Only  []string `help:"Load these systems alone, with what they need: W1,W8."`
}

// Run makes the demonstration in a database that has nothing yet.
//
// Errors: sanad.not-empty; demo.scale; demo.system-unknown.
func (c *demoCommand) Run(s *session) error {
	// This process does nothing else: it may trade memory for time, up to a bound.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(1 << 30)
	began, bar := calendar.SystemClock(), newBar(s.say)
	report, err := s.raise(demo.Options{Seed: c.Seed, Scale: c.Scale, Only: c.Only, Progress: func(p demo.Progress) { bar.show(p.Done, p.Total) }})
	bar.end()
	if err != nil {
		return err
	}
	seconds := float64(calendar.SystemClock()-began) / 1e6
	s.tell("sanad.demo-made", "acts", report.Acts, "seconds", fmt.Sprintf("%.1f", seconds), "rate", int(float64(report.Acts)/seconds),
		"deposited", report.Planned.Deposited, "accepted", report.Planned.Accepted, "end", demo.End)
	return s.handOut(report.Accounts)
}

func (s *session) refuseUsed(db *store.DB) error {
	used, err := store.Exists(s, db, "select 1 from event limit 1")
	if err == nil && used {
		err = fault.New(fault.Conflict, "sanad.not-empty", fault.Args{"path": s.db})
	}
	return err
}

// handOut shows the accounts once, and keeps them in a file that only its owner
// may read, beside the database.
func (s *session) handOut(accounts []demo.Account) error {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, a := range accounts {
		place := s.p.T("sanad.whole-country")
		if a.Territory != "" {
			place = territory.Name(a.Territory, s.p.Lang())
		}
		fmt.Fprintf(w, "%s\t%s\t%s, %s\n", a.Login, a.Password, s.p.T("access.role."+string(a.Role)), place)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	path := s.db + ".accounts.txt"
	if s.onServer() {
		path = "sanad.accounts.txt"
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		return err
	}
	s.tell("sanad.demo-accounts", "path", path)
	_, err := fmt.Fprint(s.out, b.String())
	return err
}
