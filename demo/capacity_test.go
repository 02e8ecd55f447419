package demo_test

import "testing"

func TestCapacityBuildingIsTheReport(t *testing.T) {
	w := whole(t, "P4")
	w.isTheReport("15-irtiqaa-by-region")
	w.verified()
	onPostgres(t, "P4").verified()
}
