package statistics

import (
	"testing"

	"sanad/ledger"
	"sanad/programme"
)

// Rows that do not add up to the whole are told with both figures; no query does
// that, so the whole is given here.
func TestRowsThatAreNotTheWholeAreTold(t *testing.T) {
	r := &Result{Table: &programme.Table{}, Columns: []Column{{Key: "a"}, {Key: "b", Kind: programme.Distinct}}, Total: Row{Key: Total, Cells: []Cell{{Value: 5}, {Value: 2}}}}
	r.reconcile([]count{{whole: ledger.Whole{Quantity: 6}}, {whole: ledger.Whole{Quantity: 9}}})
	if len(r.Problems) != 1 || r.Problems[0] != (Problem{Row: Total, Column: "a", Left: 5, Right: 6}) || r.Fault(r.Problems[0]).Key != "statistics.whole-differs" {
		t.Errorf("problems %v", r.Problems)
	}
}
