package dossier

import (
	"encoding/json"
	"fmt"
	"slices"

	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// happened is what the fold needs of an event beside its payload.
type happened struct {
	Seq        int64
	On         calendar.Date
	RecordedAt calendar.Instant
	Actor      store.ID
}

// after is the dossier once an act of its workflow has happened. It is the one
// place where a dossier changes: the write path and the rebuild both use it.
func (d Dossier) after(def *programme.Definition, a *programme.Act, h happened, p Payload) Dossier {
	if d.OpenedOn.IsZero() {
		d.Programme, d.Version, d.Reference = p.Programme, p.Version, p.Reference
		d.Province, d.Commune = p.Province, p.Commune
		d.OpenedOn, d.Registrar = h.On, h.Actor
		if p.Subject != nil {
			d.Sex, d.Birth = p.Subject.Sex, p.Subject.Birth
		}
	}
	if p.State != d.State {
		d.State, d.StateSince = p.State, h.On
	}
	if p.Answers != nil {
		d.AnswersSeq, d.Label = h.Seq, p.Answers.Text(def.Label)
	}
	d.move(def, a.ClockWith(p.Outcome), h.On)
	if !p.Due.IsZero() {
		d.Due = p.Due
	}
	for _, e := range a.EffectsWith(p.Outcome) {
		switch e {
		case programme.Grant:
			d.Granted = true
		case programme.End:
			d.Granted = false
		}
	}
	d.Seq, d.RecordedAt = h.Seq, h.RecordedAt
	d.Holds = d.holds(def)
	return d
}

// IsOpen tells that the dossier is still being worked on.
func (d Dossier) IsOpen(def *programme.Definition) bool {
	stage := def.Workflow.State(d.State)
	return stage != nil && stage.Level != programme.Closed
}

// holds: an open file, or one that gives a right, keeps its subject from opening
// another; a refused or withdrawn one does not, nor does one of a programme that
// a subject may have several dossiers in.
func (d Dossier) holds(def *programme.Definition) bool {
	return !def.Several && (d.Granted || d.IsOpen(def))
}

// move starts, pauses, resumes or stops the dossier's clock on a day. Days are
// calendar days; a paused clock keeps the days it had left.
func (d *Dossier) move(def *programme.Definition, m programme.ClockMove, on calendar.Date) {
	switch m.Move {
	case "start":
		if c := def.Workflow.Clock(m.ID); c != nil {
			d.Clock, d.Due, d.DaysLeft = c.ID, on.AddDays(c.Days), 0
		}
	case "pause":
		if !d.Due.IsZero() {
			d.DaysLeft, d.Due = int(d.Due-on), 0
		}
	case "resume":
		if d.Due.IsZero() && d.Clock != "" {
			d.Due, d.DaysLeft = on.AddDays(d.DaysLeft), 0
		}
	case "stop":
		d.Clock, d.Due, d.DaysLeft = "", 0, 0
	}
}

// Fold makes a dossier of its events. Corrected events and corrections count
// only as having been recorded. When nothing is left it is Cancelled.
//
// Errors: dossier.correct-later-first when an act that stands is not possible
// any more without a corrected one; programme.unknown.
func Fold(set *programme.Set, events []act.Event) (Dossier, error) {
	if len(events) == 0 {
		return Dossier{}, store.ErrNotFound
	}
	gone := corrected(events)
	d := Dossier{Party: events[0].Party, ID: events[0].Stream}
	for _, ev := range events {
		if ev.Corrects == 0 && !slices.Contains(gone, ev.Seq) {
			next, err := fold(set, d, ev)
			if err != nil {
				return Dossier{}, err
			}
			d = next
		}
		d.Seq, d.RecordedAt = ev.Seq, ev.RecordedAt
	}
	if d.OpenedOn.IsZero() {
		return cancelled(set, d, events[0])
	}
	return d, nil
}

// fold is the step of one event that counts.
func fold(set *programme.Set, d Dossier, ev act.Event) (Dossier, error) {
	var p Payload
	if err := json.Unmarshal(ev.Payload, &p); err != nil {
		return Dossier{}, fmt.Errorf("event %d of dossier %s: %w", ev.Seq, d.ID, err)
	}
	name := d.Programme
	if name == "" {
		name = p.Programme
	}
	if name == "" { // follows a corrected opening
		return Dossier{}, fault.New(fault.Conflict, "dossier.correct-later-first", fault.Args{"act": ActOf(ev), "on": ev.On})
	}
	def, err := set.Get(name)
	if err != nil {
		return Dossier{}, err
	}
	a, ok := def.Workflow.Act(ActOf(ev))
	if !ok || !possible(a, d.State) {
		return Dossier{}, fault.New(fault.Conflict, "dossier.correct-later-first", fault.Args{"act": title(a, ActOf(ev)), "on": ev.On})
	}
	return d.after(def, a, happened{ev.Seq, ev.On, ev.RecordedAt, ev.Actor}, p), nil
}

// title is what a person calls an act.
func title(a *programme.Act, id string) any {
	if a == nil {
		return id
	}
	return a.Title
}

func possible(a *programme.Act, state string) bool {
	return state == "" && a.From == nil || slices.Contains(a.From, state)
}

// corrected are the numbers of the events that a later one corrects.
func corrected(events []act.Event) []int64 {
	var gone []int64
	for _, ev := range events {
		if ev.Corrects != 0 {
			gone = append(gone, ev.Corrects)
		}
	}
	return gone
}

// cancelled is a dossier whose opening was corrected away: it keeps its number
// and what it was about, and counts nowhere.
func cancelled(set *programme.Set, empty Dossier, opening act.Event) (Dossier, error) {
	d, err := fold(set, Dossier{Party: empty.Party, ID: empty.ID}, opening)
	d.State, d.StateSince = Cancelled, opening.On
	d.Clock, d.Due, d.DaysLeft = "", 0, 0
	d.Granted, d.Holds = false, false
	d.Seq, d.RecordedAt = empty.Seq, empty.RecordedAt
	return d, err
}
