package population

import (
	"fmt"
	"math"

	"sanad/territory"
)

// person is somebody as they are, before a clerk writes them down.
type person struct {
	number, household int
	given, family     spelling
	sex               string
	year, month, day  int
	vague             bool // only the year is known
	cin               string
	commune           string
	phone             string
}

// last is the year of the youngest births.
const last = 2025

// household draws a man or a woman or both, and their children.
func (t *town) household() []person {
	t.households++
	family, commune, phone := t.names.family(), t.commune(), t.phone()
	year := 1940 + int(62*math.Sqrt(t.rng.Float64()))
	father := t.person("M", year, family, commune, phone)
	mother := t.person("F", min(year+t.rng.IntN(10)-2, last-18), t.names.family(), t.commune(), phone)
	if t.chance(600) {
		mother.commune = commune
	}
	var home []person
	switch roll := t.rng.IntN(100); {
	case roll < 78:
		home = append(home, father, mother)
	case roll < 93:
		home = append(home, mother)
	default:
		home = append(home, father)
	}
	born := mother.year + 19 + t.rng.IntN(8)
	for range t.children() {
		if born > last {
			break
		}
		child := t.person(t.sex(), born, family, commune, phone)
		home = append(home, child)
		if t.chance(15) {
			twin := t.person(t.sex(), born, family, child.commune, phone)
			twin.month, twin.day, twin.vague = child.month, child.day, child.vague
			home = append(home, twin)
		}
		born += 1 + t.rng.IntN(5)
	}
	return t.number(home)
}

// number gives the people of a home their numbers; brothers and sisters have
// different given names.
func (t *town) number(home []person) []person {
	used := map[string]bool{}
	for i := range home {
		for tries := 0; used[home[i].given.arabic] && tries < 20; tries++ {
			home[i].given = t.names.given(t.rng, home[i].sex, home[i].year)
		}
		used[home[i].given.arabic] = true
		t.people++
		home[i].number, home[i].household = t.people, t.households
		if home[i].year <= last-18 && t.chance(900) {
			home[i].cin = fmt.Sprintf("ZZ%07d", t.people*7919%10_000_019)
		}
	}
	return home
}

func (t *town) children() int {
	n := int(math.Round(2.2 + t.rng.NormFloat64()*1.5))
	return min(max(n, 0), 8)
}

func (t *town) sex() string {
	if t.chance(488) {
		return "F"
	}
	return "M"
}

func (t *town) person(sex string, year int, family spelling, commune, phone string) person {
	p := person{family: family, sex: sex, year: year, month: 1 + t.rng.IntN(12), day: 1 + t.rng.IntN(28), commune: commune}
	p.given = t.names.given(t.rng, sex, year)
	p.vague = year < 1970 && t.chance(500)
	if year <= last-18 && t.chance(600) {
		p.phone = phone
		if t.chance(700) {
			p.phone = t.phone()
		}
	}
	if t.chance(80) {
		p.commune = t.commune()
	}
	return p
}

func (t *town) phone() string {
	return fmt.Sprintf("0%d%08d", 6+t.rng.IntN(2), t.rng.IntN(100_000_000))
}

// commune is a code of the form of the Haut-Commissariat's; a province has
// twenty, the first ones larger, and the provinces themselves differ too.
func (t *town) commune() string {
	provinces := territory.Provinces()
	u, v := t.rng.Float64(), t.rng.Float64()
	n := int(v * v * 20)
	return fmt.Sprintf("%s.%02d.%02d", provinces[int(math.Pow(u, 1.4)*float64(len(provinces)))].Code, 1+n/5, 1+n%5*2)
}
