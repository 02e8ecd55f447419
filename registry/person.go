package registry

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"sanad/calendar"
	"sanad/locale"
	"sanad/store"
	"sanad/territory"
)

// Sex as civil registers write it.
type Sex string

// The sexes.
const (
	Female Sex = "F"
	Male   Sex = "M"
)

// Name is a name in one script; empty when it is not written in that script.
type Name struct {
	Given  string `json:"given,omitempty"`
	Family string `json:"family,omitempty"`
}

// IsZero tells that the name is not written in this script.
func (n Name) IsZero() bool { return n == Name{} }

// String is the given name and then the family name.
func (n Name) String() string { return strings.TrimSpace(n.Given + " " + n.Family) }

// Person is somebody in the register.
type Person struct {
	ID          store.ID       `json:"id"`
	Origin      store.ID       `json:"origin"`   // in whose stream they were registered: a mother's for her children
	Revision    int            `json:"revision"` // 1, 2, 3 …: which writing of the person this is
	Arabic      Name           `json:"arabic,omitzero"`
	Latin       Name           `json:"latin,omitzero"`
	Sex         Sex            `json:"sex"`
	Birth       calendar.Birth `json:"birth"`
	DiedOn      calendar.Date  `json:"died_on,omitzero"`
	Province    string         `json:"province"`          // code, "01.511"
	Commune     string         `json:"commune,omitempty"` // code, or empty when not known
	Address     string         `json:"address,omitempty"`
	Phone       string         `json:"phone,omitempty"` // ten digits
	Into        store.ID       `json:"into,omitzero"`   // the record it was merged into; zero: it stands
	Identifiers []Identifier   `json:"identifiers,omitempty"`
}

// Name is the name to show in a language: in its script when there is one.
func (p Person) Name(lang locale.Lang) string {
	first, second := p.Latin, p.Arabic
	if lang == locale.Arabic {
		first, second = second, first
	}
	if first.IsZero() {
		first = second
	}
	return first.String()
}

// Shown is the masked identifier of a kind, empty when there is none.
func (p Person) Shown(kind IdentifierKind) string {
	for _, i := range p.Identifiers {
		if i.Kind == kind {
			return i.Shown
		}
	}
	return ""
}

// Draft is what a door asks to write of a person.
type Draft struct {
	ID          store.ID // the caller's choice of identifier; zero: drawn from the act's key
	Arabic      Name
	Latin       Name
	Sex         Sex
	Birth       calendar.Birth
	DiedOn      calendar.Date
	Province    string
	Commune     string
	Address     string
	Phone       string
	Identifiers []Identity
}

// person is the draft as a person, its identifiers sealed.
func (d Draft) person(k *Keys) Person {
	return Person{ID: d.ID, Arabic: d.Arabic, Latin: d.Latin, Sex: d.Sex, Birth: d.Birth, DiedOn: d.DiedOn,
		Province: d.Province, Commune: d.Commune, Address: d.Address, Phone: d.Phone, Identifiers: k.sealed(d.ID, d.Identifiers)}
}

// derived draws an identifier from an act's key, the same one each time, so that
// a request sent again speaks of the same person.
func derived(key store.ID, n uint64) store.ID {
	h := sha256.Sum256(binary.BigEndian.AppendUint64(key[:], n))
	var ms [8]byte
	copy(ms[2:], key[:6])
	at := calendar.Instant(binary.BigEndian.Uint64(ms[:]) * 1000)
	return store.MakeID(at, binary.BigEndian.Uint64(h[:]), binary.BigEndian.Uint64(h[8:]))
}

// place is a province's name in every language, for messages.
func place(province string) locale.Text { return territory.Label(province) }
