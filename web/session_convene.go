package web

import (
	"strconv"
	"strings"

	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/fault"
	"sanad/locale"
	"sanad/store"
	"sanad/web/ui"
)

// convene makes a session of what was typed, or gives the form more rows.
func convene(s *Server, r *request) error {
	b, err := r.chosenBody(r.FormValue("commission"))
	if err != nil {
		return err
	}
	typed := r.typedConvocation()
	if r.FormValue("more") != "" {
		typed.members = append(typed.members, make([]memberRow, moreMembers)...)
		return r.showConvocation(b, typed, nil)
	}
	c, err := r.convening(b, typed)
	if err == nil {
		err = act.Together(r.Context(), s.DB, func(tx *store.Tx) error {
			_, err := commission.Convene(r.Context(), tx, c)
			return err
		})
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("sessions.convened-done"))
		return see(sessionPath(commission.ID(b.def.ID, b.level, b.province), c.ID))
	case mendable(err):
		return r.showConvocation(b, typed, err)
	}
	return err
}

// convening reads the form. The form's key becomes the session's identifier, so
// that the same form sent twice makes one session.
//
// Errors: date.invalid, sessions.day-missing, sessions.place-missing,
// commission.quorum, sessions.login-unknown, each on its field.
func (r *request) convening(b body, typed convocation) (commission.Convening, error) {
	key := r.key()
	c := commission.Convening{Key: key, ID: key, Actor: r.actor, On: r.today(), Programme: b.def.ID, Level: b.level, Province: b.province, Place: strings.TrimSpace(typed.place)}
	var l fault.List
	var err error
	c.HeldOn, err = r.sessionDay()
	l.Add(err)
	if c.Place == "" {
		l.Add(fault.New(fault.Invalid, "sessions.place-missing", nil).On("place"))
	}
	c.Quorum, err = strconv.Atoi(locale.Fold(typed.quorum)) // folded: typed with any digits
	if err != nil {
		l.Add(fault.New(fault.Invalid, "commission.quorum", fault.Args{"value": typed.quorum}).On("quorum"))
	}
	c.Members, err = r.members(typed)
	l.Add(err)
	return c, l.Err()
}

func (r *request) sessionDay() (calendar.Date, error) {
	day, err := r.day("held_on")
	if err == nil && day.IsZero() {
		err = fault.New(fault.Invalid, "sessions.day-missing", nil).On("held_on")
	}
	return day, err
}

// members are the rows that are not empty.
func (r *request) members(typed convocation) ([]commission.Member, error) {
	accounts, err := r.colleagues()
	if err != nil {
		return nil, err
	}
	var l fault.List
	var out []commission.Member
	for i, row := range typed.members {
		if row.empty() {
			continue
		}
		if row.name == "" {
			l.Add(fault.New(fault.Invalid, "commission.member-unnamed", nil).On("name." + strconv.Itoa(i)))
		}
		id, err := knownMember(accounts, row.login, i)
		l.Add(err)
		out = append(out, commission.Member{Name: row.name, Capacity: row.capacity, Account: id, Chair: typed.chair == strconv.Itoa(i)})
	}
	return out, l.Err()
}
