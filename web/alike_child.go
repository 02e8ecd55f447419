package web

import (
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// alikeChildrenPath answers, while rows of children are filled, who of them is
// registered already: a child whom another relative's application named, or the
// mother's own under another record.
const alikeChildrenPath = alikePath + "/children"

// knownChild is a row of a form and who may be that child.
type knownChild struct {
	child
	found []registry.Alike
}

// alikeChildren is the answer while a form is being filled.
func alikeChildren(_ *Server, r *request) error {
	in, err := r.intake(r.FormValue)
	if err != nil {
		return err
	}
	var list []knownChild
	for _, c := range in.typedChildren() {
		found, err := in.findAlike(c.Draft)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			list = append(list, knownChild{c, found})
		}
	}
	body, err := in.childrenList(list, false)
	if err != nil {
		return err
	}
	return r.show(g.Group{body})
}

// typedChildren are the children of a form that is half filled: those with a name
// and a birth that are not chosen from the register.
func (in *intake) typedChildren() []child {
	var out []child
	for _, list := range in.childLists() {
		asks := in.asks(nil)
		for i := range asks.rows(list) {
			row := asks.rowName(list.Key, i)
			birth, err := calendar.ParseBirth(in.form(row + itemBirth))
			if err != nil || in.form(row+itemPerson(list)) != "" || in.form(row+differentField) != "" {
				continue
			}
			out = append(out, child{row: row, Draft: registry.Draft{Arabic: registry.Name{Given: in.form(row + itemGiven), Family: in.form(childrenFamily)},
				Sex: sexOf(in.form(row + itemSex)), Birth: birth, Province: in.form("p.province")}})
		}
	}
	return out
}

// childLists are the lists whose rows register children.
func (in *intake) childLists() []*programme.Field {
	var out []*programme.Field
	for _, list := range in.lists() {
		if ofPersons(list) && itemGivenName(list) {
			out = append(out, list)
		}
	}
	return out
}

// knownChildren are the children to be registered who are likely registered
// already, but for those of whom the clerk said that it is another child.
func (in *intake) knownChildren(children []child) ([]knownChild, error) {
	var out []knownChild
	for _, c := range children {
		if in.form(c.row+differentField) != "" {
			continue
		}
		found, err := in.likely(c.Draft)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			out = append(out, knownChild{c, found})
		}
	}
	return out, nil
}

// childrenBox stands below a list of children: what is known when the form is
// shown, and a place for what is found while it is filled.
func (in *intake) childrenBox(list *programme.Field) (g.Node, error) {
	var before g.Group
	asks := in.asks(nil)
	for i := range asks.rows(list) {
		if name := asks.rowName(list.Key, i) + differentField; in.form(name) != "" {
			before = append(before, ui.Hidden(name, "yes"))
		}
	}
	body, err := in.childrenList(in.alikeChildren, true)
	return g.Group{before, h.Div(h.ID("alike-"+list.Key), h.Class("s-below"), g.Attr("aria-live", "polite"), g.Attr("hx-post", alikeChildrenPath), g.Attr("hx-trigger", "change from:'closest form' delay:300ms"),
		g.Attr("hx-include", "[name^='"+asks.name(list.Key)+".'], [name='"+asks.rowsName(list.Key)+"'], [name='"+childrenFamily+"'], [name='p.province'], [name='programme'], [name='person']"),
		g.Attr("hx-swap", "innerHTML"), body)}, err
}

// childrenList names them with the reasons, and with the parents under whom they
// are registered, whose application this may be. When asked, the form waits for
// the clerk to say of each that it is another child.
func (in *intake) childrenList(list []knownChild, asked bool) (g.Node, error) {
	if len(list) == 0 {
		return nil, nil
	}
	data := ui.TableData{Caption: in.p.T("matching.alike-children"), Columns: []ui.Column{{Head: in.p.T("matching.child-typed")}, {Head: in.p.T("matching.child-registered")},
		{Head: in.p.T("web.birth")}, {Head: in.p.T("intake.relation-parent")}, {Head: in.p.T("matching.chance-short"), Numeric: true}, {Head: in.p.T("matching.reasons")}}}
	var different []g.Node
	for _, c := range list {
		for _, a := range c.found {
			parents, err := in.parentsOf(a.Person)
			if err != nil {
				return nil, err
			}
			data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(c.Arabic.Given), in.bothNames(a.Person).To(personPath(a.ID, in.purpose())), ui.Text(in.p.Birth(a.Birth)),
				ui.Node(parents), in.chanceOf(a.Why), ui.Node(in.why(a.Why.Fields))}})
		}
		if asked {
			different = append(different, h.Label(h.Class("s-pick"), h.Input(h.Type("checkbox"), h.Name(c.row+differentField), h.Value("yes")), h.Span(g.Text(in.p.T("matching.different-child", "name", c.Arabic.Given)))))
		}
	}
	return h.Div(h.Class("s-alike"), ui.Notice(ui.Warn, g.Text(in.p.T("matching.child-hint"))), ui.DataTable(data), g.Group(different)), nil
}

// parentsOf are the parents of somebody whom the reader may see, each with the
// way to their own application.
func (in *intake) parentsOf(p registry.Person) (g.Node, error) {
	parents, err := registry.Parents(in.Context(), in.s.DB, in.actor.Scope(access.PersonsRead), p.ID)
	if err != nil || len(parents) == 0 {
		return g.Text("–"), err
	}
	var out g.Group
	for _, parent := range parents {
		use := newApplicationPath + "?" + url.Values{"programme": {in.def.ID}, "person": {parent.ID.String()}}.Encode()
		out = append(out, h.Div(h.A(h.Href(use), ui.Bdi(parent.Name(in.p.Lang())))))
	}
	return out, nil
}
