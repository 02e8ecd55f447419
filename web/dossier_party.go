package web

import (
	"strings"

	g "maragu.dev/gomponents"

	"sanad/access"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// nameRegistered names organisations and establishments, with a way to each.
func (v *dossierView) nameRegistered(out map[string]g.Node, parties []store.ID, kinds map[store.ID]programme.FieldType) error {
	names, err := registry.TitlesOf(v.Context(), v.s.DB, parties)
	for id, t := range names {
		path := organisationsPath
		if kinds[id] == programme.EstablishmentField {
			path = establishmentsPath
		}
		body := g.Node(ui.Bdi(t.In(v.p.Lang())))
		if v.actor.Holds(access.RegistersRead) {
			body = ui.Link(path+"/"+id.String(), t.In(v.p.Lang()))
		}
		out[id.String()] = body
	}
	return err
}

// announcedName names a dossier that the reader may not open and that was
// announced: the call in which an association applied.
func (v *dossierView) announcedName(id store.ID) (g.Node, error) {
	d, ok, err := dossier.ByID(v.Context(), v.s.DB, access.System("the name of a dossier that was announced"), id)
	if err != nil || !ok {
		return nil, err
	}
	if def, err := v.s.Programmes.Get(d.Programme); err != nil || def.Announced == "" {
		return nil, err
	}
	return ui.Bdi(strings.TrimSpace(d.Reference + " " + d.Label)), nil
}

// nameOthers names dossiers within the reader's scope and persons whom the reader
// may see.
func (v *dossierView) nameOthers(out map[string]g.Node, kinds map[store.ID]programme.FieldType) error {
	var persons []store.ID
	for id, kind := range kinds {
		switch kind {
		case programme.PersonField:
			persons = append(persons, id)
		case programme.DossierField:
			d, ok, err := dossier.ByID(v.Context(), v.s.DB, v.actor.Scope(access.DossiersRead), id)
			if err != nil {
				return err
			}
			if ok {
				out[id.String()] = ui.Link(dossierPath(d), strings.TrimSpace(d.Reference+" "+d.Label))
				continue
			}
			if out[id.String()], err = v.announcedName(id); err != nil {
				return err
			}
		}
	}
	if len(persons) == 0 {
		return nil
	}
	found, err := registry.Names(v.Context(), v.s.DB, v.actor.Scope(access.PersonsRead), persons)
	for id, p := range found {
		out[id.String()] = ui.Link("/persons/"+id.String(), p.Name(v.p.Lang()))
	}
	return err
}
