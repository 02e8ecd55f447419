package demo_test

import "testing"

func TestTheWinterCampaignIsTheReport(t *testing.T) {
	w := whole(t, "W8")
	w.isTheReport("07-cold-wave-by-sex", "08-cold-wave-by-age", "09-cold-wave-by-social-status", "10-cold-wave-by-service")
	w.figuresAreTheReport("winter.cases", "winter.items_bought", "winter.items_cost")
	w.verified()
	onPostgres(t, "W8").verified()
}
