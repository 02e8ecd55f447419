package locale

import (
	"strings"
	"unicode/utf8"
)

// vowel stands between two consonants while doubled letters are made single.
const vowel = '.'

// cedillas must go before folding takes their mark away and leaves a k.
var cedillas = strings.NewReplacer("ç", "s", "Ç", "s")

// Skeleton is what a name keeps in both scripts: its consonants, without
// article, blanks and vowels, and with the sounds that French spelling in
// Morocco confuses made one. Skeleton("خديجة") and Skeleton("Khadija") are both
// "xdj"; x is kh, c is ch or sh, g is gh.
//
// It finds candidates and proves no identity (عمر and أمير are both "mr"): the
// names are then compared closely. It is empty only for a text without letters
// and digits.
func Skeleton(text string) string {
	words := foldedWords(cedillas.Replace(text))
	return skeleton(glued(words), len(words) > 0)
}

// Skeletons are those of a name's words, one by one and without the articles:
// for finding a part of a compound name.
func Skeletons(text string) []string {
	var out []string
	for _, word := range glued(foldedWords(cedillas.Replace(text))) {
		if !latinArticles[word] {
			out = append(out, skeleton([]string{word}, true))
		}
	}
	return out
}

func skeleton(words []string, any bool) string {
	var b strings.Builder
	for _, word := range words {
		if strings.IndexFunc(word, isArabic) >= 0 {
			arabicConsonants(&b, word)
		} else if !latinArticles[word] {
			latinConsonants(&b, word)
		}
	}
	codes := squeeze(b.String())
	if codes == "" && any {
		return "a" // آية and Aya are all vowels
	}
	return codes
}

// glued joins "Ou" and "Bou" to the name after them, where they sound w
// (أوعلي, Ou Ali).
func glued(words []string) []string {
	var out []string
	prefix := ""
	for i, word := range words {
		if i+1 < len(words) && (word == "ou" || word == "bou" || word == "او" || word == "بو") {
			prefix = word
			continue
		}
		out = append(out, prefix+word)
		prefix = ""
	}
	return out
}

// squeeze makes doubled codes single, then drops the vowels. Only the y that
// opens a name is a consonant in every spelling (يوسف, Youssef); inside, Mariam
// and Meryem disagree.
func squeeze(codes string) string {
	var out strings.Builder
	previous := rune(0)
	for _, code := range codes {
		if code != previous && code != vowel && (code != 'y' || out.Len() == 0) {
			out.WriteRune(code)
		}
		previous = code
	}
	return out.String()
}

func isArabic(r rune) bool { return r >= 'ء' && r <= 'ي' }

// arabicSounds are the consonants of folded Arabic; alef and ain have no sound
// of their own in French spelling.
var arabicSounds = map[rune]rune{
	'ب': 'b', 'ت': 't', 'ث': 't', 'ج': 'j', 'ح': 'h', 'خ': 'x', 'د': 'd', 'ذ': 'd', 'ر': 'r', 'ز': 'z',
	'س': 's', 'ش': 'c', 'ص': 's', 'ض': 'd', 'ط': 't', 'ظ': 'd', 'غ': 'g', 'ف': 'f', 'ق': 'k', 'ك': 'k',
	'ل': 'l', 'م': 'm', 'ن': 'n', 'ه': 'h', 'ا': vowel, 'ع': vowel,
}

func arabicConsonants(b *strings.Builder, word string) {
	if rest, ok := strings.CutPrefix(word, "عبدال"); ok && rest != "" {
		b.WriteString("bd")
		word = "ال" + rest
	}
	if first, ok := strings.CutSuffix(word, "الدين"); ok && first != "" {
		arabicConsonants(b, first)
		word = "الدين"
	}
	runes := []rune(arabicStem(word))
	for i, r := range runes {
		if i > 0 && r == runes[i-1] {
			continue
		}
		b.WriteRune(arabicSound(runes, i))
	}
}

// arabicStem is a word without its article (also the spoken one of لحسن) and
// without the silent ه that ends a feminine name; the ه of الله and الإله stays.
func arabicStem(word string) string {
	stem := word
	if rest := strings.TrimPrefix(word, "ال"); utf8.RuneCountInString(rest) >= 2 {
		stem = rest
	}
	if strings.HasPrefix(stem, "لح") && utf8.RuneCountInString(stem) >= 4 {
		stem = strings.TrimPrefix(stem, "ل")
	}
	if stem == "له" || stem == "اله" {
		return stem
	}
	if rest, ok := strings.CutSuffix(stem, "اه"); ok && utf8.RuneCountInString(rest) == 2 {
		return rest + "ت" // نجاة is Najat
	}
	return strings.TrimSuffix(stem, "ه")
}

