package ui_test

import (
	"flag"
	"net/http"
	"net/url"
	"strings"
	"testing"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/money"
	"sanad/web/assets"
	"sanad/web/ui"
)

var storyAddress = flag.String("story", "", "serve the story page on this address until interrupted")

// policy is what the server sends; the story is looked at under it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func TestStory(t *testing.T) {
	if *storyAddress == "" {
		t.Skip("nothing to look at: give -story=127.0.0.1:8099")
	}
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		lang, _ := locale.Parse(r.URL.Query().Get("lang"))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_ = story(lang, r.URL.Query().Get("part")).Render(w)
	})
	t.Fatal(http.ListenAndServe(*storyAddress, mux))
}

func storyHTML(t *testing.T, lang locale.Lang, part string) string {
	t.Helper()
	var b strings.Builder
	if err := story(lang, part).Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var storyParts = []string{"", "form"}

// story is a page with every component: figures, or a form with part "form".
func story(lang locale.Lang, part string) g.Node {
	p := locale.For(lang)
	d := ui.PageData{
		Lang: lang, Path: "/", Query: url.Values{"part": {part}}, Demo: locale.For(lang).T("ui.demo"), SignOut: "/sign-out",
		User: &ui.User{Name: "أمينة العلوي", Role: "كاتبة الشباك · طنجة-أصيلة", Path: "/account"},
		Nav: []ui.NavItem{
			{Label: "الرئيسية", Path: "/"}, {Label: "الملفات", Path: "/d"}, {Label: "السجلات", Path: "/r"},
			{Label: "الجلسات", Path: "/s"}, {Label: "الجداول", Path: "/t", Current: true}, {Label: "الحصيلة", Path: "/o"},
		},
		Breadcrumbs: []ui.Crumb{{Label: "الجداول", Path: "/t"}, {Label: "الدعم المباشر للأرامل", Path: "/t/w"}, {Label: "حسب الجهات"}},
	}
	if part == "form" {
		d.Title, d.Lead = "طلب جديد", "برنامج الدعم المباشر للأرامل"
		return ui.Page(d, storyForm(p)...)
	}
	d.Title = "برنامج الدعم المباشر للأرامل حسب الجهات"
	d.Lead = "إلى غاية " + p.Date(calendar.MustDate("2021-07-02")) + " · كما عُرف في " + p.Instant(calendar.EndOf(calendar.MustDate("2021-07-15")))
	d.Actions = []g.Node{ui.Print(p), ui.LinkButton("/x.csv", "تصدير", false), ui.LinkButton("/new", "طلب جديد", true)}
	d.Flash = &ui.Flash{Tone: ui.Good, Text: "حُفظ الملف رقم W-2021-000123 وأُرسل إلى اللجنة الإقليمية."}
	return ui.Page(d, storyFigures(p)...)
}

var storyRegions = []struct {
	code, name         string
	received, accepted int64
}{
	{"06", "الدار البيضاء - سطات", 20392, 18805}, {"07", "مراكش - آسفي", 17266, 16320}, {"03", "فاس - مكناس", 16423, 15213},
	{"04", "الرباط - سلا - القنيطرة", 15301, 13922}, {"05", "بني ملال - خنيفرة", 11699, 10832}, {"01", "طنجة - تطوان - الحسيمة", 10921, 10013},
	{"02", "الشرق", 10158, 9786}, {"09", "سوس - ماسة", 10122, 9519}, {"08", "درعة - تافيلالت", 8640, 8131},
	{"10", "كلميم - وادنون", 1764, 1640}, {"11", "العيون - الساقية الحمراء", 1075, 912}, {"12", "الداخلة - وادي الذهب", 205, 190},
}

func storyTable(p *locale.Printer) ui.TableData {
	t := ui.TableData{ID: "by-region", Caption: "الطلبات حسب الجهات (عدد الأرامل)", Columns: []ui.Column{
		{Head: "الجهة"}, {Head: "الطلبات المتوصل بها", Numeric: true}, {Head: "الطلبات المقبولة", Numeric: true},
		{Head: "نسبة القبول", Numeric: true}, {Head: "المبلغ الشهري", Numeric: true},
	}}
	var received, accepted int64
	for _, r := range storyRegions {
		received, accepted = received+r.received, accepted+r.accepted
		t.Rows = append(t.Rows, storyRow(p, r.name, r.received, r.accepted))
	}
	total := storyRow(p, "المجموع", received, accepted)
	total.Total = true
	t.Rows = append(t.Rows, total)
	return t
}

func storyRow(p *locale.Printer, name string, received, accepted int64) ui.Row {
	return ui.Row{Cells: []ui.Cell{
		ui.Text(name), ui.Number(p, received).To("/drill"), ui.Number(p, accepted),
		ui.Percent(p, accepted, received, 2), ui.Money(p, money.Amount(accepted*350)*money.Dirham),
	}}
}

func storyFigures(p *locale.Printer) []g.Node {
	return []g.Node{
		ui.Stats(
			ui.Stat{Label: "الطلبات المتوصل بها", Number: p.Number(123861), Path: "/drill"},
			ui.Stat{Label: "المقبولة بشكل نهائي", Number: p.Number(114851), Note: p.Percent(114851, 123861, 2)},
			ui.Stat{Label: "المرفوضة", Number: p.Number(8230)},
			ui.Stat{Label: "في طور الدراسة", Number: p.Number(780), Note: "ملف"}),
		ui.TwoColumns(
			ui.TableCard("المتوصل بها والمقبولة", nil, storyPlot(ui.Bars).Figure(p)),
			ui.TableCard("خريطة الطلبات", nil, storyPlot(ui.RegionMap).Figure(p))),
		ui.TableCard("", nil,
			ui.Filters(p, "/", "/", ui.Select(p, ui.Field{Name: "region", Label: "الجهة"}, []ui.Option{{Value: "01", Label: "طنجة - تطوان - الحسيمة"}}), ui.DateInput(p, ui.Field{Name: "asof", Label: "إلى غاية", Value: "02/07/2021", Help: " "})),
			ui.DataTable(storyTable(p)),
			ui.Pager(p, ui.PagerData{Total: 13, Next: "/?after=13"})),
		ui.TwoColumns(
			ui.TableCard("السنوات", nil,
				plot(ui.Lines).Figure(p), ui.DataTable(storyYears(p))),
			storyDossier(p)),
		ui.TableCard("لائحة فارغة", nil, ui.DataTable(ui.TableData{Caption: "ملفات", Empty: ui.Empty("لا ملفات بعد", "تظهر هنا الملفات التي أُحيلت عليك.", ui.LinkButton("/new", "فتح ملف", true))})),
	}
}

func storyPlot(kind ui.ChartKind) ui.Plot {
	pl := ui.Plot{Kind: kind, Label: "الطلبات حسب الجهات", Series: []string{"المتوصل بها", "المقبولة"}}
	for _, r := range storyRegions {
		pl.Rows = append(pl.Rows, ui.PlotRow{Code: r.code, Label: r.name, Values: []ui.PlotValue{{N: r.received, Given: true}, {N: r.accepted, Given: true}}})
	}
	return pl
}

func storyYears(p *locale.Printer) ui.TableData {
	t := ui.TableData{ID: "by-year", Caption: "المؤسسات حسب السنوات", Columns: []ui.Column{{Head: "السنة"}, {Head: "المفتوحة", Numeric: true}, {Head: "المرخصة", Numeric: true}}}
	for i, year := range []string{"2017", "2018", "2019", "2020"} {
		licensed := ui.Number(p, int64(300+170*i))
		if i == 0 {
			licensed = ui.Gap("…")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Identifier(year), ui.Number(p, int64(1100+60*i)), licensed}})
	}
	return t
}

