package imports_test

import (
	"strings"
	"testing"

	"sanad/access"
	"sanad/imports"
	"sanad/registry"
)

const families = `رقم الأسرة;الرقم;صلة القرابة;الاسم;النسب;الجنس;تاريخ الازدياد;تاريخ الوفاة
M1;1;ربة الأسرة;خديجة;السوسي;أنثى;02/03/1978;
M1;2;الزوج;إبراهيم;بوزيان;ذكر;1970;12/05/2015
M1;3;ابن;أيوب;بوزيان;ذكر;11/11/2005;
M1;4;ابن;عمر;بوزيان;ذكر;11/11/2005;
M2;5;ربة الأسرة;زهرة;المرابط;أنثى;1960;
M2;6;ابن;رشيد;المرابط;ذكر;1965;
M3;7;ابن;سلمى;جبار;أنثى;01/01/2001;
M4;8;رب الأسرة;عمر;الكتاني;ذكر;01/01/1950;
M1;9;ابن;هاجر;بوزيان;أنثى;09/09/2008;
`

func TestHouseholds(t *testing.T) {
	each(t, func(w *world) {
		i := w.imported(brought{kind: imports.Households, text: families})
		want := `6 refused household:imports.household-waits
7 refused role:registry.child-before-mother
8 refused role:imports.household-head
10 refused household:imports.household-apart
`
		if got := keysOf(w.rows(i.ID)); got != want {
			t.Errorf("rows\n%swant\n%s", got, want)
		}
		if want := (imports.Counts{Written: 5, Refused: 4}); i.Counts != want {
			t.Errorf("%+v, want %+v", i.Counts, want)
		}
		people := w.people()
		mother := people["خديجة السوسي"]
		h, err := registry.HouseholdOf(w.Context(), w.db, access.System("a test"), mother.ID)
		w.must(err)
		children, err := registry.Children(w.Context(), w.db, access.System("a test"), mother.ID)
		w.must(err)
		if len(h.Members) != 3 || h.Head != mother.ID || len(children) != 2 {
			t.Errorf("%d members, %d children", len(h.Members), len(children))
		}
		kin, err := registry.KinOf(w.Context(), w.db, access.System("a test"), mother.ID)
		w.must(err)
		if len(kin) != 3 {
			t.Errorf("kin %+v", kin)
		}
		if again := w.imported(brought{kind: imports.Households, text: families}); again.Counts != (imports.Counts{Same: 5, Refused: 4}) {
			t.Errorf("again: %+v", again.Counts)
		}
		// The daughter stands with her household now, and the impossible son is younger.
		mended := strings.Replace(families, "M1;9;ابن;هاجر;بوزيان;أنثى;09/09/2008;\n", "", 1)
		mended = strings.Replace(mended, "M2;5", "M1;9;ابن;هاجر;بوزيان;أنثى;09/09/2008;\nM2;5", 1)
		mended = strings.Replace(mended, "ذكر;1965;", "ذكر;1985;", 1)
		if again := w.imported(brought{kind: imports.Households, text: mended}); again.Counts != (imports.Counts{Written: 3, Same: 5, Refused: 1}) {
			t.Errorf("mended: %+v\n%s", again.Counts, keysOf(w.rows(again.ID)))
		}
		h, err = registry.HouseholdByID(w.Context(), w.db, access.System("a test"), h.ID)
		w.must(err)
		if len(h.Members) != 4 || w.count("household") != 3 || w.count("person") != 8 {
			t.Errorf("%d members, %d households, %d persons", len(h.Members), w.count("household"), w.count("person"))
		}
		w.clean()
	})
}
