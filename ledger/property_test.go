package ledger_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/ledger"
	"sanad/store"
	"sanad/store/storetest"
)

// history is a random life of a ledger, and what its model says of it.
type history struct {
	*world
	model
	subjects []store.ID
	streams  []store.ID
	live     []posting // not yet reversed
	given    []given   // of this round
}

// posting is an event that posted one entry.
type posting struct {
	stream store.ID
	seq    int64
	entry  ledger.Entry
}

// given is an answer, which must stay.
type given struct {
	question ledger.Question
	scope    access.Scope
	figures  []int64
}

// Whatever is posted, reversed, merged and unmerged in whatever order, the
// engine says what the plainest model says; and an answer given for a known-on
// is the same for ever, from the same memory and from a new one.
func TestTheEngineAgreesWithThePlainestModel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := &history{world: newWorld(t, db)}
		for range 6 {
			h.subjects, h.streams = append(h.subjects, store.NewID(db.Now())), append(h.streams, store.NewID(db.Now()))
		}
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 5).Draw(rt, "acts") {
				h.act(rt)
			}
			h.ask(rt)
		})
		for _, g := range h.given {
			h.again(t, db, g)
		}
		other, err := store.Open(t.Context(), db.URL(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		for _, g := range h.given {
			h.again(t, other, g)
		}
	})
}

func (h *history) again(t *testing.T, db *store.DB, g given) {
	t.Helper()
	answers, err := ledger.Ask(t.Context(), db, g.scope, g.question)
	if err != nil {
		t.Fatal(err)
	}
	if got := figuresOf(g.question, answers[0]); !slices.Equal(got, g.figures) {
		t.Fatalf("known on %v the answer was %v and is now %v", g.question.KnownOn, g.figures, got)
	}
}

// act does one of the things that change the ledger.
func (h *history) act(rt *rapid.T) {
	switch rapid.IntRange(0, 9).Draw(rt, "what") {
	case 0, 1:
		h.reverse(rt)
	case 2:
		h.merge(rt)
	case 3:
		h.unmerge(rt)
	default:
		h.postEntry(rt)
	}
}

func (h *history) step(rt *rapid.T, stream store.ID, body func(ctx context.Context, s *act.Step) error) act.Event {
	h.stream = stream
	ev, err := h.do(body)
	if err != nil {
		rt.Fatal(err)
	}
	return ev
}

func (h *history) postEntry(rt *rapid.T) {
	e, stream := drawEntry(rt, h.subjects), rapid.SampledFrom(h.streams).Draw(rt, "stream")
	ev := h.step(rt, stream, func(ctx context.Context, s *act.Step) error { return h.book.Post(ctx, s, e) })
	h.posts = append(h.posts, posted{e, stream, ev.RecordedAt})
	h.live = append(h.live, posting{stream, ev.Seq, e})
}

func (h *history) reverse(rt *rapid.T) {
	if len(h.live) == 0 {
		return
	}
	i := rapid.IntRange(0, len(h.live)-1).Draw(rt, "which")
	p := h.live[i]
	h.live = slices.Delete(h.live, i, i+1)
	ev := h.step(rt, p.stream, func(ctx context.Context, s *act.Step) error {
		s.Corrects(p.seq)
		return ledger.Reverse(ctx, s, p.seq)
	})
	p.entry.Quantity = -p.entry.Quantity
	h.posts = append(h.posts, posted{p.entry, p.stream, ev.RecordedAt})
}

func (h *history) merge(rt *rapid.T) {
	from, into := rapid.SampledFrom(h.subjects).Draw(rt, "from"), rapid.SampledFrom(h.subjects).Draw(rt, "into")
	ev, err := h.do(func(ctx context.Context, s *act.Step) error { return ledger.Merge(ctx, s, from, into) })
	now := h.db.Now() + 1<<40
	switch key := fault.KeyOf(err); {
	case h.as(from, now) != from:
		if key != "ledger.merged" {
			rt.Fatalf("merged twice: %v", err)
		}
	case h.as(into, now) == from:
		if key != "ledger.merge-itself" {
			rt.Fatalf("merged with itself: %v", err)
		}
	case err != nil:
		rt.Fatal(err)
	default:
		h.merges = append(h.merges, mergedAt{from, into, ev.RecordedAt})
	}
}

