package registry

import (
	"sanad/calendar"
	"sanad/store"
)

// Relation is what the other is to the party.
type Relation string

// The relations.
const (
	Child    Relation = "child"
	Spouse   Relation = "spouse"
	Guardian Relation = "guardian" // the legal guardian (hadin, muqaddam, kafil) of the party
)

func (r Relation) valid() bool { return r == Child || r == Spouse || r == Guardian }

// Relative is the other side of a link: somebody registered (ID), or only a
// name, as a late husband who never came to a counter.
type Relative struct {
	ID     store.ID      `json:"id,omitzero"`
	Arabic Name          `json:"arabic,omitzero"`
	Latin  Name          `json:"latin,omitzero"`
	DiedOn calendar.Date `json:"died_on,omitzero"`
}

func (r Relative) isZero() bool { return r == Relative{} }

// Kin is a link between a person and a relative. It is ended, never removed.
type Kin struct {
	Party    store.ID      `json:"party"`
	Line     int           `json:"line"` // 1, 2, 3 … among the party's links
	Relation Relation      `json:"relation"`
	Other    Relative      `json:"other"`
	From     calendar.Date `json:"from,omitzero"` // first day; zero: not known
	To       calendar.Date `json:"to,omitzero"`   // last day; zero: it still holds
}

// Family is a widow with her children, as she comes to a counter.
type Family struct {
	Mother   Draft
	Husband  Relative // the late husband; zero when nothing is known of him
	Married  calendar.Date
	Children []Draft
}

// change is what every event of the register holds: the persons and the links it
// wrote, as they are after it. To fold a person's events is to take the last.
type change struct {
	Persons []Person `json:"persons,omitempty"`
	Kin     []Kin    `json:"kin,omitempty"`
	Merge   *merged  `json:"merge,omitempty"`
	Apart   *apart   `json:"apart,omitempty"`
	Marks   []string `json:"marks,omitempty"` // fields that invisible characters were taken from
}
