package web

import (
	"net/http"
	"net/url"
	"testing"

	"sanad/access"
	"sanad/act"
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

// A child who is registered already, under whichever parent, is told while typing
// and again when the form is sent, with the parent whose application it may be; a
// twin is no such child.
func TestAChildWhoIsKnownIsTold(t *testing.T) {
	f := scenarios(t)
	clerk, sister := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "04.441")
	born := func(text string) calendar.Birth {
		b, err := calendar.ParseBirth(text)
		f.must(err)
		return b
	}
	family := registry.Family{Mother: registry.Draft{ID: f.id(), Arabic: registry.Name{Given: "زبيدة", Family: "المرابط"}, Sex: registry.Female, Birth: born("1981"), Province: "04.421"},
		Children: []registry.Draft{{ID: f.id(), Arabic: registry.Name{Given: "يوسف", Family: "بناني"}, Sex: registry.Male, Birth: born("2012-02-03"), Province: "04.421"},
			{ID: f.id(), Arabic: registry.Name{Given: "سلمى", Family: "بناني"}, Sex: registry.Female, Birth: born("2017-11-09"), Province: "04.421"}}}
	_, err := registry.RegisterFamily(t.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: f.db.Today(), Actor: access.SystemActor("test")}, family)
	f.must(err)
	form := f.applied(nil)
	mother := "person=" + family.Mother.ID.String()
	typed := url.Values{"programme": {"widows-support"}, "rows.orphans": {"4"}, "p.children_family": {"بناني"}, "a.orphans.2.given_name": {"يوسف"}, "a.orphans.2.birth": {"03/02/2012"}}
	f.play(
		scenario{name: "while typing", as: clerk, method: http.MethodPost, path: alikeChildrenPath, form: typed, status: 200, holds: []string{"يوسف بناني", mother, "زبيدة المرابط"}, lacks: []string{"<html", `type="checkbox"`}},
		scenario{name: "half a row is no question", as: clerk, method: http.MethodPost, path: alikeChildrenPath, form: changed(typed, "a.orphans.2.birth", "2012-"), status: 200, lacks: []string{"يوسف"}},
		scenario{name: "nor one chosen from the register", as: clerk, method: http.MethodPost, path: alikeChildrenPath, form: changed(typed, "a.orphans.2.person", family.Children[0].ID.String()), status: 200, lacks: []string{"يوسف"}},
		scenario{name: "nobody is shown elsewhere", as: sister, method: http.MethodPost, path: alikeChildrenPath, form: typed, status: 200, lacks: []string{mother, "يوسف"}},
		scenario{name: "when sent, the one and not the twin", as: clerk, method: http.MethodPost, path: "/applications", form: form, status: 409,
			holds: []string{`href="#f-a.orphans.0.given_name"`, `name="a.orphans.0.different"`, mother, `value="مريم"`}, lacks: []string{`name="a.orphans.2.different"`, `href="#f-p.given_ar"`}},
		scenario{name: "another child", as: clerk, method: http.MethodPost, path: "/applications", form: changed(form, "a.orphans.0.different", "yes"), status: 303},
	)
}
