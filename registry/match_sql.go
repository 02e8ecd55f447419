package registry

import (
	"context"
	"errors"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/linkage"
	"sanad/store"
)

// keptModel is the model of the last pass, the first one before any.
func keptModel(ctx context.Context, q store.Q) ([]byte, error) {
	text, err := store.One(ctx, q, store.Value[string], "select model from match_pass where model <> '' order by recorded_at desc limit 1")
	if errors.Is(err, store.ErrNotFound) {
		return firstModel, nil
	}
	return []byte(text), err
}

// eachStanding visits every record that was not merged, in one order.
func eachStanding(ctx context.Context, q store.Q, visit func(Person) error) error {
	rows, err := q.Query(ctx, "select "+personColumns+" from person where person.into_id is null order by person.party_id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanPerson(rows)
		if err != nil {
			return err
		}
		if err := visit(p); err != nil {
			return err
		}
	}
	return rows.Err()
}

// allCards are the numbers of all cards in clear, in memory only.
func allCards(ctx context.Context, q store.Q, k *Keys) (map[store.ID]string, error) {
	rows, err := q.Query(ctx, "select party_id, cipher from identifier where kind = $1", string(CIN))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[store.ID]string{}
	for rows.Next() {
		var id store.ID
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return nil, err
		}
		if out[id], err = k.decrypt(CIN, id, sealed); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

// countsAs tells of a record as which it counts now, for whoever asks of many.
func countsAs(ctx context.Context, q store.Q) (func(store.ID) store.ID, error) {
	gone, err := twoIDs(ctx, q, "select party_id, into_id from person where into_id is not null")
	into := make(map[store.ID]store.ID, len(gone))
	for _, g := range gone {
		into[g[0]] = g[1]
	}
	return func(id store.ID) store.ID {
		for to, merged := into[id]; merged; to, merged = into[id] {
			id = to
		}
		return id
	}, err
}

// allApart are the pairs that somebody found to be two persons, each record as
// the one it counts as now: who is another person than somebody stays so when
// one of the two is merged.
func allApart(ctx context.Context, q store.Q) ([][2]store.ID, error) {
	list, err := twoIDs(ctx, q, "select party_id, other_id from person_apart")
	if err != nil {
		return nil, err
	}
	now, err := countsAs(ctx, q)
	for i, p := range list {
		list[i][0], list[i][1] = ordered(now(p[0]), now(p[1]))
	}
	return list, err
}

// eachLink visits every link between two registered persons that holds, each
// record as the one it counts as now.
func eachLink(ctx context.Context, q store.Q, visit func(party, other store.ID, child bool)) error {
	now, err := countsAs(ctx, q)
	if err != nil {
		return err
	}
	rows, err := q.Query(ctx, "select party_id, other_id, relation = 'child' from kin where other_id is not null and to_on is null")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var party, other store.ID
		var child bool
		if err := rows.Scan(&party, &other, &child); err != nil {
			return err
		}
		visit(now(party), now(other), child)
	}
	return rows.Err()
}

// twoIDs reads pairs of identifiers.
func twoIDs(ctx context.Context, q store.Q, query string) ([][2]store.ID, error) {
	return store.All(ctx, q, func(r store.Row) ([2]store.ID, error) {
		var p [2]store.ID
		return p, r.Scan(&p[0], &p[1])
	}, query)
}

var pairRows = store.NewRows("match_pair", "party_id, other_id, province, other_province, chance, twins, later, found_at")

// writePass puts the queue of a pass in the place of the last one; a pair that
// somebody put off stays so, and one that was decided meanwhile is not asked.
func writePass(ctx context.Context, s *act.Step, pass Pass, found []pairFound, model []byte) error {
	putOff, err := allPutOff(ctx, s)
	if err != nil {
		return err
	}
	if _, err := s.Exec(ctx, "delete from match_pair"); err != nil {
		return err
	}
	if err := insertPairs(ctx, s, found, putOff); err != nil {
		return err
	}
	return insertPass(ctx, s, pass, string(model))
}

