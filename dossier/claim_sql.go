package dossier

import (
	"context"
	"errors"

	"sanad/act"
	"sanad/calendar"
	"sanad/programme"
	"sanad/store"
)

// Claims that are given back stay as periods: what was held from when to when. A
// claim without period leaves nothing behind.

func insertClaim(ctx context.Context, s *act.Step, t programme.Taken, dossier store.ID, seq int64, on calendar.Date) error {
	_, err := s.Exec(ctx, "insert into claim (name, dossier_id, seq, from_on) values ($1, $2, $3, $4)", t.Name, dossier, seq, on)
	return err
}

func releaseClaim(ctx context.Context, s *act.Step, t programme.Taken, dossier store.ID, on calendar.Date) error {
	_, err := s.Exec(ctx, "update claim set to_on = $1 where name = $2 and dossier_id = $3 and to_on is null", on, t.Name, dossier)
	return err
}

// restoreClaim opens the last claim of a dossier again.
func restoreClaim(ctx context.Context, s *act.Step, t programme.Taken, dossier store.ID) error {
	_, err := s.Exec(ctx, `update claim set to_on = null where name = $1 and dossier_id = $2
		and seq = (select max(seq) from claim c where c.name = claim.name and c.dossier_id = claim.dossier_id)`, t.Name, dossier)
	return err
}

func dropClaims(ctx context.Context, s *act.Step, dossier store.ID, seq int64) error {
	_, err := s.Exec(ctx, "delete from claim where dossier_id = $1 and seq = $2", dossier, seq)
	return err
}

// claimedUntil is the day until which an earlier holder kept a claim, when that is
// after a day; zero when none did.
func claimedUntil(ctx context.Context, q store.Q, name string, on calendar.Date) (calendar.Date, error) {
	until, err := store.One(ctx, q, store.Value[calendar.Date], "select to_on from claim where name = $1 and to_on > $2 order by to_on desc limit 1", name, on)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return until, err
}

// claimHeld tells that a claim is held now.
func claimHeld(ctx context.Context, q store.Q, name string) (bool, error) {
	return store.Exists(ctx, q, "select 1 from claim where name = $1 and to_on is null", name)
}

// claimsNaming are the claims held now that are about a party.
func claimsNaming(ctx context.Context, q store.Q, party store.ID) ([]string, error) {
	return store.All(ctx, q, store.Value[string], "select name from claim where to_on is null and name like $1 order by name", "%"+party.String()+"%")
}

// holding counts, by programme, the dossiers of some parties that are open or
// give a right.
func holding(ctx context.Context, q store.Q, parties []store.ID) (map[string]int, error) {
	w := &store.Where{}
	store.In(w, "party_id", parties)
	w.And("holds")
	names, err := store.All(ctx, q, store.Value[string], "select programme from dossier"+w.SQL(), w.Args()...)
	out := map[string]int{}
	for _, name := range names {
		out[name]++
	}
	return out, err
}