func (h *history) unmerge(rt *rapid.T) {
	from, into := rapid.SampledFrom(h.subjects).Draw(rt, "from"), store.ID{}
	for _, m := range h.merges {
		if m.from == from {
			into = m.into
		}
	}
	ev, err := h.do(func(ctx context.Context, s *act.Step) error { return ledger.Unmerge(ctx, s, from, into) })
	if into.IsZero() {
		if fault.KeyOf(err) != "ledger.not-merged" {
			rt.Fatalf("unmerged what was not: %v", err)
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	h.merges = append(h.merges, mergedAt{from, store.ID{}, ev.RecordedAt})
}

var scopes = []access.Scope{all, all, {}, access.Actor{Grants: []access.Grant{{Role: access.Auditor, Programme: "toy", Territory: "01"}}}.Scope(access.DossiersRead)}

// ask compares several questions in one go, the past among them, and looks
// behind one figure.
func (h *history) ask(rt *rapid.T) {
	known := h.settle()
	if len(h.given) > 0 && rapid.Bool().Draw(rt, "past") {
		known = rapid.SampledFrom(h.given).Draw(rt, "when").question.KnownOn
	}
	scope := rapid.SampledFrom(scopes).Draw(rt, "scope")
	questions := []ledger.Question{drawQuestion(rt, known), drawQuestion(rt, known)}
	met := map[string]bool{}
	group := questions[0].Group
	questions[0].Group = func(c *ledger.Cell, to []int) []int {
		met[fmt.Sprint(*c)] = true
		return group(c, to)
	}
	answers, err := ledger.Ask(h.t.Context(), h.db, scope, questions...)
	questions[0].Group = group
	if err != nil {
		rt.Fatal(err)
	}
	for i, q := range questions {
		got, want := figuresOf(q, answers[i]), h.figures(q, scope)
		if !slices.Equal(got, want) {
			rt.Fatalf("count %d of %v in %v, origin %q: %v, want %v", q.Count, q.Series, q.Periods, q.Origin, got, want)
		}
		if latest := h.latest(q, scope); answers[i].Latest() != latest {
			rt.Fatalf("the last was recorded at %v, want %v", answers[i].Latest(), latest)
		}
		h.given = append(h.given, given{q, scope, got})
	}
	if want := h.cells(questions[0], scope); !maps.Equal(met, want) {
		rt.Fatalf("the cells met are %v, want %v", met, want) // a later one may make a row that was not there
	}
	h.look(rt, questions[0], scope)
	h.askOfOne(rt, questions[1], scope)
}

// askOfOne compares the sums about one subject, met or not.
func (h *history) askOfOne(rt *rapid.T, q ledger.Question, scope access.Scope) {
	q.Count, q.Subject = ledger.Quantities, rapid.SampledFrom(append(h.subjects, store.NewID(h.db.Now()))).Draw(rt, "one")
	answers, err := ledger.Ask(h.t.Context(), h.db, scope, q)
	if err != nil {
		rt.Fatal(err)
	}
	if got, want := figuresOf(q, answers[0]), h.figures(q, scope); !slices.Equal(got, want) {
		rt.Fatalf("of %v in %v: %v, want %v", q.Subject, q.Periods, got, want)
	}
}

// cells are those that had postings as known then.
func (m *model) cells(q ledger.Question, scope access.Scope) map[string]bool {
	out := map[string]bool{}
	q.Group, q.Periods = ledger.InOne, []ledger.Period{{To: today}}
	for _, p := range m.counting(q, scope, 0, 0) {
		p.Cell.Origin = cmp.Or(p.Cell.Origin, ledger.Recorded)
		out[fmt.Sprint(p.Cell)] = true
	}
	return out
}

// look holds what is behind a figure against the model.
func (h *history) look(rt *rapid.T, q ledger.Question, scope access.Scope) {
	group, period := rapid.IntRange(0, q.Groups-1).Draw(rt, "group"), rapid.IntRange(0, len(q.Periods)-1).Draw(rt, "period")
	inside, all := map[store.ID]int64{}, map[store.ID]int64{}
	for _, p := range h.counting(q, scope, group, period) {
		inside[p.stream] += p.Quantity
	}
	for _, p := range h.counting(q, everything, group, period) {
		all[p.stream] += p.Quantity
	}
	in, out := 0, 0
	for stream, n := range all {
		if inside[stream] != 0 {
			in++
		} else if n != 0 {
			out++
		}
	}
	var seen int
	for page := (ledger.Page{Limit: 2}); ; {
		b, err := ledger.Look(h.t.Context(), h.db, scope, q, group, period, page)
		if err != nil {
			rt.Fatal(err)
		}
		if int(b.Inside) != in || int(b.Outside) != out {
			rt.Fatalf("%d inside and %d outside, want %d and %d", b.Inside, b.Outside, in, out)
		}
		for _, m := range b.Members {
			seen++
			h.lookInto(rt, q, group, period, m, inside[m.Stream])
			page.AfterParty, page.AfterStream = m.Party, m.Stream
		}
		if !b.More {
			break
		}
	}
	if seen != in {
		rt.Fatalf("%d streams on the pages, want %d", seen, in)
	}
}

// everything sees what no scope hides.
var everything = access.System("a test's model")

// lookInto holds one stream's postings behind a figure against what it adds.
func (h *history) lookInto(rt *rapid.T, q ledger.Question, group, period int, m ledger.Member, want int64) {
	postings, err := ledger.LookInto(h.t.Context(), h.db, q, group, period, m.Party, m.Stream)
	if err != nil {
		rt.Fatal(err)
	}
	var sum int64
	for _, p := range postings {
		sum += p.Quantity
	}
	var all int64
	for _, p := range h.counting(q, everything, group, period) {
		if p.stream == m.Stream {
			all += p.Quantity
		}
	}
	if m.Quantity != want || sum != all {
		rt.Fatal(fmt.Sprintf("stream %v adds %d, want %d; its postings %d, want %d", m.Stream, m.Quantity, want, sum, all))
	}
}
