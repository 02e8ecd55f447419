package demo

import (
	"context"
	"math/rand/v2"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
)

const programmeID = "widows-support"

// script turns the plan into scenes. It touches no database, so that it can run
// ahead of the writer.
type script struct {
	*plan
	staff
	office *dossier.Office
	keys   *registry.Keys
	events []uint8 // of each file so far
}

// widows is W1: a file for each of 125,429 widows.
func widows(w *world) (part, error) {
	p, err := newPlan(w.facts.Seed, w.facts.Scale)
	if err != nil {
		return part{}, err
	}
	w.report.Planned, w.report.Regions, w.report.Sessions = p.figures(), p.regions, len(p.sittings)
	s := &script{plan: p, staff: w.staff, office: w.office, keys: w.keys, events: make([]uint8, len(p.files))}
	return part{acts: len(p.entries) + len(p.files), scenes: s.scenes}, nil
}

// scenes makes the entries ready, one after the other.
func (s *script) scenes(yield func(scene) bool) {
	days := daybook{from: opens}
	for n := range s.entries {
		if !yield(s.scene(n, days.next(s.entries[n].recorded))) {
			return
		}
	}
}

// The streams of random numbers, apart from each other whatever else is drawn.
const (
	ofPerson uint64 = 1 << 40 << iota
	ofFile
	ofSitting
	ofEntry
)

func (s *script) random(stream uint64, n int) *rand.Rand {
	return rand.New(rand.NewPCG(s.seed, stream+uint64(n)))
}

// subject and dossier of a file are drawn alike each time they are asked for.
func (s *script) ids(n int32) (party, id store.ID) {
	rng, at := s.random(ofFile, int(n)), s.files[n].registered()
	return drawID(rng, at), drawID(rng, at)
}

// scene makes the n-th entry ready.
func (s *script) scene(n int, at calendar.Instant) scene {
	e := &s.entries[n]
	key := drawID(s.random(ofEntry, n), at)
	if e.file >= 0 && e.kind != agenda {
		s.events[e.file]++
	}
	switch {
	case e.kind == deposit:
		return scene{at, 2, s.deposit(e, key, at)}
	case e.sitting >= 0 && (e.file < 0 || e.kind == agenda):
		return scene{at, 1, s.session(e, key)}
	}
	r := s.request(e, key)
	return scene{at, 1, func(ctx context.Context, tx *store.Tx) error {
		_, err := s.office.In(ctx, tx, r)
		return err
	}}
}

// deposit is the widow at the counter: she is registered with her children, and
// her file is opened.
func (s *script) deposit(e *entry, key store.ID, at calendar.Instant) func(context.Context, *store.Tx) error {
	f, rng := &s.files[e.file], s.random(ofPerson, int(e.file))
	party, id := s.ids(e.file)
	h := s.draw(e.file, rng, party)
	clerk := s.at(access.CounterClerk, s.provinces[f.province].Code)
	register := act.Act{Key: drawID(rng, at), On: e.on, Actor: clerk, Fresh: true}
	r := dossier.Request{Key: key, Actor: clerk, Party: party, Dossier: id, Act: "deposit", On: e.on, Fresh: true,
		Programme: programmeID, Province: s.provinces[f.province].Code, Answers: f.answers(rng, h), Papers: f.papers(h)}
	if f.lacks {
		r.Papers = without(r.Papers, missingPaper)
	}
	return func(ctx context.Context, tx *store.Tx) error {
		if _, err := registry.RegisterFamily(ctx, registry.Within(tx), s.keys, register, h.family); err != nil {
			return err
		}
		_, err := s.office.In(ctx, tx, r)
		return err
	}
}

func without(papers []dossier.Paper, kind string) []dossier.Paper {
	var out []dossier.Paper
	for _, p := range papers {
		if p.Kind != kind {
			out = append(out, p)
		}
	}
	return out
}

// request is the act on a file that is there.
func (s *script) request(e *entry, key store.ID) dossier.Request {
	f := &s.files[e.file]
	province := s.provinces[f.province].Code
	r := dossier.Request{Key: key, On: e.on, Fresh: true, Actor: s.at(access.CentralSecretary, "")}
	r.Party, r.Dossier = s.ids(e.file)
	if e.sitting >= 0 {
		c := s.commission(&s.sittings[e.sitting])
		r.Sitting = dossier.Sitting{Commission: c, Session: s.sessionID(int(e.sitting))}
	}
	line := lines[e.kind]
	r.Act, r.Outcome, r.Reason = line.act, line.outcome, line.reason
	switch e.kind {
	case ask:
		r.Actor, r.Asked = s.at(access.ProvincialSecretary, province), []string{missingPaper}
	case complete:
		r.Actor, r.Papers = s.at(access.CounterClerk, province), []dossier.Paper{{Kind: missingPaper}}
	case favourable, unfavourable:
		r.Actor = s.at(access.ProvincialSecretary, province)
	case appeal:
		r.Actor = s.at(access.CounterClerk, province)
	case refuseAppeal:
		r.Actor = s.second(access.CentralSecretary, "")
	case correct:
		r.Corrects = s.wrong(e)
	}
	return r
}

// wrong is the number of the decision that a correction takes back: the file's
// last event before it.
func (s *script) wrong(e *entry) int64 { return int64(s.events[e.file]) - 1 }

// lines are what is said of each act.
var lines = map[kind]struct{ act, outcome, reason string }{
	ask:          {"request_completion", "", "الملف ينقصه شهادة الحياة الجماعية لليتامى"},
	complete:     {"complete", "", ""},
	favourable:   {"examine", "favourable", ""},
	unfavourable: {"examine", "unfavourable", "البحث الاجتماعي لم يؤكد استيفاء الشروط"},
	receive:      {"receive", "", ""},
	accept:       {"decide", "accepted", ""},
	refuse:       {"decide", "refused", "عدم استيفاء شروط الاستفادة"},
	study:        {"decide", "study", "في انتظار معطيات إضافية من الإقليم"},
	correct:      {"correct", "", "رفض بسبب خطأ في قراءة الملف"},
	appeal:       {"appeal", "", "صاحبة الطلب تنازع في سبب الرفض"},
	refuseAppeal: {"decide_appeal", "refused", "لم يتضمن الطعن أي عنصر جديد"},
}

func (s *script) commission(t *sitting) store.ID {
	return commission.ID(programmeID, t.level, s.codeOf(t))
}

// codeOf is the province of a sitting, empty for the centre.
func (s *script) codeOf(t *sitting) string {
	if t.level == commission.Centre {
		return ""
	}
	return s.provinces[t.province].Code
}

func (s *script) sessionID(n int) store.ID {
	return drawID(s.random(ofSitting, n), calendar.StartOf(s.sittings[n].held-notice)+9*hour)
}

func (s *script) chair(t *sitting) access.Actor {
	if t.level == commission.Centre {
		return s.at(access.CentralSecretary, "")
	}
	return s.at(access.ProvincialSecretary, s.codeOf(t))
}
