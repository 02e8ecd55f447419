package account

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Grant gives an account a right, from its next request on.
//
// Errors: account.not-found, account.beyond-reach when the actor does not manage
// accounts there, account.self-grant, account.grant-exists, account.party-apart,
// and those of access.Grant.Check.
func Grant(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID, g access.Grant) error {
	if err := g.Check(); err != nil {
		return err
	}
	_, err := manage(ctx, db, by, key, id, "account.grant", g, func(ctx context.Context, s *act.Step, a Account) error {
		if id == by.Account {
			return ErrSelfGrant
		}
		if err := reach(by, []access.Grant{g}); err != nil {
			return err
		}
		if slices.Contains(a.Grants, g) {
			return fault.New(fault.Conflict, "account.grant-exists", fault.Args{"name": a.Name})
		}
		if err := apart(append(a.Grants, g)); err != nil {
			return err
		}
		return insertGrant(ctx, s, id, g)
	})
	return err
}

// Revoke takes a right away, from the account's next request on.
//
// Errors: account.not-found, account.beyond-reach, account.grant-missing,
// account.last-administrator.
func Revoke(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID, g access.Grant) error {
	_, err := manage(ctx, db, by, key, id, "account.revoke", g, func(ctx context.Context, s *act.Step, a Account) error {
		if !slices.Contains(a.Grants, g) {
			return fault.New(fault.NotFound, "account.grant-missing", fault.Args{"name": a.Name})
		}
		if g.Role.Carries(access.AccountsManage) {
			if err := keepAnAdministrator(ctx, s, a); err != nil {
				return err
			}
		}
		_, err := s.Exec(ctx, "delete from account_grant where account_id = $1 and role = $2 and programme = $3 and territory = $4",
			id, g.Role, g.Programme, g.Territory)
		return err
	})
	return err
}
