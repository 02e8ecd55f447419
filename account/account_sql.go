package account

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/store"
)

const columns = `a.id, a.login, a.name, a.person_id, a.active, a.must_change, a.created_at,
	exists (select 1 from account_password p where p.account_id = a.id)`

func scan(r store.Row) (Account, error) {
	var a Account
	err := r.Scan(&a.ID, &a.Login, &a.Name, &a.Person, &a.Active, &a.MustChange, &a.CreatedAt, &a.HasPassword)
	return a, err
}

// within is the condition that an account has a grant inside the scope. A grant
// for a region counts as inside that region; an account without grants belongs
// to the whole country.
func within(w *store.Where, scope access.Scope) string {
	scope.Restrict(w, access.Columns{
		Programme: "coalesce(g.programme, '*')",
		Province:  "case when length(g.territory) = 2 then g.territory || '.000' else coalesce(g.territory, '') end",
	})
	return "a.id in (select b.id from account b left join account_grant g on g.account_id = b.id" + w.SQL() + ")"
}

// List are the accounts within a scope of access.AccountsManage, by login.
func List(ctx context.Context, q store.Q, scope access.Scope) ([]Account, error) {
	var w store.Where
	accounts, err := store.All(ctx, q, scan, "select "+columns+" from account a where "+within(&w, scope)+" order by a.login", w.Args()...)
	if err != nil {
		return nil, err
	}
	grants, err := allGrants(ctx, q)
	for i := range accounts {
		accounts[i].Grants = grants[accounts[i].ID]
	}
	return accounts, err
}

// One is an account within a scope.
//
// Errors: account.not-found, also for one outside the scope.
func One(ctx context.Context, q store.Q, scope access.Scope, id store.ID) (Account, error) {
	var w store.Where
	inside := within(&w, scope)
	return load(ctx, q, "select "+columns+" from account a where "+inside+" and a.id = "+w.Arg(id), w.Args()...)
}

// byID reads an account whatever the scope, for rules inside an act.
func byID(ctx context.Context, q store.Q, id store.ID) (Account, error) {
	return load(ctx, q, "select "+columns+" from account a where a.id = $1", id)
}

func load(ctx context.Context, q store.Q, query string, args ...any) (Account, error) {
	a, err := store.One(ctx, q, scan, query, args...)
	if errors.Is(err, store.ErrNotFound) {
		return Account{}, ErrNotFound
	}
	if err != nil {
		return Account{}, err
	}
	a.Grants, err = grantsOf(ctx, q, a.ID)
	return a, err
}

func scanGrant(r store.Row) (access.Grant, error) {
	var g access.Grant
	err := r.Scan(&g.Role, &g.Programme, &g.Territory, &g.Party)
	return g, err
}

func grantsOf(ctx context.Context, q store.Q, id store.ID) ([]access.Grant, error) {
	return store.All(ctx, q, scanGrant, "select role, programme, territory, party_id from account_grant where account_id = $1 order by role, programme, territory", id)
}

func allGrants(ctx context.Context, q store.Q) (map[store.ID][]access.Grant, error) {
	grants := map[store.ID][]access.Grant{}
	_, err := store.All(ctx, q, func(r store.Row) (access.Grant, error) {
		var id store.ID
		var g access.Grant
		err := r.Scan(&id, &g.Role, &g.Programme, &g.Territory, &g.Party)
		grants[id] = append(grants[id], g)
		return g, err
	}, "select account_id, role, programme, territory, party_id from account_grant order by account_id, role, programme, territory")
	return grants, err
}

// Names are the names of accounts, for timelines: whoever may see an event may
// see who did it. System actors have no account and are absent.
func Names(ctx context.Context, q store.Q, ids []store.ID) (map[store.ID]string, error) {
	names := map[store.ID]string{}
	var w store.Where
	store.In(&w, "id", ids)
	_, err := store.All(ctx, q, func(r store.Row) (store.ID, error) {
		var id store.ID
		var name string
		err := r.Scan(&id, &name)
		names[id] = name
		return id, err
	}, "select id, name from account"+w.SQL(), w.Args()...)
	return names, err
}

func anyAccount(ctx context.Context, q store.Q) (bool, error) {
	return store.Exists(ctx, q, "select 1 from account limit 1")
}

func insertAccount(ctx context.Context, s *act.Step, id store.ID, n New) error {
	_, err := s.Exec(ctx, "insert into account (id, login, name, person_id, active, must_change, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
		id, n.Login, n.Name, n.Person, true, n.MustChange, s.Now())
	for _, g := range n.Grants {
		if err == nil {
			err = insertGrant(ctx, s, id, g)
		}
	}
	return err
}

func insertGrant(ctx context.Context, s *act.Step, id store.ID, g access.Grant) error {
	_, err := s.Exec(ctx, "insert into account_grant (account_id, role, programme, territory, party_id) values ($1, $2, $3, $4, $5)", id, g.Role, g.Programme, g.Territory, g.Party)
	return err
}

// otherAdministrator tells whether somebody else can still manage every
// account. The transaction is serializable, so that two administrators cannot
// remove each other at once.
func otherAdministrator(ctx context.Context, q store.Q, than store.ID) (bool, error) {
	return store.Exists(ctx, q, `select 1 from account a
		join account_grant g on g.account_id = a.id
		join account_password p on p.account_id = a.id
		where a.active and g.role = $1 and g.programme = $2 and g.territory = '' and a.id <> $3 limit 1`,
		access.Administrator, access.EveryProgramme, than)
}
