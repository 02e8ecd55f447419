package facts

import (
	"fmt"
	"slices"

	"sanad/calendar"
	"sanad/locale"
	"sanad/registry"
)

// ServicePlan is the services of Entraide Nationale in 2020 (W7): table 06.
//
// The country writes down 454,194 people in a year. One act for each would take
// half the time of the whole demonstration and is not how a centre works: it
// enters the list of a day. So the fact is the list: one act with ten to fifteen
// lines, each a person of their own (who can be counted distinct, and found), some
// 35,000 acts in all. What is given up: an event of one's own for each line; a
// line is corrected within its list.
type ServicePlan struct {
	Centres []Centre
	Lists   []List // in the order in which they are recorded; Lines draws each one's people
	seed    int64
}

// Centre gives services; some give more than one, and count once in the total.
type Centre struct {
	Name locale.Text
	Place
	Institution int // the licensed institution it is, in InstitutionPlan.Institutions; -1: none
	Services    []string
}

// List is whom a centre took in on a day for a service.
type List struct {
	When
	Place
	Centre       int    // in ServicePlan.Centres; -1: handed out by the delegation
	Service      string // a service of table 06
	Female, Male int
	number       int // as drawn, whatever the order of recording
}

var table06 = reportBy("06-services-2020", 1)

// services are the rows of table 06 that are services, by axis.
func services() []string {
	return slices.DeleteFunc(slices.Clone(table06.Keys()), func(key string) bool { return table06.Text(key, "level") != "service" })
}

type serving struct {
	*ServicePlan
	draw
	o   Options
	in  *InstitutionPlan
	has map[string][]int // centres of a service
}

// Services draws the centres and their lists of 2020. The care and the schooling
// houses are the licensed institutions of in, as far as there are.
func Services(o Options, in *InstitutionPlan) *ServicePlan {
	p := &serving{ServicePlan: &ServicePlan{seed: o.Seed}, draw: o.drawn("W7"), o: o, in: in, has: map[string][]int{}}
	p.licensed()
	p.open()
	for _, s := range services() {
		p.enrol(s)
	}
	slices.SortStableFunc(p.Lists, func(a, b List) int { return int(a.Recorded - b.Recorded) })
	return p.ServicePlan
}

// centres is how many give a service.
func (p *serving) centres(service string) int {
	n := table06.Int(service, "centres")
	return max(p.o.scaled(n), min(n, 1))
}

// caring are the services that licensed institutions give, and how many of the
// complexes give each (ours; the report says that some centres give several).
var caring = []struct {
	service, category string
	complexes         int
}{
	{"schooling_support_institutions", "students_houses", 24},
	{"elderly", "elderly", 20},
	{"children_in_difficulty", "children_in_difficulty", 12},
	{"persons_with_disabilities", "persons_with_disabilities", 8},
	{"women_in_difficulty", "women_in_difficulty", 4},
	{"persons_in_difficulty", "persons_in_street_situation", 0},
}

// licensed makes centres of the institutions that were there before 2020: first
// the complexes, then those of the category.
func (p *serving) licensed() {
	day := calendar.MustDate("2019-12-31")
	complexes := p.ready(day, "social_complexes")
	at := map[int]int{} // centre of an institution
	for _, c := range caring {
		list := p.ready(day, c.category)
		some := slices.Clone(complexes)
		shuffle(p.draw, some)
		list = append(some[:min(len(some), p.o.scaled(c.complexes))], list...)
		for _, i := range list[:min(len(list), p.centres(c.service))] {
			if _, there := at[i]; !there {
				at[i] = len(p.Centres)
				l := p.in.Institutions[i].On(day)
				p.Centres = append(p.Centres, Centre{Name: p.in.Institutions[i].Name, Place: l.Place, Institution: i})
			}
			p.gives(at[i], c.service)
		}
	}
}

func (p *serving) ready(day calendar.Date, category string) []int {
	list := slices.DeleteFunc(p.in.of(category), func(i int) bool { return p.in.Institutions[i].On(day) == nil })
	shuffle(p.draw, list)
	return list
}

func (p *serving) gives(centre int, service string) {
	p.Centres[centre].Services = append(p.Centres[centre].Services, service)
	p.has[service] = append(p.has[service], centre)
}

