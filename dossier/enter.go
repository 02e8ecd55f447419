package dossier

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// enter writes into the subject's register what the act says, as an act of the
// register's own in the same transaction, and keeps what stood there before: a
// correction writes it back.
//
// Errors: the register's.
func (w *work) enter(ctx context.Context) (err error) {
	if len(w.p.Entered) > 0 {
		w.p.Replaced, err = w.enterColumns(ctx, w.p.Entered)
	}
	return err
}

func (w *work) enterColumns(ctx context.Context, values map[string]any) (map[string]any, error) {
	a := act.Act{Key: drawnKey(w.r.Key, "register"), On: w.r.On, Actor: w.registrar(), Reason: w.r.Reason, Fresh: w.r.Fresh}
	switch w.def.Subject {
	case programme.Establishment:
		e, err := registry.GetEstablishment(ctx, w, inRegisters, w.r.Party)
		if err != nil {
			return nil, err
		}
		was, err := exchangeColumns(establishmentColumns(&e), values)
		if err == nil {
			_, err = registry.PutEstablishment(ctx, registry.Within(w.Tx), a, e)
		}
		return was, err
	case programme.Organisation:
		o, err := registry.GetOrganisation(ctx, w, inRegisters, w.r.Party)
		if err != nil {
			return nil, err
		}
		was, err := exchangeColumns(organisationColumns(&o), values)
		if err == nil {
			_, err = registry.PutOrganisation(ctx, registry.Within(w.Tx), a, o)
		}
		return was, err
	}
	return nil, fault.New(fault.Internal, "dossier.nothing-to-enter", nil)
}

// registrar is the actor with the right to write this entry, which the workflow
// gives by naming its roles.
func (w *work) registrar() access.Actor {
	a := w.r.Actor
	a.Grants = append(a.Grants[:len(a.Grants):len(a.Grants)], access.Grant{Role: access.Delegate, Programme: access.EveryProgramme})
	return a
}

// drawnKey draws the key of an act that follows from another, the same one each time.
func drawnKey(key store.ID, what string) store.ID {
	sum := sha256.Sum256(append(key[:], what...))
	var ms [8]byte
	copy(ms[2:], key[:6])
	return store.MakeID(calendar.Instant(binary.BigEndian.Uint64(ms[:])*1000), binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))
}

// establishmentColumns and organisationColumns are the columns that an act may
// enter, by the names that definitions use (programme.columnsOf).
func establishmentColumns(e *registry.Establishment) map[string]any {
	return map[string]any{"category": &e.Category, "places_f": &e.PlacesF, "places_m": &e.PlacesM, "places_x": &e.PlacesX,
		"director": &e.Director, "operator": &e.Operator, "licence": &e.Licence, "licensed_on": &e.LicensedOn,
		"opened_on": &e.OpenedOn, "closed_on": &e.ClosedOn, "address": &e.Seat.Address, "commune": &e.Seat.Commune, "setting": &e.Setting}
}

func organisationColumns(o *registry.Organisation) map[string]any {
	return map[string]any{"representative": &o.Representative, "ended_on": &o.EndedOn, "address": &o.Seat.Address}
}

// exchangeColumns writes values and gives those that stood there; an empty date
// or identifier is an empty text.
func exchangeColumns(columns map[string]any, values map[string]any) (map[string]any, error) {
	was := map[string]any{}
	for name, v := range values {
		text, _ := v.(string)
		var err error
		switch at := columns[name].(type) {
		case *string:
			was[name], *at = *at, text
		case *int64:
			was[name], *at = *at, wholeOf(v)
		case *calendar.Date:
			was[name] = textOf(*at)
			*at = 0
			if text != "" {
				*at, err = calendar.ParseDate(text)
			}
		case *store.ID:
			was[name] = textOf(*at)
			*at = store.ID{}
			if text != "" {
				*at, err = store.ParseID(text)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return was, nil
}

func textOf(v interface {
	IsZero() bool
	String() string
}) string {
	if v.IsZero() {
		return ""
	}
	return v.String()
}

// wholeOf reads a whole number, also one that JSON made a float.
func wholeOf(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case float64:
		return int64(n)
	}
	return 0
}
