package web

import (
	"context"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/locale"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// say is a programme's text in the reader's language.
func (r *request) say(t locale.Text) string { return t.In(r.p.Lang()) }

// stateName is what people call a state.
func (r *request) stateName(def *programme.Definition, id string) string {
	if s := def.Workflow.State(id); s != nil {
		return r.say(s.Title)
	}
	if id == dossier.Cancelled {
		return r.p.T("web.state-cancelled")
	}
	return id
}

// stateBadge shows a state; its tone follows what the workflow says of it.
func (r *request) stateBadge(def *programme.Definition, id string) g.Node {
	return ui.Badge(stateTone(def, id), r.stateName(def, id))
}

func stateTone(def *programme.Definition, id string) ui.Tone {
	stage := def.Workflow.State(id)
	switch {
	case stage == nil:
		return ui.Neutral
	case stage.Level == programme.Counter:
		return ui.Warn
	case stage.Level != programme.Closed:
		return ui.Waiting
	}
	for i := range def.Workflow.Acts {
		for _, o := range def.Workflow.Acts[i].Outcomes {
			switch granted := slices.Contains(o.Effects, programme.Grant) || !o.NeedsReason; {
			case o.To == id && granted:
				return ui.Good
			case o.To == id: // who refuses says why
				return ui.Bad
			}
		}
	}
	return ui.Neutral
}

// clock tells what is left of the legal delay of a dossier.
func (r *request) clock(d dossier.Dossier) g.Node {
	if d.Clock == "" {
		return g.Text(locale.NoValue)
	}
	if d.Due.IsZero() {
		return ui.Badge(ui.Neutral, r.p.Count("web.clock-paused", int64(d.DaysLeft)))
	}
	left := int64(d.Due - r.today())
	switch {
	case left < 0:
		return ui.Badge(ui.Bad, r.p.Count("web.clock-late", -left))
	case left <= 5:
		return ui.Badge(ui.Warn, r.p.Count("web.clock-left", left))
	}
	return ui.Badge(ui.Neutral, r.p.Count("web.clock-left", left))
}

// today is the day in Morocco.
func (r *request) today() calendar.Date { return r.s.DB.Today() }

// article names the provision behind a condition, a value or an act, and says
// when its number or wording is still to be confirmed.
func (r *request) article(def *programme.Definition, ref string) g.Node {
	legal, article, ok := def.Article(ref)
	if !ok {
		return g.Text(locale.NoValue)
	}
	name := []g.Node{ui.Ltr(legal.Ref)}
	if article.Number != "" {
		name = append(name, g.Text(" · "+r.p.T("web.article")+" "), ui.Ltr(article.Number))
	}
	return g.Group{
		h.Span(h.Title(r.say(legal.Title)), g.Group(name)),
		g.If(article.Confirm || legal.Confirm && article.ID == "", g.Group{g.Text(" "), ui.Badge(ui.Warn, r.p.T("web.to-confirm"))}),
		g.If(article.ID != "", h.Div(h.Class("s-note"), g.Text(r.say(article.Text)))),
	}
}

// quantity writes a number of the law in its unit.
func (r *request) quantity(unit string, n int64) string {
	if unit == string(programme.Centimes) {
		return r.p.Money(money.Amount(n))
	}
	return r.p.Number(n) + " " + r.p.T("web.unit-"+unit)
}

// yesNo is a result in a badge; good says which of yes and no is good news.
func (r *request) yesNo(v programme.Tristate) g.Node {
	switch v {
	case programme.Yes:
		return ui.Badge(ui.Good, r.p.T("web.holds"))
	case programme.No:
		return ui.Badge(ui.Bad, r.p.T("web.holds-not"))
	}
	return ui.Badge(ui.Warn, r.p.T("web.holds-unknown"))
}

// names are the names of those who carried out events. The program itself has no
// account and bears its own name.
func (r *request) names(ctx context.Context, events []act.Event) (map[store.ID]string, error) {
	var ids []store.ID
	for _, ev := range events {
		if !slices.Contains(ids, ev.Actor) {
			ids = append(ids, ev.Actor)
		}
	}
	return account.Names(ctx, r.s.DB, ids)
}

// nameOr is the name of an account, or of the program itself.
func (r *request) nameOr(names map[store.ID]string, id store.ID) string {
	if name := names[id]; name != "" {
		return name
	}
	return r.p.T("web.the-system")
}

// holdsRole tells that one of the actor's grants has one of the roles for a
// programme, in some place.
func (r *request) holdsRole(roles []access.Role, programme string) bool {
	return slices.ContainsFunc(r.actor.Grants, func(grant access.Grant) bool {
		return slices.Contains(roles, grant.Role) && (grant.Programme == access.EveryProgramme || grant.Programme == programme)
	})
}

// provincesWhere are the options of a list of provinces that a rule lets
// through, in the order of the official list.
func (r *request) provincesWhere(allowed func(code string) bool) []ui.Option {
	var out []ui.Option
	for _, p := range territory.Provinces() {
		if allowed(p.Code) {
			out = append(out, ui.Option{Value: p.Code, Label: r.say(p.Name)})
		}
	}
	return out
}

// placesRead are the regions and provinces whose dossiers the actor may list:
// each whole region before its provinces.
func (r *request) placesRead(programmes []*programme.Definition) []ui.Option {
	scope := r.actor.Scope(access.DossiersRead)
	var out []ui.Option
	for _, region := range territory.Regions() {
		in := r.provincesWhere(func(code string) bool {
			return territory.RegionOf(code) == region.Code && slices.ContainsFunc(programmes, func(d *programme.Definition) bool { return scope.Allows(d.ID, code) })
		})
		if len(in) > 1 {
			out = append(out, ui.Option{Value: region.Code, Label: r.p.T("web.region-of", "name", r.say(region.Name))})
		}
		out = append(out, in...)
	}
	return out
}

// cleanQuery is text from the address, without blanks around.
func (r *request) query(name string) string { return strings.TrimSpace(r.URL.Query().Get(name)) }