// open makes the other centres. As many services live in another's centre as it
// takes for the centres, counted once, to be those of the report.
func (p *serving) open() {
	all := 0
	for _, s := range services() {
		all += p.centres(s)
	}
	for _, s := range services() {
		all -= len(p.has[s])
	}
	within := max(len(p.Centres)+all-p.o.scaled(table06.Int("total", "centres")), 0)
	p.found("disability_rehabilitation_centres", nil, 0)
	p.found("education_training_centres", nil, 0)
	schooling := p.found("disabled_children_schooling", p.has["disability_rehabilitation_centres"], within/5)
	literacy := p.found("literacy_spaces", p.has["education_training_centres"], within*2/5)
	p.found("kindergartens", p.has["education_training_centres"], within-schooling-literacy)
	for _, s := range services() {
		p.found(s, nil, 0)
	}
}

// found gives a service the centres it lacks, so many of them within centres of
// another service.
func (p *serving) found(service string, hosts []int, within int) (hosted int) {
	lacking := p.centres(service) - len(p.has[service])
	hosted = min(within, lacking, len(hosts))
	for _, n := range p.Perm(len(hosts))[:max(hosted, 0)] {
		p.gives(hosts[n], service)
	}
	codes, people := provinces()
	for i, n := range Share(max(lacking-hosted, 0), people) {
		for range n {
			at := p.within(codes[i], false)
			kind, aim := served[service].name, oneOf(p.draw, aims)
			name := at.named(kind.Ar+" "+aim.Ar+" -", kind.Fr+" "+aim.Fr+" -")
			p.Centres = append(p.Centres, Centre{Name: name, Place: at, Institution: -1})
			p.gives(len(p.Centres)-1, service)
		}
	}
	return hosted
}

// months are how much of the year's lists fall into each month until November:
// the centres closed in spring.
var months = []int{18, 15, 9, 2, 2, 6, 8, 4, 14, 13, 9}

// listed is about how many people a list has.
const listed = 13

// enrol spreads the people of a service over its centres and their lists.
func (p *serving) enrol(service string) {
	if table06.Text(service, "centres") == "" {
		p.handOut(service)
		return
	}
	female, male := p.capacities(service)
	leastF, leastM := make([]int, len(female)), make([]int, len(female))
	for i, w := range female { // a woman at least, or a man where there are men alone
		leastF[i], leastM[i] = index(w > 0), index(w == 0)
	}
	women := shareLeast(p.o.scaled(table06.Int(service, "female")), female, leastF)
	men := shareLeast(p.o.scaled(table06.Int(service, "male")), male, leastM)
	for i, centre := range p.has[service] {
		p.list(centre, p.Centres[centre].Place, service, women[i], men[i])
	}
}

// capacities are the weights of the centres of a service, by sex: the places of
// those that are licensed.
func (p *serving) capacities(service string) (female, male []int) {
	for _, centre := range p.has[service] {
		f, m := p.between(60, 140), p.between(60, 140)
		if i := p.Centres[centre].Institution; i >= 0 && p.in.Institutions[i].Category == "students_houses" {
			places := p.in.Institutions[i].On(calendar.MustDate("2019-12-31")).Places
			f, m = places.Female, places.Male
		}
		female, male = append(female, f), append(male, m)
	}
	return female, male
}

// shareLeast is Share where each part has its own least, n growing if need be.
func shareLeast(n int, weights, least []int) []int {
	out := Share(max(n-Sum(least), 0), weights)
	for i := range out {
		out[i] += least[i]
	}
	return out
}

// handOut has the delegations give what no centre gives.
func (p *serving) handOut(service string) {
	codes, people := provinces()
	women, men := Share(p.o.scaled(table06.Int(service, "female")), people), Share(p.o.scaled(table06.Int(service, "male")), people)
	for i, code := range codes {
		p.list(-1, p.town(code), service, women[i], men[i])
	}
}

// list cuts the people of a centre into lists, on different days.
func (p *serving) list(centre int, at Place, service string, women, men int) {
	n := min((women+men+listed-1)/listed, 40)
	if n == 0 {
		return
	}
	f, m := Share(women, p.spread(n, 50)), Share(men, p.spread(n, 50))
	days := map[calendar.Date]bool{}
	for i := range n {
		if f[i]+m[i] == 0 {
			continue
		}
		day := p.freeDay(days)
		p.Lists = append(p.Lists, List{When: p.late(day, 8), Place: at, Centre: centre, Service: service, Female: f[i], Male: m[i], number: len(p.Lists)})
	}
}

