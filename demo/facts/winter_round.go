package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// teams is how many go out in a delegation of many or few cases.
func teams(cases int) int { return min(1+cases/60, 8) }

// walk gives the cases of a season their night and round. A team goes out about
// as often as it takes to meet three people a night, more when it is coldest.
func (w *winter) walk(n int, cases []WinterCase) {
	byDelegation := map[string][]int{}
	for i := range cases {
		byDelegation[cases[i].Delegation] = append(byDelegation[cases[i].Delegation], i)
	}
	for _, code := range sorted(byDelegation) {
		list := byDelegation[code]
		from := len(w.Rounds)
		w.nights(n, cases[list[0]].Place, len(list))
		for k, i := range list {
			c := &cases[i]
			c.Round = from + k%max((len(w.Rounds)-from)*9/10, 1) // one round in ten meets nobody
			w.serve(c, w.Rounds[c.Round].On)
		}
	}
}

func (w *winter) nights(n int, at Place, cases int) {
	s, from := seasons[n], len(w.Rounds)
	for range (cases + 2) / 3 * 10 / 9 {
		w.Rounds = append(w.Rounds, Round{Place: at, Season: n, On: w.peak(s.From, s.To), Team: w.between(1, teams(cases))})
	}
	if len(w.Rounds) == from {
		w.Rounds = append(w.Rounds, Round{Place: at, Season: n, On: w.peak(s.From, s.To), Team: 1})
	}
	w.once(w.Rounds[from:], s)
}

// once moves a round to another night when its team is out already.
func (w *winter) once(rounds []Round, s Season) {
	type night struct {
		on   calendar.Date
		team int
	}
	out := map[night]bool{}
	for i := range rounds {
		r := &rounds[i]
		for out[night{r.On, r.Team}] {
			if r.On++; r.On > s.To {
				r.On, r.Team = s.From, r.Team+1
			}
		}
		out[night{r.On, r.Team}] = true
	}
}

// serve dates the services of a case met on a night: most are given at once, the
// way back to the family takes some days, what goes on after the winter is
// written down on its last day.
func (w *winter) serve(c *WinterCase, night calendar.Date) {
	last := seasons[c.Season].To
	c.When = w.late(night, 6)
	for i := range c.Given {
		g := &c.Given[i]
		day := night
		switch g.Service {
		case Reintegrated, ThirdParty:
			day = min(night.AddDays(w.between(1, 20)), last)
		case Health:
			day = min(night.AddDays(w.between(0, 2)), last)
		case FollowUp:
			day = last
		}
		g.When = When{day, max(w.late(day, 4).Recorded, c.Recorded)}
	}
	slices.SortStableFunc(c.Given, func(a, b Given) int { return cmp.Compare(a.On, b.On) })
}

// warn has the committees meet before the season and when it is coldest.
func (w *winter) warn(n int) {
	s := seasons[n]
	for _, day := range []calendar.Date{s.From.AddDays(-12), s.From.AddDays(40)} {
		w.Committees = append(w.Committees, Committee{Season: n, On: Workday(day)})
	}
	codes, people := provinces()
	for i, code := range codes {
		day := w.workday(s.From.AddDays(-10), s.From.AddDays(8))
		ready := 1 + people[i]/250_000
		w.Committees = append(w.Committees, Committee{Place: w.town(code), Season: n, On: day, Shelters: ready, Beds: ready * w.between(8, 30)})
	}
	w.snow(n, codes)
}

// snow warns the coldest provinces twice in a season.
func (w *winter) snow(n int, codes []string) {
	for _, code := range codes {
		if cold[code] < 3 {
			continue
		}
		for i, day := range []int{24, 52} {
			on := seasons[n].From.AddDays(day)
			w.Warnings = append(w.Warnings, Warning{Place: w.town(code), Season: n, On: on, Until: on.AddDays(3),
				Level: []string{"yellow", "orange"}[i], Bulletin: []string{"انخفاض في درجات الحرارة", "موجة برد وتساقطات ثلجية"}[i]})
		}
	}
}
