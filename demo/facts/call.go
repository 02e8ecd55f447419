package facts

import (
	"cmp"
	"slices"

	"sanad/calendar"
)

// Call is an edition of the calls for projects of associations (P2), or a year of
// the thematic partnership (P3), which takes applications as they come.
type Call struct {
	Edition      string // "2017", "2019-2020", "thematic"
	Title        string // in Arabic
	Opened       When
	Deadline     calendar.Date
	Ranked       When // the list is approved
	Envelopes    []Envelope
	Applications []Application // in the order in which they came
}

// Envelope is what may be granted in a domain and a region.
type Envelope struct {
	Domain, Region string
	Centimes       int
}

// The outcomes of an application.
const (
	Funded       = "funded"
	WaitingList  = "waiting_list"
	Rejected     = "rejected"
	Inadmissible = "inadmissible"
	Withdrawn    = "withdrawn"
)

// Application is an association's project in a call or a thematic partnership.
type Application struct {
	Association int // in the list of associations
	Domain      string
	Region      string // slug
	Title       string // in Arabic
	Asked       int    // centimes
	Received    When
	Admitted    When   // or found inadmissible
	Decided     When   // ranked: with all of its call, or alone
	Scores      [2]int // of the two reviewers, of a hundred; zero when not admissible
	Rank        int    // within domain, from 1; 0 without
	Outcome     string
	Reason      string // of what was not funded, in Arabic
	Support     int    // centimes granted
	Project     Project
}

// Project is how a funded application goes on.
type Project struct {
	Agreed   When
	Tranches []Tranche
	Reported When // narrative and financial; zero: still due
	Audited  When // a few are
	Closed   When
}

// edition is what is known of a call: how many applied is the press's for 2017
// (512), ours for 2019-2020.
type edition struct {
	name, table              string
	applied                  int
	opened, deadline, ranked string
}

var editions = []edition{
	{"2017", "11-association-projects-2017", 512, "2017-03-06", "2017-04-14", "2017-09-18"},
	{"2019-2020", "12-association-projects-2019-2020", 640, "2019-06-03", "2019-07-19", "2020-01-27"},
}

// pass is the score from which a project may be funded.
const pass = 60

type calls struct {
	draw
	o     Options
	all   []Association
	taken map[int]bool // associations that applied in this edition
}

// Calls draws the two editions: tables 11 and 12.
func Calls(o Options, associations []Association) []Call {
	p := &calls{draw: o.drawn("P2"), o: o, all: associations}
	var out []Call
	for _, e := range editions {
		out = append(out, p.call(e))
	}
	return out
}

func (p *calls) call(e edition) Call {
	c := Call{Edition: e.name, Title: "طلب مشاريع الجمعيات - نسخة " + e.name, Opened: on(calendar.MustDate(e.opened)), Deadline: calendar.MustDate(e.deadline), Ranked: on(calendar.MustDate(e.ranked))}
	table := Report(e.table)
	p.taken = map[int]bool{}
	applied := Share(p.o.scaled(e.applied), table.Column("projects"))
	for i, domain := range table.Keys() {
		funded := max(p.o.scaled(table.Int(domain, "projects")), 1)
		support := shareRound(p.o.scaled(table.Centimes(domain, "support_mad")), 100_00, p.spread(funded, 45))
		list := make([]Application, max(applied[i], funded+4))
		for k := range list {
			list[k] = p.apply(c, domain)
		}
		p.judge(list, support, c.Ranked)
		c.Applications = append(c.Applications, list...)
	}
	slices.SortStableFunc(c.Applications, func(a, b Application) int { return cmp.Compare(a.Received.Recorded, b.Received.Recorded) })
	c.Envelopes = envelopes(c.Applications)
	return c
}

// titles are what projects of a domain are about.
var titles = map[string][]string{
	"women_economic_integration":       {"تعاونية نسائية للخياطة", "وحدة لتثمين المنتوجات المحلية", "تكوين النساء في الطبخ والحلويات"},
	"street_children":                  {"ورشات لإدماج الأطفال في وضعية الشارع", "مواكبة الأطفال نحو المدرسة", "مركز نهاري للأطفال"},
	"family_mediation":                 {"مركز للوساطة الأسرية", "خلية للاستماع والوساطة"},
	"women_victims_of_violence":        {"مركز للاستماع والتوجيه", "إيواء ومواكبة النساء ضحايا العنف"},
	"women_girls_victims_of_violence":  {"مركز للاستماع والتوجيه", "وحدة متنقلة للاستماع", "مواكبة قانونية ونفسية"},
	"women_economic_empowerment_rural": {"تربية الماعز وإنتاج الجبن", "نسيج الزربية التقليدية", "تثمين النباتات العطرية"},
	"elderly_institutions":             {"تجويد خدمات دار المسنين", "أنشطة وترويض طبي للمسنين"},
	"homeless":                         {"مواكبة الأشخاص المشردين", "مطبخ تضامني ومأوى ليلي"},
}

