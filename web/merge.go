package web

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/act"
	"sanad/audit"
	"sanad/fault"
	"sanad/linkage"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// mergeRoutes are those of records of one person.
func mergeRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return append(alikeRoutes(), []Route{
		{get, matchesPath, Access(access.PersonsWrite), matches},
		{get, "/persons/{person}/merge/{other}", Access(access.PersonsWrite), mergePage},
		{post, "/persons/{person}/merge/{other}", Access(access.PersonsWrite), decidePair},
		{post, "/persons/{person}/unmerge/{other}", Access(access.PersonsWrite), unmerge},
	}...)
}

// mergePath is the page where two records are compared; the first is the one
// that would stay.
func mergePath(stays, goes store.ID) string {
	return "/persons/" + stays.String() + "/merge/" + goes.String()
}

// pair is two records beside each other.
type pair struct {
	*request
	stays, goes registry.Person
	kin         bool // brothers, sisters: never proposed as one
	failed      error
}

// pair reads the two records of the address, both of which the reader may write.
func (r *request) pair() (*pair, error) {
	v := &pair{request: r}
	for _, side := range []struct {
		name string
		to   *registry.Person
	}{{"person", &v.stays}, {"other", &v.goes}} {
		id, err := r.pathID(side.name)
		if err != nil {
			return nil, err
		}
		if *side.to, err = registry.Get(r.Context(), r.s.DB, r.actor.Scope(access.PersonsWrite), id); err != nil {
			return nil, err
		}
	}
	if v.stays.ID == v.goes.ID {
		return nil, store.ErrNotFound
	}
	return v, r.logRead(audit.Person, store.ID{}, "correction", personParty(v.stays), personParty(v.goes))
}

// mergePage compares two records, says why they may be of one person, and asks.
func mergePage(_ *Server, r *request) error {
	v, err := r.pair()
	if err != nil {
		return err
	}
	return v.show()
}

func (v *pair) show() error {
	why, err := registry.Compare(v.Context(), v.s.DB, v.s.Keys, v.stays, v.goes)
	if err != nil {
		return err
	}
	frame := v.frame()
	frame.Title, frame.Lead = v.p.T("matching.compare"), v.p.T("matching.compare-lead")
	frame.Breadcrumbs = []ui.Crumb{{Label: v.p.T("matching.queue"), Path: matchesPath}, {Label: frame.Title}}
	apart, err := registry.AreApart(v.Context(), v.s.DB, v.stays.ID, v.goes.ID)
	if err != nil {
		return err
	}
	if v.kin, err = registry.AreKin(v.Context(), v.s.DB, v.stays.ID, v.goes.ID); err != nil {
		return err
	}
	if v.kin && v.goes.Into.IsZero() {
		why[0].Proposal = min(why[0].Proposal, linkage.Look)
	}
	body := []g.Node{ui.ErrorSummary(v.p, v.failed), v.judgement(why[0])}
	switch {
	case apart:
		body = append(body, v.takeBackForm())
	case v.goes.Into == v.stays.ID:
		body = append(body, ui.Notice(ui.Good, g.Text(v.p.T("matching.is-merged"))))
	case v.goes.Into.IsZero() && v.stays.Into.IsZero():
		body = append(body, v.mergeForm(why[0]), v.apartForm())
	default:
		body = append(body, ui.Notice(ui.Warn, g.Text(v.p.Fault(registry.ErrMerged))))
	}
	code := http.StatusOK
	if v.failed != nil {
		code = statusOf(v.failed)
	}
	return v.showStatus(code, ui.Page(frame, append(body, v.reasons(why[0]))...))
}

// judgement is what the comparison amounts to, in a line.
func (v *pair) judgement(x linkage.Explanation) g.Node {
	return ui.Notice(proposalTone(x), g.Text(v.p.T("matching.proposal-"+x.Proposal.String())), g.Text(" "),
		g.Text(v.p.T("matching.chance")+" "), ui.Ltr(v.chance(x.Probability)),
		g.If(x.Twins, g.Group{g.Text(" "), g.Text(v.p.T("matching.twins"))}), g.If(v.kin && v.goes.Into.IsZero(), g.Group{g.Text(" "), g.Text(v.p.T("matching.kin"))}))
}

func proposalTone(x linkage.Explanation) ui.Tone {
	switch {
	case x.Proposal == linkage.Same:
		return ui.Good
	case x.Proposal == linkage.Look:
		return ui.Warn
	}
	return ui.Neutral
}