func storyDossier(p *locale.Printer) g.Node {
	day := calendar.MustDate("2021-03-05")
	return h.Div(h.Class("s-stack"),
		ui.Tabs("أقسام الملف", ui.Tab{Label: "المسار", Path: "/", Current: true}, ui.Tab{Label: "الأجوبة", Path: "/a"}, ui.Tab{Label: "الوثائق", Path: "/b"}),
		ui.Card("ملف", []g.Node{ui.Badge(ui.Waiting, "في انتظار الوثائق")},
			ui.Definitions(
				ui.Definition{Term: "رقم الملف", Body: ui.Ltr("W-2021-000123")},
				ui.Definition{Term: "المعنية بالأمر", Body: ui.Bdi("خديجة El Houcine")},
				ui.Definition{Term: "الهاتف", Body: ui.Ltr("+212 6 12 34 56 78")},
				ui.Definition{Term: "المبلغ", Body: ui.Bdi(p.Money(-35000))},
				ui.Definition{Term: "تاريخ الوفاة"})),
		ui.Card("المسار", nil, ui.Timeline(
			ui.Moment{When: p.Date(day), Title: "طُلب استكمال الملف", By: "كاتبة الشباك · سُجل " + p.Instant(calendar.EndOf(day)), Body: g.Text("شهادة الحياة ناقصة.")},
			ui.Moment{When: p.Date(day.AddDays(-3)), Title: "وُضع الملف", Body: ui.Badge(ui.Good, "مقبول")},
			ui.Moment{When: p.Date(day.AddDays(-4)), Title: "أُلغي", Body: g.Group{ui.Badge(ui.Bad, "مرفوض"), g.Text(" "), ui.Badge(ui.Warn, "متأخر"), g.Text(" "), ui.Badge(ui.Neutral, "مغلق")}})),
		ui.Confirm(p, ui.Confirmation{Button: "سحب الملف", Question: "سيُغلق الملف ولن يُعرض على اللجنة. يمكن إعادة فتحه خلال 30 يوما.", Yes: "سحب الملف", Action: "/withdraw", Key: "k1", Danger: true,
			Fields: []g.Node{ui.Textarea(p, ui.Field{Name: "reason", Label: "السبب"}, 2)}}))
}

