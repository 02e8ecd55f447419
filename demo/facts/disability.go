package facts

import (
	"cmp"
	"fmt"
	"slices"

	"sanad/calendar"
)

// DisabilityPlan is the fund's four lines for persons with disabilities (W0). The
// report has no table of them; the figures here are those of the research notes
// (morocco-domain, section 4), rounded, and the sharing out is ours.
type DisabilityPlan struct {
	Schooling  []Schooling
	Devices    []DeviceFile // in the order in which they are recorded
	Activities []Activity
	Centres    []CentreGrant
}

// Schooling is an agreement with an association for a school year.
type Schooling struct {
	Association int
	Region      string
	Year        int // in which the school year begins
	Rate        int // centimes for a child and a month
	Months      int
	Children    []Pupil
	Staff       int
	Signed      When
	Reported    When // zero: still due
	Accepted    When // the report
	Closed      When
}

// Grant is what the agreement comes to, in centimes.
func (s Schooling) Grant() int { return s.Rate * s.Months * len(s.Children) }

// Pupil is a disabled child on the list of an agreement. The same child is on the
// lists of several years, by the number.
type Pupil struct {
	Person
	Number int // within the association, from 1
}

// DeviceFile is a request of somebody for a device.
type DeviceFile struct {
	Person
	Place
	Device     string // wheelchair, hearing_aid, prosthesis, crutches, orthosis
	Units      int
	Received   When
	Prescribed calendar.Date
	Quoted     When
	Quote      int // centimes for all units
	Decided    When
	Granted    bool
	Reason     string   // of a refusal, in Arabic
	Delivered  When     // zero: not yet
	Serials    []string // of what was delivered, one for each unit
}

// Activity is an income-generating activity.
type Activity struct {
	Leader       Person
	Place               // where it is
	Kind         string // individual, cooperative, enterprise
	Members      int
	Trade        string // in Arabic
	Asked        int    // centimes
	Received     When
	Decided      When
	Granted      bool
	Reason       string // of a refusal, in Arabic
	Support      int    // centimes
	Instalments  []Tranche
	Visits       []Visit
	StillRunning bool // at the last visit
}

// Visit is a follow-up on the spot.
type Visit struct {
	When
	Finding string // in Arabic
}

// CentreGrant is support to make or run a reception centre or a proximity space.
type CentreGrant struct {
	Association int
	Region      string
	Kind        string // creation, running, proximity_space
	Centimes    int
	Received    When
	Decided     When
	Reported    When // zero: still due
	Accepted    When // the report
	Audited     When // not where a centre is run
}

type disability struct {
	*DisabilityPlan
	draw
	o   Options
	all []Association
}

// Disability draws the four lines.
func Disability(o Options, associations []Association) *DisabilityPlan {
	p := &disability{DisabilityPlan: &DisabilityPlan{}, draw: o.drawn("W0"), o: o, all: associations}
	p.school()
	p.equip()
	p.employ()
	p.build()
	return p.DisabilityPlan
}

// schoolYears are the children on the lists and the monthly centimes for each: 846
// dirhams in 2015, 1,148 in 2021; 8,642 children in 2018.
var schoolYears = []struct{ year, children, rate int }{
	{2015, 4_600, 846_00}, {2016, 5_900, 890_00}, {2017, 7_300, 940_00}, {2018, 8_642, 1_000_00}, {2019, 12_500, 1_080_00}, {2020, 14_900, 1_148_00},
}

// schools is how many associations have agreements.
const schools = 213

// school makes the agreements. An association's children of a year are those of
// the year before that are young enough still, and new ones.
func (p *disability) school() {
	n := min(max(p.o.scaled(schools), 2), len(p.all))
	associations := p.Perm(len(p.all))[:n]
	weights := p.spread(n, 60)
	lists, numbers := make([][]Pupil, n), make([]int, n)
	for _, y := range schoolYears {
		for i, count := range shareFrom(max(p.o.scaled(y.children), n), 1, weights) {
			start := calendar.NewDate(y.year, 9, 7)
			lists[i] = slices.DeleteFunc(slices.Clone(lists[i]), func(c Pupil) bool { return c.Birth.Age(start) > 17 })
			for len(lists[i]) < count {
				numbers[i]++
				lists[i] = append(lists[i], Pupil{Person: p.person(p.sexOf(37), p.between(5, 15), start, calendar.ByDay), Number: numbers[i]})
			}
			lists[i] = lists[i][:count]
			p.agree(associations[i], y.year, y.rate, lists[i])
		}
	}
}

