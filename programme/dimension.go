package programme

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sanad/calendar"
	"sanad/locale"
)

// Dimension is a way to split what is counted: a list of codes that postings
// freeze, bands of a number they freeze, or periods of their day. Places
// (region, province, commune), civil periods (month, quarter, year), sex and
// age are known to every programme and need no definition.
type Dimension struct {
	at
	ID       string      `key:"id,need"`
	Title    locale.Text `key:"title,need"`
	Codes    []Code      `key:"codes"`
	Choice   string      `key:"choice"`   // its codes are shared options (programmes/choices.yaml)
	Within   string      `key:"within"`   // the dimension whose codes gather these: axis, for services
	Of       string      `key:"of"`       // the number that the codes are bands of: age
	Begins   string      `key:"begins"`   // "10-01": periods of a year from that day; their codes are "2018-2019"
	Overlaps []Unit      `key:"overlaps"` // units of which one may stand under several codes, so that rows do not add up to the whole
}

// Code is one value of a dimension.
type Code struct {
	at
	Code   string      `key:"code,need"`
	Title  locale.Text `key:"title,need"`
	Within string      `key:"within"` // the code that gathers it, of the dimension Within
}

// The dimensions that every programme has, with Province, which is a level of
// offices too.
const (
	Region  = "region"
	Commune = "commune"
	Month   = "month"
	Quarter = "quarter"
	Year    = "year"
	Sex     = "sex"
	Age     = "age" // in years on the day of the posting
)

var (
	places  = []string{Region, Province, Commune}
	periods = []string{Month, Quarter, Year}
)

// IsPlace tells that a dimension is a level of the territory.
func IsPlace(id string) bool { return slices.Contains(places, id) }

// Dimension finds a dimension that the programme defines, nil when it defines
// none of that name.
func (l *Ledger) Dimension(id string) *Dimension {
	for i := range l.Dimensions {
		if l.Dimensions[i].ID == id {
			return &l.Dimensions[i]
		}
	}
	return nil
}

// IsPeriod tells that a dimension is made of the day of a posting.
func (l *Ledger) IsPeriod(id string) bool {
	d := l.Dimension(id)
	return slices.Contains(periods, id) || d != nil && d.Begins != ""
}

// Frozen is the dimension of the postings that a dimension is read from: age for
// its bands, axis's services for axis. Empty for places and periods.
func (l *Ledger) Frozen(id string) string {
	switch d := l.Dimension(id); {
	case IsPlace(id), l.IsPeriod(id):
		return ""
	case d != nil && d.Of != "":
		return d.Of
	}
	return id
}

// Knows tells that a dimension is defined here or known to every programme.
func (l *Ledger) Knows(id string) bool {
	return IsPlace(id) || l.IsPeriod(id) || id == Sex || id == Age || l.Dimension(id) != nil
}

// Gathers is the dimension whose codes lie within those of another: services
// for axis; empty when there is none.
func (l *Ledger) Gathers(id string) string {
	for _, d := range l.Dimensions {
		if d.Within == id {
			return d.ID
		}
	}
	return ""
}

// Code finds a code of the dimension, nil when it has none.
func (d *Dimension) Code(code string) *Code {
	for i := range d.Codes {
		if d.Codes[i].Code == code {
			return &d.Codes[i]
		}
	}
	return nil
}

// Begin is the day of the year on which the periods of the dimension begin.
func (d *Dimension) Begin() (time.Month, int, bool) {
	day, err := calendar.ParseDate("2001-" + d.Begins) // no leap year: 29 February begins nothing
	_, m, n := day.Parts()
	return m, n, err == nil
}

// Band is a range of whole numbers, from Low to below High; High 0 is no limit.
type Band struct{ Low, High int }

// ParseBand reads "<20", "20-40" (20 to 39), "80+", or one number.
func ParseBand(code string) (Band, bool) {
	low, high, ok := strings.Cut(code, "-")
	switch {
	case strings.HasPrefix(code, "<"):
		low, high = "0", code[1:]
	case strings.HasSuffix(code, "+"):
		n, err := strconv.Atoi(strings.TrimSuffix(code, "+"))
		return Band{Low: n}, err == nil && n >= 0
	case !ok:
		n, err := strconv.Atoi(code)
		return Band{Low: n, High: n + 1}, err == nil && n >= 0
	}
	a, errA := strconv.Atoi(low)
	b, errB := strconv.Atoi(high)
	return Band{Low: a, High: b}, errA == nil && errB == nil && a >= 0 && a < b
}

// Holds tells that every number of another band lies in this one.
func (b Band) Holds(other Band) bool {
	return other.Low >= b.Low && (b.High == 0 || other.High != 0 && other.High <= b.High)
}

func (b Band) meets(other Band) bool {
	return (b.High == 0 || other.Low < b.High) && (other.High == 0 || b.Low < other.High)
}

// checkDimensions refuses what cannot split anything.
func (l *Ledger) checkDimensions(p page) {
	seen := map[string]bool{}
	for i := range l.Dimensions {
		d := &l.Dimensions[i]
		if l.Knows(d.ID) && (IsPlace(d.ID) || slices.Contains(periods, d.ID) || d.ID == Sex || d.ID == Age) {
			p.say(d.line, "choose another id, or leave it out", "dimension %s is known to every programme", d.ID)
		}
		p.unique(seen, d.line, "dimension", d.ID)
		for _, u := range d.Overlaps {
			p.oneOf(d.line, "unit", string(u), unitNames...)
		}
		if d.Begins != "" {
			if _, _, ok := d.Begin(); !ok || len(d.Codes) > 0 || d.Of != "" {
				p.say(d.line, "write begins: MM-DD, without codes and of", "the periods of dimension %s cannot be read", d.ID)
			}
			continue
		}
		l.checkCodes(p, d)
	}
}

func (l *Ledger) checkCodes(p page, d *Dimension) {
	if d.Within != "" && (l.Dimension(d.Within) == nil || l.Dimension(d.Within).Within != "") {
		p.say(d.line, "name a dimension with codes that lies in no other", "dimension %s lies within %q", d.ID, d.Within)
		return
	}
	if d.Of != "" && d.Of != Age {
		p.say(d.line, "write of: age", "dimension %s makes bands of %q", d.ID, d.Of)
	}
	seen := map[string]bool{}
	for i, c := range d.Codes {
		if c.Code == "" || strings.ContainsAny(c.Code, "=;|,\n") || seen[c.Code] {
			p.say(c.line, "write each code once, without = ; | and comma", "the code %q of dimension %s stands twice or cannot be written", c.Code, d.ID)
		}
		seen[c.Code] = true
		if d.Of != "" {
			d.checkBand(p, i)
		}
		if d.Within != "" && l.Dimension(d.Within).Code(c.Within) == nil || d.Within == "" && c.Within != "" {
			p.say(c.line, "name a code of the dimension it lies within", "the code %s of dimension %s lies within %q", c.Code, d.ID, c.Within)
		}
	}
}

func (d *Dimension) checkBand(p page, i int) {
	c := d.Codes[i]
	band, ok := ParseBand(c.Code)
	if !ok {
		p.say(c.line, "write <20, 20-40 or 80+", "the code %q of dimension %s is no band", c.Code, d.ID)
		return
	}
	for _, other := range d.Codes[:i] {
		if o, ok := ParseBand(other.Code); ok && o.meets(band) {
			p.say(c.line, "let bands end where the next begins", "the bands %s and %s of dimension %s overlap", other.Code, c.Code, d.ID)
		}
	}
}
