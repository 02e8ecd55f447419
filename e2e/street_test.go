package e2e_test

import (
	"path"
	"testing"

	"github.com/chromedp/chromedp"
)

// street is the phone of a field agent.
func street(t *testing.T) *tab {
	t.Helper()
	s, accounts := office(t)
	b := open(t, s, 390, 844)
	b.signIn(accounts["agent.rabat"])
	return b
}

// follow goes where the link that shows a text leads.
func (b *tab) follow(text string) {
	b.t.Helper()
	to, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("([...document.querySelectorAll(`main a`)].find(a=>a.textContent.includes(`"+text+"`))||{pathname:``}).pathname"))
	if err != nil || to == "" {
		b.t.Fatalf("no link shows %q at %s: %v\n%s", text, b.location(), err, b.text("body"))
	}
	b.visit(to)
}

// quickly writes somebody down on the board of a programme.
func (b *tab) quickly(programme string, a answers, services ...string) {
	b.t.Helper()
	const form = `#meet form`
	b.visit("/boards/" + programme)
	b.press(`#meet summary`, stay)
	b.write(form, a)
	for _, code := range services {
		b.do("tap "+code, chromedp.Click(chromedp.CSS(form+` [data-key][value="`+code+`"] + span`)))
	}
	b.press(form + ` button[type=submit]`)
	if path.Base(b.location()) != programme {
		b.t.Fatalf("the entry led to %s:\n%s", b.location(), b.text("body"))
	}
}

// W5: somebody whose name nobody knows is met by a team with several services,
// is known later without losing what came before, and is referred: refused with a
// reason, then accepted.
func TestSomebodyIsMetByAnAlias(t *testing.T) {
	agent := street(t)
	const services, interventions, region = "mobile-emergency-services", "mobile-emergency-interventions", "rabat-sale-kenitra"
	meals, accepted := figure(t, services, "food", "services"), figure(t, interventions, region, "accepted")
	agent.quickly("street-situation", answers{"p.given_ar": "صاحب الربابة", "p.sex": "M", "p.birth": "1985", "a.spot": "تحت القنطرة القديمة"}, "food", "first_care", "mediation")
	agent.sees("صاحب الربابة")
	if got := figure(t, services, "food", "services"); got != meals+1 {
		t.Errorf("%d meals after the meeting, want %d", got, meals+1)
	}
	agent.follow("صاحب الربابة")
	file := agent.location()
	agent.sees("تحت القنطرة القديمة")
	agent.take("identify", "", answers{"f.means": "papers"})
	agent.follow("صاحب الربابة")
	agent.press(`main a[href*="/edit"]`)
	agent.fill("given_ar", "العربي")
	agent.fill("family_ar", "التجريبي")
	agent.fill("reason", "عثر على بطاقته")
	agent.press(`main form button[type=submit]`)
	agent.visit(file[len(agent.url):])
	agent.sees("العربي التجريبي")
	agent.sees("تسجيل لقاء أول")
	agent.sees("وساطة للعودة إلى الأسرة")

	agent.take("refer", "", answers{"f.referrals.0.kind": "psychiatric", "f.referrals.0.service": "مصلحة الطب النفسي"})
	agent.take("refused", "", answers{"f.which": "1"})
	agent.sees("السبب") // is needed
	agent.take("refused", "", answers{"f.which": "1", "reason": "لا توجد أماكن شاغرة"})
	agent.sees("لا توجد أماكن شاغرة")
	agent.take("refer", "", answers{"f.referrals.0.kind": "health", "f.referrals.0.service": "المستشفى الإقليمي"})
	agent.take("accepted", "", answers{"f.which": "2"})
	agent.sees("مقبولة")
	if got := figure(t, interventions, region, "accepted"); got != accepted+1 {
		t.Errorf("%d referrals accepted, want %d", got, accepted+1)
	}
	supervisor, secretary := desk(t, "supervisor.rabat"), desk(t, "secretary.rabat")
	supervisor.visit(file[len(agent.url):])
	supervisor.sees("تحت القنطرة القديمة")
	secretary.visit(file[len(agent.url):])
	secretary.sees("محفوظ لفرق الميدان")
}

