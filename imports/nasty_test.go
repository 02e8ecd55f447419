package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sanad/imports"
	"sanad/store"
	"sanad/store/storetest"
)

// nasty are cells that lists have had, or that somebody might try.
var nasty = []string{"", " ", "؟", "0", "-1", "=1+1", "@SUM(A1)", "\u202eعلي\u202c", "\u200f", "a\x00b", "ﷺ", "😀", strings.Repeat("ن", 500), "00/00/1980", "31/02/2000", "1e5", "12,5",
	"فاطمة", "العلوي", "Fatima", "O'Brien", "أنثى", "F", "x", "نعم", "17/05/1980", "1980", "1980-05", "ZZ800001", "ZZ800002", "zz-800001", "1234567890", "0612345678", "04.421", "الرباط", "سلا", "لا شيء",
	"رب الأسرة", "ابن", "زوج", "M1", "M2", "١", "1", "2", "جديد", "nouveau", "00000000-0000-7000-8000-000000000000", "widow", "أرملة; متزوجة", "yes"}

const headRole = "ربة الأسرة"

// Whatever stands in a file of any kind, every row is accounted for, of persons the
// dry run says what the real one does, the file again deposits nothing more, and
// register and dossiers hold.
func TestNothingInAFileBreaksTheImport(t *testing.T) {
	programme := "widows-support"
	files := map[imports.Kind][]string{
		imports.Persons:      {"key", "given", "family", "given_latin", "family_latin", "sex", "birth", "died_on", "province", "commune", "address", "phone", "cin", "idcs", "massar", "decision"},
		imports.Households:   {"household", "role", "key", "given", "family", "sex", "birth", "died_on", "cin", "decision"},
		imports.Applications: {"key", "person", "given", "family", "sex", "birth", "cin", "day", "province", "decision", "a.marital_status", "a.death_date", "a.ramed_card", "a.ramed_number", "a.orphans.1.person", "a.orphans.1.given_name", "a.orphans.1.birth", "a.orphans.1.sex", "paper.national_card"},
	}
	most := 40
	rapid.Check(t, func(r *rapid.T) {
		if most--; most < 0 {
			return // each takes a database
		}
		w := newWorld(t, storetest.SQLite(t, store.Options{}))
		defer imports.SetBatch(rapid.IntRange(1, 10).Draw(r, "batch"))()
		for _, kind := range []imports.Kind{imports.Persons, imports.Households, imports.Applications} {
			fields := files[kind]
			records := [][]string{fields}
			for range rapid.IntRange(1, 12).Draw(r, "rows") {
				line := make([]string, len(fields))
				n := rapid.IntRange(0, 30).Draw(r, "who")
				who := row(n)
				good := map[string]string{"key": who[0], "given": who[1], "family": who[2], "sex": who[3], "birth": who[4], "cin": who[5], "household": fmt.Sprint("M", n/3), "role": []string{headRole, "ابن", "زوج"}[n%3],
					"a.marital_status": "أرملة", "a.death_date": "01/02/2016", "a.ramed_card": "لا", "a.orphans.1.person": "1", "a.orphans.1.given_name": "عمر", "a.orphans.1.birth": "11/11/2009", "a.orphans.1.sex": "ذكر"}
				for i, f := range fields {
					line[i] = good[f]
				}
				for range rapid.IntRange(0, 2).Draw(r, "slips") {
					line[rapid.IntRange(0, len(line)-1).Draw(r, "cell")] = rapid.SampledFrom(nasty).Draw(r, "slip")
				}
				records = append(records, line)
			}
			b := brought{kind: kind, text: text(records), loose: kind != imports.Persons, change: func(m *imports.Mapping) {
				m.Columns = map[string]string{}
				for _, f := range fields {
					m.Columns[f] = f
				}
			}}
			if kind == imports.Applications {
				b.programme = programme
			}
			first := w.imported(b)
			c := first.Counts
			if sum := c.Written + c.Amended + c.Linked + c.Same + c.Failed(); sum != first.Total {
				r.Fatalf("%s: %+v of %d rows", kind, c, first.Total)
			}
			people, files := w.count("person"), w.count("dossier")
			w.imported(b)
			if w.count("dossier") != files || w.count("person") < people {
				r.Fatalf("%s: sent again made %d dossiers of %d", kind, w.count("dossier"), files)
			}
			w.failed(first.ID, "ar")
		}
		w.clean()
	})
}
