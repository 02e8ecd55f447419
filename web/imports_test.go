package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sanad/access"
	"sanad/calendar"
	"sanad/imports"
	tabular "sanad/sheet/table"
	"sanad/store"
	"sanad/store/storetest"
)

// people is a list as a commune sends it, with a wrong day and a row that is the
// first one again.
const people = `رقم;الاسم;النسب;الجنس;تاريخ الازدياد;CIN
1;أمينة;العلوي;أنثى;12/03/1975;ZZ940001
2;محمد;الفاسي;ذكر;1948;ZZ940003
3;خديجة;الإدريسي;أنثى;31/02/1979;ZZ940004
4;أمينة;العلوي;أنثى;12/03/1975;
5;حسن;الفيلالي;ذكر;31/04/1979;ZZ940005
`

// send brings a file as a browser does.
func (f *field) send(v visitor, path, name string, content []byte, form map[string]string) (int, string) {
	f.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, value := range form {
		f.must(w.WriteField(key, value))
	}
	part, err := w.CreateFormFile("file", name)
	f.must(err)
	_, err = part.Write(content)
	f.must(err)
	f.must(w.Close())
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.AddCookie(&http.Cookie{Name: "sanad", Value: v.cookie})
	rec := httptest.NewRecorder()
	f.site.Handler().ServeHTTP(rec, req)
	text, err := io.ReadAll(rec.Result().Body)
	f.must(err)
	return rec.Code, rec.Header().Get("Location") + string(text)
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	listField   = regexp.MustCompile(`(?s)<select[^>]* name="([^"]*)".*?</select>`)
	chosenOne   = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// asShown is the form of the columns page as it is shown, with some choices
// changed.
func (f *field) asShown(v visitor, path string, changed url.Values) url.Values {
	f.Helper()
	_, page := f.ask(v, http.MethodGet, path, nil)
	_, page, ok := strings.Cut(page, `<form class="s-form" method="post" action="`+importsPath)
	if !ok {
		f.Fatalf("%s has no form:\n%s", path, page)
	}
	form := url.Values{"then": {"check"}}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	for _, m := range listField.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], "")
		if chosen := chosenOne.FindStringSubmatch(m[0]); chosen != nil {
			form.Set(m[1], chosen[1])
		}
	}
	for name, values := range changed {
		form[name] = values
	}
	return form
}

// brought is a list that a clerk sent, and its address.
func (f *field) brought(v visitor, content []byte) string {
	f.Helper()
	status, at := f.send(v, importsPath, "لائحة.csv", content, map[string]string{"kind": "persons", "source": "جماعة", "province": "04.421"})
	if status != http.StatusSeeOther || !strings.HasSuffix(at, "/columns") {
		f.Fatalf("the list answered %d: %s", status, at)
	}
	return strings.TrimSuffix(at, "/columns")
}

func (f *field) advance(path string) {
	f.Helper()
	f.must(f.site.Imports.Advance(f.Context(), f.idOf(strings.TrimPrefix(path, importsPath+"/")), nil))
}

func TestAListIsBroughtMappedCheckedAndWritten(t *testing.T) {
	f := scenarios(t)
	clerk := f.hired(access.CounterClerk, "04.421")
	old, err := charmap.Windows1256.NewEncoder().String(people)
	f.must(err)
	at := f.brought(clerk, []byte(old))
	f.play(
		scenario{name: "its columns, read as they were written", as: clerk, path: at + "/columns", status: 200,
			holds: []string{`<option value="windows-1256" selected>`, "أمينة", `<option value="given_ar" selected>`, `<option value="birth" selected>`, `name="d.4"`, `name="w.3.0"`, "اقتُرحت الاختيارات من أسماء الأعمدة"}},
		scenario{name: "read otherwise when asked", as: clerk, path: at + "/columns?separator=%7C", status: 200, holds: []string{`<option value="|" selected>`}, lacks: []string{`name="c.1"`}},
		scenario{name: "one field of two columns", as: clerk, method: http.MethodPost, path: at + "/columns", form: f.asShown(clerk, at+"/columns", url.Values{"c.5": {"birth"}}), status: 422, holds: []string{"أكثر من مرة", `href="#f-c.5"`}},
		scenario{name: "a field that is missing", as: clerk, method: http.MethodPost, path: at + "/columns", form: f.asShown(clerk, at+"/columns", url.Values{"c.4": {""}}), status: 422, holds: []string{`href="#f-c.`}},
		scenario{name: "new choices without a check", as: clerk, method: http.MethodPost, path: at + "/columns", form: f.asShown(clerk, at+"/columns", url.Values{"c.0": {"died_on"}, "then": {"refresh"}}), status: 200, holds: []string{`name="d.0"`}},
		scenario{name: "a day that does not exist", as: clerk, method: http.MethodPost, path: at + "/columns", form: f.asShown(clerk, at+"/columns", nil), status: 303, holds: []string{"Location: " + at + "\r\n"}},
		scenario{name: "how far the check is", as: clerk, path: at, status: 200, holds: []string{`hx-get="` + at + `"`, "يجري فحص السطور: 0 من 5"}},
	)
	f.advance(at)
	f.play(
		scenario{name: "what it found", as: clerk, path: at, status: 200, holds: []string{"ستُسجل", "31/02/1979", "يوم لا يوجد في التقويم", "السطر 2 من الملف", "الأخطاء حسب نوعها", "يوم لا يوجد</td>", at + "/run", at + "/failed/xlsx"}},
		scenario{name: "of one kind", as: clerk, path: at + "?state=held", status: 200, holds: []string{"السطر 2 من الملف"}, lacks: []string{"31/02/1979"}},
		scenario{name: "nothing else is done", as: clerk, method: http.MethodPost, path: at + "/forget", form: url.Values{}, status: 404},
		scenario{name: "written", as: clerk, method: http.MethodPost, path: at + "/run", form: url.Values{}, status: 303},
	)
	f.advance(at)
	f.play(
		scenario{name: "what became of it", as: clerk, path: at, status: 200, holds: []string{"انتهى التسجيل وبقيت سطور"}},
		scenario{name: "twice is refused", as: clerk, method: http.MethodPost, path: at + "/run", form: url.Values{}, status: 409},
		scenario{name: "what is left, to correct", as: clerk, path: at + "/failed/csv", status: 200, holds: []string{"Content-Disposition: attachment", "text/csv", "31/02/1979", "القرار"}, lacks: []string{"1948"}},
		scenario{name: "as a workbook", as: clerk, path: at + "/failed/xlsx", status: 200, holds: []string{"spreadsheetml"}},
		scenario{name: "as nothing else", as: clerk, path: at + "/failed/pdf", status: 404},
		scenario{name: "the list of them", as: clerk, path: importsPath, status: 200, holds: []string{"لائحة.csv", "جماعة"}},
		scenario{name: "the person is registered", as: clerk, path: "/search?purpose=follow-up&q=" + url.QueryEscape("محمد الفاسي"), status: 200, holds: []string{"الفاسي"}},
	)
	next := f.brought(clerk, []byte(people))
	f.play(scenario{name: "the source's columns are remembered", as: clerk, path: next + "/columns", status: 200, holds: []string{"اقتُرحت الاختيارات من آخر ملف لهذا المصدر"}},
		scenario{name: "and can be left", as: clerk, method: http.MethodPost, path: next + "/cancel", form: url.Values{}, status: 303},
		scenario{name: "and taken up", as: clerk, path: next, status: 200, holds: []string{next + "/run"}})
}

