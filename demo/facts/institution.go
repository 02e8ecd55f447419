package facts

import (
	"fmt"
	"slices"

	"sanad/calendar"
	"sanad/locale"
)

// InstitutionPlan is the social-care institutions (W2), their support (W3) and
// their audits (W4): tables 02 to 05.
type InstitutionPlan struct {
	Associations []Association
	Institutions []Institution // table 03 counts those that are not closed
	Subsidies    []Subsidy
	Supports     []Support
	Audits       []Audit
	Residents    []Resident
}

// Institution is a social-care institution. What it is on a day is what the last
// licence granted by then says.
type Institution struct {
	Name     locale.Text
	Region   string // slug
	Category string // a column of table 03
	Staff    int
	Building string // owned, rented, lent
	Licences []Licence
}

// Places are authorised, by sex; those of mixed use are counted where most are.
type Places struct{ Female, Male int }

// All are the places of both.
func (p Places) All() int { return p.Female + p.Male }

// LicenceKind is what an operator asks for.
type LicenceKind string

// The kinds of licences.
const (
	Opening        LicenceKind = "opening"
	CapacityChange LicenceKind = "capacity"
	SiteChange     LicenceKind = "site"
	DirectorChange LicenceKind = "director"
	OperatorChange LicenceKind = "operator"
	Closure        LicenceKind = "closure"
)

// Licence is a request and what became of it: checked, visited, an opinion of the
// commission, decided. What it sets holds from the decision if it is granted.
type Licence struct {
	Kind      LicenceKind
	Number    string // of the decision, empty when refused
	Requested When
	Checked   When
	Visited   When
	Opinion   When
	Decided   When
	Granted   bool
	Reason    string // of a refusal, a closure or a change, in Arabic
	Place            // of the institution
	Operator  int    // in InstitutionPlan.Associations
	Director  Person
	Places    Places
}

// The categories of table 03 in its order.
var categories = []string{"persons_with_disabilities", "children_in_difficulty", "persons_in_street_situation", "women_in_difficulty",
	"students_houses", "social_complexes", "elderly"}

var table04 = Report("04-capacity-by-region-category")

// On is the licence in force on a day, nil before the opening and after the
// closure.
func (i *Institution) On(day calendar.Date) *Licence {
	var in *Licence
	for n := range i.Licences {
		if l := &i.Licences[n]; l.Granted && l.Decided.On <= day {
			in = l
		}
	}
	if in == nil || in.Kind == Closure {
		return nil
	}
	return in
}

// Opened is the day of the first licence.
func (i *Institution) Opened() calendar.Date { return i.Licences[0].Decided.On }

type institutions struct {
	*InstitutionPlan
	draw
	o       Options
	bases   map[string][]int // associations by region
	taken   map[string]bool  // names
	numbers int              // of licences
}

// Institutions draws the institutions licensed by the day of the report, a few
// that closed before, and what they were given.
//
// Two bases stand side by side, as in the report. The authorised places of table
// 04 are those of the licences. The subsidised places of table 02 are those that
// an operator declares in its request of a year; in 2020 the houses declared
// half-boarders too, so that 1,075 subsidised institutions have more places than
// 1,204 licensed ones.
func Institutions(o Options) *InstitutionPlan {
	p := &institutions{InstitutionPlan: &InstitutionPlan{Associations: Associations(o)}, draw: o.drawn("W2"), o: o, taken: map[string]bool{}}
	p.bases = byRegion(p.Associations)
	for _, slug := range table03.Keys() {
		p.region(slug)
	}
	p.license()
	p.close()
	p.subsidise()
	p.support()
	p.audit()
	p.reside()
	return p.InstitutionPlan
}

