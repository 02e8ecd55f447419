package web

import (
	"slices"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/web/ui"
)

// licensing are the programmes whose acts write the register of establishments.
func (r *request) licensing() []*programme.Definition {
	return slices.DeleteFunc(r.s.Programmes.Running(), func(d *programme.Definition) bool {
		return d.Subject != programme.Establishment || !slices.ContainsFunc(d.Workflow.Acts, func(a programme.Act) bool {
			return len(a.Enters) > 0 || slices.ContainsFunc(a.Outcomes, func(o programme.Outcome) bool { return len(o.Enters) > 0 })
		})
	})
}

// norms lead to the programmes that hold what an establishment must keep.
func (r *request) norms() g.Node {
	var links []g.Node
	for _, def := range r.licensing() {
		if len(def.Rules.Parameters) > 0 && r.actor.Holds(access.ProgrammesRead) {
			links = append(links, ui.Link(programmesPath+"/"+def.ID, r.say(def.Title)))
		}
	}
	if len(links) == 0 {
		return nil
	}
	return g.Group(links)
}

// lastCertificates lead to the newest paper that each licensing programme gave an
// establishment.
func (r *request) lastCertificates(e registry.Establishment) ([]g.Node, error) {
	own, err := dossier.OfParty(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), e.ID)
	if err != nil {
		return nil, err
	}
	var out []g.Node
	for _, def := range r.licensing() {
		for _, d := range own { // the newest first
			if d.Programme != def.ID {
				continue
			}
			history, err := dossier.History(r.Context(), r.s.DB, d)
			if err != nil {
				return nil, err
			}
			if c := givenBy(def, history); c != nil {
				out = append(out, ui.LinkButton(certificatePath(d, c), r.say(c.Title), false))
				break
			}
		}
	}
	return out, nil
}

// givenBy is the certificate that a dossier's acts gave; nil when none.
func givenBy(def *programme.Definition, history []dossier.Moment) *programme.Certificate {
	for i := range def.Workflow.Certificates {
		if c := &def.Workflow.Certificates[i]; certificateOf(history, c) != nil {
			return c
		}
	}
	return nil
}
