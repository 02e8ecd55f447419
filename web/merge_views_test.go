package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// hamlet is some records that merge and part, and who looks at every page of them.
type hamlet struct {
	*field
	clerk, officer, centre visitor
	people                 []store.ID
	files                  []dossier.Dossier
}

// newHamlet has a widow who is paid, a record with a withdrawn application to the
// same programme, one of somebody met in the street, and one with nothing.
func newHamlet(t *testing.T, db *store.DB) *hamlet {
	h := &hamlet{field: newField(t, db)}
	p := h.granted()
	h.clerk, h.officer, h.centre = h.hired(access.CounterClerk, p.province), h.named("officer", access.PaymentOfficer, ""), h.hired(access.CentralSecretary, "")
	h.pay(p)
	widow := h.idOf(p.params["party"])
	withdrawn := h.deposit(0, h.db.Today().AddDays(-3), 1)[0]
	_, err := h.office.Do(t.Context(), dossier.Request{Key: h.id(), Actor: h.staff(access.CounterClerk, p.province), Party: withdrawn.Party, Dossier: withdrawn.ID, Act: "withdraw", On: h.db.Today(), Reason: "تنازل"})
	h.must(err)
	born := calendar.Birth{On: calendar.MustDate("1980-05-17"), Precision: calendar.ByDay}
	met := h.person(registry.Draft{Arabic: registry.Name{Given: "صاحبة", Family: "الرداء"}, Sex: registry.Female, Birth: born, Province: p.province, Phone: "0612345678"})
	street := dossier.Request{Key: h.id(), Actor: h.staff(access.FieldAgent, p.province), Programme: "street-situation", Party: met.ID, Dossier: h.id(), Act: "meet", On: h.db.Today(), Province: p.province,
		Answers: programme.NewAnswers(map[string]any{"origin": "unit"}), Fields: programme.NewAnswers(map[string]any{"services": []any{"food"}})}
	_, err = h.office.Do(t.Context(), street)
	h.must(err)
	bare := h.person(registry.Draft{Latin: registry.Name{Given: "Halima", Family: "El Mansouri"}, Sex: registry.Female, Birth: born, Province: p.province})
	h.people = []store.ID{widow, withdrawn.Party, met.ID, bare.ID}
	for _, id := range h.people {
		files, err := dossier.OfParty(t.Context(), h.db, access.System("a test"), id)
		h.must(err)
		h.files = append(h.files, files...)
	}
	return h
}

// pay has the widow's right paid once.
func (h *hamlet) pay(p planted) {
	h.Helper()
	const money = "/payments/widows-support"
	chief, rib := h.named("chief", access.AuthorisingOfficer, ""), string(payment.MakeRIB("9997800000000000000042"))
	send := func(who visitor, path string, form url.Values) string {
		h.Helper()
		status, answer := h.ask(who, http.MethodPost, path, form)
		if status != http.StatusSeeOther {
			h.Fatalf("%s: %d\n%s", path, status, answer)
		}
		return location.FindStringSubmatch(answer)[1]
	}
	year := h.db.Today().String()[:4]
	send(h.officer, p.address(h.T, money+"/of/{party}/payee"), h.keyed("way", "bank", "holder", "FATIMA", "rib", rib))
	for _, fund := range []string{"yes", "no"} {
		send(chief, money+"/allot", h.keyed("fund", fund, "year", year, "amount", "100000", "reason", "قانون المالية"))
	}
	run := send(h.officer, money+"/runs", h.keyed("period", payment.MonthOf(h.db.Today()).String(), "purpose", "regular"))
	h.must(h.site.Payments.Prepare(h.Context(), "widows-support", h.idOf(run[strings.LastIndexByte(run, '/')+1:]), nil))
	send(chief, run+"/release", h.keyed("proof", "a long enough secret for chief"))
}

// changing is what a page says of the moment at which it is shown, and of which
// writing of a record it is of: keys of forms, times, numbers of revisions.
var changing = regexp.MustCompile(`name="(idempotency_key|key|revision|seen)" value="[^"]*"|\d\d:\d\d(:\d\d)?|known_on=[^"&]*`)

