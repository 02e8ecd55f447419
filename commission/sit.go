package commission

import (
	"context"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Change is what a door asks of an existing session.
type Change struct {
	Key     store.ID
	Actor   access.Actor
	Party   store.ID // the commission
	Session store.ID
	On      calendar.Date
	Fresh   bool
}

func (c Change) act(kind string, input any) act.Act {
	return act.Act{Key: c.Key, Party: c.Party, Stream: c.Session, Kind: kind, On: c.On, Actor: c.Actor, Input: input, Fresh: c.Fresh}
}

// load finds the session for a change and checks rights and state.
func (c Change) load(ctx context.Context, s *act.Step, want State) (Session, error) {
	ses, err := read(ctx, s, c.Party, c.Session)
	if err != nil {
		return Session{}, err
	}
	if err := allowed(c.Actor, ses.Programme, ses.Province); err != nil {
		return Session{}, err
	}
	return ses, ses.must(want)
}

// File is a file to be put on an agenda.
type File struct {
	Party   store.ID `json:"party"`
	Dossier store.ID `json:"dossier"`
}

// PutOnAgenda adds files to the agenda of a session that is not yet open, after
// those already there. Package dossier chooses them from the files that are
// ready; a file that is on the agenda already is refused. The files are no part
// of what makes a retry the same: those that are ready change meanwhile.
func PutOnAgenda(ctx context.Context, tx *store.Tx, c Change, files []File) (act.Event, error) {
	return act.In(ctx, tx, c.act("session.agenda", nil), func(ctx context.Context, s *act.Step) (any, error) {
		if _, err := c.load(ctx, s, Convened); err != nil {
			return nil, err
		}
		last, err := store.One(ctx, s, store.Value[int], "select coalesce(max(position), 0) from agenda_item where session_id = $1", c.Session)
		if err != nil {
			return nil, err
		}
		items := make([]Item, len(files))
		for i, f := range files {
			items[i] = Item{Party: f.Party, Dossier: f.Dossier, Session: c.Session, Position: last + i + 1}
		}
		return map[string]any{"files": files}, insertItems(ctx, s, items)
	})
}

// Begin opens a session with the members present, by their place in the list.
//
// Errors: commission.no-quorum, commission.empty-agenda, commission.too-early
// before the day it is convened for.
func Begin(ctx context.Context, tx *store.Tx, c Change, present []int) (act.Event, error) {
	return act.In(ctx, tx, c.act("session.begin", present), func(ctx context.Context, s *act.Step) (any, error) {
		ses, err := c.load(ctx, s, Convened)
		if err != nil {
			return nil, err
		}
		if c.On < ses.HeldOn {
			return nil, fault.New(fault.Conflict, "commission.too-early", fault.Args{"value": c.On, "on": ses.HeldOn}).On("on")
		}
		ses.Members = slices.Clone(ses.Members) // the transaction may remember the others
		for i := range ses.Members {
			ses.Members[i].Present = slices.Contains(present, i)
		}
		if n := ses.Present(); n < ses.Quorum {
			return nil, fault.New(fault.Invalid, "commission.no-quorum", fault.Args{"count": n, "quorum": ses.Quorum}).On("present")
		}
		has, err := store.Exists(ctx, s, "select 1 from agenda_item where session_id = $1 limit 1", c.Session)
		switch {
		case err != nil:
			return nil, err
		case !has:
			return nil, fault.New(fault.Conflict, "commission.empty-agenda", nil)
		}
		ses.State = Open
		return map[string]any{"present": present}, update(ctx, s, ses)
	})
}

// Close ends a session. Items without a ruling leave its agenda and are ready
// for another.
func Close(ctx context.Context, tx *store.Tx, c Change) (act.Event, error) {
	return act.In(ctx, tx, c.act("session.close", nil), func(ctx context.Context, s *act.Step) (any, error) {
		ses, err := c.load(ctx, s, Open)
		if err != nil {
			return nil, err
		}
		postponed, err := s.Exec(ctx, "delete from agenda_item where session_id = $1 and outcome = ''", c.Session)
		if err != nil {
			return nil, err
		}
		ses.State = Closed
		return map[string]any{"postponed": postponed}, update(ctx, s, ses)
	})
}

// Ruling is what a session says of one file.
type Ruling struct {
	Commission store.ID
	Session    store.ID
	File       File
	Level      Level                                                     // that the act needs
	Outcome    string                                                    // as the programme's workflow names it; "-" for an opinion without outcomes
	Recused    []int                                                     // members, by place, who declare a stake
	Registrar  store.ID                                                  // the account that registered the file: takes no part
	Kin        func(ctx context.Context, account store.ID) (bool, error) // tells whether an account is the subject's or kin's, who take no part
}

// Rule checks, inside the act that decides a file, that the session can rule on
// it, and records the outcome on its agenda. It returns the session.
//
// Errors: commission.not-open, commission.not-on-agenda, commission.already-ruled,
// commission.level, commission.no-quorum when too few remain after recusals.
func Rule(ctx context.Context, s *act.Step, r Ruling) (Session, error) {
	ses, err := read(ctx, s, r.Commission, r.Session)
	if err != nil {
		return Session{}, err
	}
	if ses.State != Open {
		return Session{}, ErrNotOpen
	}
	if ses.Level != r.Level {
		return Session{}, fault.New(fault.Conflict, "commission.level", fault.Args{"level": string(ses.Level), "want": string(r.Level)})
	}
	voters, recused, err := r.voters(ctx, ses)
	if err != nil {
		return Session{}, err
	}
	if voters < ses.Quorum {
		return Session{}, fault.New(fault.Conflict, "commission.no-quorum", fault.Args{"count": voters, "quorum": ses.Quorum}).On("recused")
	}
	return ses, ruleOn(ctx, s, r, strings.Join(recused, "، "))
}

// voters counts the members who may vote on the file and names the others.
func (r Ruling) voters(ctx context.Context, ses Session) (int, []string, error) {
	n := 0
	var recused []string
	for i, m := range ses.Members {
		if !m.Present {
			continue
		}
		out, err := r.isOut(ctx, i, m)
		switch {
		case err != nil:
			return 0, nil, err
		case out:
			recused = append(recused, m.Name)
		default:
			n++
		}
	}
	return n, recused, nil
}

func (r Ruling) isOut(ctx context.Context, place int, m Member) (bool, error) {
	switch {
	case slices.Contains(r.Recused, place):
		return true, nil
	case m.Account.IsZero():
		return false, nil
	case m.Account == r.Registrar:
		return true, nil
	}
	return r.Kin(ctx, m.Account)
}
