package web

import (
	"net/http"
	"net/url"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/commission"
	"sanad/dossier"
	"sanad/payment"
	"sanad/store"
)

// granted has a file of the first province accepted, so that its widow has an
// account to be paid on; she takes the place of the one planted there.
func (f *field) granted() planted {
	f.Helper()
	f.office.Rights = f.site.Payments
	p := f.plants[0]
	d := f.complete(p.province, p.canary, false)
	p.params["party"], p.params["dossier"] = d.Party.String(), d.ID.String()
	do := func(role access.Role, name, outcome string, sitting dossier.Sitting) {
		f.Helper()
		_, err := f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: f.staff(role, ""), Party: d.Party, Dossier: d.ID, Act: name, Outcome: outcome, On: f.db.Today(), Sitting: sitting})
		f.must(err)
	}
	do(access.ProvincialSecretary, "examine", "favourable", f.sitting(commission.Province, p.province, d))
	do(access.CentralSecretary, "receive", "", dossier.Sitting{})
	do(access.CentralSecretary, "decide", "accepted", f.sitting(commission.Centre, "", d))
	return p
}

// sitting is a session of today on one file, opened.
func (f *field) sitting(level commission.Level, province string, d dossier.Dossier) dossier.Sitting {
	f.Helper()
	c := commission.Change{Key: f.id(), Actor: access.SystemActor("test"), Party: commission.ID("widows-support", level, province), Session: f.id(), On: f.db.Today()}
	f.must(act.Together(f.Context(), f.db, func(tx *store.Tx) error {
		_, err := commission.Convene(f.Context(), tx, commission.Convening{Key: f.id(), Actor: c.Actor, ID: c.Session, On: c.On, Programme: "widows-support", Level: level,
			Province: province, HeldOn: c.On, Quorum: 1, Members: []commission.Member{{Name: "أ"}}})
		if err != nil {
			return err
		}
		if _, err = commission.PutOnAgenda(f.Context(), tx, c, []commission.File{{Party: d.Party, Dossier: d.ID}}); err != nil {
			return err
		}
		c.Key = f.id()
		_, err = commission.Begin(f.Context(), tx, c, []int{0})
		return err
	}))
	return dossier.Sitting{Commission: c.Party, Session: c.Session}
}

// keyed is a form with a key of its own.
func (f *field) keyed(pairs ...string) url.Values {
	out := url.Values{"key": {f.id().String()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestActsOnARight(t *testing.T) {
	f := scenarios(t)
	p := f.granted()
	officer, abroad := f.hired(access.PaymentOfficer, ""), f.hired(access.PaymentOfficer, "01.511")
	const of = "/payments/widows-support/of/{party}"
	rib := string(payment.MakeRIB("9997800000000000000042"))
	post := http.MethodPost
	month := payment.MonthOf(f.db.Today()).String()
	f.play(
		scenario{"the statement", officer, "", of, nil, 200, []string{p.canary, "إعادة تقدير الحق", "توقيف الحق", "الحساب غير معروف"}, []string{"سداد"}},
		scenario{"another province's officer", abroad, "", of, nil, 404, nil, []string{p.canary}},
		scenario{"another province's officer acts", abroad, post, of + "/suspend", f.keyed("reason", "س"), 404, nil, []string{p.canary}},
		scenario{"a RIB with a wrong key", officer, post, of + "/payee", f.keyed("way", "bank", "holder", "FATIMA", "rib", rib[:22]+"00"), 422, []string{rib[22:], `value="FATIMA"`}, nil},
		scenario{"a RIB", officer, post, of + "/payee", f.keyed("way", "bank", "holder", "FATIMA", "rib", rib), 303, nil, nil},
		scenario{"no reason", officer, post, of + "/suspend", f.keyed(), 422, nil, nil},
		scenario{"suspended", officer, post, of + "/suspend", f.keyed("reason", "غياب"), 303, nil, nil},
		scenario{"resumed", officer, post, of + "/resume", f.keyed("reason", "عودة", "arrears", "yes"), 303, nil, nil},
		scenario{"a fact that is none", officer, post, of + "/reassess", f.keyed("reason", "س", "from", month, "fact", "horse", "answer", "no"), 422, nil, nil},
		scenario{"no month", officer, post, of + "/reassess", f.keyed("reason", "س", "from", "اليوم", "fact", "orphans.1.enrolled", "answer", "no"), 422, nil, nil},
		scenario{"out of school", officer, post, of + "/reassess", f.keyed("reason", "انقطاع", "from", month, "fact", "orphans.1.enrolled", "answer", "no"), 303, nil, nil},
		scenario{"nothing is owed", officer, post, of + "/repay", f.keyed("reason", "س", "amount", "100"), 422, nil, nil},
		scenario{"no amount", officer, post, of + "/repay", f.keyed("reason", "س", "amount", "مئة"), 422, nil, nil},
		scenario{"no such step", officer, post, of + "/applaud", f.keyed(), 404, nil, nil},
	)
}

// Money goes from the run to the file by two people, and each page is well made.
func TestARunFromItsPages(t *testing.T) {
	f := scenarios(t)
	f.granted()
	officer, chief := f.named("officer", access.PaymentOfficer, ""), f.named("chief", access.AuthorisingOfficer, "")
	const money = "/payments/widows-support"
	post, rib := http.MethodPost, string(payment.MakeRIB("9997800000000000000042"))
	f.play(
		scenario{"a payee", officer, post, money + "/of/{party}/payee", f.keyed("way", "bank", "holder", "FATIMA", "rib", rib), 303, nil, nil},
		scenario{"the fund", chief, post, money + "/allot", f.keyed("fund", "yes", "year", f.db.Today().String()[:4], "amount", "1000", "reason", "قانون المالية"), 303, nil, nil},
		scenario{"the programme", chief, post, money + "/allot", f.keyed("fund", "no", "year", f.db.Today().String()[:4], "amount", "1000", "reason", "قانون المالية"), 303, nil, nil},
		scenario{"a month to come", officer, post, money + "/runs", f.keyed("period", "2099-01", "purpose", "regular"), 422, nil, nil},
		scenario{"the money page", officer, "", money, nil, 200, []string{"عمليات الصرف"}, nil},
		scenario{"the queue", officer, "", money + "/exceptions?after=1.account.0.nothing", nil, 200, nil, nil},
		scenario{"a simulation without a day", officer, "", money + "/simulation?parameter=rate&value=400&from=never", nil, 422, nil, nil},
		scenario{"no file", officer, post, money + "/returns", f.keyed(), 422, nil, nil},
	)
	path := f.prepared(officer, "widows-support")
	f.play(
		scenario{"the control list", chief, "", path, nil, 200, []string{"في انتظار الإذن بالصرف", "مستفيد جديد"}, []string{"مطابق"}},
		scenario{"by who prepared it", officer, post, path + "/release", f.keyed("proof", "x"), 403, nil, nil},
		scenario{"a wrong password", chief, post, path + "/release", f.keyed("proof", "nothing"), 422, nil, nil},
		scenario{"released", chief, post, path + "/release", f.keyed("proof", "a long enough secret for chief"), 303, nil, nil},
		scenario{"held against the ledger", chief, "", path, nil, 200, []string{"مطابق", "مأذون بصرفها"}, []string{"غير مطابق"}},
		scenario{"on the statement", officer, "", money + "/of/{party}", nil, 200, []string{"صدر الأمر"}, nil},
		scenario{"no file yet", officer, "", path + "/files/bank", nil, 404, nil, nil},
	)
}
