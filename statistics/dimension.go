package statistics

import (
	"slices"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/locale"
	"sanad/territory"
)

// Keys of the rows that are no place and no period.
const (
	Total      = "total"
	Unassigned = "unassigned" // postings of no province: shown, or the rows would not add up
)

// dimension is what the rows of a table can be: places, all of them, or the
// periods in which something was counted.
type dimension struct {
	places []Row
	key    func(s ledger.Sum) string // the row that a part of the answer belongs to
	within func(key string) []string // the provinces of a place
	rest   string                    // what makes a period's key its first day; empty for places
	months int                       // how long a period is
}

// dimensions are those that the ledger can split by today. The others that a
// table may name are frozen in its cells and wait for the first table that
// needs them.
var dimensions = map[string]dimension{
	"region":   {places: regions(), within: provincesOf, key: func(s ledger.Sum) string { return region(s.Territory) }},
	"province": {places: provinces(), within: itself, key: func(s ledger.Sum) string { return province(s.Territory) }},
	"month":    {rest: "-01", months: 1, key: func(s ledger.Sum) string { return s.Month }},
	"year":     {rest: "-01-01", months: 12, key: func(s ledger.Sum) string { return s.Month[:4] }},
}

// periodic tells that the rows are periods.
func (d dimension) periodic() bool { return d.rest != "" }

func regions() []Row {
	var rows []Row
	for _, r := range territory.Regions() {
		rows = append(rows, Row{Key: r.Slug, Code: r.Code, Title: r.Name})
	}
	return rows
}

func provinces() []Row {
	var rows []Row
	for _, p := range territory.Provinces() {
		rows = append(rows, Row{Key: p.Code, Code: p.Code, Title: p.Name})
	}
	return rows
}

// region is the key of the region that a territory is in.
func region(code string) string {
	if code = province(code); code == Unassigned {
		return code
	}
	r, _ := territory.RegionByCode(territory.RegionOf(code))
	return r.Slug
}

// province is the key of the province that a territory "01.511" or
// "01.511.05.19" is in.
func province(code string) string {
	if len(code) >= 6 {
		if p, ok := territory.ProvinceByCode(code[:6]); ok {
			return p.Code
		}
	}
	return Unassigned
}

func provincesOf(slug string) []string {
	r, _ := territory.RegionBySlug(slug)
	var codes []string
	for _, p := range territory.ProvincesOf(r.Code) {
		codes = append(codes, p.Code)
	}
	return codes
}

func itself(code string) []string { return []string{code} }

// skeleton is the rows of an answer: every place in the order of the codes, or
// the periods found in the order of time.
func (d dimension) skeleton(found map[string]bool) []Row {
	rows := slices.Clone(d.places)
	for _, r := range rows {
		delete(found, r.Key)
	}
	for key := range found {
		row, _ := d.row(key)
		rows = append(rows, row)
	}
	slices.SortFunc(rows[len(d.places):], byKey)
	return rows
}

// row finds a row by its key, still without figures; false when the dimension
// has none of that key.
func (d dimension) row(key string) (Row, bool) {
	if key == Total {
		return Row{Key: key, Title: words(func(p *locale.Printer) string { return p.T("statistics.total") })}, true
	}
	if d.periodic() {
		_, ok := d.first(key)
		return Row{Key: key, Title: words(func(p *locale.Printer) string { return p.Month(key) })}, ok
	}
	for _, r := range d.places {
		if r.Key == key {
			return r, true
		}
	}
	return Row{Key: key, Title: words(func(p *locale.Printer) string { return p.T("statistics.unassigned") })}, key == Unassigned
}

// first is the first day of a period.
func (d dimension) first(key string) (calendar.Date, bool) {
	day, err := calendar.ParseDate(key + d.rest)
	return day, err == nil && day.String() == key+d.rest
}

// narrow is the query of one row.
func (d dimension) narrow(key string, q ledger.Query) ledger.Query {
	switch {
	case key == Total:
	case d.periodic():
		q.From, _ = d.first(key)
		q.To = min(q.To, q.From.AddMonths(d.months).AddDays(-1))
	case key == Unassigned:
		q.Provinces = []string{""}
	default:
		q.Provinces = d.within(key)
	}
	return q
}

// words writes a text in every language.
func words(say func(*locale.Printer) string) locale.Text {
	return locale.Text{Ar: say(locale.For(locale.Arabic)), Fr: say(locale.For(locale.French)), En: say(locale.For(locale.English))}
}
