package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// activities is how many were supported (1,013 from November 2015 to October
// 2018, some 41,500 dirhams each), and about as many since.
const activities = 1_800

var trades = []string{"بيع المواد الغذائية", "خياطة", "إصلاح الهواتف", "تربية الدواجن", "نجارة الخشب", "مخبزة منزلية", "خدمات المكتبة والنسخ", "صناعة الفخار"}

// employ makes the income-generating activities.
func (p *disability) employ() {
	codes, people := provinces()
	for i, n := range Share(max(p.o.scaled(activities), 3), people) {
		for range n * 10 / 8 { // four of five are supported
			p.Activities = append(p.Activities, p.activity(codes[i]))
		}
	}
	if len(p.Activities) == 0 {
		p.Activities = append(p.Activities, p.activity(codes[0]))
	}
	slices.SortStableFunc(p.Activities, func(a, b Activity) int { return cmp.Compare(a.Received.Recorded, b.Received.Recorded) })
}

func (p *disability) activity(province string) Activity {
	day := p.workday(calendar.MustDate("2015-11-02"), calendar.MustDate("2020-12-15"))
	a := Activity{Leader: p.somebody(38, day), Place: p.within(province, false), Kind: "individual", Members: 1, Trade: oneOf(p.draw, trades)}
	if p.chance(14) {
		a.Kind, a.Members = oneOf(p.draw, []string{"cooperative", "enterprise"}), p.between(3, 9)
	}
	a.Asked = 1000_00 * p.between(28, 60)
	a.Received = p.late(day, 3)
	a.Decided = p.late(Workday(a.Received.Recorded.AddDays(p.between(25, 70))), 2)
	if a.Granted = p.chance(80); !a.Granted {
		a.Reason = oneOf(p.draw, []string{"دراسة الجدوى غير كافية", "المشروع ممول من برنامج آخر", "لم يحضر صاحب الطلب المقابلة"})
		return a
	}
	a.Support = a.Asked * p.between(80, 100) / 100 / 100_00 * 100_00
	p.follow(&a)
	return a
}

// follow pays the instalments of an activity, the second once a visit has seen it
// at work, and visits it twice a year for two years.
func (p *disability) follow(a *Activity) {
	parts := shareRound(a.Support, 100_00, []int{60, 40})
	first := p.late(Workday(a.Decided.Recorded.AddDays(p.between(10, 40))), 3)
	a.Instalments = []Tranche{{Centimes: parts[0], Condition: "signature", Paid: first}, {Centimes: parts[1], Condition: "report"}}
	a.StillRunning = true
	for n, day := 0, first.Recorded.AddDays(p.between(90, 150)); n < 4 && day <= End.AddDays(-5) && a.StillRunning; n, day = n+1, day.AddDays(p.between(150, 200)) {
		v := Visit{When: on(Workday(day)), Finding: "النشاط قائم ويدر دخلا"}
		if a.StillRunning = p.chance(93); !a.StillRunning {
			v.Finding = "توقف النشاط"
		}
		a.Visits = append(a.Visits, v)
		if n == 0 && a.StillRunning {
			if paid := Workday(v.On.AddDays(p.between(10, 30))); paid <= End {
				a.Instalments[1].Paid = on(paid)
			}
		}
	}
}

// centreDirhams were given to centres by 2018 (78 million), and ours since.
const centreDirhams, centreGrants = 110_000_000, 130

// build makes the grants to centres.
func (p *disability) build() {
	n := max(p.o.scaled(centreGrants), 2)
	for _, thousands := range Share(max(p.o.scaled(centreDirhams)/1000, 10*n), p.spread(n, 70)) {
		a := p.IntN(len(p.all))
		g := CentreGrant{Association: a, Region: p.all[a].Region, Kind: oneOf(p.draw, []string{"creation", "running", "running", "proximity_space"}), Centimes: thousands * 1000_00}
		g.Received = p.late(p.workday(calendar.MustDate("2015-06-01"), calendar.MustDate("2020-11-30")), 3)
		g.Decided = on(Workday(g.Received.Recorded.AddDays(p.between(30, 90))))
		g.Reported = p.soon(g.Decided, 190, 390)
		g.Accepted = p.soon(g.Reported, 5, 30)
		if g.Kind != "running" {
			g.Audited = p.soon(g.Reported, 40, 120)
		}
		p.Centres = append(p.Centres, g)
	}
	slices.SortStableFunc(p.Centres, func(a, b CentreGrant) int { return cmp.Compare(a.Received.Recorded, b.Received.Recorded) })
}
