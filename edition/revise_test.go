package edition_test

import (
	"slices"
	"strings"
	"testing"

	"sanad/edition"
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
			"tanger-tetouan-al-hoceima": {Before: 60, After: 40, Parts: []edition.Part{{Cause: edition.Since, By: -20}}},
			"rabat-sale-kenitra":        {Before: 60, After: 75, Parts: []edition.Part{{Cause: edition.Since, By: 15}}},
			"fes-meknes":                {Before: 25, After: 55, Parts: []edition.Part{{Cause: edition.Addition, By: 30}}},
			statistics.Total:            {Before: 162, After: 187, Parts: []edition.Part{{Cause: edition.Since, By: -5}, {Cause: edition.Addition, By: 30}}},
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
