package statistics

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/locale"
	"sanad/programme"
	"sanad/territory"
)

// Keys of the rows that are no code and no period.
const (
	Total      = "total"
	Unassigned = "unassigned" // postings that say nothing of the dimension: shown, or the rows would not add up
)

// dimension is a way to split postings: by what their cell says, or by the
// periods of their day.
type dimension struct {
	id     string
	codes  []Row                               // every code in its order; nil for periods, and where any code may come
	read   func(c *ledger.Cell) (string, bool) // the code of a cell; false when the cell says nothing of it. Nil for periods
	finest int                                 // of a place: how long the code of a territory must be
	frozen []string                            // of what cells freeze: the name it has there, then one that implies it
	begins func(d calendar.Date) calendar.Date // the first day of the period of a day
	months int                                 // how long a period is
	key    func(first calendar.Date) string    // of a period
	title  func(code string) locale.Text       // of a code that is not in codes
	order  func(a, b string) int               // of such codes
}

// dimensionOf finds a dimension that the programme knows; programme.Load has
// checked that it does.
func dimensionOf(def *programme.Definition, id string) *dimension {
	d := &dimension{id: id, title: plainTitle, order: cmp.Compare[string]}
	switch id {
	case programme.Region:
		d.codes = regions()
		d.place(2, regionKey)
	case programme.Province:
		d.codes = provinces()
		d.place(6, provinceKey)
	case programme.Commune:
		d.place(12, func(code string) string { return code })
		d.title = territory.Label
	case programme.Month:
		d.civil(1, func(first calendar.Date) string { return first.String()[:7] })
		d.title = func(key string) locale.Text { return words(func(p *locale.Printer) string { return p.Month(key) }) }
	case programme.Quarter:
		d.civil(3, func(first calendar.Date) string {
			return fmt.Sprintf("%s-Q%d", first.String()[:4], (int(monthOf(first))+2)/3)
		})
	case programme.Year:
		d.civil(12, func(first calendar.Date) string { return first.String()[:4] })
	case programme.Sex:
		d.codes = sexes()
		d.freeze(id)
	case programme.Age:
		d.order = byNumber
		d.freeze(id)
	default:
		d.define(def)
	}
	return d
}

// define is a dimension that the programme's ledger defines.
func (d *dimension) define(def *programme.Definition) {
	given := def.Ledger.Dimension(d.id)
	if month, day, ok := given.Begin(); ok && given.Begins != "" {
		d.season(month, day)
		return
	}
	for _, c := range given.Codes {
		d.codes = append(d.codes, Row{Key: c.Code, Title: c.Title, Parent: c.Within, Level: d.id})
	}
	switch within := def.Ledger.Gathers(d.id); {
	case given.Of != "":
		d.frozen, d.read = []string{given.Of}, bandReader(given)
	case within != "":
		d.frozen, d.read = []string{d.id, within}, gatheredReader(d.id, def.Ledger.Dimension(within))
	default:
		d.freeze(d.id)
	}
}

// place reads the first characters of a territory "01.511.05.19", where the
// cell's is as fine as that.
func (d *dimension) place(length int, key func(code string) string) {
	d.finest = length
	d.read = func(c *ledger.Cell) (string, bool) {
		if len(c.Territory) < length {
			return "", false
		}
		code := key(c.Territory[:length])
		return code, code != ""
	}
}

// freeze reads what the cell froze under a name.
func (d *dimension) freeze(name string) {
	d.frozen = []string{name}
	d.read = func(c *ledger.Cell) (string, bool) {
		code, ok := c.Dims[name]
		return code, ok
	}
}

// civil makes periods of some months from January on.
func (d *dimension) civil(months int, key func(first calendar.Date) string) {
	d.months, d.key = months, key
	d.begins = func(day calendar.Date) calendar.Date {
		y, m, _ := day.Parts()
		return calendar.NewDate(y, m-(m-1)%time.Month(months), 1)
	}
}

// season makes years that begin on a day of their own: "2018-2019".
func (d *dimension) season(month time.Month, first int) {
	d.months = 12
	d.begins = func(day calendar.Date) calendar.Date {
		start := calendar.NewDate(day.Year(), month, first)
		if day < start {
			start = start.AddYears(-1)
		}
		return start
	}
	d.key = func(first calendar.Date) string { return fmt.Sprintf("%04d-%04d", first.Year(), first.Year()+1) }
}

// periodic tells that the codes are periods.
func (d *dimension) periodic() bool { return d.months > 0 }