func TestWhoMayBringAList(t *testing.T) {
	f := scenarios(t)
	clerk, sale, chief := f.hired(access.CounterClerk, "04.421"), f.hired(access.CounterClerk, "06.141"), f.hired(access.Statistician, "")
	at := f.brought(clerk, []byte(people))
	f.play(
		scenario{name: "who sees no person", as: chief, path: importsPath, status: 403},
		scenario{name: "another province's", as: sale, path: at, status: 404},
		scenario{name: "nor its columns", as: sale, path: at + "/columns", status: 404},
		scenario{name: "nor its rows", as: sale, path: at + "/failed/csv", status: 404},
		scenario{name: "nor can it be stopped", as: sale, method: http.MethodPost, path: at + "/cancel", form: url.Values{}, status: 404},
		scenario{name: "the list shows one's own", as: sale, path: importsPath, status: 200, holds: []string{"لم تُرسل أي لائحة بعد"}, lacks: []string{"لائحة.csv"}},
		scenario{name: "the form", as: clerk, path: newImportPath, status: 200, holds: []string{`name="file"`, `name="source"`, `<option value="جماعة"`}},
	)
	for _, bad := range []struct {
		name, want string
		content    []byte
		form       map[string]string
	}{
		{"no file", "فارغ", nil, map[string]string{"kind": "persons", "source": "جماعة", "province": "04.421"}},
		{"no table", "ليس جدولا", []byte("%PDF-1.7"), map[string]string{"kind": "persons", "source": "جماعة", "province": "04.421"}},
		{"another province", `role="alert"`, []byte(people), map[string]string{"kind": "persons", "source": "جماعة", "province": "06.141"}},
		{"no source", `href="#f-source"`, []byte(people), map[string]string{"kind": "persons", "province": "04.421"}},
		{"no programme", `href="#f-programme"`, []byte(people), map[string]string{"kind": "applications", "source": "جماعة", "province": "04.421"}},
	} {
		if status, answer := f.send(clerk, importsPath, "a.csv", bad.content, bad.form); status/100 != 4 || !strings.Contains(answer, bad.want) {
			t.Errorf("%s: %d, lacks %q\n%s", bad.name, status, bad.want, answer)
		}
	}
}

// listed is a list of a province that was checked, with its canary in every text:
// its name, its source, a value that is refused.
func (f *field) listed(clerk access.Actor, province, canary string) store.ID {
	f.Helper()
	i := f.id()
	text := "nom;prenom;sexe;date de naissance\n" + canary + ";" + canary + ";أنثى;" + canary + "\n"
	_, err := f.site.Imports.Arrive(f.Context(), imports.Arrival{Key: f.id(), Actor: clerk, Import: i, Kind: imports.Persons, Source: canary, Province: province, Name: canary + ".csv", Content: []byte(text)})
	f.must(err)
	shown, err := f.site.Imports.Preview(f.Context(), clerk, i, tabular.Options{})
	f.must(err)
	f.must(f.site.Imports.Check(f.Context(), imports.Request{Key: f.id(), Actor: clerk, Import: i}, shown.Proposed))
	f.must(f.site.Imports.Advance(f.Context(), i, nil))
	return i
}

// The mapping that the page makes of a choice of dates is shown as that choice.
func TestDatesAreChosenAndShown(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{}))
	r := &request{s: f.site}
	for _, w := range writings {
		if got := writingOf(r.datesOf(w)); got != w {
			t.Errorf("%s is shown as %s", w, got)
		}
	}
	if d := r.datesOf("two-digits"); d.Newest == calendar.Date(0) {
		t.Error("years of two digits are refused though chosen")
	}
}
