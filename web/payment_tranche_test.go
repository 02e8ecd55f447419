package web

import (
	"net/http"
	"strings"
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/payment"
	"sanad/programme"
	"sanad/store"
)

// subsidised has the association of the first province granted the making of a
// centre, two weeks ago: 5,400 dirhams, and 3,600 on its report and an audit.
func (f *field) subsidised() (association, file store.ID) {
	f.Helper()
	f.office.Rights = f.site.Payments
	p := f.plants[0]
	association, file = f.idOf(p.params["organisation"]), f.id()
	p.params["party"], p.params["dossier"] = association.String(), file.String()
	on := f.db.Today().AddDays(-15)
	answers := programme.NewAnswers(map[string]any{"kind": "creation", "year": int64(on.Year()), "asked": int64(900_000)})
	f.acts(access.Delegate, "apply", "", dossier.Request{On: on, Programme: "disability-support", Province: p.province, Answers: answers, Papers: []dossier.Paper{{Kind: "project"}, {Kind: "statutes"}}})
	f.acts(access.CentralSecretary, "decide", "agreed", dossier.Request{On: on})
	return association, file
}

// acts carries out an act on the file of the first plant.
func (f *field) acts(role access.Role, name, outcome string, r dossier.Request) {
	f.Helper()
	p := f.plants[0].params
	r.Key, r.Actor, r.Act, r.Outcome = f.id(), f.staff(role, ""), name, outcome
	r.Party, r.Dossier = f.idOf(p["party"]), f.idOf(p["dossier"])
	if r.On == 0 {
		r.On = f.db.Today()
	}
	_, err := f.office.Do(f.Context(), r)
	f.must(err)
}

