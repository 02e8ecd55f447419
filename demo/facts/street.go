package facts

import (
	"cmp"
	"fmt"
	"slices"

	"sanad/calendar"
	"sanad/locale"
	"sanad/registry"
)

// StreetPlan is the mobile social emergency (W5) and the care of persons in street
// situation (W6).
type StreetPlan struct {
	Units    []Unit
	Supports []UnitSupport
	Spaces   []Space
	Cases    []StreetCase
	Contacts []Contact // in the order in which they are recorded
}

// Unit is a unit of mobile social emergency.
type Unit struct {
	Name locale.Text
	Place
	Since calendar.Date
}

// UnitSupport is what the ministry gives a unit in a year.
type UnitSupport struct {
	Unit          int
	Year          int
	Centimes      int
	Granted, Paid When
}

// Space is a reception space, most of them opened for the lockdown of 2020.
type Space struct {
	Name locale.Text
	Place
	Places Places
	Opened When
	Closed When // zero: open on the last day
}

// Outcome is what has become of somebody by the last day.
type Outcome string

// The outcomes of a street case. Table figures: sheltered are those with a stay,
// reintegrated are Returned and ReturnedDirectly, in care are InCare.
const (
	Returned         Outcome = "family"        // after a stay
	ReturnedDirectly Outcome = "family_direct" // without one
	InCare           Outcome = "in_care"       // in a space on the last day
	Placed           Outcome = "institution"
	Hospital         Outcome = "health"
	Gone             Outcome = "left"
	Followed         Outcome = "followed" // met in the street, and never sheltered
)

// StreetCase is somebody in street situation.
type StreetCase struct {
	Person
	Place
	Alias      string // how the street calls somebody whose name was not known at first; empty when it was
	Identified When   // when the name became known; zero with an alias: never
	Origin     string // unit, authorities, self
	Opened     When
	Stays      []Stay
	Referrals  []Referral
	Goals      []Goal // of the individual plan
	Approved   When   // the plan, by the supervisor; zero: no plan
	Outcome    Outcome
	Ended      When // zero for InCare and Followed
}

// Stay is a stay in a reception space.
type Stay struct {
	Space       int
	In, Out     When   // Out is zero while there
	Destination string // another_space, returned_to_street, or the case's outcome
}

// Referral asks another service to take care of somebody.
type Referral struct {
	Kind     string // health, psychiatric, addiction, child_protection
	Asked    When
	Answered When
	Accepted bool
	Reason   string // of a refusal, in Arabic
}

// Goal is a step of the individual plan; a child's path through school or
// training is made of them.
type Goal struct {
	Kind string // papers, mediation, health, work, school, training
	Due  calendar.Date
	Done When // zero: not yet
}

// Contact is an encounter of a unit with somebody in the street.
type Contact struct {
	When
	Unit     int
	Case     int
	Spot     string // where exactly, in Arabic: not for everybody to read
	Services []string
}

type street struct {
	*StreetPlan
	draw
	o     Options
	at    map[string][]int // spaces of a province, the one that stays longest first
	taken map[int]int      // cases sent to a space, so that spaces fill alike
}

// The days of the reception spaces: from the lockdown to the day by which the
// report counts whom they took in.
var (
	lockdown = calendar.MustDate("2020-03-21")
	counted  = calendar.MustDate("2021-05-31")
)

// Street draws units, spaces, cases and contacts.
func Street(o Options) *StreetPlan {
	p := &street{StreetPlan: &StreetPlan{}, draw: o.drawn("W6"), o: o, at: map[string][]int{}, taken: map[int]int{}}
	p.equip()
	p.makeRoom()
	p.shelter()
	p.settleSpaces()
	p.meet()
	return p.StreetPlan
}

