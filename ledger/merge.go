package ledger

import (
	"context"

	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Merging is a subject that counts as another from an instant on; Into zero: as
// itself again.
type Merging struct {
	RecordedAt calendar.Instant
	From, Into store.ID
}

// Merge makes a subject count as another from when the act is recorded on: two
// entries of one person are then one in every distinct count. Known on an
// instant before, they are still two. No posting changes.
//
// Errors: ledger.merged when the subject already counts as another;
// ledger.merge-itself when the other counts as the subject, or is it.
func Merge(ctx context.Context, s *act.Step, from, into store.ID) error {
	other, err := mergedInto(ctx, s, from)
	if err != nil {
		return err
	}
	if !other.IsZero() {
		return fault.New(fault.Conflict, "ledger.merged", fault.Args{"subject": from, "other": other})
	}
	for at := into; !at.IsZero(); {
		if at == from {
			return fault.New(fault.Conflict, "ledger.merge-itself", fault.Args{"subject": from, "other": into})
		}
		if at, err = mergedInto(ctx, s, at); err != nil {
			return err
		}
	}
	return insertMerge(ctx, s, Merging{s.Now(), from, into})
}

// Unmerge makes a subject count as itself again, from when the act is recorded.
//
// Errors: ledger.not-merged when it does not count as the other.
func Unmerge(ctx context.Context, s *act.Step, from, into store.ID) error {
	other, err := mergedInto(ctx, s, from)
	if err != nil {
		return err
	}
	if other != into || into.IsZero() {
		return fault.New(fault.Conflict, "ledger.not-merged", fault.Args{"subject": from, "other": into})
	}
	return insertMerge(ctx, s, Merging{s.Now(), from, store.ID{}})
}

// union is a merge between the numbers of subjects.
type union struct {
	recorded   calendar.Instant
	from, into uint32
}

// roots says, of each merged subject, as whom it counts. The unions are in the
// order of recording.
func roots(unions []union) map[uint32]uint32 {
	into := map[uint32]uint32{}
	for _, u := range unions {
		into[u.from] = u.into
	}
	out := map[uint32]uint32{}
	for from, to := range into {
		if to == 0 {
			continue
		}
		for into[to] != 0 {
			to = into[to]
		}
		out[from] = to
	}
	return out
}
