package dossier_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/store"
)

// moment is an act as a plain list keeps it: what it is, where it led, its day,
// when it was recorded and when it was corrected.
type moment struct {
	name, to string
	day      calendar.Date
	seq      int64
	at, gone calendar.Instant
}

// told is a file with everything that was done to it.
type told struct {
	file
	moments []moment
}

// standing are the moments that count as of a day, as known on an instant.
func (f *told) standing(asOf calendar.Date, known calendar.Instant) []moment {
	return slices.DeleteFunc(slices.Clone(f.moments), func(m moment) bool {
		return m.day > asOf || m.at > known || m.gone != 0 && m.gone <= known
	})
}

// forever is an instant and a day after everything.
const (
	forever = calendar.Instant(1 << 62)
	someday = calendar.Date(1 << 30)
)

// move is an act that may follow in a state.
type move struct {
	name, outcome, to string
	actor             func(p *pole) access.Actor
	level             commission.Level // of the commission that must sit; empty: none
}

var (
	byClerk    = func(p *pole) access.Actor { return p.clerk }
	byProvince = func(p *pole) access.Actor { return p.province }
	byCentre   = func(p *pole) access.Actor { return p.centre }
)

var moves = map[string][]move{
	"deposited": {{"examine", "favourable", "examined", byProvince, commission.Province}, {"examine", "unfavourable", "examined", byProvince, commission.Province}, {"withdraw", "", "withdrawn", byClerk, ""}},
	"examined":  {{"receive", "", "received", byCentre, ""}, {"receive", "", "received", byCentre, ""}, {"withdraw", "", "withdrawn", byClerk, ""}},
	"received":  {{"decide", "accepted", "accepted", byCentre, commission.Centre}, {"decide", "study", "study", byCentre, commission.Centre}, {"decide", "refused", "rejected", byCentre, commission.Centre}, {"desist", "", "desisted", byClerk, ""}},
	"study":     {{"decide", "accepted", "accepted", byCentre, commission.Centre}, {"decide", "refused", "rejected", byCentre, commission.Centre}},
	"rejected":  {{"appeal", "", "appealed", byClerk, ""}},
}

// counted is in which stock a state stands, as the programme's ledger says.
var counted = map[string]string{"deposited": "waiting", "examined": "waiting", "withdrawn": "withdrawn_province", "received": "under_study", "study": "under_study",
	"appealed": "under_study", "accepted": "accepted", "rejected": "rejected", "desisted": "withdrawn_centre"}

// flows are what acts count when they are done.
var flows = map[string]string{"deposit": "deposited", "receive": "received", "appeal": "appeals"}

// asked is a question: as of a day, as known on an instant.
type asked struct {
	asOf  calendar.Date
	known calendar.Instant
}

// histories are many files, told plainly beside the pole that keeps them.
type histories struct {
	*pole
	files []*told
	known []calendar.Instant // after each step
	done  map[string]int     // acts that were allowed, by name
}

// plainly counts the figures from the list.
func (h *histories) plainly(q asked) map[string]int64 {
	out := map[string]int64{}
	for _, measure := range slices.Concat(slices.Collect(maps.Values(flows)), slices.Collect(maps.Values(counted))) {
		out[measure] = 0
	}
	for _, f := range h.files {
		list := f.standing(q.asOf, q.known)
		for _, m := range list {
			if flow := flows[m.name]; flow != "" {
				out[flow]++
			}
		}
		if len(list) > 0 {
			out[counted[list[len(list)-1].to]]++
		}
	}
	return out
}

// engine asks the ledger for the same.
func (h *histories) engine(q asked) map[string]int64 {
	out := map[string]int64{}
	for measure := range h.plainly(q) {
		out[measure] = h.figure(measure, q.asOf, q.known)
	}
	return out
}

