package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
	"sanad/registry"
)

// The services of a winter case, as table 10 calls them.
const (
	Shelter      = "shelter"
	Health       = "health"
	Declined     = "declined"
	Reintegrated = "family_reintegration"
	AidAtHome    = "in_kind_aid_at_home"
	ThirdParty   = "care_by_third_party"
	FollowUp     = "follow_up"
)

// WinterPlan is the winter campaign (W8): three seasons, tables 07 to 10.
type WinterPlan struct {
	Seasons    []Season
	People     []Person // one may be a case in several seasons, and once in each
	Cases      []WinterCase
	Rounds     []Round
	Committees []Committee
	Warnings   []Warning
	Stock
}

// Season is a winter campaign.
type Season struct {
	Name     string // as the tables call it, "2018-2019"
	From, To calendar.Date
}

// WinterCase is somebody met in a season.
type WinterCase struct {
	When
	Place
	Person int // in WinterPlan.People
	Season int // in WinterPlan.Seasons
	Round  int // in WinterPlan.Rounds
	Sex    registry.Sex
	Age    int // years, on the day; of most it is an estimate
	Status string
	Given  []Given // in the order of their days, one at least
}

// Given is a service to somebody on a day.
type Given struct {
	Service string
	When
}

// Round is a night of a team in the streets of a province. Some meet nobody.
type Round struct {
	Place
	Season int
	On     calendar.Date
	Team   int // from 1, within the delegation
}

// Committee is a meeting of a vigilance committee, with what it found ready.
type Committee struct {
	Place    // of a province; zero for the central committee
	Season   int
	On       calendar.Date
	Shelters int // institutions ready to take people in
	Beds     int // free in them
}

// Warning is a bulletin of the weather service for a province: cold or snow.
type Warning struct {
	Place
	Season    int
	On, Until calendar.Date
	Level     string // yellow or orange
	Bulletin  string // in Arabic
}

var seasons = []Season{
	{"2018-2019", calendar.MustDate("2018-12-01"), calendar.MustDate("2019-03-15")},
	{"2019-2020", calendar.MustDate("2019-12-01"), calendar.MustDate("2020-03-10")},
	{"2020-2021", calendar.MustDate("2020-12-01"), calendar.MustDate("2021-03-02")},
}

var table07, table08, table09, table10 = Report("07-cold-wave-by-sex"), Report("08-cold-wave-by-age"),
	Report("09-cold-wave-by-social-status"), Report("10-cold-wave-by-service")

// Winter draws the three seasons. Each case has one sex, age, status and season
// and one service at least, such that the four tables hold together; what the
// report leaves open (who of the old is aided at home) follows sense.
func Winter(o Options) *WinterPlan {
	w := &winter{WinterPlan: &WinterPlan{Seasons: seasons}, draw: o.drawn("W8"), o: o}
	for n := range seasons {
		from := len(w.Cases)
		w.meet(n)
		cases := w.Cases[from:]
		w.fit(cases)
		w.walk(n, cases)
		w.name(cases)
		w.warn(n)
	}
	slices.SortStableFunc(w.Cases, func(a, b WinterCase) int {
		return cmp.Or(cmp.Compare(a.Recorded, b.Recorded), cmp.Compare(a.On, b.On))
	})
	w.supply() // knows cases by their place in the list
	return w.WinterPlan
}

type winter struct {
	*WinterPlan
	draw
	o    Options
	kept []WinterCase // of the last season, who may come again
}

// cold is how much more often people are met in a province than its population
// would say: the great cities, where they live in the street, and the mountains.
var cold = map[string]int{casablanca: 3, "03.231": 3, "03.061": 3, "01.511": 3, "07.351": 3, "04.421": 3, "09.001": 2, "02.411": 2,
	"03.271": 4, "08.363": 3, "05.081": 2, "05.301": 2, "07.041": 2, "03.131": 3, "08.577": 2}

func coldest() (codes []string, weights []int) {
	codes, weights = provinces()
	for i, code := range codes {
		weights[i] *= max(cold[code], 1)
	}
	return codes, weights
}

// meet makes the cases of a season with sex, age, status and services, each drawn
// apart from the others: their margins are the tables'.
func (w *winter) meet(n int) {
	s := seasons[n]
	count := max(w.o.scaled(table07.Int(s.Name, "cases")), 20)
	sex := deal(w.draw, sexes, Share(count, []int{table07.Int(s.Name, "female"), table07.Int(s.Name, "male")}))
	age := deal(w.draw, table08.Keys(), Share(count, table08.Column(s.Name)))
	status := deal(w.draw, table09.Keys(), Share(count, table09.Column(s.Name)))
	codes, weights := coldest()
	province := deal(w.draw, codes, Share(count, weights))
	cases := make([]WinterCase, count)
	for i := range cases {
		c := &cases[i]
		c.Season, c.Sex, c.Age, c.Status, c.Place = n, sex[i], w.ageOf(age[i]), status[i], w.within(province[i], false)
	}
	w.Cases = append(w.Cases, cases...)
}

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}

