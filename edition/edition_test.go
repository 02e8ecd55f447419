package edition_test

import (
	"strings"
	"testing"

	"sanad/access"
	"sanad/calendar"
	"sanad/edition"
	"sanad/fault"
	"sanad/locale"
	"sanad/statistics"
)

// The whole way, with everyone who may not take a step refused.
func TestAnEditionIsReleasedByTwoOthers(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		ctx, id := w.Context(), w.draft(w.drafting("2021-07-02"))
		w.refused("edition.forbidden")(w.office.Check(ctx, w.request(id, director)))
		w.refused("edition.state")(w.office.Sign(ctx, w.request(id, chief)))
		w.must(w.office.Check(ctx, w.request(id, preparer)))
		w.refused("edition.forbidden")(w.office.Sign(ctx, w.request(id, clerk)))
		w.refused("edition.own")(w.office.Sign(ctx, w.request(id, preparer)))
		w.refused("edition.state")(w.office.Release(ctx, w.request(id, preparer), 0))
		w.must(w.office.Sign(ctx, w.request(id, chief)))
		w.refused("edition.signed-already")(w.office.Sign(ctx, w.request(id, chief)))
		w.refused("edition.state")(w.office.Release(ctx, w.request(id, preparer), 0))
		old := w.request(id, director)
		old.Seen = 2
		w.refused("edition.changed")(w.office.Sign(ctx, old))
		again := w.request(id, director)
		w.must(w.office.Sign(ctx, again))
		if ev, err := w.office.Sign(ctx, again); err != nil || !ev.Replayed {
			w.Errorf("sent again: %+v, %v", ev, err)
		}
		w.refused("edition.embargo-past")(w.office.Release(ctx, w.request(id, preparer), w.db.Now()-1))

		until := w.db.Now() + calendar.Instant(3600e6)
		w.must(w.office.Release(ctx, w.request(id, preparer), until))
		e := w.get(id)
		if e.State != edition.Released || e.Published(until-1) || !e.Embargoed(until-1) || !e.Published(until) {
			w.Errorf("under embargo until %v: %+v", until, e)
		}
		if _, err := edition.Reader(ctx, w.db, id, until-1); fault.CodeOf(err) != fault.NotFound {
			w.Errorf("read before the embargo ends: %v", err)
		}
		if list, err := edition.Public(ctx, w.db, until); err != nil || len(list) != 1 {
			w.Errorf("published at %v: %d, %v", until, len(list), err)
		}
		w.must(w.office.Release(ctx, w.request(id, preparer), 0))
		w.refused("edition.published")(w.office.Release(ctx, w.request(id, preparer), until))
		w.refused("edition.reason")(w.office.Withdraw(ctx, w.request(id, director)))
		gone := w.request(id, director)
		gone.Reason = "خطأ في المصدر"
		w.must(w.office.Withdraw(ctx, gone))
		e = w.get(id)
		if _, err := w.office.Tables(ctx, e); fault.KeyOf(err) != "edition.withdrawn" || e.Reason != gone.Reason {
			w.Errorf("withdrawn: %v, %+v", err, e)
		}
		if list, _ := edition.Public(ctx, w.db, w.db.Now()); len(list) != 1 {
			w.Error("an edition that was published disappears from the list when it is withdrawn")
		}
		w.verified()
	})
}

func (w *world) verified() {
	w.Helper()
	n, err := w.office.Verify(w.Context(), w.db, func(problem string) { w.Error(problem) })
	if err != nil || n == 0 {
		w.Errorf("verified %d editions, %v", n, err)
	}
}

func TestADraftNamesWhatIsWrong(t *testing.T) {
	each(t, func(w *world) {
		bad := edition.Drafting{Key: w.id(), ID: w.id(), Actor: preparer, Series: "Été"}
		_, err := w.office.Draft(w.Context(), bad)
		for _, key := range []string{"edition.series", "edition.title", "edition.empty"} {
			if err == nil || !strings.Contains(err.Error(), key) {
				w.Errorf("%s is not told: %v", key, err)
			}
		}
		unknown := w.drafting("2021-07-02")
		unknown.Contents = []edition.Content{{Table: "nothing"}}
		w.refused("statistics.table-unknown")(w.office.Draft(w.Context(), unknown))
		orphan := w.drafting("2021-07-02")
		orphan.Replaces = w.id()
		w.refused("edition.replaces")(w.office.Draft(w.Context(), orphan))
		forbidden := w.drafting("2021-07-02")
		forbidden.Actor = clerk
		w.refused("edition.forbidden")(w.office.Draft(w.Context(), forbidden))
		if list, err := edition.List(w.Context(), w.db, preparer.Scope(access.EditionsRead)); err != nil || len(list) != 0 {
			w.Errorf("refused drafts left %d editions, %v", len(list), err)
		}
		w.draft(w.drafting("2021-07-02"))
		if list, _ := edition.List(w.Context(), w.db, clerk.Scope(access.EditionsRead)); len(list) != 0 {
			w.Error("who may not read editions lists them")
		}
	})
}