// chance writes a probability; never 100 %, which no comparison gives.
func (r *request) chance(p float64) string {
	return r.p.Percent(min(int64(math.Round(p*1000)), 999), 1000, 1)
}

// reasons say, field by field, what speaks for one person and what for two.
func (v *pair) reasons(x linkage.Explanation) g.Node {
	data := ui.TableData{Caption: v.p.T("matching.reasons"), Columns: []ui.Column{{Head: v.p.T("matching.field")}, {Head: v.p.T("matching.finding")}, {Head: v.p.T("matching.weight"), Numeric: true}}}
	for _, e := range x.Fields {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T("matching.kind-" + e.Kind.String())), ui.Text(v.p.T("linkage.level." + e.Level)), ui.Node(v.weight(e.Bits))}})
	}
	for _, more := range []struct {
		key  string
		bits float64
	}{{"matching.relatives", x.Relatives}, {"matching.prior", x.Prior}} {
		if math.Round(more.bits) < 0 {
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.p.T(more.key)), ui.Text(v.p.T(more.key + "-why")), ui.Node(v.weight(more.bits))}})
		}
	}
	return ui.TableCard("", nil, ui.DataTable(data), h.P(h.Class("s-note card-body"), g.Text(v.p.T("matching.weight-help"))))
}

func (r *request) weight(bits float64) g.Node {
	tone, text := ui.Neutral, "0"
	switch n := math.Round(bits); {
	case n > 0:
		tone, text = ui.Good, "+"+strconv.Itoa(int(n))
	case n < 0:
		tone, text = ui.Bad, "−"+strconv.Itoa(int(-n))
	}
	return g.El("bdi", h.Dir("ltr"), ui.Badge(tone, text))
}

