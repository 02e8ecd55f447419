package linkage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/locale"
)

// nothing are the ways in which files write that there is no value, folded.
var nothing = map[string]bool{
	"null": true, "none": true, "nan": true, "nil": true, "n a": true, "unknown": true, "inconnu": true, "inconnue": true,
	"neant": true, "sans": true, "غير معروف": true, "مجهول": true, "لا شيء": true,
}

// titles say who somebody is and not what they are called: they come and go
// between papers (law 37-99 bars them from given names), so they weigh nothing.
var titles = map[string]bool{
	"مولاي": true, "سيدي": true, "سي": true, "لاله": true, "للا": true, "لالا": true, "الحاج": true, "الحاجه": true, "حاج": true, "الشريف": true, "الشريفه": true,
	"moulay": true, "my": true, "sidi": true, "si": true, "lalla": true, "lala": true, "hadj": true, "haj": true, "hajj": true, "elhaj": true, "elhadj": true, "elhajja": true,
	"mr": true, "mrs": true, "ms": true, "mme": true, "mlle": true, "dr": true, "sir": true,
}

// normal writes a value in the one form in which values of its kind compare:
// empty when the value says nothing. Two values with the same form are equal.
func normal(kind Kind, text string) string {
	switch kind {
	case Given, Family, Name:
		return normalName(text)
	case Sex:
		return normalSex(text)
	case Birth:
		return normalBirth(text)
	case ID, Postcode:
		return alphanumeric(text)
	case Phone:
		return normalPhone(text)
	}
	return normalWords(text)
}

func normalWords(text string) string {
	folded := locale.Fold(text)
	if nothing[folded] {
		return ""
	}
	return folded
}

// normalName is a folded name without titles, unless it is all titles.
func normalName(text string) string {
	folded := normalWords(text)
	if !strings.Contains(folded, " ") {
		return folded
	}
	var kept []string
	for word := range strings.FieldsSeq(folded) {
		if !titles[word] {
			kept = append(kept, word)
		}
	}
	if len(kept) == 0 {
		return folded
	}
	return strings.Join(kept, " ")
}

var sexes = map[string]string{
	"m": "m", "male": "m", "man": "m", "h": "m", "homme": "m", "masculin": "m", "1": "m", "ذكر": "m", "رجل": "m",
	"f": "f", "female": "f", "woman": "f", "w": "f", "femme": "f", "feminin": "f", "2": "f", "انثي": "f", "امراه": "f",
}

func normalSex(text string) string {
	folded := normalWords(text)
	if sex, ok := sexes[folded]; ok {
		return sex
	}
	return folded
}

// alphanumeric keeps letters and digits, in capitals.
func alphanumeric(text string) string {
	plain := true
	for i := range len(text) {
		c := text[i]
		plain = plain && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z')
	}
	if plain {
		return text
	}
	folded := normalWords(text)
	return strings.ToUpper(strings.ReplaceAll(folded, " ", ""))
}

// subscriber is how many digits a telephone number has in Morocco without the
// prefix of the country or the 0 of the trunk.
const subscriber = 9

func normalPhone(text string) string {
	var digits []byte
	for _, r := range text {
		if r = locale.WesternDigit(r); r >= '0' && r <= '9' {
			digits = append(digits, byte(r))
		}
	}
	own := string(digits[max(0, len(digits)-subscriber):])
	if len(own) < 6 || strings.Trim(own, "0") == "" {
		return ""
	}
	return own
}

// letters are the text's letters in one byte each, for measuring: Latin ones as
// they are, Arabic ones by their place in their block, others by a few bits.
func letters(text []byte) []byte {
	out := make([]byte, 0, min(len(text), longest))
	for len(text) > 0 && len(out) < longest {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if r >= utf8.RuneSelf {
			r = 0x80 | r&0x7f
		}
		out = append(out, byte(r))
	}
	return out
}

func isArabic(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return unicode.Is(unicode.Arabic, r)
}