// Records added since and a newer programme change nothing of an edition.
func TestAnEditionIsTheSameBytesForEver(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		e := w.publish(w.drafting("2021-07-02"))
		first := w.written(e)
		if !strings.Contains(first, statistics.SuppressedMark) || strings.Contains(first, "\"rows\": []") {
			w.Fatalf("the tables show nothing: %s", first[:200])
		}
		w.reverse(w.post("widows_supported", "06.141", "2021-03-10", 9))
		w.post("widows_supported", "01.511", "2021-04-10", 7)
		newer := set(w, strings.NewReplacer("Tableau", "Tableau nouveau", "widows_supported, title", "orphans_supported, title"))
		w.office = edition.NewOffice(w.db, newer)
		if again := w.written(w.get(e.ID)); again != first {
			w.Errorf("computed again by a newer program:\n%s\nfirst:\n%s", again, first)
		}
		w.verified()
		next := w.publish(w.drafting("2021-07-02"))
		if w.written(next) == first {
			w.Error("the newer definition makes no difference: the test shows nothing")
		}
	})
}

func TestADefinitionThatIsGoneIsNamed(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		e := w.publish(w.drafting("2021-07-02"))
		e.Definitions = map[string]string{"widows-support": "0000"}
		_, err := w.office.Tables(w.Context(), e)
		if fault.KeyOf(err) != "edition.definition-lost" || !strings.Contains(locale.For(locale.English).Fault(err), "0000") {
			w.Errorf("got %v", err)
		}
	})
}

// A cell is found by the keys of its row and column.
func cell(w *world, tables []edition.Table, table, row, column string) statistics.Cell {
	w.Helper()
	for _, t := range tables {
		if t.Table == table {
			if c, ok := t.Result.Cell(row, column); ok {
				return c
			}
		}
	}
	w.Fatalf("no cell %s %s %s", table, row, column)
	return statistics.Cell{}
}

func TestSmallCountsOfPersonsAreHidden(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		e := w.publish(w.drafting("2021-07-02"))
		tables := w.tables(e)
		for row, hidden := range map[string]bool{"oriental": true, "beni-mellal-khenifra": false, "casablanca-settat": true, "rabat-sale-kenitra": false, statistics.Total: false} {
			if got := cell(w, tables, "toy-persons", row, "stay").State == statistics.Suppressed; got != hidden {
				w.Errorf("%s hidden: %v, want %v", row, got, hidden)
			}
		}
		if c := cell(w, tables, "toy-persons", "oriental", "pledged"); !c.Known() {
			w.Error("an amount of money is hidden")
		}
		// A threshold of its own: 2 accepted of 12 in one region, and what else is needed.
		if c := cell(w, tables, "toy-dossiers", "casablanca-settat", "took"); c.Known() {
			w.Error("2 dossiers stand in a table whose threshold is 3")
		}
		var text strings.Builder
		if err := tables[1].Result.WriteJSON(&text); err != nil || !strings.Contains(tables[1].Protection(locale.For(locale.English)), "from 1 to 2") {
			w.Errorf("%v: %s", err, tables[1].Protection(locale.For(locale.English)))
		}
		for i, row := range tables[1].Result.Rows {
			if c := row.Cells[1]; c.State == statistics.Suppressed && row.Shares[0].Den != 0 {
				w.Errorf("row %d: a percentage tells the hidden %s", i, row.Key)
			}
		}
		// Sorted by figures: the hidden rows do not stand where they belong.
		rows, seen := tables[0].Result.Rows, false
		for _, row := range rows {
			if row.Cells[0].State == statistics.Suppressed {
				seen = true
			} else if seen && row.Key != statistics.Unassigned {
				w.Errorf("%s stands after a hidden row: its place tells the hidden figure", row.Key)
			}
		}
	})
}

// Printed in one edition, hidden in the next: the next must know.
func TestALaterEditionKnowsTheEarlierOnes(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		first := w.publish(w.drafting("2021-07-02"))
		w.post("widows_supported", "02.411", "2021-03-10", 30) // 3 become 33: late entries
		next := w.publish(w.drafting("2021-07-02"))
		if cell(w, w.tables(next), "toy-persons", "oriental", "stay").Known() {
			w.Error("what was hidden is printed in the revision: the first edition's hidden cells can be worked out")
		}
		if len(next.Outcome.Against) != 1 || next.Outcome.Against[0] != first.ID {
			w.Errorf("checked against %v", next.Outcome.Against)
		}
	})
}

// An edition signed before another came out may reveal it: it is checked again.
func TestACheckThatIsOvertakenDoesNotPass(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		ctx := w.Context()
		slow := w.draft(w.drafting("2021-07-02"))
		w.must(w.office.Check(ctx, w.request(slow, preparer)))
		w.must(w.office.Sign(ctx, w.request(slow, chief)))
		w.publish(w.drafting("2021-06-02"))
		w.refused("edition.stale")(w.office.Sign(ctx, w.request(slow, director)))
		w.must(w.office.Check(ctx, w.request(slow, preparer)))
		if e := w.get(slow); e.State != edition.Checked || len(e.Signatures) != 0 {
			w.Errorf("checked again: %s with %d signatures", e.State, len(e.Signatures))
		}
	})
}

func TestReplaced(t *testing.T) {
	each(t, func(w *world) {
		w.fill()
		first := w.publish(w.drafting("2021-07-02"))
		d := w.drafting("2021-07-02")
		d.Replaces = first.ID
		next := w.publish(d)
		got, ok, err := edition.ReplacedBy(w.Context(), w.db, first.ID, w.db.Now())
		if err != nil || !ok || got.ID != next.ID {
			w.Errorf("replaced by %v, %v, %v", got.ID, ok, err)
		}
		if _, ok, _ := edition.ReplacedBy(w.Context(), w.db, next.ID, w.db.Now()); ok {
			w.Error("the newest is replaced")
		}
	})
}
