package population

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// record is a person as one clerk wrote them down, without its number. The
// rates below are in a thousand.
func (t *town) record(p person) string {
	givenAr, familyAr := t.arabic(p.given.arabic), t.arabic(p.family.arabic)
	givenFr, familyFr := t.latin(p.given.latin), t.latin(p.family.latin)
	if t.chance(10) {
		givenAr, givenFr = title[p.sex][0]+" "+givenAr, title[p.sex][1]+" "+givenFr
	}
	switch {
	case t.chance(200):
		givenFr, familyFr = "", ""
	case t.chance(375): // 300 of all
		givenAr, familyAr = "", ""
	}
	if t.chance(7) {
		givenAr, familyAr, givenFr, familyFr = familyAr, givenAr, familyFr, givenFr
	}
	sex := p.sex
	switch {
	case t.chance(5):
		sex = map[string]string{"F": "M", "M": "F"}[sex]
	case t.chance(20):
		sex = ""
	}
	commune := p.commune
	switch {
	case t.chance(30):
		commune = ""
	case t.chance(30):
		commune = t.commune()
	}
	return strings.Join([]string{
		fmt.Sprint(p.number), fmt.Sprint(p.household), givenAr, familyAr, givenFr, familyFr, sex, t.birth(p), t.cin(p), commune, t.telephone(p),
	}, ",")
}

var title = map[string][2]string{"M": {"مولاي", "Moulay"}, "F": {"لالة", "Lalla"}}

// arabic varies what Arabic typing varies: the seat of the hamza, ta marbuta,
// alef maqsura, the blank of compounds; and slips of the hand.
func (t *town) arabic(name string) string {
	for _, v := range []struct{ from, to string }{{"أ", "ا"}, {"إ", "ا"}, {"آ", "ا"}, {"ة", "ه"}, {"ى", "ي"}, {"عبد ال", "عبدال"}, {"عبد الل", "عبدالل"}, {" الدين", "الدين"}} {
		if strings.Contains(name, v.from) && t.chance(150) {
			name = strings.ReplaceAll(name, v.from, v.to)
		}
	}
	if t.chance(20) {
		name = t.slip(name, "ابتثجحخدذرزسشصضطعغفقكلمنهوي")
	}
	return name
}

// latin is the usual spelling in seven of ten papers.
func (t *town) latin(spellings []string) string {
	name := spellings[0]
	if t.chance(300) {
		name = spellings[t.rng.IntN(len(spellings))]
	}
	if t.chance(25) {
		name = t.slip(name, "abcdefghijklmnopqrstuvwxyz")
	}
	if t.chance(200) {
		name = strings.ToUpper(name)
	}
	return name
}

// slip is one letter wrong, added, missing or exchanged with its neighbour.
func (t *town) slip(text, letters string) string {
	runes, all := []rune(text), []rune(letters)
	if utf8.RuneCountInString(text) < 3 {
		return text
	}
	at := 1 + t.rng.IntN(len(runes)-1)
	letter := all[t.rng.IntN(len(all))]
	switch t.rng.IntN(4) {
	case 0:
		runes[at] = letter
	case 1:
		return string(runes[:at]) + string(letter) + string(runes[at:])
	case 2:
		return string(runes[:at]) + string(runes[at+1:])
	default:
		runes[at-1], runes[at] = runes[at], runes[at-1]
	}
	return string(runes)
}

func (t *town) birth(p person) string {
	y, m, d := p.year, p.month, p.day
	switch {
	case t.chance(8):
		return ""
	case p.vague && t.chance(500):
		return fmt.Sprint(y)
	case p.vague:
		m, d = 1, 1
	case t.chance(10) && d <= 12:
		m, d = d, m
	case t.chance(10):
		d = 1 + t.rng.IntN(28)
	case t.chance(7):
		m = 1 + t.rng.IntN(12)
	case t.chance(15):
		m, d = 1, 1
	}
	if t.chance(12) {
		y += t.rng.IntN(5) - 2
	}
	if t.chance(300) {
		return fmt.Sprintf("%02d/%02d/%d", d, m, y)
	}
	return fmt.Sprintf("%d-%02d-%02d", y, m, d)
}

func (t *town) cin(p person) string {
	switch {
	case p.cin == "" || t.chance(200):
		return ""
	case t.chance(15):
		return t.slip(p.cin, "0123456789")
	}
	return p.cin
}

// telephone is the telephone of this record: people change theirs.
func (t *town) telephone(p person) string {
	switch {
	case p.phone == "" || t.chance(200):
		return ""
	case t.chance(200):
		return t.phone()
	case t.chance(10):
		return t.slip(p.phone, "0123456789")
	}
	return p.phone
}
