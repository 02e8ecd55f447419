package imports

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"

	"sanad/act"
	"sanad/fault"
	"sanad/locale"
	"sanad/registry"
	"sanad/sheet/table"
	"sanad/store"
)

// entry is a person of a row: who they are, and what is to be written.
type entry struct {
	line    int64
	r       *rowReading
	draft   registry.Draft
	decided decision
	hash    []byte // of what the row is known by
	content []byte // digest of what it says

	state  outcome // empty until it is clear
	found  []Found
	person store.ID        // who it is, to be registered or registered before
	was    registry.Person // of somebody registered before who is to be written again
	after  registry.Draft
	above  bool // a row above in the file is the same person
}

// refuse says that something is wrong with the row.
func (e *entry) refuse(field string, err error) {
	e.r.refuse(field, err)
	e.state = Refused
}

// newEntry reads the person of a row. They are known by the field that holds the
// source's number, else by an identifier, else by what the row says.
func (p *pass) newEntry(row table.Row, numberField string) *entry {
	r := &rowReading{reader: p.reader, row: row}
	e := &entry{line: int64(row.Number), r: r}
	if row.Fault != nil {
		r.problems = append(r.problems, r.problem("", row.Fault))
		e.state = Refused
		return e
	}
	e.draft, e.decided = r.draft(), r.decision()
	content := r.content(func(f Field) bool { return f.Group == "person" })
	e.content = p.o.Keys.Fingerprint("import content", content)
	known := "number\x1f" + locale.Fold(r.text(numberField)) // ١٢ is 12
	if r.text(numberField) == "" {
		known = "content\x1f" + content
		for _, i := range e.draft.Identifiers {
			if value, ok := i.Normal(); ok {
				known = "identifier\x1f" + string(i.Kind) + "\x1f" + value
				break
			}
		}
	}
	e.hash = p.fingerprint(tiePerson, known)
	return e
}

// fingerprint is what something of this source is known by.
func (p *pass) fingerprint(kind, known string) []byte {
	return p.o.Keys.Fingerprint("import "+kind, p.is.Source+"\x1d"+known)
}

// planPerson finds out what is to be done with the person of a row.
func (p *pass) planPerson(ctx context.Context, e *entry) error {
	if e.state != "" {
		return nil
	}
	e.r.check(e.draft)
	if len(e.r.problems) > 0 {
		e.state = Refused
		return nil
	}
	if err := p.permitted(e); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *entry) error{p.decide, p.twice, p.before, p.decided, p.byCard, p.byLikeness} {
		if err := step(ctx, e); err != nil || e.state != "" {
			return err
		}
	}
	e.state, e.person = written, p.drawn(fmt.Sprintf("import person %x %x", e.hash, e.content))
	e.draft.ID = e.person
	return nil
}

// permitted: an importer writes the rows of the provinces of his grants.
func (p *pass) permitted(e *entry) error {
	if !may(p.actor, e.draft.Province) {
		e.refuse("province", elsewhere(e.draft.Province))
	}
	return nil
}

// decide finds the person whom a clerk wrote beside a row that was held back.
func (p *pass) decide(ctx context.Context, e *entry) error {
	if e.decided.text == "" || e.state != "" {
		return nil
	}
	id, err := p.numbered(ctx, e.decided.text)
	if errors.Is(err, store.ErrNotFound) {
		e.refuse(decisionField, fault.New(fault.Invalid, "imports.decision-unknown", fault.Args{"value": clip(e.decided.text)}))
		return nil
	}
	e.decided.same = id
	return err
}

// numbered is the person whom a text names: by the number that a file of failed
// rows shows, or by an identifier.
//
// Errors: store.not-found, also outside of where the importer may write.
func (p *pass) numbered(ctx context.Context, text string) (store.ID, error) {
	id, err := store.ParseID(text)
	if err != nil {
		i, ok := registry.IdentifierOf(text)
		if !ok {
			return store.ID{}, store.ErrNotFound
		}
		found, err := registry.FindByIdentifier(ctx, p.o.DB, p.o.Keys, i)
		if err != nil {
			return store.ID{}, err
		}
		id = found.ID
	}
	who, err := registry.Current(ctx, p.o.DB, p.writes, id)
	return who.ID, err
}

// twice looks for the same row above in the file.
func (p *pass) twice(_ context.Context, e *entry) error {
	other, ok := p.seen.rows[string(e.hash)]
	switch {
	case !ok:
	case bytes.Equal(other.content, e.content) && other.person.IsZero():
		// an earlier process wrote it: before finds whom
	case bytes.Equal(other.content, e.content):
		e.state, e.person, e.above = same, other.person, true
	default:
		e.refuse(keyField, twiceIn(other.line))
	}
	return nil
}

