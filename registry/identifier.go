package registry

import (
	"fmt"
	"slices"
	"strings"

	"sanad/fault"
	"sanad/locale"
	"sanad/store"
)

// IdentifierKind is a national identifier's system.
type IdentifierKind string

// The kinds. Formats: research/morocco-domain.md 6.
const (
	CIN    IdentifierKind = "cin"    // national identity card: one or two letters, up to six digits
	IDCS   IdentifierKind = "idcs"   // civil and social digital identifier (law 72.18): ten digits
	Massar IdentifierKind = "massar" // pupil's code: a letter and nine digits
)

// Identity is an identifier in clear, as typed. An empty Value in an amendment
// removes the identifier of that kind.
type Identity struct {
	Kind  IdentifierKind
	Value string
}

// Identifier is an identifier as it is kept: nothing here tells it in clear.
type Identifier struct {
	Kind   IdentifierKind `json:"kind"`
	Shown  string         `json:"shown"`  // masked, "AB••••56"
	Hash   []byte         `json:"hash"`   // keyed, for look-up
	Cipher []byte         `json:"cipher"` // AES-256-GCM
}

// syntheticSeries begins the CIN of people who do not exist. No office issues
// the series ZZ, so that a demonstration's card is never somebody's.
const syntheticSeries = "ZZ"

// SyntheticCIN is a card number that was never issued; n is below a million.
func SyntheticCIN(n int) string { return fmt.Sprintf("%s%06d", syntheticSeries, n%1_000_000) }

// shape is letters then digits; the letters are the first, at most, one or two.
type shape struct{ minLetters, maxLetters, minDigits, maxDigits int }

var shapes = map[IdentifierKind]shape{
	CIN:    {1, 2, 1, 6},
	IDCS:   {0, 0, 10, 10},
	Massar: {1, 1, 9, 9},
}

// kinds in the order in which a text is tried against them.
var kinds = []IdentifierKind{CIN, IDCS, Massar}

// normal is an identifier in the one form that is hashed: capitals, digits 0-9,
// no blanks, points or hyphens. It is false for a text of another form.
func normal(kind IdentifierKind, text string) (string, bool) {
	value := strings.Map(identifierRune, strings.ToUpper(text))
	s, known := shapes[kind]
	letters := len(value) - len(strings.TrimLeft(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	digits := value[letters:]
	ok := known && letters >= s.minLetters && letters <= s.maxLetters &&
		len(digits) >= s.minDigits && len(digits) <= s.maxDigits && strings.Trim(digits, "0123456789") == ""
	return value, ok
}

func identifierRune(r rune) rune {
	if r == ' ' || r == '-' || r == '.' || r == '\u00a0' || isMark(r) {
		return -1
	}
	return locale.WesternDigit(r)
}

// mask keeps the letters and the last two digits, enough to tell two cards of a
// family apart, and hides how many digits there are.
func mask(value string) string {
	letters := len(value) - len(strings.TrimLeft(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	last := value[letters:]
	if len(last) > 3 {
		last = last[len(last)-2:]
	} else {
		last = ""
	}
	return value[:letters] + "••••" + last
}

// sealed turns checked identities into what is kept of them.
func (k *Keys) sealed(person store.ID, identities []Identity) []Identifier {
	var out []Identifier
	for _, i := range identities {
		if value, ok := normal(i.Kind, i.Value); ok {
			out = append(out, Identifier{Kind: i.Kind, Shown: mask(value), Hash: k.hash(i.Kind, value), Cipher: k.encrypt(i.Kind, person, value)})
		}
	}
	slices.SortFunc(out, byKind)
	return out
}

// errTaken: somebody has the identifier. It says where they are registered, so
// that the clerk can ask there, and not who they are.
func errTaken(i Identifier, province string) error {
	return fault.New(fault.Conflict, "registry.identifier-taken",
		fault.Args{"value": i.Shown, "province": place(province)}).On(string(i.Kind))
}

func byKind(a, b Identifier) int { return strings.Compare(string(a.Kind), string(b.Kind)) }
