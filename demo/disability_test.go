package demo_test

import (
	"testing"

	"sanad/demo"
	"sanad/demo/facts"
	"sanad/statistics"
)

// The report has no table of the four lines: the tables are the facts.
func TestDisabilityIsAsPlanned(t *testing.T) {
	o := facts.Options{Seed: 7, Scale: 0.02}
	p := facts.Disability(o, facts.Institutions(o).Associations)
	devices, paid := 0, 0
	for _, f := range p.Devices {
		if f.Delivered.On > 0 {
			devices += f.Units
		}
	}
	for _, s := range p.Schooling {
		for _, tranche := range s.Tranches {
			if tranche.Paid.On > 0 {
				paid += tranche.Centimes
			}
		}
	}
	w := onPostgres(t, "W0")
	w.verified()
	for _, c := range []struct {
		table, row, column string
		want               int
	}{
		{"disability-devices", statistics.Total, "devices", devices},
		{"disability-activities", statistics.Total, "applications", len(p.Activities)},
		{"disability-support", "schooling", "paid_mad", paid},
	} {
		if got := w.cell(c.table, c.row, c.column); got != c.want {
			t.Errorf("%s, %s, %s: %d, want %d", c.table, c.row, c.column, got, c.want)
		}
	}
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
