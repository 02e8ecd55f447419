package ledger

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/calendar"
	"sanad/store"
)

// Query asks for one recorded measure over the whole country.
type Query struct {
	Programme string
	Measure   string
	From      calendar.Date    // first day that counts; zero: from the beginning (always so for a stock)
	To        calendar.Date    // last day that counts (as of)
	KnownOn   calendar.Instant // last instant of recording that counts; settle it first
}

// Group says how the answer is split.
type Group struct {
	Month bool // by the month of the day, "2021-07"
}

// Sum is one part of an answer, in the measure's unit.
type Sum struct {
	Territory string
	Month     string // empty unless asked for
	Quantity  int64
}

// Whole is the answer to a query.
type Whole struct {
	Quantity int64            // in the measure's unit
	Latest   calendar.Instant // when the last posting that counts was recorded; 0: there is none
}

// question is the query with everything in one group.
func (q Query) question() Question {
	return Question{Series: []Series{{q.Programme, q.Measure}}, Origin: Recorded, KnownOn: q.KnownOn, Periods: []Period{{q.From, q.To}}, Group: InOne}
}

// Total adds the recorded postings of a measure.
//
// Errors: those of Ask.
func Total(ctx context.Context, db *store.DB, scope access.Scope, q Query) (Whole, error) {
	answers, err := Ask(ctx, db, scope, q.question())
	if err != nil {
		return Whole{}, err
	}
	return Whole{answers[0].At(0, 0), answers[0].Latest()}, nil
}

// Sums adds the postings of a measure by territory, and by month if asked: a
// flow or a stock. Parts that add up to zero are left out.
func Sums(ctx context.Context, db *store.DB, scope access.Scope, ask Query, g Group) ([]Sum, error) {
	q, territories, numbers := ask.question(), []string(nil), map[string]int{}
	q.Group = func(c *Cell, to []int) []int {
		n, ok := numbers[c.Territory]
		if !ok {
			n = len(territories)
			numbers[c.Territory] = n
			territories = append(territories, c.Territory)
		}
		return append(to, n)
	}
	months := []string{""}
	if g.Month {
		first, last, err := Span(ctx, db, scope, q)
		if err != nil || first.IsZero() {
			return nil, err
		}
		q.Periods, months = monthsBetween(max(first, ask.From), min(last, ask.To))
	}
	answers, err := Ask(ctx, db, scope, q)
	if err != nil {
		return nil, err
	}
	var sums []Sum
	for _, territory := range slices.Sorted(slices.Values(territories)) {
		for p, month := range months {
			if n := answers[0].At(numbers[territory], p); n != 0 {
				sums = append(sums, Sum{territory, month, n})
			}
		}
	}
	return sums, nil
}

// monthsBetween are the months from one day to another, cut off at both.
func monthsBetween(from, to calendar.Date) (periods []Period, names []string) {
	year, month, _ := from.Parts()
	for first := calendar.NewDate(year, month, 1); first <= to; first = first.AddMonths(1) {
		periods = append(periods, Period{max(first, from), min(first.AddMonths(1).AddDays(-1), to)})
		names = append(names, first.String()[:7])
	}
	return periods, names
}
