package facts

import (
	"cmp"
	"slices"

	"sanad/locale"
)

// Stock is the blankets and mattresses of the winter campaign.
type Stock struct {
	Depots []Depot
	Moves  []StockMove // in the order in which they are recorded
}

// Depot is a place where blankets and mattresses lie.
type Depot struct {
	Name locale.Text
	Place
	Region string // slug; empty for the central depot
}

// Item is what a depot keeps.
type Item string

// The items of the winter campaign.
const (
	Blanket  Item = "blanket"
	Mattress Item = "mattress"
)

// MoveKind is how stock moves.
type MoveKind string

// The moves of stock.
const (
	Purchase     MoveKind = "purchase"
	Transfer     MoveKind = "transfer"
	Distribution MoveKind = "distribution"
)

// StockMove is a movement of an item. It is recorded on its day, before any
// that needs it: a depot knows what it has.
type StockMove struct {
	When
	Kind     MoveKind
	Season   int
	From, To int // in Stock.Depots; -1 for outside
	Item     Item
	Quantity int
	Centimes int   // paid for a purchase
	Case     int   // for whom something is distributed, in WinterPlan.Cases; -1 for an institution made ready
	Place    Place // of the institution or the case
}

// purchases of a season: items, and centimes for each. The last is the report's:
// 20,204 items for 3,039,333 dirhams; the others are ours.
var purchases = []map[Item][2]int{
	{Blanket: {10_400, 119_00}, Mattress: {5_600, 182_00}},
	{Blanket: {11_300, 122_50}, Mattress: {6_200, 185_00}},
	{Blanket: {12_424, 126_50}, Mattress: {7_780, 188_65}},
}

var items = []Item{Blanket, Mattress}

// needs are what is handed out with a service.
var needs = map[string]map[Item]int{
	AidAtHome:    {Blanket: 2, Mattress: 1},
	Declined:     {Blanket: 1},
	Reintegrated: {Blanket: 1},
}

// supply plans the stock from its end: what the cases of a season need, what the
// institutions are given, what the regional depots must be sent for it, and what
// is bought.
func (w *winter) supply() {
	w.Depots = append(w.Depots, Depot{Name: locale.Text{Ar: "المستودع المركزي بالرباط", Fr: "Dépôt central de Rabat"}, Place: w.town("04.421")})
	for _, slug := range regions() {
		at := w.town(capital(slug))
		w.Depots = append(w.Depots, Depot{Name: at.named("مستودع", "Dépôt de"), Place: at, Region: slug})
	}
	for n := range seasons {
		for _, item := range items {
			w.stock(n, item)
		}
	}
	slices.SortStableFunc(w.Moves, func(a, b StockMove) int {
		return cmp.Or(cmp.Compare(a.Recorded, b.Recorded), cmp.Compare(rankOf[a.Kind], rankOf[b.Kind]))
	})
}

var rankOf = map[MoveKind]int{Purchase: 0, Transfer: 1, Distribution: 2}

// stock plans one item for one season.
func (w *winter) stock(n int, item Item) {
	out := w.handOut(n, item)
	total := 0
	for _, m := range out {
		total += m.Quantity
	}
	bought := max(w.o.scaled(purchases[n][item][0]), 2*total)
	out = append(out, w.makeReady(n, item, bought*85/100-total)...)
	w.buy(n, item, bought)
	w.send(n, item, out)
	w.Moves = append(w.Moves, out...)
}

// handOut is what the cases of a season receive.
func (w *winter) handOut(n int, item Item) []StockMove {
	var out []StockMove
	for i, c := range w.Cases {
		for _, g := range c.Given {
			if q := needs[g.Service][item]; c.Season == n && q > 0 {
				out = append(out, StockMove{When: on(g.Recorded), Kind: Distribution, Season: n, From: w.depotOf(c.Province), To: -1,
					Item: item, Quantity: q, Case: i, Place: c.Place})
			}
		}
	}
	return out
}

// makeReady is what institutions receive at the start of the season.
func (w *winter) makeReady(n int, item Item, quantity int) []StockMove {
	codes, weights := coldest()
	var out []StockMove
	for i, q := range Share(quantity, weights) {
		parts := min(1+q/80, 6)
		for _, part := range Share(q, w.spread(parts, 30)) {
			if part > 0 {
				day := w.workday(seasons[n].From, seasons[n].From.AddDays(24))
				out = append(out, StockMove{When: on(day), Kind: Distribution, Season: n, From: w.depotOf(codes[i]), To: -1,
					Item: item, Quantity: part, Case: -1, Place: w.within(codes[i], false)})
			}
		}
	}
	return out
}

func (w *winter) depotOf(province string) int {
	slug := regionOf(province)
	return slices.IndexFunc(w.Depots, func(d Depot) bool { return d.Region == slug })
}

// buy puts the purchases of a season into the central depot: two lots before it
// and a reserve when it is coldest.
func (w *winter) buy(n int, item Item, quantity int) {
	price := purchases[n][item][1]
	days := []int{-25, -8, 35}
	for i, q := range Share(quantity, []int{55, 35, 10}) {
		w.Moves = append(w.Moves, StockMove{When: on(Workday(seasons[n].From.AddDays(days[i]))), Kind: Purchase, Season: n,
			From: -1, To: 0, Item: item, Quantity: q, Centimes: q * price, Case: -1})
	}
}

// send fills the regional depots in two waves, each after a lot has come in and
// before the season, with all that they are to hand out.
func (w *winter) send(n int, item Item, out []StockMove) {
	demand := make([]int, len(w.Depots))
	for _, m := range out {
		demand[m.From] += m.Quantity
	}
	for depot, q := range demand {
		early := q * 60 / 100
		for i, part := range []int{early, q - early} {
			if part > 0 {
				w.Moves = append(w.Moves, StockMove{When: on(Workday(seasons[n].From.AddDays([]int{-18, -5}[i]))), Kind: Transfer, Season: n,
					From: 0, To: depot, Item: item, Quantity: part, Case: -1})
			}
		}
	}
}
