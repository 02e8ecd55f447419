package linkage

import (
	"strconv"
	"strings"

	"sanad/locale"
)

// normalBirth writes a date of birth as eight digits, YYYYMMDD, with 00 for a
// month or a day that is not known. Digits that make no day (a month 13) stay:
// they are what somebody typed, and compare digit by digit. Empty when there is
// no year.
func normalBirth(text string) string {
	groups := digitGroups(text)
	switch len(groups) {
	case 1:
		return compactBirth(groups[0])
	case 2: // 05/1948, 1948-05
		if len(groups[0]) == 4 {
			return packed(groups[0], groups[1], "")
		}
		return packed(groups[1], groups[0], "")
	case 0:
		return ""
	}
	if len(groups[0]) == 4 {
		return packed(groups[0], groups[1], groups[2])
	}
	day, month := groups[0], groups[1]
	if number(month) > 12 && number(day) <= 12 { // written the American way
		day, month = month, day
	}
	return packed(groups[2], month, day)
}

// digitGroups are the runs of digits at the head of a text; a time after the
// date is left out.
func digitGroups(text string) []string {
	var groups []string
	inside := false
	for _, r := range text {
		r = locale.WesternDigit(r)
		digit := r >= '0' && r <= '9'
		switch {
		case digit && inside:
			groups[len(groups)-1] += string(r)
		case digit && len(groups) == 3:
			return groups
		case digit:
			groups = append(groups, string(r))
		}
		inside = digit
		if len(groups) > 0 && len(groups[len(groups)-1]) > 8 {
			return nil
		}
	}
	return groups
}

func compactBirth(digits string) string {
	switch len(digits) {
	case 8:
		return packed(digits[:4], digits[4:6], digits[6:])
	case 6:
		return packed(digits[:4], digits[4:], "")
	case 4:
		return packed(digits, "", "")
	}
	return ""
}

func packed(year, month, day string) string {
	if len(year) == 2 {
		if year < "30" {
			year = "20" + year
		} else {
			year = "19" + year
		}
	}
	if len(year) != 4 || len(month) > 2 || len(day) > 2 || strings.Trim(year, "0") == "" {
		return ""
	}
	return year + ("00" + month)[len(month):] + ("00" + day)[len(day):]
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// day is a date of birth for comparing: its eight digits of four bits each,
// YYYYMMDD, zero where not known.
type day uint32

func dayOf(digits []byte) day {
	var d day
	for _, c := range digits {
		d = d<<4 | day(c&15)
	}
	return d
}

func (d day) year() day     { return d >> 16 }
func (d day) monthDay() day { return d & 0xffff }

// vague tells that the day or month is not known, or is one that clerks write
// when they do not know: the first of January or July, the last of December.
func (d day) vague() bool {
	md := d.monthDay()
	return md>>8 == 0 || md&0xff == 0 || md == 0x0101 || md == 0x1231 || md == 0x0701
}

func (d day) yearNumber() int {
	y := int(d.year())
	return y>>12*1000 + y>>8&15*100 + y>>4&15*10 + y&15
}

// Levels of two dates of birth.
const (
	birthSame      = 1 + iota
	birthSlip      // one digit wrong, two neighbours or day and month exchanged
	birthVague     // the same year, one of them vague
	birthTwoParts  // two of year, month and day the same
	birthYear      // the same year
	birthNearYear  // at most two years apart
	birthDifferent // none of these
)

func compareBirths(a, b day) uint8 {
	switch {
	case a == b:
		return birthSame
	case a.year() == b.year() && (a.vague() || b.vague()):
		return birthVague
	case slip(a, b):
		return birthSlip
	}
	parts := 0
	for _, mask := range []day{0xffff0000, 0xff00, 0xff} {
		if (a^b)&mask == 0 && a&mask != 0 {
			parts++
		}
	}
	apart := a.yearNumber() - b.yearNumber()
	switch {
	case parts == 2:
		return birthTwoParts
	case apart == 0:
		return birthYear
	case apart >= -2 && apart <= 2:
		return birthNearYear
	}
	return birthDifferent
}

// slip tells that one slip of the hand makes one date of the other.
func slip(a, b day) bool {
	differ := a ^ b
	at := differ | differ>>1
	at |= at >> 2
	at &= 0x11111111 // one bit for each digit that differs
	switch low := at & -at; {
	case at == low:
		return true
	case at == low|low<<4: // neighbours
		shift := 0
		for low>>shift != 1 {
			shift += 4
		}
		x, y := a>>shift&0xff, b>>shift&0xff
		return x>>4 == y&15 && x&15 == y>>4
	}
	return a.year() == b.year() && a>>8&0xff == b&0xff && a&0xff == b>>8&0xff
}
