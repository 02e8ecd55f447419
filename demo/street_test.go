package demo_test

import "testing"

func TestTheStreetIsTheReport(t *testing.T) {
	w := whole(t, "W6")
	w.isTheReport()
	w.figuresAreTheReport("street.sheltered", "street.sheltered_female", "street.sheltered_male", "street.reintegrated", "street.reintegrated_directly",
		"street.in_care", "street.reception_spaces", "street.spaces_still_open", "samu.casablanca_meknes", "samu.tanger", "samu.new_units", "samu.new_units_budget")
	w.verified()
	onPostgres(t, "W6").verified()
}
