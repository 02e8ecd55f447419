package web

import (
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/act"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// The registers of organisations and of establishments have the same pages: a
// list that is searched, an entry, and a form that writes one. What differs is in
// organisations.go and establishments.go.

// entryForm is the form of an entry, new or written again.
type entryForm struct {
	*request
	title    string
	path     string // where it is sent
	back     string
	fields   []*programme.Field
	form     typed
	revision int
	failed   error
}

// asks are the entry's columns as questions: they are asked like a programme's.
func (e *entryForm) asks() *questions {
	return &questions{request: e.request, prefix: "e.", form: e.form, many: e.several, problems: ui.ProblemsOf(e.p, e.failed)}
}

func (e *entryForm) show() error {
	frame := e.frame()
	frame.Title = e.title
	frame.Breadcrumbs = []ui.Crumb{{Label: e.p.T("registers.title"), Path: e.back}, {Label: e.title}}
	key, code := e.form(ui.KeyField), http.StatusOK
	if key == "" {
		key = e.newID().String()
	}
	if e.failed != nil {
		code = statusOf(e.failed)
	}
	body := append([]g.Node{ui.Guard(), ui.Hidden("revision", strconv.Itoa(e.revision))}, e.asks().all(e.fields)...)
	body = append(body, ui.Grid(ui.DateInput(e.p, ui.Field{Name: "on", Label: e.p.T("file.on"), Value: e.form("on"), Error: e.asks().problems.On("on")}),
		ui.Textarea(e.p, ui.Field{Name: "reason", Label: e.p.T("web.reason"), Value: e.form("reason"), Wide: true, Optional: true}, 2)),
		ui.Actions(ui.Submit(e.p.T("web.save"), "", "", true), ui.Link(e.back, e.p.T("web.back"))))
	return e.showStatus(code, ui.Page(frame, ui.ErrorSummary(e.p, e.failed), ui.Card("", nil, ui.Form("post", e.path, key, body...))))
}

// read reads the form: the columns' values, and the act that writes them.
func (e *entryForm) read() (programme.Answers, act.Act, error) {
	rd := &reading{told: map[string]bool{}}
	got := e.asks().read(e.fields, rd.refuse, nil)
	on, err := e.day("on")
	rd.refuse(err, asNamed)
	if on.IsZero() {
		on = e.today()
	}
	return programme.NewAnswers(got.values), act.Act{Key: e.key(), On: on, Actor: e.actor, Reason: e.FormValue("reason")}, rd.faults.Err()
}

// refused shows the form again with what is wrong, on the names of its fields.
func (e *entryForm) refused(err error) error {
	if !mendable(err) {
		return err
	}
	rd := &reading{told: map[string]bool{}}
	rd.refuse(err, func(field string) string {
		if field == "" || field == "on" || len(field) > 2 && field[:2] == "e." {
			return field
		}
		return "e." + field
	})
	e.failed = rd.faults.Err()
	return e.show()
}

// column is a column of a register as a question.
func column(key string, typ programme.FieldType, label string, options ...programme.Option) *programme.Field {
	return &programme.Field{Key: key, Type: typ, Label: inEvery(label), Options: options}
}

// inEvery is a message in every language.
func inEvery(key string) locale.Text {
	return locale.Text{Ar: locale.For(locale.Arabic).T(key), Fr: locale.For(locale.French).T(key), En: locale.For(locale.English).T(key)}
}

// typedEntry is an entry as its form shows it.
func typedEntry(values map[string]string) typed {
	return func(name string) string { return values[name] }
}

// wholeText is a number as it is typed; nothing for none.
func wholeText(n int64) string {
	if n == 0 {
		return ""
	}
	return plain(n)
}

// numberOf is a whole number of answers, 0 for none.
func numberOf(a programme.Answers, key string) int64 {
	v, _ := a.Get(key)
	n, _ := v.(int64)
	return n
}

// seatList is where an entry is and how it is reached.
func (r *request) seatList(s registry.Seat) []ui.Definition {
	province := r.p.T("access.whole-country")
	if s.Province != "" {
		province = r.placeName(s.Province)
	}
	return []ui.Definition{{Term: r.p.T("web.province"), Body: g.Text(province)}, {Term: r.p.T("web.address"), Body: unlessEmpty(s.Address, ui.Bdi)}, {Term: r.p.T("web.phone"), Body: unlessEmpty(s.Phone, ui.Ltr)}}
}

// registerTabs leads from one register to the other.
func (r *request) registerTabs(current string) g.Node {
	var links []g.Node
	for _, tab := range []struct{ path, key string }{{organisationsPath, "registers.organisations"}, {establishmentsPath, "registers.establishments"}, {placesPath, "places.title"}} {
		links = append(links, h.A(h.Href(tab.path), g.If(tab.path == current, g.Attr("aria-current", "page")), g.Text(r.p.T(tab.key))))
	}
	return h.Nav(h.Class("s-tabs"), g.Attr("aria-label", r.p.T("registers.title")), g.Group(links))
}
