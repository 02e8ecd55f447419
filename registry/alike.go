package registry

import (
	"cmp"
	"context"
	"slices"

	"sanad/access"
	"sanad/linkage"
	"sanad/store"
)

// Alike is somebody registered who may be the person that a clerk is writing.
type Alike struct {
	Person
	Why linkage.Explanation
}

// Ask is the probability from which a clerk is asked before somebody alike is
// registered; below it, and from linkage.Review on, they are only shown.
const Ask = 0.5

// mostAlike is how many are shown, the likeliest first.
const mostAlike = 5

// FindAlike finds, within the scope, who may be the person of a draft: by the
// sound of both names near the year of birth, and by the day of birth with one
// of the names. The draft may be half typed; without a name and a birth it finds
// nobody. Identifiers are compared in memory and never shown in clear.
//
// Errors: registry.key-wrong; linkage.model.
func FindAlike(ctx context.Context, q store.Q, k *Keys, scope access.Scope, d Draft) ([]Alike, error) {
	d, _ = d.Clean()
	if d.Arabic.IsZero() && d.Latin.IsZero() || d.Birth.IsZero() {
		return nil, nil
	}
	near, err := alikeBySound(ctx, q, scope, d)
	if err != nil {
		return nil, err
	}
	near = slices.DeleteFunc(near, func(p Person) bool { return p.ID == d.ID })
	if len(near) == 0 {
		return nil, nil
	}
	if near, err = WithIdentifiers(ctx, q, near); err != nil {
		return nil, err
	}
	by, err := matcher(ctx, q)
	if err != nil {
		return nil, err
	}
	records := make([][]string, len(near))
	for i, p := range near {
		card, err := k.cin(p)
		if err != nil {
			return nil, err
		}
		records[i] = p.record(card)
	}
	var out []Alike
	for i, why := range by.Compare(d.record(), records) {
		if why.Probability >= linkage.Review {
			out = append(out, Alike{near[i], why})
		}
	}
	slices.SortStableFunc(out, func(a, b Alike) int { return cmp.Compare(b.Why.Probability, a.Why.Probability) })
	return out[:min(len(out), mostAlike)], nil
}
