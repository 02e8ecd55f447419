package web

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/act"
	"sanad/audit"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// editPerson shows what is known of somebody as a form.
func editPerson(_ *Server, r *request) error {
	who, err := r.personToWrite()
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Person, store.ID{}, "correction", personParty(who)); err != nil {
		return err
	}
	return r.showEdit(who, known(who), nil)
}

// personAddress is the page of somebody, opened to correct them.
func personAddress(id store.ID) string { return "/persons/" + id.String() + "?purpose=correction" }

// personToWrite is the person of the address, if the actor may write them.
func (r *request) personToWrite() (registry.Person, error) {
	id, err := r.pathID("person")
	if err != nil {
		return registry.Person{}, err
	}
	who, err := registry.Get(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), id)
	if err == nil && !r.actor.Can(access.PersonsWrite, "", who.Province) {
		err = fault.New(fault.Forbidden, "access.forbidden", nil)
	}
	return who, err
}

// typed are the values of a form by the names of its fields.
type typed func(name string) string

// known are the values of a person's form before anything is typed. Identifiers
// are not shown in clear: an empty field leaves them as they are.
func known(p registry.Person) typed {
	values := map[string]string{"given_ar": p.Arabic.Given, "family_ar": p.Arabic.Family, "given_latin": p.Latin.Given, "family_latin": p.Latin.Family,
		"sex": string(p.Sex), "birth": birthTyped(p.Birth), "province": p.Province, "commune": p.Commune, "address": p.Address, "phone": p.Phone,
		"revision": strconv.Itoa(p.Revision)}
	return func(name string) string { return values[name] }
}

// birthTyped is a birth date as a clerk types it: "17/05/1980", or as much of it
// as is known.
func birthTyped(b calendar.Birth) string {
	if text := b.String(); len(text) < len("1980-05-17") {
		return text
	}
	return ui.DateValue(b.On)
}

func (r *request) showEdit(who registry.Person, value typed, failed error) error {
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("web.amend-of", "name", who.Name(r.p.Lang())), r.p.T("web.amend-lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-search"), Path: "/search"}, {Label: who.Name(r.p.Lang()), Path: personAddress(who.ID)}, {Label: r.p.T("web.amend")}}
	problems := ui.ProblemsOf(r.p, failed)
	reason := ui.Field{Name: "reason", Label: r.p.T("web.reason"), Value: value("reason"), Wide: true, Error: problems.On("reason")}
	province := ui.Field{Name: "province", Label: r.p.T("web.province"), Value: value("province"), Error: problems.On("province")}
	places := r.provincesWhere(func(code string) bool { return r.actor.Can(access.PersonsWrite, "", code) })
	key := value(ui.KeyField)
	if key == "" {
		key = r.newID().String()
	}
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.Card("", nil,
		ui.Form("post", r.URL.Path, key, ui.Guard(), ui.Hidden("revision", value("revision")),
			ui.Grid(append(r.nameFields("", value, problems),
				r.sexField("", value, problems), r.birthField("", value, problems),
				r.cinField("", value, problems, r.p.T("web.cin-keep", "shown", cmp.Or(who.Shown(registry.CIN), locale.NoValue))),
				ui.Select(r.p, province, places), r.communeField(value("province"), "commune", value("commune"), problems.On("commune")),
				r.addressField("", value, problems), r.phoneField("", value, problems),
				ui.Textarea(r.p, reason, 2))...),
			ui.Actions(ui.Submit(r.p.T("web.save"), "", "", true), ui.Link(personAddress(who.ID), r.p.T("web.back")))))))
}

// amendPerson writes a person again.
func amendPerson(s *Server, r *request) error {
	who, err := r.personToWrite()
	if err != nil {
		return err
	}
	draft, err := r.draft("", r.FormValue)
	if err == nil && strings.TrimSpace(r.FormValue("reason")) == "" {
		err = fault.New(fault.Invalid, "web.reason-missing", nil).On("reason")
	}
	if err == nil {
		draft.Province, draft.Commune, draft.DiedOn = r.FormValue("province"), r.FormValue("commune"), who.DiedOn
		revision, _ := strconv.Atoi(r.FormValue("revision")) // nonsense is a revision that was never: changed-meanwhile
		_, err = registry.Amend(r.Context(), registry.Alone(s.DB), s.Keys, act.Act{Key: r.key(), On: r.today(), Actor: r.actor, Reason: r.FormValue("reason")}, who.ID, revision, draft)
	}
	if mendable(err) {
		return r.showEdit(who, r.FormValue, err)
	}
	if err != nil {
		return err
	}
	r.flash(ui.Good, r.p.T("web.amended"))
	return see(personAddress(who.ID))
}

