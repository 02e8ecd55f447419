package locale

import (
	"fmt"
	"strings"
	"time"

	"sanad/calendar"
)

// months in the words of each language; the Arabic ones are Morocco's (غشت, not
// أغسطس).
var months = map[Lang][]string{
	Arabic:  strings.Fields("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"),
	French:  strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
	English: strings.Fields("January February March April May June July August September October November December"),
}

// Date writes a day: "02 يوليوز 2021", "2 juillet 2021", "2 July 2021"; empty
// for no date.
func (p *Printer) Date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Parts()
	switch {
	case p.lang == Arabic:
		return fmt.Sprintf("%02d %s %d", day, p.monthName(month), year)
	case p.lang == French && day == 1:
		return fmt.Sprintf("1er %s %d", p.monthName(month), year)
	}
	return fmt.Sprintf("%d %s %d", day, p.monthName(month), year)
}

// Birth writes a birth date as finely as it is known: a day, a month or a year.
func (p *Printer) Birth(b calendar.Birth) string {
	switch {
	case b.IsZero():
		return ""
	case b.Precision == calendar.ByYear:
		return b.String()
	case b.Precision == calendar.ByMonth:
		return p.Month(b.String())
	}
	return p.Date(b.On)
}

// Instant writes a point in time as Morocco's day, hour and minute.
func (p *Printer) Instant(i calendar.Instant) string {
	if i == 0 {
		return ""
	}
	joint := map[Lang]string{Arabic: "، ", French: " à ", English: ", "}[p.lang]
	return p.Date(i.Date()) + joint + i.Time().In(calendar.Rabat).Format("15:04")
}

// Month writes "2021-07" as "يوليوز 2021"; text that is no month stays as it is.
func (p *Printer) Month(yearMonth string) string {
	t, err := time.Parse("2006-01", yearMonth)
	if err != nil {
		return yearMonth
	}
	return fmt.Sprintf("%s %d", p.monthName(t.Month()), t.Year())
}

func (p *Printer) monthName(m time.Month) string { return months[p.lang][m-1] }
