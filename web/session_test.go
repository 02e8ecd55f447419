package web

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/audit"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
	"sanad/web/ui"
)

// complete opens the dossier of a widow with every paper handed in.
func (f *field) complete(province, given string, pension bool) dossier.Dossier {
	f.Helper()
	clerk, on := f.staff(access.CounterClerk, province), f.db.Today().AddDays(-10)
	born, err := calendar.ParseBirth("1980")
	f.must(err)
	widow := registry.Draft{ID: f.id(), Arabic: registry.Name{Given: given, Family: "المنصوري"}, Sex: registry.Female, Birth: born, Province: province}
	_, err = registry.Register(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: on, Actor: clerk}, widow)
	f.must(err)
	def, err := f.office.Programmes.Get("widows-support")
	f.must(err)
	req := dossier.Request{Key: f.id(), Actor: clerk, Programme: def.ID, Party: widow.ID, Dossier: f.id(), Act: "deposit", On: on,
		Province: province, Answers: f.answers(given, widow.ID).With("pension", pension)}
	for _, d := range def.Form.Documents {
		req.Papers = append(req.Papers, dossier.Paper{Kind: d.Key})
	}
	_, err = f.office.Do(f.Context(), req)
	f.must(err)
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), widow.ID, req.Dossier)
	f.must(err)
	return d
}

// filled is a convocation as a secretary fills it in.
func filled(change url.Values) url.Values {
	form := url.Values{"commission": {"widows-support|province|04.421"}, "held_on": {"TODAY"}, "place": {"مقر العمالة"}, "quorum": {"2"}, "rows": {"3"},
		"name.0": {"عمر الفاسي"}, "capacity.0": {"رئيس اللجنة"}, "name.1": {"نادية بنجلون"}, "capacity.1": {"مندوبة التعاون الوطني"}, "chair": {"0"}}
	for name, value := range change {
		form[name] = value
	}
	return form
}

func (f *field) today(form url.Values) url.Values {
	if form.Get("held_on") == "TODAY" {
		form.Set("held_on", ui.DateValue(f.db.Today()))
	}
	return form
}

var ledTo = regexp.MustCompile(`Location: (\S+)`)

// convened is the address of a session that the pages made.
func (f *field) convened(v visitor, form url.Values) string {
	f.Helper()
	status, answer := f.ask(v, "POST", "/sessions", f.today(form))
	found := ledTo.FindStringSubmatch(answer)
	if status != 303 || found == nil {
		f.Fatalf("convening answered %d\n%s", status, answer)
	}
	return found[1]
}

func TestAWrongConvocationLosesNothing(t *testing.T) {
	f := scenarios(t)
	secretary := f.hired(access.ProvincialSecretary, "04.421")
	post := func(name string, change url.Values, holds ...string) scenario {
		return scenario{name: name, as: secretary, method: "POST", path: "/sessions", form: f.today(filled(change)), status: 422, holds: append(holds, "عمر الفاسي", `value="مندوبة التعاون الوطني"`)}
	}
	f.play(
		post("no day", url.Values{"held_on": {""}}, `href="#f-held_on"`, "أدخل تاريخ الاجتماع"),
		post("a day that is none", url.Values{"held_on": {"31/02/2030"}}, `href="#f-held_on"`, `value="31/02/2030"`),
		post("yesterday", url.Values{"held_on": {ui.DateValue(f.db.Today().AddDays(-1))}}, `href="#f-held_on"`, "سابق"),
		post("no place", url.Values{"place": {" "}}, `href="#f-place"`),
		post("a quorum in words", url.Values{"quorum": {"اثنان"}}, `href="#f-quorum"`, "النصاب اثنان", `value="اثنان"`),
		post("more than there are", url.Values{"quorum": {"٣"}}, `href="#f-members"`, "النصاب 3"),
		post("nobody's name", url.Values{"capacity.2": {"طبيب"}}, `href="#f-name.2"`, `value="طبيب"`),
		post("nobody's account", url.Values{"login.1": {"ghost"}}, `href="#f-login.1"`, "«ghost»", `value="ghost"`),
		scenario{name: "more rows are no error", as: secretary, method: "POST", path: "/sessions", form: filled(url.Values{"more": {"1"}}), status: 200,
			holds: []string{`name="name.5"`, "عمر الفاسي"}, lacks: []string{`name="name.6"`, "s-errors"}},
		scenario{name: "another province's commission", as: secretary, method: "POST", path: "/sessions", form: filled(url.Values{"commission": {"widows-support|province|04.441"}}), status: 403},
		scenario{name: "the centre", as: secretary, method: "POST", path: "/sessions", form: filled(url.Values{"commission": {"widows-support|centre|"}}), status: 403},
	)
	n, err := commission.Count(t.Context(), f.db, access.System("a test"), commission.Filter{Province: "04.421"})
	if err != nil || n != 1 { // the planted one
		t.Errorf("%d sessions, %v", n, err)
	}
}

