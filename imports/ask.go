package imports

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Request asks for something to be done with an import.
type Request struct {
	Key    store.ID
	Actor  access.Actor
	Import store.ID
	Seen   int64 // its last event when the actor looked; 0 skips the check
}

func (o *Office) act(r Request, kind string, input any) act.Act {
	return act.Act{Key: r.Key, Party: r.Import, Stream: r.Import, Kind: "imports." + kind, On: o.DB.Today(), Actor: r.Actor, Input: []any{kind, input}}
}

// move carries out an act that changes an import.
//
// Errors: store.not-found outside the actor's scope; imports.state when it is
// not as the actor saw it; what change refuses.
func (o *Office) move(ctx context.Context, r Request, kind string, input any, change func(s *act.Step, i *Import) (payload any, err error)) error {
	_, err := act.Do(ctx, o.DB, o.act(r, kind, input), func(ctx context.Context, s *act.Step) (any, error) {
		i, err := Get(ctx, s, r.Actor.Scope(access.PersonsImport), r.Import)
		if err != nil {
			return nil, err
		}
		was := i.Seq
		if r.Seen != 0 && r.Seen != was {
			return nil, ErrState
		}
		i.MovedAt = s.Now()
		payload, err := change(s, &i)
		if err != nil {
			return nil, err
		}
		return payload, sourceBusy(update(ctx, s, i, was), i)
	})
	return err
}

// sourceBusy says that another list of the source is being written.
func sourceBusy(err error, i Import) error {
	if !errors.Is(err, store.ErrDuplicate) {
		return err
	}
	return fault.New(fault.Conflict, "imports.source-busy", fault.Args{"source": i.Source}).Because(err)
}

// Check asks for the dry run with a mapping; Work or Advance does it.
//
// Errors: store.not-found; imports.state while it is being written or once it
// was; imports.forgotten; those of the mapping, on its fields.
func (o *Office) Check(ctx context.Context, r Request, m Mapping) error {
	i, err := Get(ctx, o.DB, r.Actor.Scope(access.PersonsImport), r.Import)
	if err != nil {
		return err
	}
	f, err := o.open(ctx, i, m.Read)
	if err != nil {
		return err
	}
	fields, err := o.Fields(i.Kind, i.Programme)
	if err != nil {
		return err
	}
	if err := m.check(i.Kind, fields, f.Columns); err != nil {
		return err
	}
	err = o.move(ctx, r, "check", m, func(s *act.Step, i *Import) (any, error) {
		switch {
		case i.State == Running || i.State == Done || i.Resumes == Running:
			return nil, ErrState // rows are written by the mapping they were begun with
		case i.Forgotten:
			return nil, ErrForgotten
		}
		i.begin(Checking)
		i.On, i.Account, i.Mapping = s.Today(), r.Actor.Account, m
		return map[string]any{"mapping": m}, nil
	})
	o.Wake()
	return err
}

// begin puts an import at the first row of a pass.
func (i *Import) begin(state State) {
	i.State, i.Done, i.Reached, i.Counts, i.Wrong, i.Failure, i.Resumes = state, 0, 0, Counts{}, nil, "", ""
}

// Run asks for the rows to be written, after a dry run; or for an import that
// failed or was cancelled to be taken up where it stopped. They are written in
// the name of the actor, with the rights the account has meanwhile.
//
// Errors: store.not-found, imports.state, imports.forgotten; imports.source-busy
// while another list of the source is being written; act's.
func (o *Office) Run(ctx context.Context, r Request) error {
	err := o.move(ctx, r, "run", nil, func(s *act.Step, i *Import) (any, error) {
		again := i.State == Failed || i.State == Cancelled
		switch {
		case i.Forgotten:
			return nil, ErrForgotten
		case i.State == Checked || again && i.Resumes == Checked:
			i.begin(Running)
			i.On = s.Today()
		case again && i.Resumes == Checking:
			i.begin(Checking)
		case again && i.Resumes == Running:
			i.State, i.Failure, i.Resumes = Running, "", ""
		default:
			return nil, ErrState
		}
		i.Account = r.Actor.Account
		return map[string]any{"state": i.State, "reached": i.Reached}, nil
	})
	o.Wake()
	return err
}

// Cancel stops an import. What was written stays; it can be taken up again with
// Run until its file is forgotten.
//
// Errors: store.not-found; imports.state for one that ended.
func (o *Office) Cancel(ctx context.Context, r Request) error {
	return o.move(ctx, r, "cancel", nil, func(_ *act.Step, i *Import) (any, error) {
		if i.State == Done || i.State == Cancelled {
			return nil, ErrState
		}
		if i.State != Failed {
			i.Resumes = i.State
		}
		i.State, i.Failure = Cancelled, ""
		return map[string]any{"reached": i.Reached, "counts": i.Counts}, nil
	})
}

// importer is who an import's rows are written by: the account with the rights
// of this moment, or the program.
//
// Errors: imports.account when the account is gone or no longer active.
func (o *Office) importer(ctx context.Context, i Import) (access.Actor, error) {
	if i.Account == CommandLine.Account {
		return CommandLine, nil
	}
	a, err := account.One(ctx, o.DB, access.System("the rights that an import is carried out with"), i.Account)
	if err != nil || !a.Active {
		return access.Actor{}, fault.New(fault.Forbidden, "imports.account", nil).Because(err)
	}
	return a.Actor(), nil
}

// CommandLine is who imports from the command line.
var CommandLine = access.SystemActor("import")
