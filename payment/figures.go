package payment

import (
	"context"

	"sanad/access"
	"sanad/calendar"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
)

// Flows are the sums of a programme's payments in a month, a region, or in all.
type Flows struct {
	Due, Paid, Returned, Undue, Recovered money.Amount
}

// Figures are a programme's payments as the ledger has them.
type Figures struct {
	All      Flows
	ByMonth  map[Month]Flows
	ByRegion map[string]Flows // by the region's code
	Reported money.Amount     // what documents report was paid; 0 when none does
	KnownOn  calendar.Instant
}

// FiguresOf asks the ledger for a programme's payments up to a day, within a scope.
func (o *Office) FiguresOf(ctx context.Context, db *store.DB, scope access.Scope, def *programme.Definition, to calendar.Date) (Figures, error) {
	f := Figures{ByMonth: map[Month]Flows{}, ByRegion: map[string]Flows{}}
	var err error
	if f.KnownOn, err = db.Settle(ctx, 0); err != nil {
		return f, err
	}
	posts := def.Payment.Posts
	for measure, put := range map[string]func(*Flows, money.Amount){
		posts.Due:       func(x *Flows, a money.Amount) { x.Due += a },
		posts.Paid:      func(x *Flows, a money.Amount) { x.Paid += a },
		posts.Returned:  func(x *Flows, a money.Amount) { x.Returned += a },
		posts.Undue:     func(x *Flows, a money.Amount) { x.Undue += a },
		posts.Recovered: func(x *Flows, a money.Amount) { x.Recovered += a },
	} {
		sums, err := ledger.Sums(ctx, db, scope, ledger.Query{Programme: def.ID, Measure: measure, To: to, KnownOn: f.KnownOn}, ledger.Group{Month: true})
		if err != nil {
			return f, err
		}
		for _, s := range sums {
			m, err := ParseMonth(s.Month)
			if err != nil {
				return f, err
			}
			month, region := f.ByMonth[m], f.ByRegion[territory.RegionOf(s.Territory)]
			put(&f.All, money.Amount(s.Quantity))
			put(&month, money.Amount(s.Quantity))
			put(&region, money.Amount(s.Quantity))
			f.ByMonth[m], f.ByRegion[territory.RegionOf(s.Territory)] = month, region
		}
	}
	f.Reported, err = reportedOf(ctx, db, def, f.KnownOn, to)
	return f, err
}

// reportedOf is what documents report, for the whole country and everybody.
func reportedOf(ctx context.Context, db *store.DB, def *programme.Definition, known calendar.Instant, to calendar.Date) (money.Amount, error) {
	if def.Payment.Reported == "" {
		return 0, nil
	}
	answers, err := ledger.Ask(ctx, db, access.System("figures that documents publish"), ledger.Question{Series: []ledger.Series{{Programme: def.ID, Measure: def.Payment.Reported}},
		Origin: ledger.Reported, KnownOn: known, Periods: []ledger.Period{{To: to}}, Group: func(_ *ledger.Cell, to []int) []int { return append(to, 0) }})
	if err != nil || len(answers) == 0 {
		return 0, err
	}
	return money.Amount(answers[0].At(0, 0)), nil
}

// PostedBy is what the ledger holds of a run: the same as its lines make once it
// was released, nothing before. The caller found the run within its scope.
func PostedBy(ctx context.Context, q queryer, def *programme.Definition, r Run) (Flows, error) {
	entries, err := ledger.EntriesOf(ctx, q, r.Party, r.ID)
	var f Flows
	into := map[string]*money.Amount{def.Payment.Posts.Due: &f.Due, def.Payment.Posts.Paid: &f.Paid, def.Payment.Posts.Recovered: &f.Recovered}
	for _, e := range entries {
		if sum := into[e.Cell.Measure]; sum != nil {
			*sum += money.Amount(e.Quantity)
		}
	}
	return f, err
}
