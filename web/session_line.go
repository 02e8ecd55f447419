package web

import (
	"errors"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/audit"
	"sanad/commission"
	"sanad/dossier"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// line is a file of an agenda as a page or the minutes show it.
type line struct {
	commission.Item
	v        *sessionView
	d        dossier.Dossier // zero when the file is outside the reader's scope
	name     string
	act      *programme.Act      // that the session may decide on it, nil when none
	rules    *programme.Decision // what the rules say on the session's day, before the ruling
	unsure   error               // why the rules could not be asked
	opinions []*dossier.Moment   // what commissions said before, the oldest first
	ruling   *dossier.Moment     // what this session said
}

// part is the files of the agenda that are shown: ruled on, or waiting.
func (v *sessionView) part() []commission.Item {
	var out []commission.Item
	for _, i := range v.items {
		if (i.Outcome != "") == v.ruled {
			out = append(out, i)
		}
	}
	return out
}

// readLines reads the page of the agenda that the address asks for, and logs who
// is named on it.
func (v *sessionView) readLines() error {
	after, err := v.place()
	if err != nil {
		return err
	}
	items := slices.DeleteFunc(v.part(), func(i commission.Item) bool { return i.Position <= after })
	v.next = 0
	if len(items) > agendaLines {
		items = items[:agendaLines]
		v.next = items[agendaLines-1].Position
	}
	return v.read(items, audit.Dossier)
}

// read reads files of the agenda with the names of their subjects, and logs the
// reading as one entry.
func (v *sessionView) read(items []commission.Item, kind audit.Kind) error {
	v.lines = nil
	var subjects []store.ID
	var seen []audit.Party
	for _, i := range items {
		l, err := v.line(i)
		if err != nil {
			return err
		}
		if !l.d.OpenedOn.IsZero() {
			subjects, seen = append(subjects, l.d.Party), append(seen, dossierParty(l.d))
		}
		v.lines = append(v.lines, l)
	}
	if len(subjects) == 0 {
		return nil
	}
	names, err := registry.Names(v.Context(), v.s.DB, access.System("the subjects of dossiers found within the scope"), subjects)
	if err != nil {
		return err
	}
	for i, l := range v.lines {
		v.lines[i].name = names[l.d.Party].Name(v.p.Lang())
	}
	return v.logRead(kind, v.ses.ID, "session", seen...)
}

// line reads one file: what it is, what was said of it, what the rules say.
func (v *sessionView) line(i commission.Item) (line, error) {
	l := line{Item: i, v: v}
	d, err := dossier.Get(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), i.Party, i.Dossier)
	if errors.Is(err, store.ErrNotFound) {
		return l, nil
	}
	if err != nil {
		return l, err
	}
	l.d = d
	history, err := dossier.History(v.Context(), v.s.DB, d)
	if err != nil {
		return l, err
	}
	l.follow(history)
	for _, a := range dossier.SessionActs(v.def, v.ses.Level) {
		if slices.Contains(a.From, d.State) {
			l.act = a
		}
	}
	l.askRules(history)
	return l, nil
}

// follow finds in the history what commissions said of the file.
func (l *line) follow(history []dossier.Moment) {
	for i := range history {
		m := &history[i]
		switch {
		case m.Payload.Session == l.v.ses.ID:
			l.ruling = m
		case !m.Payload.Session.IsZero() && m.CorrectedBy == 0:
			l.opinions = append(l.opinions, m)
		}
	}
}

// askRules finds what the rules say of the file. A decision that they bind holds
// it; otherwise it is computed from the answers that were in force, those that a
// correction took back left out.
func (l *line) askRules(history []dossier.Moment) {
	if l.ruling != nil && l.ruling.Payload.Decision != nil {
		l.rules = l.ruling.Payload.Decision
		return
	}
	var answers *programme.Answers
	for _, m := range history {
		if l.ruling != nil && m.Seq >= l.ruling.Seq {
			break
		}
		if m.Payload.Answers != nil && m.CorrectedBy == 0 {
			answers = m.Payload.Answers
		}
	}
	if answers != nil {
		d, err := l.v.def.Decide(programme.DecideInput{Answers: *answers, On: l.v.ses.HeldOn})
		l.rules, l.unsure = &d, err
	}
}

func (l line) reference() ui.Cell {
	if l.d.OpenedOn.IsZero() {
		return ui.Text(l.v.p.T("sessions.outside"))
	}
	return ui.Identifier(l.d.Reference).To(dossierPath(l.d))
}

func (l line) subject() g.Node { return ui.Bdi(orNone(l.name)) }

func (l line) place() string {
	if l.d.Province == "" {
		return locale.NoValue
	}
	return territory.Name(l.d.Province, l.v.p.Lang())
}

func orNone(text string) string {
	if text == "" {
		return locale.NoValue
	}
	return text
}

// rulesBadge says whether the rules are for the file.
func (l line) rulesBadge() g.Node {
	switch {
	case l.unsure != nil:
		return ui.Badge(ui.Warn, l.v.p.T("sessions.rules-silent"))
	case l.rules == nil:
		return g.Text(locale.NoValue)
	case l.rules.Eligible == programme.Yes:
		return ui.Badge(ui.Good, l.v.p.T("sessions.rules-yes"))
	case l.rules.Eligible == programme.No:
		return ui.Badge(ui.Bad, l.v.p.T("sessions.rules-no"))
	}
	return ui.Badge(ui.Warn, l.v.p.T("sessions.rules-unknown"))
}

