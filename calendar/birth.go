package calendar

import (
	"strings"

	"sanad/fault"
)

// Precision says how finely a birth date is known.
type Precision string

// The precisions of a birth date in Moroccan civil registers.
const (
	ByDay   Precision = "day"
	ByMonth Precision = "month"
	ByYear  Precision = "year"
)

// Birth is a birth date known to the day, the month or the year. On is the
// first day it may have been; "1948" is On 1948-01-01 by year.
type Birth struct {
	On        Date
	Precision Precision
}

// ParseBirth reads "1948", "1948-05", "1948-05-17" or "17/05/1948".
//
// Errors: birth.invalid.
func ParseBirth(text string) (Birth, error) {
	text = strings.TrimSpace(text)
	full, precision := text, ByDay
	switch len(text) {
	case 4:
		full, precision = text+"-01-01", ByYear
	case 7:
		if text[2] == '/' {
			full = text[3:] + "-" + text[:2] + "-01"
		} else {
			full = text + "-01"
		}
		precision = ByMonth
	}
	d, err := ParseDate(full)
	if err != nil {
		return Birth{}, fault.New(fault.Invalid, "birth.invalid", fault.Args{"value": text})
	}
	return Birth{On: d, Precision: precision}, nil
}

// String is the date as finely as it is known.
func (b Birth) String() string {
	s := b.On.String()
	switch {
	case s == "":
		return ""
	case b.Precision == ByYear:
		return s[:4]
	case b.Precision == ByMonth:
		return s[:7]
	}
	return s
}

// IsZero tells that no birth date is known.
func (b Birth) IsZero() bool { return b.On == 0 }

// Age is the age in years on a day, counted from the first day the birth may
// have been: a doubt is never held against the applicant's majority.
func (b Birth) Age(on Date) int { return Age(b.On, on) }