// step opens a file, carries one on, or corrects what was done last to one. An
// act that the rules of the programme refuse leaves nothing.
func (h *histories) step(rt *rapid.T) {
	if len(h.files) == 0 || rapid.IntRange(0, 4).Draw(rt, "what") == 4 {
		r := h.request()
		r.Answers = r.Answers.With("pension", rapid.Bool().Draw(rt, "pension"))
		r.On = day.AddDays(rapid.IntRange(0, 60).Draw(rt, "on"))
		ev, err := h.office.Do(h.Context(), r)
		h.must(err)
		h.files = append(h.files, &told{file: file{h.pole, r.Party, r.Dossier}})
		h.note(h.files[len(h.files)-1], "deposit", "deposited", ev)
		return
	}
	f := rapid.SampledFrom(h.files).Draw(rt, "file")
	live := f.standing(someday, forever)
	if len(live) == 0 {
		return
	}
	last := live[len(live)-1]
	if rapid.IntRange(0, 3).Draw(rt, "correct") == 3 {
		ev, err := f.do(h.centre, "correct", "", last.day.AddDays(1), func(r *dossier.Request) { r.Corrects = last.seq })
		h.must(err)
		i := slices.IndexFunc(f.moments, func(m moment) bool { return m.seq == last.seq })
		f.moments[i].gone = ev.RecordedAt
		h.done["correct"]++
		return
	}
	if len(moves[last.to]) == 0 {
		return
	}
	m := rapid.SampledFrom(moves[last.to]).Draw(rt, "move")
	on := last.day.AddDays(rapid.IntRange(0, 20).Draw(rt, "later"))
	if m.level == "" {
		if ev, err := f.do(m.actor(h.pole), m.name, m.outcome, on); err == nil {
			h.note(f, m.name, m.to, ev)
		}
		return
	}
	sitting := h.session(m.actor(h.pole), m.level, map[commission.Level]string{commission.Province: rabat}[m.level], on)
	if ev, err := f.do(m.actor(h.pole), m.name, m.outcome, on, in(sitting)); err == nil {
		h.note(f, m.name, m.to, ev)
	}
	sitting.Key = h.id()
	h.must(act.Together(h.Context(), h.db, func(tx *store.Tx) error { _, err := commission.Close(h.Context(), tx, sitting); return err }))
}

func (h *histories) note(f *told, name, to string, ev act.Event) {
	f.moments = append(f.moments, moment{name: name, to: to, day: ev.On, seq: ev.Seq, at: ev.RecordedAt})
	h.done[name]++
}

// Whatever is done to files and corrected, in whatever order: the engine counts
// what a plain list of the acts counts, as of any day and as known on any
// instant; what it said once it says for ever; a flow never falls as days pass;
// and all of it can be computed again from the events.
func TestHistoriesAreCountedAsTheyAreTold(t *testing.T) {
	each(t, func(p *pole) {
		h := &histories{pole: p, done: map[string]int{}}
		given := map[asked]map[string]int64{}
		rapid.Check(t, func(rt *rapid.T) {
			h.step(rt)
			h.step(rt)
			h.known = append(h.known, h.settle())
			for _, q := range []asked{{p.db.Today(), h.known[len(h.known)-1]}, {day.AddDays(rapid.IntRange(0, 150).Draw(rt, "as of")), rapid.SampledFrom(h.known).Draw(rt, "known on")}} {
				got, want := h.engine(q), h.plainly(q)
				if !maps.Equal(got, want) {
					rt.Fatalf("as of %v, known on %v: %v, want %v", q.asOf, q.known, got, want)
				}
				given[q] = got
			}
		})
		for q, want := range given {
			if got := h.engine(q); !maps.Equal(got, want) {
				t.Fatalf("as of %v, known on %v it said %v, and now says %v", q.asOf, q.known, want, got)
			}
		}
		for _, measure := range flows {
			before := int64(0)
			for n := 0; n <= 200; n += 10 {
				now := h.figure(measure, day.AddDays(n), h.known[len(h.known)-1])
				if now < before {
					t.Errorf("%s falls from %d to %d after %d days", measure, before, now, n)
				}
				before = now
			}
		}
		for _, name := range []string{"deposit", "examine", "receive", "decide", "correct"} {
			if h.done[name] == 0 {
				t.Errorf("no %s was carried out: the test shows too little (%v)", name, h.done)
			}
		}
		p.verified()
	})
}
