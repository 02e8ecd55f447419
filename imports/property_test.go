package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sanad/imports"
	"sanad/registry"
	"sanad/store"
	"sanad/store/storetest"
)

// who are persons unlike each other, so that nobody is held back.
var (
	givens   = []string{"فاطمة", "خديجة", "مليكة", "لطيفة", "زهرة", "سعاد", "نعيمة", "بهيجة", "كوثر", "وفاء"}
	surnames = []string{"العلوي", "برادة", "الناصري", "جسوس", "المرابط", "بوزيان", "الكتاني", "التازي", "السقاط", "الغازي"}
)

// row is the n-th person of a file: key, given, family, sex, birth, card, phone.
func row(n int) []string {
	return []string{fmt.Sprint(n + 1), givens[n%10], surnames[(n/10+3*n)%10], "أنثى", fmt.Sprintf("%02d/%02d/%d", 1+n%28, 1+n%12, 1940+2*n), registry.SyntheticCIN(700_000 + 37*n), ""}
}

// mistakes each make a row one that is not written, whatever else it says.
var mistakes = map[string]func(r []string){
	"no name":       func(r []string) { r[1] = "" },
	"letters":       func(r []string) { r[2] = "Smith7" },
	"sex":           func(r []string) { r[3] = "مجهول" },
	"no day":        func(r []string) { r[4] = "31/02/1980" },
	"to come":       func(r []string) { r[4] = "01/01/2199" },
	"no birth":      func(r []string) { r[4] = "" },
	"card":          func(r []string) { r[5] = "ZZZ1" },
	"card of two":   func(r []string) { r[5] = registry.SyntheticCIN(700_000) },
	"phone":         func(r []string) { r[6] = "12" },
	"name of 100":   func(r []string) { r[1] = strings.Repeat("ف", 100) },
	"same as first": func(r []string) { copy(r[1:6], row(0)[1:6]); r[5] = "" },
}

var headings = []string{"رقم", "الاسم", "النسب", "الجنس", "تاريخ الازدياد", "البطاقة الوطنية", "الهاتف"}

// Whatever mistakes a file has, rows written and rows failed are all its rows;
// the file of failed rows corrected and sent again gives the register that the
// right file gives; and nothing sent twice is written twice.
func TestAnyFileComesRight(t *testing.T) {
	kinds := []string{}
	for kind := range mistakes {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	run := func(t *testing.T, most int, fresh func() *store.DB) {
		rapid.Check(t, func(r *rapid.T) {
			if most--; most < 0 {
				return // each takes two databases, and a minute is enough
			}
			n := rapid.IntRange(2, 25).Draw(r, "rows")
			defer imports.SetBatch(rapid.IntRange(1, 30).Draw(r, "batch"))()
			wrong := map[int]string{}
			for i := 1; i < n; i++ { // the first is right: others are mistaken for it
				if rapid.Bool().Draw(r, "wrong") {
					wrong[i] = rapid.SampledFrom(kinds).Draw(r, "mistake")
				}
			}
			right, bad := [][]string{headings}, [][]string{headings}
			for i := range n {
				right, bad = append(right, row(i)), append(bad, row(i))
				if kind := wrong[i]; kind != "" {
					mistakes[kind](bad[i+1])
				}
			}
			w, clean := newWorld(t, fresh()), newWorld(t, fresh())
			first := w.imported(brought{text: text(bad)})
			if c := first.Counts; c.Written+c.Failed() != int64(n) || c.Written != int64(n-len(wrong)) {
				r.Fatalf("%d rows, %d wrong: %+v\n%s", n, len(wrong), c, keysOf(w.rows(first.ID)))
			}
			if len(wrong) > 0 {
				again := w.failedCorrected(first.ID)
				second := w.imported(brought{text: text(again)})
				if c := second.Counts; c.Written != int64(len(wrong)) {
					r.Fatalf("%d corrected: %+v\n%s", len(wrong), c, keysOf(w.rows(second.ID)))
				}
			}
			clean.imported(brought{text: text(right)})
			if a, b := w.register(), clean.register(); a != b {
				r.Fatalf("the register\n%s\nof the right file\n%s", a, b)
			}
			whole := w.imported(brought{text: text(right)})
			if whole.Counts != (imports.Counts{Same: int64(n)}) || w.register() != clean.register() {
				r.Fatalf("the right file again: %+v", whole.Counts)
			}
			w.clean()
		})
	}
	t.Run("sqlite", func(t *testing.T) { run(t, 30, func() *store.DB { return storetest.SQLite(t, store.Options{}) }) })
	t.Run("postgres", func(t *testing.T) { run(t, 8, func() *store.DB { return storetest.Postgres(t, store.Options{}) }) })
}

// failedCorrected is the file of failed rows, each row put right.
func (w *world) failedCorrected(id store.ID) [][]string {
	records := w.failed(id, "ar")
	for i, line := range records[1:] {
		n := 0
		if _, err := fmt.Sscan(line[0], &n); err != nil {
			w.Fatal(err)
		}
		copy(records[i+1], row(n-1))
	}
	return records
}

// register is everybody in a text, whatever their identifiers in the database.
func (w *world) register() string {
	var lines []string
	for name, p := range w.people() {
		lines = append(lines, fmt.Sprint(name, " ", p.Sex, p.Birth, p.Province, p.Phone, p.Shown(registry.CIN), p.Revision))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
