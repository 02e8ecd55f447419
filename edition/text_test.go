package edition_test

import (
	"slices"
	"strings"
	"testing"

	"sanad/edition"
	"sanad/fault"
	"sanad/ledger"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// sentences are figures of running text over the toys: the total of a table, a
// region alone, which is a cell of it, a part of which the rest is few people, and
// what is made of these.
const sentences = `figures:
  - {name: said.all, measure: widows_supported, title: {ar: أ, fr: A, en: A}}
  - {name: said.coast, measure: widows_supported, where: {region: [casablanca-settat]}, title: {ar: ب, fr: B, en: B}}
  - {name: said.heart, measure: widows_supported, where: {region: [oriental]}, title: {ar: ج, fr: C, en: C}}
  - {name: said.most, measure: widows_supported, where: {region: [tanger-tetouan-al-hoceima, fes-meknes, rabat-sale-kenitra, beni-mellal-khenifra, casablanca-settat]}, title: {ar: د, fr: D, en: D}}
  - {name: said.both, sum: [said.coast, said.heart], title: {ar: ه, fr: E, en: E}}
  - {name: said.share, share: {of: said.coast, in: said.all}, title: {ar: و, fr: F, en: F}}
  - {name: said.money, measure: monthly_support, where: {region: [oriental]}, title: {ar: ز, fr: G, en: G}}
`

// spoken gives an office whose programmes have the sentences.
func spoken(t *testing.T, run func(w *world)) {
	programmes := setWith(t, func(text string) string {
		return strings.Replace(withTables(text, toys), "figures:\n", sentences, 1)
	})
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := &world{T: t, db: db, book: &ledger.Book{}, office: edition.NewOffice(db, programmes)}
		w.fill()
		run(w)
	})
}

func (w *world) figures(e edition.Edition) map[string]statistics.Figure {
	w.Helper()
	got, err := w.office.Figures(w.Context(), e)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// A sentence says no small count, nothing that gives one back beside the tables,
// and no percentage of what it does not say.
func TestASentenceTellsNoSmallCount(t *testing.T) {
	spoken(t, func(w *world) {
		e := w.publish(w.drafting("2021-07-02"))
		got, tables := w.figures(e), w.tables(e)
		for name, withheld := range map[string]bool{"said.all": false, "said.coast": true, "said.heart": true, "said.most": true, "said.share": true, "said.money": false} {
			if (got[name].Cell.State == statistics.Suppressed) != withheld || slices.Contains(e.Outcome.Text.Withheld, name) != withheld {
				w.Errorf("%s is %+v, withheld %v", name, got[name].Cell, e.Outcome.Text.Withheld)
			}
			if f := got[name]; withheld && (f.Cell.Value != 0 || f.Share.Den != 0) {
				w.Errorf("%s still holds its value: %+v", name, f)
			}
		}
		for row, name := range map[string]string{"casablanca-settat": "said.coast", "oriental": "said.heart", statistics.Total: "said.all"} {
			c := cell(w, tables, "toy-persons", row, "stay")
			if c.State != got[name].Cell.State || c.Value != got[name].Cell.Value {
				w.Errorf("%s is %+v in the table and %+v in the text", name, c, got[name].Cell)
			}
		}
		if both := got["said.both"].Cell; both.Known() && (got["said.coast"].Cell.Known() || got["said.heart"].Cell.Known()) {
			w.Error("a sum and one of its parts tell the other")
		}
		w.verified()
	})
}

// What was withheld once is not said the day after, when it has grown.
func TestALaterTextKnowsTheEarlierOne(t *testing.T) {
	spoken(t, func(w *world) {
		w.publish(w.drafting("2021-07-02"))
		w.post("widows_supported", "02.411", "2021-03-10", 30)
		next := w.publish(w.drafting("2021-07-02"))
		if w.figures(next)["said.heart"].Cell.Known() {
			w.Error("the revision says what the first edition withheld")
		}
	})
}

// Recorded since, nothing changes what was signed; a decision that was tampered
// with is not shown.
func TestTheTextIsWhatWasSigned(t *testing.T) {
	spoken(t, func(w *world) {
		e := w.publish(w.drafting("2021-07-02"))
		first := w.figures(e)
		w.post("widows_supported", "02.411", "2021-03-10", 30)
		if again := w.figures(w.get(e.ID)); again["said.all"].Plain() != first["said.all"].Plain() || first["said.all"].Plain() == "" {
			w.Errorf("%s became %s", first["said.all"].Plain(), again["said.all"].Plain())
		}
		text := *e.Outcome.Text
		e.Outcome.Text, text.Withheld = &text, nil
		if _, err := w.office.Figures(w.Context(), e); fault.KeyOf(err) != "edition.text-differs" {
			w.Errorf("everything said after all: %v", err)
		}
		e.Outcome.Text = nil
		if _, err := w.office.Figures(w.Context(), e); fault.KeyOf(err) != "edition.not-checked" {
			w.Errorf("an edition without a decision on its text: %v", err)
		}
	})
}