func twiceIn(line int64) error {
	return fault.New(fault.Conflict, "imports.key-twice", fault.Args{"line": line})
}

// before looks for what the same row became in an earlier file.
func (p *pass) before(ctx context.Context, e *entry) error {
	t, err := findTie(ctx, p.o.DB, tiePerson, e.hash)
	if err != nil || t.owner.IsZero() {
		return err
	}
	if bytes.Equal(t.content, e.content) {
		e.state, e.person = same, t.owner
		return nil
	}
	who, err := registry.Current(ctx, p.o.DB, p.writes, t.owner)
	switch {
	case errors.Is(err, store.ErrNotFound):
		e.refuse("", fault.New(fault.Forbidden, "imports.tied-elsewhere", nil))
		return nil
	case err != nil:
		return err
	case !e.decided.same.IsZero() && e.decided.same != who.ID:
		e.refuse(decisionField, fault.New(fault.Conflict, "imports.decision-other", fault.Args{"value": clip(e.decided.text)}))
	case who.Revision != t.revision && e.decided.same.IsZero():
		e.found = []Found{{Person: who.ID, Chance: 10_000}}
		e.hold("imports.changed-since")
	case p.reader.m.has(decisionField) && e.decided.same.IsZero():
		// A file of failed rows: what failed was not written, so that somebody
		// else's row has this number, unless a clerk says that it is corrected.
		e.found = []Found{{Person: who.ID, Chance: 10_000}}
		e.hold("imports.key-known")
	default:
		e.state, e.person, e.was = amended, who.ID, who
		e.after = over(who, e.draft)
	}
	return nil
}

// decided takes the person whom the clerk named: what the row knows and the
// register does not is added, and nothing is written over.
func (p *pass) decided(ctx context.Context, e *entry) error {
	if e.decided.same.IsZero() {
		return nil
	}
	who, err := registry.Get(ctx, p.o.DB, p.writes, e.decided.same)
	if err != nil {
		return err
	}
	for _, i := range e.draft.Identifiers {
		if who.Shown(i.Kind) == "" {
			continue
		}
		owner, err := registry.FindByIdentifier(ctx, p.o.DB, p.o.Keys, i)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if owner.ID != who.ID {
			e.refuse(string(i.Kind), fault.New(fault.Conflict, "imports.identifier-differs", fault.Args{"shown": who.Shown(i.Kind)}))
			return nil
		}
	}
	e.state, e.person, e.was = linked, who.ID, who
	e.after = under(who, e.draft)
	return nil
}

// byCard holds a row whose identifier somebody has. Of somebody outside of where
// the importer may look, the register's own refusal says in which province.
func (p *pass) byCard(ctx context.Context, e *entry) error {
	for _, i := range e.draft.Identifiers {
		if other, ok := p.seen.cards[cardKey(i)]; ok {
			e.found = append(e.found, p.above(Found{Line: other, Chance: 10_000, Card: true}))
			continue
		}
		owner, err := registry.FindByIdentifier(ctx, p.o.DB, p.o.Keys, i)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if p.reads.Allows("", owner.Province) && !slices.ContainsFunc(e.found, func(f Found) bool { return f.Person == owner.ID }) {
			e.found = append(e.found, Found{Person: owner.ID, Chance: 10_000, Card: true})
		}
	}
	if len(e.found) > 0 {
		e.hold("imports.card-taken")
	}
	return nil
}

// hold keeps a row back until a clerk says who it is.
func (e *entry) hold(key string) {
	e.state = Held
	e.r.problems = append(e.r.problems, e.r.problem("", fault.New(fault.Conflict, key, nil)))
}

// byLikeness holds a row that resembles somebody as much as a clerk at a counter
// would be asked for, unless one said that it is another person.
func (p *pass) byLikeness(ctx context.Context, e *entry) error {
	if e.decided.other {
		return nil
	}
	for _, a := range p.seen.drafts.Alike(e.draft) {
		if a.Why.Probability >= registry.Ask {
			e.found = append(e.found, p.above(Found{Line: a.Name, Chance: chance(a.Why.Probability)}))
		}
	}
	list, err := registry.FindAlike(ctx, p.o.DB, p.o.Keys, p.reads, e.draft)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Why.Probability >= registry.Ask {
			e.found = append(e.found, Found{Person: a.ID, Chance: chance(a.Why.Probability)})
		}
	}
	slices.SortStableFunc(e.found, func(a, b Found) int { return cmp.Compare(b.Chance, a.Chance) })
	if len(e.found) > 0 {
		e.hold("imports.resembles")
	}
	return nil
}