func (p *serving) freeDay(days map[calendar.Date]bool) calendar.Date {
	for {
		month := calendar.NewDate(2020, 1, 1).AddMonths(p.weighted(months))
		if day := p.workday(month, month.AddMonths(1).AddDays(-1)); !days[day] {
			days[day] = true
			return day
		}
	}
}

// Lines draws the people of a list, the same each time.
func (p *ServicePlan) Lines(l List) []Person {
	d := Options{Seed: p.seed}.drawn(fmt.Sprint("W7 list ", l.number))
	out := make([]Person, 0, l.Female+l.Male)
	for _, sex := range sexes {
		n := l.Female
		if sex == registry.Male {
			n = l.Male
		}
		for range n {
			out = append(out, l.beneficiary(d, sex))
		}
	}
	shuffle(d, out)
	return out
}

func (l List) beneficiary(d draw, sex registry.Sex) Person {
	k := served[l.Service]
	age := d.between(k.from, k.to)
	if sex != k.only && k.only != "" {
		age = d.between(1, 9) // with their mother
	}
	return d.person(sex, age, l.On, calendar.ByDay)
}

// served is what is known of a service: what its centres are called, the ages of
// whom it serves, and the sex that comes alone.
var served = map[string]struct {
	name     locale.Text
	from, to int
	only     registry.Sex
}{
	"social_assistance_centres":         {locale.Text{Ar: "مركز المساعدة الاجتماعية", Fr: "Centre d'assistance sociale"}, 20, 70, ""},
	"disability_guidance_centres":       {locale.Text{Ar: "مركز توجيه الأشخاص في وضعية إعاقة", Fr: "Centre d'orientation des personnes handicapées"}, 4, 65, ""},
	"child_protection_units":            {locale.Text{Ar: "وحدة حماية الطفولة", Fr: "Unité de protection de l'enfance"}, 3, 17, ""},
	"womens_multifunction_spaces":       {locale.Text{Ar: "فضاء النساء متعدد الوظائف", Fr: "Espace multifonctionnel pour femmes"}, 19, 55, registry.Female},
	"children_in_difficulty":            {locale.Text{Ar: "مركز رعاية الطفولة", Fr: "Centre de protection de l'enfance"}, 1, 17, ""},
	"women_in_difficulty":               {locale.Text{Ar: "مركز النساء في وضعية صعبة", Fr: "Centre pour femmes en situation difficile"}, 18, 50, registry.Female},
	"persons_with_disabilities":         {locale.Text{Ar: "مركز الأشخاص في وضعية إعاقة", Fr: "Centre pour personnes en situation de handicap"}, 5, 45, ""},
	"elderly":                           {locale.Text{Ar: "مركز رعاية المسنين", Fr: "Centre pour personnes âgées"}, 61, 88, ""},
	"persons_in_difficulty":             {locale.Text{Ar: "مركز الأشخاص في وضعية صعبة", Fr: "Centre pour personnes en difficulté"}, 20, 75, ""},
	"education_training_centres":        {locale.Text{Ar: "مركز التربية والتكوين", Fr: "Centre d'éducation et de formation"}, 16, 40, ""},
	"vocational_training_centres":       {locale.Text{Ar: "مركز التكوين المهني", Fr: "Centre de formation professionnelle"}, 15, 25, ""},
	"schooling_support_institutions":    {locale.Text{Ar: "دار دعم التمدرس", Fr: "Maison de soutien à la scolarisation"}, 12, 19, ""},
	"kindergartens":                     {locale.Text{Ar: "روض الأطفال", Fr: "Jardin d'enfants"}, 3, 5, ""},
	"literacy_spaces":                   {locale.Text{Ar: "فضاء محو الأمية", Fr: "Espace d'alphabétisation"}, 20, 60, ""},
	"disability_rehabilitation_centres": {locale.Text{Ar: "مركز تأهيل الأشخاص في وضعية إعاقة", Fr: "Centre de réhabilitation des personnes handicapées"}, 5, 40, ""},
	"disabled_children_schooling":       {locale.Text{Ar: "قسم تمدرس الأطفال في وضعية إعاقة", Fr: "Classe d'enfants en situation de handicap"}, 5, 17, ""},
	"citizens_houses":                   {locale.Text{Ar: "دار المواطن", Fr: "Maison du citoyen"}, 12, 60, ""},
	"disability_in_kind_aid":            {locale.Text{Ar: "مندوبية التعاون الوطني", Fr: "Délégation de l'Entraide nationale"}, 4, 75, ""},
}
