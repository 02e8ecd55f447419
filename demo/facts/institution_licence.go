package facts

import (
	"fmt"

	"sanad/calendar"
)

// The register begins with the pole's own records: what was licensed before is
// entered in the first weeks of 2015.
var (
	law     = calendar.MustDate("2007-01-15") // institutions are licensed under law 14.05 from then on
	entered = calendar.MustDate("2015-01-12")
)

// openings are how many of the 1,204 were licensed before 2015 and in each year
// since (ours: enough at the start of each year for its subsidies).
var openings = []int{985, 30, 30, 38, 36, 25, 35, 25}

// license gives each institution its opening and, some, changes of licence.
func (p *institutions) license() {
	years := make([]int, len(openings))
	for i := range years {
		years[i] = 2014 + i
	}
	opened := deal(p.draw, years, Share(len(p.Institutions), openings))
	for i := range p.Institutions {
		from, to := calendar.NewDate(opened[i], 1, 10), min(calendar.NewDate(opened[i], 12, 20), End.AddDays(-4))
		if opened[i] == 2014 {
			from = law
		}
		in := &p.Institutions[i]
		p.decided(&in.Licences[0], p.workday(from, to))
		in.Licences[0].Director = p.somebody(45, in.Opened())
		if p.chance(22) {
			p.change(in)
		}
	}
}

// decided dates a licence from the day of its decision back: thirty days or less
// from the request, as the law asks, now and then more.
func (p *institutions) decided(l *Licence, day calendar.Date) {
	l.Decided = p.entered(day)
	l.Opinion = p.entered(Workday(day.AddDays(-p.between(3, 6))))
	l.Visited = p.entered(Workday(l.Opinion.On.AddDays(-p.between(5, 9))))
	l.Checked = p.entered(Workday(l.Visited.On.AddDays(-p.between(4, 8))))
	l.Requested = p.entered(Workday(l.Checked.On.AddDays(-p.between(2, 12))))
	if l.Granted {
		p.numbers++
		l.Number = fmt.Sprintf("%04d/%d/تجريبي", p.numbers, day.Year())
	}
}

// entered is when something of a day is recorded: what is older than the register
// when it was begun.
func (p *institutions) entered(day calendar.Date) When {
	if day < entered {
		return When{day, entered.AddDays(p.between(0, 30))}
	}
	return on(day)
}

var changeReasons = map[LicenceKind]string{
	CapacityChange: "ملاءمة الطاقة الاستيعابية مع بناية المؤسسة",
	SiteChange:     "الانتقال إلى بناية جديدة",
	DirectorChange: "تعيين مدير جديد للمؤسسة",
	OperatorChange: "إسناد التدبير إلى جمعية أخرى",
	Closure:        "توقف الجمعية المسيرة عن النشاط",
}

// change asks for a change some time after the opening. The places of table 04
// are those after it: a change of capacity rewrites the opening.
func (p *institutions) change(in *Institution) {
	from := max(in.Opened().AddDays(200), entered.AddDays(90))
	if from >= End.AddDays(-60) {
		return
	}
	l := in.Licences[0]
	l.Kind = oneOf(p.draw, []LicenceKind{CapacityChange, CapacityChange, DirectorChange, DirectorChange, OperatorChange, SiteChange})
	l.Granted, l.Number, l.Reason = p.chance(92), "", changeReasons[l.Kind]
	p.decided(&l, p.workday(from, End.AddDays(-5)))
	switch {
	case !l.Granted:
		l.Reason = "لم تستوف المؤسسة شروط دفتر التحملات"
	case l.Kind == CapacityChange:
		was := &in.Licences[0].Places
		was.Female, was.Male = p.other(was.Female), p.other(was.Male)
	case l.Kind == DirectorChange:
		l.Director = p.somebody(45, l.Decided.On)
	case l.Kind == OperatorChange:
		l.Operator = oneOf(p.draw, p.bases[in.Region])
	case l.Kind == SiteChange:
		l.Place = p.at(l.Province, l.Commune)
	}
	in.Licences = append(in.Licences, l)
}

// other is a number of places that a change made this one; none stays none.
func (p *institutions) other(places int) int {
	if places == 0 {
		return 0
	}
	return max(places*p.between(60, 120)/100, 4)
}

// closed is how many institutions beside the 1,204 had a licence and closed.
const closed = 22

// close adds institutions that closed before the day of the report. They had no
// subsidy in the years of table 02.
func (p *institutions) close() {
	for range max(p.o.scaled(closed), 1) {
		model := &p.Institutions[p.IntN(len(p.Institutions))]
		in := p.institution(model.Region, model.Category, model.Licences[0].Province, p.between(12, 60))
		p.decided(&in.Licences[0], p.workday(law, calendar.MustDate("2014-10-01")))
		in.Licences[0].Director = p.somebody(45, in.Opened())
		end := in.Licences[0]
		end.Kind, end.Reason = Closure, changeReasons[Closure]
		p.decided(&end, p.workday(calendar.MustDate("2015-06-01"), End.AddDays(-30)))
		in.Licences = append(in.Licences, end)
		p.Institutions = append(p.Institutions, in)
	}
}