// rulesText is the badge with what stands behind it: every ground, the amount,
// or how many answers are missing.
func (l line) rulesText() g.Node {
	switch {
	case l.unsure != nil:
		return g.Group{l.rulesBadge(), h.Div(h.Class("s-note"), g.Text(l.v.p.Fault(l.unsure)))}
	case l.rules == nil:
		return l.rulesBadge()
	case l.rules.Eligible == programme.Yes && l.rules.Amount > 0:
		return g.Group{l.rulesBadge(), h.Div(h.Class("s-note"), ui.Bdi(l.v.p.Money(l.rules.Amount)+" "+l.v.p.T("file.per-"+l.rules.Per)))}
	case l.rules.Eligible == programme.Unknown:
		return g.Group{l.rulesBadge(), h.Div(h.Class("s-note"), g.Text(l.v.p.Count("sessions.missing", int64(len(l.rules.Missing)))))}
	}
	return g.Group{l.rulesBadge(), l.groundList(l.rules)}
}

// groundList is every condition that does not hold, with its article.
func (l line) groundList(d *programme.Decision) g.Node {
	refused := d.Refused()
	if len(refused) == 0 {
		return nil
	}
	return h.Ul(h.Class("s-grounds"), g.Map(refused, func(c programme.Result) g.Node {
		return h.Li(g.Text(conditionTitle(l.v.request, l.v.def, c)), g.Text(" ("), l.source(conditionSource(l.v.def, c)), g.Text(")"))
	}))
}

// source is the law and the article a ground rests on, in a few words.
func (l line) source(ref string) g.Node {
	law, article, ok := l.v.def.Article(ref)
	if !ok {
		return g.Text(locale.NoValue)
	}
	return g.Group{ui.Ltr(law.Ref), g.If(article.Number != "", g.Group{g.Text(" · " + l.v.p.T("web.article") + " "), ui.Ltr(article.Number)})}
}

// opinionText is what commissions said of the file before, with their reasons.
func (l line) opinionText() g.Node {
	if len(l.opinions) == 0 {
		return g.Text(locale.NoValue)
	}
	return g.Map(l.opinions, func(m *dossier.Moment) g.Node {
		return g.Group{h.Div(g.Text(l.v.outcomeTitle(*m))), g.If(m.Reason != "", h.Div(h.Class("s-note"), ui.Bdi(m.Reason)))}
	})
}

// outcomeTitle is what people call the outcome of an event.
func (v *sessionView) outcomeTitle(m dossier.Moment) string {
	a, ok := v.def.Workflow.Act(dossier.ActOf(m.Event))
	if !ok {
		return m.Payload.Outcome
	}
	if o := a.Outcome(m.Payload.Outcome); o != nil {
		return v.say(o.Title)
	}
	return v.say(a.Title)
}

// outcomeBadge is what the session decided, and whether it was taken back since.
func (l line) outcomeBadge() g.Node {
	if l.Outcome == "" {
		return ui.Badge(ui.Neutral, l.v.p.T("sessions.not-ruled"))
	}
	title, tone := l.Outcome, ui.Neutral
	if l.ruling != nil {
		title = l.v.outcomeTitle(*l.ruling)
		if a, ok := l.v.def.Workflow.Act(dossier.ActOf(l.ruling.Event)); ok {
			tone = outcomeTone(a, l.Outcome)
		}
	}
	return g.Group{ui.Badge(tone, title), g.If(l.ruling != nil && l.ruling.CorrectedBy != 0, g.Group{g.Text(" "), ui.Badge(ui.Warn, l.v.p.T("sessions.corrected"))})}
}

// outcomeTone: what grants something is good news, what needs a reason is not.
func outcomeTone(a *programme.Act, id string) ui.Tone {
	o := a.Outcome(id)
	switch {
	case o == nil:
		return ui.Neutral
	case slices.Contains(o.Effects, programme.Grant):
		return ui.Good
	case o.NeedsReason:
		return ui.Warn
	}
	return ui.Good
}

// grounds is why: the reason given, and for what must be reasoned every ground of
// the rules.
func (l line) grounds() g.Node {
	if l.ruling == nil {
		return g.Text(locale.NoValue)
	}
	var list g.Node
	if l.unsure == nil && l.rules != nil && l.rules.Eligible == programme.No && l.against() {
		list = l.groundList(l.rules)
	}
	reason := strings.TrimSpace(l.ruling.Reason)
	return g.Group{g.If(reason != "", h.Div(ui.Bdi(reason))), list}
}

// against tells that the ruling is one that must be reasoned.
func (l line) against() bool {
	a, ok := l.v.def.Workflow.Act(dossier.ActOf(l.ruling.Event))
	return ok && a.Outcome(l.Outcome) != nil && a.Outcome(l.Outcome).NeedsReason
}

// tallied is how many files have an outcome.
type tallied struct {
	title string
	n     int
}

// tally counts the rulings by outcome in the order of the workflow; an outcome
// that two acts share (a decision and one on appeal) is counted once.
func (v *sessionView) tally() []tallied {
	var out []tallied
	var done []string
	for _, a := range dossier.SessionActs(v.def, v.ses.Level) {
		for _, o := range a.Outcomes {
			if !slices.Contains(done, o.ID) {
				done = append(done, o.ID)
				out = append(out, tallied{v.say(o.Title), v.count(o.ID)})
			}
		}
	}
	return out
}