// makeRoom opens the spaces: more where more people are in the street, and most
// of them for some months.
func (p *street) makeRoom() {
	codes, weights := coldest()
	all := max(p.o.scaled(Figure("street.reception_spaces")), 3)
	stay := Share(max(p.o.scaled(Figure("street.spaces_still_open")), 1), Share(all, weights))
	for i, n := range Share(all, weights) {
		for k := range n {
			at := p.within(codes[i], false)
			s := Space{Place: at, Opened: on(p.day(lockdown, lockdown.AddDays(40)))}
			s.Name = at.named(fmt.Sprintf("فضاء الاستقبال %d -", len(p.Spaces)+1), fmt.Sprintf("Espace d'accueil %d -", len(p.Spaces)+1))
			switch {
			case k == 0 && stay[i] == 0: // the only one for some time: it closes late
				s.Closed = on(p.workday(calendar.MustDate("2021-06-01"), calendar.MustDate("2021-06-25")))
			case k >= stay[i]:
				s.Closed = on(p.workday(calendar.MustDate("2020-08-03"), calendar.MustDate("2021-05-28")))
			}
			p.at[codes[i]] = append(p.at[codes[i]], len(p.Spaces))
			p.Spaces = append(p.Spaces, s)
		}
	}
}

// fates are how many of those sheltered had each outcome.
func (p *street) fates(sheltered int) []int {
	care, back := Figure("street.in_care"), Figure("street.reintegrated")-Figure("street.reintegrated_directly")
	rest := Figure("street.sheltered") - care - back
	others := Share(rest, []int{40, 25, 35})
	return Share(sheltered, append([]int{care, back}, others...))
}

var outcomes = []Outcome{InCare, Returned, Placed, Hospital, Gone}

// shelter makes those who had a stay and those who went home without one.
func (p *street) shelter() {
	f, m := p.o.scaled(Figure("street.sheltered_female")), p.o.scaled(Figure("street.sheltered_male"))
	f, m = max(f, 1), max(m, 4)
	sex := deal(p.draw, sexes, []int{f, m})
	outcome := deal(p.draw, outcomes, p.fates(f+m))
	province := p.provincesFor(outcome)
	for i := range sex {
		p.stayed(sex[i], outcome[i], province[i])
	}
	codes, weights := coldest()
	for i, n := range Share(max(p.o.scaled(Figure("street.reintegrated_directly")), 1), weights) {
		for range n {
			c := p.someone(p.sexOf(12), p.within(codes[i], false), p.day(lockdown, counted.AddDays(-25)))
			c.Outcome, c.Ended = ReturnedDirectly, p.after(c.Opened, c.Opened.On.AddDays(p.between(0, 20)))
			p.Cases = append(p.Cases, c)
		}
	}
}

// provincesFor deals the provinces: whoever is still in care is where a space is
// still open.
func (p *street) provincesFor(outcomes []Outcome) []string {
	var codes []string
	var open, all []int
	for _, code := range sorted(p.at) {
		n := 0
		for _, s := range p.at[code] {
			n += index(p.Spaces[s].Closed == When{})
		}
		codes, open, all = append(codes, code), append(open, n), append(all, len(p.at[code]))
	}
	inCare := 0
	for _, o := range outcomes {
		inCare += index(o == InCare)
	}
	staying, others := deal(p.draw, codes, Share(inCare, open)), deal(p.draw, codes, Share(len(outcomes)-inCare, all))
	out := make([]string, len(outcomes))
	for i, o := range outcomes {
		list := &others
		if o == InCare {
			list = &staying
		}
		out[i], *list = (*list)[0], (*list)[1:]
	}
	return out
}

// stayed makes a case with its stays.
func (p *street) stayed(sex registry.Sex, outcome Outcome, province string) {
	day := p.admitted()
	c := p.someone(sex, p.within(province, false), day)
	c.Outcome = outcome
	last := End
	if outcome == Returned {
		last = counted // the report counts who was back in the family by then
	}
	out := min(c.Opened.On.AddDays(1+int(p.ExpFloat64()*70)), last.AddDays(-p.IntN(12)))
	p.stay(&c, province, sex, out)
	if outcome != InCare {
		c.Ended = c.Stays[len(c.Stays)-1].Out
	}
	p.plan(&c)
	p.Cases = append(p.Cases, c)
}

// admitted draws the day of an admission: two in three came in the first weeks.
func (p *street) admitted() calendar.Date {
	if p.chance(66) {
		return p.peak(lockdown, lockdown.AddDays(60))
	}
	return p.day(lockdown.AddDays(45), counted.AddDays(-14))
}

