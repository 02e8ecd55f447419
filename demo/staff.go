package demo

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"slices"
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
	{"agent.rabat", access.FieldAgent, rabat},
	{"home.rabat", access.CentreDirector, rabat},
	{"supervisor.rabat", access.Supervisor, rabat},
	{"delegate.rabat", access.Delegate, rabat},
	{"centre", access.CentralSecretary, ""},
	{"reviewer", access.Reviewer, ""},
	{"reviewer.second", access.Reviewer, ""},
	{"member", access.CommitteeMember, ""},
	{"payments", access.PaymentOfficer, ""},
	{"authorise", access.AuthorisingOfficer, ""},
	{"auditor", access.Auditor, ""},
	{"statistics", access.Statistician, ""},
	{"admin", access.Administrator, ""},
	// An edition is signed by two people, neither of whom prepared it.
	{"statistics.chief", access.Statistician, ""},
	{"director", access.Director, ""},
}

// locals are the roles that every province has, and how their logins begin.
var locals = []struct {
	role  access.Role
	login string
}{
	{access.CounterClerk, "clerk"}, {access.ProvincialSecretary, "secretary"}, {access.FieldAgent, "agent"},
	{access.CentreDirector, "home"}, {access.Supervisor, "supervisor"}, {access.Delegate, "delegate"},
}

// post is a role in a territory, "" for the whole country.
type post struct {
	role      access.Role
	territory string
}

// staff is who acts in the demonstration.
type staff struct{ posts map[post][]access.Actor }

// at is who holds a role in a province, or in the whole country ("").
func (s *staff) at(role access.Role, territory string) access.Actor { return s.nth(0, role, territory) }

// second is another who holds it: whoever decides an appeal is not who decided.
func (s *staff) second(role access.Role, territory string) access.Actor {
	return s.nth(1, role, territory)
}

func (s *staff) nth(n int, role access.Role, territory string) access.Actor {
	held := s.posts[post{role, territory}]
	if n >= len(held) {
		panic(fmt.Sprintf("demo: nobody number %d is %s in %q", n, role, territory))
	}
	return held[n]
}

// hiring makes the accounts.
type hiring struct {
	db        *store.DB
	rng       *mrand.Rand
	now       calendar.Instant
	out       []Account
	passwords map[string]string
	staff
}

var founder = access.SystemActor("demonstration")

// hire declares the demonstration and makes every account, before any file.
func hire(ctx context.Context, db *store.DB, seed int64, passwords map[string]string) (*hiring, error) {
	h := &hiring{db: db, passwords: passwords, rng: mrand.New(mrand.NewPCG(uint64(seed), 0x57aff)), now: db.Now(),
		staff: staff{posts: map[post][]access.Actor{}}}
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
		for _, l := range locals {
			if h.posts[post{l.role, province.Code}] != nil {
				continue // one to sign in with
			}
			if err := h.place(ctx, l.login+"."+strings.ReplaceAll(province.Code, ".", ""), l.role, province.Code); err != nil {
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
	n, password := h.asked(login, role, code), cmp.Or(h.passwords[login], newPassword())
	a, err := account.CreateWithPassword(ctx, h.db, founder, drawID(h.rng, h.now), n, password)
	if err != nil {
		return fmt.Errorf("account %s: %w", login, err)
	}
	h.out = append(h.out, Account{Login: login, Password: password, Name: n.Name, Role: role, Territory: code})
	h.seat(a.Actor(), role, code)
	return nil
}

// place makes an account that works and cannot sign in.
func (h *hiring) place(ctx context.Context, login string, role access.Role, code string) error {
	a, err := account.Create(ctx, h.db, founder, drawID(h.rng, h.now), h.asked(login, role, code))
	if err != nil {
		return fmt.Errorf("account %s: %w", login, err)
	}
	h.seat(a.Actor(), role, code)
	return nil
}

func (h *hiring) seat(a access.Actor, role access.Role, code string) {
	p := post{role, code}
	h.posts[p] = append(h.posts[p], a)
}

// association makes the account of one that has a project under way, to sign in
// with, once its files are there.
func (h *hiring) association(ctx context.Context, w *world, chosen []system) error {
	if !slices.ContainsFunc(chosen, func(s system) bool { return s.code == "P2" }) {
		return nil
	}
	n := w.applicant()
	one, password := w.partners()[n], cmp.Or(h.passwords["association"], newPassword())
	asked := account.New{Login: "association", Name: one.President.Arabic.String(),
		Grants: []access.Grant{{Role: access.Partner, Programme: access.EveryProgramme, Party: w.associationID(n)}}}
	if _, err := account.CreateWithPassword(ctx, h.db, founder, drawID(h.rng, h.now), asked, password); err != nil {
		return fmt.Errorf("account %s: %w", asked.Login, err)
	}
	h.out = append(h.out, Account{Login: asked.Login, Password: password, Name: asked.Name, Role: access.Partner})
	return nil
}

// newPassword is a random one that can be read out and typed: 64 bits.
func newPassword() string {
	text := strings.ToLower(rand.Text())
	return text[:5] + "-" + text[5:9] + "-" + text[9:13]
}
