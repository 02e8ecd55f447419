package act

import (
	"encoding/json"
	"errors"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Act is what a door asks for.
type Act struct {
	Key    store.ID      // idempotency key: made once by the door, sent with every retry
	Party  store.ID      // whose rows these are; the first part of every primary key
	Stream store.ID      // what changes
	Kind   string        // what happens, "dossier.decide"
	On     calendar.Date // the day it took place; not after today
	Actor  access.Actor  // who
	Reason string        // why, in the actor's words; may be empty
	Input  any           // what was asked, so that a key sent again with something else is refused; may be nil
	Fresh  bool          // the key was made inside this transaction and cannot be a retry: a load saves the look-up
	Begins bool          // nothing is in the stream yet: saves the look-up; the primary key refuses a mistake
	Last   *Event        // the stream's last event, when the caller knows it: likewise

	request []byte // the digest of Input, when it is made already
}

// Event is an act that took place.
type Event struct {
	Party      store.ID
	Stream     store.ID
	Seq        int64 // 1, 2, 3 … within the stream
	Kind       string
	On         calendar.Date
	RecordedAt calendar.Instant
	Actor      store.ID
	Reason     string
	Payload    json.RawMessage
	Corrects   int64 // the Seq of the event this one corrects, or 0
	Key        store.ID
	Hash       []byte
	Replayed   bool // the key was already there: this is the first event, nothing changed now
	request    []byte
}

// Refusals every act may meet.
var (
	ErrKeyReused = fault.New(fault.Conflict, "act.key-reused", nil)
	ErrNoKey     = fault.New(fault.Invalid, "act.no-key", nil)
)

// earliest is the first year an act may have taken place in: the records of the
// oldest agency of the pole begin in 1957.
var earliest = calendar.NewDate(1957, 1, 1)

func (a Act) check(today calendar.Date) error {
	switch {
	case a.Key.IsZero(), a.Party.IsZero(), a.Stream.IsZero(), a.Kind == "", a.Actor.Account.IsZero():
		return ErrNoKey.Because(errors.New("an act needs a key, a party, a stream, a kind and an actor"))
	case a.On.IsZero():
		return fault.New(fault.Invalid, "act.no-date", nil).On("on")
	case a.On > today:
		return fault.New(fault.Invalid, "act.future", fault.Args{"value": a.On, "today": today}).On("on")
	case a.On < earliest:
		return fault.New(fault.Invalid, "act.too-old", fault.Args{"value": a.On, "earliest": earliest}).On("on")
	}
	return nil
}

// Step is an act under way, handed to its body. The body writes through it.
type Step struct {
	*store.Tx
	Act      Act
	Seq      int64 // the number the event will have in its stream
	corrects int64
	postings int
}

// Corrects says that the event corrects an earlier one of the same stream.
func (s *Step) Corrects(seq int64) { s.corrects = seq }

// NextPosting numbers the postings of the event: 0, 1, 2 …
func (s *Step) NextPosting() int {
	s.postings++
	return s.postings - 1
}
