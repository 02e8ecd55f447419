package demo_test

import "testing"

func TestAssociationProjectsAreTheReport(t *testing.T) {
	w := whole(t, "P2", "P3")
	w.isTheReport("11-association-projects-2017", "12-association-projects-2019-2020", "13-thematic-projects-by-domain-year", "14-thematic-support-by-region-year")
	w.verified()
	onPostgres(t, "P2", "P3").verified()
}
