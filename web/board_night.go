package web

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// night is what a board shows of a night, without a name: whether it changed is
// known before anybody is shown.
type night struct {
	counts   []counted
	dossiers []dossier.Dossier // that the first count counts
	total    int64             // of them, the others included
	beside   []besides
	stock    map[string]int64
	depots   []dossier.Dossier
}

// counted is a measure with what the night brought to it.
type counted struct {
	*programme.Measure
	n int64
}

// besides is a dossier of another programme with what was written down in it
// tonight.
type besides struct {
	*dossierView
	moments []dossier.Moment
}

func (v *boardView) readNight() (night, error) {
	var n night
	var err error
	if n.counts, err = v.count(v.def, v.Counts); err != nil {
		return n, err
	}
	if err = v.listed(&n); err != nil {
		return n, err
	}
	for _, id := range v.Beside {
		if err := v.besidesOf(id, &n); err != nil {
			return n, err
		}
	}
	if v.Stock != "" {
		err = v.stocked(&n)
	}
	return n, err
}

// count asks the ledger for some measures of a programme.
func (v *boardView) count(def *programme.Definition, ids []string) ([]counted, error) {
	questions := make([]ledger.Question, len(ids))
	for i, id := range ids {
		questions[i] = v.question(def, id)
	}
	answers, err := ledger.Ask(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), questions...)
	if err != nil {
		return nil, err
	}
	out := make([]counted, len(ids))
	for i, id := range ids {
		out[i] = counted{def.Ledger.Measure(id), answers[i].At(0, 0)}
	}
	return out, nil
}

func (v *boardView) question(def *programme.Definition, measure string) ledger.Question {
	return ledger.Question{Series: []ledger.Series{{Programme: def.ID, Measure: measure}}, Origin: ledger.Recorded, KnownOn: v.s.DB.Now(),
		Periods: []ledger.Period{v.night}, Groups: 1, Group: ledger.InOne}
}

// listed are the dossiers behind the first count.
func (v *boardView) listed(n *night) error {
	scope := v.actor.Scope(access.DossiersRead)
	behind, err := ledger.Look(v.Context(), v.s.DB, scope, v.question(v.def, v.Counts[0]), 0, 0, ledger.Page{Limit: boardLines})
	if err != nil {
		return err
	}
	n.total = behind.Inside
	for _, m := range behind.Members {
		d, err := dossier.Get(v.Context(), v.s.DB, scope, m.Party, m.Stream)
		if err != nil {
			return err
		}
		n.dossiers = append(n.dossiers, d)
	}
	slices.SortFunc(n.dossiers, func(a, b dossier.Dossier) int { return int(b.RecordedAt - a.RecordedAt) })
	return nil
}

// besidesOf reads the dossiers of another programme that are under way, with what
// the night brought to them.
func (v *boardView) besidesOf(id string, n *night) error {
	def, err := v.s.Programmes.Get(id)
	if err != nil {
		return err
	}
	var flows []string
	for _, m := range def.Ledger.Measures {
		if m.Kind == programme.Flow {
			flows = append(flows, m.ID)
		}
	}
	counts, err := v.count(def, flows)
	if err != nil {
		return err
	}
	n.counts = append(n.counts, counts...)
	list, err := v.underWay(def)
	if err != nil {
		return err
	}
	for _, d := range list {
		b := besides{dossierView: &dossierView{request: v.request, def: def, d: d}}
		if b.answers, err = dossier.Answers(v.Context(), v.s.DB, d); err != nil {
			return err
		}
		history, err := dossier.History(v.Context(), v.s.DB, d)
		if err != nil {
			return err
		}
		for _, m := range slices.Backward(history) {
			if m.CorrectedBy == 0 && m.Corrects == 0 && m.On >= v.night.From && m.On <= v.night.To {
				b.moments = append(b.moments, m)
			}
		}
		n.beside = append(n.beside, b)
	}
	return nil
}

// underWay are the dossiers of a programme that tonight leans on; of a night that
// is over those opened last before it.
func (v *boardView) underWay(def *programme.Definition) ([]dossier.Dossier, error) {
	f := dossier.Filter{Programme: def.ID, OpenedTo: v.night.To}
	for _, s := range def.Workflow.States {
		if v.live && !s.Terminal {
			f.States = append(f.States, s.ID)
		}
	}
	most, home := 6, v.homeTerritory()
	if home == "" {
		most = 100
	} else if !v.live {
		most = 1
	}
	list, err := dossier.List(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), f, dossier.Page{Limit: most})
	if home == "" { // a country has one for each province; its own pages have them all
		list = slices.DeleteFunc(list, func(d dossier.Dossier) bool { return d.Province != "" })
	}
	return list[:min(len(list), 6)], err
}

func (v *boardView) stocked(n *night) (err error) {
	if n.depots, err = dossier.List(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), dossier.Filter{Programme: v.StockOf}, dossier.Page{Limit: boardLines}); err != nil {
		return err
	}
	n.stock, err = ledger.Balances(v.Context(), v.s.DB, v.def.AccountName(v.def.Ledger.Account(v.Stock)))
	return err
}

// token changes when something of the night does.
func (n night) token() string {
	sum := fnv.New64a()
	for _, c := range n.counts {
		fmt.Fprint(sum, c.ID, c.n, ";")
	}
	note := func(d dossier.Dossier) { fmt.Fprint(sum, d.ID, d.Seq, ";") }
	for _, d := range n.dossiers {
		note(d)
	}
	for _, b := range n.beside {
		note(b.d)
	}
	for _, name := range slices.Sorted(maps.Keys(n.stock)) {
		fmt.Fprint(sum, name, n.stock[name], ";")
	}
	return strconv.FormatUint(sum.Sum64(), 36)
}