// ages are within the groups of table 08, clear of the bounds: the report does
// not say in which group a bound is, and nobody may grow out of theirs in a season.
var ages = map[string][2]int{"<20": {7, 18}, "20-40": {21, 38}, "40-60": {41, 58}, "60-80": {61, 78}, "80+": {82, 95}}

func (w *winter) ageOf(group string) int { return w.between(ages[group][0], ages[group][1]) }

// home tells that somebody may be aided where they live: they are old, and do not
// live in the street.
func home(c WinterCase) bool { return c.Age > 60 && c.Status != "homeless" }

// fit gives the services. Each case gets one that says what became of it, as far
// as the margins go; health and follow-up come beside, or alone for the rest.
func (w *winter) fit(cases []WinterCase) {
	name := seasons[cases[0].Season].Name
	left := map[string]int{}
	for i, n := range Share(scaledPart(len(cases), Sum(table10.Column(name)), table07.Int(name, "cases")), table10.Column(name)) {
		left[table10.Keys()[i]] = n
	}
	w.settle(cases, left[AidAtHome])
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	shuffle(w.draw, order)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(index(!home(cases[a])), index(!home(cases[b]))) })
	both := left[Reintegrated] / 2 // sheltered first, then back in the family
	left[Reintegrated] -= both
	for _, i := range order {
		give(&cases[i], first(left, AidAtHome, Shelter, Reintegrated, Declined, ThirdParty, Health, FollowUp), left)
	}
	left[Reintegrated] += both
	w.more(cases, Reintegrated, left, func(c *WinterCase) bool { return c.has(Shelter) })
	w.more(cases, Health, left, func(c *WinterCase) bool { return !c.has(Declined) })
	w.more(cases, FollowUp, left, func(c *WinterCase) bool { return !c.has(Declined) && !c.has(Reintegrated) })
}

// settle swaps the statuses of cases until as many as are aided at home may be;
// a swap leaves every margin as it is.
func (w *winter) settle(cases []WinterCase, aided int) {
	var old, others []*WinterCase // old and homeless; not old and not homeless
	for i := range cases {
		c := &cases[i]
		switch {
		case home(*c):
			aided--
		case c.Age > 60:
			old = append(old, c)
		case c.Status != "homeless":
			others = append(others, c)
		}
	}
	for i := range min(aided, len(old), len(others)) {
		old[i].Status, others[i].Status = others[i].Status, old[i].Status
	}
}

// first is the first of some services of which any is left.
func first(left map[string]int, services ...string) string {
	for _, s := range services {
		if left[s] > 0 {
			return s
		}
	}
	panic("facts: fewer winter services than cases")
}

func give(c *WinterCase, service string, left map[string]int) {
	c.Given = append(c.Given, Given{Service: service})
	left[service]--
}

func (c *WinterCase) has(service string) bool {
	return slices.ContainsFunc(c.Given, func(g Given) bool { return g.Service == service })
}

// more gives what is left of a service to cases that may have it and have not.
func (w *winter) more(cases []WinterCase, service string, left map[string]int, may func(*WinterCase) bool) {
	for _, i := range w.Perm(len(cases)) {
		if c := &cases[i]; left[service] > 0 && !c.has(service) && may(c) {
			give(c, service, left)
		}
	}
	if left[service] != 0 {
		panic("facts: winter services left over: " + service)
	}
}

// name gives the people of a season their names and births; one in twenty was
// there the season before.
func (w *winter) name(cases []WinterCase) {
	for i := range cases {
		c := &cases[i]
		if w.chance(5) && w.again(c) {
			continue
		}
		precision := calendar.ByYear // said by the person, or guessed
		if w.chance(30) {
			precision = calendar.ByDay
		}
		c.Person = len(w.People)
		w.People = append(w.People, w.person(c.Sex, c.Age, c.On, precision))
	}
	w.kept = slices.Clone(cases)
}

// again makes a case one of somebody known: of the same province, sex and age,
// a year older.
func (w *winter) again(c *WinterCase) bool {
	for i := range w.kept {
		k := w.kept[i]
		p := w.People[k.Person]
		if k.Province == c.Province && p.Sex == c.Sex && p.Birth.Age(c.On) == c.Age {
			c.Person = k.Person
			w.kept = slices.Delete(w.kept, i, i+1)
			return true
		}
	}
	return false
}