// pages are all that anybody is shown of the records, their files, what is paid
// and what is counted, by address.
func (h *hamlet) pages() map[string]string {
	h.Helper()
	out := map[string]string{}
	see := func(who visitor, path string) {
		h.Helper()
		status, answer := h.ask(who, http.MethodGet, path, nil)
		_, body, _ := strings.Cut(answer, "<main")
		if status != http.StatusOK || body == "" {
			h.Fatalf("%s: %d\n%s", path, status, answer)
		}
		out[path] = changing.ReplaceAllString(body, "…")
	}
	for _, id := range h.people {
		see(h.clerk, personAddress(id))
		see(h.clerk, "/persons/"+id.String()+"/edit")
		p, err := registry.Get(h.Context(), h.db, access.System("a test"), id)
		h.must(err)
		see(h.clerk, "/search?q="+url.QueryEscape(p.Name("ar")))
	}
	for _, d := range h.files {
		see(h.centre, dossierPath(d))
	}
	see(h.clerk, "/search?q=0612345678")
	see(h.centre, "/dossiers")
	see(h.officer, "/payments/widows-support/of/"+h.people[0].String())
	see(h.officer, "/payments/widows-support")
	for _, table := range []string{"01-widows-by-region", "widows-pipeline", "mobile-emergency-services", "mobile-emergency-interventions", "street-situation"} {
		see(h.centre, "/tables/"+table)
	}
	return out
}

func (h *hamlet) record(id store.ID) registry.Person {
	h.Helper()
	p, err := registry.Get(h.Context(), h.db, access.System("a test"), id)
	h.must(err)
	return p
}

// merge sends the form of the review page with some fields taken from the record
// that goes, and tells whether the two merged.
func (h *hamlet) merge(rng *rand.Rand, stays, goes store.ID) bool {
	h.Helper()
	form := url.Values{"do": {"merge"}, "reason": {"الشخص نفسه"}, "reviewed": {"yes"},
		"stays_revision": {strconv.Itoa(h.record(stays).Revision)}, "goes_revision": {strconv.Itoa(h.record(goes).Revision)}}
	for _, name := range registry.MergeFields() {
		if rng.IntN(3) == 0 {
			form.Set("take."+name, "goes")
		}
	}
	status, answer := h.ask(h.clerk, http.MethodPost, mergePath(stays, goes), form)
	if status != http.StatusSeeOther && status != http.StatusConflict && status != http.StatusUnprocessableEntity {
		h.Fatalf("merge: %d\n%s", status, answer)
	}
	return status == http.StatusSeeOther
}

// part ends a merge; false when another must end before it.
func (h *hamlet) part(stays, goes store.ID) bool {
	h.Helper()
	status, answer := h.ask(h.clerk, http.MethodPost, "/persons/"+stays.String()+"/unmerge/"+goes.String(), url.Values{"reason": {"شخصان"}, "then": {"again"}})
	if status != http.StatusSeeOther && status != http.StatusConflict {
		h.Fatalf("unmerge: %d\n%s", status, answer)
	}
	return status == http.StatusSeeOther
}

// verified holds everything against its events.
func (h *hamlet) verified() {
	h.Helper()
	_, err := registry.Verify(h.Context(), h.db, func(p registry.Problem) { h.Errorf("register: %+v", p) })
	h.must(err)
	for _, verify := range []func(report func(string)) (int, error){
		func(report func(string)) (int, error) { return h.office.Verify(h.Context(), h.db, report) },
		func(report func(string)) (int, error) { return h.site.Payments.Verify(h.Context(), h.db, report) },
		func(report func(string)) (int, error) { return ledger.Verify(h.Context(), h.db, report) },
	} {
		_, err := verify(func(problem string) { h.Error(problem) })
		h.must(err)
	}
	_, _, err = act.Verify(h.Context(), h.db, func(b act.Break) { h.Errorf("chain: %+v", b) })
	h.must(err)
}

// Merges in whatever order, ended in whatever order, leave every page as it was
// before the first, to the letter.
func TestEveryPageIsRestoredAfterMerges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHamlet(t, db)
		before := h.pages()
		merged := 0
		for seed := range uint64(6) {
			rng := rand.New(rand.NewPCG(seed, 3))
			type joined struct{ stays, goes store.ID }
			var done []joined
			for range 5 {
				a, b := h.people[rng.IntN(len(h.people))], h.people[rng.IntN(len(h.people))]
				if a != b && h.merge(rng, a, b) {
					done = append(done, joined{a, b})
				}
			}
			merged += len(done)
			h.pages() // every page of merged records can be shown
			h.verified()
			for len(done) > 0 {
				i := rng.IntN(len(done))
				if h.part(done[i].stays, done[i].goes) {
					done = slices.Delete(done, i, i+1)
				}
			}
			h.verified()
			for path, now := range h.pages() {
				if was := before[path]; was != now {
					t.Fatalf("seed %d, %s: %s", seed, path, differing(was, now))
				}
			}
		}
		if merged < 6 {
			t.Errorf("only %d merges took place", merged)
		}
	})
}

// differing is where two texts part.
func differing(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-200)
	return fmt.Sprintf("was\n%s\nis\n%s", a[from:min(len(a), i+200)], b[from:min(len(b), i+200)])
}
