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
// grows old, and when so large a part was written that the whole is quicker: one
// look costs as much as two hundred records of it.
const (
	wholeEvery = calendar.Instant(7 * 24 * time.Hour / time.Microsecond)
	wholeFrom  = 200 // one record in so many
)

// MatchNew compares what was written since the last pass with the whole register,
// by its indexes and with the model that is kept: the same pairs come into the
// queue, with the same chances, as by MatchAll with that model. It is MatchAll
// itself in a small register, before the first pass, after a week, and when more
// than one record in two hundred was written. Its memory is that of the queue.
//
// Errors: registry.key-wrong; act's.
func MatchNew(ctx context.Context, db *store.DB, k *Keys) (Pass, error) {
	return matchNew(ctx, db, k, wholeFrom)
}

func matchNew(ctx context.Context, db *store.DB, k *Keys, from int) (Pass, error) {
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
	if len(written)*from > last.Records {
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
	l := looks{q: db, k: k, crowds: map[parts][]met{}}
	found := map[[2]store.ID]pairFound{}
	for chunk := range slices.Chunk(written, 100) {
		persons, err := standingAmong(ctx, db, chunk)
		if err != nil {
			return nil, err
		}
		for _, p := range persons {
			others, err := l.metBy(ctx, p)
			if err != nil {
				return nil, err
			}
			card, err := k.cin(p)
			if err != nil {
				return nil, err
			}
			judged(by, met{p.ID, p.record(card)}, others, func(f pairFound) {
				if two := [2]store.ID{f.first, f.second}; !never[two] {
					found[two] = f
				}
			})
		}
	}
	return besideKin(ctx, db, likeliest(slices.Collect(maps.Values(found))))
}

// met is a record as it is compared; the card in clear stays in memory.
type met struct {
	id     store.ID
	record []string
}

// looks finds the records that others meet (passKey.meets). Thousands may have one
// name: those are read once for all of them that were written.
type looks struct {
	q      store.Q
	k      *Keys
	crowds map[parts][]met // by the sounds of both names
	held   int             // records in crowds
}

// Bounds of what is kept of crowds.
const (
	crowd      = 200
	mostHeld   = 50_000
	mostLooked = 1_000_000 // no name of a country has so many
)

func (l *looks) look() alike {
	return alike{q: l.q, scope: access.System("the pass over the register"), most: mostLooked, seen: map[store.ID]bool{}}
}

// metBy are the records that a person's key meets.
func (l *looks) metBy(ctx context.Context, p Person) ([]met, error) {
	heard, a := p.heard(), l.look()
	a.seen[p.ID] = true
	var out []met
	for _, s := range heard {
		named, err := l.named(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, m := range named {
			if !a.seen[m.id] {
				a.seen[m.id] = true
				out = append(out, m)
			}
		}
	}
	if err := a.dayAndName(ctx, heard, p.Birth.On); err != nil {
		return nil, err
	}
	if err := a.home(ctx, heard, p); err != nil {
		return nil, err
	}
	more, err := l.compared(ctx, a.found)
	return append(out, more...), err
}

// named are those of whom both names sound so, in either order.
func (l *looks) named(ctx context.Context, s parts) ([]met, error) {
	if kept, ok := l.crowds[s]; ok {
		return kept, nil
	}
	a := l.look()
	if err := a.bothNames(ctx, []parts{s}, func(*store.Where) {}); err != nil {
		return nil, err
	}
	list, err := l.compared(ctx, a.found)
	if err == nil && len(list) >= crowd {
		if l.held += len(list); l.held > mostHeld {
			clear(l.crowds)
			l.held = len(list)
		}
		l.crowds[s] = list
	}
	return list, err
}

// compared are records as they are compared.
func (l *looks) compared(ctx context.Context, list []Person) ([]met, error) {
	out := make([]met, 0, len(list))
	for part := range slices.Chunk(list, 1000) { // a statement takes so many values
		persons, err := WithIdentifiers(ctx, l.q, part)
		if err != nil {
			return nil, err
		}
		for _, p := range persons {
			card, err := l.k.cin(p)
			if err != nil {
				return nil, err
			}
			out = append(out, met{p.ID, p.record(card)})
		}
	}
	return out, nil
}

// judged gives the pairs of a record worth a look, each compared in the order of
// its records, as a pass over the whole does.
func judged(by *linkage.Matcher, of met, others []met, visit func(pairFound)) {
	var before, after [][]string
	var first, second []store.ID
	for _, o := range others {
		if one, _ := ordered(o.id, of.id); one == o.id {
			before, first = append(before, o.record), append(first, o.id)
		} else {
			after, second = append(after, o.record), append(second, o.id)
		}
	}
	for i, x := range by.CompareTo(before, of.record) {
		if x.Probability >= linkage.Review {
			visit(pairFound{first[i], of.id, chanceOf(x), x.Twins})
		}
	}
	for i, x := range by.Compare(of.record, after) {
		if x.Probability >= linkage.Review {
			visit(pairFound{of.id, second[i], chanceOf(x), x.Twins})
		}
	}
}
