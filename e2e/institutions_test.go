package e2e_test

import (
	"regexp"
	"strings"
	"testing"
)

var establishmentCode = regexp.MustCompile(`E-[A-Z2-7]{8}`)
var associationCode = regexp.MustCompile(`A-[A-Z2-7]{8}`)

// desk is a browser signed in with an account of the shared office.
func desk(t *testing.T, login string) *tab {
	t.Helper()
	s, accounts := office(t)
	b := open(t, s, 1280, 900)
	b.signIn(accounts[login])
	return b
}

// W2: an institution asks for its licence, which moves table 03; then it receives
// residents until it is full, and one beyond, by the director's decision.
func TestAnInstitutionIsLicensedAndReceivesResidents(t *testing.T) {
	delegate, secretary, supervisor, centre := desk(t, "delegate.rabat"), desk(t, "secretary.rabat"), desk(t, "supervisor.rabat"), desk(t, "centre")
	const table, region, category = "03-institutions-by-region-category", "rabat-sale-kenitra", "persons_in_street_situation"
	before := figure(t, table, region, category)

	delegate.visit("/establishments/new")
	delegate.write("main form", answers{"e.name_ar": "دار الضيافة للتجربة", "e.category": category, "e.province": "04.421"})
	delegate.press(`main form button[type=submit]:not([name])`)
	code, page := establishmentCode.FindString(delegate.text("main")), delegate.location()
	delegate.visit("/organisations")
	association := associationCode.FindString(delegate.text("main"))
	delegate.visit(strings.TrimPrefix(page, delegate.url))
	delegate.press(`main a[href*="programme=social-institutions"]`)
	number := delegate.openFile("social-institutions", answers{"a.kind": "opening", "a.operator": association, "a.director": "مديرة تجريبية", "a.committee": "yes",
		"a.category": category, "a.female": "2", "a.male": "1", "a.staff": "1", "a.building": "owned"}, "charter", "statutes", "title_deed", "qualification")

	secretary.find(number)
	secretary.take("check", "", nil)
	supervisor.find(number)
	supervisor.take("visit", "", answers{"f.summary": "المرافق مطابقة"}, "visit_report")
	secretary.find(number)
	secretary.take("opinion", "favourable", nil, "minutes")
	centre.find(number)
	centre.take("decide", "closed", answers{"f.number": "42/تجريبي"})
	centre.sees("الطلب ليس طلب إغلاق")
	centre.take("decide", "licensed", answers{"f.number": "42/تجريبي"})
	if got := figure(t, table, region, category); got != before+1 {
		t.Errorf("%d institutions after the licence, want %d", got, before+1)
	}
	centre.press(`main a[href$="/certificates/licence"]`)
	centre.sees("رخصة مؤسسة للرعاية الاجتماعية")
	centre.sees("دار الضيافة للتجربة")
	centre.sees("42/تجريبي")
	residentsOf(t, code, page)
}

// residentsOf fills the one place for men of an institution, and admits another
// man over capacity.
func residentsOf(t *testing.T, code, page string) {
	t.Helper()
	home := desk(t, "home.rabat")
	// They are unlike each other: the counter asks about whoever resembles another.
	admitted := func(given, family, birth string) string {
		home.visit("/applications/new?programme=institution-residents")
		return home.openFile("institution-residents", answers{"p.given_ar": given, "p.family_ar": family, "p.sex": "M", "p.birth": birth, "a.centre": code, "a.sent_by": "family"})
	}
	home.find(admitted("إدريس", "التجريبي", "01/02/1948"))
	home.take("admit", "place", nil)
	home.sees("مقيم")
	home.find(admitted("عبد السلام", "الكوهيني", "19/11/1936"))
	home.take("admit", "place", nil)
	home.sees("لا مقعد شاغر")
	home.take("admit", "over", answers{"reason": "حالة استعجالية في ليلة باردة"})
	home.visit(strings.TrimPrefix(page, home.url))
	if got := strings.Fields(home.text("#places tr:nth-child(2)")); len(got) != 5 || strings.Join(got[1:], " ") != "1 2 0 1" {
		t.Errorf("the places of men are %q, want 1 authorised, 2 present, 0 free, 1 over", got)
	}
	home.press(`main a[href$="/residents"]`)
	home.sees("إدريس التجريبي")
	home.sees("عبد السلام الكوهيني")
	run(t, "verify", "--db", officeDB())
}

// W3: a large centre asks for support, which is granted and paid, never more than
// was granted.
func TestAnInstitutionIsSupported(t *testing.T) {
	delegate, secretary, centre, payments := desk(t, "delegate.rabat"), desk(t, "secretary.rabat"), desk(t, "centre"), desk(t, "payments")
	const table, line = "institution-upgrading", "large_centres"
	before := figure(t, table, line, "support_mad")
	delegate.visit("/establishments?territory=04.421")
	code := establishmentCode.FindString(delegate.text("main"))
	number := delegate.openFile("institution-upgrading", answers{"subject": code, "a.line": line, "a.year": "2026", "a.purpose": "اقتناء تجهيزات"}, "request")
	secretary.find(number)
	secretary.take("opinion", "favourable", nil)
	centre.find(number)
	centre.take("grant", "granted", answers{"f.amount": "5000"})
	if got := figure(t, table, line, "support_mad"); got != before+5000 {
		t.Errorf("%d dirhams after the grant, want %d", got, before+5000)
	}
	payments.find(number)
	payments.take("pay", "whole", answers{"f.amount": "5001"})
	payments.sees("يفوق ما تبقى من الدعم المقرر")
	payments.take("pay", "whole", answers{"f.amount": "5000"})
	delegate.find(number)
	delegate.take("complete", "", nil, "report")
	delegate.sees("منجز")
}

// W4: an audit is planned, made and reported, and closes with its last
// recommendation.
func TestAnAuditIsFollowedToItsEnd(t *testing.T) {
	supervisor, delegate := desk(t, "supervisor.rabat"), desk(t, "delegate.rabat")
	const table, region, campaign = "05-audited-institutions", "rabat-sale-kenitra", "institutions_2026_2027"
	before := figure(t, table, region, campaign)
	supervisor.visit("/establishments?territory=04.421")
	code := establishmentCode.FindString(supervisor.text("main"))
	number := supervisor.openFile("association-audit", answers{"subject": code, "a.planned_on": "31/12/2026"})
	supervisor.find(number)
	supervisor.take("visit", "", answers{"f.present": "12"})
	if got := figure(t, table, region, campaign); got != before+1 {
		t.Errorf("%d institutions audited after the visit, want %d", got, before+1)
	}
	supervisor.take("report", "", answers{"f.findings.0.kind": "safety", "f.findings.0.text": "مخارج النجدة", "f.findings.0.due_on": "31/12/2026"}, "report")
	supervisor.take("close", "", nil)
	supervisor.sees("بعض التوصيات لم تنفذ بعد")
	delegate.find(number)
	delegate.take("follow", "", answers{"f.which": "1", "f.text": "ركبت علامات المخارج"}, "evidence")
	supervisor.find(number)
	supervisor.take("close", "", nil)
	supervisor.sees("مختوم")
}
