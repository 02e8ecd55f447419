package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sanad/access"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
)

// Account is who may sign in.
type Account struct {
	ID          store.ID
	Login       string // normalised: small Latin letters
	Name        string // as shown beside what the account did
	Person      store.ID
	Active      bool
	MustChange  bool // the password must be changed before anything else
	HasPassword bool // false until an invited person has followed the link
	CreatedAt   calendar.Instant
	Grants      []access.Grant
}

// Actor is the account as it acts.
func (a Account) Actor() access.Actor {
	return access.Actor{Account: a.ID, Name: a.Name, Person: a.Person, Grants: a.Grants}
}

// New is what is asked for when an account is created.
type New struct {
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Person     store.ID       `json:"person"` // the holder's entry in the register of persons, or zero
	Grants     []access.Grant `json:"grants"`
	MustChange bool           `json:"must_change"`
}

// Refusals, to be matched with errors.Is.
var (
	ErrSelfGrant   = fault.New(fault.Forbidden, "account.self-grant", nil)
	ErrBeyondReach = fault.New(fault.Forbidden, "account.beyond-reach", nil)
	ErrLastAdmin   = fault.New(fault.Conflict, "account.last-administrator", nil)
	ErrNotFound    = fault.New(fault.NotFound, "account.not-found", nil)
)

// Longest texts, in characters.
const (
	maxLogin = 64
	maxName  = 120
)

// NormalLogin is the one form of a login: small letters, no blanks around.
func NormalLogin(login string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(login)))
}

// Check tells what is wrong with what was typed, before anything is asked for.
//
// Errors: account.login-invalid, account.name-missing, account.name-invalid,
// account.name-long, account.party-apart, and those of access.Grant.Check.
func (n New) Check() error { return n.check() }

// check normalises n and finds what is wrong with it.
func (n *New) check() error {
	var l fault.List
	n.Login, n.Name = NormalLogin(n.Login), strings.TrimSpace(n.Name)
	l.Add(checkLogin(n.Login))
	l.Add(checkName(n.Name))
	for _, g := range n.Grants {
		l.Add(g.Check())
	}
	l.Add(apart(n.Grants))
	return l.Err()
}

// checkLogin keeps to Latin letters: a login is typed on any keyboard and read
// out on the telephone, and no two may look the same.
func checkLogin(login string) error {
	ok := len(login) >= 3 && len(login) <= maxLogin
	for _, r := range login {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_@", r))
	}
	if !ok {
		return fault.New(fault.Invalid, "account.login-invalid", fault.Args{"value": login, "max": maxLogin}).On("login")
	}
	return nil
}

func checkName(name string) error {
	switch n := utf8.RuneCountInString(name); {
	case !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl):
		return fault.New(fault.Invalid, "account.name-invalid", nil).On("name")
	case n == 0:
		return fault.New(fault.Invalid, "account.name-missing", nil).On("name")
	case n > maxName:
		return fault.New(fault.Invalid, "account.name-long", fault.Args{"count": n, "max": maxName}).On("name")
	}
	return nil
}

// apart keeps an association's account to its own files: it holds nothing of an
// office's, nor of another association's.
//
// Errors: account.party-apart.
func apart(grants []access.Grant) error {
	for _, g := range grants {
		if g.Party != grants[0].Party {
			return fault.New(fault.Conflict, "account.party-apart", nil).On("party")
		}
	}
	return nil
}

// reach tells whether an actor manages accounts wherever these grants hold. An
// account without grants is managed from the whole country only.
func reach(by access.Actor, grants []access.Grant) error {
	scope := by.Scope(access.AccountsManage)
	if len(grants) == 0 && !scope.Allows(access.EveryProgramme, "") {
		return ErrBeyondReach
	}
	for _, g := range grants {
		if !scope.Allows(g.Programme, g.Territory) {
			return ErrBeyondReach
		}
	}
	return nil
}