// W6: two offices want the last place of a space; the second one is refused. Both
// persons are back in their families, one of them without having been sheltered.
func TestTheLastPlaceAndTheWayHome(t *testing.T) {
	delegate, supervisor, agent := desk(t, "delegate.rabat"), desk(t, "supervisor.rabat"), street(t)
	const table = "street-situation"
	back, directly, sheltered := figure(t, table, "total", "reintegrated"), figure(t, table, "total", "reintegrated_directly"), figure(t, table, "total", "sheltered")
	delegate.visit("/establishments/new")
	delegate.write("main form", answers{"e.name_ar": "فضاء الليلة الأخيرة", "e.category": "persons_in_street_situation", "e.province": "04.421"})
	delegate.press(`main form button[type=submit]:not([name])`)
	code, space := establishmentCode.FindString(delegate.text("main")), path.Base(delegate.location())
	delegate.openFile("reception-spaces", answers{"subject": code, "a.places_f": "0", "a.places_m": "1"})

	met := func(b *tab, given string) {
		b.find(b.openFile("street-situation", answers{"p.given_ar": given, "p.family_ar": "التجريبي", "p.sex": "M", "p.birth": "1970", "p.province": "04.421", "a.origin": "authorities"}))
	}
	met(agent, "الحسين")
	met(supervisor, "بوشتى")
	take := `form:has(input[value="` + space + `"]) button`
	agent.press(`main a[href$="/places/admit"]`)
	supervisor.press(`main a[href*="/places/admit"]`)
	agent.press(take)
	agent.sees("مأوي بفضاء استقبال")
	supervisor.press(take)
	supervisor.sees("لا مقعد شاغر في هذا الفضاء")
	agent.take("reunite", "", answers{"f.received_by": "الأخ الأكبر"})
	agent.sees("مدمج في أسرته")
	supervisor.take("reunite", "", answers{"f.received_by": "الوالدة"})
	if got := figure(t, table, "total", "reintegrated"); got != back+2 {
		t.Errorf("%d reintegrated, want %d", got, back+2)
	}
	if got := figure(t, table, "total", "reintegrated_directly"); got != directly+1 {
		t.Errorf("%d directly, want %d", got, directly+1)
	}
	if got := figure(t, table, "total", "sheltered"); got != sheltered+1 {
		t.Errorf("%d sheltered, want %d", got, sheltered+1)
	}
	run(t, "verify", "--db", officeDB())
}

// W8: what is bought reaches the depot of a province and never more leaves it than
// there is; a team goes on its round, meets somebody, and tables 07 and 10 move.
func TestAWinterNight(t *testing.T) {
	centre, delegate, agent := desk(t, "centre"), desk(t, "delegate.rabat"), street(t)
	cases, shelters := figure(t, "07-cold-wave-by-sex", "total", "cases"), figure(t, "10-cold-wave-by-service", "shelter", "total")
	season := delegate.openFile("winter-season", answers{"a.season": "2026-2027", "a.begins": "01/11/2026", "a.ends": "15/03/2027", "a.level": "province", "a.vigilance": "yellow"})
	central := centre.openFile("winter-depot", answers{"a.name": "مستودع مركزي للتجربة"})
	local := delegate.openFile("winter-depot", answers{"a.name": "مستودع الرباط للتجربة"})
	blankets := func(n string) answers {
		return answers{"f.lines.0.item": "blanket", "f.lines.0.quantity": n}
	}
	centre.find(central)
	bought := blankets("10")
	bought["f.lines.0.cost"] = "1200"
	centre.take("purchase", "", bought)
	sent := blankets("6")
	sent["f.to"] = local
	centre.take("transfer", "", sent)
	delegate.find(local)
	given := blankets("7")
	given["f.receiver"] = "جمعية محلية"
	delegate.take("distribute", "", given)
	delegate.sees("المخزون لا يكفي")
	given["f.lines.0.quantity"] = "2"
	delegate.take("distribute", "", given)

	agent.find(season)
	agent.take("round", "", answers{"f.team": "4", "f.members": "3"})
	agent.quickly("winter-campaign", answers{"p.given_ar": "عابر السبيل", "p.sex": "M", "p.birth": "1961", "a.social_status": "transient", "a.team": "4"}, "shelter", "health")
	agent.sees("عابر السبيل")
	agent.sees("2026-2027")
	agent.follow("عابر السبيل")
	handed := blankets("1")
	handed["f.depot"] = local
	agent.take("hand_out", "", handed)
	if got := figure(t, "07-cold-wave-by-sex", "total", "cases"); got != cases+1 {
		t.Errorf("%d cases, want %d", got, cases+1)
	}
	if got := figure(t, "10-cold-wave-by-service", "shelter", "total"); got != shelters+1 {
		t.Errorf("%d given shelter, want %d", got, shelters+1)
	}
	delegate.find(local)
	delegate.press(`main a[href$="/book/winter_stock"]`)
	delegate.sees("تسليم أغطية وأفرشة")
	if got := delegate.text("#holding-winter_stock tbody tr td"); got != "3" {
		t.Errorf("the depot holds %q blankets, want 3", got)
	}
}