// region makes the institutions of a region: each category has its number and its
// places, each province its part.
func (p *institutions) region(slug string) {
	counts := make([]int, len(categories))
	for i, c := range categories {
		counts[i] = max(p.o.scaled(table03.Int(slug, c)), min(table03.Int(slug, c), 1))
	}
	codes := provincesOf(slug)
	where := deal(p.draw, codes, shareFrom(Sum(counts), min(2, Sum(counts)/len(codes)), weightsOf(codes)))
	for i, category := range categories {
		n := counts[i]
		if n == 0 {
			continue
		}
		places := max(p.o.scaled(table04.Int(slug, category)), 8*n)
		for k, size := range shareFrom(places, min(10, places/n/2), p.spread(n, 60)) {
			p.Institutions = append(p.Institutions, p.institution(slug, category, where[k], size))
		}
		where = where[n:]
	}
}

func (p *institutions) institution(slug, category, province string, size int) Institution {
	rural := category == "students_houses"
	first := Licence{Kind: Opening, Granted: true, Place: p.within(province, rural), Operator: oneOf(p.draw, p.bases[slug]), Places: p.bySex(category, size)}
	i := Institution{Region: slug, Category: category, Staff: 3 + size/p.between(9, 14), Building: oneOf(p.draw, []string{"owned", "owned", "rented", "lent"}),
		Licences: []Licence{first}}
	i.Name = p.called(category, first)
	return i
}

// females is how many institutions in a hundred of a category are for women and
// girls alone, for men and boys alone; the rest take both.
var females = map[string][2]int{"women_in_difficulty": {100, 0}, "students_houses": {52, 40}, "children_in_difficulty": {30, 40}, "persons_in_street_situation": {10, 20}}

func (p *institutions) bySex(category string, size int) Places {
	switch n := p.IntN(100); {
	case n < females[category][0]:
		return Places{Female: size}
	case n < females[category][0]+females[category][1]:
		return Places{Male: size}
	}
	return split(size, p.between(35, 60))
}

// split is a number of places of which some in a hundred are for women.
func split(size, percent int) Places {
	f := size * percent / 100
	return Places{Female: f, Male: size - f}
}

// kinds are what an institution of a category is called.
var kinds = map[string]locale.Text{
	"persons_with_disabilities":   {Ar: "مركز الأشخاص في وضعية إعاقة", Fr: "Centre pour personnes en situation de handicap"},
	"children_in_difficulty":      {Ar: "مركز رعاية الطفولة", Fr: "Centre de protection de l'enfance"},
	"persons_in_street_situation": {Ar: "مركز الإسعاف الاجتماعي", Fr: "Centre d'assistance sociale"},
	"women_in_difficulty":         {Ar: "مركز النساء في وضعية صعبة", Fr: "Centre pour femmes en situation difficile"},
	"social_complexes":            {Ar: "المركب الاجتماعي", Fr: "Complexe social"},
	"elderly":                     {Ar: "مركز رعاية المسنين", Fr: "Centre pour personnes âgées"},
}

func (p *institutions) called(category string, l Licence) locale.Text {
	kind := kinds[category]
	if category == "students_houses" {
		kind = locale.Text{Ar: "دار الطالب", Fr: "Dar Attalib"}
		if l.Places.Female > 0 {
			kind = locale.Text{Ar: "دار الطالبة", Fr: "Dar Attaliba"}
		}
	}
	aim := oneOf(p.draw, aims)
	name := l.named(fmt.Sprintf("%s %s -", kind.Ar, aim.Ar), fmt.Sprintf("%s %s -", kind.Fr, aim.Fr))
	for n, base := 2, name; p.taken[name.Ar]; n++ {
		name = locale.Text{Ar: fmt.Sprintf("%s %d", base.Ar, n), Fr: fmt.Sprintf("%s %d", base.Fr, n)}
	}
	p.taken[name.Ar] = true
	return name
}

// of are the places in the list of the institutions of some categories.
func (p *InstitutionPlan) of(categories ...string) []int {
	var out []int
	for i := range p.Institutions {
		if slices.Contains(categories, p.Institutions[i].Category) && p.Institutions[i].On(End) != nil {
			out = append(out, i)
		}
	}
	return out
}
