package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// Subsidy is the yearly support of Entraide Nationale to an institution.
type Subsidy struct {
	Institution int // in InstitutionPlan.Institutions
	Year        int
	Places      int // declared in the request
	Centimes    int
	Requested   When
	Granted     When
	Paid        When
	Accounts    When // of its use, in the year after; zero when still due
}

// Support is a grant of the ministry to an institution beside the subsidy (W3).
type Support struct {
	Line        string // upgrade_elderly, upgrade_children, temporary_difficulty, large_centres
	Institution int
	Centimes    int
	Requested   When
	Granted     When
	Paid        When
	Purpose     string // in Arabic
}

var table02 = Report("02-institutions-by-year")

// subsidise gives each year its subsidies: mostly the institutions of the year
// before, with the places and dirhams of table 02.
func (p *institutions) subsidise() {
	var last []int
	for _, key := range table02.Keys() {
		year := atoi(key)
		last = p.subsidised(year, p.o.scaled(table02.Int(key, "institutions")), last)
		weights := make([]int, len(last))
		for i, n := range last {
			weights[i] = p.Institutions[n].On(calendar.NewDate(year, 1, 1)).Places.All()
		}
		places := shareFrom(max(p.o.scaled(table02.Int(key, "capacity")), 2*len(last)), 1, weights)
		for i := range weights {
			weights[i] = places[i] * rates[p.Institutions[last[i]].Category]
		}
		// Dirhams, not centimes, are shared out: a grant is a round sum.
		for i, dirhams := range Share(p.o.scaled(table02.Centimes(key, "grant_mad")/100), weights) {
			p.Subsidies = append(p.Subsidies, p.subsidy(last[i], year, places[i], dirhams*100))
		}
	}
}

// rates are what a place weighs in the subsidy by category (ours: a place in care
// day and night costs more than a bed of a student).
var rates = map[string]int{"students_houses": 10, "children_in_difficulty": 14, "women_in_difficulty": 14, "persons_with_disabilities": 15,
	"elderly": 16, "social_complexes": 12, "persons_in_street_situation": 16}

// subsidised are n institutions that had a licence when the year began: those of
// the year before, but for one in a hundred, and new ones.
func (p *institutions) subsidised(year, n int, last []int) []int {
	day := calendar.NewDate(year, 1, 1).AddDays(-1)
	var kept, others []int
	for i := range p.Institutions {
		in := &p.Institutions[i]
		if in.On(End) == nil || in.On(day) == nil {
			continue
		}
		if slices.Contains(last, i) && !p.chance(1) {
			kept = append(kept, i)
		} else {
			others = append(others, i)
		}
	}
	shuffle(p.draw, others)
	all := append(kept, others...)
	all = all[:min(max(n, 1), len(all))]
	slices.Sort(all)
	return all
}

func (p *institutions) subsidy(institution, year, places, centimes int) Subsidy {
	s := Subsidy{Institution: institution, Year: year, Places: places, Centimes: centimes}
	// In the first year not before the register holds what was licensed.
	first := max(calendar.NewDate(year, 1, 19), entered.AddDays(35))
	s.Requested = p.late(p.workday(first, calendar.NewDate(year, 3, 20)), 3)
	s.Granted = p.late(p.workday(calendar.NewDate(year, 4, 15), calendar.NewDate(year, 6, 30)), 3)
	s.Paid = p.late(p.workday(calendar.NewDate(year, 7, 25), calendar.NewDate(year, 11, 30)), 3)
	if day := p.workday(calendar.NewDate(year+1, 2, 1), calendar.NewDate(year+1, 7, 20)); day <= End && p.chance(95) {
		s.Accounts = p.late(day, 3)
	}
	return s
}

// lines are the grants of W3: the amounts are the report's, how many institutions
// share them and when is ours where the report has no year.
var lines = []struct {
	line, category string
	dirhams        int
	count          int
	from, to       string
	purpose        string
}{
	{"upgrade_elderly", "elderly", 40_000_000, 36, "2017-03-01", "2019-11-30", "تأهيل البناية والتجهيزات والموارد البشرية"},
	{"upgrade_children", "children_in_difficulty", 9_000_000, 24, "2017-03-01", "2019-11-30", "تأهيل البناية والتجهيزات والموارد البشرية"},
	{"temporary_difficulty", "social_complexes", 15_260_000, 14, "2018-02-01", "2019-11-30", "دعم لتجاوز صعوبات ظرفية في التسيير"},
	{"large_centres", "", 13_410_000, 12, "2020-02-01", "2020-11-30", "دعم المراكز الكبرى التي تعاني من خصاص في الموارد"},
}

// support shares out the lines of W3.
func (p *institutions) support() {
	for _, l := range lines {
		from, to := calendar.MustDate(l.from), calendar.MustDate(l.to)
		list := p.supported(l.category, from, min(l.count, max(p.o.scaled(l.count), 1)))
		for i, thousands := range Share(p.o.scaled(l.dirhams)/1000, p.spread(len(list), 40)) {
			s := Support{Line: l.line, Institution: list[i], Centimes: thousands * 1000_00, Purpose: l.purpose}
			s.Granted = on(p.workday(from.AddDays(45), to.AddDays(-40)))
			s.Requested = on(Workday(s.Granted.On.AddDays(-p.between(20, 44))))
			s.Paid = p.late(Workday(s.Granted.On.AddDays(p.between(10, 35))), 3)
			p.Supports = append(p.Supports, s)
		}
	}
}

// supported are some open institutions of a category, or the largest of all.
func (p *institutions) supported(category string, day calendar.Date, n int) []int {
	list := p.of(categories...)
	if category != "" {
		list = p.of(category)
	}
	list = slices.DeleteFunc(list, func(i int) bool { return p.Institutions[i].On(day) == nil })
	shuffle(p.draw, list)
	if category == "" {
		slices.SortStableFunc(list, func(a, b int) int {
			return cmp.Compare(p.Institutions[b].On(day).Places.All(), p.Institutions[a].On(day).Places.All())
		})
	}
	return list[:min(n, len(list))]
}
