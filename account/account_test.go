package account_test

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

const password = "correct horse battery"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	if fault.KeyOf(err) != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func key(db *store.DB) store.ID { return store.NewID(db.Now()) }

func grant(role access.Role, territory string) access.Grant {
	return access.Grant{Role: role, Programme: access.EveryProgramme, Territory: territory}
}

// boss makes an administrator who can sign in.
func boss(t *testing.T, db *store.DB, login, territory string) account.Account {
	t.Helper()
	return person(t, db, login, grant(access.Administrator, territory))
}

func person(t *testing.T, db *store.DB, login string, grants ...access.Grant) account.Account {
	t.Helper()
	a, err := account.CreateWithPassword(t.Context(), db, access.SystemActor("test"), key(db), account.New{Login: login, Name: "Mr " + login, Grants: grants}, password)
	must(t, err)
	return a
}

func TestTheFirstRunIsClaimedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		older, err := account.FirstRun(ctx, db)
		must(t, err)
		token, err := account.FirstRun(ctx, db)
		must(t, err)
		_, err = account.Claim(ctx, db, older, "late", "Late", password)
		wantFault(t, err, "account.link-invalid")
		_, err = account.Claim(ctx, db, token, "x", "", "short")
		wantFault(t, err, "fault.several")

		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = account.Claim(ctx, db, token, "boss"+strconv.Itoa(i), "Boss", password)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			wantFault(t, err, "account.link-invalid")
		}
		all, err := account.List(ctx, db, access.System("test"))
		must(t, err)
		if won != 1 || len(all) != 1 || !all[0].Actor().Can(access.AccountsManage, "*", "") {
			t.Errorf("%d claims won, accounts %+v", won, all)
		}
		again, err := account.FirstRun(ctx, db)
		if again != "" || err != nil {
			t.Errorf("a second first run: %q %v", again, err)
		}
	})
}

func TestAnInvitationSetsThePasswordOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, by, k := t.Context(), boss(t, db, "boss", "").Actor(), key(db)
		n := account.New{Login: " Salma.Alami ", Name: "سلمى العلمي", Grants: []access.Grant{grant(access.CounterClerk, "01.511")}}
		a, token, err := account.Invite(ctx, db, by, k, n)
		must(t, err)
		if a.Login != "salma.alami" || a.HasPassword || !a.Active || !slices.Equal(a.Grants, n.Grants) {
			t.Errorf("invited %+v", a)
		}
		same, none, err := account.Invite(ctx, db, by, k, n)
		must(t, err)
		if same.ID != a.ID || none != "" {
			t.Errorf("the same request again made %v with token %q", same.ID, none)
		}
		link, err := account.OpenLink(ctx, db, token)
		must(t, err)
		if link.Login != "salma.alami" || link.FirstRun() {
			t.Errorf("link %+v", link)
		}
		wantFault(t, account.SetPassword(ctx, db, token, "salma.alami-2026"), "account.password-login")
		must(t, account.SetPassword(ctx, db, token, password))
		wantFault(t, account.SetPassword(ctx, db, token, password+"!"), "account.link-invalid")
		_, err = account.SignIn(ctx, db, account.Attempt{Login: "SALMA.alami", Password: password})
		must(t, err)

		_, _, err = account.Invite(ctx, db, by, key(db), account.New{Login: "salma.alami", Name: "Other"})
		wantFault(t, err, "account.login-taken")
		events, err := act.Events(ctx, db, a.ID, a.ID)
		must(t, err)
		if len(events) != 2 || events[0].Actor != by.Account || events[1].Actor != a.ID {
			t.Errorf("events %+v", events)
		}
	})
}

func TestAResetKillsTheLinksBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, by := t.Context(), boss(t, db, "boss", "").Actor()
		a := person(t, db, "salma")
		session, err := account.SignIn(ctx, db, account.Attempt{Login: "salma", Password: password})
		must(t, err)
		first, err := account.Reset(ctx, db, by, key(db), a.ID)
		must(t, err)
		second, err := account.Reset(ctx, db, by, key(db), a.ID)
		must(t, err)
		wantFault(t, account.SetPassword(ctx, db, first, "a brand new secret"), "account.link-invalid")
		must(t, account.SetPassword(ctx, db, second, "a brand new secret"))
		_, err = account.Authenticate(ctx, db, session)
		wantFault(t, err, "account.session-ended")
		_, err = account.SignIn(ctx, db, account.Attempt{Login: "salma", Password: password})
		wantFault(t, err, "account.refused")
	})
}

func TestNobodyGrantsToThemselvesOrBeyondTheirReach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		national, tangier, clerk := boss(t, db, "national", ""), boss(t, db, "tangier", "01.511"), person(t, db, "clerk", grant(access.CounterClerk, "01.511"))
		here, elsewhere := grant(access.ProvincialSecretary, "01.511"), grant(access.ProvincialSecretary, "02.411")

		wantFault(t, account.Grant(ctx, db, national.Actor(), key(db), national.ID, grant(access.CounterClerk, "")), "account.self-grant")
		wantFault(t, account.Grant(ctx, db, tangier.Actor(), key(db), clerk.ID, elsewhere), "account.beyond-reach")
		wantFault(t, account.Grant(ctx, db, clerk.Actor(), key(db), tangier.ID, here), "account.beyond-reach")
		wantFault(t, account.Deactivate(ctx, db, tangier.Actor(), key(db), national.ID), "account.beyond-reach")
		_, err := account.Reset(ctx, db, tangier.Actor(), key(db), national.ID)
		wantFault(t, err, "account.beyond-reach")
		_, err = account.Create(ctx, db, tangier.Actor(), key(db), account.New{Login: "puppet", Name: "P", Grants: []access.Grant{grant(access.Administrator, "")}})
		wantFault(t, err, "account.beyond-reach")

		must(t, account.Grant(ctx, db, tangier.Actor(), key(db), clerk.ID, here))
		wantFault(t, account.Grant(ctx, db, tangier.Actor(), key(db), clerk.ID, here), "account.grant-exists")
		must(t, account.Revoke(ctx, db, tangier.Actor(), key(db), clerk.ID, here))
		wantFault(t, account.Revoke(ctx, db, tangier.Actor(), key(db), clerk.ID, here), "account.grant-missing")
	})
}

