package table

import (
	"strings"

	"sanad/locale"
)

// monthNames are the names of each month as they are met in Moroccan files: the
// names of Morocco, of the east and of the Levant, French and English with their
// short forms.
var monthNames = [12][]string{
	{"يناير", "جانفي", "كانون الثاني", "janvier", "janv", "jan", "january"},
	{"فبراير", "فيفري", "شباط", "février", "févr", "fév", "feb", "february"},
	{"مارس", "آذار", "mars", "mar", "march"},
	{"أبريل", "ابريل", "إبريل", "أفريل", "نيسان", "avril", "avr", "apr", "april"},
	{"ماي", "مايو", "أيار", "mai", "may"},
	{"يونيو", "يونيه", "جوان", "حزيران", "juin", "jun", "june"},
	{"يوليوز", "يوليو", "يوليه", "جويلية", "تموز", "juillet", "juil", "jul", "july"},
	{"غشت", "أغسطس", "أوت", "آب", "août", "aou", "aug", "august"},
	{"شتنبر", "سبتمبر", "أيلول", "septembre", "sept", "sep", "september"},
	{"أكتوبر", "تشرين الأول", "octobre", "oct", "october"},
	{"نونبر", "نوفمبر", "تشرين الثاني", "novembre", "nov", "november"},
	{"دجنبر", "ديسمبر", "كانون الأول", "décembre", "déc", "dec", "december"},
}

// hijriNames begin the names of months of another calendar, which no rule turns
// into a day of this one: the civil register has to.
var hijriNames = []string{
	"محرم", "صفر", "ربيع", "جمادى", "رجب", "شعبان", "رمضان", "شوال", "ذو", "ذي", "القعدة", "الحجة",
	"mouharram", "safar", "rabii", "joumada", "rajab", "chaabane", "ramadan", "chaoual", "hijri", "هجرية", "هـ",
}

var months, hijri = func() (map[string]int, map[string]bool) {
	m, h := map[string]int{}, map[string]bool{}
	for i, names := range monthNames {
		for _, name := range names {
			m[foldWords(name)] = i + 1
		}
	}
	for _, name := range hijriNames {
		h[foldWords(name)] = true
	}
	return m, h
}()

// foldWords folds a name word by word, as nameOfMonth does with a cell.
func foldWords(name string) string {
	folded := ""
	for i, word := range strings.Fields(name) {
		if i > 0 {
			folded += " "
		}
		folded += locale.Fold(word)
	}
	return folded
}
