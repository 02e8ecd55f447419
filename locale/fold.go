package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode does not decompose but that writers use for one another:
// alef maqsura, ta marbuta, Persian kaf and ya, and the letters added for g, p
// and v. A bare hamza is dropped.
var letters = map[rune]rune{
	'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ے': 'ي', 'ة': 'ه', 'ۀ': 'ه', 'ہ': 'ه', 'ە': 'ه',
	'ک': 'ك', 'ڪ': 'ك', 'گ': 'ك', 'ڭ': 'ك', 'ݣ': 'ك', 'پ': 'ب', 'ڤ': 'ف', 'ڥ': 'ف', 'چ': 'ج', 'ٱ': 'ا',
	'œ': 'e', 'æ': 'e', 'ø': 'o', 'ł': 'l', 'ı': 'i',
}

// leading words belong to the word after them: عبد الله is عبدالله, Ben Ali is
// Benali.
var leading = map[string]bool{
	"عبد": true, "ابو": true, "بو": true, "بن": true, "ايت": true, "او": true,
	"abd": true, "abdel": true, "abdul": true, "abdoul": true, "abou": true, "bou": true,
	"ben": true, "bel": true, "ait": true, "ou": true, "el": true, "al": true,
}

// trailing words belong to the word before them: نور الدين is نورالدين.
var trailing = map[string]bool{"الدين": true, "eddine": true}

// Fold writes text in the one form that search compares: without bidi marks,
// tatweel and diacritics; أ إ آ as ا, ى as ي, ة as ه, ؤ as و, ئ as ي, ء dropped;
// digits 0-9; Latin letters small and without accents; compound names joined;
// single blanks. It is for comparing only: the original is what is shown.
func Fold(text string) string {
	return strings.Join(joined(foldedWords(text)), " ")
}

func foldedWords(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if folded := foldRune(r); folded >= 0 {
			b.WriteRune(folded)
		}
	}
	return strings.Fields(b.String())
}

// foldRune is the folded form of a rune of decomposed text, -1 when it is
// dropped. A decomposed أ is alef and a mark, so marks carry away its hamza.
func foldRune(r rune) rune {
	if to, ok := letters[r]; ok {
		return to
	}
	switch {
	case r == 'ء' || r == 'ـ' || r == '\'' || r == '’' || r == '‘' || r == 'ʿ' || r == 'ʾ' || r == '`':
		return -1
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(WesternDigit(r)) // what a small letter decomposes to may be a capital
	}
	return ' '
}

func joined(words []string) []string {
	var out []string
	glue := false
	for _, word := range words {
		if len(out) > 0 && (glue || trailing[word]) {
			out[len(out)-1] += word
		} else {
			out = append(out, word)
		}
		glue = leading[word]
	}
	return out
}
