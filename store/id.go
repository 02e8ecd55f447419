package store

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"sanad/calendar"
	"sanad/fault"
)

// ID identifies a row: a UUID of version 7, which sorts by the time it was made,
// so that new rows land beside each other in an index.
type ID [16]byte

// NewID makes an identifier at an instant. It is not a secret: sessions and
// links use crypto/rand.
func NewID(at calendar.Instant) ID { return MakeID(at, rand.Uint64(), rand.Uint64()) }

// MakeID builds a version 7 identifier from an instant and 74 bits of the
// caller's choice; the demonstration draws them from its seed.
func MakeID(at calendar.Instant, a, b uint64) ID {
	ms := uint64(at) / 1000
	var id ID
	for i := 0; i < 6; i++ {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6], id[7] = 0x70|byte(a>>8)&0x0f, byte(a)
	for i := 0; i < 8; i++ {
		id[8+i] = byte(b >> (56 - 8*i))
	}
	id[8] = 0x80 | id[8]&0x3f
	return id
}

// ParseID reads the usual text form.
//
// Errors: id.invalid.
func ParseID(s string) (ID, error) {
	var id ID
	ok := len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
	if ok {
		_, err := hex.Decode(id[:], []byte(s[:8]+s[9:13]+s[14:18]+s[19:23]+s[24:]))
		ok = err == nil
	}
	if !ok {
		return ID{}, fault.New(fault.Invalid, "id.invalid", fault.Args{"value": s})
	}
	return id, nil
}

// IsZero tells that there is no identifier.
func (id ID) IsZero() bool { return id == ID{} }

// String is the usual text form, empty for no identifier.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	b := make([]byte, 36)
	hex.Encode(b[:8], id[:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:], id[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b)
}

// MarshalText writes the text form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the text form; an empty text is no identifier.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	v, err := ParseID(string(text))
	*id = v
	return err
}

// Value stores the sixteen bytes (blob on SQLite, uuid on PostgreSQL), no
// identifier as null.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads what either engine gives for a uuid column.
func (id *ID) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID{}
		return nil
	case []byte:
		if len(v) == 16 {
			copy(id[:], v)
			return nil
		}
		return id.UnmarshalText(v)
	case string:
		return id.UnmarshalText([]byte(v))
	}
	return fmt.Errorf("store: cannot read an identifier from %T", src)
}
