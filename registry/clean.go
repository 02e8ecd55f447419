package registry

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean gives the draft without what a person does not mean to type: marks of
// direction and other invisible characters, which could reorder what is shown
// around a name, doubled blanks, and decomposed letters. It names the fields it
// took invisible characters from, so that a page can say so
// (registry.marks-removed).
func (d Draft) Clean() (Draft, []string) {
	var fields []string
	for _, f := range []struct {
		name string
		text *string
	}{
		{"given_ar", &d.Arabic.Given}, {"family_ar", &d.Arabic.Family},
		{"given_latin", &d.Latin.Given}, {"family_latin", &d.Latin.Family},
		{"address", &d.Address}, {"phone", &d.Phone},
	} {
		clean, marks := cleaned(*f.text)
		if marks {
			fields = append(fields, f.name)
		}
		*f.text = clean
	}
	d.Phone = phone(d.Phone)
	return d, fields
}

func cleaned(text string) (clean string, marks bool) {
	if plain(text) {
		return text, false
	}
	clean = strings.Map(func(r rune) rune {
		if isMark(r) {
			marks = true
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(norm.NFC.String(clean)), " "), marks
}

// plain tells that there is nothing to clean; nearly every name is plain, and a
// load of half a million need not be rewritten.
func plain(text string) bool {
	blank := true
	for _, r := range text {
		if r == ' ' && blank || !(r == ' ' || r >= '0' && r <= 'z' || r >= 'ء' && r <= 'ي') {
			return false
		}
		blank = r == ' '
	}
	return text == "" || !blank
}

// isMark tells an invisible character: a mark of direction, a joiner, a control.
func isMark(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

// phone is a Moroccan number in its ten digits: "+212 6 12 34 56 78" is
// "0612345678". What is not a number stays as it was and is refused.
func phone(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' || r == '(' || r == ')' {
			return -1
		}
		return identifierRune(r)
	}, text)
	for _, code := range []string{"+212", "00212"} {
		if rest, ok := strings.CutPrefix(digits, code); ok {
			return "0" + strings.TrimPrefix(rest, "0")
		}
	}
	return digits
}
