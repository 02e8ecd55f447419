package demo_test

import (
	"testing"

	"sanad/calendar"
	"sanad/demo"
	"sanad/demo/facts"
	"sanad/statistics"
)

// The report has no table of the four lines: the tables are the facts.
func TestDisabilityIsAsPlanned(t *testing.T) {
	o := facts.Options{Seed: 7, Scale: 0.02}
	p := facts.Disability(o, facts.Institutions(o).Associations)
	devices, due := 0, 0
	for _, f := range p.Devices {
		if f.Delivered.On > 0 {
			devices += f.Units
		}
	}
	for _, s := range p.Schooling {
		due += promised(s.Grant(), 80, s.Accepted)
	}
	taken := map[[3]any]bool{} // a second grant of a kind in a year is refused
	for _, c := range p.Centres {
		key := [3]any{c.Association, c.Kind, c.Decided.On.Year()}
		last := c.Accepted
		if c.Kind != "running" && c.Audited.On == 0 || c.Kind == "running" && last.Recorded >= lastPayday {
			last = facts.When{} // its audit is not closed, or its accounts not asked for yet
		}
		if !taken[key] {
			due += promised(c.Centimes, 60, last)
		}
		taken[key] = true
	}
	w := onPostgres(t, "W0")
	w.verified()
	for _, c := range []struct {
		table, row, column string
		want               int
	}{
		{"disability-devices", statistics.Total, "devices", devices},
		{"disability-activities", statistics.Total, "applications", len(p.Activities)},
		{"disability-payments", statistics.Total, "due_mad", due},
	} {
		if got := w.cell(c.table, c.row, c.column); got != c.want {
			t.Errorf("%s, %s, %s: %d, want %d", c.table, c.row, c.column, got, c.want)
		}
	}
}

// lastPayday is that of the last run, before which accounts are asked for.
var lastPayday = calendar.MustDate("2021-06-20")

// promised is what is due of a grant: so much of a hundred, and the rest once the
// last condition is met.
func promised(grant, share int, last facts.When) int {
	if last.On > 0 {
		return grant
	}
	return grant * share / 100
}

// cell is a figure of a table on the last day, in the unit of its measure.
func (w world) cell(table, row, column string) int {
	w.Helper()
	engine := &statistics.Engine{DB: w.db, Programmes: w.office.Programmes}
	r, err := engine.Compute(w.Context(), statistics.Ask{Table: table, AsOf: demo.End})
	if err != nil {
		w.Fatal(err)
	}
	for _, line := range r.Lines() {
		for i, c := range r.Columns {
			if line.Key == row && c.Key == column {
				return int(line.Cells[i].Value)
			}
		}
	}
	w.Fatalf("%s has no cell %s, %s", table, row, column)
	return 0
}