// arabicSound tells the و and ي that are consonants from those that are long
// vowels: at the head of the word, or before a vowel.
func arabicSound(runes []rune, i int) rune {
	switch runes[i] {
	case 'ي':
		if i == 0 {
			return 'y'
		}
		return vowel
	case 'و':
		if i == 0 || i+1 < len(runes) && strings.ContainsRune("ايع", runes[i+1]) {
			return 'w'
		}
		return vowel
	}
	if sound, ok := arabicSounds[runes[i]]; ok {
		return sound
	}
	return runes[i]
}

// latinArticles are the article as French spelling writes it, assimilated or
// not, when it stands alone.
var latinArticles = map[string]bool{
	"el": true, "al": true, "l": true, "es": true, "ess": true, "er": true, "err": true, "ed": true, "edd": true,
	"ez": true, "ezz": true, "en": true, "enn": true, "et": true, "ett": true, "ech": true, "ach": true,
}

// latinSounds are spellings and their sound, the longer ones first.
var latinSounds = []struct{ spelling, sound string }{
	{"kh", "x"}, {"ch", "c"}, {"sh", "c"}, {"gh", "g"}, {"th", "t"}, {"dh", "d"}, {"dj", "j"}, {"ph", "f"},
	{"ce", "s"}, {"ci", "s"}, {"cy", "s"}, {"ge", "j"}, {"gi", "j"}, {"gy", "j"},
	{"c", "k"}, {"q", "k"}, {"g", "k"}, {"x", "ks"}, {"v", "f"}, {"p", "b"},
}

func latinConsonants(b *strings.Builder, word string) {
	if word == "med" || word == "mohd" {
		word = "mohamed"
	}
	if rest, ok := servantOf(word); ok {
		b.WriteString("bd")
		word = rest
	}
	word = latinStem(word)
	for i := 0; i < len(word); {
		sound, size := latinSound(word, i)
		b.WriteString(sound)
		i += size
	}
}

// servantOf takes "Abd" and the article off a name such as Abdelkader; the
// assimilated ones (Abderrahim) need nothing, their letter is only doubled.
func servantOf(word string) (rest string, ok bool) {
	for _, prefix := range []string{"abdel", "abdal", "abdul", "abdoul", "abdl"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			if rest == "ah" || rest == "h" {
				rest = "lah"
			}
			return rest, true
		}
	}
	return "", false
}

// latinStem is a word without the article joined to it: Elalaoui, Lhoucine,
// Lahcen, Larbi; and with the gh that some spell Rh (Rhali for غالي).
func latinStem(word string) string {
	switch {
	case len(word) >= 5 && (strings.HasPrefix(word, "el") || strings.HasPrefix(word, "il")):
		word = word[2:]
	case len(word) >= 5 && strings.HasPrefix(word, "lah"):
		word = word[2:]
	case len(word) >= 4 && word[0] == 'l' && !isVowel(word, 1):
		word = word[1:]
	case len(word) >= 5 && strings.HasPrefix(word, "la") && !isVowel(word, 2) && !isVowel(word, 3) && word[3] != 'h':
		word = word[2:]
	}
	if rest, ok := strings.CutPrefix(word, "rh"); ok {
		return "gh" + rest
	}
	return word
}

// latinSound is the sound of the spelling at i and its length.
func latinSound(word string, i int) (sound string, size int) {
	rest := word[i:]
	switch {
	case strings.HasPrefix(rest, "ou") && isVowel(word, i+2):
		return "w", 2
	case rest[0] == 'w' && isVowel(word, i+1):
		return "w", 1
	case i == 0 && (rest[0] == 'y' || rest[0] == 'i') && isVowel(word, 1):
		return "y", 1
	case isVowel(word, i) || rest[0] == 'w':
		return string(vowel), 1
	}
	for _, s := range latinSounds {
		if strings.HasPrefix(rest, s.spelling) {
			return s.sound, len(s.spelling)
		}
	}
	_, size = utf8.DecodeRuneInString(rest)
	return rest[:size], size
}

func isVowel(word string, i int) bool {
	return i < len(word) && strings.IndexByte("aeiouy", word[i]) >= 0
}
