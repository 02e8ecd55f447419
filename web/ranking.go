package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/dossier"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// rankingView is a call with those who apply in it: their marks, their places,
// and how far the money of each envelope goes.
type rankingView struct {
	*dossierView
	of       *programme.Definition // of those who apply
	rank     *programme.Act
	list     []rankedLine
	purses   []purse
	foreseen map[store.ID]string // outcomes that ranking now would give
	hindered error               // why it cannot be ranked now
	titles   map[store.ID]registry.Titles
}

// rankedLine is an application with what it asks of which envelope.
type rankedLine struct {
	dossier.Ranked
	account string
	asks    int64
}

// purse is a guarded account that ranking takes from.
type purse struct {
	account                  string
	opened, left             int64
	candidates, taken, waits int
}

// rankedIn finds the programme whose dossiers are ranked within those of another,
// and the act that ranks them; nil when there is none.
func (r *request) rankedIn(call *programme.Definition) (*programme.Definition, *programme.Act) {
	for _, def := range r.s.Programmes.Running() {
		for i := range def.Workflow.Acts {
			a := &def.Workflow.Acts[i]
			if f := def.Form.Field(a.Within); a.Verb == programme.Rank && f != nil && f.Of == call.ID {
				return def, a
			}
		}
	}
	return nil, nil
}

// rankingLinks lead from a call to its ranking.
func (v *dossierView) rankingLinks() []g.Node {
	if of, _ := v.rankedIn(v.def); of == nil {
		return nil
	}
	return []g.Node{ui.LinkButton(dossierPath(v.d)+"/ranking", v.p.T("ranking.title"), true)}
}

// rankingPage shows a call's candidates.
func rankingPage(s *Server, r *request) error { return showRanking(s, r, nil) }

func showRanking(s *Server, r *request, failed error) error {
	v, err := readRanking(s, r)
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Dossier, v.d.ID, "follow-up", dossierParty(v.d)); err != nil {
		return err
	}
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.p.T("ranking.title"), v.d.Label+" · "+v.d.Reference
	frame.Breadcrumbs = []ui.Crumb{{Label: r.p.T("web.menu-dossiers"), Path: dossiersPath}, {Label: v.d.Reference, Path: dossierPath(v.d)}, {Label: frame.Title}}
	frame.Actions = []g.Node{ui.Print(r.p), ui.LinkButton(dossierPath(v.d), r.p.T("intake.open-dossier"), false)}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), v.rankingStats(), v.rankCard(), v.candidateTables(), v.purseTable()))
}

func readRanking(s *Server, r *request) (*rankingView, error) {
	base, err := readDossier(s, r)
	if err != nil {
		return nil, err
	}
	v := &rankingView{dossierView: base}
	if v.of, v.rank = r.rankedIn(v.def); v.of == nil {
		return nil, store.ErrNotFound
	}
	found, err := s.Office.Candidates(r.Context(), s.DB, r.actor.Scope(access.DossiersRead), v.of.ID, v.rank.ID, v.d.ID)
	if err != nil {
		return nil, err
	}
	var parties []store.ID
	for _, c := range found {
		line := rankedLine{Ranked: c}
		if line.account, line.asks, err = v.asksOf(c); err != nil {
			return nil, err
		}
		v.list, parties = append(v.list, line), append(parties, c.Dossier.Party)
	}
	if v.titles, err = registry.TitlesOf(r.Context(), s.DB, parties); err != nil {
		return nil, err
	}
	if err := v.fillPurses(); err != nil {
		return nil, err
	}
	v.foresee()
	return v, nil
}

// asksOf is what being taken would move, and from which envelope.
func (v *rankingView) asksOf(c dossier.Ranked) (account string, asks int64, err error) {
	about := programme.Fact{Province: c.Dossier.Province, Commune: c.Dossier.Commune}
	if v.of.Subject == programme.Organisation {
		o, err := registry.GetOrganisation(v.Context(), v.s.DB, access.System("where the seat of an applicant is"), c.Dossier.Party)
		if err != nil {
			return "", 0, err
		}
		about = programme.Fact{Kind: o.Kind, Province: o.Seat.Province, Commune: o.Seat.Commune}
	}
	moves, err := v.of.Ledger.Moves(programme.Situation{Act: v.rank.ID, Outcome: v.rank.Outcomes[0].ID, Answers: c.Answers, On: v.today(),
		Facts: programme.Facts{}.About(c.Dossier.Party.String(), about)})
	if err != nil || len(moves) == 0 {
		return "", 0, err
	}
	return moves[0].Name, -moves[0].Quantity, nil
}

// taken tells that an application holds its part of the envelope.
func (l rankedLine) taken() bool {
	return slices.ContainsFunc(l.Held, func(m programme.Movement) bool { return m.Name == l.account && m.Quantity < 0 })
}

