package statistics

import (
	"testing"

	"sanad/programme"
)

// Rows that do not make the whole are told with both figures; no query does
// that, so the whole is given here. Rows of a distinct count may exceed it.
func TestRowsThatAreNotTheWholeAreTold(t *testing.T) {
	for _, c := range []struct {
		kind  programme.Kind
		rows  []int64
		whole int64
		key   string // of the problem; empty for none
	}{
		{programme.Flow, []int64{2, 3}, 5, ""},
		{programme.Flow, []int64{2, 3}, 6, "statistics.whole-differs"},
		{programme.Distinct, []int64{2, 3}, 4, ""},
		{programme.Distinct, []int64{2, 3}, 6, "statistics.distinct-differs"},
		{programme.Distinct, []int64{2, 3}, 2, "statistics.distinct-differs"},
	} {
		r := &Result{Programme: &programme.Definition{}, Table: &programme.Table{}, Columns: []Column{{Key: "a", Kind: c.kind}}, Total: Row{Key: Total}}
		for _, n := range c.rows {
			r.Rows = append(r.Rows, Row{Cells: []Cell{{Value: n}}})
		}
		r.reconcileRows([]Cell{{Value: c.whole, Origin: Reported}})
		if c.key == "" {
			if len(r.Problems) != 0 || (c.whole != 5) != (len(r.Overlaps) == 1) {
				t.Errorf("%v: problems %v, overlaps %v", c, r.Problems, r.Overlaps)
			}
			continue
		}
		want := Problem{Row: Total, Column: "a", Left: 5, Right: c.whole}
		if len(r.Problems) != 1 || r.Problems[0] != want || r.Fault(r.Problems[0]).Key != c.key {
			t.Errorf("%v: problems %v", c, r.Problems)
		}
	}
}
