package demo_test

import "testing"

func TestTheFrameworkIsTheReport(t *testing.T) {
	w := whole(t, "L1", "L2", "L3")
	w.isTheReport()
	w.figuresAreTheReport("institute.new_students")
	w.verified()
	onPostgres(t, "L1", "L2", "L3").verified()
}
