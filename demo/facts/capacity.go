package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// Operation is a capacity-building operation of the Social Development Agency (P4).
type Operation struct {
	Kind      string // training, coaching, exchange_visit
	Theme     string // in Arabic
	Region    string // slug
	Place            // where it is held
	Planned   When
	Sessions  []Session
	Attending []int // associations, of the region, one at least
	Trainer   Person
}

// Session is a day of an operation.
type Session struct {
	When
	Present []int // of Operation.Attending: places in that list
}

var themes = map[string][]string{
	"training":       {"إعداد المشاريع", "التدبير المالي والمحاسباتي", "الحكامة الجمعوية", "تقنيات الترافع", "التواصل"},
	"coaching":       {"مواكبة إعداد التقارير", "مواكبة تتبع المشاريع", "مواكبة البحث عن الشركاء"},
	"exchange_visit": {"زيارة لتبادل الخبرات", "زيارة لمركز نموذجي"},
}

// Operations draws the capacity building of table 15: every association that
// attends comes to one operation of its region, one in five to a second.
func Operations(o Options, associations []Association) []Operation {
	d := o.drawn("P4")
	bases := byRegion(associations)
	var out []Operation
	for _, slug := range table15.Keys() {
		attending := slices.Clone(bases[slug])
		shuffle(d, attending)
		attending = attending[:o.attending(slug)]
		n := min(max(o.scaled(table15.Int(slug, "capacity_building_operations")), 1), len(attending))
		from := len(out)
		for _, size := range shareFrom(len(attending), 1, d.spread(n, 60)) {
			op := d.operation(slug, associations[attending[0]].Place)
			op.Attending, attending = slices.Clone(attending[:size]), attending[size:]
			out = append(out, op)
		}
		d.again(out[from:])
		for i := range out[from:] {
			d.hold(&out[from+i])
		}
	}
	slices.SortStableFunc(out, func(a, b Operation) int { return cmp.Compare(a.Planned.Recorded, b.Planned.Recorded) })
	return out
}

func (d draw) operation(slug string, at Place) Operation {
	kind := oneOf(d, []string{"training", "training", "training", "coaching", "exchange_visit"})
	day := d.workday(calendar.MustDate("2017-02-01"), calendar.MustDate("2021-04-30"))
	return Operation{Kind: kind, Theme: oneOf(d, themes[kind]), Region: slug, Place: at, Planned: on(day), Trainer: d.somebody(50, day)}
}

// again has some associations of each operation attend the next one too.
func (d draw) again(ops []Operation) {
	if len(ops) < 2 {
		return
	}
	first := make([]int, len(ops))
	for i := range ops {
		first[i] = len(ops[i].Attending)
	}
	for i := range ops {
		next := &ops[(i+1)%len(ops)]
		for _, a := range ops[i].Attending[:first[i]] {
			if d.chance(20) {
				next.Attending = append(next.Attending, a)
			}
		}
	}
}

// hold dates the sessions: a week or more after the plan, one to three days.
func (d draw) hold(op *Operation) {
	day := Workday(op.Planned.On.AddDays(d.between(7, 40)))
	for range d.between(1, 3) {
		s := Session{When: d.late(day, 5)}
		for i := range op.Attending {
			if len(op.Sessions) == 0 || d.chance(88) { // whoever attends is there when it begins
				s.Present = append(s.Present, i)
			}
		}
		if len(s.Present) > 0 { // a session to which nobody comes is not held
			op.Sessions = append(op.Sessions, s)
		}
		day = Workday(day.AddDays(1))
	}
}
