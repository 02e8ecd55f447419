package commission

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Convening asks for a new session.
type Convening struct {
	Key       store.ID
	Actor     access.Actor
	ID        store.ID      // the session's, made by the door
	On        calendar.Date // the day it is convened
	Programme string
	Level     Level
	Province  string
	HeldOn    calendar.Date
	Place     string
	Quorum    int
	Members   []Member
	Fresh     bool
}

// Convene makes a session.
//
// Errors: commission.members-few when fewer members than the quorum are named,
// commission.quorum, commission.member-unnamed, commission.held-before (a
// session cannot be held before the day it is convened); access.forbidden.
func Convene(ctx context.Context, tx *store.Tx, c Convening) (act.Event, error) {
	party := ID(c.Programme, c.Level, c.Province)
	a := act.Act{Key: c.Key, Party: party, Stream: c.ID, Kind: "session.convene", On: c.On, Actor: c.Actor, Input: c.Members, Fresh: c.Fresh}
	return act.In(ctx, tx, a, func(ctx context.Context, s *act.Step) (any, error) {
		if err := allowed(c.Actor, c.Programme, c.Province); err != nil {
			return nil, err
		}
		if err := c.check(); err != nil {
			return nil, err
		}
		ses := Session{Party: party, ID: c.ID, Programme: c.Programme, Level: c.Level, Province: c.Province,
			HeldOn: c.HeldOn, Place: strings.TrimSpace(c.Place), Quorum: c.Quorum, Members: c.Members, State: Convened}
		return ses, insert(ctx, s, ses)
	})
}

func (c Convening) check() error {
	var l fault.List
	if c.Quorum < 1 {
		l.Add(fault.New(fault.Invalid, "commission.quorum", fault.Args{"value": c.Quorum}).On("quorum"))
	}
	if len(c.Members) < c.Quorum {
		l.Add(fault.New(fault.Invalid, "commission.members-few", fault.Args{"count": len(c.Members), "quorum": c.Quorum}).On("members"))
	}
	for _, m := range c.Members {
		if strings.TrimSpace(m.Name) == "" {
			l.Add(fault.New(fault.Invalid, "commission.member-unnamed", nil).On("members"))
			break
		}
	}
	if c.HeldOn < c.On {
		l.Add(fault.New(fault.Invalid, "commission.held-before", fault.Args{"value": c.HeldOn, "on": c.On}).On("held_on"))
	}
	return l.Err()
}

func allowed(a access.Actor, programme, province string) error {
	if !a.Can(access.SessionsWrite, programme, province) {
		return fault.New(fault.Forbidden, "commission.forbidden", nil)
	}
	return nil
}
