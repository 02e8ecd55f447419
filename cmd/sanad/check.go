package main

import (
	"fmt"
	"strings"
)

// checkCommand checks the programmes.
type checkCommand struct{}

// Run loads every programme, which checks it and runs its cases, and says what
// there is.
//
// Errors: programme.Problems, with file, line and remedy.
func (c *checkCommand) Run(s *session) error {
	set, list, err := s.loadSources()
	if err != nil {
		return err
	}
	for _, l := range set.Report() {
		fmt.Fprintf(s.out, "%s version %d (%s) %s\n", l.Programme, l.Version, strings.Join(l.Codes, ", "), l.Hash[:12])
		fmt.Fprintf(s.out, "  %s\n", s.p.T("sanad.checked", "states", l.States, "acts", l.Acts, "conditions", l.Conditions,
			"documents", l.Documents, "measures", l.Measures, "tables", l.Tables))
		fmt.Fprintf(s.out, "  %s\n", s.p.T("sanad.cases", "cases", l.Cases, "confirm", l.Confirm))
	}
	for _, src := range list {
		fmt.Fprintf(s.out, "%s\n  %s\n", src.ID, s.p.T("sanad.checked-source", "files", len(src.Files), "title", src.Title))
	}
	return nil
}