// The main path of a commission, by its pages alone, on both engines.
func TestASessionFromItsConvocationToItsMinutes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := newField(t, db)
		good, bad, late := f.complete("04.421", "حليمة", false), f.complete("04.421", "زينب", true), f.complete("04.421", "مليكة", false)
		foreign := f.complete("04.441", "غريبة", false)
		secretary, sister, auditor := f.hired(access.ProvincialSecretary, "04.421"), f.hired(access.ProvincialSecretary, "04.441"), f.hired(access.Auditor, "")
		page := f.convened(secretary, filled(url.Values{"idempotency_key": {f.id().String()}}))
		f.play(
			scenario{name: "the next one begins with the same members", as: secretary, path: "/sessions/new", status: 200, holds: []string{`value="عمر الفاسي"`, `value="مقر العمالة"`}},
			scenario{name: "an empty agenda", as: secretary, path: page, status: 200, holds: []string{"جدول الأعمال فارغ", "3 ملفات جاهزة", page + "/agenda"}, lacks: []string{page + "/begin"}},
			scenario{name: "it is not opened", as: secretary, method: "POST", path: page + "/begin", form: url.Values{"present": {"0", "1"}}, status: 409, holds: []string{"جدول الأعمال فارغ"}},
			scenario{name: "no minutes yet", as: secretary, path: page + "/minutes", status: 409},
			scenario{name: "the agenda is filled", as: secretary, method: "POST", path: page + "/agenda", status: 303},
			scenario{name: "and not twice", as: secretary, method: "POST", path: page + "/agenda", status: 409},
			scenario{name: "its files, of this province alone", as: secretary, path: page, status: 200,
				holds: []string{good.Reference, "حليمة", bad.Reference, late.Reference, "غير مستوف للشروط", page + "/begin"}, lacks: []string{foreign.Reference, "غريبة"}},
			scenario{name: "too few present", as: secretary, method: "POST", path: page + "/begin", form: url.Values{"present": {"1"}}, status: 422, holds: []string{`href="#f-present"`, "أقل من النصاب"}},
			scenario{name: "somebody who is no member", as: secretary, method: "POST", path: page + "/begin", form: url.Values{"present": {"7"}}, status: 422, holds: []string{`href="#f-present"`}},
			scenario{name: "it is opened", as: secretary, method: "POST", path: page + "/begin", form: url.Values{"present": {"0", "1"}}, status: 303},
			scenario{name: "the sister province sees nothing", as: sister, path: page, status: 404, lacks: []string{good.Reference, "حليمة", "عمر الفاسي"}},
			scenario{name: "and rules on nothing", as: sister, method: "POST", path: page + "/rule", form: url.Values{"outcome." + good.ID.String(): {"favourable"}}, status: 404},
			scenario{name: "the auditor reads", as: auditor, path: page, status: 200, holds: []string{"حليمة"}, lacks: []string{page + "/rule", page + "/close", `name="outcome.`}},
			scenario{name: "and rules on nothing", as: auditor, method: "POST", path: page + "/rule", form: url.Values{"outcome." + good.ID.String(): {"favourable"}}, status: 403},
			scenario{name: "nothing chosen", as: secretary, method: "POST", path: page + "/rule", status: 422, holds: []string{"لم تختر نتيجة"}},
		)
		f.ruleInParts(secretary, page, good, bad)
		f.play(
			scenario{name: "it is closed", as: secretary, method: "POST", path: page + "/close", status: 303},
			scenario{name: "and stays so", as: secretary, method: "POST", path: page + "/close", status: 409},
			scenario{name: "its results", as: secretary, path: page, status: 200, holds: []string{good.Reference, "رأي سلبي", "دخل قار"}, lacks: []string{late.Reference, `name="outcome.`}},
			scenario{name: "its minutes", as: secretary, path: page + "/minutes", status: 200,
				holds: []string{"المملكة المغربية", "محضر اجتماع اللجنة الإقليمية", "برئاسة عمر الفاسي", "نادية بنجلون", good.Reference, "رأي إيجابي", "صاحبة الطلب تستفيد من معاش", "2.14.791", "s-signature"},
				lacks: []string{late.Reference, "مشروع محضر", foreign.Reference}},
			scenario{name: "in French", as: secretary, path: page + "/minutes?lang=fr", status: 200, holds: []string{"Royaume du Maroc", "Avis défavorable", "La demanderesse perçoit une pension."}},
			scenario{name: "not of the sister province", as: sister, path: page + "/minutes", status: 404},
			scenario{name: "what was left waits again", as: secretary, path: "/sessions", status: 200, holds: []string{`<bdi dir="ltr">1</bdi>`, page}, lacks: []string{"غريبة"}},
		)
	})
}

