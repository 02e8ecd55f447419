package registry

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"strings"

	"sanad/calendar"
	"sanad/ledger"
	"sanad/store"
)

// Problem is a place where the register is not what its events say.
type Problem struct {
	Party store.ID
	What  string // "person", "kin", "apart", "merge": a row differs; "person-sounds": its search columns do; "…-missing", "…-unexplained": a row or its event is gone; "pair-…": see comparePairs
}

// state is a person's last writing in 24 bytes, so that a register of millions
// is compared in memory.
type state struct {
	revision int
	digest   [16]byte
}

// Verify compares every person, identifier and link with what the events say,
// every claim with its identifier, who counts as whom in the ledger with the
// merges, who was found to be two persons with the findings, and the queue of
// pairs as far as it follows from anything; it reports each difference. It
// returns how many persons it compared.
func Verify(ctx context.Context, q store.Q, report func(Problem)) (persons int, err error) {
	t, err := told(ctx, q)
	if err != nil {
		return 0, err
	}
	if persons, err = comparePersons(ctx, q, t.people, report); err != nil {
		return persons, err
	}
	for _, compare := range []func(context.Context, store.Q, func(Problem)) error{t.compareKin, t.compareMerges, t.compareApart, compareClaims, t.comparePairs} {
		if err := compare(ctx, q, report); err != nil {
			return persons, err
		}
	}
	return persons, nil
}

// tale is what the events say of the register.
type tale struct {
	people map[store.ID]state // the last state of each
	links  map[pair]Kin
	merges map[ledger.Merging]bool // and their ends
	apart  map[[2]store.ID]int64   // who are two persons, by which event of the first
	later  map[[2]store.ID]bool    // pairs that were put off once
	passes map[calendar.Instant]Pass
}

// told reads the events.
func told(ctx context.Context, q store.Q) (tale, error) {
	t := tale{map[store.ID]state{}, map[pair]Kin{}, map[ledger.Merging]bool{}, map[[2]store.ID]int64{}, map[[2]store.ID]bool{}, map[calendar.Instant]Pass{}}
	rows, err := q.Query(ctx, `select party_id, seq, recorded_at, kind, payload from event where kind like 'registry.%'
		and kind not like '%_household' or kind like 'match.%' order by party_id, stream_id, seq`)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var party store.ID
		var seq int64
		var at calendar.Instant
		var kind string
		var payload []byte
		if err := rows.Scan(&party, &seq, &at, &kind, &payload); err != nil {
			return t, err
		}
		if strings.HasPrefix(kind, "match.") {
			if err := t.hearMatching(party, at, kind, payload); err != nil {
				return t, err
			}
			continue
		}
		var c change
		if err := json.Unmarshal(payload, &c); err != nil {
			return t, err
		}
		for _, p := range c.Persons {
			if p.Revision > t.people[p.ID].revision {
				t.people[p.ID] = state{p.Revision, digest(p)}
			}
		}
		for _, k := range c.Kin {
			t.links[lineOf(k)] = k // of one stream, so in its order
		}
		t.hear(party, seq, at, c)
	}
	return t, rows.Err()
}

// digest is over everything a person's rows hold.
func digest(p Person) [16]byte {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // plain values only
	}
	sum := sha256.Sum256(text)
	return [16]byte(sum[:16])
}

func comparePersons(ctx context.Context, q store.Q, people map[store.ID]state, report func(Problem)) (n int, err error) {
	held, err := allIdentifiers(ctx, q)
	if err != nil {
		return 0, err
	}
	rows, err := q.Query(ctx, "select "+personColumns+", "+keyColumns+" from person order by person.party_id")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		p, right, err := scanWithSounds(rows)
		if err != nil {
			return n, err
		}
		n++
		p.Identifiers = held[p.ID]
		want, ok := people[p.ID]
		switch {
		case !ok:
			report(Problem{p.ID, "person-unexplained"})
		case want != state{p.Revision, digest(p)}:
			report(Problem{p.ID, "person"})
		case !right:
			report(Problem{p.ID, "person-sounds"})
		}
		delete(people, p.ID)
	}
	for id := range people {
		report(Problem{id, "person-missing"})
	}
	return n, rows.Err()
}

// scanWithSounds reads a person and tells whether the search columns are those of
// the names.
func scanWithSounds(r store.Row) (p Person, right bool, err error) {
	var keys [4][]byte
	var text [4]sql.NullString
	p, err = scanPerson(withMore{r, []any{&keys[0], &keys[1], &text[0], &text[1], &keys[2], &keys[3], &text[2], &text[3]}})
	want := p.sounds()
	right = true
	for i, s := range []string{want.given, want.family, want.givenLatin, want.familyLatin} {
		right = right && string(keys[i]) == s && text[i].String == s
	}
	return p, right, err
}

// withMore scans further columns after those a scan knows.
type withMore struct {
	store.Row
	more []any
}

func (w withMore) Scan(dest ...any) error { return w.Row.Scan(append(dest, w.more...)...) }

func allIdentifiers(ctx context.Context, q store.Q) (map[store.ID][]Identifier, error) {
	rows, err := q.Query(ctx, "select party_id, kind, shown, hash, cipher from identifier order by party_id, kind")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	held := map[store.ID][]Identifier{}
	for rows.Next() {
		var id store.ID
		var i Identifier
		if err := rows.Scan(&id, &i.Kind, &i.Shown, &i.Hash, &i.Cipher); err != nil {
			return nil, err
		}
		held[id] = append(held[id], i)
	}
	return held, rows.Err()
}

func (t tale) compareKin(ctx context.Context, q store.Q, report func(Problem)) error {
	links := t.links
	rows, err := q.Query(ctx, "select "+kinColumns+" from kin")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		k, err := scanKin(rows)
		if err != nil {
			return err
		}
		want, ok := links[lineOf(k)]
		switch {
		case !ok:
			report(Problem{k.Party, "kin-unexplained"})
		case want != k:
			report(Problem{k.Party, "kin"})
		}
		delete(links, lineOf(k))
	}
	for _, k := range links {
		report(Problem{k.Party, "kin-missing"})
	}
	return rows.Err()
}

// compareClaims: each identifier is claimed by its person, and nothing else is.
func compareClaims(ctx context.Context, q store.Q, report func(Problem)) error {
	for what, query := range map[string]string{
		"claim-missing": `select i.party_id from identifier i left join identifier_claim c
			on c.kind = i.kind and c.hash = i.hash and c.party_id = i.party_id where c.hash is null`,
		"claim-unexplained": `select c.party_id from identifier_claim c left join identifier i
			on i.party_id = c.party_id and i.kind = c.kind and i.hash = c.hash where i.hash is null`,
	} {
		parties, err := store.All(ctx, q, store.Value[store.ID], query)
		if err != nil {
			return err
		}
		for _, id := range parties {
			report(Problem{id, what})
		}
	}
	return nil
}