func TestListsShowWhatAnAdministratorManages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		national, region, province := boss(t, db, "national", ""), boss(t, db, "region", "01"), boss(t, db, "tangier", "01.511")
		person(t, db, "oujda", grant(access.CounterClerk, "02.411"))
		person(t, db, "nothing")
		for _, c := range []struct {
			who  account.Account
			want []string
		}{
			{national, []string{"national", "nothing", "oujda", "region", "tangier"}},
			{region, []string{"region", "tangier"}},
			{province, []string{"tangier"}},
		} {
			all, err := account.List(ctx, db, c.who.Actor().Scope(access.AccountsManage))
			must(t, err)
			var got []string
			for _, a := range all {
				got = append(got, a.Login)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s sees %v, want %v", c.who.Login, got, c.want)
			}
		}
		_, err := account.One(ctx, db, province.Actor().Scope(access.AccountsManage), national.ID)
		wantFault(t, err, "account.not-found")
		none, err := account.List(ctx, db, access.Scope{})
		if len(none) != 0 || err != nil {
			t.Errorf("the zero scope sees %v %v", none, err)
		}
		names, err := account.Names(ctx, db, []store.ID{national.ID, access.SystemActor("x").Account})
		if err != nil || len(names) != 1 || names[national.ID] != "Mr national" {
			t.Errorf("names %v %v", names, err)
		}
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, one := t.Context(), boss(t, db, "one", "")
		boss(t, db, "provincial", "01.511") // cannot let everybody in again
		_, _, err := account.Invite(ctx, db, one.Actor(), key(db), account.New{Login: "invited", Name: "I", Grants: one.Grants})
		must(t, err) // nor can who has not come yet
		wantFault(t, account.Deactivate(ctx, db, one.Actor(), key(db), one.ID), "account.last-administrator")
		wantFault(t, account.Revoke(ctx, db, one.Actor(), key(db), one.ID, one.Grants[0]), "account.last-administrator")

		two := boss(t, db, "two", "")
		errs := make([]error, 2)
		var wg sync.WaitGroup
		wg.Go(func() { errs[0] = account.Deactivate(ctx, db, two.Actor(), key(db), one.ID) })
		wg.Go(func() { errs[1] = account.Deactivate(ctx, db, one.Actor(), key(db), two.ID) })
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), account.ErrLastAdmin) {
			t.Errorf("two administrators removed each other: %v", errs)
		}
	})
}

func TestDeactivatedAccountsCanComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, by, a := t.Context(), boss(t, db, "boss", "").Actor(), person(t, db, "salma")
		wantFault(t, account.Activate(ctx, db, by, key(db), a.ID), "account.already-active")
		must(t, account.Deactivate(ctx, db, by, key(db), a.ID))
		wantFault(t, account.Deactivate(ctx, db, by, key(db), a.ID), "account.already-inactive")
		_, err := account.Reset(ctx, db, by, key(db), a.ID)
		wantFault(t, err, "account.inactive")
		must(t, account.Activate(ctx, db, by, key(db), a.ID))
		must(t, account.Change(ctx, db, by, key(db), a.ID, account.Details{Name: "سلمى", Person: by.Account}))
		got, err := account.One(ctx, db, access.System("test"), a.ID)
		must(t, err)
		if got.Name != "سلمى" || got.Person != by.Account || !got.Active {
			t.Errorf("changed to %+v", got)
		}
		wantFault(t, account.Change(ctx, db, by, key(db), a.ID, account.Details{Name: "a\x00b"}), "account.name-invalid")
		wantFault(t, account.Change(ctx, db, by, key(db), key(db), account.Details{Name: "x"}), "account.not-found")
	})
}

func TestADemonstrationIsMarkedBeforeAnythingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, demo := t.Context(), access.SystemActor("demo")
		i, err := account.ReadInstallation(ctx, db)
		if err != nil || i.Demonstration {
			t.Errorf("a new database: %+v %v", i, err)
		}
		must(t, account.DeclareDemonstration(ctx, db, demo, 7))
		must(t, account.DeclareDemonstration(ctx, db, demo, 7))
		wantFault(t, account.DeclareDemonstration(ctx, db, demo, 8), "account.not-empty")
		if i, err = account.ReadInstallation(ctx, db); err != nil || !i.Demonstration || i.Seed != 7 {
			t.Errorf("declared: %+v %v", i, err)
		}
	})
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := boss(t, db, "boss", "")
		wantFault(t, account.DeclareDemonstration(t.Context(), db, a.Actor(), 7), "access.forbidden")
		wantFault(t, account.DeclareDemonstration(t.Context(), db, access.SystemActor("demo"), 7), "account.not-empty")
	})
}

func TestPasswordRules(t *testing.T) {
	for p, want := range map[string]string{
		"correct horse battery": "", "حصان صحيح وبطارية": "", "elevenchars": "account.password-short",
		"salma-2026-!!": "account.password-login", "SalmaSalma123": "account.password-login",
		"Password12345": "account.password-obvious", "123456789012": "account.password-obvious",
		"aaaaaaaaaaaab": "account.password-obvious", "Maroc-2026 !!!": "account.password-obvious", "salmanpink12x": "",
	} {
		wantFault(t, account.CheckPassword("salma", p), want)
	}
}
