package facts

import (
	"sanad/calendar"
	"sanad/registry"
)

// Person is somebody who does not exist.
type Person struct {
	Sex           registry.Sex
	Birth         calendar.Birth
	Arabic, Latin registry.Name
}

// sexes in the order in which the report's tables give them in columns.
var sexes = []registry.Sex{registry.Female, registry.Male}

// person draws somebody of a sex who is so many years old on a day: at least
// some days from the next and the last birthday, so that they stay of that age
// while what is planned for them happens.
func (d draw) person(sex registry.Sex, age int, on calendar.Date, precision calendar.Precision) Person {
	p := Person{Sex: sex, Birth: calendar.Birth{On: on.AddYears(-age).AddDays(-d.between(10, 250)), Precision: precision}}
	if precision == calendar.ByYear {
		p.Birth.On = calendar.NewDate(on.Year()-age, 1, 1)
	}
	p.Arabic, p.Latin = Named(d.Rand, sex, p.Birth.On.Year(), FamilyName(d.Rand))
	return p
}

// sexOf is female percent times in a hundred.
func (d draw) sexOf(female int) registry.Sex {
	if d.chance(female) {
		return registry.Female
	}
	return registry.Male
}

// somebody is an adult at work: a director, a worker, a project leader.
func (d draw) somebody(female int, on calendar.Date) Person {
	return d.person(d.sexOf(female), d.between(28, 58), on, calendar.ByDay)
}
