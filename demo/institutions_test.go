package demo_test

import "testing"

// Tables 02 to 05 come from records alone: of licences, of grants, of audits.
func TestInstitutionsAreTheReport(t *testing.T) {
	w := whole(t, "W2", "W3", "W4")
	w.isTheReport("02-institutions-by-year", "03-institutions-by-region-category", "04-capacity-by-region-category", "05-audited-institutions")
	w.verified()
	onPostgres(t, "W2", "W3", "W4").verified()
}
