package e2e_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/charmap"
)

// members is the list of a commune as its old program writes it: 12 persons, of
// whom six cannot be written as they are.
const members = `رقم;الاسم;النسب;الجنس;تاريخ الازدياد;CIN;الهاتف;ملاحظات
1;زهيرة;المزكلدي;أنثى;12/03/1975;ZZ940001;0600000001;
2;فاطمة الزهراء;بوعنانية;F;31/12/1980;ZZ940002;0600000002;أرملة
3;عبد المجيد;الفرخاني;ذكر;1948;ZZ940003;;
4;خدوج;الإدريزي;أنثى;31/02/1979;ZZ940004;;تاريخ خطأ
5;حسن;المراكشاوي;رجل;05/1962;ZZ940005;0600000005;
6;سعاد;;أنثى;17/07/1990;ZZ940006;;بلا نسب
7;يوسف;الحسناوي;نساء;01/01/1988;ZZ940007;;
8;نعيمة;الطاهيري;أنثى;23 ماي 1969;ZZ940008;;
9;عبد الرحيم;برادوي;ذكر;09-11-73;ZZ940009;;
10;مليكة;السبيعي;أنثى;14/08/1985;1.23E+08;;
11;رشيد;التازوي;ذكر;30/06/1977;ZZ940011;;"حي النهضة
الرباط"
12;زهيرة;المزكلدي;أنثى;12/03/1975;;0600000001;تشبه الأولى
`

// A clerk brings the list of a commune, says what its columns are, sees what is
// wrong, has the good rows written, corrects the others in the file that she
// downloads, brings it, and finds the persons.
func TestAListOfPersonsIsImportedAndItsRestCorrected(t *testing.T) {
	s, accounts := office(t)
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	old, err := charmap.Windows1256.NewEncoder().String(members)
	if err != nil {
		t.Fatal(err)
	}
	at := clerk.brings("لائحة.csv", []byte(old))
	clerk.sees("اقتُرحت الاختيارات من أسماء الأعمدة")
	clerk.sees("زهيرة · فاطمة الزهراء · عبد المجيد")
	clerk.press(`.s-actions button[value="check"]`)
	clerk.comesTo(at, "انتهى الفحص")
	for _, seen := range []string{"31/02/1979", "الكلمة «نساء» غير مفهومة", "09-11-73", "1.23E+08", "السطر 2 من الملف"} {
		clerk.sees(seen)
	}
	clerk.press(`#act-run summary`, stay)
	clerk.press(`form[action$="/run"] button[type=submit]`)
	clerk.comesTo(at, "انتهى التسجيل وبقيت سطور")

	corrected := clerk.correct(clerk.downloads(at + "/failed/csv"))
	next := clerk.brings("للتصحيح.csv", []byte(corrected))
	if next == at {
		t.Fatal("the corrected list became the first one")
	}
	clerk.sees("اقتُرحت الاختيارات من آخر ملف لهذا المصدر")
	clerk.press(`.s-actions button[value="check"]`)
	clerk.comesTo(next, "انتهى الفحص")
	clerk.press(`#act-run summary`, stay)
	clerk.press(`form[action$="/run"] button[type=submit]`)
	clerk.comesTo(next, "سُجلت جميع السطور")

	for asked, who := range map[string]string{"خدوج الادريزي": "خدوج الإدريزي", "ZZ940009": "عبد الرحيم برادوي", "ZZ940001": "زهيرة المزكلدي", "المزكلدي زهيره": "زهيرة المزكلدي"} {
		clerk.visit("/search?purpose=follow-up&q=" + url.QueryEscape(asked))
		clerk.sees(who)
		if n := strings.Count(clerk.text("table"), who); n > 1 {
			t.Errorf("%s finds %s %d times", asked, who, n)
		}
	}
	run(t, "verify", "--db", officeDB())
}

// brings sends a list of persons and gives the address of its import.
func (b *tab) brings(name string, content []byte) string {
	b.t.Helper()
	b.visit("/imports/new")
	text := strings.ReplaceAll(strings.Trim(fmt.Sprint(content), "[]"), " ", ",")
	done, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(()=>{const list = new DataTransfer(); list.items.add(new File([new Uint8Array([`+text+`])], "`+name+`"));
		const input = document.querySelector('[name="file"]'); input.files = list.files; return input.files.length === 1})()`))
	if err != nil || !done {
		b.t.Fatalf("the file was not taken: %v", err)
	}
	b.fill("source", "جماعة الاختبار")
	b.press(`form[action="/imports"] button[type=submit]`)
	_, path, _ := strings.Cut(b.location(), "/imports/")
	id, columns, _ := strings.Cut(path, "/")
	if columns != "columns" {
		b.t.Fatalf("the list leads to %s:\n%s", b.location(), b.text("body"))
	}
	return "/imports/" + id
}

// comesTo looks at an import until it says what it must come to.
func (b *tab) comesTo(path, want string) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; {
		b.visit(path)
		if strings.Contains(b.text("main"), want) {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("%s does not come to %q:\n%s", path, want, b.text("main"))
		}
	}
}

// downloads is the text of a file that the page offers.
func (b *tab) downloads(path string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(()=>{const x = new XMLHttpRequest(); x.open("GET", "`+path+`", false); x.send(); return x.status === 200 ? x.responseText : ""})()`))
	if err != nil || text == "" {
		b.t.Fatalf("%s gives no file: %v", path, err)
	}
	return text
}

var personNumber = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// correct mends what is wrong with each row that is left, as a clerk does in a
// spreadsheet, and says that the one who was found is the same person.
func (b *tab) correct(file string) string {
	b.t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil || len(rows) != 7 {
		b.t.Fatalf("%d rows are left (%v):\n%s", len(rows)-1, err, file)
	}
	for _, row := range rows[1:] {
		switch row[0] {
		case "4":
			row[4] = "28/02/1979"
		case "6":
			row[2] = "البناوي"
		case "7":
			row[3] = "ذكر"
		case "9":
			row[4] = "09/11/1973"
		case "10":
			row[5] = "ZZ940010"
		case "12":
			found := personNumber.FindString(row[len(row)-2])
			if found == "" {
				b.t.Fatalf("nobody is found for row 12: %q", row)
			}
			row[len(row)-1] = found
		default:
			b.t.Errorf("row %s is left", row[0])
		}
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.WriteAll(rows); err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}