// between are the periods from the one of a day to that of another.
func (d *dimension) between(from, to calendar.Date) []Row {
	var rows []Row
	for first := d.begins(from); first <= to; first = first.AddMonths(d.months) {
		rows = append(rows, d.row(d.key(first)))
	}
	return rows
}

// days are the days of a period by its key; false when it is no key of one.
func (d *dimension) days(key string) (ledger.Period, bool) {
	if len(key) < 4 {
		return ledger.Period{}, false
	}
	year, err := strconv.Atoi(key[:4])
	if err != nil || year < 1000 {
		return ledger.Period{}, false
	}
	for first := d.begins(calendar.NewDate(year, 1, 1)); first.Year() <= year; first = first.AddMonths(d.months) {
		if d.key(first) == key {
			return ledger.Period{From: first, To: first.AddMonths(d.months).AddDays(-1)}, true
		}
	}
	return ledger.Period{}, false
}

// row is the row of a code, still without figures.
func (d *dimension) row(code string) Row {
	for _, r := range d.codes {
		if r.Key == code {
			return r
		}
	}
	if code == Unassigned {
		return Row{Key: code, Level: d.id, Title: words(func(p *locale.Printer) string { return p.T("statistics.unassigned") })}
	}
	return Row{Key: code, Level: d.id, Title: d.title(code)}
}

// knows tells that a code may be asked for.
func (d *dimension) knows(code string) bool {
	switch {
	case d.periodic():
		_, ok := d.days(code)
		return ok
	case d.codes == nil:
		return code != ""
	}
	return code == Unassigned || slices.ContainsFunc(d.codes, func(r Row) bool { return r.Key == code })
}

// code is the code of a cell, Unassigned when the cell says nothing.
func (d *dimension) code(c *ledger.Cell) string {
	if code, ok := d.read(c); ok {
		return code
	}
	return Unassigned
}

func plainTitle(code string) locale.Text { return locale.Text{Ar: code, Fr: code, En: code} }

func monthOf(d calendar.Date) time.Month {
	_, m, _ := d.Parts()
	return m
}

// byNumber puts 9 before 10, and what is no number last.
func byNumber(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	switch {
	case errX == nil && errY == nil:
		return cmp.Compare(x, y)
	case errX != nil && errY != nil:
		return cmp.Compare(a, b)
	case errX != nil:
		return 1
	}
	return -1
}

func regions() []Row {
	var rows []Row
	for _, r := range territory.Regions() {
		rows = append(rows, Row{Key: r.Slug, Code: r.Code, Title: r.Name, Level: programme.Region})
	}
	return rows
}

func provinces() []Row {
	var rows []Row
	for _, p := range territory.Provinces() {
		rows = append(rows, Row{Key: p.Code, Code: p.Code, Title: p.Name, Level: programme.Province})
	}
	return rows
}

func sexes() []Row {
	var rows []Row
	for _, code := range []string{"F", "M"} {
		rows = append(rows, Row{Key: code, Level: programme.Sex, Title: words(func(p *locale.Printer) string { return p.T("statistics.sex-" + code) })})
	}
	return rows
}

func regionKey(code string) string {
	r, _ := territory.RegionByCode(code)
	return r.Slug
}

func provinceKey(code string) string {
	p, _ := territory.ProvinceByCode(code)
	return p.Code
}

// gatheredReader reads a code that the cell freezes, or the one that gathers the
// code it freezes: the axis of a service.
func gatheredReader(dim string, within *programme.Dimension) func(c *ledger.Cell) (string, bool) {
	return func(c *ledger.Cell) (string, bool) {
		if code, ok := c.Dims[dim]; ok {
			return code, true
		}
		if inner := within.Code(c.Dims[within.ID]); inner != nil {
			return inner.Within, true
		}
		return "", false
	}
}

// bandReader finds the band of a number, or of a narrower band that a document
// reports.
func bandReader(d *programme.Dimension) func(c *ledger.Cell) (string, bool) {
	bands := make([]programme.Band, len(d.Codes))
	for i, c := range d.Codes {
		bands[i], _ = programme.ParseBand(c.Code)
	}
	return func(c *ledger.Cell) (string, bool) {
		number, ok := programme.ParseBand(c.Dims[d.Of])
		if !ok {
			return "", false
		}
		for i, b := range bands {
			if b.Holds(number) {
				return d.Codes[i].Code, true
			}
		}
		return "", false
	}
}

// words writes a text in every language.
func words(say func(*locale.Printer) string) locale.Text {
	return locale.Text{Ar: say(locale.For(locale.Arabic)), Fr: say(locale.For(locale.French)), En: say(locale.For(locale.English))}
}
