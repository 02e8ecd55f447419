package locale_test

import (
	"errors"
	"strings"
	"testing"

	"sanad/fault"
	"sanad/locale"
)

func TestLanguages(t *testing.T) {
	for text, want := range map[string]locale.Lang{"ar": "ar", "fr-MA": "fr", "en": "en"} {
		if got, ok := locale.Parse(text); !ok || got != want {
			t.Errorf("Parse(%q) = %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "a", "arabic", "de", "frx"} {
		if _, ok := locale.Parse(text); ok {
			t.Errorf("Parse(%q) accepted", text)
		}
	}
	for header, want := range map[string]locale.Lang{
		"": "ar", "fr-FR,fr;q=0.9,en;q=0.8": "fr", "en-GB": "en", "ar-EG": "ar", "zh": "ar", "zh,en;q=0.5": "en", ";;;": "ar",
	} {
		if got := locale.Negotiate(header); got != want {
			t.Errorf("Negotiate(%q) = %q, want %q", header, got, want)
		}
	}
	if locale.Arabic.Dir() != "rtl" || locale.French.Dir() != "ltr" || locale.Arabic.Tag() != "ar-MA" {
		t.Error("direction or tag")
	}
}

func TestFaultSpeaksEveryLanguage(t *testing.T) {
	err := fault.New(fault.Invalid, "money.invalid", fault.Args{"value": "12x"}).On("amount")
	golden{
		"«12x» ليس مبلغا. اكتب أرقاما مع فاصلة واحدة عند الاقتضاء، مثل 350 أو 350,50.",
		"« 12x » n'est pas un montant. Écrivez des chiffres et au plus une virgule, par exemple 350 ou 350,50.",
		"“12x” is not an amount. Write digits with at most one decimal mark, such as 350 or 350.50.",
	}.check(t, "fault", func(p *locale.Printer) string { return p.Fault(err) })
}

func TestFaultTellsEveryPart(t *testing.T) {
	var list fault.List
	list.Add(fault.New(fault.Invalid, "money.invalid", fault.Args{"value": "12x"}))
	list.Add(fault.New(fault.Invalid, "date.invalid", fault.Args{"value": "31/02/2021"}))
	got := locale.For(locale.Arabic).Fault(list.Err())
	for _, part := range []string{"يوجد خطآن", "«12x»", "«31/02/2021»"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in %q", part, got)
		}
	}
}

func TestFaultHidesTechnicalErrors(t *testing.T) {
	got := locale.For(locale.French).Fault(errors.New("pq: deadlock detected"))
	if strings.Contains(got, "deadlock") || got == "" {
		t.Errorf("a technical error is shown: %q", got)
	}
	if got := locale.For(locale.French).Fault(nil); got != "" {
		t.Errorf("no error says %q", got)
	}
}

func TestArabicCountsInSixForms(t *testing.T) {
	p := locale.For(locale.Arabic)
	for n, want := range map[int64]string{
		0: "لا توجد أخطاء.", 1: "يوجد خطأ واحد", 2: "يوجد خطآن", 3: "توجد 3 أخطاء", 11: "يوجد 11 خطأً", 100: "يوجد 100 خطأ", 12000: "12.000",
	} {
		if got := p.Count("fault.several", n); !strings.Contains(got, want) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestMissingKeyPanicsInTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a missing key went unseen")
		}
	}()
	missing := "nothing." + "here"
	locale.For(locale.Arabic).T(missing)
}

func TestTextFallsBackToArabic(t *testing.T) {
	text := locale.Text{Ar: "سند", Fr: "Appui"}
	if text.In(locale.English) != "سند" || text.In(locale.French) != "Appui" || text.Complete() {
		t.Error("text")
	}
}

// A message may take a number without changing form with it.
func TestACountInAMessageOfOneForm(t *testing.T) {
	for _, lang := range locale.Languages {
		for _, n := range []int{0, 1, 2, 3, 11, 100} {
			if locale.For(lang).T("act.future", "value", "x", "today", "y", "count", n) == "" {
				t.Errorf("%s: nothing said for %d", lang, n)
			}
		}
	}
}
