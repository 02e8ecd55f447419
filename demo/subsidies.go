package demo

import (
	"context"
	"slices"

	"sanad/access"
	"sanad/money"
	"sanad/payment"
	"sanad/store"
)

// accounts says that the associations whose report was accepted have delivered
// their accounts, where a part of their subsidy waits for them.
func (t *treasury) accounts(ctx context.Context, r *payroll) error {
	list := slices.Compact(r.reported)
	r.reported = nil
	for _, party := range list {
		a, err := t.accountOf(ctx, party)
		if err != nil {
			return err
		}
		parts, err := payment.InstalmentsOf(ctx, t.DB, a)
		if err != nil {
			return err
		}
		for _, x := range parts {
			if x.State != "planned" || !slices.Contains(x.Met, "report") || !slices.Contains(x.Conditions, "accounts") || slices.Contains(x.Met, "accounts") {
				continue
			}
			if _, err := t.Reach(ctx, t.request(r, party, "أدلت الجمعية بحساباتها مصادقا عليها"), x.N, "accounts"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *treasury) request(r *payroll, party store.ID, reason string) payment.Request {
	return payment.Request{Key: t.key(), Actor: t.officer, On: t.DB.Today(), Programme: r.programme, Component: payment.Tranche, Party: party, Reason: reason}
}

// accountOf is the one account of an association, which a single programme pays.
func (t *treasury) accountOf(ctx context.Context, party store.ID) (payment.Account, error) {
	list, err := payment.AccountsOf(ctx, t.DB, access.System("the demonstration"), party)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return payment.Account{}, err
	}
	return list[0], nil
}

// misspent is what an audit finds that an association cannot account for, and
// each what is kept from its next tranches.
const misspent, each = 6_000 * money.Dirham, 2_000 * money.Dirham

// clawBack leaves an association of the last run with a sum to give back.
func (t *treasury) clawBack(ctx context.Context, r *payroll) error {
	if r.last == "" {
		return nil
	}
	lines, err := t.lastLines(ctx, r, 100)
	if err != nil {
		return err
	}
	for _, l := range lines {
		a, err := t.accountOf(ctx, l.Party)
		if err != nil {
			return err
		}
		if a.Settled < 2*misspent {
			continue // what it received came back
		}
		if _, err := t.ClawBack(ctx, t.request(r, l.Party, "نفقات غير مبررة حسب خلاصات الافتحاص"), misspent); err != nil {
			return err
		}
		_, err = t.PlanRecovery(ctx, t.request(r, l.Party, "باتفاق مع الجمعية"), each)
		return err
	}
	return nil
}
