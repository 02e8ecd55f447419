package registry_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// A draft finds among drafts whom it finds among the same persons registered, as
// likely: the dry run of a list says what its writing will meet.
func TestGatheredDraftsAreFoundAsPersonsAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys, clerk := testKeys(t), access.SystemActor("test")
		gathered, err := registry.NewGathered(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[store.ID]int64{}
		var drafts []registry.Draft
		for n := range 60 {
			f := family(7 * n)
			drafts = append(drafts, f.Mother, f.Children[0], f.Children[1])
		}
		for n, d := range drafts {
			p, err := registry.Register(t.Context(), registry.Alone(db), keys, act.Act{Key: store.NewID(db.Now()), On: db.Today(), Actor: clerk}, d)
			if err != nil {
				t.Fatal(err)
			}
			ids[p.ID] = int64(n)
			gathered.Add(int64(n), d)
		}
		found := 0
		for n, d := range drafts {
			asked := d
			asked.Identifiers = nil
			switch n % 4 {
			case 0:
				asked.Arabic = registry.Name{}
			case 1:
				asked.Latin = registry.Name{}
			case 2:
				asked.Birth = calendar.Birth{On: d.Birth.On + 366, Precision: calendar.ByDay}
			case 3:
				asked.Arabic.Given, asked.Arabic.Family = d.Arabic.Family, d.Arabic.Given
			}
			registered, err := registry.FindAlike(t.Context(), db, keys, access.System("a test"), asked)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for _, a := range registered {
				want = append(want, fmt.Sprintf("%d %.3f", ids[a.ID], a.Why.Probability))
			}
			for _, a := range gathered.Alike(asked) {
				got = append(got, fmt.Sprintf("%d %.3f", a.Name, a.Why.Probability))
			}
			found += len(want)
			slices.SortFunc(want, cmp.Compare)
			slices.SortFunc(got, cmp.Compare)
			if !slices.Equal(got, want) {
				t.Errorf("draft %d: among drafts %v, among persons %v", n, got, want)
			}
		}
		if found < len(drafts)/2 {
			t.Errorf("only %d found: the test asks nothing", found)
		}
	})
}
