package e2e_test

import "testing"

// W7: a centre enters the register, says which services it gives, writes down the
// list of a day; a person twice in it is refused, and the table of services moves.
func TestJourneyOfACentresDay(t *testing.T) {
	s, accounts := office(t)
	before := figure(t, "06-services-2020", "kindergartens", "total")

	delegate := open(t, s, 1280, 900)
	delegate.signIn(accounts["delegate.rabat"])
	delegate.visit("/establishments/new")
	const form = `form[action="/establishments/new"]`
	delegate.write(form, answers{"e.name_ar": "روض الرحلة التجريبي", "e.name_latin": "Jardin du parcours", "e.category": "service_centre", "e.province": "04.421", "e.opened_on": "01/09/2019", "on": "02/01/2020"})
	delegate.press(form + ` button[type=submit]:not([name])`)
	delegate.visit("/applications/new?programme=social-services")
	delegate.tick(`[name="a.services"][value="kindergartens"]`)
	delegate.tick(`[name="a.services"][value="literacy_spaces"]`)
	delegate.openFile("social-services", answers{"subject": "روض الرحلة التجريبي", "p.province": "04.421", "on": "02/01/2020"})

	director := open(t, s, 390, 844)
	director.signIn(accounts["home.rabat"])
	director.press(`a[href="/sheets"]`)
	director.fill("q", "روض الرحلة")
	director.press(`form[action="/sheets"] button[type=submit]`)
	director.press(`a[href$="/sheet/day"]`)
	const sheet = `form[data-sheet]`
	line := func(i string) {
		row := "f.people." + i + "."
		director.write(sheet, answers{row + "number": "1", row + "name": "ياسين", row + "year": "2016"})
		director.tick(`label:has([name="` + row + `sex"][value="m"])`)
		director.tick(`label:has([name="` + row + `service"][value="kindergartens"])`)
	}
	director.fill("on", "03/02/2020")
	line("0")
	line("1")
	director.press(sheet + ` .btn-primary`)
	director.sees("السطر 2 يكرر السطر 1")
	director.fill("f.people.1.number", "2")
	director.press(sheet + ` .btn-primary`)
	director.sees("حُفظت اللائحة")
	director.sees("ياسين")
	if after := figure(t, "06-services-2020", "kindergartens", "total"); after != before+2 {
		t.Errorf("%d persons in kindergartens, and %d before", after, before)
	}
}
