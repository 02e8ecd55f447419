package e2e_test

import (
	"testing"
	"time"

	"sanad/calendar"
)

func typedToday() string { return time.Now().In(calendar.Rabat).Format("02/01/2006") }

// L1: a text is entered, passes its stages, is published and calls for an order; the
// board shows it. A programme leads to the text it rests on, and back.
func TestJourneyOfALegalText(t *testing.T) {
	s, accounts := office(t)
	before := figure(t, "legal-texts", "decree", "adopted")
	centre := open(t, s, 1280, 900)
	centre.signIn(accounts["centre"])
	centre.find(centre.openFile("legal-texts", answers{"a.number": "2.26.999", "a.kind": "decree", "a.title": "مرسوم الرحلة التجريبية"}))
	centre.take("pass", "council_of_government", answers{"f.note": "مجلس الحكومة"})
	centre.sees("صادق عليه مجلس الحكومة")
	centre.take("publish", "", answers{"f.gazette": "7500"})
	centre.take("call_for", "", nil)
	centre.sees("لم تذكر أي نص")
	centre.take("call_for", "", answers{"f.orders.0.name": "قرار الرحلة"})
	centre.visit("/texts")
	centre.sees("مرسوم الرحلة التجريبية")
	centre.press(`a[href="/texts/2.26.999"]`)
	centre.sees("النشر في الجريدة الرسمية")
	centre.sees("قرار الرحلة")
	centre.visit("/programmes/social-workers")
	centre.press(`a[href="/texts/45.18"]`)
	centre.sees("السن الأدنى للممارسة")
	centre.press(`a[href="/programmes/social-workers"]`)
	if after := figure(t, "legal-texts", "decree", "adopted"); after != before+1 {
		t.Errorf("%d decrees, and %d before", after, before)
	}
}

// L2: accreditation is asked for and granted; a refusal without its reason is sent
// back. An infringement is written down with its penalty.
func TestJourneyOfASocialWorker(t *testing.T) {
	s, accounts := office(t)
	before := figure(t, "social-workers-infringements", "secrecy", "infringements")
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	number := clerk.openFile("social-workers", answers{"p.given_ar": "نعيمة", "p.family_ar": "الرحالي", "p.sex": "F", "p.birth": "17/05/1990", "p.cin": "ZZ902211", "on": typedToday(),
		"a.field": "social_assistance", "a.status": "independent", "a.moroccan": "yes", "a.rights": "yes", "a.diploma": "yes"}, "diploma", "criminal_record", "national_card")

	secretary := open(t, s, 1280, 900)
	secretary.signIn(accounts["secretary.rabat"])
	secretary.find(number)
	secretary.take("check", "complete", nil)

	centre := open(t, s, 1280, 900)
	centre.signIn(accounts["centre"])
	centre.find(number)
	centre.take("accredit", "refused", nil)
	if centre.text("[data-error-summary]") == "" {
		t.Error("refused without a reason")
	}
	centre.take("accredit", "accredited", nil)
	centre.sees("معتمد")
	centre.take("infringement", "suspension", answers{"f.kind": "secrecy", "f.noticed_on": typedToday(), "reason": "إفشاء معطيات مستفيدة"})
	centre.sees("موقوف مؤقتا")
	if after := figure(t, "social-workers-infringements", "secrecy", "infringements"); after != before+1 {
		t.Errorf("%d infringements, and %d before", after, before)
	}
}
