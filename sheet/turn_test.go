package sheet_test

import (
	"reflect"
	"testing"

	"sanad/sheet"
)

// seasons is a table whose columns are periods, with their total, a share of it,
// and a line of shares under the total.
func seasons() *sheet.Table {
	return &sheet.Table{Name: "08-ages", Lang: "ar-MA", Title: "t", Head: sheet.Head{Key: "age", Title: "العمر"}, Across: sheet.Head{Key: "season", Title: "الموسم"},
		Columns: []sheet.Column{{Key: "2019", Title: "2019"}, {Key: "2020", Title: "2020"}, {Key: "total", Title: "المجموع", Total: true}, {Key: "of_all", Title: "النسبة", Digits: 2, Percent: true, Derived: true}},
		Rows: []sheet.Row{
			{Key: "young", Title: "صغار", Cells: []sheet.Cell{{Value: 1}, {State: sheet.Suppressed}, {Value: 4}, {Value: 4000}}},
			{Key: "old", Title: "كبار", Cells: []sheet.Cell{{Value: 2, Mark: " (1)"}, {Value: 4, State: sheet.Reported}, {Value: 6}, {Value: 6000}}},
			{Key: "total", Title: "المجموع", Total: true, Cells: []sheet.Cell{{Value: 3}, {Value: 7}, {Value: 10}, {Value: 10000}}},
			{Key: "across", Title: "حصة", Derived: true, Percent: true, Digits: 1, Cells: []sheet.Cell{{Value: 300}, {Value: 700}, {Value: 1000}, {State: sheet.Missing, Mark: " "}}},
		}}
}

// A turned table says the same, and turned again it is what it was.
func TestATableIsTurned(t *testing.T) {
	turned, ok := seasons().Turned()
	if !ok {
		t.Fatal("not turned")
	}
	want := "season,young,old,total\n2019,1,2,3\n2020,x,4,7\ntotal,4,6,10\n"
	if got := string(written(t, turned.WriteCSV)); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	back, ok := turned.Turned()
	if !ok || string(written(t, back.WriteJSONStat)) != string(written(t, seasons().WriteJSONStat)) {
		t.Errorf("turned twice: %v\n%s", ok, written(t, back.WriteJSONStat))
	}
	if want := seasons(); !reflect.DeepEqual(back.Rows, want.Rows) {
		t.Errorf("rows turned twice are %+v, want %+v", back.Rows, want.Rows)
	}
}

// Rows within rows, and columns in other units than their neighbours', make no
// columns and no rows.
func TestWhatCannotBeTurned(t *testing.T) {
	inner, money := seasons(), seasons()
	inner.Rows[1].Level = 1
	money.Columns[1].Digits = 2
	for name, table := range map[string]*sheet.Table{"rows within rows": inner, "two units": money} {
		if _, ok := table.Turned(); ok {
			t.Errorf("%s: turned", name)
		}
	}
}
