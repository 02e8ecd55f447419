package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/imports"
	"sanad/locale"
	"sanad/registry"
)

// list is a file as a commune sends it, with the mistakes that clerks make.
const list = `الرقم;الاسم الشخصي;الاسم العائلي;الجنس;تاريخ الازدياد;رقم البطاقة الوطنية;الهاتف;العمالة أو الإقليم
1;فاطمة;العلوي;أنثى;17/05/1980;ZZ100001;0612345678;الرباط
2;يوسف;بناني;ذكر;03/02/1975;ZZ100002;+212 6 12 34 56 79;
3;مريم;الفاسي;أنثى;31/02/1990;;;
4;سعيد;;ذكر;1960;;;
5;خديجة;الناصري;؟;12/12/1988;;;
6;رشيدة;الإدريسي;أنثى;01/01/1985;12345;;
7;حسن;الوزاني;ذكر;05/06/1970;;;سلا
8;فاطمة;العلوى;أنثى;17/05/1980;;;
2;يوسف;بناني;ذكر;04/02/1975;ZZ100002;;
10;نعيمة;الحداد;أنثى;09/09/1991;ZZ100001;;
`

func TestPersons(t *testing.T) {
	each(t, func(w *world) {
		before := w.count("person")
		dry := w.checked(brought{text: list})
		if w.count("person") != before || w.count("import_tie") != 0 {
			t.Error("the dry run wrote into the register")
		}
		if want := (imports.Counts{Written: 2, Held: 2, Refused: 6}); dry.Counts != want {
			t.Errorf("%+v, want %+v\n%s", dry.Counts, want, keysOf(w.rows(dry.ID)))
		}
		i := w.imported(brought{text: list})
		people := w.people()
		fatima := people["فاطمة العلوي"]
		if len(people) != 2 || fatima.Phone != "0612345678" || fatima.Shown(registry.CIN) == "" || fatima.Birth != birth("1980-05-17") || people["يوسف بناني"].Province != rabat {
			t.Errorf("%+v", people)
		}
		want := `4 refused birth:table.date-impossible
5 refused family_ar:registry.name-part-missing
6 refused sex:imports.word-unknown
7 refused cin:registry.cin-invalid
8 refused province:imports.elsewhere
9 held :imports.resembles
10 refused key:imports.key-twice
11 held :imports.card-taken
`
		if got := keysOf(w.rows(i.ID)); got != want {
			t.Errorf("rows\n%swant\n%s", got, want)
		}
		for _, r := range w.rows(i.ID) {
			if r.State == imports.Held && (len(r.Found) != 1 || r.Found[0].Person != fatima.ID || r.Found[0].Who.Name(locale.Arabic) != "فاطمة العلوي") {
				t.Errorf("row %d: %+v", r.Line, r.Found)
			}
		}
		again := w.imported(brought{text: list})
		if want := (imports.Counts{Same: 2, Held: 2, Refused: 6}); again.Counts != want || len(w.people()) != 2 {
			t.Errorf("the same file again: %+v, want %+v", again.Counts, want)
		}
		w.clean()
	})
}

// The file of failed rows comes back corrected, with the clerk's decisions.
func TestFailedRowsComeBack(t *testing.T) {
	each(t, func(w *world) {
		first := w.imported(brought{text: list})
		for _, lang := range []locale.Lang{locale.Arabic, locale.French, locale.English} {
			if records := w.failed(first.ID, lang); len(records) != 9 || len(records[0]) != 12 || records[1][8] == "" || records[1][9] == "" {
				t.Errorf("%s: %q", lang, records)
			}
		}
		records := w.failed(first.ID, locale.French)
		fatima := w.people()["فاطمة العلوي"]
		if found := records[6][10]; !strings.Contains(found, fatima.ID.String()) || !strings.Contains(found, "ZZ••••01") {
			t.Errorf("found %q", found)
		}
		for n, change := range map[int]map[int]string{1: {4: "28/02/1990"}, 2: {2: "السوسي"}, 3: {3: "F"}, 4: {5: ""}, 6: {11: fatima.ID.String(), 6: "0699999999"}, 8: {5: "ZZ100010"}} {
			for column, value := range change {
				records[n][column] = value
			}
		}
		second := w.imported(brought{text: text(records)})
		if want := (imports.Counts{Written: 5, Linked: 1, Held: 1, Refused: 1}); second.Counts != want {
			t.Errorf("%+v, want %+v\n%s", second.Counts, want, keysOf(w.rows(second.ID)))
		}
		if again := w.people()["فاطمة العلوي"]; again.Phone != "0612345678" || len(w.people()) != 7 {
			t.Errorf("%+v of %d", again, len(w.people()))
		}
		if again := w.failed(second.ID, locale.Arabic); len(again[0]) != 12 {
			t.Errorf("columns of the second file of failed rows: %q", again[0])
		}
		third := w.imported(brought{text: text(records)})
		if want := (imports.Counts{Same: 6, Held: 1, Refused: 1}); third.Counts != want {
			t.Errorf("%+v, want %+v", third.Counts, want)
		}
		w.clean()
	})
}

