package imports

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
)

// household is what is to be done with the household of a unit.
type household struct {
	hash    []byte
	content []byte // digest of who its members are, and what
	tie     tie    // zero: the household is new
	head    *entry
	roles   map[*entry]string
	changes bool
}

// planHousehold plans each member, then what joins them. One that cannot be
// written keeps all of them back: half a household would be wrong about all.
func (p *pass) planHousehold(ctx context.Context, u *unit) error {
	h := &household{roles: map[*entry]string{}}
	u.household = h
	number := ""
	for _, e := range u.entries {
		if e.state != "" {
			continue // the row could not be read
		}
		if number = e.r.text(householdField); number == "" {
			e.refuse(householdField, fault.New(fault.Invalid, "imports.household-missing", nil))
			continue
		}
		h.roles[e] = e.r.code(roleField)
		if h.roles[e] == "" && e.r.text(roleField) == "" {
			e.refuse(roleField, fault.New(fault.Invalid, "imports.role-missing", nil))
		}
		if h.roles[e] == headRole && h.head == nil {
			h.head = e
		} else if h.roles[e] == headRole {
			e.refuse(roleField, fault.New(fault.Conflict, "imports.household-heads", fault.Args{"line": h.head.line}))
		}
	}
	if number == "" {
		u.together()
		return nil
	}
	h.hash = p.householdHash(u.entries[0])
	if err := p.householdBefore(ctx, u); err != nil {
		return err
	}
	for _, e := range u.entries {
		if err := p.planPerson(ctx, e); err != nil {
			return err
		}
	}
	said := ""
	lines := map[string]int64{}
	for _, e := range u.entries {
		if line, twice := lines[string(e.hash)]; twice && e.state != Refused {
			e.refuse(keyField, twiceIn(line))
		}
		if e.above && p.seen.members[string(e.person[:])] && e.draft.DiedOn.IsZero() {
			e.refuse("", registry.ErrMember) // of a household above
		}
		lines[string(e.hash)] = e.line
		said += fmt.Sprintf("%x %s\n", e.hash, h.roles[e])
	}
	h.content = p.o.Keys.Fingerprint("import content", said)
	h.changes = !bytes.Equal(h.tie.content, h.content)
	u.together()
	return nil
}

// householdHash is what the household of a row is known by.
func (p *pass) householdHash(e *entry) []byte {
	return p.fingerprint(tieHousehold, locale.Fold(e.r.text(householdField)))
}

// householdBefore looks for the household in an earlier file, or above in this one.
func (p *pass) householdBefore(ctx context.Context, u *unit) (err error) {
	h, first := u.household, u.entries[0]
	if h.tie, err = findTie(ctx, p.o.DB, tieHousehold, h.hash); err != nil {
		return err
	}
	line, above := p.seen.households[string(h.hash)]
	for _, e := range u.entries {
		switch {
		case e.state == Refused:
		case above:
			e.refuse(householdField, fault.New(fault.Conflict, "imports.household-apart", fault.Args{"line": line}))
		case len(u.rows) > mostMembers:
			e.refuse(householdField, fault.New(fault.Invalid, "imports.household-large", fault.Args{"limit": mostMembers}))
		case h.head == nil && h.tie.owner.IsZero() && e == first:
			e.refuse(roleField, fault.New(fault.Invalid, "imports.household-head", nil))
		}
	}
	return nil
}

// writeHousehold brings the members together and links them to the head.
func (p *pass) writeHousehold(ctx context.Context, tx *store.Tx, u *unit) error {
	h := u.household
	if !h.changes && !u.changes() {
		return nil
	}
	known := registry.Household{ID: h.tie.owner}
	if h.tie.owner.IsZero() {
		var others []store.ID
		for _, e := range u.entries {
			if e != h.head && e.draft.DiedOn.IsZero() {
				others = append(others, e.person)
			}
		}
		made, err := registry.FormHousehold(ctx, registry.Within(tx), p.actOn(h, "form", h.head.line), h.head.person, others...)
		if err != nil {
			return refusal{h.head, p.reader.fieldOf, err}
		}
		known = made
	} else if err := p.join(ctx, tx, u, &known); err != nil {
		return err
	}
	for _, e := range u.entries {
		if err := p.linkTo(ctx, tx, known.Head, e, h); err != nil {
			return refusal{e, func(string) string { return roleField }, err}
		}
	}
	first := u.entries[0]
	return saveTie(ctx, tx, tie{kind: tieHousehold, hash: h.hash, owner: known.ID, content: h.content, of: p.is.ID, line: first.line})
}

// join lets those into a household of before who do not live in it yet.
func (p *pass) join(ctx context.Context, tx *store.Tx, u *unit, known *registry.Household) (err error) {
	h := u.household
	*known, err = registry.HouseholdByID(ctx, tx, p.writes, known.ID)
	if err != nil {
		return refusal{u.entries[0], func(string) string { return householdField }, err}
	}
	in := map[store.ID]bool{}
	for _, m := range known.Members {
		in[m.Person] = true
	}
	for _, e := range u.entries {
		if in[e.person] || !e.draft.DiedOn.IsZero() {
			continue // who left it once is not brought back by a list
		}
		if _, err := registry.JoinHousehold(ctx, registry.Within(tx), p.actOn(h, "join "+e.person.String(), e.line), known.ID, e.person); err != nil {
			return refusal{e, p.reader.fieldOf, err}
		}
	}
	return nil
}

// linkTo says what somebody is to the head of the household.
func (p *pass) linkTo(ctx context.Context, tx *store.Tx, head store.ID, e *entry, h *household) error {
	relation := map[string]registry.Relation{spouseRole: registry.Spouse, childRole: registry.Child}[h.roles[e]]
	if relation == "" || e.person == head {
		return nil
	}
	links, err := registry.KinOf(ctx, tx, access.System("whether a link is there that is to be written"), head)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.Relation == relation && l.Other.ID == e.person {
			return nil // also one that ended: a list does not begin it anew
		}
	}
	_, err = registry.Link(ctx, registry.Within(tx), p.actOn(h, "link "+e.person.String(), e.line), head, relation, registry.Relative{ID: e.person})
	if errors.Is(err, registry.ErrLinked) {
		return nil
	}
	return err
}

func (p *pass) actOn(h *household, what string, line int64) act.Act {
	return act.Act{Key: p.drawn(fmt.Sprintf("import household %x %s", h.hash, what)), On: p.is.On, Actor: p.actor, Reason: p.reason(line)}
}
