package audit_test

import (
	"bytes"
	"slices"
	"testing"

	"sanad/access"
	"sanad/audit"
	"sanad/calendar"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

var (
	day   = calendar.MustDate("2026-03-02")
	widow = store.MakeID(1, 1, 1)
	child = store.MakeID(1, 1, 2)
	clerk = access.Actor{Account: store.MakeID(1, 2, 1), Name: "Clerk"}
	other = access.Actor{Account: store.MakeID(1, 2, 2), Name: "Other"}
	all   = access.System("test")
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each runs a test with a clock that the test moves.
func each(t *testing.T, run func(t *testing.T, db *store.DB, at *calendar.Instant)) {
	var at calendar.Instant
	storetest.EachWith(t, store.Options{Clock: func() calendar.Instant { return at }}, func(t *testing.T, db *store.DB) {
		at = calendar.StartOf(day)
		run(t, db, &at)
	})
}

func seen(id store.ID, province string) []audit.Party {
	return []audit.Party{{ID: id, Province: province}}
}

func TestWhoSawAPerson(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB, at *calendar.Instant) {
		ctx, key := t.Context(), []byte("key")
		words := audit.Digest(key, "فاطمه")
		must(t, audit.Read(ctx, db, audit.Entry{By: clerk, Kind: audit.Search, Purpose: "counter", Network: "10.0.0.1", Words: words,
			Parties: []audit.Party{{ID: widow, Province: "01.511"}, {ID: child, Province: "01.511"}, {ID: widow, Province: "01.511"}}}))
		*at += 5_000_000
		must(t, audit.Read(ctx, db, audit.Entry{By: other, Kind: audit.Dossier, Subject: child, Parties: seen(widow, "01.511")}))

		got, more, err := audit.Who(ctx, db, all, widow, audit.Page{})
		must(t, err)
		if more || len(got) != 2 {
			t.Fatalf("%d lines, more %v", len(got), more)
		}
		last, first := got[0], got[1]
		if last.Account != other.Account || last.Kind != audit.Dossier || last.Subject != child || last.At != *at || last.Words != nil {
			t.Errorf("last %+v", last)
		}
		if first.Account != clerk.Account || first.Purpose != "counter" || first.Network != "10.0.0.1" || first.Shown != 2 || !bytes.Equal(first.Words, words) {
			t.Errorf("first %+v", first)
		}
		if bytes.Equal(words, audit.Digest([]byte("another"), "فاطمه")) {
			t.Error("the digest does not depend on the key")
		}
	})
}

func TestTheLogIsWithinTheScopeOfWhoReadsIt(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB, _ *calendar.Instant) {
		ctx := t.Context()
		must(t, audit.Read(ctx, db, audit.Entry{By: clerk, Kind: audit.Person, Purpose: "p", Parties: seen(widow, "01.511")}))
		must(t, audit.Read(ctx, db, audit.Entry{By: clerk, Kind: audit.Search, Purpose: "p"})) // found nobody
		auditor := func(territory string) access.Scope {
			return access.Actor{Grants: []access.Grant{{Role: access.Auditor, Programme: "*", Territory: territory}}}.Scope(access.AuditRead)
		}
		for _, c := range []struct {
			scope access.Scope
			who   int
			read  int
		}{{auditor("01"), 1, 1}, {auditor("02"), 0, 0}, {auditor(""), 1, 2}, {access.Scope{}, 0, 0}} {
			who, _, err := audit.Who(ctx, db, c.scope, widow, audit.Page{})
			must(t, err)
			read, _, err := audit.ByAccount(ctx, db, c.scope, clerk.Account, 0, 0, audit.Page{})
			must(t, err)
			if len(who) != c.who || len(read) != c.read {
				t.Errorf("scope %q: %d and %d lines", c.scope, len(who), len(read))
			}
		}
	})
}

func TestAnAccountIsLookedOverPageByPage(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB, at *calendar.Instant) {
		ctx := t.Context()
		for i := range 7 { // one a day
			*at = calendar.EndOf(day.AddDays(i))
			must(t, audit.Read(ctx, db, audit.Entry{By: clerk, Kind: audit.Print, Parties: seen(widow, "")}))
			must(t, audit.Read(ctx, db, audit.Entry{By: other, Kind: audit.Print, Parties: seen(child, "")}))
		}
		var days []calendar.Date
		p := audit.Page{Limit: 2}
		for more, turns := true, 0; more; turns++ {
			var list []audit.Record
			var err error
			list, more, err = audit.ByAccount(ctx, db, all, clerk.Account, day.AddDays(1), day.AddDays(5), p)
			must(t, err)
			if turns > 3 || len(list) == 0 {
				t.Fatalf("page %d has %d lines", turns, len(list))
			}
			for _, r := range list {
				days = append(days, r.At.Date())
			}
			p.Before = list[len(list)-1].ID
		}
		want := []calendar.Date{day + 5, day + 4, day + 3, day + 2, day + 1}
		if !slices.Equal(days, want) {
			t.Errorf("read on %v, want %v", days, want)
		}
	})
}

func TestAReadNeedsItsPurpose(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB, _ *calendar.Instant) {
		for key, e := range map[string]audit.Entry{
			"audit.purpose-missing": {By: clerk, Kind: audit.Search, Purpose: " \x00\n"},
			"audit.purpose-long":    {By: clerk, Kind: audit.Person, Purpose: string(bytes.Repeat([]byte("é"), 501))},
			"audit.kind-unknown":    {By: clerk, Kind: "glance", Purpose: "p"},
		} {
			if err := audit.Read(t.Context(), db, e); fault.KeyOf(err) != key {
				t.Errorf("got %v, want %s", err, key)
			}
		}
		n, err := store.One(t.Context(), db, store.Value[int], "select count(*) from audit_read")
		if n != 0 || err != nil {
			t.Errorf("%d lines of refused reads, %v", n, err)
		}
		must(t, audit.Read(t.Context(), db, audit.Entry{By: clerk, Kind: audit.Export, Purpose: "a\x00b\xff"}))
	})
}
