package web

import (
	"errors"
	"strings"

	"sanad/access"
	"sanad/dossier"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// mostSuggested is how many entries of a register a form suggests; who looks for
// another types its name.
const mostSuggested = 100

// entryLine is how a form writes an entry of a register: its code and its name.
func (r *request) entryLine(code string, t registry.Titles) string {
	return code + " " + t.In(r.p.Lang())
}

// suggestions are the entries that a question offers: establishments of its
// category, organisations, the open dossiers of its programme. Persons are never
// listed.
func (r *request) suggestions(f *programme.Field) []string {
	var out []string
	scope := r.actor.Scope(access.RegistersRead)
	switch f.Type {
	case programme.OrganisationField:
		list, _, err := registry.Organisations(r.Context(), r.s.DB, scope, registry.OrganisationQuery{Kind: f.Of, Limit: mostSuggested})
		if err == nil {
			for _, o := range list {
				out = append(out, r.entryLine(o.Code, o.Titles))
			}
		}
	case programme.EstablishmentField:
		list, _, err := registry.Establishments(r.Context(), r.s.DB, scope, registry.EstablishmentQuery{Category: f.Of, Territory: r.homeTerritory(), Limit: mostSuggested})
		if err == nil {
			for _, e := range list {
				out = append(out, r.entryLine(e.Code, e.Titles))
			}
		}
	case programme.DossierField:
		list, err := r.nameable(f)
		if err == nil {
			for _, d := range list {
				out = append(out, strings.TrimSpace(d.Reference+" "+d.Label))
			}
		}
	}
	return out
}

// announcedBy is the state in which everybody may name a dossier of the programme
// that a question asks for, and how they are read then; empty when it announces
// none.
func (r *request) announcedBy(f *programme.Field) (state string, scope access.Scope) {
	def, err := r.s.Programmes.Get(f.Of)
	if err != nil || def.Announced == "" {
		return "", r.actor.Scope(access.DossiersRead)
	}
	return def.Announced, access.System("a programme announces its dossiers to whoever names one")
}

// nameable are the dossiers that a question suggests.
func (r *request) nameable(f *programme.Field) ([]dossier.Dossier, error) {
	state, scope := r.announcedBy(f)
	filter := dossier.Filter{Programme: f.Of}
	if state != "" {
		filter.States = []string{state}
	}
	return dossier.List(r.Context(), r.s.DB, scope, filter, dossier.Page{Limit: mostSuggested})
}

// named finds the dossier of a number: one of the reader's, or one that is
// announced.
func (r *request) named(f *programme.Field, number string) (dossier.Dossier, error) {
	d, err := dossier.ByReference(r.Context(), r.s.DB, r.actor.Scope(access.DossiersRead), number)
	state, scope := r.announcedBy(f)
	if state == "" || !errors.Is(err, store.ErrNotFound) {
		return d, err
	}
	if d, err = dossier.ByReference(r.Context(), r.s.DB, scope, number); err == nil && (d.Programme != f.Of || d.State != state) {
		err = store.ErrNotFound
	}
	return d, err
}

// homeTerritory is the one place the reader works in, empty when there are several.
func (r *request) homeTerritory() string {
	home := ""
	for _, grant := range r.actor.Grants {
		if home != "" && grant.Territory != home {
			return ""
		}
		home = grant.Territory
	}
	return home
}

// resolve finds whom somebody typed: an identifier, a code or a number, or a
// name that only one has. nil for nothing typed.
//
// Errors: programme.not-… when there is nobody of that kind; file.several-found
// with those that could be meant.
func (r *request) resolve(f *programme.Field, text string) (any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	if id, err := store.ParseID(text); err == nil {
		return id.String(), nil
	}
	ids, names, err := r.found(f, text)
	if err != nil {
		return nil, err
	}
	id, err := theOne(f, text, ids, names)
	return id.String(), err
}

// theOne is the one entry that a text can mean.
//
// Errors: programme.not-… for none; file.several-found.
func theOne(f *programme.Field, text string, ids []store.ID, names []string) (store.ID, error) {
	switch {
	case len(ids) == 0:
		return store.ID{}, fault.New(fault.Invalid, "programme.not-"+string(f.Type), fault.Args{"value": clipped(text)})
	case len(ids) > 1:
		return store.ID{}, fault.New(fault.Invalid, "file.several-found", fault.Args{"names": names})
	}
	return ids[0], nil
}

// clipped shows what was typed without repeating a page of it.
func clipped(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// meant is how many entries are named when several could be meant.
const meant = 5

// found looks a text up in the register of a question.
func (r *request) found(f *programme.Field, text string) (ids []store.ID, names []string, err error) {
	return r.foundIn(r.actor.Scope(access.RegistersRead), f, text)
}

func (r *request) foundIn(scope access.Scope, f *programme.Field, text string) (ids []store.ID, names []string, err error) {
	code, _, _ := strings.Cut(text, " ")
	add := func(id store.ID, name string) { ids, names = append(ids, id), append(names, name) }
	switch f.Type {
	case programme.OrganisationField:
		for _, what := range []string{code, text} {
			list, _, err := registry.Organisations(r.Context(), r.s.DB, scope, registry.OrganisationQuery{Text: what, Kind: f.Of, Limit: meant})
			if err != nil || len(list) > 0 && (what == text || strings.EqualFold(list[0].Code, code)) {
				for _, o := range list {
					add(o.ID, r.entryLine(o.Code, o.Titles))
				}
				return ids, names, err
			}
		}
	case programme.EstablishmentField:
		for _, what := range []string{code, text} {
			list, _, err := registry.Establishments(r.Context(), r.s.DB, scope, registry.EstablishmentQuery{Text: what, Category: f.Of, Limit: meant})
			if err != nil || len(list) > 0 && (what == text || strings.EqualFold(list[0].Code, code)) {
				for _, e := range list {
					add(e.ID, r.entryLine(e.Code, e.Titles))
				}
				return ids, names, err
			}
		}
	case programme.DossierField:
		d, err := r.named(f, strings.ToUpper(code))
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil, nil
		}
		add(d.ID, d.Reference)
		return ids, names, err
	case programme.PersonField:
		list, err := registry.Search(r.Context(), r.s.DB, r.s.Keys, r.actor.Scope(access.PersonsRead), registry.Query{Text: text, Limit: meant})
		for _, p := range list.Persons {
			add(p.ID, p.Name(r.p.Lang())+" ("+r.p.Birth(p.Birth)+")")
		}
		return ids, names, err
	}
	return nil, nil, nil
}

// partyTitle is how people call an organisation or establishment.
func partyTitle(names map[store.ID]registry.Titles, id store.ID, lang locale.Lang) string {
	return names[id].In(lang)
}
