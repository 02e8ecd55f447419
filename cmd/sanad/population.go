package main

import (
	"sanad/fault"
	"sanad/population"
)

// populationCommand writes people who do not exist.
type populationCommand struct {
	Records int    `arg:"" help:"How many records to write."`
	Seed    uint64 `default:"1" help:"Number from which everybody is drawn."`
}

// Run writes a synthetic register as CSV to standard output, with a column that
// says who is who.
//
// Errors: linkage.population.
func (c *populationCommand) Run(s *session) error {
	if c.Records < 1 {
		return fault.New(fault.Invalid, "linkage.population", fault.Args{"value": c.Records})
	}
	if err := population.Write(s.out, c.Records, c.Seed); err != nil {
		return err
	}
	s.tell("linkage.population-made", "count", c.Records, "map", population.Map)
	return nil
}
