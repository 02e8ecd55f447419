package facts

import (
	"fmt"
	"strings"

	"sanad/calendar"
)

// The lines of territorial agreements. The first three are the report's 57
// projects; the others it names beside them.
const (
	AccessibleCities = "accessible_cities"
	Empowerment      = "empowerment"
	CareReform       = "institutions"
	RegionContract   = "region_contract"
	WithAssociations = "entraide"
)

// Agreement is an agreement with territorial communities (P1).
type Agreement struct {
	Line     string
	Object   string // in Arabic
	Region   string // slug
	Place           // of one with a whole region, its capital
	Projects int    // that the report counts: the centres of an agreement on centres
	Ministry int    // centimes that the ministry gives
	Total    int    // centimes: what all give
	Partners []Partner
	Prepared When
	Signed   When // zero: still to be signed
	Months   int
	Works    []Progress
	Tranches []Tranche // of the ministry's part
	Amended  When      // zero: never; the term was made longer by half a year
	Closed   When      // zero: under way
}

// Partner is one of those who sign, the ministry aside.
type Partner struct {
	Name    string // in Arabic
	Cash    int    // centimes
	InKind  int    // centimes at which what is given in kind is valued
	Given   string // what is given in kind, in Arabic
	Receipt When   // of the cash; zero: still due, or none
}

// Progress is a state of works, in hundredths, never less than before.
type Progress struct {
	When
	Percent int
}

// Tranche is a part of a grant, paid on a condition.
type Tranche struct {
	Centimes  int
	Condition string // signature, progress_50, report
	Paid      When   // zero: still due
}

type agreements struct {
	draw
	out []Agreement
}

// Agreements draws the 57 projects and those that the report names beside them.
// The report's 28 centres are those of the agreements it names: 1 + 1 + 15 + 1 +
// 2 + 3 and, in Meknes, 5, which share what is left of 33.5 million. A scale
// leaves them as they are: fifty agreements are no load.
func Agreements(o Options) []Agreement {
	p := &agreements{draw: o.drawn("P1")}
	p.cities()
	p.empower()
	p.named()
	for i := range p.out {
		p.run(&p.out[i])
	}
	return p.out
}

// cities are two towns in each of the ten regions.
func (p *agreements) cities() {
	var list []string
	for _, slug := range regions() {
		if slug != "guelmim-oued-noun" && slug != "laayoune-sakia-el-hamra" {
			list = append(list, slug, slug)
		}
	}
	amounts := shareRound(Figure("territorial.accessible_cities.budget")*100, 100_000_00, p.spread(len(list), 30))
	for i, slug := range list {
		codes := provincesOf(slug)
		at := p.town(codes[i%2%len(codes)])
		town := at.named("جماعة", "").Ar
		a := Agreement{Line: AccessibleCities, Region: slug, Place: at, Projects: 1, Ministry: amounts[i], Months: 36,
			Object:   "إنجاز الدراسات المسحية والتصاميم وإرساء الولوجيات: " + town,
			Partners: []Partner{{Name: town, Cash: amounts[i] / 2, InKind: 200_000_00, Given: "أطر تقنية وفضاءات عمومية"}}}
		a.Signed = on(p.workday(calendar.MustDate("2018-06-01"), calendar.MustDate("2021-05-31")))
		p.out = append(p.out, a)
	}
}

// empower are nine agreements with the eight regions that the report names.
func (p *agreements) empower() {
	list := []string{"dakhla-oued-ed-dahab", "oriental", "oriental", "tanger-tetouan-al-hoceima", "fes-meknes", "souss-massa",
		"guelmim-oued-noun", "marrakech-safi", "beni-mellal-khenifra"}
	amounts := shareRound(Figure("territorial.empowerment.budget")*100, 100_000_00, p.spread(len(list), 30))
	for i, slug := range list {
		name := "جهة " + table01.Text(slug, "region_ar")
		a := Agreement{Line: Empowerment, Region: slug, Projects: 1, Ministry: amounts[i], Months: 36,
			Object:   "مغرب التمكين: التمكين الاقتصادي للنساء والفتيات - " + name,
			Partners: []Partner{{Name: name, Cash: amounts[i], InKind: 0}, {Name: "التعاون الوطني", InKind: 500_000_00, Given: "فضاءات التكوين والمواكبة"}}}
		from := calendar.MustDate("2019-09-02")
		if i == 0 {
			from = calendar.MustDate("2020-09-01") // Dakhla was the first to carry it out
		}
		a.Signed = on(p.workday(from, calendar.MustDate("2021-05-31")))
		p.out = append(p.out, a)
	}
}

var table01, table16 = Report("01-widows-by-region"), reportBy("16-agreements-named", 4)

// centres are how many centres of the 28 an agreement of table 16 makes, in the
// order of the table; 0 for those beside them.
var centres = []int{1, 1, 15, 1, 2, 3, 1, 1, 1, 1, 1, 0, 0, 0, 0}

