package demo_test

import "testing"

func TestServicesAreTheReport(t *testing.T) {
	whole(t, "W7").isTheReport("06-services-2020")
	onPostgres(t, "W7").verified()
}
