package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sanad/access"
	"sanad/store"
	"sanad/store/storetest"
)

var (
	programmes  = []string{"widows-support", "street-cases", "winter"}
	provinces   = []string{"", "01.051", "01.511", "01.999", "02.000", "02.411", "10.001", "12.391"}
	territories = []string{"", "01", "02", "10", "11", "01.051", "01.511", "02.411", "12.391"}
)

type row struct{ Programme, Province string }

// rows is every programme in every province: what a scope may choose from.
func rows() (all []row) {
	for _, p := range programmes {
		for _, v := range provinces {
			all = append(all, row{p, v})
		}
	}
	return all
}

func fill(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.Exec(t.Context(), "create table thing (programme text not null, province text not null)"); err != nil {
			return err
		}
		for _, r := range rows() {
			if _, err := tx.Exec(t.Context(), "insert into thing (programme, province) values ($1, $2)", r.Programme, r.Province); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func grants() *rapid.Generator[[]access.Grant] {
	grant := rapid.Custom(func(t *rapid.T) access.Grant {
		return access.Grant{
			Role:      rapid.SampledFrom(access.Roles()).Draw(t, "role"),
			Programme: rapid.SampledFrom(append([]string{access.EveryProgramme}, programmes...)).Draw(t, "programme"),
			Territory: rapid.SampledFrom(territories).Draw(t, "territory"),
		}
	})
	return rapid.SliceOfN(grant, 0, 5)
}

// restricted reads the rows that the database shows within a scope.
func restricted(t *rapid.T, db *store.DB, s access.Scope, c access.Columns) []row {
	var w store.Where
	w.And("1 = ?", 1) // the scope is never the first condition in real queries
	s.Restrict(&w, c)
	got, err := store.All(t.Context(), db, func(r store.Row) (row, error) {
		var v row
		return v, r.Scan(&v.Programme, &v.Province)
	}, "select programme, province from thing"+w.SQL()+" order by programme, province", w.Args()...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// allowed are the rows that the grants cover, said without a Scope.
func allowed(a access.Actor, p access.Permission, withProgramme bool) (out []row) {
	for _, r := range rows() {
		asked := r.Programme
		if !withProgramme {
			asked = ""
		}
		if slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Role.Carries(p) && g.Covers(asked, r.Province) }) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, compare)
	return out
}

func compare(a, b row) int {
	return slices.Compare([]string{a.Programme, a.Province}, []string{b.Programme, b.Province})
}

func TestRestrictAndAllowsAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fill(t, db)
		rapid.Check(t, func(t *rapid.T) {
			a := access.Actor{Grants: grants().Draw(t, "grants")}
			p := rapid.SampledFrom([]access.Permission{access.PersonsRead, access.DossiersRead, access.TablesRead, access.AccountsManage}).Draw(t, "permission")
			withProgramme := rapid.Bool().Draw(t, "with programme")
			c := access.Columns{Province: "province"}
			if withProgramme {
				c.Programme = "programme"
			}
			got := restricted(t, db, a.Scope(p), c)
			slices.SortFunc(got, compare)
			if want := allowed(a, p, withProgramme); !slices.Equal(got, want) {
				t.Fatalf("scope %q shows %v, want %v", a.Scope(p), got, want)
			}
			for _, r := range rows() {
				asked := r.Programme
				if !withProgramme {
					asked = ""
				}
				if a.Can(p, asked, r.Province) != slices.Contains(got, r) {
					t.Fatalf("Can says %v of %v, the database otherwise", a.Can(p, asked, r.Province), r)
				}
			}
		})
	})
}

func TestTheZeroScopeShowsNothing(t *testing.T) {
	var w store.Where
	access.Scope{}.Restrict(&w, access.Columns{Province: "province"})
	if w.SQL() != " where (1 = 0)" || (access.Scope{}).Allows("", "") {
		t.Errorf("zero scope: %q", w.SQL())
	}
}

func TestTheSystemScopeShowsEverything(t *testing.T) {
	var w store.Where
	s := access.System("verify")
	s.Restrict(&w, access.Columns{Programme: "programme", Province: "province"})
	if w.SQL() != "" || !s.Allows("x", "01.511") || !s.Everything() {
		t.Errorf("system scope: %q", w.SQL())
	}
}

func TestCoveredGrantsMakeOneCondition(t *testing.T) {
	a := access.Actor{Grants: []access.Grant{
		{Role: access.CounterClerk, Programme: "widows-support", Territory: "01.511"},
		{Role: access.ProvincialSecretary, Programme: "*", Territory: "01"},
		{Role: access.Auditor, Programme: "*", Territory: "01.051"},
	}}
	var w store.Where
	a.Scope(access.PersonsRead).Restrict(&w, access.Columns{Province: "p.province"})
	if got, want := w.SQL(), " where (p.province between $1 and $2)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