// stay gives a case its stays, up to a day or, in care, until now: one, or two
// when the space closes or another is nearer to the family.
func (p *street) stay(c *StreetCase, province string, sex registry.Sex, out calendar.Date) {
	until := out
	if c.Outcome == InCare {
		until = End.AddDays(1)
	}
	n := p.space(province, sex, until, c.Opened.On)
	s := &p.Spaces[n]
	in := p.late(max(c.Opened.On, s.Opened.On), 4)
	c.openedLate(When{min(c.Opened.On, in.On), in.Recorded})
	if s.Closed.On > 0 {
		out = min(out, s.Closed.On.AddDays(-1))
	}
	out = max(out, in.On)
	if from := p.transferred(province, n, in.On, out, c.Outcome); from >= 0 {
		day := in.On.AddDays(p.between(1, int(min(out, p.last(from))-in.On)))
		moved := When{day, max(day, in.Recorded)}
		c.Stays = append(c.Stays, Stay{Space: from, In: in, Out: moved, Destination: "another_space"})
		in = moved
	}
	last := Stay{Space: n, In: in, Destination: string(c.Outcome)}
	if c.Outcome == InCare {
		last.Destination = ""
	} else {
		last.Out = p.after(in, out)
	}
	c.Stays = append(c.Stays, last)
}

// after is something of a day that is recorded after another, mostly at once.
func (p *street) after(before When, day calendar.Date) When {
	w := p.late(max(day, before.On), 4)
	return When{w.On, max(w.Recorded, before.Recorded)}
}

// last is the last day on which somebody may be in a space.
func (p *street) last(space int) calendar.Date {
	if c := p.Spaces[space].Closed; c.On > 0 {
		return c.On.AddDays(-1)
	}
	return End
}

// space is one of the province that stays open until a day, the emptiest of
// those; or else the one that stays open longest, which is the first.
func (p *street) space(province string, sex registry.Sex, until, from calendar.Date) int {
	best := p.at[province][0]
	for _, n := range p.at[province] {
		if p.takes(n, sex) && (p.Spaces[n].Closed == When{} || p.last(n) >= until) && p.Spaces[n].Opened.On <= from && p.taken[n] < p.taken[best] {
			best = n
		}
	}
	p.taken[best]++
	return best
}

// takes tells that a space is for a sex: the first of a province is for both, one
// in three of the others.
func (p *street) takes(space int, sex registry.Sex) bool {
	return sex == registry.Male || space%3 == 0
}

// transferred is the space in which somebody was first, -1 mostly.
func (p *street) transferred(province string, to int, in, out calendar.Date, o Outcome) int {
	if o == InCare && out < in.AddDays(3) {
		return -1
	}
	for _, n := range p.at[province] {
		if n != to && p.Spaces[n].Opened.On <= in && min(p.last(n), out) > in.AddDays(2) && p.takes(n, registry.Female) && p.chance(7) {
			return n
		}
	}
	return -1
}

// settleSpaces gives each space as many places as it ever needed at once, counted
// by what is recorded, and some to spare.
func (p *street) settleSpaces() {
	type change struct {
		day  calendar.Date
		sex  registry.Sex
		more int
	}
	changes := make([][]change, len(p.Spaces))
	for _, c := range p.Cases {
		for _, s := range c.Stays {
			changes[s.Space] = append(changes[s.Space], change{s.In.On, c.Sex, 1})
			if s.Out.On > 0 {
				changes[s.Space] = append(changes[s.Space], change{s.Out.Recorded, c.Sex, -1})
			}
		}
	}
	for i := range p.Spaces {
		slices.SortStableFunc(changes[i], func(a, b change) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(b.more, a.more)) })
		now, most := map[registry.Sex]int{}, map[registry.Sex]int{}
		for _, c := range changes[i] {
			now[c.sex] += c.more
			most[c.sex] = max(most[c.sex], now[c.sex])
		}
		s := &p.Spaces[i]
		s.Places = Places{Female: most[registry.Female] * 23 / 20, Male: most[registry.Male]*23/20 + 2}
		if last := p.lastRecorded(i); s.Closed.On > 0 {
			s.Closed.Recorded = max(s.Closed.On, last)
		}
	}
}

// lastRecorded is the last day on which something of a space is recorded.
func (p *street) lastRecorded(space int) calendar.Date {
	var last calendar.Date
	for _, c := range p.Cases {
		for _, s := range c.Stays {
			if s.Space == space {
				last = max(last, s.In.Recorded, s.Out.Recorded)
			}
		}
	}
	return last
}