// draft reads the fields of a person. A birth that cannot be read is told; the
// register checks the rest.
func (r *request) draft(prefix string, value typed) (registry.Draft, error) {
	d := registry.Draft{
		Arabic: registry.Name{Given: value(prefix + "given_ar"), Family: value(prefix + "family_ar")},
		Latin:  registry.Name{Given: value(prefix + "given_latin"), Family: value(prefix + "family_latin")},
		Sex:    registry.Sex(value(prefix + "sex")), Address: value(prefix + "address"), Phone: value(prefix + "phone"),
	}
	if cin := value(prefix + "cin"); cin != "" {
		d.Identifiers = []registry.Identity{{Kind: registry.CIN, Value: cin}}
	}
	text := value(prefix + "birth")
	if text == "" {
		return d, nil
	}
	var err error
	d.Birth, err = calendar.ParseBirth(text)
	return d, onField(err, prefix+"birth")
}

// nameFields are a name in both scripts.
func (r *request) nameFields(prefix string, value typed, problems ui.Problems) []g.Node {
	field := func(name, label string, latin bool) g.Node {
		return ui.Input(r.p, ui.Field{Name: prefix + name, Label: label, Value: value(prefix + name), Error: problems.On(prefix + name), Ltr: latin, Optional: latin,
			Attrs: []g.Node{g.Attr("autocomplete", "off")}})
	}
	return []g.Node{field("given_ar", r.p.T("web.given-ar"), false), field("family_ar", r.p.T("web.family-ar"), false),
		field("given_latin", r.p.T("web.given-latin"), true), field("family_latin", r.p.T("web.family-latin"), true)}
}

func (r *request) sexField(prefix string, value typed, problems ui.Problems) g.Node {
	name := prefix + "sex"
	return ui.Select(r.p, ui.Field{Name: name, Label: r.p.T("web.sex"), Value: value(name), Error: problems.On(name)},
		[]ui.Option{{Value: "F", Label: r.p.T("registry.sex.F")}, {Value: "M", Label: r.p.T("registry.sex.M")}})
}

func (r *request) birthField(prefix string, value typed, problems ui.Problems) g.Node {
	name := prefix + "birth"
	return ui.DateInput(r.p, ui.Field{Name: name, Label: r.p.T("web.birth"), Help: r.p.T("web.birth-hint"), Value: value(name), Error: problems.On(name)})
}

func (r *request) cinField(prefix string, value typed, problems ui.Problems, help string) g.Node {
	name := prefix + "cin"
	return ui.Input(r.p, ui.Field{Name: name, Label: r.p.T("registry.identifier.cin"), Help: help, Value: value(name), Error: problems.On(name), Ltr: true,
		Attrs: []g.Node{g.Attr("autocomplete", "off")}})
}

func (r *request) addressField(prefix string, value typed, problems ui.Problems) g.Node {
	name := prefix + "address"
	return ui.Input(r.p, ui.Field{Name: name, Label: r.p.T("web.address"), Value: value(name), Error: problems.On(name), Optional: true})
}

func (r *request) phoneField(prefix string, value typed, problems ui.Problems) g.Node {
	name := prefix + "phone"
	return ui.Input(r.p, ui.Field{Name: name, Label: r.p.T("web.phone"), Value: value(name), Error: problems.On(name), Ltr: true, Optional: true,
		Attrs: []g.Node{g.Attr("type", "tel"), g.Attr("autocomplete", "off")}})
}

// communeField offers the communes of a province, or a code to type while the
// list of communes has not been imported.
func (r *request) communeField(province, name, value, wrong string) g.Node {
	f := ui.Field{Name: name, Label: r.p.T("web.commune"), Value: value, Error: wrong, Optional: true}
	list, err := territory.Communes(r.Context(), r.s.DB, province)
	if err != nil || province == "" || len(list) == 0 {
		f.Ltr, f.Help = true, r.p.T("web.commune-code")
		return ui.Input(r.p, f)
	}
	var options []ui.Option
	for _, c := range list {
		if c.Valid(r.today()) || c.Code == value {
			options = append(options, ui.Option{Value: c.Code, Label: r.say(c.Name)})
		}
	}
	return ui.Select(r.p, f, options)
}

// communeName is what people call a commune; its code when the list does not
// have it, empty for none.
func (r *request) communeName(code string) string {
	if code == "" {
		return ""
	}
	if c, err := territory.CommuneByCode(r.Context(), r.s.DB, code); err == nil {
		return r.say(c.Name)
	}
	return code
}