// A subsidy's parts on the page of its partner: what each waits for in words, what
// is refused while it waits, its payment by two people, and what is claimed back.
func TestTranchesFromTheirPages(t *testing.T) {
	f := scenarios(t)
	association, file := f.subsidised()
	officer, chief, abroad := f.named("officer", access.PaymentOfficer, ""), f.named("chief", access.AuthorisingOfficer, ""), f.hired(access.PaymentOfficer, "01.511")
	partner := f.signedIn("an.association", access.Grant{Role: access.Partner, Programme: access.EveryProgramme, Party: association})
	other, _ := f.registered("04.421", f.db.Today())
	stranger := f.signedIn("another.association", access.Grant{Role: access.Partner, Programme: access.EveryProgramme, Party: other})
	const money, own = "/payments/disability-support", "/own/payments/disability-support"
	const of = money + "/of/{party}"
	post, year := http.MethodPost, f.db.Today().String()[:4]
	rib := string(payment.MakeRIB("9997800000000000000042"))
	f.play(
		scenario{"what each part waits for", officer, "", of, nil, 200, []string{"كشف حساب الجمعية", "جمعية", "بدون شرط", "قبول التقريرين الأدبي والمالي", "إغلاق الافتحاص", "مبرمجة", "قابلة للصرف", "الحساب غير معروف"}, []string{"صرفت", "إعادة تقدير الحق"}},
		scenario{"another province's officer", abroad, "", of, nil, 404, nil, nil},
		scenario{"a condition that an act of the file meets", officer, post, of + "/reach", f.keyed("reason", "س", "tranche", "2", "milestone", "audit"), 409, []string{"إجراء «إغلاق الافتحاص»"}, nil},
		scenario{"a condition of no part", officer, post, of + "/reach", f.keyed("reason", "س", "tranche", "2", "milestone", "nothing"), 422, []string{"ليس من شروط هذه الدفعة"}, nil},
		scenario{"planned by the decision", officer, "", money + "/plan/{party}/{dossier}", nil, 200, nil, nil},
		scenario{"planned again", officer, post, money + "/plan/{party}/{dossier}", f.keyed("amount1", "100", "due1", "01/01/"+year, "reason", "س"), 409, []string{"مبرمجة من قبل"}, nil},
		scenario{"its account", officer, post, of + "/payee", f.keyed("way", "bank", "holder", "ASSOCIATION", "rib", rib), 303, nil, nil},
		scenario{"nothing was paid to claim back", officer, post, of + "/claw-back", f.keyed("reason", "س", "amount", "1"), 422, nil, nil},
		scenario{"the fund", chief, post, money + "/allot", f.keyed("fund", "yes", "year", year, "amount", "10000", "reason", "قانون المالية"), 303, nil, nil},
		scenario{"the programme", chief, post, money + "/allot", f.keyed("fund", "no", "year", year, "amount", "10000", "reason", "قانون المالية"), 303, nil, nil},
		scenario{"the money page", officer, "", money, nil, 200, []string{"صرف دفعات المنح"}, []string{"محاكاة"}},
	)
	run := f.prepared(officer, "disability-support")
	f.play(
		scenario{"the run has the part that is payable", chief, "", run, nil, 200, []string{"جمعية", "الدفعة 1"}, []string{"الدفعة 2"}},
		scenario{"by who prepared it", officer, post, run + "/release", f.keyed("proof", "x"), 403, nil, nil},
		scenario{"released by somebody else", chief, post, run + "/release", f.keyed("proof", "a long enough secret for chief"), 303, nil, nil},
		scenario{"paid", officer, "", of, nil, 200, []string{"صرفت", "صدر الأمر"}, nil},
	)
	none := f.prepared(officer, "disability-support")
	f.play(
		scenario{"while a condition is open nothing is paid", chief, post, none + "/release", f.keyed("proof", "a long enough secret for chief"), 409, nil, nil},
		scenario{"more than was paid", officer, post, of + "/claw-back", f.keyed("reason", "الافتحاص", "amount", "5400,01"), 422, []string{"value=\"5400,01\""}, nil},
		scenario{"claimed back", officer, post, of + "/claw-back", f.keyed("reason", "الافتحاص", "amount", "1000"), 303, nil, nil},
		scenario{"kept from the next part", officer, post, of + "/recover", f.keyed("reason", "باتفاق", "amount", "400"), 303, nil, nil},
	)
	f.acts(access.Delegate, "report", "", dossier.Request{Fields: programme.NewAnswers(map[string]any{"spent": int64(540_000)}), Papers: []dossier.Paper{{Kind: "report"}}})
	f.acts(access.CentralSecretary, "accept_report", "", dossier.Request{})
	f.acts(access.CentralSecretary, "audit", "", dossier.Request{Fields: programme.NewAnswers(map[string]any{"conclusion": "regular"})})
	f.play(
		scenario{"given up before it is released", officer, post, none + "/discard", f.keyed(), 303, nil, nil},
		scenario{"the last condition was met", officer, "", of, nil, 200, []string{"1.000,00", "قابلة للصرف"}, []string{"مبرمجة"}},
		scenario{"the partner's own statement", partner, "", own, nil, 200, []string{"كشف حساب الجمعية", "إغلاق الافتحاص", "صدر الأمر"}, []string{"/payee", "/claw-back", `href="/payments`}},
		scenario{"its file leads there", partner, "", "/dossiers/{party}/{dossier}", nil, 200, []string{own}, nil},
		scenario{"another's own statement", stranger, "", own, nil, 404, nil, nil},
		scenario{"another's statement", stranger, "", of, nil, 403, nil, nil},
	)
	if parts := f.parts(association); len(parts) != 2 || parts[1].State != "payable" || parts[1].Dossier != file {
		t.Errorf("%+v", parts)
	}
}

func (f *field) parts(association store.ID) []payment.Instalment {
	f.Helper()
	list, err := payment.AccountsOf(f.Context(), f.db, access.System("a test"), association)
	f.must(err)
	parts, err := payment.InstalmentsOf(f.Context(), f.db, list[0])
	f.must(err)
	return parts
}

// prepared asks for a run of the present month and prepares it; it gives its
// address.
func (f *field) prepared(officer visitor, name string) string {
	f.Helper()
	begun := f.keyed("period", payment.MonthOf(f.db.Today()).String(), "purpose", "regular")
	_, answer := f.ask(officer, http.MethodPost, "/payments/"+name+"/runs", begun)
	_, path, _ := strings.Cut(answer, "Location: ")
	path, _, _ = strings.Cut(path, "\r\n")
	id, err := store.ParseID(path[strings.LastIndexByte(path, '/')+1:])
	f.must(err)
	f.must(f.site.Payments.Prepare(f.Context(), name, id, nil))
	return path
}
