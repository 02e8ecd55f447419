package web

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/linkage"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const matchesPath = "/matches"

// matchLines are how many pairs a page of the queue shows.
const matchLines = 20

// leastChances are what the queue may be narrowed to, in percent.
var leastChances = []int{50, 90, 99}

// matches is the queue of pairs of records that may be of one person.
func matches(s *Server, r *request) error {
	scope, ask := r.actor.Scope(access.PersonsWrite), r.matchQuery()
	total, err := registry.CountMatches(r.Context(), s.DB, scope, ask)
	if err != nil {
		return err
	}
	list, err := registry.Matches(r.Context(), s.DB, s.Keys, scope, ask)
	if err != nil {
		return err
	}
	last, err := registry.LastPass(r.Context(), s.DB)
	if err != nil {
		return err
	}
	more := len(list) == ask.Limit
	if more {
		list = list[:matchLines]
	}
	var seen []audit.Party
	for _, m := range list {
		seen = append(seen, personParty(m.A), personParty(m.B))
	}
	if err := r.logRead(audit.Search, store.ID{}, "correction", seen...); err != nil {
		return err
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("matching.queue"), r.p.T("matching.queue-lead")
	note := r.p.T("matching.no-pass")
	if last.On != 0 {
		note = r.p.T("matching.last-pass", "at", r.p.Instant(last.On), "records", r.p.Number(int64(last.Records)))
	}
	pager := ui.PagerData{Total: total}
	if ask.After != nil {
		pager.Previous = matchesPath + "?" + r.queueFilters().Encode()
	}
	if more {
		end, next := list[len(list)-1], r.queueFilters()
		next.Set("after", strconv.Itoa(end.Chance)+"_"+end.A.ID.String()+"_"+end.B.ID.String())
		pager.Next = matchesPath + "?" + next.Encode()
	}
	return r.show(ui.Page(frame, h.P(h.Class("s-note"), g.Text(note)), h.Div(h.Class("card"), r.queueFilter()), r.queueTable(list), ui.Pager(r.p, pager)))
}

// queueFilters are the filters of the address, without where the page begins.
func (r *request) queueFilters() url.Values {
	out := url.Values{}
	for _, name := range []string{"province", "least", "later"} {
		if v := r.query(name); v != "" {
			out.Set(name, v)
		}
	}
	return out
}

func (r *request) matchQuery() registry.MatchQuery {
	percent, _ := strconv.Atoi(r.query("least")) // nonsense is no bound
	m := registry.MatchQuery{Province: r.query("province"), Least: percent * 100, Later: r.query("later") == "yes", Limit: matchLines + 1}
	var after registry.Match
	parts := strings.Split(r.query("after"), "_")
	if len(parts) != 3 {
		return m
	}
	var err, other error
	after.Chance, _ = strconv.Atoi(parts[0])
	after.A.ID, err = store.ParseID(parts[1])
	after.B.ID, other = store.ParseID(parts[2])
	if err == nil && other == nil {
		m.After = &after
	}
	return m
}

func (r *request) queueFilter() g.Node {
	places := r.provincesWhere(func(code string) bool { return r.actor.Can(access.PersonsWrite, "", code) })
	var chances []ui.Option
	for _, percent := range leastChances {
		chances = append(chances, ui.Option{Value: strconv.Itoa(percent), Label: r.p.T("matching.at-least", "percent", strconv.Itoa(percent)+" %")})
	}
	fields := []g.Node{
		ui.Select(r.p, ui.Field{Name: "least", Label: r.p.T("matching.chance"), Value: r.query("least")}, chances),
		ui.Select(r.p, ui.Field{Name: "later", Label: r.p.T("matching.which"), Value: r.query("later")}, []ui.Option{{Value: "yes", Label: r.p.T("matching.put-off")}}),
	}
	if len(places) > 1 {
		fields = append([]g.Node{ui.Select(r.p, ui.Field{Name: "province", Label: r.p.T("web.province"), Value: r.query("province")}, places)}, fields...)
	}
	return ui.Filters(r.p, matchesPath, matchesPath, fields...)
}

func (r *request) queueTable(list []registry.Match) g.Node {
	data := ui.TableData{Caption: r.p.T("matching.pairs"), Empty: ui.Empty(r.p.T("matching.none"), r.p.T("matching.none-hint"), nil),
		Columns: []ui.Column{{Head: r.p.T("matching.first")}, {Head: r.p.T("matching.second")}, {Head: r.p.T("matching.chance-short"), Numeric: true}, {Head: r.p.T("matching.reasons")}}}
	for _, m := range list {
		chance := ui.Node(g.Group{ui.Ltr(r.chance(float64(m.Chance) / 10_000)), g.If(m.Twins, g.Group{h.Br(), ui.Badge(ui.Warn, r.p.T("matching.twins-short"))})})
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{r.side(m.A).To(mergePath(m.A.ID, m.B.ID)), r.side(m.B), chance, ui.Node(r.why(m.Why))}})
	}
	return ui.TableCard(emptyTitle(data), nil, ui.DataTable(data))
}

// side is a record in a line of the queue: both names, birth and province.
func (r *request) side(p registry.Person) ui.Cell {
	other := g.Node(nil)
	if name := r.otherName(p); name != "" {
		other = g.Group{h.Br(), ui.Bdi(name)}
	}
	return ui.Node(g.Group{ui.Bdi(p.Name(r.p.Lang())), other, h.Div(h.Class("s-note"), ui.Bdi(r.p.Birth(p.Birth)), g.Text(r.p.T("matching.comma")), g.Text(r.placeName(p.Province)))})
}

// mostReasons are how many fields a line of the queue names: those that weigh most.
const mostReasons = 4

func (r *request) why(fields []linkage.Evidence) g.Node {
	fields = slices.DeleteFunc(slices.Clone(fields), func(e linkage.Evidence) bool { return math.Abs(e.Bits) < 0.5 })
	slices.SortStableFunc(fields, func(a, b linkage.Evidence) int { return cmp.Compare(math.Abs(b.Bits), math.Abs(a.Bits)) })
	var out []g.Node
	for _, e := range fields[:min(len(fields), mostReasons)] {
		out = append(out, h.Li(r.weight(e.Bits), g.Text(" "+r.p.T("matching.kind-"+e.Kind.String())+r.p.T("matching.colon")+" "+r.p.T("linkage.level."+e.Level))))
	}
	return h.Ul(h.Class("s-reasons"), g.Group(out))
}
