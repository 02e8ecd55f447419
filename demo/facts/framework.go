package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// Text is a legal text on its way (L1).
type Text struct {
	Number    string
	Kind      string // framework_law, law, bill, decree
	Title     string // in Arabic
	Replaces  string // number of the text it repeals
	Stages    []Stage
	Due       []Implementing
	Programme []string // identifiers of the systems whose rules rest on it
}

// Stage is a step of a text; its words are those of the report.
type Stage struct {
	Kind string // submitted, council_of_government, council_of_ministers, chamber_of_councillors, committee, discussed, adopted, published
	When
	Note string // in Arabic: the gazette, the chamber
}

// Implementing are the texts that a text still calls for.
type Implementing struct {
	Kind  string // decree, order
	Count int
	Done  int // by the last day
}

// Texts are those of section B of the report. A stage without a day in the report
// has the first of its month. Law 65.15 repeals law 14.05: "14.15" in the report
// is a slip.
func Texts() []Text {
	stage := func(kind, day, note string) Stage { return Stage{kind, on(calendar.MustDate(day)), note} }
	early := func(kind, day, note string) Stage {
		return Stage{kind, When{calendar.MustDate(day), entered}, note}
	}
	return []Text{
		{Number: "14.05", Kind: "law", Title: "القانون المتعلق بشروط فتح مؤسسات الرعاية الاجتماعية وتدبيرها", Programme: []string{"W2", "W3", "W4"},
			Stages: []Stage{early("adopted", "2006-11-22", "الظهير رقم 1.06.154، الجريدة الرسمية عدد 5480")}},
		{Number: "65.15", Kind: "law", Title: "القانون المتعلق بمؤسسات الرعاية الاجتماعية", Replaces: "14.05", Programme: []string{"W2", "W3", "W4", "W5"},
			Stages: []Stage{stage("adopted", "2018-04-12", "الظهير رقم 1.18.25"), stage("published", "2018-04-23", "الجريدة الرسمية عدد 6667")},
			Due:    []Implementing{{Kind: "decree", Count: 3, Done: 1}, {Kind: "order", Count: 20}}},
		{Number: "2.19.693", Kind: "decree", Title: "المرسوم بتطبيق مواد من القانون رقم 65.15", Programme: []string{"W2"},
			Stages: []Stage{stage("adopted", "2021-02-24", ""), stage("published", "2021-03-22", "الجريدة الرسمية عدد 6971")}},
		{Number: "72.18", Kind: "law", Title: "القانون المتعلق بمنظومة استهداف المستفيدين من برامج الدعم الاجتماعي", Programme: []string{"W1"},
			Stages: []Stage{stage("published", "2020-08-01", "")}},
		{Number: "45.18", Kind: "bill", Title: "مشروع القانون المتعلق بتنظيم مهنة العاملات والعاملين الاجتماعيين", Programme: []string{"L2"},
			Stages: []Stage{
				stage("council_of_government", "2020-05-28", "مجلس الحكومة"),
				stage("chamber_of_councillors", "2021-02-03", "مجلس المستشارين"),
				stage("committee", "2021-05-04", "لجنة القطاعات الاجتماعية بمجلس النواب"),
				stage("discussed", "2021-06-22", "لجنة القطاعات الاجتماعية بمجلس النواب"),
			}},
		{Number: "09.21", Kind: "framework_law", Title: "القانون الإطار المتعلق بالحماية الاجتماعية", Programme: []string{"W0", "W1"},
			Stages: []Stage{stage("council_of_ministers", "2021-02-11", "المجلس الوزاري"), stage("adopted", "2021-03-01", "المصادقة بالإجماع بالبرلمان")}},
		{Number: "2.15.449", Kind: "decree", Title: "المرسوم بإعادة تنظيم المعهد الوطني للعمل الاجتماعي", Programme: []string{"L3"},
			Stages: []Stage{stage("published", "2016-01-01", "")}},
	}
}

