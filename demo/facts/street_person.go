package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
	"sanad/registry"
)

// someone draws somebody in the street, met first on a day.
func (p *street) someone(sex registry.Sex, at Place, day calendar.Date) StreetCase {
	age := p.between(19, 68)
	switch n := p.IntN(100); {
	case n < 12:
		age = p.between(8, 16)
	case n < 20:
		age = p.between(62, 84)
	}
	c := StreetCase{Person: p.person(sex, age, day, calendar.ByYear), Place: at, Opened: on(day), Origin: oneOf(p.draw, []string{"unit", "authorities", "authorities", "self"})}
	if p.chance(30) {
		c.Alias = oneOf(p.draw, aliases[index(sex == registry.Female)]) + " " + oneOf(p.draw, haunts)
		if p.chance(75) {
			c.Identified = p.after(c.Opened, min(day.AddDays(p.between(2, 60)), End))
		}
	}
	return c
}

// openedLate sets when a case was opened; a name is known no sooner.
func (c *StreetCase) openedLate(w When) {
	c.Opened = w
	if c.Identified.On > 0 {
		c.Identified = When{max(c.Identified.On, w.On), max(c.Identified.Recorded, w.Recorded)}
	}
}

// aliases are what people are called whose name is not known, with where they are
// seen by day.
var (
	aliases = [2][]string{{"صاحب المعطف الأزرق", "صاحب العكاز", "صاحب القبعة", "صاحب الكلب", "الساكت", "الرحالة"},
		{"صاحبة المعطف الأزرق", "صاحبة العكاز", "صاحبة القبعة", "صاحبة السلة", "الساكتة", "الرحالة"}}
	haunts = []string{"بالمحطة", "بالسوق", "بالميناء", "بالساحة", "بالحديقة", "بباب المدينة", "بالكورنيش", "بشارع الجيش"}
)

// plan gives most of those sheltered an individual plan, and some a referral.
func (p *street) plan(c *StreetCase) {
	first := c.Stays[0].In
	last := c.Ended
	if last.On == 0 {
		last = on(End)
	}
	if days := int(last.On - first.Recorded); days > 6 {
		c.Approved = on(first.Recorded.AddDays(p.between(2, 5)))
		for _, kind := range p.goals(c) {
			g := Goal{Kind: kind, Due: c.Approved.On.AddDays(7 * p.between(2, 12))}
			if done := c.Approved.On.AddDays(p.between(1, days*2)); done <= last.On {
				g.Done = on(done)
			}
			c.Goals = append(c.Goals, g)
		}
	}
	if p.chance(28) && c.Outcome != Hospital {
		p.refer(c, p.referral(c), p.chance(80), last.On)
	}
	if c.Outcome == Hospital {
		p.refer(c, oneOf(p.draw, []string{"health", "psychiatric"}), true, last.On)
	}
}

func (p *street) goals(c *StreetCase) []string {
	if p.child(c) {
		return []string{"papers", "mediation", oneOf(p.draw, []string{"school", "training"})}
	}
	return []string{"papers", "mediation", oneOf(p.draw, []string{"health", "work"})}[p.IntN(2):]
}

func (p *street) child(c *StreetCase) bool { return c.Birth.Age(c.Opened.On) < 18 }

func (p *street) referral(c *StreetCase) string {
	if p.child(c) {
		return "child_protection"
	}
	return oneOf(p.draw, []string{"health", "health", "psychiatric", "addiction"})
}

func (p *street) refer(c *StreetCase, kind string, accepted bool, last calendar.Date) {
	asked := p.after(c.Stays[0].In, min(c.Stays[0].In.On.AddDays(p.between(0, 9)), last))
	r := Referral{Kind: kind, Asked: asked, Answered: p.after(asked, min(asked.On.AddDays(p.between(1, 12)), last)), Accepted: accepted}
	if !accepted {
		r.Reason = oneOf(p.draw, []string{"لا توجد أماكن شاغرة", "الحالة لا تدخل في اختصاص المصلحة", "المعني بالأمر يرفض العلاج"})
	}
	c.Referrals = append(c.Referrals, r)
}

// The services of a contact in the street.
var inTheStreet = []string{"first_care", "food", "clothes_blankets", "mediation", "orientation", "individual_programme"}

