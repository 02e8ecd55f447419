package linkage

import (
	"bytes"

	"sanad/locale"
)

// name is what comparing needs of one distinct name.
type name struct {
	letters  []byte
	set      letterSet
	skeleton []byte
	words    []uint32 // hashes of its words, at most maxWords
	sound    uint32   // as in Table.sounds
	class    uint32   // alias class, 0 when it is in no list
	arabic   bool
}

// maxWords bounds what is looked at in a name of many words.
const maxWords = 8

// Levels of two names.
const (
	nameSame      = 1 + iota
	nameVariant   // one name in two spellings: same alias class, or same consonants and much alike
	nameClose     // one edit, or very much alike
	nameSimilar   // alike, or nearly the same consonants
	namePart      // a word, a beginning or an initial in common
	nameDifferent // none of these
	nameSwapped   // given and family name have changed places
)

func newName(text []byte, aliases map[string]uint32) name {
	n := name{letters: letters(text), arabic: isArabic(text), class: aliases[string(text)]}
	n.set = setOf(n.letters)
	n.skeleton = letters([]byte(locale.Skeleton(string(text))))
	for word := range bytes.FieldsSeq(text) {
		if len(n.words) < maxWords {
			n.words = append(n.words, hashBytes(word))
		}
	}
	return n
}

// hashBytes is FNV-1a: the same in every run, unlike the dictionary's.
func hashBytes(text []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range text {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// Bounds of the Jaro-Winkler similarity of two names.
const (
	muchAlike  = 0.92
	alike      = 0.84
	spelledAny = 0.80 // with the same consonants
)

func compareNames(m *measure, a, b *name) uint8 {
	if a.arabic != b.arabic {
		return compareScripts(a, b)
	}
	if a.class != 0 && b.class != 0 {
		return compareListed(a, b)
	}
	s := 0.0
	if most(a.letters, b.letters, a.set, b.set) >= spelledAny {
		s = m.jaroWinkler(a.letters, b.letters)
	}
	sameSound := a.sound == b.sound && a.sound != 0
	switch {
	case sameSound && s >= spelledAny:
		return nameVariant
	case s >= muchAlike || within1(a.letters, b.letters):
		return nameClose
	case s >= alike || sameSound || len(a.skeleton) > 2 && len(b.skeleton) > 2 && within1(a.skeleton, b.skeleton):
		return nameSimilar
	case shareWord(a, b) || begins(a, b):
		return namePart
	}
	return nameDifferent
}

// compareListed compares two names of the lists: those of two classes are two
// names however alike they look (محمد and محمود, Hassan and Houcine).
func compareListed(a, b *name) uint8 {
	switch {
	case a.class == b.class:
		return nameVariant
	case shareWord(a, b) || within1(a.letters, b.letters):
		return namePart
	}
	return nameDifferent
}

// compareScripts compares an Arabic with a Latin name by what both keep.
func compareScripts(a, b *name) uint8 {
	switch {
	case a.class != 0 && a.class == b.class:
		return nameVariant
	case a.class != 0 && b.class != 0:
		return nameDifferent
	case a.sound == b.sound && a.sound != 0:
		return nameClose
	case within1(a.skeleton, b.skeleton) && min(len(a.skeleton), len(b.skeleton)) > 1:
		return nameSimilar
	}
	return nameDifferent
}

func shareWord(a, b *name) bool {
	if len(a.words)+len(b.words) < 3 {
		return false
	}
	for _, x := range a.words {
		for _, y := range b.words {
			if x == y {
				return true
			}
		}
	}
	return false
}

// begins tells that one is the initial or the beginning of the other.
func begins(a, b *name) bool {
	if len(a.letters) > len(b.letters) {
		a, b = b, a
	}
	n := len(a.letters)
	return (n == 1 || n >= 3) && bytes.HasPrefix(b.letters, a.letters)
}