// writePart puts the pairs of the records that were written in the place of those
// they had, and says what the pass counted.
func writePart(ctx context.Context, s *act.Step, upto calendar.Instant, written []store.ID, found []pairFound) (Pass, error) {
	pass := Pass{Part: true, upto: upto}
	putOff, err := allPutOff(ctx, s)
	if err != nil {
		return pass, err
	}
	for _, id := range written {
		if err := dropPairs(ctx, s, id); err != nil {
			return pass, err
		}
	}
	if err := insertPairs(ctx, s, found, putOff); err != nil {
		return pass, err
	}
	if _, err := s.Exec(ctx, `delete from match_pair where (party_id, other_id) in
		(select party_id, other_id from match_pair order by chance desc, party_id, other_id limit 1000000000 offset $1)`, mostPairs); err != nil {
		return pass, err
	}
	if pass.Pairs, err = store.One(ctx, s, store.Value[int], "select count(*) from match_pair"); err != nil {
		return pass, err
	}
	if pass.Records, err = store.One(ctx, s, store.Value[int], "select count(*) from person where into_id is null"); err != nil {
		return pass, err
	}
	return pass, insertPass(ctx, s, pass, "")
}

func allPutOff(ctx context.Context, s *act.Step) (map[[2]store.ID]bool, error) {
	later, err := twoIDs(ctx, s, "select party_id, other_id from match_pair where later")
	putOff := map[[2]store.ID]bool{}
	for _, p := range later {
		putOff[p] = true
	}
	return putOff, err
}

func insertPairs(ctx context.Context, s *act.Step, found []pairFound, putOff map[[2]store.ID]bool) error {
	places, err := provincesOf(ctx, s, found)
	if err != nil {
		return err
	}
	var values []any
	for _, p := range found {
		if places[p.first] == "" || places[p.second] == "" {
			continue // merged meanwhile
		}
		values = append(values, p.first, p.second, places[p.first], places[p.second], p.chance, p.twins, putOff[[2]store.ID{p.first, p.second}], s.Now())
	}
	if err := pairRows.Insert(ctx, s.Tx, values); err != nil {
		return err
	}
	_, err = s.Exec(ctx, `delete from match_pair where exists (select 1 from person_apart a
		where a.party_id = match_pair.party_id and a.other_id = match_pair.other_id)`)
	return err
}

// insertPass keeps what a pass learned; one over a part learns nothing.
func insertPass(ctx context.Context, s *act.Step, pass Pass, model string) error {
	_, err := s.Exec(ctx, "insert into match_pass (recorded_at, records, pairs, model, upto, whole) values ($1, $2, $3, $4, $5, $6)",
		s.Now(), pass.Records, pass.Pairs, model, pass.upto, !pass.Part)
	return err
}

