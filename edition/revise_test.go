package edition_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sanad/act"
	"sanad/edition"
	"sanad/ledger"
	"sanad/statistics"
)

// Between the two editions: a late entry, a correction, a new month and another
// definition. The note tells each, and adds up.
func TestARevisionTellsWhyFiguresChanged(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		wrong := w.post("widows_supported", "01.511", "2021-05-04", 20)
		first := w.publish(w.drafting("2021-07-02"))
		w.reverse(wrong)
		w.post("widows_supported", "04.421", "2021-05-20", 15) // late
		w.post("widows_supported", "03.061", "2021-08-09", 30) // a later day
		w.office = edition.NewOffice(w.db, set(w, strings.NewReplacer("measure: received", "measure: accepted", "threshold: 3", "threshold: 2")))
		next := w.publish(w.drafting("2021-09-30"))
		note, err := w.office.Revise(w.Context(), first, next)
		if err != nil {
			w.Fatal(err)
		}
		for row, want := range map[string]edition.Change{
			"tanger-tetouan-al-hoceima": {Before: 60, After: 40, Parts: []edition.Part{{Cause: edition.Correction, By: -20}}},
			"rabat-sale-kenitra":        {Before: 60, After: 75, Parts: []edition.Part{{Cause: edition.Late, By: 15}}},
			"fes-meknes":                {Before: 25, After: 55, Parts: []edition.Part{{Cause: edition.Addition, By: 30}}},
			statistics.Total:            {Before: 162, After: 187, Parts: []edition.Part{{Cause: edition.Late, By: 15}, {Cause: edition.Correction, By: -20}, {Cause: edition.Addition, By: 30}}},
		} {
			want.Row, want.Column = row, "stay"
			if got := change(note, "toy-persons", row, "stay"); got.Before != want.Before || got.After != want.After || !slices.Equal(got.Parts, want.Parts) {
				w.Errorf("%s: %+v, want %+v", row, got, want)
			}
		}
		got := change(note, "toy-dossiers", statistics.Total, "came")
		if !slices.Equal(got.Parts, []edition.Part{{Cause: edition.Definition, By: -60}}) {
			w.Errorf("the definition changed: %+v", got)
		}
		causes := map[edition.Cause]int64{}
		for _, a := range note.Added {
			causes[a.Cause] += a.Quantity
		}
		if causes[edition.Late] != 15 || causes[edition.Correction] != -20 || causes[edition.Addition] != 30 {
			w.Errorf("postings by cause: %v", causes)
		}
		for _, r := range note.Tables {
			if r.Table == "toy-persons" && r.Withheld == 0 {
				w.Error("the hidden cells are not counted")
			}
			for _, c := range r.Changes {
				var sum int64
				for _, p := range c.Parts {
					sum += p.By
				}
				if len(c.Parts) > 0 && sum != c.After-c.Before {
					w.Errorf("%+v does not add up", c)
				}
				if c.Row == "oriental" && c.Column == "stay" {
					w.Error("a hidden figure stands in the note")
				}
			}
		}
		if _, err := w.office.Revise(w.Context(), next, first); err == nil {
			w.Error("compared with a later edition")
		}
	})
}

func change(n edition.Note, table, row, column string) edition.Change {
	for _, r := range n.Tables {
		for _, c := range r.Changes {
			if r.Table == table && c.Row == row && c.Column == column {
				return c
			}
		}
	}
	return edition.Change{}
}

// heads is a table that counts persons, each once.
const heads = `
  - name: toy-heads
    unit: persons
    by: [region]
    title: {ar: جدول, fr: Tableau, en: Table}
    columns:
      - {key: heads, measure: widows_supported, kind: distinct, title: {ar: ب, fr: B, en: B}}
`

// Of persons counted once, each cause adds what it adds to those before it: ten
// who were entered late, eight whose file was taken back, six entries that turned
// out to be of persons counted already, one of them entered late, twelve of a
// later day.
func TestAMergeIsACauseOfItsOwn(t *testing.T) {
	programmes := setWith(t, func(text string) string { return withTables(text, heads) })
	each(t, func(w *world) {
		w.office = edition.NewOffice(w.db, programmes)
		counted := func(n int, day string) (list []act.Event) {
			for range n {
				list = append(list, w.post("widows_supported", "01.511", day, 1))
			}
			return list
		}
		drafting := func(asOf string) edition.Drafting {
			d := w.drafting(asOf)
			d.Contents = []edition.Content{{Table: "toy-heads"}}
			return d
		}
		merge := func(from, into act.Event) {
			w.do(w.id(), func(ctx context.Context, s *act.Step) error { return ledger.Merge(ctx, s, from.Stream, into.Stream) })
		}
		known := counted(60, "2021-03-10")
		first := w.publish(drafting("2021-07-02"))
		late := counted(10, "2021-05-20")
		for _, ev := range known[:8] {
			w.reverse(ev)
		}
		for i := range 5 {
			merge(known[20+i], known[30+i])
		}
		merge(late[0], known[40])
		merge(known[0], known[50]) // whose file was taken back: nobody less
		counted(12, "2021-08-09")
		next := w.publish(drafting("2021-09-30"))
		note, err := w.office.Revise(w.Context(), first, next)
		if err != nil {
			w.Fatal(err)
		}
		want := edition.Change{Row: "tanger-tetouan-al-hoceima", Column: "heads", Before: 60, After: 68, Parts: []edition.Part{
			{Cause: edition.Late, By: 10}, {Cause: edition.Correction, By: -8}, {Cause: edition.Merge, By: -6}, {Cause: edition.Addition, By: 12}}}
		if got := change(note, "toy-heads", want.Row, want.Column); !reflect.DeepEqual(got, want) {
			w.Errorf("got %+v, want %+v", got, want)
		}
		if note.Merges != 7 {
			w.Errorf("%d merges", note.Merges)
		}
	})
}

// Parts that are small alone are told together, where together they are not.
func TestSmallPartsAreToldTogether(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		wrong := w.post("widows_supported", "04.421", "2021-05-04", 1)
		first := w.publish(w.drafting("2021-07-02"))
		w.reverse(wrong)
		w.post("widows_supported", "04.421", "2021-05-20", 20)
		w.post("widows_supported", "04.421", "2021-08-20", 30)
		note, err := w.office.Revise(w.Context(), first, w.publish(w.drafting("2021-09-30")))
		if err != nil {
			w.Fatal(err)
		}
		want := []edition.Part{{Cause: edition.Since, By: 19}, {Cause: edition.Addition, By: 30}}
		if got := change(note, "toy-persons", "rabat-sale-kenitra", "stay"); !slices.Equal(got.Parts, want) {
			w.Errorf("got %+v, want %+v", got, want)
		}
	})
}

// One late entry beside thirty new ones: the parts would tell of one person.
func TestASmallPartIsNotTold(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		first := w.publish(w.drafting("2021-07-02"))
		w.post("widows_supported", "04.421", "2021-05-20", 1)
		w.post("widows_supported", "04.421", "2021-08-20", 30)
		next := w.publish(w.drafting("2021-09-30"))
		note, err := w.office.Revise(w.Context(), first, next)
		if err != nil {
			w.Fatal(err)
		}
		if got := change(note, "toy-persons", "rabat-sale-kenitra", "stay"); got.After-got.Before != 31 || got.Parts != nil {
			w.Errorf("got %+v", got)
		}
	})
}
