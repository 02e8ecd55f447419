package territory

import (
	"strings"
	"sync"

	"sanad/locale"
)

// ResolveProvince finds the province a person meant: its code, its ISO code, or
// a name in Arabic, French or English, with or without the article, accents,
// hamza, hyphens, and the words for "province" or "prefecture". A text that
// fits two provinces finds none.
func ResolveProvince(text string) (Province, bool) {
	trimmed := strings.TrimSpace(text)
	if p, ok := provinceByCode[trimmed]; ok {
		return p, true
	}
	p, ok := provinceByName()[nameKey(trimmed)]
	return p, ok
}

// provinceByName has every spelling that belongs to one province only; made at
// the first question, because most commands never ask.
var provinceByName = sync.OnceValue(func() map[string]Province {
	found := map[string]Province{}
	twice := map[string]bool{}
	for _, p := range provinces {
		for key := range spellings(p) {
			if _, ok := found[key]; ok {
				twice[key] = true
			}
			found[key] = p
		}
	}
	for key := range twice {
		delete(found, key)
	}
	return found
})

// spellings are the keys of a province: its names, their first parts (people say
// Agadir for Agadir-Ida-Ou-Tanane), and its ISO code.
func spellings(p Province) map[string]bool {
	keys := map[string]bool{nameKey(p.ISO): true}
	for _, name := range []string{p.Name.Ar, p.Name.Fr, p.Name.En} {
		first, _, _ := strings.Cut(name, "-")
		keys[nameKey(name)] = true
		if len([]rune(first)) > 3 { // not the article of Es-Semara
			keys[nameKey(first)] = true
		}
	}
	return keys
}

var titles = map[string]bool{"province": true, "prefecture": true, "de": true, "of": true, "d": true, "عماله": true, "اقليم": true}

// nameKey is a name without what writers add or leave out.
func nameKey(name string) string {
	var kept strings.Builder
	for word := range strings.FieldsSeq(locale.Fold(name)) {
		if titles[word] {
			continue
		}
		for _, article := range []string{"ال", "el", "al"} {
			if rest, ok := strings.CutPrefix(word, article); ok && len([]rune(rest)) > 2 {
				word = rest
				break
			}
		}
		kept.WriteString(word)
	}
	return kept.String()
}
