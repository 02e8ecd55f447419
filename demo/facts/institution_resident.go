package facts

import (
	"sanad/calendar"
	"sanad/registry"
)

// Resident is a stay in an institution for the elderly, the category whose
// register of residents the demonstration keeps.
type Resident struct {
	Person
	Institution int
	Admitted    When
	Left        When   // zero: there on the last day
	Destination string // family, health, institution, deceased; empty while there
	Over        bool   // beyond the places, by the director's decision
}

var registered = calendar.MustDate("2019-01-07") // the registers of residents begin

// reside fills the institutions for the elderly, bed by bed: whoever leaves a
// bed is followed by another, so that no bed has two.
func (p *institutions) reside() {
	for _, i := range p.of("elderly") {
		in := &p.Institutions[i]
		places := in.least(max(registered, in.Opened()))
		p.fill(i, registry.Female, places.Female*9/10)
		p.fill(i, registry.Male, places.Male*9/10)
		if p.chance(15) {
			p.crowd(i)
		}
	}
}

// least are the places that an institution has all the time from a day on.
func (i *Institution) least(from calendar.Date) Places {
	out := i.On(from).Places
	for _, l := range i.Licences {
		if l.Granted && l.Decided.On > from {
			out.Female, out.Male = min(out.Female, l.Places.Female), min(out.Male, l.Places.Male)
		}
	}
	return out
}

func (p *institutions) fill(i int, sex registry.Sex, beds int) {
	for range beds {
		day := max(registered, p.Institutions[i].Opened()).AddDays(p.between(0, 60))
		for day < End.AddDays(-30) {
			r := Resident{Institution: i, Admitted: on(day), Person: p.person(sex, p.between(62, 88), day, calendar.ByYear)}
			until := day.AddDays(p.between(120, 1400))
			if until < End.AddDays(-20) {
				r.Left, r.Destination = p.late(until, 4), oneOf(p.draw, []string{"family", "family", "health", "institution", "deceased", "deceased"})
			}
			p.Residents = append(p.Residents, r)
			day = r.Left.Recorded.AddDays(p.between(2, 40))
			if r.Left.On == 0 {
				break
			}
		}
	}
}

// crowd fills the last places of an institution in its last spring, on a day on
// which every bed is taken, and admits two men more.
func (p *institutions) crowd(i int) {
	in := &p.Institutions[i]
	day := Workday(End.AddDays(-p.between(40, 80)))
	l := in.On(day)
	if l == nil || in.On(End).Places != l.Places || l.Places.Male == 0 {
		return
	}
	beds, there := in.least(max(registered, in.Opened())).Male*9/10, 0
	for _, r := range p.Residents {
		if r.Institution == i && r.Sex == registry.Male && r.Admitted.On <= day && (r.Left.Recorded == 0 || r.Left.Recorded > day) {
			there++
		}
	}
	if there < beds {
		return
	}
	for n := range l.Places.Male - beds + 2 {
		p.Residents = append(p.Residents, Resident{Institution: i, Admitted: on(day), Person: p.person(registry.Male, p.between(62, 88), day, calendar.ByYear),
			Over: n >= l.Places.Male-beds})
	}
}
