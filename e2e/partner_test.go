package e2e_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sanad/calendar"
)

// dayIn is a day so many days from now, as a form takes it.
func dayIn(days int) string {
	return time.Now().In(calendar.Rabat).AddDate(0, 0, days).Format("02/01/2006")
}

// call publishes a call with one envelope for family mediation in the region, in
// dirhams, and gives its number and address.
func (b *tab) call(edition, title, region, amount string) (number, path string) {
	b.t.Helper()
	number = b.openFile("partnership-calls", answers{"a.edition": edition, "a.title": title, "a.deadline": dayIn(9),
		"a.envelopes.0.domain": "family_mediation", "a.envelopes.0.region": region, "a.envelopes.0.amount": amount})
	b.find(number)
	return number, strings.TrimPrefix(b.location(), b.url)
}

// with is answers with some of them changed.
func (a answers) with(name, value string) answers {
	out := maps.Clone(a)
	out[name] = value
	return out
}

// refusedFile sends the form of a new dossier that must come back with a reason.
func (b *tab) refusedFile(a answers, reason string) {
	b.t.Helper()
	b.write(`form[action="/applications"]`, a)
	b.press(`form[action="/applications"] button[type=submit]:not([name])`)
	b.sees(reason)
}

// marks are a reviewer's, of a hundred.
func marks(relevance string) answers {
	return answers{"f.relevance": relevance, "f.impact": "20", "f.means": "15", "f.budget": "10", "f.lasting": "10"}
}

// ranked brings projects from their deposit to the ranking of their call: the
// centre admits them with what they ask, and two reviewers mark each.
func ranked(t *testing.T, centre *tab, call string, projects map[string]string) {
	t.Helper()
	reviewers := []*tab{desk(t, "reviewer"), desk(t, "reviewer.second")}
	for number, relevance := range projects {
		centre.find(number)
		centre.take("examine", "admissible", answers{"f.retained": "60000"})
		for _, r := range reviewers {
			r.visit("/dossiers?programme=project-calls&state=admitted")
			r.follow(number)
			r.take("score", "", marks(relevance))
		}
	}
	centre.visit(call + "/ranking")
	centre.sees("متوقع")
	centre.press(`form[action$="/ranking"] button[type=submit]`)
	centre.sees("سجل الترتيب")
}

// P2: an association applies on its own page; its project is examined, marked by
// two and selected, another's that is beyond the envelope waits; the agreement is
// signed and paid, the association reports, and table 12 has one project more.
func TestAnAssociationAppliesAndReports(t *testing.T) {
	centre, association, delegate, payments := desk(t, "centre"), desk(t, "association"), desk(t, "delegate.rabat"), desk(t, "payments")
	const table, domain = "12-association-projects-2019-2020", "family_mediation"
	before := figure(t, table, domain, "projects")
	association.visit("/applications/new?programme=project-calls")
	province, err := chromedp.Run(association.ctx, chromedp.Value(chromedp.CSS(`[name="p.province"]`)))
	if err != nil || province == "" {
		t.Fatalf("the form does not know where the association is: %v", err)
	}
	own, code := associationCode.FindString(association.text("main")), ""
	number, call := centre.call("2019-2020", "طلب مشاريع للتجربة", province[:2], "100000")

	association.visit("/own")
	association.sees("طلب مشاريع للتجربة")
	association.press(`main a[href*="` + number + `"]`)
	project := answers{"a.domain": "family_mediation", "a.title": "مركز للوساطة الأسرية بالمدينة", "a.asked": "60000", "a.own": "15000", "a.total": "70000"}
	association.refusedFile(project, "مجموع المساهمات لا يساوي الكلفة الإجمالية")
	mine := association.openFile("project-calls", project.with("a.total", "75000").with("a.call", number), "statutes", "receipt", "sheet")

	delegate.visit("/organisations?kind=association&province=" + province)
	for _, c := range associationCode.FindAllString(delegate.text("main"), -1) {
		if c != own {
			code = c
		}
	}
	other := delegate.openFile("project-calls", answers{"subject": code, "p.province": "04.421", "a.call": number, "a.domain": "family_mediation", "a.title": "خلية للوساطة",
		"a.asked": "60000", "a.own": "0", "a.total": "60000"}, "statutes", "receipt", "sheet")
	ranked(t, centre, call, map[string]string{mine: "25", other: "12"})
	centre.sees("ينتهي الغلاف المالي هنا")
	centre.find(other)
	centre.sees("في لائحة الانتظار")
	centre.take("promote", "", nil)
	centre.sees("لم يبق في الغلاف المالي لهذا المجال بهذه الجهة ما يكفي")

	centre.find(mine)
	centre.take("sign", "", answers{"f.tranches.0.label": "عند التوقيع", "f.tranches.0.amount": "42000", "f.tranches.1.label": "بعد التقرير", "f.tranches.1.amount": "18000"}, "agreement")
	if got := figure(t, table, domain, "projects"); got != before+1 {
		t.Errorf("%d projects after the signature, want %d", got, before+1)
	}
	payments.find(mine)
	payments.take("pay", "", answers{"f.which": "1", "f.amount": "42000"})
	payments.take("pay", "", answers{"f.which": "2", "f.amount": "18000"})
	payments.sees("لم تقدم الجمعية بعد تقريرا")
	association.visit("/own")
	association.follow("مركز للوساطة الأسرية بالمدينة")
	association.take("report", "", answers{"f.narrative": "فتح المركز أبوابه واستقبل الأسر", "f.spent": "42000", "f.reached": "35"}, "narrative_report", "financial_report")
	payments.find(mine)
	payments.take("pay", "", answers{"f.which": "2", "f.amount": "18000"})
	centre.find(mine)
	centre.take("close", "", nil)
	centre.sees("مشروع منجز ومغلق")
	association.visit("/own")
	association.sees("مشروع منجز ومغلق")
	if text := association.text("main"); strings.Contains(text, other) {
		t.Errorf("an association sees another's project:\n%s", text)
	}
	run(t, "verify", "--db", officeDB())
}

