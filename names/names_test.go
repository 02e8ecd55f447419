package names_test

import (
	"testing"
	"unicode"

	"sanad/names"
)

func TestListsAreInTheirScripts(t *testing.T) {
	given, family := names.Given(), names.Family()
	if len(given) < 150 || len(family) < 150 {
		t.Fatalf("%d given and %d family names", len(given), len(family))
	}
	for _, s := range append(given, family...) {
		if !all(s.Arabic, unicode.Arabic) || len(s.Latin) == 0 {
			t.Errorf("%q, %q: an Arabic name and its Latin spellings", s.Arabic, s.Latin)
		}
		for _, latin := range s.Latin {
			if !all(latin, unicode.Latin) {
				t.Errorf("%s: %q is not in Latin letters", s.Arabic, latin)
			}
		}
	}
	for _, s := range given {
		if s.Sex != "F" && s.Sex != "M" {
			t.Errorf("%s: sex %q", s.Arabic, s.Sex)
		}
	}
}

func all(text string, script *unicode.RangeTable) bool {
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.Is(script, r) {
			return false
		}
	}
	return text != ""
}

// A form that two rows have would belong to whichever came first.
func TestAliasesAreOfOneName(t *testing.T) {
	rows := names.Aliases()
	if len(rows) < 250 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		if len(row) < 2 {
			t.Errorf("%q: one form is no alias", row)
		}
		seen := map[string]bool{}
		for _, form := range row {
			if form == "" || seen[form] {
				t.Errorf("%q: %q is empty or stands twice", row, form)
			}
			seen[form] = true
		}
	}
}