// ruleInParts sends two rulings of which one lacks its reason, then mends it; the
// one that went through the first time is not done again.
func (f *field) ruleInParts(v visitor, page string, good, bad dossier.Dossier) {
	f.Helper()
	of := func(name string, d dossier.Dossier) string { return name + "." + d.ID.String() }
	both := url.Values{of("outcome", good): {"favourable"}, of("key", good): {f.id().String()},
		of("outcome", bad): {"unfavourable"}, of("key", bad): {f.id().String()}, of("recused", bad): {"0"}, of("seen", bad): {"1"}}
	mended := url.Values{of("outcome", bad): {"unfavourable"}, of("reason", bad): {"دخل قار"}, of("key", bad): both[of("key", bad)]}
	f.play(
		scenario{name: "a proposal only fills in", as: v, method: "POST", path: page + "/rule", form: url.Values{"propose": {"1"}, of("reason", bad): {"مكتوب"}}, status: 200,
			holds: []string{`name="` + of("outcome", good) + `" value="favourable" checked`, `value="مكتوب"`, "في انتظار البت (3)"},
			lacks: []string{`name="` + of("outcome", bad) + `" value="favourable" checked`}},
		scenario{name: "one is recorded, the other refused for the quorum", as: v, method: "POST", path: page + "/rule", form: with(both, of("reason", bad), "دخل قار"), status: 409,
			holds: []string{"سُجل البت في ملف واحد", good.Reference, bad.Reference + ": ", "أقل من النصاب", `href="#f-` + of("recused", bad) + `"`, `value="دخل قار"`,
				`name="` + of("outcome", bad) + `" value="unfavourable" checked`},
			lacks: []string{`name="` + of("outcome", good) + `"`}},
		scenario{name: "without a reason", as: v, method: "POST", path: page + "/rule", form: url.Values{of("outcome", bad): {"unfavourable"}}, status: 422, holds: []string{`href="#f-` + of("reason", bad) + `"`}},
		scenario{name: "seen before somebody changed it", as: v, method: "POST", path: page + "/rule", form: with(mended, of("seen", bad), "9"), status: 409, holds: []string{`href="#f-` + of("outcome", bad) + `"`}},
		scenario{name: "an outcome that is none", as: v, method: "POST", path: page + "/rule", form: url.Values{of("outcome", bad): {"maybe"}, of("reason", bad): {"x"}}, status: 422},
		scenario{name: "mended", as: v, method: "POST", path: page + "/rule", form: mended, status: 303},
		scenario{name: "both are shown as ruled on", as: v, path: page + "?show=ruled", status: 200, holds: []string{good.Reference, bad.Reference, "دخل قار"}, lacks: []string{`name="outcome.`}},
	)
}

// The names on an agenda are personal data: who read them is in the log, each
// reading once for each person.
func TestReadingAnAgendaIsLogged(t *testing.T) {
	f := scenarios(t)
	secretary := f.hired(access.ProvincialSecretary, "04.421")
	for _, path := range []string{"/sessions/{commission}/{session}", "/sessions"} {
		f.play(scenario{as: secretary, path: path, status: 200})
	}
	list, _, err := audit.ByAccount(t.Context(), f.db, access.System("a test"), secretary.actor.Account, 0, 0, audit.Page{})
	if err != nil || len(list) != 1 || list[0].Party.String() != f.plants[0].params["party"] || list[0].Subject.String() != f.plants[0].params["session"] {
		t.Errorf("the log holds %+v, %v", list, err)
	}
}

// A long agenda goes on page by page, and the list of sessions too.
func TestLongListsGoOnPageByPage(t *testing.T) {
	f := scenarios(t)
	f.deposit(0, f.db.Today().AddDays(-5), agendaLines+3)
	secretary := f.hired(access.ProvincialSecretary, "04.421")
	var last string
	for i := range sessionLines + 2 {
		last = f.convened(secretary, filled(url.Values{"place": {"قاعة " + strconv.Itoa(i)}}))
	}
	f.play(
		scenario{name: "the agenda is filled", as: secretary, method: "POST", path: last + "/agenda", status: 303},
		scenario{name: "a page of it", as: secretary, path: last, status: 200, holds: []string{last + "?after=25", "28 نتيجة"}},
		scenario{name: "the rest", as: secretary, path: last + "?after=25", status: 200, lacks: []string{"?after=28"}},
		scenario{name: "nonsense", as: secretary, path: last + "?after=x", status: 422},
		scenario{name: "the newest sessions", as: secretary, path: "/sessions", status: 200, holds: []string{"28 نتيجة", "before="}, lacks: []string{`href="/sessions?before=` + "x"}},
		scenario{name: "of one state", as: secretary, path: "/sessions?state=closed", status: 200, holds: []string{"لا يوجد أي اجتماع"}},
		scenario{name: "a broken place", as: secretary, path: "/sessions?before=x", status: 422},
	)
	_, first := f.ask(secretary, "GET", "/sessions", nil)
	status, rest := f.ask(secretary, "GET", nextOf(first), nil)
	if status != 200 || strings.Contains(rest, `rel="next"`) || strings.Count(rest, `<th scope="row">`) < 3 {
		t.Errorf("the next page answered %d\n%s", status, rest)
	}
}
