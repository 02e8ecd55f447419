package account

import (
	"context"
	"net/netip"
	"time"

	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// A login, known or not, and a network may each fail ten times in fifteen
// minutes (bar S16). Sessions already open are not touched, so that an attacker
// cannot throw out whoever is at work. Kept in the database: a restart does not
// give ten tries more.
const (
	maxFailures   = 10
	failureWindow = 15 * time.Minute
)

// Network is the part of an address that failures are counted by: an IPv4
// address, or the /64 that an IPv6 subscriber is given. The door passes the
// peer's address ("host" or "host:port"), never a header that a client can write.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		both, err := netip.ParseAddrPort(address)
		if err != nil {
			return address
		}
		ip = both.Addr()
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	prefix, _ := ip.WithZone("").Prefix(64)
	return prefix.String()
}

// reserve counts a try as failed before it is made; success takes that back.
// Counting afterwards would let a hundred tries at once all find the counter low.
//
// Errors: account.throttled.
func reserve(ctx context.Context, db *store.DB, login []byte, network string) (attempt store.ID, err error) {
	err = db.Update(ctx, func(tx *store.Tx) error {
		since := tx.Now() - calendar.Instant(failureWindow.Microseconds())
		for _, by := range []struct {
			column string
			value  any
		}{{"login_digest", login}, {"network", network}} {
			n, err := store.One(ctx, tx, store.Value[int], "select count(*) from account_attempt where "+by.column+" = $1 and at > $2 and failed", by.value, since)
			if err != nil {
				return err
			}
			if n >= maxFailures {
				return fault.New(fault.Unavailable, "account.throttled", fault.Args{"count": int(failureWindow.Minutes())})
			}
		}
		attempt = store.NewID(tx.Now())
		_, err := tx.Exec(ctx, "insert into account_attempt (id, login_digest, network, at, failed) values ($1, $2, $3, $4, $5)", attempt, login, network, tx.Now(), true)
		return err
	})
	return attempt, err
}

func succeed(ctx context.Context, tx *store.Tx, attempt store.ID) error {
	_, err := tx.Exec(ctx, "update account_attempt set failed = $1 where id = $2", false, attempt)
	return err
}