// fillPurses reads the envelopes: what the call opened, and what is left.
func (v *rankingView) fillPurses() error {
	opened := map[string]int64{}
	for _, m := range v.history {
		if m.CorrectedBy == 0 {
			for _, move := range m.Payload.Moves {
				opened[move.Name] += move.Quantity
			}
		}
	}
	at := map[string]int{}
	add := func(name string) *purse {
		i, there := at[name]
		if !there {
			i, at[name] = len(v.purses), len(v.purses)
			v.purses = append(v.purses, purse{account: name, opened: opened[name]})
		}
		return &v.purses[i]
	}
	for name := range opened {
		add(name)
	}
	for _, l := range v.list {
		if l.account == "" {
			continue
		}
		p := add(l.account)
		p.candidates++
		switch {
		case l.taken():
			p.taken++
		case l.Dossier.State == v.rank.Outcomes[1].To:
			p.waits++
		}
	}
	for i := range v.purses {
		var err error
		if v.purses[i].left, err = ledger.Balance(v.Context(), v.s.DB, v.purses[i].account); err != nil {
			return err
		}
	}
	slices.SortFunc(v.purses, func(a, b purse) int { return strings.Compare(a.account, b.account) })
	return nil
}

// mayRank tells that the reader ranks calls like this one.
func (v *rankingView) mayRank() bool {
	return v.actor.HasAny(v.rank.By, v.of.ID, v.d.Province)
}

// foresee asks what ranking would do now, for who may do it.
func (v *rankingView) foresee() {
	ready := slices.ContainsFunc(v.list, func(l rankedLine) bool { return slices.Contains(v.rank.From, l.Dossier.State) })
	if !ready || !v.mayRank() {
		return
	}
	list, err := v.s.Office.Foresee(v.Context(), v.ranking(v.newID()))
	if v.hindered = err; err != nil {
		return
	}
	v.foreseen = map[store.ID]string{}
	for _, c := range list {
		v.foreseen[c.Dossier.ID] = c.Outcome
	}
}

func (v *rankingView) ranking(key store.ID) dossier.Ranking {
	return dossier.Ranking{Key: key, Actor: v.actor, Programme: v.of.ID, Act: v.rank.ID, Call: v.d.ID, On: v.today()}
}

// rankCall ranks the call now.
func rankCall(s *Server, r *request) error {
	v, err := readRanking(s, r)
	if err != nil {
		return err
	}
	_, err = s.Office.Rank(r.Context(), v.ranking(r.key()))
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("ranking.done"))
		return see(dossierPath(v.d) + "/ranking")
	case mendable(err):
		return showRanking(s, r, err)
	}
	return err
}

func (v *rankingView) rankingStats() g.Node {
	var taken, waits int
	var opened, left int64
	for _, p := range v.purses {
		taken, waits, opened, left = taken+p.taken, waits+p.waits, opened+p.opened, left+p.left
	}
	return ui.Stats(ui.Stat{Label: v.p.T("ranking.candidates"), Number: v.p.Number(int64(len(v.list)))},
		ui.Stat{Label: v.say(v.rank.Outcomes[0].Title), Number: v.p.Number(int64(taken))},
		ui.Stat{Label: v.say(v.rank.Outcomes[1].Title), Number: v.p.Number(int64(waits))},
		ui.Stat{Label: v.p.T("ranking.left"), Number: v.p.Money(money.Amount(left)), Note: v.p.T("ranking.of-opened", "amount", v.p.Money(money.Amount(opened)))})
}

// rankCard is the act, for who may take it: what it would do, or what hinders it.
func (v *rankingView) rankCard() g.Node {
	switch {
	case v.hindered != nil:
		return ui.Card(v.say(v.rank.Title), nil, ui.Notice(ui.Warn, h.P(g.Text(v.p.T("ranking.not-yet"))), h.P(g.Text(v.p.Fault(v.hindered)))), v.unmarked())
	case len(v.foreseen) == 0:
		return nil
	}
	counts := map[string]int64{}
	for _, o := range v.foreseen {
		counts[o]++
	}
	var list []ui.Definition
	for _, o := range v.rank.Outcomes {
		list = append(list, ui.Definition{Term: v.say(o.Title), Body: ui.Ltr(v.p.Number(counts[o.ID]))})
	}
	return ui.Card(v.say(v.rank.Title), nil, h.P(g.Text(v.p.T("ranking.would"))), ui.Definitions(list...),
		ui.Form("post", dossierPath(v.d)+"/ranking", v.newID().String(), ui.Actions(ui.Submit(v.p.T("ranking.go"), "", "", true))))
}

// unmarked names those that wait for marks.
func (v *rankingView) unmarked() g.Node {
	var items []g.Node
	for _, l := range v.list {
		if slices.Contains(v.rank.From, l.Dossier.State) && l.Marks < 2 && len(items) < deskLines {
			items = append(items, h.Li(ui.Link(dossierPath(l.Dossier), l.Dossier.Reference), g.Text(" "), g.Text(v.p.Count("ranking.marks", int64(l.Marks)))))
		}
	}
	return h.Ul(items...)
}

// purseName is an envelope by its parts: the domain, the region.
func (v *rankingView) purseName(account string) string {
	var names []string
	for _, part := range strings.Split(account, "/")[1:] {
		if part == v.d.ID.String() {
			continue
		}
		names = append(names, v.partName(v.of, part))
	}
	return strings.Join(names, " – ")
}