// above is a row above in the file as somebody found: in the real run they are
// registered once the row that resembles them is kept, and have their number.
func (p *pass) above(f Found) Found {
	if person, ok := p.seen.people[f.Line]; ok && !p.dry && f.Line != 0 {
		f.Person, f.Line = person, 0
	}
	return f
}

func chance(p float64) int { return int(math.Round(p * 10_000)) }

func cardKey(i registry.Identity) string {
	value, _ := i.Normal()
	return string(i.Kind) + value
}

// over is somebody as a corrected row says, what it leaves empty as it was.
func over(who registry.Person, d registry.Draft) registry.Draft {
	out := draftOf(who)
	for _, n := range []struct {
		into *registry.Name
		from registry.Name
	}{{&out.Arabic, d.Arabic}, {&out.Latin, d.Latin}} {
		if !n.from.IsZero() {
			*n.into = n.from
		}
	}
	out.Sex, out.Birth, out.Identifiers = d.Sex, d.Birth, d.Identifiers
	if out.Province != d.Province {
		out.Province, out.Commune = d.Province, ""
	}
	out.Commune = cmp.Or(d.Commune, out.Commune)
	out.Address, out.Phone = cmp.Or(d.Address, out.Address), cmp.Or(d.Phone, out.Phone)
	return out
}

// under is somebody with what a row knows beside.
func under(who registry.Person, d registry.Draft) registry.Draft {
	out := draftOf(who)
	if out.Arabic.IsZero() {
		out.Arabic = d.Arabic
	}
	if out.Latin.IsZero() {
		out.Latin = d.Latin
	}
	if out.Province == d.Province {
		out.Commune = cmp.Or(out.Commune, d.Commune)
	}
	out.Address, out.Phone = cmp.Or(out.Address, d.Address), cmp.Or(out.Phone, d.Phone)
	for _, i := range d.Identifiers {
		if who.Shown(i.Kind) == "" {
			out.Identifiers = append(out.Identifiers, i)
		}
	}
	return out
}

func draftOf(p registry.Person) registry.Draft {
	return registry.Draft{ID: p.ID, Arabic: p.Arabic, Latin: p.Latin, Sex: p.Sex, Birth: p.Birth, DiedOn: p.DiedOn, Province: p.Province,
		Commune: p.Commune, Address: p.Address, Phone: p.Phone}
}

// writePerson carries out what was planned for a person, and ties the row to them.
//
// Errors: those of registry.Register and registry.Amend.
func (p *pass) writePerson(ctx context.Context, tx *store.Tx, e *entry) error {
	revision := 1
	switch e.state {
	case written:
		if _, err := registry.Register(ctx, registry.Within(tx), p.o.Keys, p.actOf(e, "register"), e.draft); err != nil {
			return err
		}
	case amended, linked:
		who, err := p.rewrite(ctx, tx, e)
		if err != nil {
			return err
		}
		revision = who.Revision
	default:
		return nil
	}
	return saveTie(ctx, tx, tie{kind: tiePerson, hash: e.hash, owner: e.person, content: e.content, revision: revision, of: p.is.ID, line: e.line})
}

// rewrite writes somebody again, unless nothing would change.
func (p *pass) rewrite(ctx context.Context, tx *store.Tx, e *entry) (registry.Person, error) {
	who := e.was
	if !reflect.DeepEqual(e.after, draftOf(who)) {
		var err error
		if who, err = registry.Amend(ctx, registry.Within(tx), p.o.Keys, p.actOf(e, "amend"), e.person, who.Revision, e.after); err != nil {
			return who, err
		}
	}
	died := e.draft.DiedOn
	switch {
	case died.IsZero() || died == who.DiedOn:
		return who, nil
	case !who.DiedOn.IsZero():
		return who, fault.New(fault.Conflict, "registry.already-dead", fault.Args{"value": who.DiedOn}).On("died_on")
	}
	a := p.actOf(e, "death")
	a.On = died
	return registry.NoteDeath(ctx, registry.Within(tx), a, e.person, who.Revision)
}

// actOf is the act of a row. Its key follows from the row, so that one whose
// commit was in doubt does not take place twice; its reason names list and row.
func (p *pass) actOf(e *entry, what string) act.Act {
	return act.Act{Key: p.drawn(fmt.Sprintf("import %s %x %x %d", what, e.hash, e.content, e.was.Revision)), On: p.is.On, Actor: p.actor, Reason: p.reason(e.line)}
}

func (p *pass) reason(line int64) string {
	return fmt.Sprintf("%s · %s · %d", p.is.Source, p.is.Name, line)
}
