package edition

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
)

// Release lets a signed edition out from an instant on; zero: now. Until then
// it may be released again with another one.
//
// Errors: edition.embargo-past on "embargo"; edition.published when it is out
// already; edition.stale, edition.state, edition.changed, edition.forbidden.
func (o *Office) Release(ctx context.Context, r Request, from calendar.Instant) (act.Event, error) {
	return o.act(ctx, r, released, []any{r.Seen, from}, access.EditionsWrite, func(s *act.Step, e Edition) (payload, error) {
		if err := e.must(Signed, Released); err != nil {
			return payload{}, err
		}
		switch {
		case e.Published(s.Now()):
			return payload{}, fault.New(fault.Conflict, "edition.published", fault.Args{"instant": e.Embargo})
		case from != 0 && from < s.Now():
			return payload{}, fault.New(fault.Invalid, "edition.embargo-past", fault.Args{"value": from, "now": s.Now()}).On("embargo")
		case from == 0:
			from = s.Now()
		}
		if e.State == Released {
			return payload{Embargo: from}, nil
		}
		return payload{Embargo: from}, e.fresh(ctx, s)
	})
}

// Withdraw ends an edition. What was published is out: the edition stays in the
// list with the reason, its figures are no longer shown, and later editions still
// reckon with it.
//
// Errors: edition.reason on "reason"; edition.state, edition.changed,
// edition.forbidden.
func (o *Office) Withdraw(ctx context.Context, r Request) (act.Event, error) {
	return o.act(ctx, r, withdrawn, r.Seen, access.EditionsSign, func(_ *act.Step, e Edition) (payload, error) {
		if strings.TrimSpace(r.Reason) == "" {
			return payload{}, fault.New(fault.Invalid, "edition.reason", nil).On("reason")
		}
		return payload{}, e.must(Draft, Checked, Signed, Released)
	})
}
