package facts

import (
	"slices"

	"sanad/calendar"
)

// Audit is an audit of an institution (W4), which is audited once at most.
type Audit struct {
	Institution int
	Delegation  string // as table 05 counts provinces
	Period      string // "2015-2016"
	Planned     When
	Visited     When
	Reported    When
	Findings    []Finding // none: nothing to say
}

// Finding is a recommendation of an audit.
type Finding struct {
	Kind   string // over_capacity, register, staff, accounts, safety, hygiene
	Text   string // in Arabic
	Due    calendar.Date
	Closed When // zero: still open on the last day
}

var findings = []Finding{
	{Kind: "over_capacity", Text: "عدد المقيمين يفوق الطاقة الاستيعابية المرخصة"},
	{Kind: "register", Text: "سجل المستفيدين غير ممسوك بانتظام"},
	{Kind: "staff", Text: "نقص في أطر المواكبة التربوية والاجتماعية"},
	{Kind: "accounts", Text: "غياب وثائق إثبات لبعض النفقات"},
	{Kind: "safety", Text: "معدات السلامة من الحريق غير مطابقة"},
	{Kind: "hygiene", Text: "المرافق الصحية في حاجة إلى إصلاح"},
}

var periods = []struct{ name, column, from, to string }{
	{"2015-2016", "2015_2016", "2015-10-01", "2016-06-30"},
	{"2016-2017", "2016_2017", "2016-10-03", "2017-06-30"},
	{"2018-2019", "2018_2019", "2018-10-01", "2019-06-28"},
}

var table05 = Report("05-audited-institutions")

// audit draws the three campaigns of table 05.
func (p *institutions) audit() {
	done := map[int]bool{}
	for _, t := range periods {
		for _, slug := range table05.Keys() {
			n := min(p.o.scaled(table05.Int(slug, "institutions_"+t.column)), len(p.Institutions))
			provinces := table05.Int(slug, "provinces_"+t.column)
			for _, i := range p.audited(slug, calendar.MustDate(t.from).AddDays(-30), provinces, n, done) {
				done[i] = true
				p.Audits = append(p.Audits, p.auditOf(i, t.name, calendar.MustDate(t.from), calendar.MustDate(t.to)))
			}
		}
	}
}

// audited are n institutions of so many delegations of a region: one in each, and
// the others wherever there are most.
func (p *institutions) audited(slug string, day calendar.Date, provinces, n int, done map[int]bool) []int {
	by := map[string][]int{}
	for i := range p.Institutions {
		if in := &p.Institutions[i]; in.Region == slug && !done[i] && in.On(End) != nil && in.On(day) != nil && !moved(in) {
			by[in.Licences[0].Delegation] = append(by[in.Licences[0].Delegation], i)
		}
	}
	codes := sorted(by)
	slices.SortStableFunc(codes, func(a, b string) int { return len(by[b]) - len(by[a]) })
	codes = codes[:min(provinces, n, len(codes))]
	var first, rest []int
	for _, code := range codes {
		shuffle(p.draw, by[code])
		first, rest = append(first, by[code][0]), append(rest, by[code][1:]...)
	}
	shuffle(p.draw, rest)
	all := append(first, rest...)
	return all[:min(n, len(all))]
}

// moved tells that an institution changed its site, and so perhaps its delegation.
func moved(in *Institution) bool {
	return slices.ContainsFunc(in.Licences, func(l Licence) bool { return l.Kind == SiteChange })
}

func (p *institutions) auditOf(i int, period string, from, to calendar.Date) Audit {
	a := Audit{Institution: i, Delegation: p.Institutions[i].Licences[0].Delegation, Period: period}
	a.Planned = on(Workday(from.AddDays(-p.between(5, 25))))
	a.Visited = p.late(p.workday(from, to.AddDays(-25)), 4)
	a.Reported = When{On: Workday(a.Visited.On.AddDays(p.between(8, 20)))}
	a.Reported.Recorded = max(a.Reported.On, a.Visited.Recorded)
	for _, n := range p.Perm(len(findings))[:p.IntN(4)] {
		f := findings[n]
		f.Due = a.Reported.On.AddDays(30 * p.between(2, 9))
		if p.chance(88) {
			day := Workday(max(f.Due.AddDays(p.between(-40, 60)), a.Reported.Recorded.AddDays(5)))
			f.Closed = on(min(day, Workday(End.AddDays(-2))))
		}
		a.Findings = append(a.Findings, f)
	}
	return a
}
