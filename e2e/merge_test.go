package e2e_test

import (
	"strings"
	"testing"
	"time"
)

// One woman is written down twice, in Arabic and by another hand in Latin letters.
// The pass finds her; somebody reads the reasons, merges by choosing, and the
// published table counts one where it counted two, and still two as known before.
// Her page shows both files. Made two again she is two in every figure, and is
// not proposed once more.
func TestOnePersonWrittenInTwoScripts(t *testing.T) {
	s, accounts := office(t)
	const table, given, family = "mobile-emergency-services", "فاطمة الزهراء لالة أم كلثوم بنت مولاي عبد السلام", "آيت بنحدو الإدريسي الحسني العلوي"
	persons := func(options ...string) int { return figure(t, table, "schooling", "persons", options...) }
	before := persons()
	agent := open(t, s, 1280, 900)
	agent.signIn(accounts["agent.rabat"])
	met := answers{"p.sex": "F", "p.birth": "14/08/1983", "p.province": "04.421", "a.origin": "self", "f.services": "schooling"}
	first := agent.openFile("street-situation", with(met, answers{"p.given_ar": given, "p.family_ar": family}))

	agent.visit("/applications/new?programme=street-situation")
	const form = `form[action="/applications"]`
	agent.write(form, with(met, answers{"p.given_latin": "Fatima Ezzahra Lalla Oum Keltoum Bent Moulay Abdeslam", "p.family_latin": "Ait Benhaddou El Idrissi El Hassani El Alaoui", "p.phone": "0698121314"}))
	agent.press(form + ` button[type=submit]:not([name])`)
	agent.sees(given)
	agent.tick(`[name="different"]`) // she was in a hurry
	agent.press(form + ` button[type=submit]:not([name])`)
	second := reference.FindString(agent.text("main"))
	if got := persons(); got != before+2 {
		t.Fatalf("%d persons after two records, want %d", got, before+2)
	}
	known := time.Now().UTC().Format(time.RFC3339Nano)

	run(t, "match", "--db", officeDB())
	agent.visit("/matches")
	agent.sees(given)
	agent.sees("Fatima Ezzahra")
	agent.sees("تاريخ الازدياد: مطابق")
	agent.follow(given)
	agent.sees("التسجيلان على الأرجح لشخص واحد")
	review := agent.location()[len(agent.url):]
	merge := func() {
		t.Helper()
		agent.visit(review)
		for name, text := range map[string]string{"take.arabic": "فاطمة", "take.latin": "Fatima Ezzahra", "take.phone": "0698121314"} {
			agent.tick(`[name="` + name + `"][value="` + agent.sideOf(name, text) + `"]`)
		}
		agent.fillIn(`form [name="reason"]`, "قورنت الوثائق: الشخص نفسه")
		agent.press(`button[name="do"][value="merge"]`)
	}
	merge()
	agent.sees("للشخصين معا ملف") // nobody has two files of one programme: one of them ends first
	agent.find(second)
	agent.take("close", "", answers{"reason": "سجلت مرتين"})
	merge()
	agent.sees("هما الآن شخص واحد")
	for _, want := range []string{given, "Fatima Ezzahra Lalla Oum Keltoum", "0698121314", first, second, "تسجيلات مدمجة في هذا"} {
		agent.sees(want)
	}
	if got := persons(); got != before+1 {
		t.Errorf("merged: %d persons, want %d", got, before+1)
	}
	if got := persons("--known-on", known); got != before+2 {
		t.Errorf("known before the merge: %d persons, want %d", got, before+2)
	}
	agent.visit("/tables/" + table)
	agent.sees("المستفيدون")
	run(t, "verify", "--db", officeDB())

	agent.visit("/search?q=" + "fatima+ezzahra+ait+benhaddou+1983")
	agent.follow(given)
	agent.press(`details:has(form[action*="/unmerge/"]) summary`, stay)
	agent.fillIn(`form[action*="/unmerge/"] [name="reason"]`, "تبين أنهما أختان")
	agent.press(`form[action*="/unmerge/"] button[type=submit]`)
	agent.sees("هما الآن شخصان")
	if got := persons(); got != before+2 {
		t.Errorf("two again: %d persons, want %d", got, before+2)
	}
	run(t, "match", "--db", officeDB())
	agent.visit("/matches")
	if strings.Contains(agent.text("main"), given) {
		t.Error("the two are proposed again after they were separated")
	}
	run(t, "verify", "--db", officeDB())
}

// with are answers with some more.
func with(a, more answers) answers {
	out := answers{}
	for _, from := range []answers{a, more} {
		for name, value := range from {
			out[name] = value
		}
	}
	return out
}

// sideOf is which of two records says a text in a choice.
func (b *tab) sideOf(name, text string) string {
	b.t.Helper()
	for _, side := range []string{"stays", "goes"} {
		if strings.Contains(b.text(`label:has([name="`+name+`"][value="`+side+`"])`), text) {
			return side
		}
	}
	b.t.Fatalf("neither record has %q in %s:\n%s", text, name, b.text("main"))
	return ""
}
