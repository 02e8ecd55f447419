package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// tablesCommand lists the tables.
type tablesCommand struct{}

// Run lists each table with its rows and its title.
func (c *tablesCommand) Run(s *session) error {
	set, err := s.loadToRead()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, t := range set.Tables() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", t.Name, strings.Join(t.By, ","), t.Title.In(s.p.Lang()))
	}
	return w.Flush()
}
