package demo

import (
	"fmt"
	"math/rand/v2"

	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/territory"
)

// The days of the demonstration.
var (
	opening  = calendar.MustDate("2015-02-02") // the first file
	early    = calendar.MustDate("2016-09-30") // the rush ends
	settled  = calendar.MustDate("2021-01-29") // a file deposited by now is decided by the end
	calm     = calendar.MustDate("2020-06-30") // until here a file may take detours and still end in time
	End      = calendar.MustDate("2021-07-02") // the day of the report: nothing happens after it
	maxDelay = 20                              // days by which something may be recorded late
)

// fate is what has become of a file on the last day.
type fate uint8

const (
	accepted fate = iota
	rejected
	studied // received, and not decided
	waiting // in the province still
)

// file is a dossier of the plan.
type file struct {
	province int // place in plan.provinces
	fate     fate
	orphans  int           // children who give a right
	ground   ground        // why the rules refuse it; none when they accept
	opened   calendar.Date // the day of the deposit
	recorded calendar.Date // the day the deposit is recorded
	last     calendar.Date // the last day on which its answers are judged
	lacks    bool          // a paper is missing at the deposit
}

// ground is a condition of the programme that an applicant does not meet.
type ground uint8

const (
	none ground = iota
	pension
	otherSupport
	noRamed
	tax
	allowance
	noOrphan
	remarried
)

// grounds are how often each occurs among a hundred refused.
var grounds = []struct {
	ground ground
	weight int
}{{pension, 30}, {otherSupport, 25}, {noRamed, 15}, {tax, 10}, {allowance, 8}, {noOrphan, 8}, {remarried, 4}}

// kind is an act of the plan, in the order in which acts of one day happen
// within their phase.
type kind uint8

const (
	deposit kind = iota
	ask
	complete
	convene
	agenda
	begin
	favourable
	unfavourable
	receive
	accept
	refuse
	study
	refuseAppeal
	closing
	correct
	appeal
)

// entry is one act of the plan.
type entry struct {
	recorded calendar.Date
	on       calendar.Date
	phase    uint8
	kind     kind
	sitting  int32 // place in plan.sittings, or -1
	file     int32 // place in plan.files, or -1
}

// plan is everything that will happen.
type plan struct {
	seed      uint64
	regions   []Region
	provinces []territory.Province
	files     []file
	sittings  []sitting
	entries   []entry // in the order in which they are recorded

	rng  *rand.Rand
	held map[sittingKey]int32
}

// newPlan draws the plan of a seed at a scale.
func newPlan(seed int64, scale float64) (*plan, error) {
	p := &plan{seed: uint64(seed), regions: regions(scale), provinces: territory.Provinces(),
		rng: rand.New(rand.NewPCG(uint64(seed), 0x5a4ad)), held: map[sittingKey]int32{}}
	for _, r := range p.regions {
		p.addRegion(r)
	}
	p.giveDates()
	for i := range p.files {
		p.live(int32(i))
	}
	p.addSittings()
	p.sort()
	return p, p.check()
}

// addRegion makes the files of a region, province by province.
func (p *plan) addRegion(r Region) {
	region, _ := territory.RegionBySlug(r.Slug)
	provinces := territory.ProvincesOf(region.Code)
	w, from := facts.Weights(provinces), len(p.files)
	for f, n := range []int{accepted: r.Accepted, rejected: r.Rejected, studied: r.UnderStudy, waiting: r.Waiting} {
		for i, count := range facts.Share(n, w) {
			place := p.place(provinces[i].Code)
			for range count {
				p.files = append(p.files, file{province: place, fate: fate(f)})
			}
		}
	}
	files := p.files[from:]
	p.giveOrphans(files, r.Orphans)
	for i := range files {
		if f := &files[i]; f.fate == rejected {
			f.ground = p.drawGround()
		}
	}
}

func (p *plan) place(code string) int {
	for i := range p.provinces {
		if p.provinces[i].Code == code {
			return i
		}
	}
	panic("no province " + code)
}

// giveOrphans gives each file a family size such that the accepted ones of the
// region come to n children.
func (p *plan) giveOrphans(files []file, n int) {
	var open []int // accepted files that could have another child
	for i := range files {
		files[i].orphans = p.familySize()
		if files[i].fate == accepted {
			n -= files[i].orphans
			open = append(open, i)
		}
	}
	for n != 0 && len(open) > 0 {
		f := &files[open[p.rng.IntN(len(open))]]
		switch {
		case n > 0 && f.orphans < mostOrphans:
			f.orphans, n = f.orphans+1, n-1
		case n < 0 && f.orphans > 1:
			f.orphans, n = f.orphans-1, n+1
		}
	}
}

const mostOrphans = 6

func (p *plan) familySize() int {
	switch n := p.rng.IntN(100); {
	case n < 52:
		return 1
	case n < 82:
		return 2
	case n < 95:
		return 3
	case n < 99:
		return 4
	}
	return 5
}

func (p *plan) drawGround() ground {
	n := p.rng.IntN(100)
	for _, g := range grounds {
		if n -= g.weight; n < 0 {
			return g.ground
		}
	}
	return pension
}

// giveDates spreads the deposits over the years: of those decided, exactly the
// report's share falls into the rush of the first twenty months.
func (p *plan) giveDates() {
	decided := 0
	for _, r := range p.regions {
		decided += r.Accepted + r.Rejected
	}
	rush := scaledPart(earlyAll, len(p.files), 125_429)
	n := 0
	for i := range p.files {
		f := &p.files[i]
		switch f.fate {
		case studied:
			f.opened = p.between(calendar.MustDate("2021-02-15"), calendar.MustDate("2021-03-31"), 1)
		case waiting:
			f.opened = p.between(calendar.MustDate("2021-04-12"), calendar.MustDate("2021-06-30"), 0.7)
		default:
			if (n+1)*rush/decided > n*rush/decided {
				f.opened = p.between(opening, early, 0.85)
			} else {
				f.opened = p.between(early+3, settled, 1.15)
			}
			n++
		}
	}
}

// between draws a working day; a bend under one favours the later days.
func (p *plan) between(from, to calendar.Date, bend float64) calendar.Date {
	u := power(p.rng.Float64(), bend)
	return min(facts.Workday(from.AddDays(int(u*float64(to-from+1)))), to)
}

// check holds the plan against its own promises; a failure is a defect here.
func (p *plan) check() error {
	for _, e := range p.entries {
		if e.on > End || e.recorded < e.on || e.recorded > End.AddDays(maxDelay) {
			return fmt.Errorf("demo: the plan of seed %d lets act %d happen on %v and be recorded on %v", p.seed, e.kind, e.on, e.recorded)
		}
	}
	return nil
}