func (v *rankingView) pursePath(account string) string {
	return withQuery(dossierPath(v.d)+"/ranking", url.Values{"envelope": {account}}) + "#candidates"
}

func (v *rankingView) purseTable() g.Node {
	data := ui.TableData{ID: "envelopes", Caption: v.p.T("ranking.envelopes"), Columns: []ui.Column{{Head: v.p.T("ranking.envelope")}, {Head: v.p.T("ranking.opened"), Numeric: true},
		{Head: v.p.T("ranking.left"), Numeric: true}, {Head: v.p.T("ranking.candidates"), Numeric: true}, {Head: v.say(v.rank.Outcomes[0].Title), Numeric: true}, {Head: v.say(v.rank.Outcomes[1].Title), Numeric: true}}}
	for _, p := range v.purses {
		data.Rows = append(data.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.purseName(p.account)).To(v.pursePath(p.account)), ui.Money(v.p, money.Amount(p.opened)), ui.Money(v.p, money.Amount(p.left)),
			ui.Number(v.p, int64(p.candidates)), ui.Number(v.p, int64(p.taken)), ui.Number(v.p, int64(p.waits))}})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// candidateTables are the candidates of the chosen envelope in their order, with
// the line where its money ends; of the one where most is at stake, when none is chosen.
func (v *rankingView) candidateTables() g.Node {
	chosen := v.query("envelope")
	if chosen == "" {
		most := -1
		for _, p := range v.purses {
			if n := p.candidates + 1000*p.taken*p.waits; n > most {
				chosen, most = p.account, n
			}
		}
	}
	i := slices.IndexFunc(v.purses, func(p purse) bool { return p.account == chosen })
	data := ui.TableData{ID: "candidates", Caption: v.p.T("ranking.candidates"), Empty: ui.Empty(v.p.T("ranking.nobody"), v.p.T("ranking.nobody-hint"), nil),
		Columns: []ui.Column{{Head: v.p.T("ranking.place"), Numeric: true}, {Head: v.p.T("ranking.project")}, {Head: v.p.T("ranking.applicant")}, {Head: v.p.T("ranking.points"), Numeric: true},
			{Head: v.p.T("ranking.asks"), Numeric: true}, {Head: v.p.T("file.state")}}}
	if i < 0 {
		return ui.TableCard("", nil, ui.DataTable(data))
	}
	data.Caption = v.purseName(chosen)
	ended, left := false, v.purses[i].left
	for _, l := range v.order(chosen) {
		if !ended && v.group(l) == 1 {
			ended = true
			data.Rows = append(data.Rows, ui.Row{Total: true, Cells: []ui.Cell{ui.Gap(""), ui.Text(v.p.T("ranking.line")), ui.Gap(""), ui.Gap(""), ui.Money(v.p, money.Amount(left)), ui.Text(v.p.T("ranking.line-left"))}})
		}
		data.Rows = append(data.Rows, ui.Row{Cells: v.candidateLine(l)})
	}
	return ui.TableCard("", nil, ui.DataTable(data))
}

// order are the candidates of an envelope: those taken, those who wait, the rest;
// by their points within each.
func (v *rankingView) order(account string) []rankedLine {
	var out []rankedLine
	for _, l := range v.list {
		if l.account == account {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b rankedLine) int { return v.group(a) - v.group(b) })
	return out
}

func (v *rankingView) group(l rankedLine) int {
	switch {
	case v.fits(l):
		return 0
	case l.Dossier.State == v.rank.Outcomes[1].To, v.foreseen[l.Dossier.ID] == v.rank.Outcomes[1].ID:
		return 1
	}
	return 2
}

// fits tells that the money reaches an application, or would when ranked now.
func (v *rankingView) fits(l rankedLine) bool {
	return l.taken() || v.foreseen[l.Dossier.ID] == v.rank.Outcomes[0].ID
}

func (v *rankingView) candidateLine(l rankedLine) []ui.Cell {
	place := ui.Gap("–")
	if l.Place > 0 {
		place = ui.Number(v.p, l.Place)
	}
	points := ui.Gap("–")
	if l.Marks > 0 {
		points = ui.Percent(v.p, l.Points, 10_000, 2).With(h.Div(h.Class("s-note"), g.Text(v.p.Count("ranking.marks", int64(l.Marks)))))
	}
	state := ui.Node(v.stateBadge(v.of, l.Dossier.State))
	if o := v.rank.Outcome(v.foreseen[l.Dossier.ID]); o != nil {
		state = state.With(h.Div(h.Class("s-note"), g.Text(v.p.T("ranking.foreseen", "outcome", v.say(o.Title)))))
	}
	return []ui.Cell{place, ui.Node(g.Group{ui.Link(dossierPath(l.Dossier), l.Dossier.Label), h.Div(h.Class("s-note"), ui.Ltr(l.Dossier.Reference))}),
		ui.Text(partyTitle(v.titles, l.Dossier.Party, v.p.Lang())), points, ui.Money(v.p, money.Amount(l.asks)), state}
}
