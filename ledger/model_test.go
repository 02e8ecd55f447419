package ledger_test

import (
	"cmp"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// model is the ledger as plainly as it can be written: a list of what was
// posted and a list of what was merged.
type model struct {
	posts  []posted
	merges []mergedAt
}

type posted struct {
	ledger.Entry
	stream store.ID
	at     calendar.Instant
}

type mergedAt struct {
	from, into store.ID // into zero: as itself again
	at         calendar.Instant
}

// as is whom a subject counts as, known on an instant.
func (m *model) as(who store.ID, known calendar.Instant) store.ID {
	for {
		next := store.ID{}
		for _, x := range m.merges {
			if x.from == who && x.at <= known {
				next = x.into
			}
		}
		if next.IsZero() {
			return who
		}
		who = next
	}
}

// counting are the posts behind a figure, within a scope.
func (m *model) counting(q ledger.Question, scope access.Scope, group, period int) []posted {
	var out []posted
	for _, p := range m.posts {
		days := q.Periods[period]
		if (q.Subject.IsZero() || q.Subject == p.Subject) && p.at <= q.KnownOn && p.Day <= days.To && (days.From.IsZero() || p.Day >= days.From) &&
			slices.Contains(q.Series, ledger.Series{Programme: p.Cell.Programme, Measure: p.Cell.Measure}) &&
			(q.Count != ledger.Values || q.Value(&p.Cell) != "") && (q.Origin == "" || q.Origin == cmp.Or(p.Cell.Origin, ledger.Recorded)) &&
			scope.Allows(p.Cell.Programme, p.Cell.Province()) && slices.Contains(q.Group(&p.Cell, nil), group) {
			out = append(out, p)
		}
	}
	return out
}

func (m *model) figure(q ledger.Question, scope access.Scope, group, period int) int64 {
	var sum int64
	sums := map[string]int64{}
	for _, p := range m.counting(q, scope, group, period) {
		sum += p.Quantity
		switch {
		case q.Count == ledger.Subjects && !p.Subject.IsZero():
			sums[m.as(p.Subject, q.KnownOn).String()] += p.Quantity
		case q.Count == ledger.Values:
			sums[q.Value(&p.Cell)] += p.Quantity
		}
	}
	if q.Count == ledger.Quantities {
		return sum
	}
	sum = 0
	for _, n := range sums {
		if n > 0 {
			sum++
		}
	}
	return sum
}

// figures are all figures of a question, group by group.
func (m *model) figures(q ledger.Question, scope access.Scope) []int64 {
	var out []int64
	for group := range q.Groups {
		for period := range q.Periods {
			out = append(out, m.figure(q, scope, group, period))
		}
	}
	return out
}

func figuresOf(q ledger.Question, a ledger.Answer) []int64 {
	var out []int64
	for group := range q.Groups {
		for period := range q.Periods {
			out = append(out, a.At(group, period))
		}
	}
	return out
}

// latest is when the last posting behind any figure was recorded.
func (m *model) latest(q ledger.Question, scope access.Scope) calendar.Instant {
	var latest calendar.Instant
	for group := range q.Groups {
		for period := range q.Periods {
			for _, p := range m.counting(q, scope, group, period) {
				latest = max(latest, p.at)
			}
		}
	}
	return latest
}

var (
	places   = []string{"", "01", "01.511", "01.511.05.19", "02.113", "06.141"}
	measures = []string{"received", "served", "paid"}
)

// drawEntry draws what an act may post.
func drawEntry(rt *rapid.T, subjects []store.ID) ledger.Entry {
	measure := rapid.SampledFrom(measures).Draw(rt, "measure")
	kind := ledger.Flow
	if measure == "paid" {
		kind = ledger.Stock
	}
	e := ledger.Entry{Cell: ledger.Cell{Programme: rapid.SampledFrom([]string{"toy", "game"}).Draw(rt, "programme"), Measure: measure, Unit: "items", Kind: kind,
		Territory: rapid.SampledFrom(places).Draw(rt, "place"), Dims: ledger.Dims{"age": strconv.Itoa(rapid.IntRange(0, 90).Draw(rt, "age"))}},
		Quantity: rapid.OneOf(rapid.Int64Range(-2, 3), rapid.SampledFrom([]int64{-1 << 40, 200, 1 << 20, 1 << 40})).Draw(rt, "quantity"),
		Day:      drawDay(rt)}
	if rapid.IntRange(0, 3).Draw(rt, "reported") == 0 {
		e.Cell.Origin = ledger.Reported
	} else if rapid.IntRange(0, 5).Draw(rt, "anonymous") > 0 {
		e.Subject = rapid.SampledFrom(subjects).Draw(rt, "subject")
	}
	return e
}

func drawDay(rt *rapid.T) calendar.Date {
	return today.AddDays(-rapid.IntRange(0, 40).Draw(rt, "ago"))
}

// drawQuestion draws a question whose groups overlap: ages, places, measures and
// everything, each asked for by its number.
func drawQuestion(rt *rapid.T, known calendar.Instant) ledger.Question {
	q := ledger.Question{KnownOn: known, Groups: 8,
		Origin: rapid.SampledFrom([]ledger.Origin{"", ledger.Recorded, ledger.Reported}).Draw(rt, "origin"),
		Count:  rapid.SampledFrom([]ledger.Count{ledger.Quantities, ledger.Subjects, ledger.Values}).Draw(rt, "count"),
		Value:  func(c *ledger.Cell) string { return c.Province() },
		Group:  toyGroups}
	for _, measure := range measures[:rapid.IntRange(1, len(measures)).Draw(rt, "measures")] {
		q.Series = append(q.Series, ledger.Series{Programme: "toy", Measure: measure}, ledger.Series{Programme: "game", Measure: measure})
	}
	for range rapid.IntRange(1, 4).Draw(rt, "periods") {
		p := ledger.Period{To: drawDay(rt)}
		if rapid.Bool().Draw(rt, "from") {
			p.From = drawDay(rt)
		}
		q.Periods = append(q.Periods, p)
	}
	return q
}

// toyGroups puts a cell into 0 to 4 of 8 groups; the last stays empty.
func toyGroups(c *ledger.Cell, to []int) []int {
	if c.Territory == "" {
		return append(to, 6)
	}
	age, _ := strconv.Atoi(c.Dims["age"])
	if age > 80 {
		return to
	}
	to = append(to, 0, age/40) // group 0 twice for the young: they count once
	if c.Province() == "01.511" {
		to = append(to, 3)
	}
	return append(to, 4+len(c.Measure)%2)
}