// P3: a project of the thematic partnership is selected in the call of its year
// and counts in table 13 once its agreement is signed.
func TestAThematicProjectIsFunded(t *testing.T) {
	centre, delegate := desk(t, "centre"), desk(t, "delegate.rabat")
	number, call := centre.call("thematic", "الشراكة الموضوعاتية للتجربة", "04", "70000")
	delegate.visit("/organisations?kind=association&province=04.421")
	code := associationCode.FindString(delegate.text("main"))
	file := answers{"subject": code, "p.province": "04.421", "a.call": number, "a.domain": "childhood", "a.title": "حماية الطفولة بالحي", "a.asked": "60000", "a.own": "0", "a.total": "60000"}
	delegate.visit("/applications/new?programme=project-calls")
	delegate.refusedFile(file, "هذا المجال غير وارد في طلب المشاريع")
	project := delegate.openFile("project-calls", file.with("a.domain", "family_mediation"), "statutes", "receipt", "sheet")
	ranked(t, centre, call, map[string]string{project: "20"})
	before := figure(t, "13-thematic-projects-by-domain-year", "total", "total")
	centre.find(project)
	centre.take("sign", "", answers{"f.tranches.0.label": "عند التوقيع", "f.tranches.0.amount": "60000"}, "agreement")
	if got := figure(t, "13-thematic-projects-by-domain-year", "total", "total"); got != before+1 {
		t.Errorf("%d projects after the signature, want %d", got, before+1)
	}
}

// P1: an agreement whose shares do not add up is refused; then it is approved,
// signed, its partner's share comes in, works go on, and it counts.
func TestAnAgreementIsSignedAndPaid(t *testing.T) {
	delegate, centre, payments := desk(t, "delegate.rabat"), desk(t, "centre"), desk(t, "payments")
	const table, line = "territorial-agreements", "institutions"
	before := figure(t, table, line, "projects")
	delegate.visit("/organisations?kind=local-authority")
	code := associationCode.FindString(delegate.text("main"))
	delegate.visit("/applications/new?programme=territorial-agreements")
	file := answers{"p.province": "04.421", "a.domain": line, "a.object": "تجهيز مركز اجتماعي للتجربة", "a.projects": "1", "a.months": "24", "a.progress": "0",
		"a.total": "1400", "a.ministry": "1000", "a.partners.0.who": code, "a.partners.0.cash": "500", "a.partners.0.in_kind": "0"}
	delegate.refusedFile(file, "مجموع مساهمات الوزارة والشركاء لا يساوي الكلفة الإجمالية")
	number := delegate.openFile("territorial-agreements", file.with("a.total", "1500"))
	centre.find(number)
	centre.take("approve", "", nil)
	centre.take("sign", "", answers{"f.tranches.0.label": "عند التوقيع", "f.tranches.0.amount": "600", "f.tranches.1.label": "نصف الأشغال", "f.tranches.1.amount": "400"}, "agreement")
	if got := figure(t, table, line, "projects"); got != before+1 {
		t.Errorf("%d projects after the signature, want %d", got, before+1)
	}
	delegate.find(number)
	delegate.take("contribute", "", answers{"f.partner": code, "f.form": "cash", "f.amount": "501"})
	delegate.sees("المبلغ يفوق ما بقي من هذه المساهمة")
	delegate.take("contribute", "", answers{"f.partner": code, "f.form": "cash", "f.amount": "500"})
	payments.find(number)
	payments.take("pay", "", answers{"f.which": "1", "f.amount": "600"})
	payments.take("pay", "", answers{"f.which": "2", "f.amount": "400"})
	payments.sees("لم تبلغ الأشغال النسبة المشروطة")
	delegate.find(number)
	delegate.take("progress", "", answers{"f.percent": "60", "f.spent": "600"})
	delegate.press(`main a[href$="/funds"]`)
	delegate.sees("60")
	delegate.sees("الوزارة")
}

// P4: an operation is planned, an association enrolled, a session held, and table
// 15 has one operation and its association.
func TestAnOperationIsHeld(t *testing.T) {
	delegate := desk(t, "delegate.rabat")
	const table, region = "15-irtiqaa-by-region", "rabat-sale-kenitra"
	before := figure(t, table, region, "capacity_building_operations")
	delegate.visit("/organisations?kind=association")
	codes := associationCode.FindAllString(delegate.text("main"), -1)
	number := delegate.openFile("capacity-building", answers{"p.province": "04.421", "a.kind": "training", "a.theme": "تكوين للتجربة", "a.planned_on": dayIn(0), "a.seats": "1"})
	delegate.find(number)
	delegate.take("enrol", "", answers{"f.associations.0.association": codes[0]})
	delegate.take("enrol", "", answers{"f.associations.0.association": codes[1]})
	delegate.sees("لم تبق مقاعد تكفي")
	delegate.take("hold", "", answers{"f.present.0.association": codes[0], "f.present.0.people": "2"})
	if got := figure(t, table, region, "capacity_building_operations"); got != before+1 {
		t.Errorf("%d operations after the session, want %d", got, before+1)
	}
	delegate.take("finish", "", answers{"f.evaluation": "بلغ التكوين أهدافه"})
	delegate.sees("منجزة")
}
