package registry

import (
	"context"
	"maps"
	"slices"
	"time"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/linkage"
	"sanad/store"
)

// When a pass compares the whole register again: after a week, because a model
// grows old, and when so large a part was written that the whole is quicker.
const (
	wholeEvery = calendar.Instant(7 * 24 * time.Hour / time.Microsecond)
	wholeFrom  = 20 // one record in so many
)

// MatchNew compares what was written since the last pass with the whole register,
// by its indexes and with the model that is kept: the same pairs come into the
// queue, with the same chances, as by MatchAll with that model. It is MatchAll
// itself in a small register, before the first pass, after a week, and when a twentieth of the
// register was written. Its memory is that of the queue.
//
// Errors: registry.key-wrong; act's.
func MatchNew(ctx context.Context, db *store.DB, k *Keys) (Pass, error) {
	upto, err := db.Settle(ctx, 0)
	if err != nil {
		return Pass{}, err
	}
	last, err := LastPass(ctx, db)
	if err != nil {
		return Pass{}, err
	}
	whole, err := lastWhole(ctx, db)
	if err != nil {
		return Pass{}, err
	}
	if last.upto == 0 || last.Records < fewest || upto-whole.On >= wholeEvery {
		return MatchAll(ctx, db, k)
	}
	written, err := writtenSince(ctx, db, last.upto)
	if err != nil {
		return Pass{}, err
	}
	if len(written)*wholeFrom > last.Records {
		return MatchAll(ctx, db, k)
	}
	found, err := matchWritten(ctx, db, k, written)
	if err != nil {
		return Pass{}, err
	}
	var pass Pass
	a := act.Act{Key: store.NewID(db.Now()), Party: passOffice, Stream: passOffice, Kind: "match.pass", On: db.Today(), Actor: access.SystemActor("match"), Fresh: true}
	_, err = act.Do(ctx, db, a, func(ctx context.Context, s *act.Step) (any, error) {
		var err error
		pass, err = writePart(ctx, s, upto, written, found)
		return pass, err
	})
	return pass, err
}

// matchWritten finds the pairs worth a look of the records that were written.
func matchWritten(ctx context.Context, db *store.DB, k *Keys, written []store.ID) ([]pairFound, error) {
	by, err := matcher(ctx, db)
	if err != nil {
		return nil, err
	}
	keptApart, err := allApart(ctx, db)
	if err != nil {
		return nil, err
	}
	never := map[[2]store.ID]bool{}
	for _, p := range keptApart {
		never[p] = true
	}
	found := map[[2]store.ID]pairFound{}
	for chunk := range slices.Chunk(written, 100) {
		persons, err := standingAmong(ctx, db, chunk)
		if err != nil {
			return nil, err
		}
		for _, p := range persons {
			others, err := metBy(ctx, db, p)
			if err != nil {
				return nil, err
			}
			if err := judged(by, k, p, others, func(f pairFound) {
				if two := [2]store.ID{f.first, f.second}; !never[two] {
					found[two] = f
				}
			}); err != nil {
				return nil, err
			}
		}
	}
	return besideKin(ctx, db, likeliest(slices.Collect(maps.Values(found))))
}

// metBy are the records that a person's key meets (passKey.meets), with their
// cards.
func metBy(ctx context.Context, q store.Q, p Person) ([]Person, error) {
	a := alike{q: q, scope: access.System("the pass over the register"), most: mostMet, seen: map[store.ID]bool{p.ID: true}}
	heard := p.heard()
	if err := a.bothNames(ctx, heard, func(*store.Where) {}); err != nil {
		return nil, err
	}
	if err := a.dayAndName(ctx, heard, p.Birth.On); err != nil {
		return nil, err
	}
	if err := a.home(ctx, heard, p); err != nil {
		return nil, err
	}
	return WithIdentifiers(ctx, q, a.found)
}

// mostMet bounds the memory of one look; no name of a country has so many.
const mostMet = 1_000_000

// judged gives the pairs of a person worth a look, each compared in the order of
// its records, as a pass over the whole does.
func judged(by *linkage.Matcher, k *Keys, p Person, others []Person, visit func(pairFound)) error {
	card, err := k.cin(p)
	if err != nil {
		return err
	}
	var before, after [][]string
	var first, second []store.ID
	for _, o := range others {
		other, err := k.cin(o)
		if err != nil {
			return err
		}
		if one, _ := ordered(o.ID, p.ID); one == o.ID {
			before, first = append(before, o.record(other)), append(first, o.ID)
		} else {
			after, second = append(after, o.record(other)), append(second, o.ID)
		}
	}
	record := p.record(card)
	for i, x := range by.CompareTo(before, record) {
		if x.Probability >= linkage.Review {
			visit(pairFound{first[i], p.ID, chanceOf(x), x.Twins})
		}
	}
	for i, x := range by.Compare(record, after) {
		if x.Probability >= linkage.Review {
			visit(pairFound{p.ID, second[i], chanceOf(x), x.Twins})
		}
	}
	return nil
}
