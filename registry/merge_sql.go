package registry

import (
	"context"

	"sanad/act"
	"sanad/store"
)

func insertApart(ctx context.Context, s *act.Step, first, second store.ID) error {
	_, err := s.Exec(ctx, `insert into person_apart (party_id, other_id, seq) values ($1, $2, $3)
		on conflict (party_id, other_id) do nothing`, first, second, s.Seq)
	return err
}

func deleteApart(ctx context.Context, s *act.Step, first, second store.ID) error {
	_, err := s.Exec(ctx, "delete from person_apart where party_id = $1 and other_id = $2", first, second)
	return err
}

// among asks whether a row of a table names one record of each of two persons,
// in whichever order; cond joins the two columns by two lists.
func among(ctx context.Context, q store.Q, table, one, other, more string, a, b store.ID) (bool, error) {
	of, err := Selves(ctx, q, a)
	if err != nil {
		return false, err
	}
	and, err := Selves(ctx, q, b)
	if err != nil {
		return false, err
	}
	for _, way := range [][2][]store.ID{{of, and}, {and, of}} {
		var w store.Where
		store.In(&w, one, way[0])
		store.In(&w, other, way[1])
		if more != "" {
			w.And(more)
		}
		found, err := store.Exists(ctx, q, "select 1 from "+table+w.SQL(), w.Args()...)
		if err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// AreApart tells that any record of one was found to be another person than any
// of the other.
func AreApart(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	return among(ctx, q, "person_apart", "party_id", "other_id", "", a, b)
}

// areLinked tells that one is the other's child, spouse or guardian now.
func areLinked(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	return among(ctx, q, "kin", "party_id", "other_id", "to_on is null", a, b)
}

// bothAtHome tells that both live in a household now.
func bothAtHome(ctx context.Context, q store.Q, a, b store.ID) (bool, error) {
	for _, id := range []store.ID{a, b} {
		selves, err := Selves(ctx, q, id)
		if err != nil {
			return false, err
		}
		home, err := atHome(ctx, q, selves)
		if err != nil || !home {
			return false, err
		}
	}
	return true, nil
}

// atHome tells that a record of somebody is a member of a household now.
func atHome(ctx context.Context, q store.Q, selves []store.ID) (bool, error) {
	var w store.Where
	store.In(&w, "person_id", selves)
	w.And("to_on is null")
	return store.Exists(ctx, q, "select 1 from household_member"+w.SQL(), w.Args()...)
}
