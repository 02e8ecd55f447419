package edition

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/statistics"
	"sanad/store"
)

// Office prepares, releases and computes editions. Safe for concurrent use.
type Office struct {
	DB         *store.DB
	Programmes *programme.Set // those of the running program

	old sync.Map // sets of definitions that are no longer the running ones, by their hashes
}

// NewOffice is the office over one database.
func NewOffice(db *store.DB, set *programme.Set) *Office { return &Office{DB: db, Programmes: set} }

// Request asks for an act on an edition that exists.
type Request struct {
	Key    store.ID
	Actor  access.Actor
	ID     store.ID
	Seen   int64 // the last event the actor saw; 0: does not matter
	Reason string
}

// act carries one out: change is given the edition as it is and says what is new.
func (o *Office) act(ctx context.Context, r Request, kind string, input any, permission access.Permission, change func(s *act.Step, e Edition) (payload, error)) (act.Event, error) {
	a := act.Act{Key: r.Key, Party: r.ID, Stream: r.ID, Kind: kind, On: o.DB.Today(), Actor: r.Actor, Reason: strings.TrimSpace(r.Reason), Input: input}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		e, err := read(ctx, s, r.ID)
		if err != nil {
			return nil, err
		}
		if err := o.allowed(r.Actor, permission, e.Contents); err != nil {
			return nil, err
		}
		if r.Seen != 0 && r.Seen != e.Seq {
			return nil, ErrSeen
		}
		p, err := change(s, e)
		if err != nil {
			return nil, err
		}
		p.By = person(r.Actor, s.Now())
		return p, update(ctx, s, e.after(kind, e.ID, s.Seq, a.Reason, p).row(), e.Seq)
	})
}

func person(a access.Actor, at calendar.Instant) Person { return Person{a.Account, a.Name, at} }

// allowed: for the whole country, and for the programme of every table.
func (o *Office) allowed(a access.Actor, p access.Permission, contents []Content) error {
	if !a.Can(p, "", "") {
		return ErrForbidden
	}
	for _, c := range contents {
		if def, _, ok := o.Programmes.Table(c.Table); ok && !a.Can(p, def.ID, "") {
			return ErrForbidden
		}
	}
	return nil
}

// set are the definitions an edition was made by: the running ones when they
// still are, those it kept when they are not.
//
// Errors: edition.definition-lost, edition.definition-unreadable.
func (o *Office) set(ctx context.Context, e Edition) (*programme.Set, error) {
	if sameDefinitions(o.Programmes, e.Definitions) {
		return o.Programmes, nil
	}
	key := hashes(e.Definitions)
	if set, ok := o.old.Load(key); ok {
		return set.(*programme.Set), nil
	}
	var texts []programme.Text
	for id, hash := range e.Definitions {
		files, err := definition(ctx, o.DB, hash)
		if err != nil {
			return nil, fault.New(fault.Internal, "edition.definition-lost", fault.Args{"programme": id, "hash": hash}).Because(err)
		}
		texts = append(texts, programme.Text{Programme: id, Hash: hash, Files: files})
	}
	set, err := programme.LoadTexts(texts)
	if err == nil && !sameDefinitions(set, e.Definitions) {
		err = errors.New("they load as others")
	}
	if err != nil {
		return nil, fault.New(fault.Internal, "edition.definition-unreadable", fault.Args{"title": e.Title}).Because(err)
	}
	o.old.Store(key, set)
	return set, nil
}

// sameDefinitions compares programmes: what they use of the shared choices is in
// their hashes.
func sameDefinitions(set *programme.Set, want map[string]string) bool {
	for id, hash := range want {
		if d, err := set.Get(id); id != "" && (err != nil || d.Hash != hash) {
			return false
		}
	}
	return true
}

func hashes(definitions map[string]string) string {
	var list []string
	for id, hash := range definitions {
		list = append(list, id+"="+hash)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// results computes every table of an edition, nothing hidden.
func (o *Office) results(ctx context.Context, e Edition) ([]*statistics.Result, error) {
	set, err := o.set(ctx, e)
	if err != nil {
		return nil, err
	}
	engine := &statistics.Engine{DB: o.DB, Programmes: set}
	out := make([]*statistics.Result, len(e.Contents))
	for i, c := range e.Contents {
		if out[i], err = engine.Compute(ctx, e.ask(c)); err != nil {
			return nil, err
		}
	}
	return out, nil
}
