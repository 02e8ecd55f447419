package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"

	"sanad/fault"
)

// Instant is a point in time: microseconds since 1970 in UTC, stored as bigint
// on both engines (text and zones compared wrongly in a trial, see the design).
type Instant int64

// InstantOf is the instant of a time.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// ParseInstant reads RFC 3339 ("2021-07-15T10:00:00Z") or a date, which stands
// for the last microsecond of that day in Morocco's legal time (UTC+1).
//
// Errors: instant.invalid.
func ParseInstant(text string) (Instant, error) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return InstantOf(t), nil
	}
	if d, ok := parseISO(text); ok {
		return EndOf(d), nil
	}
	return 0, fault.New(fault.Invalid, "instant.invalid", fault.Args{"value": text})
}

// Rabat is Morocco's legal time, UTC+1 all year since decree 2.18.855 (2018).
// A fixed zone, because the binary must not depend on the machine's zone files.
var Rabat = time.FixedZone("+01", 3600)

// EndOf is the last microsecond of a day in Morocco.
func EndOf(d Date) Instant {
	y, m, day := d.Parts()
	return InstantOf(time.Date(y, m, day+1, 0, 0, 0, 0, Rabat)) - 1
}

// StartOf is the first microsecond of a day in Morocco.
func StartOf(d Date) Instant { return EndOf(d.AddDays(-1)) + 1 }

// Time is the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Date is the day of the instant in Morocco.
func (i Instant) Date() Date {
	y, m, d := time.UnixMicro(int64(i)).In(Rabat).Date()
	return NewDate(y, m, d)
}

// String is RFC 3339 in UTC with microseconds.
func (i Instant) String() string { return i.Time().Format("2006-01-02T15:04:05.000000Z") }

// MarshalText writes RFC 3339.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what ParseInstant reads.
func (i *Instant) UnmarshalText(text []byte) error {
	v, err := ParseInstant(string(text))
	*i = v
	return err
}

// Value stores the instant as an integer.
func (i Instant) Value() (driver.Value, error) { return int64(i), nil }

// Scan reads the integer.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = 0
	case int64:
		*i = Instant(v)
	default:
		return fmt.Errorf("calendar: cannot read an instant from %T", src)
	}
	return nil
}

// Clock gives the present. It must never run backwards by itself; the store
// guards against a machine whose clock does.
type Clock func() Instant

// SystemClock is the machine's clock.
func SystemClock() Instant { return InstantOf(time.Now()) }
