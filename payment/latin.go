package payment

import "strings"

// The characters that ISO 20022 messages between banks carry everywhere: the
// Latin set of the SWIFT network.
const latinSet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "

// letters that are written otherwise in the Latin set: accents of French, and the
// letters of Arabic as civil registers of Morocco write them.
var letters = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "í", "i", "ô", "o", "ö", "o", "ó", "o",
	"ù", "u", "û", "u", "ü", "u", "ÿ", "y", "ñ", "n", "œ", "oe", "æ", "ae",
	"À", "A", "Â", "A", "Ä", "A", "Ç", "C", "É", "E", "È", "E", "Ê", "E", "Ë", "E", "Î", "I", "Ï", "I", "Ô", "O", "Ö", "O", "Ù", "U", "Û", "U", "Ü", "U", "Œ", "OE", "’", "'", "_", "-",
	"ا", "a", "أ", "a", "إ", "i", "آ", "a", "ب", "b", "ت", "t", "ث", "t", "ج", "j", "ح", "h", "خ", "kh", "د", "d", "ذ", "d", "ر", "r", "ز", "z",
	"س", "s", "ش", "ch", "ص", "s", "ض", "d", "ط", "t", "ظ", "d", "ع", "a", "غ", "gh", "ف", "f", "ق", "k", "ك", "k", "ل", "l", "م", "m", "ن", "n",
	"ه", "h", "ة", "a", "و", "ou", "ي", "i", "ى", "a", "ئ", "i", "ؤ", "ou", "ء", "", "ـ", "",
	"َ", "", "ُ", "", "ِ", "", "ّ", "", "ْ", "", "ً", "", "ٌ", "", "ٍ", "")

// plainText is a text in the Latin set; what has no letter there becomes a
// blank, and blanks are single.
func plainText(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(latinSet, r) {
			return r
		}
		return ' '
	}, letters.Replace(text))
	return strings.Join(strings.Fields(text), " ")
}

// Holder is a person's name as banks write it: its Latin form, or one made of
// the Arabic.
func Holder(latin, arabic string) string {
	name := plainText(latin)
	if name == "" {
		name = plainText(arabic)
	}
	name = strings.ToUpper(name)
	if len(name) > longestHolder {
		name = strings.TrimSpace(name[:longestHolder])
	}
	return name
}
