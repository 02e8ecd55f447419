package web

import (
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

const boardsPath = "/boards"

// boardRoutes are the pages of teams at work, and what leads from them.
func boardRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, boardsPath, Access(access.DossiersRead), boardList},
		{get, boardsPath + "/{programme}", Access(access.DossiersRead), board},
		{get, boardsPath + "/{programme}/night", Access(access.DossiersRead), boardNight},
		{post, boardsPath + "/{programme}/again", Access(access.DossiersRead), boardAgain},
		{get, "/dossiers/{party}/{dossier}/places/{act}", Access(access.DossiersRead), placing},
		{get, "/dossiers/{party}/{dossier}/book/{holding}", Access(access.DossiersRead), accountBook},
	}
}

// boards are the programmes with a board in which the reader does something.
func (r *request) boards() []*programme.Definition {
	return slices.DeleteFunc(r.s.Programmes.Running(), func(d *programme.Definition) bool { return d.Workflow.Board == nil || !r.worksAt(d) })
}

// worksAt tells that the reader does something in a programme, or in those that
// stand beside its board.
func (r *request) worksAt(d *programme.Definition) bool {
	for _, id := range append([]string{d.ID, d.Workflow.Board.StockOf}, d.Workflow.Board.Beside...) {
		beside, err := r.s.Programmes.Get(id)
		if err == nil && slices.ContainsFunc(beside.Workflow.Acts, func(a programme.Act) bool { return r.holdsRole(a.By, id) }) {
			return true
		}
	}
	return false
}

// boardList leads to the boards; to the only one at once.
func boardList(_ *Server, r *request) error {
	list := r.boards()
	if len(list) == 1 {
		return see(boardsPath + "/" + list[0].ID)
	}
	frame := r.frame()
	frame.Title, frame.Lead, frame.Narrow = r.p.T("board.title"), r.p.T("board.lead"), true
	if len(list) == 0 {
		return r.show(ui.Page(frame, ui.Card("", nil, ui.Empty(r.p.T("board.none"), r.p.T("board.none-hint"), nil))))
	}
	return r.show(ui.Page(frame, ui.Card("", nil, r.boardLinks(list))))
}

func (r *request) boardLinks(list []*programme.Definition) g.Node {
	return h.Ul(h.Class("s-plain"), g.Map(list, func(d *programme.Definition) g.Node {
		return h.Li(ui.LinkButton(boardsPath+"/"+d.ID, r.say(d.Workflow.Board.Title), true), g.Text(" "), h.Span(h.Class("s-note"), g.Text(r.say(d.Title))))
	}))
}

// boardCard leads from the desk to the boards of who works with one.
func (r *request) boardCard() ([]g.Node, error) {
	list := r.boards()
	if len(list) == 0 {
		return nil, nil
	}
	return []g.Node{ui.Card(r.p.T("board.title"), nil, r.boardLinks(list))}, nil
}

// boardView is the board of a programme.
type boardView struct {
	*request
	*programme.Board
	def   *programme.Definition
	night ledger.Period
	live  bool // it is tonight's, and refreshes by itself
}

// board is the page: the quick entry, then what was written down tonight, who is
// followed and what is due.
func board(_ *Server, r *request) error { return r.showBoard(nil) }

func (r *request) showBoard(failed error) error {
	v, err := r.readBoard()
	if err != nil {
		return err
	}
	night, err := v.readNight()
	if err != nil {
		return err
	}
	followed, err := v.followed()
	if err != nil {
		return err
	}
	due, err := dossier.DueItems(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), v.def.ID, r.today().AddDays(week), boardShort, v.Follows...)
	if err != nil {
		return err
	}
	shown := slices.Concat(night.dossiers, followed)
	for _, e := range due {
		shown = append(shown, e.Dossier)
	}
	names, err := v.namesOf(shown)
	if err != nil {
		return err
	}
	expected, err := v.dueCard(due, names)
	if err != nil {
		return err
	}
	code := http.StatusOK
	if failed != nil {
		code = statusOf(failed)
	}
	frame := r.frame()
	frame.Title, frame.Lead = r.say(v.Title), v.nightName()
	frame.Actions = []g.Node{v.chooseNight()}
	var work g.Node
	if meet, again := v.meetCard(), v.againCard(followed, names, ui.ProblemsOf(r.p, failed)); v.live && (meet != nil || again != nil) {
		work = ui.Card("", nil, h.Div(h.Class("s-acts"), meet, again))
	}
	return r.showStatus(code, ui.Page(frame, ui.ErrorSummary(r.p, failed), ui.TwoColumns(
		h.Div(h.Class("s-stack"), work, v.nightRegion(night, names)),
		h.Div(h.Class("s-stack"), expected, v.followedCard(followed[:min(len(followed), boardShort)], names)))))
}