func (p *disability) agree(association, year, rate int, children []Pupil) {
	s := Schooling{Association: association, Region: p.all[association].Region, Year: year, Rate: rate, Months: 10,
		Children: slices.Clone(children), Staff: 1 + len(children)/6}
	s.Signed = p.late(p.workday(calendar.NewDate(year, 9, 14), calendar.NewDate(year, 10, 30)), 3)
	end := p.workday(calendar.NewDate(year+1, 6, 1), calendar.NewDate(year+1, 6, 25))
	if p.chance(94) {
		s.Reported = p.late(end, 4)
		s.Accepted = p.soon(s.Reported, 5, 30)
		s.Closed = p.soon(s.Accepted, 35, 60)
	}
	p.Schooling = append(p.Schooling, s)
}

// soon is a working day some days after something; zero when it is not there yet.
func (p *disability) soon(after When, from, to int) When {
	day := Workday(after.Recorded.AddDays(p.between(from, to)))
	if after.On == 0 || day > End {
		return When{}
	}
	return on(day)
}

// devices are how often each is asked for in a hundred, how many units somebody
// gets, and what one costs in centimes. 44,000 units in 2015 to 2020 are some
// 60 million dirhams.
var devices = []struct {
	kind                 string
	weight, units, price int
}{
	{"wheelchair", 34, 1, 1_450_00}, {"hearing_aid", 16, 2, 2_900_00}, {"prosthesis", 8, 1, 6_200_00},
	{"crutches", 28, 2, 120_00}, {"orthosis", 14, 2, 640_00},
}

// deviceUnits are the units of 2015 to 2020 by year (ours: 6 million dirhams a
// year to 2017, more afterwards).
var deviceUnits = []int{4_400, 4_600, 4_800, 7_400, 11_400, 11_400}

func (p *disability) equip() {
	codes, people := provinces()
	var weights []int
	for _, d := range devices {
		weights = append(weights, d.weight)
	}
	for i, total := range deviceUnits {
		for left := max(p.o.scaled(total), 2); left > 0; {
			k := p.weighted(weights)
			f := p.device(2015+i, k, codes[p.weighted(people)], min(devices[k].units, left))
			if f.Delivered.On > 0 {
				left -= f.Units
			}
			p.Devices = append(p.Devices, f)
		}
	}
	slices.SortStableFunc(p.Devices, func(a, b DeviceFile) int { return cmp.Compare(a.Received.Recorded, b.Received.Recorded) })
}

func (p *disability) device(year, k int, province string, units int) DeviceFile {
	d := devices[k]
	day := p.workday(calendar.NewDate(year, 1, 12), calendar.NewDate(year, 8, 31))
	f := DeviceFile{Person: p.person(p.sexOf(44), p.between(4, 82), day, calendar.ByDay), Place: p.within(province, false), Device: d.kind, Units: units}
	f.Received = p.late(day, 3)
	f.Prescribed = day.AddDays(-p.between(3, 40))
	f.Quoted = on(Workday(f.Received.Recorded.AddDays(p.between(5, 20))))
	f.Quote = units * d.price * p.between(90, 110) / 100
	f.Decided = p.late(Workday(f.Quoted.On.AddDays(p.between(8, 30))), 2)
	if f.Granted = p.chance(91); !f.Granted {
		f.Reason = oneOf(p.draw, []string{"استفاد المعني بالأمر من نفس الجهاز خلال الثلاث سنوات الأخيرة", "الوصفة الطبية غير مطابقة", "الاعتماد المخصص استنفد"})
		return f
	}
	f.Delivered = p.late(Workday(f.Decided.Recorded.AddDays(p.between(10, 60))), 3)
	for range units {
		f.Serials = append(f.Serials, fmt.Sprintf("DEMO-%06d", p.IntN(1_000_000)))
	}
	return f
}
