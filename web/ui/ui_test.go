package ui_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	g "maragu.dev/gomponents"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/web/ui"
)

func render(t *testing.T, n g.Node) string {
	t.Helper()
	var b strings.Builder
	if err := n.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func eachStory(t *testing.T, check func(t *testing.T, lang locale.Lang, html string)) {
	for _, lang := range locale.Languages {
		for _, part := range storyParts {
			t.Run(string(lang)+" "+part, func(t *testing.T) { check(t, lang, storyHTML(t, lang, part)) })
		}
	}
}

func TestPagesHoldUnderAStrictPolicy(t *testing.T) {
	inline := regexp.MustCompile(`\sstyle=|<style|\son[a-z]+=|<script>|javascript:|https?://`)
	eachStory(t, func(t *testing.T, _ locale.Lang, html string) {
		if found := inline.FindString(html); found != "" {
			t.Errorf("%q is in the page", found)
		}
	})
}

func TestReferencesMeetTheirElements(t *testing.T) {
	ids := regexp.MustCompile(`\sid="([^"]*)"`)
	references := regexp.MustCompile(`\s(?:for|aria-describedby|aria-labelledby|href="#|data-table="#)="?([^"]*)"|href="#([^"]+)"|data-table="#([^"]+)"`)
	eachStory(t, func(t *testing.T, _ locale.Lang, html string) {
		known := map[string]bool{}
		for _, match := range ids.FindAllStringSubmatch(html, -1) {
			if known[match[1]] {
				t.Errorf("two elements have the id %q", match[1])
			}
			known[match[1]] = true
		}
		for _, match := range references.FindAllStringSubmatch(html, -1) {
			for _, id := range strings.Fields(strings.Join(match[1:], " ")) {
				if !known[id] {
					t.Errorf("%q leads to no element", match[0])
				}
			}
		}
	})
}

func TestTablesAreHeaded(t *testing.T) {
	bare := regexp.MustCompile(`<th(>| [^>]*>)`)
	eachStory(t, func(t *testing.T, _ locale.Lang, html string) {
		for _, head := range bare.FindAllString(html, -1) {
			if !strings.Contains(head, "scope=") {
				t.Errorf("%s has no scope", head)
			}
		}
		if strings.Count(html, "<table") != strings.Count(html, "<caption") {
			t.Error("a table has no caption")
		}
	})
}

func TestDocumentSpeaksItsLanguage(t *testing.T) {
	arabic, french := storyHTML(t, locale.Arabic, ""), storyHTML(t, locale.French, "")
	if !strings.Contains(arabic, `<html lang="ar-MA" dir="rtl">`) || !strings.Contains(french, `<html lang="fr-MA" dir="ltr">`) {
		t.Error("language or direction of the document")
	}
	if !strings.Contains(arabic, `href="/?lang=fr&amp;part="`) {
		t.Error("the language switch loses the query")
	}
}

// TestErrorsAreTheSameTwice: the summary and the field say the same words.
func TestErrorsAreTheSameTwice(t *testing.T) {
	html := storyHTML(t, locale.Arabic, "form")
	words := locale.For(locale.Arabic).T("birth.invalid", "value", "31/02/1980")
	if strings.Count(html, words) != 2 {
		t.Errorf("%q is said %d times", words, strings.Count(html, words))
	}
	for _, want := range []string{`href="#f-birth"`, `id="f-birth"`, `aria-invalid="true"`, `value="31/02/1980"`, `role="alert"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in the form", want)
		}
	}
}

func TestProblems(t *testing.T) {
	p := locale.For(locale.Arabic)
	if ui.ErrorSummary(p, nil) != nil || len(ui.ProblemsOf(p, nil)) != 0 {
		t.Error("no error is a problem")
	}
	technical := ui.ProblemsOf(p, errors.New("disk full at /var/lib"))
	if len(technical) != 1 || strings.Contains(technical[0].Text, "/var/lib") {
		t.Errorf("a technical error: %v", technical)
	}
	one := ui.ProblemsOf(p, fault.New(fault.Invalid, "date.invalid", fault.Args{"value": "x"}).On("on"))
	if one.On("on") == "" || one.On("other") != "" {
		t.Errorf("one error: %v", one)
	}
}

func TestYesNoStartsUnanswered(t *testing.T) {
	p := locale.For(locale.Arabic)
	for value, want := range map[string]string{"": `value="" checked`, "yes": `value="yes" checked`, "no": `value="no" checked`} {
		html := render(t, ui.YesNo(p, ui.Field{Name: "q", Label: "?", Value: value}))
		if !strings.Contains(html, want) || strings.Count(html, "checked") != 1 {
			t.Errorf("%q: %s", value, html)
		}
	}
}

func TestSelectChoosesNothingByItself(t *testing.T) {
	html := render(t, ui.Select(locale.For(locale.French), ui.Field{Name: "s", Label: "s"}, []ui.Option{{Value: "a", Label: "A"}}))
	if strings.Contains(html, "selected") {
		t.Error(html)
	}
}

func TestTypedTextIsEscaped(t *testing.T) {
	p := locale.For(locale.Arabic)
	html := render(t, ui.Input(p, ui.Field{Name: "n", Label: "n", Value: `"><script>`, Error: "<b>"})) + render(t, ui.Bdi("<i>"))
	for _, bad := range []string{"<script>", "<b>", "<i>"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s went through", bad)
		}
	}
}

// A turned table has every figure once, the total where it belongs, and its
// links and marks with it.
func TestATableIsTurned(t *testing.T) {
	p := locale.For(locale.Arabic)
	data := ui.TableData{Caption: "c", Columns: []ui.Column{{Head: "a"}, {Head: "b", Numeric: true}, {Head: "c", Numeric: true, Total: true}},
		Rows: []ui.Row{{Cells: []ui.Cell{ui.Text("x"), ui.Number(p, 1234).To("/x"), ui.Gap("…")}}, {Total: true, Cells: []ui.Cell{ui.Text("y"), ui.Number(p, 7), ui.Number(p, 8)}}}}
	got := render(t, ui.DataTable(data.Turned("corner")))
	want := `<thead><tr><th scope="col">corner</th><th scope="col" class="s-num"><bdi>x</bdi></th><th scope="col" class="s-num" data-total><bdi>y</bdi></th></tr></thead>` +
		`<tbody><tr><th scope="row"><bdi>b</bdi></th><td class="s-num"><a href="/x"><bdi dir="ltr">1.234</bdi></a></td><td class="s-num" data-total><bdi dir="ltr">7</bdi></td></tr>` +
		`<tr data-total><th scope="row"><bdi>c</bdi></th><td class="s-num"><bdi>…</bdi></td><td class="s-num" data-total><bdi dir="ltr">8</bdi></td></tr></tbody>`
	if !strings.Contains(got, want) {
		t.Error(got)
	}
}

func TestDateValueReadsBack(t *testing.T) {
	day := calendar.MustDate("2021-07-02")
	if got, err := calendar.ParseDate(ui.DateValue(day)); err != nil || got != day {
		t.Errorf("%v, %v", got, err)
	}
	if ui.DateValue(0) != "" {
		t.Error("no date is shown")
	}
}
