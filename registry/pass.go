package registry

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"runtime"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/linkage"
	"sanad/store"
)

// Pass is what a pass over the register found.
type Pass struct {
	Records int              `json:"records"`
	Pairs   int              `json:"pairs"`          // worth a look
	Missed  float64          `json:"missed"`         // estimated part of the pairs of one person that it could not see
	Part    bool             `json:"part,omitempty"` // only what was written since the pass before was compared, with the whole
	On      calendar.Instant `json:"-"`
	upto    calendar.Instant // what was written later is for the next one
}

// fewest is how many records a register has before a pass trains a model of its
// own: from fewer it would learn accidents.
const fewest = 5000

// mostPairs bounds the queue: the likeliest are kept.
const mostPairs = 200_000

// office is the party of the passes' events.
var passOffice = store.MakeID(0, 0x6d61746368, 0x70617373)

// MatchAll compares the whole register with itself and writes the queue of pairs
// that somebody should look at. Records found to be of two persons, and merged
// ones, are not in it. Nothing merges by itself. The register is read as it is
// when the pass begins; what is decided meanwhile holds.
//
// Errors: registry.key-wrong; act's.
func MatchAll(ctx context.Context, db *store.DB, k *Keys) (Pass, error) {
	return matchAll(ctx, db, k, nil)
}

// matchAll judges by a model, or trains one from a register that is large enough.
func matchAll(ctx context.Context, db *store.DB, k *Keys, model *linkage.Model) (Pass, error) {
	upto, err := db.Settle(ctx, 0)
	if err != nil {
		return Pass{}, err
	}
	table, ids, keys, err := matchTable(ctx, db, k)
	if err != nil {
		if fault.KeyOf(err) == "linkage.file-empty" {
			err = nil // nobody is registered
		}
		return Pass{}, err
	}
	at := make(map[store.ID]uint32, len(ids))
	for i, id := range ids {
		at[id] = uint32(i)
	}
	keptApart, err := allApart(ctx, db)
	if err != nil {
		return Pass{}, err
	}
	var apart [][2]uint32
	never := map[[2]store.ID]bool{}
	for _, p := range keptApart {
		never[p] = true
		first, read := at[p[0]]
		if second, also := at[p[1]]; read && also { // else registered since the register was read
			apart = append(apart, [2]uint32{first, second})
		}
	}
	o := linkage.Options{Threshold: linkage.DefaultThreshold, Workers: runtime.GOMAXPROCS(0), Clock: db.Now, Apart: apart, Keep: true, Model: model}
	small := model == nil && table.Len() < fewest
	if small {
		o.Keep = false
		if o.Model, err = modelOf(firstModel); err != nil {
			return Pass{}, err
		}
	}
	result := linkage.Link(table, o)
	kept := firstModel
	if !small {
		if kept, err = json.Marshal(result.Model); err != nil {
			return Pass{}, err
		}
	}
	found := worthALook(table, result, ids, keys, never)
	if found, err = besideKin(ctx, db, found); err != nil {
		return Pass{}, err
	}
	pass := Pass{Records: len(ids), Pairs: len(found), Missed: result.Missed, upto: upto}
	a := act.Act{Key: store.NewID(db.Now()), Party: passOffice, Stream: passOffice, Kind: "match.pass", On: db.Today(), Actor: access.SystemActor("match"), Fresh: true}
	_, err = act.Do(ctx, db, a, func(ctx context.Context, s *act.Step) (any, error) {
		return pass, writePass(ctx, s, pass, found, kept)
	})
	return pass, err
}

// matchTable reads every record that stands into a table for comparison; the
// i-th record of the table is the i-th identifier, and has the i-th key.
func matchTable(ctx context.Context, db *store.DB, k *Keys) (*linkage.Table, []store.ID, []passKey, error) {
	cards, err := allCards(ctx, db, k)
	if err != nil {
		return nil, nil, nil, err
	}
	var ids []store.ID
	var keys []passKey
	numbers := map[string]uint32{"": 0}
	in, out := io.Pipe()
	written := make(chan struct{})
	go func() {
		defer close(written)
		w := csv.NewWriter(out)
		head := make([]string, len(matchColumns))
		for i, m := range matchColumns {
			head[i] = m.Column
		}
		err := w.Write(head)
		if err == nil {
			err = eachStanding(ctx, db, func(p Person) error {
				ids, keys = append(ids, p.ID), append(keys, p.passKey(numbers))
				return w.Write(p.record(cards[p.ID]))
			})
		}
		w.Flush()
		out.CloseWithError(errors.Join(err, w.Error()))
	}()
	table, err := linkage.Read(matchColumns, linkage.ReadOptions{Workers: runtime.GOMAXPROCS(0)}, linkage.Source{Name: "register", Reader: in})
	in.CloseWithError(err)
	<-written
	return table, ids, keys, err
}

// pairFound is a line of the queue.
type pairFound struct {
	first, second store.ID
	chance        int // of ten thousand
	twins         bool
}

// worthALook are the likeliest of the pairs that some look at a register by its
// indexes would find too (passKey.meets), in the order of their records.
func worthALook(t *linkage.Table, r *linkage.Result, ids []store.ID, keys []passKey, never map[[2]store.ID]bool) []pairFound {
	var out []pairFound
	explain := linkage.NewExplainer(t, r.Model)
	for _, p := range r.Pairs {
		first, second := ordered(ids[p.A], ids[p.B])
		if never[[2]store.ID{first, second}] || !keys[p.A].meets(keys[p.B]) {
			continue
		}
		if x := explain.Explain(p.A, p.B); x.Probability >= linkage.Review {
			out = append(out, pairFound{first, second, chanceOf(x), x.Twins})
		}
	}
	return likeliest(out)
}

func chanceOf(x linkage.Explanation) int { return int(math.Round(x.Probability * 10_000)) }

// likeliest keeps as many pairs as the queue may hold, in the order of their
// records.
func likeliest(found []pairFound) []pairFound {
	inOrder := func(a, b pairFound) int {
		return cmp.Or(slices.Compare(a.first[:], b.first[:]), slices.Compare(a.second[:], b.second[:]))
	}
	if len(found) > mostPairs {
		slices.SortFunc(found, func(a, b pairFound) int { return cmp.Or(b.chance-a.chance, inOrder(a, b)) })
		found = found[:mostPairs]
	}
	slices.SortFunc(found, inOrder)
	return found
}

// besideKin takes out the pairs who are mother and child, or husband and wife:
// two persons for certain. Children of one person are marked as twins are, since
// only who compares their papers may find that one was registered twice.
func besideKin(ctx context.Context, q store.Q, found []pairFound) ([]pairFound, error) {
	asked := map[store.ID]bool{}
	for _, p := range found {
		asked[p.first], asked[p.second] = true, true
	}
	linked, parents := map[[2]store.ID]bool{}, map[store.ID][]store.ID{}
	err := eachLink(ctx, q, func(party, other store.ID, child bool) {
		if asked[other] && child {
			parents[other] = append(parents[other], party)
		}
		if asked[party] && asked[other] {
			first, second := ordered(party, other)
			linked[[2]store.ID{first, second}] = true
		}
	})
	if err != nil {
		return nil, err
	}
	out := found[:0]
	for _, p := range found {
		if linked[[2]store.ID{p.first, p.second}] {
			continue
		}
		p.twins = p.twins || slices.ContainsFunc(parents[p.first], func(id store.ID) bool { return slices.Contains(parents[p.second], id) })
		out = append(out, p)
	}
	return out, nil
}
