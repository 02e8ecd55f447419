package account

import (
	"context"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
)

// Details are what may be changed of an account; its login stays, because logs
// and habits hold on to it.
type Details struct {
	Name   string   `json:"name"`
	Person store.ID `json:"person"`
}

// Change gives an account another name or another entry in the register.
//
// Errors: account.not-found, account.beyond-reach, account.name-missing,
// account.name-long.
func Change(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID, d Details) error {
	d.Name = strings.TrimSpace(d.Name)
	if err := checkName(d.Name); err != nil {
		return err
	}
	_, err := manage(ctx, db, by, key, id, "account.change", d, func(ctx context.Context, s *act.Step, _ Account) error {
		_, err := s.Exec(ctx, "update account set name = $1, person_id = $2 where id = $3", d.Name, d.Person, id)
		return err
	})
	return err
}

// Deactivate shuts an account: its sessions end, its links die, its history stays.
//
// Errors: account.not-found, account.beyond-reach, account.already-inactive,
// account.last-administrator.
func Deactivate(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID) error {
	_, err := manage(ctx, db, by, key, id, "account.deactivate", nil, func(ctx context.Context, s *act.Step, a Account) error {
		if !a.Active {
			return fault.New(fault.Conflict, "account.already-inactive", fault.Args{"name": a.Name})
		}
		if err := keepAnAdministrator(ctx, s, a); err != nil {
			return err
		}
		if err := setActive(ctx, s, id, false); err != nil {
			return err
		}
		return cutOff(ctx, s.Tx, id)
	})
	return err
}

// Activate opens a deactivated account again.
//
// Errors: account.not-found, account.beyond-reach, account.already-active.
func Activate(ctx context.Context, db *store.DB, by access.Actor, key, id store.ID) error {
	_, err := manage(ctx, db, by, key, id, "account.activate", nil, func(ctx context.Context, s *act.Step, a Account) error {
		if a.Active {
			return fault.New(fault.Conflict, "account.already-active", fault.Args{"name": a.Name})
		}
		return setActive(ctx, s, id, true)
	})
	return err
}

func setActive(ctx context.Context, s *act.Step, id store.ID, active bool) error {
	_, err := s.Exec(ctx, "update account set active = $1 where id = $2", active, id)
	return err
}

// cutOff ends an account's sessions and forgets its unused links.
func cutOff(ctx context.Context, tx *store.Tx, id store.ID) error {
	if _, err := tx.Exec(ctx, "delete from account_session where account_id = $1", id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "delete from account_link where account_id = $1 and used_at is null", id)
	return err
}

// keepAnAdministrator refuses to take away the last one that can manage every
// account: nobody could then be let in again.
func keepAnAdministrator(ctx context.Context, q store.Q, a Account) error {
	if !a.Actor().Can(access.AccountsManage, access.EveryProgramme, "") {
		return nil
	}
	other, err := otherAdministrator(ctx, q, a.ID)
	if err == nil && !other {
		return ErrLastAdmin
	}
	return err
}
