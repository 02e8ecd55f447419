package web

import (
	"context"
	"strconv"

	"sanad/act"
	"sanad/commission"
	"sanad/fault"
	"sanad/store"
	"sanad/web/ui"
)

// change is what a form asks of the session of the page, today.
func (v *sessionView) change() commission.Change {
	return commission.Change{Key: v.key(), Actor: v.actor, Party: v.ses.Party, Session: v.ses.ID, On: v.today()}
}

// after leads back to the session's page, or shows it with what was wrong.
func (v *sessionView) after(err error, done string) error {
	switch {
	case err == nil:
		v.flash(ui.Good, done)
		return see(v.path())
	case !mendable(err):
		return err
	}
	v.failed = err
	if err := v.readLines(); err != nil {
		return err
	}
	return v.show()
}

// fillAgenda puts the files that are ready on the agenda.
func fillAgenda(s *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	n, err := s.Office.FillAgenda(r.Context(), v.change(), 0)
	return v.after(err, r.p.Count("sessions.added", int64(n)))
}

// beginSession opens a session with those who are present.
func beginSession(_ *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	var present []int
	for _, text := range r.Form["present"] {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(v.ses.Members) {
			return v.after(fault.New(fault.Invalid, "sessions.member-unknown", fault.Args{"value": text}).On("present"), "")
		}
		present = append(present, n)
	}
	err = v.together(func(ctx context.Context, tx *store.Tx) (act.Event, error) {
		return commission.Begin(ctx, tx, v.change(), present)
	})
	return v.after(err, r.p.T("sessions.begun"))
}

// closeSession ends a session; what was not ruled on waits for another.
func closeSession(_ *Server, r *request) error {
	v, err := r.readSession()
	if err != nil {
		return err
	}
	err = v.together(func(ctx context.Context, tx *store.Tx) (act.Event, error) {
		return commission.Close(ctx, tx, v.change())
	})
	return v.after(err, r.p.T("sessions.closed-done"))
}

func (v *sessionView) together(do func(context.Context, *store.Tx) (act.Event, error)) error {
	return act.Together(v.Context(), v.s.DB, func(tx *store.Tx) error {
		_, err := do(v.Context(), tx)
		return err
	})
}
