package web

import (
	"net/http"
	"net/url"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/registry"
)

// A clerk who types somebody known is told while typing and again when the form
// is sent; who says that it is another person goes on, and nothing typed is lost.
func TestWhoIsKnownIsToldBeforeBeingRegisteredTwice(t *testing.T) {
	f := scenarios(t)
	clerk, sister := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441")
	born := calendar.Birth{On: calendar.MustDate("1980-05-17"), Precision: calendar.ByDay}
	known := f.person(registry.Draft{Arabic: registry.Name{Given: "خديجة", Family: "العلوي"}, Sex: registry.Female, Birth: born, Province: "04.421",
		Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(123450)}}})
	form := f.applied(url.Values{"programme": {"widows-support"}})
	half := url.Values{"p.given_latin": {"Khadidja"}, "p.family_latin": {"Alaoui"}, "p.birth": {"17/05/1980"}, "p.sex": {"F"}, "programme": {"widows-support"}}
	elsewhere := f.applied(url.Values{"programme": {"widows-support"}, "p.province": {"04.441"}})
	f.play(
		scenario{name: "while typing, in the other script", as: clerk, method: http.MethodPost, path: alikePath, form: half, status: 200, holds: []string{"خديجة العلوي", "person=" + known.ID.String(), "ZZ••••50"}, lacks: []string{"<html", "123450"}},
		scenario{name: "half a name is no question", as: clerk, method: http.MethodPost, path: alikePath, form: url.Values{"p.given_ar": {"خديجة"}}, status: 200, lacks: []string{known.ID.String()}},
		scenario{name: "nobody is shown elsewhere", as: sister, method: http.MethodPost, path: alikePath, form: half, status: 200, lacks: []string{known.ID.String(), "خديجة"}},
		scenario{name: "when sent", as: clerk, method: http.MethodPost, path: "/applications", form: form, status: 409, holds: []string{"person=" + known.ID.String(), `name="different"`, `value="يوسف"`, `href="#f-p.given_ar"`}},
		scenario{name: "elsewhere she is another person", as: sister, method: http.MethodPost, path: "/applications", form: elsewhere, status: 303},
		scenario{name: "with her card she is refused as before", as: clerk, method: http.MethodPost, path: "/applications", form: form, status: 409, holds: []string{`href="#f-p.cin"`}},
		scenario{name: "another person", as: clerk, method: http.MethodPost, path: "/applications", form: changed(changed(form, "different", "yes"), "p.cin", registry.SyntheticCIN(123459)), status: 303},
	)
}