// writtenSince are the records that stand and were written after an instant, and
// those whom these have or had as relatives, in one order.
func writtenSince(ctx context.Context, q store.Q, after calendar.Instant) ([]store.ID, error) {
	now, err := countsAs(ctx, q)
	if err != nil {
		return nil, err
	}
	list, err := store.All(ctx, q, store.Value[store.ID], `select party_id from person where written_at > $1 union
		select kin.other_id from kin join person on person.party_id = kin.party_id where kin.other_id is not null and person.written_at > $1`, after)
	for i := range list {
		list[i] = now(list[i])
	}
	slices.SortFunc(list, func(a, b store.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(list), err
}

// touch says of a record that what is known of it changed, without the row.
func touch(ctx context.Context, tx *store.Tx, id store.ID) error {
	_, err := tx.Exec(ctx, "update person set written_at = $1 where party_id = $2", tx.Now(), id)
	return err
}

// standingAmong are some records with their identifiers, without those that were
// merged meanwhile.
func standingAmong(ctx context.Context, q store.Q, ids []store.ID) ([]Person, error) {
	w := &store.Where{}
	store.In(w, "person.party_id", ids)
	w.And("person.into_id is null")
	list, err := store.All(ctx, q, scanPerson, "select "+personColumns+" from person"+w.SQL()+" order by person.party_id", w.Args()...)
	if err != nil {
		return nil, err
	}
	return WithIdentifiers(ctx, q, list)
}

// provincesOf are where the records of some pairs are, those that stand.
func provincesOf(ctx context.Context, q store.Q, found []pairFound) (map[store.ID]string, error) {
	out := map[store.ID]string{}
	for part := range slices.Chunk(found, 200) {
		var ids []store.ID
		for _, p := range part {
			ids = append(ids, p.first, p.second)
		}
		var w store.Where
		store.In(&w, "party_id", ids)
		w.And("into_id is null")
		_, err := store.All(ctx, q, func(r store.Row) (store.ID, error) {
			var id store.ID
			var province string
			err := r.Scan(&id, &province)
			out[id] = province
			return id, err
		}, "select party_id, province from person"+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// LastPass is the last pass over the register; zero before any.
func LastPass(ctx context.Context, q store.Q) (Pass, error) {
	p, err := store.One(ctx, q, scanPass, "select "+passColumns+" from match_pass order by recorded_at desc limit 1")
	return p, ignoreNone(err)
}

// lastWhole is the last pass that compared the whole register; zero before any.
func lastWhole(ctx context.Context, q store.Q) (Pass, error) {
	p, err := store.One(ctx, q, scanPass, "select "+passColumns+" from match_pass where whole order by recorded_at desc limit 1")
	return p, ignoreNone(err)
}

const passColumns = "recorded_at, records, pairs, upto, not whole"

func scanPass(r store.Row) (Pass, error) {
	var p Pass
	return p, r.Scan(&p.On, &p.Records, &p.Pairs, &p.upto, &p.Part)
}

// dropPairs takes the pairs that name a record, or two, from the queue.
func dropPairs(ctx context.Context, s *act.Step, one store.ID) error {
	_, err := s.Exec(ctx, "delete from match_pair where party_id = $1 or other_id = $1", one)
	return err
}

func dropPair(ctx context.Context, s *act.Step, first, second store.ID) error {
	_, err := s.Exec(ctx, "delete from match_pair where party_id = $1 and other_id = $2", first, second)
	return err
}

func putOffPair(ctx context.Context, s *act.Step, first, second store.ID) error {
	_, err := s.Exec(ctx, "update match_pair set later = true where party_id = $1 and other_id = $2", first, second)
	return err
}

// movePairs keeps where the records of the queue are: a queue is read by it.
func movePairs(ctx context.Context, tx *store.Tx, p Person) error {
	for _, query := range []string{
		"update match_pair set province = $1 where party_id = $2 and province <> $1",
		"update match_pair set other_province = $1 where other_id = $2 and other_province <> $1",
	} {
		if _, err := tx.Exec(ctx, query, p.Province, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// MatchQuery chooses pairs of the queue, and where its page begins.
type MatchQuery struct {
	Province string // of either record; empty: any
	Least    int    // chance, of ten thousand
	Later    bool   // those that were put off
	After    *Match // the last of the page before
	Limit    int
}

// Match is a pair of the queue.
type Match struct {
	A, B   Person
	Chance int  // of ten thousand
	Twins  bool // same family and birth, another given name
	Why    []linkage.Evidence
}

// where is the condition of a queue: both records are within the scope.
func (m MatchQuery) where(scope access.Scope) *store.Where {
	w := &store.Where{}
	w.And("later = ?", m.Later)
	scope.Restrict(w, access.Columns{Province: "match_pair.province"})
	scope.Restrict(w, access.Columns{Province: "match_pair.other_province"})
	if m.Province != "" {
		w.And("match_pair.province = ? or match_pair.other_province = ?", m.Province, m.Province)
	}
	if m.Least > 0 {
		w.And("chance >= ?", m.Least)
	}
	return w
}

// CountMatches is how many pairs a query chooses.
func CountMatches(ctx context.Context, q store.Q, scope access.Scope, m MatchQuery) (int64, error) {
	w := m.where(scope)
	return store.One(ctx, q, store.Value[int64], "select count(*) from match_pair"+w.SQL(), w.Args()...)
}

// matchRows are a page of the queue, the likeliest first.
func matchRows(ctx context.Context, q store.Q, scope access.Scope, m MatchQuery) ([]Match, error) {
	w := m.where(scope)
	if a := m.After; a != nil {
		w.And("chance < ? or chance = ? and (party_id > ? or party_id = ? and other_id > ?)", a.Chance, a.Chance, a.A.ID, a.A.ID, a.B.ID)
	}
	limit := w.Arg(m.Limit)
	return store.All(ctx, q, func(r store.Row) (Match, error) {
		var m Match
		return m, r.Scan(&m.A.ID, &m.B.ID, &m.Chance, &m.Twins)
	}, "select party_id, other_id, chance, twins from match_pair"+w.SQL()+" order by chance desc, party_id, other_id limit "+limit, w.Args()...)
}
