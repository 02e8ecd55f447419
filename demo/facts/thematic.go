package facts

import (
	"fmt"
	"slices"

	"sanad/calendar"
)

var table13, table14 = Report("13-thematic-projects-by-domain-year"), Report("14-thematic-support-by-region-year")

// thematic titles of projects by domain.
var thematics = map[string]string{
	"social_care": "تأهيل خدمات الرعاية الاجتماعية", "childhood": "حماية الطفولة ومواكبتها", "elderly": "تجويد التكفل بالأشخاص المسنين",
	"disability": "خدمات القرب للأشخاص في وضعية إعاقة", "women": "مواكبة النساء في وضعية صعبة", "street": "التكفل بالأشخاص في وضعية الشارع",
}

// Thematic draws the 43 projects of 2017 to 2021, which have the domains of table
// 13 and the regions and amounts of table 14 at once, as a call for each year. One
// cell of table 13 is ambiguous in the source; the demonstration follows the file:
// the last project of social care in 2020, that of street situation in 2021. A
// scale leaves the number of projects, which are few, and multiplies the amounts.
func Thematic(o Options, associations []Association) []Call {
	p := &calls{draw: o.drawn("P3"), o: o, all: associations}
	bases := byRegion(associations)
	var out []Call
	for year := 2017; year <= 2021; year++ {
		p.taken = map[int]bool{}
		c := Call{Edition: "thematic", Title: fmt.Sprintf("الشراكة الموضوعاتية مع الجمعيات - سنة %d", year),
			Opened: on(calendar.NewDate(year-1, 9, 5)), Deadline: min(calendar.NewDate(year, 8, 31), calendar.MustDate("2021-04-30"))}
		column := fmt.Sprint(year)
		domains := deal(p.draw, table13.Keys(), table13.Column(column))
		var amounts, least []int
		for _, slug := range table14.Keys() {
			amounts, least = append(amounts, p.o.scaled(table14.Int(slug, column))), append(least, min(table14.Int(slug, column), 1))
		}
		for i, n := range shareLeast(len(domains), amounts, least) {
			if n == 0 {
				continue
			}
			for _, support := range shareRound(amounts[i]*100, 1000_00, p.spread(n, 40)) {
				c.Applications = append(c.Applications, p.thematic(year, domains[0], max(support, 1000_00), p.applicantOf(bases[table14.Keys()[i]])))
				domains = domains[1:]
			}
		}
		slices.SortStableFunc(c.Applications, func(a, b Application) int { return int(a.Received.Recorded - b.Received.Recorded) })
		for _, a := range c.Applications {
			c.Ranked = on(max(c.Ranked.On, a.Decided.On))
		}
		c.Envelopes = envelopes(c.Applications)
		out = append(out, c)
	}
	return out
}

// applicantOf is an association of a list that has no project of the year yet.
func (p *calls) applicantOf(list []int) int {
	n := oneOf(p.draw, list)
	for p.taken[n] {
		n = oneOf(p.draw, list)
	}
	p.taken[n] = true
	return n
}

func (p *calls) thematic(year int, domain string, support, association int) Application {
	from, to := calendar.NewDate(year, 2, 1), min(calendar.NewDate(year, 9, 30), calendar.MustDate("2021-03-31"))
	decided := p.workday(from, to)
	a := Application{Association: association, Domain: domain, Region: p.all[association].Region, Title: thematics[domain] + " - " + p.all[association].Place.Name().Ar,
		Asked: support * p.between(100, 120) / 100, Support: support, Outcome: Funded, Rank: 1, Decided: on(decided)}
	a.Received = on(Workday(decided.AddDays(-p.between(60, 120))))
	a.Admitted = on(Workday(a.Received.On.AddDays(p.between(10, 30))))
	a.Scores = [2]int{p.between(70, 95), p.between(70, 95)}
	a.Project = p.project(a.Support, When{decided.AddDays(-19), decided})
	if last := calendar.NewDate(year, 12, 28); a.Project.Agreed.On > last {
		panic("facts: a thematic project agreed after its year")
	}
	return a
}
