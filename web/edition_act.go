package web

import (
	"strconv"

	"sanad/act"
	"sanad/edition"
	"sanad/web/ui"
)

// actOnEdition carries out what a form of an edition's page asks for, and leads
// back to the page, or shows it with what was wrong.
func actOnEdition(done string, do func(s *Server, r *request, ask edition.Request) (act.Event, error)) func(*Server, *request) error {
	return func(s *Server, r *request) error {
		v, err := r.readEdition()
		if err != nil {
			return err
		}
		seen, err := strconv.ParseInt(r.FormValue("seen"), 10, 64)
		if err != nil {
			seen = 0 // a form that was not ours: the states still guard
		}
		_, err = do(s, r, edition.Request{Key: r.key(), Actor: r.actor, ID: v.e.ID, Seen: seen, Reason: r.FormValue("reason")})
		switch {
		case err == nil:
			r.flash(ui.Good, r.p.T(done))
			return see(v.path())
		case !mendable(err):
			return err
		}
		v.failed = err
		return v.show()
	}
}

// The acts of an edition's page.
var (
	checkEdition = actOnEdition("edition.done-check", func(s *Server, r *request, ask edition.Request) (act.Event, error) {
		return s.editions.Check(r.Context(), ask)
	})
	signEdition = actOnEdition("edition.done-sign", func(s *Server, r *request, ask edition.Request) (act.Event, error) {
		return s.editions.Sign(r.Context(), ask)
	})
	releaseEdition = actOnEdition("edition.done-release", func(s *Server, r *request, ask edition.Request) (act.Event, error) {
		from, err := r.embargo()
		if err != nil {
			return act.Event{}, err
		}
		return s.editions.Release(r.Context(), ask, from)
	})
	withdrawEdition = actOnEdition("edition.done-withdraw", func(s *Server, r *request, ask edition.Request) (act.Event, error) {
		return s.editions.Withdraw(r.Context(), ask)
	})
)