var spots = []string{"قرب المحطة الطرقية", "خلف السوق المركزي", "بناية مهجورة", "حديقة عمومية", "تحت القنطرة", "قرب الميناء", "محيط المستشفى"}

// units are where the mobile social emergency works, since when, and how many
// contacts it writes down in a year (ours).
var units = []struct {
	province, since string
	contacts        int
}{
	{casablanca, "2005-01-03", 1500}, {"03.061", "2014-09-01", 800}, {"01.511", "2020-01-13", 900},
	{"04.421", "2021-02-01", 700}, {"03.231", "2021-02-15", 700}, {"07.351", "2021-03-01", 700},
	{"09.001", "2021-03-15", 500}, {"02.411", "2021-04-01", 500}, {"05.091", "2021-04-15", 400},
}

// equip sets up the units and their yearly support: the two old ones share 4.3
// million a year, Tangier got 4 million to begin, the six new ones share 20.
func (p *street) equip() {
	for _, u := range units {
		at := p.town(u.province)
		p.Units = append(p.Units, Unit{Name: at.named("الإسعاف الاجتماعي المتنقل -", "SAMU social de"), Place: at, Since: calendar.MustDate(u.since)})
	}
	for year := 2017; year <= 2020; year++ {
		for i, centimes := range []int{2_600_000_00, Figure("samu.casablanca_meknes")*100 - 2_600_000_00} {
			p.Supports = append(p.Supports, p.supportOf(i, year, centimes, calendar.NewDate(year, 2, 1)))
		}
	}
	p.Supports = append(p.Supports, p.supportOf(2, 2020, Figure("samu.tanger")*100, calendar.MustDate("2019-12-16")))
	for i, dirhams := range Share(Figure("samu.new_units_budget"), []int{1, 1, 1, 1, 1, 1}) {
		p.Supports = append(p.Supports, p.supportOf(3+i, 2020, dirhams*100, calendar.MustDate("2020-10-01")))
	}
}

func (p *street) supportOf(unit, year, centimes int, from calendar.Date) UnitSupport {
	s := UnitSupport{Unit: unit, Year: year, Centimes: centimes, Granted: on(p.workday(from, from.AddDays(12)))}
	s.Paid = p.late(Workday(s.Granted.On.AddDays(p.between(8, 16))), 3)
	return s
}

// meet writes down the contacts: with people of the city who are sheltered later,
// and with others who stay in the street.
func (p *street) meet() {
	known := map[string][]int{}
	for i, c := range p.Cases {
		if c.Origin == "unit" {
			known[c.Province] = append(known[c.Province], i)
		}
	}
	for n, u := range units {
		from := max(calendar.MustDate(u.since), calendar.MustDate("2018-01-08"))
		count := max(p.o.scaled(u.contacts*int(End-from)/365), 2)
		for _, i := range known[u.province] {
			if c := &p.Cases[i]; c.Opened.On >= from && count > 0 {
				p.Contacts = append(p.Contacts, p.contact(n, i, c.Opened))
				count--
			}
		}
		for count > 0 {
			count -= p.follow(n, u.province, from, count)
		}
	}
	slices.SortStableFunc(p.Contacts, func(a, b Contact) int { return cmp.Or(cmp.Compare(a.Recorded, b.Recorded), cmp.Compare(a.On, b.On)) })
}

// follow makes somebody whom a unit meets up to six times, and says how often.
func (p *street) follow(unit int, province string, from calendar.Date, most int) int {
	c := p.someone(p.sexOf(15), p.within(province, false), p.day(from, End.AddDays(-3)))
	c.Outcome, c.Origin = Followed, "unit"
	c.openedLate(p.late(c.Opened.On, 4))
	p.Cases = append(p.Cases, c)
	times := min(p.between(1, 6), most)
	at := c.Opened
	for n := range times {
		p.Contacts = append(p.Contacts, p.contact(unit, len(p.Cases)-1, at))
		next := p.after(at, at.On.AddDays(p.between(2, 90)))
		if next.On > End {
			return n + 1
		}
		at = next
	}
	return times
}

func (p *street) contact(unit, c int, when When) Contact {
	k := Contact{When: when, Unit: unit, Case: c, Spot: oneOf(p.draw, spots)}
	for _, n := range p.Perm(len(inTheStreet))[:p.between(1, 3)] {
		k.Services = append(k.Services, inTheStreet[n])
	}
	return k
}
