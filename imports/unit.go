package imports

import (
	"context"
	"errors"
	"iter"

	"sanad/fault"
	"sanad/locale"
	"sanad/sheet/table"
	"sanad/store"
)

// unit is what is written together or not at all: a row, or the rows of a
// household.
type unit struct {
	rows        []table.Row
	entries     []*entry
	household   *household   // of households
	application *application // of applications
}

// mostMembers is how many rows a household may have.
const mostMembers = 60

// units are the rows of a file as they are written; those up to a row are passed
// over, since an earlier process wrote them.
func (p *pass) units(f *table.File, reached int64) iter.Seq2[*unit, error] {
	return func(yield func(*unit, error) bool) {
		var u *unit
		of := ""
		for row, err := range f.Rows() {
			if err != nil {
				yield(nil, err)
				return
			}
			if int64(row.Number) <= reached {
				continue
			}
			same := p.householdOf(row)
			if u != nil && (same == "" || same != of || len(u.rows) > mostMembers) {
				if !yield(u, nil) {
					return
				}
				u = nil
			}
			if u == nil {
				u, of = &unit{}, same
			}
			u.rows = append(u.rows, row)
		}
		if u != nil {
			yield(u, nil)
		}
	}
}

// householdOf is what tells that rows are of one household; empty for a row that
// stands alone.
func (p *pass) householdOf(row table.Row) string {
	if p.is.Kind != Households || row.Fault != nil {
		return ""
	}
	c, _ := (&rowReading{reader: p.reader, row: row}).cell(householdField)
	return locale.Fold(c.Text)
}

// read reads the persons of a unit's rows.
func (p *pass) read(u *unit) {
	u.entries, u.household, u.application = nil, nil, nil
	for _, row := range u.rows {
		number := keyField
		if p.is.Kind == Applications {
			number = personField
		}
		u.entries = append(u.entries, p.newEntry(row, number))
	}
}

// plan reads a unit and finds out what is to be done with it.
func (p *pass) plan(ctx context.Context, u *unit) error {
	p.read(u)
	switch p.is.Kind {
	case Households:
		return p.planHousehold(ctx, u)
	case Applications:
		return p.planApplication(ctx, u)
	}
	return p.planPerson(ctx, u.entries[0])
}

// stands tells that a unit can be written.
func (u *unit) stands() bool {
	for _, e := range u.entries {
		if e.state == Held || e.state == Refused {
			return false
		}
	}
	return true
}

// changes tells that writing a unit would change something.
func (u *unit) changes() bool {
	for _, e := range u.entries {
		if e.state == written || e.state == amended || e.state == linked {
			return true
		}
	}
	return u.application != nil && u.application.deposits || u.household != nil && u.household.changes
}

// refusal is what an act said against an entry of a unit.
type refusal struct {
	on   *entry
	name func(field string) string // the mapped field of a field of the act
	error
}

func (r refusal) Unwrap() error { return r.error }

// refusedBy tells that an error is an act's refusal of what a row says, which
// another row need not meet.
func refusedBy(err error) (refusal, bool) {
	var r refusal
	if !errors.As(err, &r) {
		return refusal{}, false
	}
	switch fault.CodeOf(r.error) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Forbidden, fault.TooLarge:
		return r, true
	}
	return refusal{}, false
}

// write carries out a unit's acts.
func (p *pass) write(ctx context.Context, tx *store.Tx, u *unit) error {
	for _, e := range u.entries {
		if err := p.writePerson(ctx, tx, e); err != nil {
			return refusal{e, e.r.fieldOf, err}
		}
	}
	switch {
	case u.household != nil:
		return p.writeHousehold(ctx, tx, u)
	case u.application != nil:
		return p.deposit(ctx, tx, u)
	}
	return nil
}

// refuseBy turns a unit down because of what an act said.
func (u *unit) refuseBy(r refusal) {
	r.on.r.problems = append(r.on.r.problems, r.on.r.problemsOf(r.error, r.name)...)
	r.on.state = Refused
	u.together()
}

// together turns down the other rows of a unit of which one cannot be written.
func (u *unit) together() {
	bad := int64(0)
	for _, e := range u.entries {
		if bad == 0 && (e.state == Held || e.state == Refused) {
			bad = e.line
		}
	}
	if bad == 0 {
		return
	}
	for _, e := range u.entries {
		if e.state != Held && e.state != Refused {
			e.refuse(householdField, fault.New(fault.Conflict, "imports.household-waits", fault.Args{"line": bad}))
		}
	}
}

// left are the rows of a unit that are not written.
func (u *unit) left() []Row {
	var out []Row
	for _, e := range u.entries {
		if e.state == Held || e.state == Refused {
			out = append(out, Row{Line: e.line, State: e.state, Problems: e.r.problems, Found: e.found})
		}
	}
	return out
}

// outcome is what comes of a row: an application counts for its person.
func (u *unit) outcome(e *entry) outcome {
	if u.application != nil && e.state != Held && e.state != Refused {
		if u.application.deposits {
			return written
		}
		return same
	}
	return e.state
}
