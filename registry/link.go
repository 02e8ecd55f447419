package registry

import (
	"context"
	"encoding/binary"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// ErrLinked: the two are linked so already.
var ErrLinked = fault.New(fault.Conflict, "registry.already-linked", nil)

// ErrUnlinked: no such link holds.
var ErrUnlinked = fault.New(fault.Conflict, "registry.no-link", nil)

// Link says that somebody is the party's child, spouse or guardian, from the
// act's day on. The other is registered (ID) or only a name.
//
// Errors: store.not-found for either; registry.own-record, relation-unknown,
// link-to-self, already-linked, child-before-mother, name-missing and the like
// for a relative who is only a name; act's.
func Link(ctx context.Context, w Write, a act.Act, party store.ID, relation Relation, other Relative) (Kin, error) {
	name, marks := Draft{Arabic: other.Arabic, Latin: other.Latin}.Clean()
	other.Arabic, other.Latin = name.Arabic, name.Latin
	a.Kind, a.Party, a.Stream = "registry.link", party, party
	a.Input = []any{relation, other}
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		links, err := linkable(ctx, s, party, relation, other)
		if err != nil {
			return change{}, err
		}
		if other.ID != (store.ID{}) {
			other = Relative{ID: other.ID}
		}
		link := Kin{Party: party, Line: len(links) + 1, Relation: relation, Other: other, From: s.Act.On}
		if err := touch(ctx, s.Tx, party); err != nil {
			return change{}, err
		}
		return change{Kin: []Kin{link}, Marks: marks}, insertKin(ctx, s.Tx, link)
	})
	if err != nil {
		return Kin{}, err
	}
	return made.Kin[0], nil
}

// linkable checks a new link and gives the links the party has.
func linkable(ctx context.Context, s *act.Step, party store.ID, relation Relation, other Relative) ([]Kin, error) {
	p, err := writable(ctx, s, party)
	if err != nil {
		return nil, err
	}
	c := &checker{}
	if !relation.valid() {
		c.refuse("relation", "registry.relation-unknown", fault.Args{"value": clip(string(relation))})
	}
	if other.ID == party {
		c.refuse("other", "registry.link-to-self", nil)
	}
	if other.ID.IsZero() {
		c.names(Draft{Arabic: other.Arabic, Latin: other.Latin})
		c.death(other.DiedOn, calendar.Birth{}, s.Today())
	} else if err := c.other(ctx, s, p, relation, other.ID); err != nil {
		return nil, err
	}
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	links, err := kinOf(ctx, s, party)
	for _, link := range links {
		if !other.ID.IsZero() && link.Other.ID == other.ID && link.Relation == relation && link.To == 0 {
			return nil, ErrLinked
		}
	}
	return links, err
}

func (c *checker) other(ctx context.Context, s *act.Step, p Person, relation Relation, id store.ID) error {
	other, err := Get(ctx, s, s.Act.Actor.Scope(access.PersonsRead), id)
	if err == nil && relation == Child && tooEarly(p.Birth, other.Birth) {
		c.refuse("other", "registry.child-before-mother", fault.Args{"value": other.Birth.String(), "mother": p.Birth.String(), "years": motherhood})
	}
	return err
}

// Unlink ends one of a party's links on the act's day; the link stays to be
// seen. line is Kin.Line.
//
// Errors: store.not-found; registry.own-record, no-link; act's.
func Unlink(ctx context.Context, w Write, a act.Act, party store.ID, line int) (Kin, error) {
	a.Kind, a.Party, a.Stream = "registry.unlink", party, party
	a.Input = line
	made, err := carry(ctx, w, a, func(ctx context.Context, s *act.Step) (change, error) {
		if _, err := writable(ctx, s, party); err != nil {
			return change{}, err
		}
		link, err := store.One(ctx, s, scanKin, "select "+kinColumns+" from kin where party_id = $1 and line = $2 and to_on is null", party, line)
		if ignoreNone(err) != nil {
			return change{}, err
		}
		if err != nil || s.Act.On < link.From {
			return change{}, ErrUnlinked
		}
		link.To = s.Act.On
		_, err = s.Exec(ctx, "update kin set to_on = $1 where party_id = $2 and line = $3", link.To, party, line)
		if err == nil {
			err = touch(ctx, s.Tx, party)
		}
		return change{Kin: []Kin{link}}, err
	})
	if err != nil {
		return Kin{}, err
	}
	return made.Kin[0], nil
}

// pair is the two ends of something in one key of a map.
type pair [20]byte

func lineOf(k Kin) (p pair) {
	copy(p[:], k.Party[:])
	binary.BigEndian.PutUint32(p[16:], uint32(k.Line))
	return p
}
