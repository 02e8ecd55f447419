package registry

import (
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
	Pairs   int              `json:"pairs"`  // worth a look
	Missed  float64          `json:"missed"` // estimated part of the pairs of one person that it could not see
	On      calendar.Instant `json:"-"`
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
	table, ids, err := matchTable(ctx, db, k)
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
	o := linkage.Options{Threshold: linkage.DefaultThreshold, Workers: runtime.GOMAXPROCS(0), Clock: db.Now, Apart: apart}
	if table.Len() < fewest {
		o.Model = &linkage.Model{}
		if err := json.Unmarshal(firstModel, o.Model); err != nil {
			return Pass{}, err
		}
	}
	result := linkage.Link(table, o)
	model, err := learned(table, result)
	if err != nil {
		return Pass{}, err
	}
	found := worthALook(table, result, ids, never)
	if found, err = besideKin(ctx, db, found); err != nil {
		return Pass{}, err
	}
	pass := Pass{Records: len(ids), Pairs: len(found), Missed: result.Missed}
	a := act.Act{Key: store.NewID(db.Now()), Party: passOffice, Stream: passOffice, Kind: "match.pass", On: db.Today(), Actor: access.SystemActor("match"), Fresh: true}
	_, err = act.Do(ctx, db, a, func(ctx context.Context, s *act.Step) (any, error) {
		return pass, writePass(ctx, s, pass, found, model)
	})
	return pass, err
}

// matchTable reads every record that stands into a table for comparison; the
// i-th record of the table is the i-th identifier.
func matchTable(ctx context.Context, db *store.DB, k *Keys) (*linkage.Table, []store.ID, error) {
	cards, err := allCards(ctx, db, k)
	if err != nil {
		return nil, nil, err
	}
	var ids []store.ID
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
				ids = append(ids, p.ID)
				return w.Write(p.record(cards[p.ID]))
			})
		}
		w.Flush()
		out.CloseWithError(errors.Join(err, w.Error()))
	}()
	table, err := linkage.Read(matchColumns, linkage.ReadOptions{Workers: runtime.GOMAXPROCS(0)}, linkage.Source{Name: "register", Reader: in})
	in.CloseWithError(err)
	<-written
	return table, ids, err
}

// learned is the model of a pass as it is kept; of a small register the first.
func learned(t *linkage.Table, r *linkage.Result) ([]byte, error) {
	if t.Len() < fewest {
		return firstModel, nil
	}
	r.Model.Remember(t)
	return json.Marshal(r.Model)
}

// pairFound is a line of the queue.
type pairFound struct {
	first, second store.ID
	chance        int // of ten thousand
	twins         bool
}

func worthALook(t *linkage.Table, r *linkage.Result, ids []store.ID, never map[[2]store.ID]bool) []pairFound {
	var out []pairFound
	explain := linkage.NewExplainer(t, r.Model)
	for _, p := range r.Pairs {
		first, second := ordered(ids[p.A], ids[p.B])
		if never[[2]store.ID{first, second}] {
			continue
		}
		x := explain.Explain(p.A, p.B)
		out = append(out, pairFound{first, second, int(math.Round(x.Probability * 10_000)), x.Twins})
		if len(out) == mostPairs {
			break
		}
	}
	return out
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
