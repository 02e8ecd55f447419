package e2e_test

import "testing"

// W0, devices: a prescription, a quote, the decision, the delivery with its serial
// number. An old prescription is refused, and a delivery without a number for each
// unit.
func TestJourneyOfADevice(t *testing.T) {
	s, accounts := office(t)
	before := figure(t, "disability-devices", "wheelchair", "devices")
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	clerk.visit("/applications/new?programme=disability-devices")
	const form = `form[action="/applications"]`
	clerk.write(form, answers{"p.given_ar": "إدريس", "p.family_ar": "الكرسيفي", "p.sex": "M", "p.birth": "17/05/1970", "p.cin": "ZZ902311", "on": typedToday(),
		"a.device": "wheelchair", "a.units": "2", "a.prescribed_on": "01/01/2020"})
	clerk.press(form + ` button[type=submit]:not([name])`)
	clerk.sees("الوصفة الطبية متجاوزة")
	clerk.write(form, answers{"a.prescribed_on": typedToday()})
	for _, paper := range []string{"prescription", "disability_certificate"} {
		clerk.tick(form + ` [type="checkbox"][name="paper.` + paper + `"]`)
	}
	clerk.press(form + ` button[type=submit]:not([name])`)
	number := reference.FindString(clerk.text("main"))
	clerk.find(number)
	clerk.take("quote", "", answers{"f.supplier": "شركة التجهيز", "f.amount": "2900"}, "quote")

	delegate := open(t, s, 1280, 900)
	delegate.signIn(accounts["delegate.rabat"])
	delegate.find(number)
	delegate.take("decide", "granted", nil)
	delegate.take("deliver", "", answers{"f.serials.0.serial": "DEMO-1"}, "receipt")
	delegate.sees("اكتب رقما لكل وحدة")
	delegate.take("deliver", "", answers{"f.serials.1.serial": "DEMO-2"})
	delegate.sees("DEMO-2")
	if after := figure(t, "disability-devices", "wheelchair", "devices"); after != before+2 {
		t.Errorf("%d wheelchairs, and %d before", after, before)
	}
}

// W0, activities: support is granted and the first instalment paid; the second
// waits for a visit.
func TestJourneyOfAnActivity(t *testing.T) {
	s, accounts := office(t)
	before := figure(t, "disability-activities", "individual", "paid_mad")
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	number := clerk.openFile("disability-activities", answers{"p.given_ar": "حليمة", "p.family_ar": "الخياطي", "p.sex": "F", "p.birth": "17/05/1980", "p.cin": "ZZ902411", "on": typedToday(),
		"a.kind": "individual", "a.trade": "خياطة", "a.asked": "40000"}, "study", "disability_certificate")

	centre := open(t, s, 1280, 900)
	centre.signIn(accounts["centre"])
	centre.find(number)
	centre.take("decide", "granted", answers{"f.amount": "30000"})
	centre.take("pay", "", answers{"f.amount": "20000"})
	centre.take("pay", "", answers{"f.amount": "10000"})
	centre.sees("لا تؤدى الدفعة الموالية قبل زيارة")

	agent := open(t, s, 390, 844)
	agent.signIn(accounts["agent.rabat"])
	agent.find(number)
	agent.take("visit", "working", answers{"f.finding": "النشاط قائم"})

	centre.find(number)
	centre.take("pay", "", answers{"f.amount": "10000"})
	if after := figure(t, "disability-activities", "individual", "paid_mad"); after != before+30000 {
		t.Errorf("%d dirhams paid, and %d before", after, before)
	}
}
