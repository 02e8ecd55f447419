package demo

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/fault"
	"sanad/registry"
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
	{code: "W1", part: widows},
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
	associations []facts.Association
	institutions *facts.InstitutionPlan
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
