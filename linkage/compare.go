package linkage

import "bytes"

// Levels of two identifiers.
const (
	idSame     = 1 + iota
	idOneEdit  // one character wrong, missing, added or exchanged with its neighbour
	idTwoEdits // two of those
	idDifferent
)

func compareIDs(m *measure, a, b []byte) uint8 {
	switch {
	case within1(a, b):
		return idOneEdit
	case min(len(a), len(b)) >= 6 && m.edits(a, b) <= 2:
		return idTwoEdits
	}
	return idDifferent
}

// Levels of two telephone numbers.
const (
	phoneSame = 1 + iota
	phoneOneEdit
	phoneDifferent
)

func comparePhones(a, b []byte) uint8 {
	if within1(a, b) {
		return phoneOneEdit
	}
	return phoneDifferent
}

// farthest is the level of two values of a kind that more than so many edits
// separate; 0 for a kind that is not compared by edits.
func farthest(kind Kind) (level uint8, edits int) {
	switch kind {
	case ID:
		return idDifferent, 2
	case Phone:
		return phoneDifferent, 1
	}
	return 0, 0
}

// Levels of two postcodes.
const (
	postcodeSame     = 1 + iota
	postcodeOneEdit  // one character wrong
	postcodeDistrict // the same district
	postcodeArea     // the same first characters
	postcodeDifferent
)

// area is how many characters of a postcode name the widest area.
const area = 2

func comparePostcodes(a, b []byte) uint8 {
	switch {
	case bytes.Equal(district(a), district(b)):
		if within1(a, b) {
			return postcodeOneEdit
		}
		return postcodeDistrict
	case within1(a, b):
		return postcodeOneEdit
	case len(a) >= area && len(b) >= area && bytes.Equal(a[:area], b[:area]):
		return postcodeArea
	}
	return postcodeDifferent
}

// district is a postcode without its last characters: three where it has
// letters (British, Dutch and Canadian ones), half of it where it has none.
func district(code []byte) []byte {
	if len(code) >= 5 && bytes.ContainsFunc(code, func(r rune) bool { return r >= 'A' }) {
		return code[:len(code)-3]
	}
	return code[:(len(code)+1)/2]
}

// Levels of two places.
const (
	placeSame   = 1 + iota
	placeClose  // one name in two spellings
	placeRegion // the same wider place: codes with the same beginning, or a word in common
	placeDifferent
)

// place is what comparing needs of a distinct place.
type place struct {
	letters []byte
	set     letterSet
	words   []uint32
	region  []byte // of a code such as 01.511.01.09: its first two parts
	sound   uint32
	arabic  bool
}

// shortWord is the length up to which a word says nothing about a place.
const shortWord = 3

func newPlace(text []byte) place {
	p := place{letters: letters(text), arabic: isArabic(text)}
	p.set = setOf(p.letters)
	code := len(text) > 0
	for _, c := range text {
		code = code && (c >= '0' && c <= '9' || c == ' ')
	}
	parts := 0
	for i, c := range text {
		if code && c == ' ' {
			if parts++; parts == 2 {
				p.region = text[:i]
			}
		}
	}
	for word := range bytes.FieldsSeq(text) {
		if !code && len(word) > shortWord && len(p.words) < maxWords {
			p.words = append(p.words, hashBytes(word))
		}
	}
	return p
}

func comparePlaces(m *measure, a, b *place) uint8 {
	if a.region != nil && b.region != nil {
		if bytes.Equal(a.region, b.region) {
			return placeRegion
		}
		return placeDifferent
	}
	if a.sound == b.sound && a.arabic != b.arabic || m.closeTexts(a.letters, b.letters, a.set, b.set) {
		return placeClose
	}
	for _, x := range a.words {
		for _, y := range b.words {
			if x == y {
				return placeRegion
			}
		}
	}
	return placeDifferent
}

// Levels of two values of a category, or of two sexes.
const (
	categorySame  = 1 + iota
	categoryClose // one value in two spellings
	categoryDifferent
)

func compareCategories(m *measure, a, b []byte) uint8 {
	if m.closeTexts(a, b, setOf(a), setOf(b)) {
		return categoryClose
	}
	return categoryDifferent
}

// closeTexts tells that two texts are spellings of one: an edit apart, unless
// they are short, or very much alike.
func (m *measure) closeTexts(a, b []byte, inA, inB letterSet) bool {
	if min(len(a), len(b)) > shortWord && within1(a, b) {
		return true
	}
	return most(a, b, inA, inB) >= muchAlike && m.jaroWinkler(a, b) >= muchAlike
}

// Levels of what two whole names have beside given and family name.
const (
	restRare   = 1 + iota // a rare word in common
	restCommon            // a common word in common
	restDifferent
)

// levels is how many levels a kind has, with 0 for no evidence: one of the two
// has no value.
var levels = [kinds]int{Given: nameSwapped + 1, Family: nameSwapped + 1, Name: restDifferent + 1, Sex: 3, Birth: birthDifferent + 1, ID: idDifferent + 1, Place: placeDifferent + 1, Postcode: postcodeDifferent + 1, Phone: phoneDifferent + 1, Category: categoryDifferent + 1}