// A row sent again corrected is the same person's, unless somebody changed them
// meanwhile.
func TestACorrectedRowAmends(t *testing.T) {
	each(t, func(w *world) {
		w.imported(brought{text: list})
		moved := strings.Replace(strings.Replace(list, "0612345678", "0655555555", 1), "بناني;ذكر;03/02/1975", "بنانى;ذكر;03/03/1975", 1)
		i := w.imported(brought{text: moved})
		if want := (imports.Counts{Amended: 2, Held: 2, Refused: 6}); i.Counts != want {
			t.Errorf("%+v, want %+v\n%s", i.Counts, want, keysOf(w.rows(i.ID)))
		}
		people := w.people()
		if people["فاطمة العلوي"].Phone != "0655555555" || people["يوسف بنانى"].Birth != birth("1975-03-03") || len(people) != 2 {
			t.Errorf("%+v", people)
		}
		w.moves(people["فاطمة العلوي"], "شارع النصر")
		i = w.imported(brought{text: list})
		if want := (imports.Counts{Amended: 1, Held: 3, Refused: 6}); i.Counts != want || !strings.Contains(keysOf(w.rows(i.ID)), "2 held :imports.changed-since") {
			t.Errorf("%+v, want %+v\n%s", i.Counts, want, keysOf(w.rows(i.ID)))
		}
		decided := "decision;" + strings.Replace(list, "\n1;", "\n"+people["فاطمة العلوي"].ID.String()+";1;", 1)
		decided = strings.ReplaceAll(decided, "\n1;", "\n;1;")
		for _, n := range []string{"2", "3", "4", "5", "6", "7", "8", "10"} {
			decided = strings.ReplaceAll(decided, "\n"+n+";", "\n;"+n+";")
		}
		i = w.imported(brought{text: decided})
		if p := w.people()["فاطمة العلوي"]; i.Counts.Amended != 1 || p.Phone != "0612345678" || p.Address != "شارع النصر" {
			t.Errorf("%+v: %+v", i.Counts, p)
		}
		// A death that the list knows of is noted; another day than the register's is not.
		head, rest, _ := strings.Cut(list, "\n")
		first, _, _ := strings.Cut(rest, "\n")
		dead := head + ";تاريخ الوفاة\n" + first + ";02/03/2020\n"
		if i = w.imported(brought{text: dead}); i.Counts.Amended != 1 || w.people()["فاطمة العلوي"].DiedOn.String() != "2020-03-02" {
			t.Errorf("%+v: %+v\n%s", i.Counts, w.people()["فاطمة العلوي"], keysOf(w.rows(i.ID)))
		}
		i = w.imported(brought{text: strings.Replace(dead, "02/03/2020", "03/03/2020", 1)})
		if got := keysOf(w.rows(i.ID)); got != "2 refused died_on:registry.already-dead\n" {
			t.Errorf("%+v\n%s", i.Counts, got)
		}
		w.clean()
	})
}

// fresh is the list with other persons, as alike among themselves.
func fresh(n int) string {
	given := []string{"أمينة", "زهرة", "حليمة", "لطيفة", "سلمى", "هاجر", "بشرى", "نجاة", "إيمان", "وفاء", "كوثر", "أسماء"}[n]
	family := []string{"بنجلون", "التازي", "الكتاني", "برادة", "السقاط", "جسوس", "العمراني", "الغازي", "الشرقاوي", "المنصوري", "الزياني", "بوزيان"}[n]
	day := fmt.Sprintf("%02d/%02d/%d", 1+2*n, 1+n, 1950+3*n)
	return strings.NewReplacer("فاطمة;العلوي", given+";"+family, "فاطمة;العلوى", given+";"+family, "17/05/1980", day,
		"يوسف;بناني", "ياسين"+given+";"+family, "03/02/1975", fmt.Sprintf("05/04/%d", 1920+3*n), "ZZ10", fmt.Sprintf("ZZ%02d", 20+n)).Replace(list)
}
