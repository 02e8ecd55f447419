package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"strings"

	"sanad/access"
	"sanad/account"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
)

// Account is an account of the demonstration by which one can sign in.
type Account struct {
	Login     string
	Password  string // drawn anew for each demonstration, kept nowhere else
	Name      string
	Role      access.Role
	Territory string // "" the whole country, "04.421" a province
}

// The two provinces with accounts to sign in: sisters, so that one can see that
// each is blind to the other.
const (
	rabat = "04.421"
	sale  = "04.441"
)

// desks are the accounts to sign in with, one at least for each role.
var desks = []struct {
	login     string
	role      access.Role
	territory string
}{
	{"clerk.rabat", access.CounterClerk, rabat},
	{"secretary.rabat", access.ProvincialSecretary, rabat},
	{"clerk.sale", access.CounterClerk, sale},
	{"secretary.sale", access.ProvincialSecretary, sale},
	{"centre", access.CentralSecretary, ""},
	{"member", access.CommitteeMember, ""},
	{"payments", access.PaymentOfficer, ""},
	{"auditor", access.Auditor, ""},
	{"statistics", access.Statistician, ""},
	{"admin", access.Administrator, ""},
	// An edition is signed by two people, neither of whom prepared it.
	{"statistics.chief", access.Statistician, ""},
	{"director", access.Director, ""},
}

// staff is who acts in the demonstration.
type staff struct {
	clerks      map[string]access.Actor // by province
	secretaries map[string]access.Actor // of the provincial commissions
	centre      access.Actor
	appeals     access.Actor // decides appeals: whoever decided first may not
	member      access.Actor
}

// hiring makes the accounts.
type hiring struct {
	db  *store.DB
	rng *mrand.Rand
	at  calendar.Instant
	out []Account
	staff
}

var founder = access.SystemActor("demonstration")

// hire declares the demonstration and makes every account, before any file.
func hire(ctx context.Context, db *store.DB, seed int64) (*hiring, error) {
	h := &hiring{db: db, rng: mrand.New(mrand.NewPCG(uint64(seed), 0x57aff)), at: db.Now(),
		staff: staff{clerks: map[string]access.Actor{}, secretaries: map[string]access.Actor{}}}
	if err := account.DeclareDemonstration(ctx, db, founder, seed); err != nil {
		return nil, err
	}
	for _, d := range desks {
		if err := h.desk(ctx, d.login, d.role, d.territory); err != nil {
			return nil, err
		}
	}
	if err := h.place(ctx, "centre.2", access.CentralSecretary, ""); err != nil {
		return nil, err
	}
	for _, province := range territory.Provinces() {
		if province.Code == rabat || province.Code == sale {
			continue
		}
		digits := strings.ReplaceAll(province.Code, ".", "")
		for role, login := range map[access.Role]string{access.CounterClerk: "clerk." + digits, access.ProvincialSecretary: "secretary." + digits} {
			if err := h.place(ctx, login, role, province.Code); err != nil {
				return nil, err
			}
		}
	}
	return h, nil
}

func (h *hiring) asked(login string, role access.Role, code string) account.New {
	sex := registry.Female
	if h.rng.IntN(2) == 0 {
		sex = registry.Male
	}
	name, _ := facts.Named(h.rng, sex, 1975, facts.FamilyName(h.rng))
	return account.New{Login: login, Name: name.String(), Grants: []access.Grant{{Role: role, Programme: access.EveryProgramme, Territory: code}}}
}

// desk makes an account that can sign in.
func (h *hiring) desk(ctx context.Context, login string, role access.Role, code string) error {
	n, password := h.asked(login, role, code), newPassword()
	a, err := account.CreateWithPassword(ctx, h.db, founder, drawID(h.rng, h.at), n, password)
	if err != nil {
		return fmt.Errorf("account %s: %w", login, err)
	}
	h.out = append(h.out, Account{Login: login, Password: password, Name: n.Name, Role: role, Territory: code})
	h.seat(a.Actor(), role, code)
	return nil
}

// place makes an account that works and cannot sign in.
func (h *hiring) place(ctx context.Context, login string, role access.Role, code string) error {
	a, err := account.Create(ctx, h.db, founder, drawID(h.rng, h.at), h.asked(login, role, code))
	if err != nil {
		return fmt.Errorf("account %s: %w", login, err)
	}
	h.seat(a.Actor(), role, code)
	return nil
}

func (h *hiring) seat(a access.Actor, role access.Role, code string) {
	switch role {
	case access.CounterClerk:
		h.clerks[code] = a
	case access.ProvincialSecretary:
		h.secretaries[code] = a
	case access.CommitteeMember:
		h.member = a
	case access.CentralSecretary:
		h.appeals = a // the second one made
		if h.centre.Account.IsZero() {
			h.centre = a
		}
	}
}

// newPassword is a random one that can be read out and typed: 64 bits.
func newPassword() string {
	text := strings.ToLower(rand.Text())
	return text[:5] + "-" + text[5:9] + "-" + text[9:13]
}