// Worker is a social worker on the preparatory register (L2). The bill was not law
// on the day of the report: nobody was accredited yet, their files were being
// gathered. How many is ours.
type Worker struct {
	Person
	Place
	Field     string // social_assistance, social_education, family_support, management
	Salaried  bool
	Diploma   bool // on the list of the bill
	Deposited When
	Checked   When // zero: not yet
	Complete  bool // once checked
}

const workers = 1_400

// Workers draws the preparatory register.
func Workers(o Options) []Worker {
	d := o.drawn("L2")
	codes, people := provinces()
	var out []Worker
	for i, n := range Share(max(o.scaled(workers), 5), people) {
		for range n {
			day := d.workday(calendar.MustDate("2021-03-01"), End.AddDays(-3))
			w := Worker{Person: d.person(d.sexOf(58), d.between(22, 56), day, calendar.ByDay), Place: d.within(codes[i], false), Diploma: d.chance(86), Salaried: d.chance(90),
				Field: oneOf(d, []string{"social_assistance", "social_assistance", "social_education", "family_support", "management"}), Deposited: d.late(day, 5)}
			if checked := Workday(w.Deposited.Recorded.AddDays(d.between(5, 30))); checked <= End {
				w.Checked, w.Complete = on(checked), w.Diploma
			}
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b Worker) int { return cmp.Compare(a.Deposited.Recorded, b.Deposited.Recorded) })
	return out
}

// Student is a student of the National Institute of Social Work (L3).
type Student struct {
	Person
	Degree    string // licence, professional_licence, master, specialised_master, doctorate
	Year      int    // of the first enrolment
	Enrolled  When
	Graduated When // zero: studying still, or left
	Left      When // without the degree
	Employed  When // zero: not yet; all graduates find work
	Employer  string
}

// intakes are the new students of the first year: 120 in 2020, twice as many as
// the year before; those of the years before that are ours.
var intakes = []struct{ year, students, ageLimit int }{
	{2015, 50, 22}, {2016, 52, 22}, {2017, 55, 22}, {2018, 58, 22}, {2019, 60, 22}, {2020, Figure("institute.new_students"), 24},
}

// AgeLimit is the age at most at which one enrols in a year.
func AgeLimit(year int) int {
	if year >= 2020 {
		return 24
	}
	return 22
}

// Students draws the institute's students. A scale leaves them: it is one
// institute.
func Students(o Options) []Student {
	d := o.drawn("L3")
	var out []Student
	for _, in := range intakes {
		for range in.students {
			out = append(out, d.student(in.year, in.ageLimit, oneOf(d, []string{"licence", "licence", "professional_licence"})))
		}
		for range in.students / 8 { // higher degrees have no first year in the report's sense
			out = append(out, d.student(in.year, 40, oneOf(d, []string{"master", "specialised_master", "doctorate"})))
		}
	}
	slices.SortStableFunc(out, func(a, b Student) int { return cmp.Compare(a.Enrolled.Recorded, b.Enrolled.Recorded) })
	return out
}

// terms are the years to a degree.
var terms = map[string]int{"licence": 3, "professional_licence": 1, "master": 2, "specialised_master": 2, "doctorate": 4}

func (d draw) student(year, limit int, degree string) Student {
	day := d.workday(calendar.NewDate(year, 9, 1), calendar.NewDate(year, 10, 9))
	least := 18
	if limit > 30 {
		least = 22
	}
	s := Student{Person: d.person(d.sexOf(66), d.between(least, limit), day, calendar.ByDay), Degree: degree, Year: year, Enrolled: d.late(day, 3)}
	end := d.workday(calendar.NewDate(year+terms[degree], 6, 21), calendar.NewDate(year+terms[degree], 7, 9))
	switch {
	case d.chance(9):
		if left := d.workday(day.AddDays(60), day.AddDays(300)); left <= End {
			s.Left = on(left)
		}
	case end <= End:
		s.Graduated = on(end)
		if hired := Workday(end.AddDays(d.between(30, 300))); hired <= End {
			s.Employed, s.Employer = on(hired), oneOf(d, []string{"association", "entraide", "ministry", "local_authority", "private"})
		}
	}
	return s
}
