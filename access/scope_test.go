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
	parties     = []store.ID{{}, store.MakeID(0, 1, 1), store.MakeID(0, 1, 2)}
	territories = []string{"", "01", "02", "10", "11", "01.051", "01.511", "02.411", "12.391"}
)

type row struct {
	Programme, Province string
	Party               store.ID // zero: of nobody
}

// rows is every programme in every province: what a scope may choose from.
func rows() (all []row) {
	for _, p := range programmes {
		for _, v := range provinces {
			for _, of := range parties {
				all = append(all, row{p, v, of})
			}
		}
	}
	return all
}

func fill(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.Exec(t.Context(), "create table thing (programme text not null, province text not null, party_id uuid)"); err != nil {
			return err
		}
		for _, r := range rows() {
			if _, err := tx.Exec(t.Context(), "insert into thing (programme, province, party_id) values ($1, $2, $3)", r.Programme, r.Province, r.Party); err != nil {
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
		g := access.Grant{
			Role:      rapid.SampledFrom(access.Roles()).Draw(t, "role"),
			Programme: rapid.SampledFrom(append([]string{access.EveryProgramme}, programmes...)).Draw(t, "programme"),
			Territory: rapid.SampledFrom(territories).Draw(t, "territory"),
		}
		if g.Role == access.Partner {
			g.Party = rapid.SampledFrom(parties[1:]).Draw(t, "party")
		}
		if err := g.Check(); err != nil {
			t.Fatal(err)
		}
		return g
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
		return v, r.Scan(&v.Programme, &v.Province, &v.Party)
	}, "select programme, province, party_id from thing"+w.SQL()+" order by programme, province", w.Args()...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// allowed are the rows that the grants cover, said without a Scope.
func allowed(a access.Actor, p access.Permission, withProgramme, withParty bool) (out []row) {
	for _, r := range rows() {
		asked := r.Programme
		if !withProgramme {
			asked = ""
		}
		of := r.Party
		if !withParty {
			of = store.ID{}
		}
		if slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Role.Carries(p) && g.CoversOf(of, asked, r.Province) }) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, compare)
	return out
}

func compare(a, b row) int {
	return slices.Compare([]string{a.Programme, a.Province, a.Party.String()}, []string{b.Programme, b.Province, b.Party.String()})
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
			withParty := rapid.Bool().Draw(t, "with party")
			if withParty {
				c.Party = "party_id"
			}
			got := restricted(t, db, a.Scope(p), c)
			slices.SortFunc(got, compare)
			if want := allowed(a, p, withProgramme, withParty); !slices.Equal(got, want) {
				t.Fatalf("scope %q shows %v, want %v", a.Scope(p), got, want)
			}
			for _, r := range rows() {
				asked := r.Programme
				if !withProgramme {
					asked = ""
				}
				of := r.Party
				if !withParty {
					of = store.ID{}
				}
				if may := a.Scope(p).AllowsOf(of, asked, r.Province); may != slices.Contains(got, r) {
					t.Fatalf("AllowsOf says %v of %v, the database otherwise", may, r)
				}
				if a.Can(p, asked, r.Province) && !slices.Contains(got, r) {
					t.Fatalf("Can says yes of %v, the database otherwise", r)
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

// An association sees its own rows and no other, and none where a table does not
// say whose they are.
func TestAPartySeesItsOwnAlone(t *testing.T) {
	own := access.Actor{Grants: []access.Grant{{Role: access.Partner, Programme: access.EveryProgramme, Party: parties[1]}}}
	s := own.Scope(access.DossiersRead)
	for c, want := range map[access.Columns]string{
		{Programme: "programme", Province: "province", Party: "party_id"}: " where (party_id = $1)",
		{Programme: "programme", Province: "province"}:                    " where (1 = 0)",
	} {
		var w store.Where
		if s.Restrict(&w, c); w.SQL() != want {
			t.Errorf("got %q, want %q", w.SQL(), want)
		}
	}
	roles := []access.Role{access.Partner}
	switch {
	case own.Can(access.DossiersRead, "winter", "01.511"), own.Has(access.Partner, "winter", "01.511"), own.HasAny(roles, "winter", ""), own.HasAnyOf(parties[2], roles, "winter", "01.511"):
		t.Error("an association reaches what is not its own")
	case !own.HasAnyOf(parties[1], roles, "winter", "01.511"), own.Party() != parties[1], s.Everything(), s.IsZero():
		t.Error("an association does not reach its own")
	}
	for _, g := range []access.Grant{{Role: access.Partner, Programme: "*"}, {Role: access.CounterClerk, Programme: "*", Party: parties[1]}} {
		if g.Check() == nil {
			t.Errorf("%+v was taken", g)
		}
	}
}
