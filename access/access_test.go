package access_test

import (
	"testing"

	"sanad/access"
	"sanad/fault"
)

func TestRolesReachTheirProvinces(t *testing.T) {
	clerk := access.Actor{Grants: []access.Grant{{Role: access.CounterClerk, Programme: "widows-support", Territory: "01"}}}
	cases := []struct {
		role                access.Role
		programme, province string
		want                bool
	}{
		{access.CounterClerk, "widows-support", "01.511", true},
		{access.CounterClerk, "", "01.511", true}, // a person belongs to no programme
		{access.CounterClerk, "widows-support", "01", true},
		{access.CounterClerk, "widows-support", "02.411", false},
		{access.CounterClerk, "widows-support", "", false}, // the whole country is more than a region
		{access.CounterClerk, "widows-support", "011.51", false},
		{access.CounterClerk, "winter", "01.511", false},
		{access.CounterClerk, access.EveryProgramme, "01.511", false},
		{access.Auditor, "widows-support", "01.511", false},
	}
	for _, c := range cases {
		if got := clerk.Has(c.role, c.programme, c.province); got != c.want {
			t.Errorf("Has(%s, %q, %q) = %v", c.role, c.programme, c.province, got)
		}
		if got := clerk.HasAny([]access.Role{access.Statistician, c.role}, c.programme, c.province); got != c.want {
			t.Errorf("HasAny(%s, %q, %q) = %v", c.role, c.programme, c.province, got)
		}
	}
}

// The policy's promises that a careless line in the table would break.
func TestWhoNeverReadsPersons(t *testing.T) {
	for _, r := range []access.Role{access.Administrator, access.Statistician} {
		for _, p := range []access.Permission{access.PersonsRead, access.DossiersRead, access.DrillDown} {
			if r.Carries(p) {
				t.Errorf("%s carries %s", r, p)
			}
		}
	}
	for _, p := range access.Auditor.Permissions() {
		if p == access.PersonsWrite || p == access.SessionsWrite || p == access.AccountsManage {
			t.Errorf("the auditor may change: %s", p)
		}
	}
	for _, r := range access.Roles() {
		if !r.Carries(access.TablesRead) || !r.Carries(access.ProgrammesRead) {
			t.Errorf("%s cannot read tables and programmes", r)
		}
		if r != access.Administrator && r.Carries(access.AccountsManage) {
			t.Errorf("%s manages accounts", r)
		}
	}
}

func TestAnUnknownRoleCarriesNothing(t *testing.T) {
	a := access.Actor{Grants: []access.Grant{{Role: "minister", Programme: "*"}}}
	if a.Holds(access.TablesRead) || a.Can(access.PersonsRead, "", "") {
		t.Error("an unknown role carries a permission")
	}
}

func TestSystemActorsAreStableAndDistinct(t *testing.T) {
	demo, again, job := access.SystemActor("demo"), access.SystemActor("demo"), access.SystemActor("job")
	if demo.Account != again.Account || demo.Account == job.Account || demo.Account.IsZero() {
		t.Errorf("accounts: %v %v %v", demo.Account, again.Account, job.Account)
	}
	if !demo.Has(access.CounterClerk, "x", "01.511") || !demo.Scope(access.PersonsRead).Everything() {
		t.Error("the system is refused")
	}
}

func TestGrantsAreChecked(t *testing.T) {
	cases := map[string]access.Grant{
		"":                         {Role: access.Auditor, Programme: "*", Territory: "01.511"},
		"access.role-unknown":      {Role: "root", Programme: "*"},
		"access.programme-missing": {Role: access.Auditor},
		"access.territory-invalid": {Role: access.Auditor, Programme: "*", Territory: "01.51x"},
		"fault.several":            {Role: "root", Territory: "1"},
	}
	for want, g := range cases {
		if got := fault.KeyOf(g.Check()); got != want {
			t.Errorf("%+v: %q, want %q", g, got, want)
		}
	}
}

func TestAScopeSaysWhatItIs(t *testing.T) {
	a := access.Actor{Grants: []access.Grant{{Role: access.Auditor, Programme: "winter", Territory: "01"}, {Role: access.Auditor, Programme: "*", Territory: "02.411"}}}
	if got, want := a.Scope(access.AuditRead).String(), "winter@01 *@02.411"; got != want || !a.Holds(access.AuditRead) || a.Holds(access.AccountsManage) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := access.System("verify").String(); got != "system: verify" {
		t.Errorf("got %q", got)
	}
}