// mergeForm sets the two records side by side; where they differ, one is chosen.
func (v *pair) mergeForm(x linkage.Explanation) g.Node {
	differ := registry.Differing(v.stays, v.goes)
	data := ui.TableData{Caption: v.p.T("matching.choose"), Columns: []ui.Column{{Head: v.p.T("matching.field")}, {Head: v.p.T("matching.stays")}, {Head: v.p.T("matching.goes")}}}
	for _, name := range registry.MergeFields() {
		a, b := v.value(v.stays, name), v.value(v.goes, name)
		if a == "" && b == "" {
			continue
		}
		cells := []ui.Cell{ui.Text(v.p.T("matching.part-" + name)), ui.Node(shown(name, a)), ui.Node(shown(name, b))}
		if slices.Contains(differ, name) {
			chosen := v.FormValue("take." + name)
			if chosen == "" && a == "" {
				chosen = "goes"
			}
			cells[1], cells[2] = v.choice(name, "stays", a, chosen != "goes"), v.choice(name, "goes", b, chosen == "goes")
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	problems := ui.ProblemsOf(v.p, v.failed)
	body := []g.Node{ui.Guard(), ui.Hidden("stays_revision", strconv.Itoa(v.stays.Revision)), ui.Hidden("goes_revision", strconv.Itoa(v.goes.Revision)),
		h.Div(h.Class("s-pair"), ui.DataTable(data)), h.P(h.Class("s-note"), g.Text(v.p.T("matching.choose-help")), g.Text(" "), ui.Link(mergePath(v.goes.ID, v.stays.ID), v.p.T("matching.exchange")))}
	if x.Twins || v.kin || problems.On("reviewed") != "" {
		body = append(body, ui.Checkboxes(v.p, ui.Field{Name: "reviewed", Label: v.p.T("matching.reviewed-label"), Error: problems.On("reviewed")},
			[]ui.Option{{Value: "yes", Label: v.p.T("matching.reviewed")}}, []string{v.FormValue("reviewed")}))
	}
	body = append(body, ui.Textarea(v.p, ui.Field{Name: "reason", Label: v.p.T("web.reason"), Value: v.FormValue("reason"), Wide: true, Error: problems.On("reason")}, 2),
		ui.Actions(ui.Submit(v.p.T("matching.merge"), "do", "merge", true)))
	return ui.Card("", nil, ui.Form("post", mergePath(v.stays.ID, v.goes.ID), v.formKey(), body...))
}

// formKey is the key that the form came with, or a new one.
func (r *request) formKey() string {
	if key := r.FormValue(ui.KeyField); key != "" {
		return key
	}
	return r.newID().String()
}

func (v *pair) choice(name, side, value string, chosen bool) ui.Cell {
	return ui.Node(h.Label(h.Class("s-pick"), h.Input(h.Type("radio"), h.Name("take."+name), h.Value(side), g.If(chosen, h.Checked())), shown(name, value)))
}

// shown is a value in its direction; a dash for none.
func shown(name, value string) g.Node {
	switch {
	case value == "":
		return g.Text("–")
	case slices.Contains([]string{"latin", "phone", "cin", "idcs", "massar"}, name):
		return ui.Ltr(value)
	}
	return ui.Bdi(value)
}

// value is a part of a record in words; identifiers are masked.
func (v *pair) value(p registry.Person, name string) string {
	switch name {
	case "arabic":
		return p.Arabic.String()
	case "latin":
		return p.Latin.String()
	case "sex":
		return v.p.T("registry.sex." + string(p.Sex))
	case "birth":
		return v.p.Birth(p.Birth)
	case "died_on":
		if p.DiedOn.IsZero() {
			return ""
		}
		return v.p.Date(p.DiedOn)
	case "place":
		return strings.Join(slices.DeleteFunc([]string{v.placeName(p.Province), v.communeName(p.Commune), p.Address}, func(s string) bool { return s == "" }), v.p.T("matching.comma"))
	case "phone":
		return p.Phone
	}
	return p.Shown(registry.IdentifierKind(name))
}

// apartForm keeps the two apart, or leaves the question for later.
func (v *pair) apartForm() g.Node {
	return ui.Card(v.p.T("matching.or"), nil, ui.Form("post", mergePath(v.stays.ID, v.goes.ID), v.newID().String(),
		h.P(h.Class("s-note"), g.Text(v.p.T("matching.apart-help"))),
		ui.Actions(ui.Submit(v.p.T("matching.apart"), "do", "apart", false), ui.Submit(v.p.T("matching.later"), "do", "later", false))))
}

// takeBackForm asks about two who were found to be two persons once more.
func (v *pair) takeBackForm() g.Node {
	return ui.Card(v.p.T("matching.is-apart"), nil, ui.Form("post", mergePath(v.stays.ID, v.goes.ID), v.newID().String(),
		h.P(h.Class("s-note"), g.Text(v.p.T("matching.take-back-help"))),
		ui.Actions(ui.Submit(v.p.T("matching.take-back"), "do", "take-back", false))))
}

// decidePair carries out what somebody decided of two records.
func decidePair(_ *Server, r *request) error {
	v, err := r.pair()
	if err != nil {
		return err
	}
	a := act.Act{Key: r.key(), On: r.today(), Actor: r.actor, Reason: strings.TrimSpace(r.FormValue("reason"))}
	told, back := "matching.apart-done", matchesPath
	switch r.FormValue("do") {
	case "merge":
		told, back = "matching.merged", personAddress(v.stays.ID)
		err = v.merge(a)
	case "apart":
		err = registry.KeepApart(r.Context(), registry.Alone(r.s.DB), a, v.stays.ID, v.goes.ID)
	case "take-back":
		told, back = "matching.taken-back", mergePath(v.stays.ID, v.goes.ID)
		err = registry.TakeBack(r.Context(), registry.Alone(r.s.DB), a, v.stays.ID, v.goes.ID)
	case "later":
		told = "matching.later-done"
		err = registry.PutOff(r.Context(), registry.Alone(r.s.DB), a, v.stays.ID, v.goes.ID)
	default:
		err = fault.New(fault.Invalid, "matching.decide-nothing", nil)
	}
	if mendable(err) {
		v.failed = err
		return v.show()
	}
	if err != nil {
		return err
	}
	r.flash(ui.Good, r.p.T(told))
	return see(back)
}

func (v *pair) merge(a act.Act) error {
	if a.Reason == "" {
		return fault.New(fault.Invalid, "web.reason-missing", nil).On("reason")
	}
	m := registry.Merging{Stays: v.stays.ID, Goes: v.goes.ID, Reviewed: v.FormValue("reviewed") == "yes", Collides: v.s.collides}
	m.StaysRevision, _ = strconv.Atoi(v.FormValue("stays_revision")) // nonsense is a revision that was never: changed-meanwhile
	m.GoesRevision, _ = strconv.Atoi(v.FormValue("goes_revision"))
	for _, name := range registry.MergeFields() {
		if v.FormValue("take."+name) == "goes" {
			m.Take = append(m.Take, name)
		}
	}
	_, err := registry.Merge(v.Context(), registry.Alone(v.s.DB), v.s.Keys, a, m)
	return err
}

// collides asks what else stands in the way of a merge: dossiers, claims, rights.
func (s *Server) collides(ctx context.Context, step *act.Step, m registry.Merging) error {
	if err := s.Office.Collide(ctx, step, m.Stays, m.Goes); err != nil {
		return err
	}
	return s.Payments.Collide(ctx, step, m.Stays, m.Goes)
}

// unmerge makes two persons again of a record and the one it was merged into. The
// person's page comes back with what stands in the way, and what was typed.
func unmerge(_ *Server, r *request) error {
	v, err := r.pair()
	if err != nil {
		return err
	}
	if err = v.unmerge(strings.TrimSpace(r.FormValue("reason"))); mendable(err) {
		return r.showPerson(v.stays, err)
	}
	if err != nil {
		return err
	}
	r.flash(ui.Good, r.p.T("matching.unmerged"))
	return see(personAddress(v.stays.ID))
}

func (v *pair) unmerge(reason string) error {
	if reason == "" {
		return fault.New(fault.Invalid, "web.reason-missing", nil).On(v.goes.ID.String() + "reason")
	}
	_, err := registry.Unmerge(v.Context(), registry.Alone(v.s.DB), act.Act{Key: v.key(), On: v.today(), Actor: v.actor, Reason: reason},
		registry.Unmerging{Stays: v.stays.ID, Goes: v.goes.ID, Revision: v.stays.Revision, Again: v.FormValue("then") == "again"})
	return err
}

// selves is what a person's page says of merges: whose record this is now, or
// which records were merged into it, each with the way back.
func (r *request) selves(p registry.Person, failed error) (g.Node, error) {
	if !p.Into.IsZero() {
		now, err := registry.Current(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), p.ID)
		if fault.CodeOf(err) == fault.NotFound {
			return ui.Notice(ui.Warn, g.Text(r.p.T("matching.merged-elsewhere"))), nil
		}
		if err != nil {
			return nil, err
		}
		return ui.Notice(ui.Warn, g.Text(r.p.T("matching.merged-into")+" "), ui.Link(personPath(now.ID, r.purpose()), now.Name(r.p.Lang()))), nil
	}
	list, err := registry.Absorbed(r.Context(), r.s.DB, r.actor.Scope(access.PersonsRead), p.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var body []g.Node
	for _, o := range list {
		facts := []ui.Definition{{Term: r.p.T("web.name"), Body: ui.Link(personPath(o.ID, r.purpose()), o.Name(r.p.Lang()))}}
		for _, more := range []ui.Definition{{Term: r.p.T("intake.name-other"), Body: unlessEmpty(r.otherName(o), ui.Bdi)},
			{Term: r.p.T("web.birth"), Body: unlessEmpty(r.p.Birth(o.Birth), ui.Bdi)}, {Term: r.p.T("registry.identifier.cin"), Body: unlessEmpty(o.Shown(registry.CIN), ui.Ltr)}} {
			if more.Body != nil {
				facts = append(facts, more)
			}
		}
		body = append(body, ui.Definitions(facts...), r.unmergePanel(p, o, failed))
	}
	return ui.Card(r.p.T("matching.absorbed"), nil, h.Div(h.Class("s-stack"), g.Group(body))), nil
}

// unmergePanel is the way back from a merge, for whoever may write both records;
// open with what was typed when it failed.
func (r *request) unmergePanel(p, o registry.Person, failed error) g.Node {
	if !r.actor.Can(access.PersonsWrite, "", p.Province) || !r.actor.Can(access.PersonsWrite, "", o.Province) {
		return nil
	}
	in, then := o.ID.String(), "apart"
	reason := ui.Field{Name: "reason", In: in, Label: r.p.T("web.reason"), Error: ui.ProblemsOf(r.p, failed).On(in + "reason")}
	open := failed != nil && r.PathValue("other") == in
	if open {
		then, reason.Value = r.FormValue("then"), r.FormValue("reason")
	}
	return ui.Confirm(r.p, ui.Confirmation{Button: r.p.T("matching.unmerge"), Question: r.p.T("matching.unmerge-question"), Yes: r.p.T("matching.unmerge"), Danger: true, Open: open,
		Action: "/persons/" + p.ID.String() + "/unmerge/" + in, Key: r.newID().String(),
		Fields: []g.Node{ui.Radios(r.p, ui.Field{Name: "then", In: in, Label: r.p.T("matching.unmerge-then"), Value: then},
			[]ui.Option{{Value: "apart", Label: r.p.T("matching.unmerge-apart")}, {Value: "again", Label: r.p.T("matching.unmerge-again")}}),
			ui.Input(r.p, reason)}})
}