// boardNight is the part of the board that refreshes by itself. Nothing is sent,
// and nobody is shown again, while nothing changed.
func boardNight(_ *Server, r *request) error {
	v, err := r.readBoard()
	if err != nil {
		return err
	}
	n, err := v.readNight()
	if err != nil {
		return err
	}
	if n.token() == r.query("seen") {
		r.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	names, err := v.namesOf(n.dossiers)
	if err != nil {
		return err
	}
	return r.show(v.nightRegion(n, names))
}

// nightRegion holds nothing that is typed in, so that it may be replaced.
func (v *boardView) nightRegion(n night, names map[store.ID]string) g.Node {
	body := []g.Node{h.ID("night"), h.Class("s-stack"), v.countStats(n.counts), v.nightCard(n, names)}
	for _, b := range n.beside {
		body = append(body, b.besideCard())
	}
	body = append(body, v.stockCard(n))
	if v.live {
		refresh := withQuery(v.path()+"/night", url.Values{"seen": {n.token()}})
		body = append(body, g.Attr("hx-get", refresh), g.Attr("hx-trigger", "every 15s"), g.Attr("hx-swap", "outerHTML"), g.Attr("hx-target", "this"), g.Attr("aria-live", "polite"))
	}
	return h.Div(body...)
}

func (v *boardView) countStats(counts []counted) g.Node {
	stats := make([]ui.Stat, len(counts))
	for i, c := range counts {
		stats[i] = ui.Stat{Label: v.say(c.Title), Number: v.p.Number(c.n)}
	}
	return ui.Stats(stats...)
}

func (v *boardView) nightCard(n night, names map[store.ID]string) g.Node {
	hint := ""
	if v.live {
		hint = v.p.T("board.nothing-yet-hint")
	}
	data := ui.TableData{ID: "tonight", Caption: v.p.T("board.written-down"), Empty: ui.Empty(v.p.T("board.nothing-yet"), hint, nil),
		Columns: []ui.Column{{Head: v.p.T("web.name")}, {Head: v.p.T("work.state")}, {Head: v.p.T("board.recorded")}}}
	for _, d := range n.dossiers {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{v.nameCell(d, names), ui.Node(v.stateBadge(v.def, d.State)), unbroken(ui.Bdi(v.when(d.RecordedAt)))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data), g.If(n.total > int64(len(n.dossiers)), ui.Pager(v.p, ui.PagerData{Total: n.total})))
}

// when is the hour of something tonight, the day of something earlier.
func (v *boardView) when(at calendar.Instant) string {
	if v.live {
		return at.Time().In(calendar.Rabat).Format("15:04")
	}
	return v.p.Date(at.Date())
}

// besideCard is a dossier that the night leans on: what stands in it, what was
// written down tonight, and what the reader may add.
func (b besides) besideCard() g.Node {
	title := b.say(b.def.Title)
	if b.d.Label != "" {
		title = b.d.Label + " · " + b.placeName(b.d.Province)
	}
	var facts []ui.Definition
	for _, f := range b.def.Form.Fields() {
		if f.Facet {
			facts = append(facts, ui.Definition{Term: b.say(f.Label), Body: b.answer(f, b.answers)})
		}
	}
	var lines []ui.Moment
	for _, m := range b.moments {
		lines = append(lines, ui.Moment{When: b.p.Date(m.On), Title: b.actTitle(m), Body: b.written(m)})
	}
	var doing []g.Node
	for _, a := range b.def.Workflow.From(b.d.State) {
		if a.Stay && b.actor.HasAny(a.By, b.def.ID, b.d.Province) {
			doing = append(doing, ui.LinkButton(dossierPath(b.d)+"#act-"+a.ID, b.say(a.Title), false))
		}
	}
	return ui.Card(title, []g.Node{ui.LinkButton(dossierPath(b.d), b.p.T("board.open"), false)}, ui.Definitions(facts...),
		g.If(len(lines) > 0, ui.Timeline(lines...)), g.If(len(doing) > 0, ui.Actions(doing...)))
}

// stockCard is what the depots within reach hold.
func (v *boardView) stockCard(n night) g.Node {
	if v.Stock == "" {
		return nil
	}
	a := v.def.Ledger.Account(v.Stock)
	data := ui.TableData{ID: "stock", Caption: v.say(a.Title), Empty: ui.Empty(v.p.T("board.no-depot"), v.p.T("board.no-depot-hint"), nil),
		Columns: []ui.Column{{Head: v.p.T("board.depot")}}}
	items := map[string]bool{}
	for name := range n.stock {
		_, item, _ := strings.Cut(strings.TrimPrefix(name, v.def.AccountName(a)+"/"), "/")
		items[item] = true
	}
	codes := slices.Sorted(maps.Keys(items))
	for _, code := range codes {
		data.Columns = append(data.Columns, ui.Column{Head: v.partName(v.def, code), Numeric: true})
	}
	for _, d := range n.depots {
		cells := []ui.Cell{ui.Text(d.Label).To(bookPath(d, a))}
		for _, code := range codes {
			cells = append(cells, ui.Number(v.p, n.stock[v.def.AccountName(a, d.ID.String(), code)]))
		}
		data.Rows = append(data.Rows, ui.Row{Cells: cells})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}
