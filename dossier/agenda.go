package dossier

import (
	"context"

	"sanad/access"
	"sanad/act"
	"sanad/commission"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// agendaMost is how many files one agenda takes at a time; a clerk adds the
// next lot when these are placed.
const agendaMost = 500

// FillAgenda puts the files that are ready for a session on its agenda, the
// oldest first, at most limit of them (500 when zero). It says how many.
//
// Errors: dossier.none-ready; the commission's.
func (o *Office) FillAgenda(ctx context.Context, c commission.Change, limit int) (int, error) {
	n := 0
	err := act.Together(ctx, o.DB, func(tx *store.Tx) error {
		ses, err := commission.Get(ctx, tx, c.Actor.Scope(access.SessionsWrite), c.Party, c.Session)
		if err != nil {
			return err
		}
		files, err := o.ready(ctx, tx, c.Actor, ses, limit)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fault.New(fault.Conflict, "dossier.none-ready", nil)
		}
		n = len(files)
		_, err = commission.PutOnAgenda(ctx, tx, c, files)
		return err
	})
	return n, err
}

func (o *Office) ready(ctx context.Context, tx *store.Tx, a access.Actor, ses commission.Session, limit int) ([]commission.File, error) {
	f, err := o.ReadyFor(ses)
	if err != nil {
		return nil, err
	}
	if limit <= 0 || limit > agendaMost {
		limit = agendaMost
	}
	list, err := Ready(ctx, tx, a.Scope(access.DossiersRead), f, limit)
	files := make([]commission.File, len(list))
	for i, d := range list {
		files[i] = commission.File{Party: d.Party, Dossier: d.ID}
	}
	return files, err
}

// ReadyFor is the filter of the files a session may take: those in a state from
// which its programme's workflow has an act decided at its level.
func (o *Office) ReadyFor(ses commission.Session) (Filter, error) {
	def, err := o.Programmes.Get(ses.Programme)
	if err != nil {
		return Filter{}, err
	}
	f := Filter{Programme: ses.Programme, Territory: ses.Province}
	for _, a := range SessionActs(def, ses.Level) {
		f.States = append(f.States, a.From...)
	}
	return f, nil
}

// SessionActs are the acts that a commission of a level decides.
func SessionActs(def *programme.Definition, level commission.Level) []*programme.Act {
	var out []*programme.Act
	for i := range def.Workflow.Acts {
		if a := &def.Workflow.Acts[i]; a.Session == string(level) {
			out = append(out, a)
		}
	}
	return out
}
