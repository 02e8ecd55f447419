package ledger

import (
	"context"
	"errors"

	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Limits of a guarded account, in the unit of what it holds; nil is no limit.
type Limits struct {
	Least *int64
	Most  *int64
}

// Move adds a quantity (negative to take) to a guarded account, in the act's
// transaction. The limits are those of the account's first movement; the
// database checks them, so two acts at once cannot both take the last one.
//
// Errors: ledger.guard when the balance would cross a limit.
func Move(ctx context.Context, s *act.Step, account string, quantity int64, l Limits) error {
	moved, err := s.Exec(ctx, "update balance set quantity = quantity + $1 where account = $2", quantity, account)
	if err == nil && moved == 0 {
		// Not the upsert alone: both engines check the row to insert before
		// they see the conflict, and would refuse every taking.
		_, err = s.Exec(ctx, `insert into balance (account, quantity, least, most) values ($1, $2, $3, $4)
			on conflict (account) do update set quantity = balance.quantity + excluded.quantity`,
			account, quantity, l.Least, l.Most)
	}
	if errors.Is(err, store.ErrCheck) {
		return fault.New(fault.Conflict, "ledger.guard", fault.Args{"account": account, "quantity": quantity}).Because(err)
	}
	return err
}

// Balance is what a guarded account holds; 0 for one that never moved.
func Balance(ctx context.Context, q store.Q, account string) (int64, error) {
	n, err := store.One(ctx, q, store.Value[int64], "select quantity from balance where account = $1", account)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return n, err
}

// Balances are the guarded accounts whose names begin with a prefix and a
// stroke: the depots of a programme, the places of an institution.
func Balances(ctx context.Context, q store.Q, prefix string) (map[string]int64, error) {
	type row struct {
		account  string
		quantity int64
	}
	// A name is compared by its start, not by its order, which collations differ in.
	rows, err := store.All(ctx, q, func(r store.Row) (row, error) {
		var b row
		return b, r.Scan(&b.account, &b.quantity)
	}, "select account, quantity from balance where substr(account, 1, $1) = $2", len([]rune(prefix))+1, prefix+"/")
	out := make(map[string]int64, len(rows))
	for _, b := range rows {
		out[b.account] = b.quantity
	}
	return out, err
}