// noon is when a night is over.
const noon = calendar.Instant(12 * 3600 * 1_000_000)

// week is how far ahead the board looks for what is due; boardLines how many
// dossiers a list of it has.
const (
	week       = 7
	boardLines = 40 // to choose from
	boardShort = 12 // to look at
)

// readBoard finds the board of the address and its night: the one that is given,
// or tonight, which until noon began yesterday.
func (r *request) readBoard() (*boardView, error) {
	def, err := r.s.Programmes.Get(r.PathValue("programme"))
	if err != nil {
		return nil, err
	}
	if def.Workflow.Board == nil || !slices.Contains(r.readable(), def) {
		return nil, store.ErrNotFound
	}
	v := &boardView{request: r, Board: def.Workflow.Board, def: def, live: true}
	if text := r.query("night"); text != "" {
		on, err := calendar.ParseDate(text)
		if err != nil {
			return nil, onField(err, "night")
		}
		if on < r.today() {
			v.live = false
		}
		v.night = ledger.Period{From: on, To: on}
		return v, nil
	}
	v.night = ledger.Period{From: r.today(), To: r.today()}
	if r.s.DB.Now() < calendar.StartOf(r.today())+noon {
		v.night.From = r.today().AddDays(-1)
	}
	return v, nil
}

func (v *boardView) nightName() string {
	if v.night.From != v.night.To {
		return v.p.T("board.night-of-two", "from", v.night.From, "to", v.night.To)
	}
	return v.p.T("board.night-of", "day", v.night.To)
}

func (v *boardView) path() string { return boardsPath + "/" + v.def.ID }

// chooseNight leads to another night.
func (v *boardView) chooseNight() g.Node {
	return h.Details(h.Class("s-panel"), g.Attr("data-panel"), h.Summary(h.Class("btn"), g.Text(v.p.T("board.other-night"))),
		h.Div(h.Form(h.Method("get"), h.Action(v.path()), h.Class("s-form"),
			ui.DateInput(v.p, ui.Field{Name: "night", Label: v.p.T("board.night"), Value: ui.DateValue(v.night.To)}),
			ui.Actions(ui.Submit(v.p.T("board.show-night"), "", "", true), ui.LinkButton(v.path(), v.p.T("board.tonight"), false)))))
}

// followed are those the teams follow, the newest first.
func (v *boardView) followed() ([]dossier.Dossier, error) {
	if len(v.Follows) == 0 {
		return nil, nil
	}
	return dossier.List(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), dossier.Filter{Programme: v.def.ID, States: v.Follows}, dossier.Page{Limit: boardLines})
}

// namesOf names those on the board, and writes down that they were shown.
func (v *boardView) namesOf(list []dossier.Dossier) (map[store.ID]string, error) {
	persons, err := registry.Names(v.Context(), v.s.DB, v.actor.Scope(access.PersonsRead), applicants(list))
	if err != nil {
		return nil, err
	}
	names, err := v.subjectNames(list, persons)
	if err != nil || len(persons) == 0 {
		return names, err
	}
	var seen []audit.Party
	for _, p := range persons {
		seen = append(seen, personParty(p))
	}
	return names, v.logRead(audit.Search, store.ID{}, "follow-up", seen...)
}

// backToBoard is where a form of a board returns to; otherwise where other forms do.
func (r *request) backToBoard(otherwise string) string {
	if back := r.FormValue("back"); strings.HasPrefix(back, boardsPath+"/") {
		return back
	}
	return otherwise
}

// boardAgain carries out the act that the board offers on whoever was chosen.
func boardAgain(s *Server, r *request) error {
	if err := r.readFiles(); err != nil {
		return err
	}
	v, err := r.readBoard()
	if err != nil {
		return err
	}
	party, id, ok := strings.Cut(r.FormValue("who"), "/")
	if !ok {
		return r.showBoard(fault.New(fault.Invalid, "board.who-missing", nil).On("who"))
	}
	r.SetPathValue("party", party)
	r.SetPathValue("dossier", id)
	r.SetPathValue("act", v.Again)
	return actOnDossier(s, r)
}
