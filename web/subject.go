package web

import (
	"cmp"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// subject is whom or what a dossier is about, as a page names it.
type subject struct {
	name string
	path string // its page; empty where it has none
	card string // a person's masked national card; empty for none
}

// subjectOf names the subject of a dossier that was found within the reader's
// scope: a person is shown with it, wherever they live by now.
func (r *request) subjectOf(def *programme.Definition, d dossier.Dossier) (subject, error) {
	switch def.Subject {
	case programme.Person:
		p, err := registry.Current(r.Context(), r.s.DB, access.System("the subject of a dossier found within the scope"), d.Party)
		return subject{p.Name(r.p.Lang()), "/persons/" + p.ID.String(), p.Shown(registry.CIN)}, err
	case programme.Organisation, programme.Establishment:
		names, err := registry.TitlesOf(r.Context(), r.s.DB, []store.ID{d.Party})
		path := organisationsPath
		if def.Subject == programme.Establishment {
			path = establishmentsPath
		}
		return subject{partyTitle(names, d.Party, r.p.Lang()), path + "/" + d.Party.String(), ""}, err
	}
	return subject{name: cmp.Or(d.Label, r.say(def.Title))}, nil
}

// subjectNames names the subjects of the dossiers of a list: persons whom the
// reader may see, organisations and establishments, and the labels of dossiers
// that stand for themselves.
func (r *request) subjectNames(lines []dossier.Dossier, persons map[store.ID]registry.Person) (map[store.ID]string, error) {
	out := make(map[store.ID]string, len(lines))
	var others []store.ID
	for _, d := range lines {
		p, known := persons[d.Party]
		switch {
		case known:
			out[d.Party] = p.Name(r.p.Lang())
		case d.Party == d.ID:
			out[d.Party] = d.Label
		default:
			others = append(others, d.Party)
		}
	}
	names, err := registry.TitlesOf(r.Context(), r.s.DB, others)
	for id, t := range names {
		out[id] = t.In(r.p.Lang())
	}
	return out, err
}
