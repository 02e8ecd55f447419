package account

import (
	"context"
	"errors"

	"sanad/store"
)

// PersonOf is the account holder's own entry in the register of persons, the
// zero ID when there is none: nobody decides on their own or their kin's file.
func PersonOf(ctx context.Context, q store.Q, id store.ID) (store.ID, error) {
	person, err := store.One(ctx, q, store.Value[store.ID], "select person_id from account where id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return store.ID{}, nil
	}
	return person, err
}