// named are the agreements of table 16.
func (p *agreements) named() {
	left, unknown := Figure("territorial.institutions.budget"), 0
	for i, key := range table16.Keys() {
		if given := table16.Int(key, "ministry_contribution_mad"); centres[i] > 0 {
			left -= given
			unknown += index(given == 0)
		}
	}
	for i, key := range table16.Keys() {
		a := Agreement{Line: CareReform, Object: key, Region: table16.Text(key, "region"), Projects: centres[i], Months: 24,
			Ministry: table16.Int(key, "ministry_contribution_mad") * 100}
		if a.Ministry == 0 && centres[i] > 0 {
			a.Ministry = left * 100 / unknown
		}
		p.place(&a, table16.Text(key, "place"))
		p.partners(&a, strings.Split(table16.Text(key, "partners_ar"), "|"), table16.Int(key, "total_cost_mad")*100)
		p.date(&a, table16.Text(key, "year"), table16.Text(key, "signed_on"))
		p.out = append(p.out, a)
	}
}

// places are the provinces by the names that table 16 uses.
var places = map[string]string{"province_chefchaouen": "01.151", "province_al_hoceima": "01.051", "prefecture_casablanca": casablanca,
	"prefecture_inezgane_ait_melloul": "09.273", "province_tiznit": "09.581", "prefecture_meknes": "03.061", "province_ouezzane": "01.405"}

func (p *agreements) place(a *Agreement, name string) {
	code, ok := places[name]
	switch {
	case ok:
		a.Place = p.town(code)
	case strings.HasPrefix(name, "region_"):
		a.Line = RegionContract
	default:
		panic("facts: no place " + name)
	}
	if a.Projects == 0 && ok { // Ouezzane: Entraide Nationale with associations
		a.Line, a.Ministry = WithAssociations, 250_000_00
	}
}

// partners share the cost that the ministry does not carry; where the report has
// no total, they give as much as the ministry, the first of them most of it.
func (p *agreements) partners(a *Agreement, names []string, total int) {
	rest := total - a.Ministry
	if total == 0 {
		rest = a.Ministry
	}
	weights := make([]int, len(names))
	for i := range weights {
		weights[i] = 100 / (i + 1)
	}
	for i, centimes := range shareRound(rest, 1000_00, weights) {
		partner := Partner{Name: names[i], Cash: centimes}
		if i == len(names)-1 && i > 0 {
			partner = Partner{Name: names[i], InKind: centimes, Given: "أطر وتجهيزات موضوعة رهن الإشارة"}
		}
		a.Partners = append(a.Partners, partner)
	}
}

// date gives the day that the report has, or one of its year. The contract of the
// region waits for its signature.
func (p *agreements) date(a *Agreement, year, day string) {
	switch y := atoi(year); {
	case a.Line == RegionContract:
		a.Prepared = on(calendar.MustDate("2020-09-14"))
	case day != "":
		a.Signed = on(calendar.MustDate(day))
	default:
		a.Signed = on(p.workday(calendar.NewDate(y, 4, 1), calendar.NewDate(y, 12, 15)))
	}
}

// run lets an agreement go on from its signature to the last day.
func (p *agreements) run(a *Agreement) {
	a.Total = a.Ministry
	for _, partner := range a.Partners {
		a.Total += partner.Cash + partner.InKind
	}
	if a.Place == (Place{}) {
		a.Place = p.town(capital(a.Region))
	}
	if a.Signed.On == 0 {
		return
	}
	a.Prepared = on(Workday(a.Signed.On.AddDays(-p.between(40, 120))))
	p.work(a)
	p.pay(a)
	for i := range a.Partners {
		if day := Workday(a.Signed.On.AddDays(p.between(60, 400))); a.Partners[i].Cash > 0 && day <= End {
			a.Partners[i].Receipt = p.late(day, 5)
		}
	}
	if n := len(a.Works); n > 0 && a.Works[n-1].Percent == 100 && a.Works[n-1].On.AddDays(60) < End {
		a.Closed = on(Workday(a.Works[n-1].Recorded.AddDays(p.between(20, 50))))
	} else if a.Signed.On.AddMonths(a.Months) < End {
		a.Amended = on(Workday(a.Signed.On.AddMonths(a.Months).AddDays(-10)))
	}
}

// work writes down the state of works every quarter.
func (p *agreements) work(a *Agreement) {
	done := 0
	for day := a.Signed.On.AddMonths(3); day <= End.AddDays(-3) && done < 100; day = day.AddMonths(3) {
		done = min(done+p.between(2, 260/a.Months+10), 100)
		a.Works = append(a.Works, Progress{p.late(Workday(day), 5), done})
	}
}

// pay lays the ministry's part out in three tranches: at the signature, when half
// the works are done, and on the report at their end.
func (p *agreements) pay(a *Agreement) {
	conditions := []string{"signature", "progress_50", "report"}
	for i, centimes := range shareRound(a.Ministry, 1000_00, []int{50, 30, 20}) {
		t := Tranche{Centimes: centimes, Condition: conditions[i]}
		if from := a.reached([]int{0, 50, 100}[i]); from.On > 0 {
			if day := Workday(from.Recorded.AddDays(p.between(10, 40))); day <= End {
				t.Paid = on(day)
			}
		}
		a.Tranches = append(a.Tranches, t)
	}
}

// reached is when so much of the works was done.
func (a *Agreement) reached(percent int) When {
	if percent == 0 {
		return a.Signed
	}
	for _, w := range a.Works {
		if w.Percent >= percent {
			return w.When
		}
	}
	return When{}
}

// String is for whoever reads a test.
func (a Agreement) String() string {
	return fmt.Sprintf("%s, %s: %s", a.Line, a.Region, a.Object)
}
