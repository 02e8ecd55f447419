package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A clerk who types somebody registered already is told while typing, in the
// other script too, and again when the form is sent; nothing typed is lost.
func TestWhoIsRegisteredIsToldWhileTyping(t *testing.T) {
	s, accounts := office(t)
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	clerk.deposit("p.given_ar", "زبيدة", "p.family_ar", "آيت بنحدو", "p.birth", "23/11/1979", "p.cin", "ZZ912399")

	clerk.visit("/applications/new?programme=widows-support")
	for name, value := range map[string]string{"p.given_latin": "Zoubida", "p.family_latin": "Ait Benhaddou", "p.birth": "23/11/1979", "p.sex": "F"} {
		clerk.fill(name, value)
	}
	clerk.told("زبيدة آيت بنحدو")

	clerk.visit("/applications/new?programme=widows-support")
	for name, value := range map[string]string{"on": "01/02/2021", "p.given_ar": "زبيدة", "p.family_ar": "أيت بنحدو", "p.birth": "23/11/1979", "p.sex": "F", "p.cin": "ZZ912398", "p.children_family": "بناني",
		"a.marital_status": "widow", "a.orphans.0.given_name": "أحمد", "a.orphans.0.birth": "03/04/2012", "a.orphans.0.sex": "m", "a.orphans.0.in_care": "yes"} {
		clerk.fill(name, value)
	}
	clerk.press(`form[action="/applications"] button[type=submit]:not([name])`)
	clerk.sees("زبيدة آيت بنحدو")
	clerk.sees("صاحب الطلب شخص آخر")
	run(t, "match", "--db", officeDB())
}

// told leaves the field that was filled last, and waits until the check while
// typing has answered with a name.
func (b *tab) told(name string) {
	b.t.Helper()
	left := `document.querySelector('[name="p.sex"]').dispatchEvent(new Event("change", {bubbles: true}))`
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](left)); err != nil {
		b.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; {
		if strings.Contains(b.text("#alike"), name) {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("nobody was told beside the form, want %s:\n%s", name, b.text("#alike"))
		}
	}
}
