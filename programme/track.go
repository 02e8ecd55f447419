package programme

import (
	"strconv"
	"strings"

	"sanad/calendar"
	"sanad/locale"
)

// Track is a list whose items are followed until they are closed: the
// recommendations of an audit, the steps of an individual plan, the tranches of
// an agreement. An act opens items (opens), others move them (items).
type Track struct {
	at
	ID     string       `key:"id,need"`
	Title  locale.Text  `key:"title,need"`
	Due    string       `key:"due"`   // the item's question that holds the day it is due
	Label  string       `key:"label"` // the item's question that names it
	States []TrackState `key:"states,need"`
}

// TrackState is a state of an item; the first is where it begins.
type TrackState struct {
	at
	ID       string      `key:"id,need"`
	Title    locale.Text `key:"title,need"`
	Terminal bool        `key:"terminal"` // nothing more is expected
}

// ItemMove moves items of a track: those that a question of the act names, of
// type item, on its own or in a list.
type ItemMove struct {
	at
	Track string `key:"track,need"`
	To    string `key:"to,need"`
	Which string `key:"which,need"` // "step", or "steps.step"
}

// Item is an item of a track as the acts so far make it.
type Item struct {
	Track  string
	Number int64 // from 1, in the order they were opened
	State  string
	Since  calendar.Date
	Due    calendar.Date // zero when none
	Fields Answers
	Opened int64 // the event that opened it
}

// Track finds a track by id, nil when there is none.
func (w *Workflow) Track(id string) *Track {
	for i := range w.Tracks {
		if w.Tracks[i].ID == id {
			return &w.Tracks[i]
		}
	}
	return nil
}

// State finds a state of an item by id, nil when there is none.
func (t *Track) State(id string) *TrackState {
	for i := range t.States {
		if t.States[i].ID == id {
			return &t.States[i]
		}
	}
	return nil
}

// IsOpen tells that something is still expected of an item.
func (w *Workflow) IsOpen(item Item) bool {
	t := w.Track(item.Track)
	if t == nil {
		return false
	}
	s := t.State(item.State)
	return s != nil && !s.Terminal
}

// Follow gives the items after an act with its fields, which event seq holds.
// The given items are not changed.
func (w *Workflow) Follow(items []Item, a *Act, fields Answers, seq int64, on calendar.Date) []Item {
	if len(a.Opens) == 0 && len(a.Items) == 0 {
		return items
	}
	out := append([]Item(nil), items...)
	for _, id := range a.Opens {
		t := w.Track(id)
		for _, f := range fields.List(id) {
			item := Item{Track: id, Number: lastNumber(out, id) + 1, State: t.States[0].ID, Since: on, Fields: f, Opened: seq}
			item.Due, _ = calendar.ParseDate(f.Text(t.Due))
			out = append(out, item)
		}
	}
	for _, m := range a.Items {
		for _, n := range fields.Numbers(m.Which) {
			for i := range out {
				if out[i].Track == m.Track && out[i].Number == n {
					out[i].State, out[i].Since = m.To, on
				}
			}
		}
	}
	return out
}

// Numbers are the items that a question names: "step", or "steps.step" in a list.
func (a Answers) Numbers(which string) []int64 {
	list, key, inList := strings.Cut(which, ".")
	records := []Answers{a}
	if inList {
		records = a.List(list)
	} else {
		key = list
	}
	var out []int64
	for _, r := range records {
		if n, ok := r.values[key].(int64); ok {
			out = append(out, n)
		}
	}
	return out
}

func lastNumber(items []Item, track string) (n int64) {
	for _, item := range items {
		if item.Track == track {
			n = item.Number
		}
	}
	return n
}

// Open counts the items of each track of which something is still expected.
func (w *Workflow) Open(items []Item) map[string]int64 {
	out := map[string]int64{}
	for _, item := range items {
		if w.IsOpen(item) {
			out[item.Track]++
		}
	}
	return out
}

// Number is how people call an item: its label and number.
func (t *Track) Number(item Item) string {
	if text := item.Fields.Text(t.Label); text != "" {
		return strconv.FormatInt(item.Number, 10) + ". " + text
	}
	return strconv.FormatInt(item.Number, 10)
}

func (w *Workflow) checkTracks(p page) {
	seen := map[string]bool{}
	for i := range w.Tracks {
		t := &w.Tracks[i]
		p.unique(seen, t.line, "track", t.ID)
		if !isIdentifier(t.ID) {
			p.say(t.line, "use small letters, digits and _, starting with a letter", "track %q cannot be named in an expression", t.ID)
		}
		states, open := map[string]bool{}, 0
		for _, s := range t.States {
			p.unique(states, s.line, "state of an item", s.ID)
			if !s.Terminal {
				open++
			}
		}
		if open == 0 || open == len(t.States) {
			p.say(t.line, "give it a first state that is open and one with terminal: true", "track %s cannot be followed to an end", t.ID)
		}
	}
}

// checkFollowing holds what an act says of tracks against them.
func (w *Workflow) checkFollowing(p page, a *Act) {
	for _, id := range a.Opens {
		t, list := w.Track(id), a.Field(id)
		if t == nil || list == nil || list.Type != ListField {
			p.say(a.line, "define the track, and give the act a list of the same key", "act %s opens items of %q", a.ID, id)
			continue
		}
		for what, key := range map[string]string{"due": t.Due, "label": t.Label} {
			if key != "" && findField(refs(list.Fields), key) == nil {
				p.say(list.line, "add the question to the list, or correct the track", "track %s has its %s in %q, which the list of act %s does not ask", id, what, key, a.ID)
			}
		}
	}
	for _, m := range a.Items {
		t, f := w.Track(m.Track), a.Field(m.Which)
		switch {
		case t == nil || t.State(m.To) == nil:
			p.say(m.line, "name a track and one of its states", "act %s moves items of %q to %q", a.ID, m.Track, m.To)
		case f == nil || f.Type != ItemField || f.Of != m.Track:
			p.say(m.line, "add a question {type: item, of: "+m.Track+"} to the act", "act %s does not ask which item of %s it moves", a.ID, m.Track)
		}
	}
}