func (p *calls) apply(c Call, domain string) Application {
	n := p.applicant()
	a := Application{Association: n, Domain: domain, Region: p.all[n].Region, Asked: 1000_00 * p.between(60, 280),
		Decided: c.Ranked, Title: oneOf(p.draw, titles[domain]) + " - " + p.all[n].Place.Name().Ar}
	a.Received = p.late(p.workday(c.Opened.On, c.Deadline), 2)
	a.Admitted = on(Workday(max(c.Deadline, a.Received.Recorded).AddDays(p.between(10, 30))))
	return a
}

// applicant is an association that has not applied yet, as long as there is one.
func (p *calls) applicant() int {
	for range 200 {
		if n := p.IntN(len(p.all)); !p.taken[n] {
			p.taken[n] = true
			return n
		}
	}
	return p.IntN(len(p.all))
}

// judge gives every application of a domain its scores, rank and outcome: the
// best are funded, those after them wait, and the rest is refused. One in twenty
// of the best withdraws before the agreement, and the next one moves up.
func (p *calls) judge(list []Application, support []int, ranked When) {
	over, outcomes := len(list)-len(support), []string{}
	for i, n := range Share(over, []int{6, 20, 20, 54}) {
		outcomes = append(outcomes, slices.Repeat([]string{Withdrawn, Inadmissible, WaitingList, Rejected}[i:i+1], n)...)
	}
	outcomes = append(outcomes, slices.Repeat([]string{Funded}, len(support))...)
	slices.SortStableFunc(outcomes, func(a, b string) int { return cmp.Compare(standing[a], standing[b]) })
	score := 97
	granted := p.Perm(len(support))
	for i := range list {
		a := &list[i]
		a.Outcome, a.Reason = outcomes[i], refusals[outcomes[i]]
		if a.Outcome == Inadmissible {
			continue
		}
		score = p.descend(score, a.Outcome, len(list))
		spread := min(p.IntN(4), 100-score)
		a.Scores, a.Rank = [2]int{score + spread, score - spread}, i+1
		if a.Outcome == Funded {
			n := granted[0]
			granted = granted[1:]
			a.Support, a.Asked = support[n], max(a.Asked, support[n]*p.between(100, 140)/100)
			a.Project = p.project(a.Support, ranked)
		}
	}
	shuffle(p.draw, list)
}

// standing is the order of the ranking; a withdrawn application was among the
// best.
var standing = map[string]int{Withdrawn: 0, Funded: 0, WaitingList: 1, Rejected: 2, Inadmissible: 3}

var refusals = map[string]string{
	WaitingList:  "الغلاف المالي المخصص للمجال استنفد، والمشروع في لائحة الانتظار",
	Rejected:     "المعدل المحصل عليه دون العتبة المطلوبة",
	Inadmissible: "الملف لا يستوفي شروط القبول",
	Withdrawn:    "تنازلت الجمعية قبل توقيع الاتفاقية",
}

// descend is the next score of a ranking: funded and waiting pass, rejected do
// not.
func (p *calls) descend(score int, outcome string, n int) int {
	if p.IntN(n+30) < 30 {
		score--
	}
	if outcome == Rejected {
		return min(max(score, 20), pass-1)
	}
	return max(score, pass)
}

// project lets a funded project go on: an agreement, two tranches, the report.
func (p *calls) project(support int, ranked When) Project {
	j := Project{Agreed: on(p.workday(ranked.On.AddDays(20), ranked.On.AddDays(80)))}
	parts := shareRound(support, 100_00, []int{70, 30})
	middle := Workday(j.Agreed.On.AddDays(p.between(180, 330)))
	j.Tranches = []Tranche{
		{Centimes: parts[0], Condition: "signature", Paid: p.late(Workday(j.Agreed.On.AddDays(p.between(15, 45))), 3)},
		{Centimes: parts[1], Condition: "report"},
	}
	if middle.AddDays(30) < End && p.chance(92) {
		j.Reported = p.late(middle, 5)
		j.Tranches[1].Paid = on(Workday(j.Reported.Recorded.AddDays(p.between(10, 40))))
	}
	if paid := j.Tranches[1].Paid; paid.On > 0 && paid.On.AddDays(200) < End {
		if p.chance(12) {
			j.Audited = on(Workday(paid.On.AddDays(p.between(20, 60))))
		}
		j.Closed = on(Workday(paid.On.AddDays(p.between(90, 190))))
	}
	j.clip()
	return j
}

// clip takes back what would lie after the last day.
func (j *Project) clip() {
	for i := range j.Tranches {
		if j.Tranches[i].Paid.On > End {
			j.Tranches[i].Paid = When{}
		}
	}
	if j.Reported.On > End {
		j.Reported = When{}
	}
}

// envelopes are as much as was granted, to the next ten thousand dirhams.
func envelopes(list []Application) []Envelope {
	type key struct{ domain, region string }
	sums := map[key]int{}
	var keys []key
	for _, a := range list {
		k := key{a.Domain, a.Region}
		if _, there := sums[k]; !there {
			keys = append(keys, k)
		}
		sums[k] += a.Support
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.domain, b.domain), cmp.Compare(a.region, b.region)) })
	var out []Envelope
	for _, k := range keys {
		const unit = 10_000_00
		out = append(out, Envelope{Domain: k.domain, Region: k.region, Centimes: (sums[k] + unit - 1) / unit * unit})
	}
	return out
}
