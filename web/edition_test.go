package web

import (
	"net/url"
	"strings"
	"testing"

	"sanad/access"
	"sanad/edition"
	"sanad/locale"
	"sanad/programme"
)

// published makes an edition of the whole country, checked, and gives its id.
func (f *field) published(set *programme.Set) string {
	f.Helper()
	office, actor := edition.NewOffice(f.db, set), access.SystemActor("test")
	d := edition.Drafting{Key: f.id(), Actor: actor, ID: f.id(), Series: "outcome", Title: locale.Text{Ar: "حصيلة", Fr: "Bilan", En: "Account"}, Contents: []edition.Content{{Table: "widows-pipeline"}}}
	_, err := office.Draft(f.Context(), d)
	f.must(err)
	_, err = office.Check(f.Context(), edition.Request{Key: f.id(), Actor: actor, ID: d.ID})
	f.must(err)
	return d.ID.String()
}

// filledEdition is a draft as a statistician fills it in.
func filledEdition(change url.Values) url.Values {
	form := url.Values{"series": {"outcome"}, "title": {"حصيلة 2021"}, "title-fr": {"Bilan 2021"}, "title-en": {"Account 2021"}, "tables": {"widows-pipeline"}}
	for name, value := range change {
		form[name] = value
	}
	return form
}

func TestAWrongEditionLosesNothing(t *testing.T) {
	f := scenarios(t)
	statistician := f.hired(access.Statistician, "")
	post := func(name string, change url.Values, holds ...string) scenario {
		return scenario{name: name, as: statistician, method: "POST", path: editionsPath, form: filledEdition(change), status: 422, holds: append(holds, "Bilan 2021")}
	}
	f.play(
		scenario{name: "the form", as: statistician, path: newEditionPath, status: 200, holds: []string{`name="tables"`, "widows-pipeline", `name="as-of"`}},
		post("no table", url.Values{"tables": nil}, "اختر جدولا واحدا على الأقل"),
		post("no title in English", url.Values{"title-en": {""}}, "باللغات الثلاث"),
		post("a day that is none", url.Values{"as-of": {"31/02/2021"}}, "31/02/2021"),
		post("a series in capitals", url.Values{"series": {"Bilan"}}, "«Bilan»"),
		scenario{name: "who publishes nothing", as: f.hired(access.CounterClerk, "04.421"), path: editionsPath, status: 403},
		scenario{name: "who signs and does not prepare", as: f.hired(access.Director, ""), path: newEditionPath, status: 403},
		scenario{name: "a statistician of one region", as: f.hired(access.Statistician, "01"), method: "POST", path: editionsPath, form: filledEdition(nil), status: 403},
	)
}

// The way of an edition through its pages, by those who may take each step.
func TestAnEditionGoesItsWay(t *testing.T) {
	f := scenarios(t)
	preparer, chief, director := f.hired(access.Statistician, ""), f.named("chief", access.Statistician, ""), f.hired(access.Director, "")
	status, answer := f.ask(preparer, "POST", editionsPath, filledEdition(url.Values{"idempotency_key": {f.id().String()}}))
	found := ledTo.FindStringSubmatch(answer)
	if status != 303 || found == nil {
		t.Fatalf("drafting answered %d\n%s", status, answer)
	}
	path := found[1]
	step := func(v visitor, act string, form url.Values, want int, holds string) {
		t.Helper()
		if form == nil {
			form = url.Values{}
		}
		form.Set("idempotency_key", f.id().String())
		status, answer := f.ask(v, "POST", path+"/"+act, form)
		if status != want || !strings.Contains(answer, holds) {
			t.Fatalf("%s answered %d, want %d with %q\n%s", act, status, want, holds, answer)
		}
	}
	see := func(v visitor, address string, holds, lacks string) {
		t.Helper()
		if _, answer := f.ask(v, "GET", address, nil); !strings.Contains(answer, holds) || lacks != "" && strings.Contains(answer, lacks) {
			t.Fatalf("%s: want %q and not %q\n%s", address, holds, lacks, answer)
		}
	}
	see(chief, path, "مسودة", "/sign\"")
	step(chief, "sign", nil, 409, "لا تسمح حالة الإصدار")
	step(preparer, "check", nil, 303, "")
	see(preparer, path, "من غير من أعدوه", "/sign\"")
	see(chief, path, "/sign\"", "")
	step(chief, "sign", nil, 303, "")
	see(chief, path, "توقيعا واحدا", "/sign\"")
	step(director, "sign", url.Values{"seen": {"1"}}, 409, "تغير هذا الإصدار")
	step(director, "sign", nil, 303, "")
	step(preparer, "release", url.Values{"embargo": {"01/01/2020"}, "embargo-time": {"10:00"}}, 422, "نهاية الحظر")
	step(preparer, "release", url.Values{"embargo": {"01/01/2090"}, "embargo-time": {"25:00"}}, 422, "25:00")
	step(preparer, "release", url.Values{"embargo": {"01/01/2090"}, "embargo-time": {"10:30"}}, 303, "")
	see(director, path, "ينشر هذا الإصدار تلقائيا", "")
	see(director, editionsPath, "تحت الحظر", "")
	see(director, path+"/tables/1", "widows-pipeline", "")
	step(director, "withdraw", url.Values{"reason": {" "}}, 422, "بين سبب السحب")
	step(director, "withdraw", url.Values{"reason": {"خطأ"}}, 303, "")
	see(preparer, path, "سحب هذا الإصدار", "/check\"")
}
