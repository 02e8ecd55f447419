package registry_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"sanad/act"
	"sanad/calendar"
	"sanad/population"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// wanted is the part of the questions, in percent, to which the right person is
// among the first ten.
const wanted = 95

// Of people who were written more than once, the first writing is registered and
// the others are what somebody types: another spelling, the other script, a slip
// of the hand, the two names exchanged. The right person is among the first ten.
func TestSearchFindsWhoWasWrittenAnotherWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		asked, found := 0, 0
		var lost []string
		keys := testKeys(t)
		ids := map[string]store.ID{}
		var questions [][]string
		err := act.Together(t.Context(), db, func(tx *store.Tx) error {
			clear(ids)
			questions = nil
			for _, row := range written(t, 6000, 21) {
				person := row[1]
				if _, known := ids[person]; known {
					questions = append(questions, row)
					continue
				}
				d := registry.Draft{Arabic: registry.Name{Given: row[3], Family: row[4]}, Latin: registry.Name{Given: row[5], Family: row[6]}, Sex: registry.Sex(row[7]), Province: "01.511"}
				if d.Birth, _ = calendar.ParseBirth(row[8]); d.Birth.IsZero() || d.Check(db.Today()) != nil {
					continue // an office would not have taken it
				}
				p, err := registry.Register(t.Context(), registry.Within(tx), keys, by(system, db), d)
				if err != nil {
					return err
				}
				ids[person] = p.ID
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range questions {
			text := strings.TrimSpace(row[3] + " " + row[4])
			if text == "" {
				text = strings.TrimSpace(row[5] + " " + row[6])
			}
			if len(strings.Fields(text)) < 2 {
				continue
			}
			asked++
			got, err := registry.Search(t.Context(), db, keys, all, registry.Query{Text: text, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(got.Persons, func(p registry.Person) bool { return p.ID == ids[row[1]] }) {
				found++
			} else {
				is, _ := registry.Get(t.Context(), db, all, ids[row[1]])
				lost = append(lost, text+" = "+is.Arabic.String()+" "+is.Latin.String())
			}
		}
		t.Logf("%d of %d found", found, asked)
		if asked < 500 || found*100 < asked*wanted {
			t.Errorf("found %d of %d, want %d %%; not found: %q", found, asked, wanted, lost[:min(40, len(lost))])
		}
	})
}

// written is a synthetic register.
func written(t *testing.T, n int, seed uint64) [][]string {
	t.Helper()
	var file bytes.Buffer
	if err := population.Write(&file, n, seed); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
