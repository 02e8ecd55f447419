package demo

import (
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
)

// system is one system of the report, or the registers that several share: how
// its facts become acts.
type system struct {
	code  string   // by which Options.Only chooses it
	needs []string // codes of those whose records it names
	part  func(w *world) (part, error)
}

// systems are all there are, each after those it needs. A system is a file of
// its own and a line here.
var systems = []system{
	{code: "registers", part: registers},
	{code: "W1", part: widows},
	{code: "W2", needs: []string{"registers"}, part: institutions},
	{code: "W3", needs: []string{"registers", "W2"}, part: upgrading},
	{code: "W4", needs: []string{"registers", "W2"}, part: audits},
	{code: "P1", part: agreements},
	{code: "P2", needs: []string{"registers"}, part: associationCalls},
	{code: "P3", needs: []string{"registers"}, part: thematicCalls},
	{code: "P4", needs: []string{"registers"}, part: capacity},
	{code: "W5", part: units},
	{code: "W6", needs: []string{"W5"}, part: street},
	{code: "W8", part: winter},
	{code: "W0", needs: []string{"registers"}, part: disability},
	{code: "L1", part: legalTexts},
	{code: "L2", part: socialWorkers},
	{code: "L3", part: students},
	{code: "W7", needs: []string{"registers"}, part: servicePart},
}

// part is what a system brings to a demonstration.
type part struct {
	acts   int             // how many it will be, for the progress
	scenes iter.Seq[scene] // in the order in which they are recorded; needs no database
}

// world is what systems know of each other: who acts, and the facts of registers
// that several name. It is the same for all and nothing in it changes.
type world struct {
	staff
	facts  facts.Options
	office *dossier.Office
	keys   *registry.Keys
	report *Report // filled while the parts are drawn, not while they play

	drawn        sync.Mutex
	institutions *facts.InstitutionPlan
	street       *facts.StreetPlan
}

// partners are the associations that run institutions, apply and attend.
func (w *world) partners() []facts.Association { return w.homes().Associations }

// homes are the social-care institutions.
func (w *world) homes() *facts.InstitutionPlan {
	w.drawn.Lock()
	defer w.drawn.Unlock()
	if w.institutions == nil {
		w.institutions = facts.Institutions(w.facts)
	}
	return w.institutions
}

// streets are the units of mobile emergency, the reception spaces and whom they
// meet.
func (w *world) streets() *facts.StreetPlan {
	w.drawn.Lock()
	defer w.drawn.Unlock()
	if w.street == nil {
		w.street = facts.Street(w.facts)
	}
	return w.street
}

// random is a source of its own for the n-th of something, the same each time.
func (w *world) random(what string, n int) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(what))
	return rand.New(rand.NewPCG(uint64(w.facts.Seed), h.Sum64()+uint64(n)))
}

// id is the identifier of the n-th of something (a record, a dossier, the key of
// an act): drawn alike each time it is asked for, so that any system can name it.
func (w *world) id(what string, n int) store.ID {
	return drawID(w.random(what, n), calendar.StartOf(beginning)+registersOpen)
}

// choose finds systems by their codes, with those that they need.
//
// Errors: demo.system-unknown.
func choose(only []string) ([]system, error) {
	if len(only) == 0 {
		return systems, nil
	}
	wanted := map[string]bool{}
	for _, code := range only {
		if !slices.ContainsFunc(systems, func(s system) bool { return s.code == code }) {
			return nil, fault.New(fault.Invalid, "demo.system-unknown", fault.Args{"value": code, "known": strings.Join(codes(), ", ")}).On("only")
		}
		wanted[code] = true
	}
	for _, s := range slices.Backward(systems) {
		for _, code := range s.needs {
			wanted[code] = wanted[code] || wanted[s.code]
		}
	}
	return slices.DeleteFunc(slices.Clone(systems), func(s system) bool { return !wanted[s.code] }), nil
}

func codes() []string {
	var out []string
	for _, s := range systems {
		out = append(out, s.code)
	}
	return out
}
