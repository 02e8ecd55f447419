package imports_test

import (
	"strings"
	"testing"

	"sanad/access"
	"sanad/dossier"
	"sanad/imports"
	"sanad/locale"
)

const applications = `رقم الطلب;رقم الشخص;رقم البطاقة الوطنية;الاسم الشخصي بالعربية;الاسم العائلي بالعربية;الجنس;تاريخ الازدياد;تاريخ الإيداع;الحالة العائلية;تاريخ وفاة الزوج;راميد;طفل;اسم;ازدياد;جنس;حضانة
A1;1;;;;;;01/07/2021;أرملة;12/05/2015;نعم;3;أيوب;11/11/2005;ذكر;نعم
A2;;ZZ200001;مليكة;برادة;أنثى;04/04/1983;01/07/2021;أرملة;01/01/2017;لا;4;عمر;11/11/2005;ذكر;نعم
A3;;ZZ200001;نعيمة;الزياني;أنثى;09/10/1960;01/07/2021;أرملة;01/01/2017;لا;4;عمر;11/11/2005;ذكر;نعم
A4;77;;;;;;01/07/2021;أرملة;01/01/2017;لا;4;عمر;11/11/2005;ذكر;نعم
A5;;;لطيفة;الغازي;أنثى;04/04/1981;01/07/2021;مهاجرة;01/01/2017;ربما;99;عمر;11/11/2005;ذكر;نعم
A6;;;سعيدة;الشرقاوي;أنثى;04/04/1979;01/07/2021;أرملة;01/01/2017;لا;;;;;
A1;1;;;;;;01/07/2021;أرملة;12/05/2015;لا;3;أيوب;11/11/2005;ذكر;نعم
`

// answered maps the columns whose heads are not the questions' own words.
func answered(m *imports.Mapping) {
	for field, column := range map[string]string{"key": "رقم الطلب", "a.ramed_card": "راميد", "a.orphans.1.person": "طفل", "a.orphans.1.given_name": "اسم", "a.orphans.1.birth": "ازدياد", "a.orphans.1.sex": "جنس", "a.orphans.1.in_care": "حضانة"} {
		m.Columns[field] = column
	}
}

func TestApplications(t *testing.T) {
	each(t, func(w *world) {
		w.imported(brought{kind: imports.Households, text: families})
		file := brought{kind: imports.Applications, programme: "widows-support", text: applications, change: answered}
		i := w.imported(file)
		want := `4 held :imports.card-other-name
5 refused person:imports.person-unknown
6 refused a.marital_status:imports.word-unknown a.ramed_card:imports.word-unknown a.orphans.1.person:imports.person-unknown
7 refused a.orphans:programme.required
8 refused key:imports.key-twice
`
		if got := keysOf(w.rows(i.ID)); got != want {
			t.Errorf("rows\n%swant\n%s", got, want)
		}
		if want := (imports.Counts{Written: 2, Held: 1, Refused: 4}); i.Counts != want {
			t.Errorf("%+v, want %+v", i.Counts, want)
		}
		people := w.people()
		files, err := dossier.OfParty(w.Context(), w.db, access.System("a test"), people["خديجة السوسي"].ID)
		w.must(err)
		if len(files) != 1 || files[0].Province != rabat || files[0].OpenedOn.String() != "2021-07-01" || people["مليكة برادة"].ID.IsZero() {
			t.Errorf("%+v", files)
		}
		if again := w.imported(file); again.Counts != (imports.Counts{Same: 2, Held: 1, Refused: 4}) || w.count("dossier") != 2 {
			t.Errorf("again: %+v, %d dossiers", again.Counts, w.count("dossier"))
		}
		changed := file
		changed.text = strings.Replace(applications, "12/05/2015;نعم", "12/05/2016;نعم", 1)
		again := w.imported(changed)
		if got := keysOf(w.rows(again.ID)); !strings.HasPrefix(got, "2 refused key:imports.deposited\n") {
			t.Errorf("changed:\n%s", got)
		}
		if told := w.failed(again.ID, locale.French)[1]; !strings.Contains(told[16]+told[17], files[0].Reference) {
			t.Errorf("%q", told)
		}
		w.clean()
	})
}