func storyForm(p *locale.Printer) []g.Node {
	var list fault.List
	list.Add(fault.New(fault.Invalid, "birth.invalid", fault.Args{"value": "31/02/1980"}).On("birth"))
	list.Add(fault.New(fault.Invalid, "money.too-fine", fault.Args{"value": "350,505"}).On("income"))
	err := list.Err()
	problems := ui.ProblemsOf(p, err)
	return []g.Node{
		ui.ErrorSummary(p, err),
		ui.Card("هوية الأرملة", nil, ui.Form("post", "/apply", "key-1", ui.Guard(),
			ui.Grid(
				ui.Input(p, ui.Field{Name: "cin", Label: "رقم البطاقة الوطنية", Help: "كما هو في البطاقة", Value: "AB123456", Ltr: true}),
				ui.Input(p, ui.Field{Name: "given", Label: "الاسم الشخصي", Value: "خديجة"}),
				ui.Input(p, ui.Field{Name: "family", Label: "الاسم العائلي", Value: "الحسين"}),
				ui.DateInput(p, ui.Field{Name: "birth", Label: "تاريخ الازدياد", Value: "31/02/1980", Error: problems.On("birth")}),
				ui.Select(p, ui.Field{Name: "province", Label: "العمالة أو الإقليم", Value: "01.511"}, []ui.Option{{Value: "01.511", Label: "طنجة-أصيلة"}, {Value: "01.571", Label: "تطوان"}}),
				ui.Input(p, ui.Field{Name: "phone", Label: "الهاتف", Optional: true, Ltr: true, Value: "0612345678", Attrs: []g.Node{h.Type("tel")}}),
				ui.NumberInput(p, ui.Field{Name: "income", Label: "الدخل الشهري بالدرهم", Value: "350,505", Error: problems.On("income")}),
				ui.YesNo(p, ui.Field{Name: "remarried", Label: "هل تزوجت من جديد؟"}),
				ui.YesNo(p, ui.Field{Name: "school", Label: "هل الأبناء متمدرسون؟", Value: "no", Help: "شهادة مدرسية لكل ابن فوق 6 سنوات"}),
				ui.Choices(p, ui.Field{Name: "housing", Label: "السكن", Value: "rent", Wide: true}, []ui.Option{{Value: "own", Label: "ملك"}, {Value: "rent", Label: "كراء"}, {Value: "family", Label: "عند العائلة"}}),
				ui.Checkboxes(p, ui.Field{Name: "aid", Label: "إعانات أخرى", Wide: true}, []ui.Option{{Value: "t", Label: "تيسير"}, {Value: "m", Label: "مليون محفظة"}}, []string{"t"}),
				ui.Taps(p, ui.Field{Name: "services-given", Label: "الخدمات المقدمة", Wide: true}, []ui.Option{{Value: "food", Label: "وجبة"}, {Value: "care", Label: "علاجات أولية"}}),
				ui.Textarea(p, ui.Field{Name: "note", Label: "ملاحظات", Optional: true, Wide: true}, 3)),
			ui.Help("ما الوثائق المطلوبة؟", h.P(g.Text("نسخة من البطاقة الوطنية، وشهادة وفاة الزوج، وشهادة عدم الزواج."))),
			ui.Actions(ui.Submit("تسجيل الطلب", "", "", true), ui.Submit("حفظ كمسودة", "draft", "1", false), ui.Link("/", "رجوع")))),
		ui.Card("وثيقة", nil, ui.FileForm("/upload", "key-2", ui.FileInput(p, ui.Field{Name: "file", Label: "شهادة الوفاة", Help: "PDF أو صورة، 5 ميغا على الأكثر"}, ".pdf,.jpg"), ui.Actions(ui.Submit("إرفاق", "", "", false)))),
		ui.Card("مجموعة", nil, ui.Form("get", "/", "", ui.Fieldset("العنوان", ui.Input(p, ui.Field{Name: "street", Label: "الشارع"}), ui.Input(p, ui.Field{Name: "town", Label: "المدينة"})))),
		ui.Notice(ui.Warn, h.P(g.Text("لا يمكن تسجيل الطلب بعد 31 دجنبر 2021."))),
	}
}
