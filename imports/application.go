package imports

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/locale"
	"sanad/programme"
	"sanad/registry"
	"sanad/sheet/table"
	"sanad/store"
)

// application is what is to be deposited for the person of a row.
type application struct {
	hash     []byte
	content  []byte
	on       calendar.Date
	answers  programme.Answers
	own      programme.Answers
	papers   []dossier.Paper
	lists    map[string][]int // of the lists of the answers, the numbers of the items given
	deposits bool             // false: it was deposited before
}

// planApplication finds the applicant, reads the answers and sees whether it was
// deposited before.
func (p *pass) planApplication(ctx context.Context, u *unit) error {
	e, a := u.entries[0], &application{lists: map[string][]int{}}
	u.application = a
	if e.state != "" {
		return nil
	}
	p.readApplication(ctx, e, a)
	a.hash, a.content = p.applicationHash(e)
	if before, err := p.depositedBefore(ctx, e, a); err != nil || before {
		return err
	}
	a.deposits = true
	if err := p.applicant(ctx, e); err != nil || e.state == Held || e.state == Refused {
		return err
	}
	if e.state == "" {
		if err := p.planPerson(ctx, e); err != nil {
			return err
		}
	}
	if p.seen.applicants[string(e.person[:])] && !p.def.Several && e.state != Refused && e.state != Held {
		e.refuse("", dossier.ErrSecond)
	}
	if len(e.r.problems) > 0 && e.state != Held {
		e.state = Refused
	}
	return nil
}

// applicationHash is what the application of a row is known by, and a digest of
// all it says.
func (p *pass) applicationHash(e *entry) (hash, content []byte) {
	known := "number\x1f" + locale.Fold(e.r.text(keyField))
	if e.r.text(keyField) == "" {
		known = fmt.Sprintf("person\x1f%x", e.hash)
	}
	all := e.r.content(func(Field) bool { return true })
	return p.fingerprint(tieApplication, p.is.Programme+"\x1f"+known), p.o.Keys.Fingerprint("import content", all)
}

// depositedBefore: the same application again is nothing; a changed one is for
// the dossier's own acts, since others may have worked on it.
func (p *pass) depositedBefore(ctx context.Context, e *entry, a *application) (bool, error) {
	if other, ok := p.seen.rows[string(a.hash)]; ok {
		if bytes.Equal(other.content, a.content) {
			e.state, e.above = same, true
		} else {
			e.refuse(keyField, twiceIn(other.line))
		}
		return true, nil
	}
	t, err := findTie(ctx, p.o.DB, tieApplication, a.hash)
	if err != nil || t.owner.IsZero() {
		return false, err
	}
	if bytes.Equal(t.content, a.content) {
		e.state = same
		return true, nil
	}
	number := ""
	d, err := dossier.Get(ctx, p.o.DB, p.actor.Scope(access.DossiersRead), t.owner, t.dossier)
	if err == nil {
		number = d.Reference
	} else if !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	e.refuse(keyField, fault.New(fault.Conflict, "imports.deposited", fault.Args{"number": number}))
	return true, nil
}

// applicant finds somebody whom a row names: above in the file, by the number of
// an earlier row, by a clerk's decision, or by an identifier; nobody leaves the
// entry to be planned as a new person.
func (p *pass) applicant(ctx context.Context, e *entry) error {
	if other, ok := p.seen.rows[string(e.hash)]; ok && !other.person.IsZero() {
		return p.useAbove(ctx, e, other)
	}
	t, err := findTie(ctx, p.o.DB, tiePerson, e.hash)
	if err != nil {
		return err
	}
	switch {
	case e.decided.text != "":
		id, err := p.numbered(ctx, e.decided.text)
		if errors.Is(err, store.ErrNotFound) {
			e.refuse(decisionField, fault.New(fault.Invalid, "imports.decision-unknown", fault.Args{"value": clip(e.decided.text)}))
			return nil
		}
		if err != nil {
			return err
		}
		return p.use(ctx, e, id, true)
	case !t.owner.IsZero():
		return p.use(ctx, e, t.owner, bytes.Equal(t.content, e.content))
	case e.r.text(personField) != "" && !e.named():
		e.refuse(personField, fault.New(fault.Invalid, "imports.person-unknown", fault.Args{"value": clip(e.r.text(personField))}))
		return nil
	}
	return p.applicantByCard(ctx, e)
}

// named tells that the row gives a name.
func (e *entry) named() bool { return !e.draft.Arabic.IsZero() || !e.draft.Latin.IsZero() }

// useAbove takes somebody whom a row above registers.
func (p *pass) useAbove(ctx context.Context, e *entry, other seenRow) error {
	if !bytes.Equal(other.content, e.content) {
		if other, err := p.otherName(ctx, e, other.draft, Found{Line: other.line, Card: true}); err != nil || other {
			return err
		}
	}
	e.state, e.person, e.above = same, other.person, true
	if !e.r.m.has("province") {
		e.draft.Province, e.draft.Commune = other.draft.Province, other.draft.Commune
	}
	return nil
}

// otherName holds a row whose name is not that of who has its number or its
// identifier: copied into the wrong row it would open somebody else's file.
func (p *pass) otherName(ctx context.Context, e *entry, who registry.Draft, found Found) (bool, error) {
	if !e.named() {
		return false, nil
	}
	agree, err := registry.Agree(ctx, p.o.DB, who, e.draft)
	if err != nil || agree >= registry.Ask {
		return false, err
	}
	found.Chance = chance(agree)
	e.found = []Found{p.above(found)}
	e.hold("imports.card-other-name")
	return true, nil
}

// applicantByCard takes the holder of an identifier.
func (p *pass) applicantByCard(ctx context.Context, e *entry) error {
	for _, i := range e.draft.Identifiers {
		if line, ok := p.seen.cards[cardKey(i)]; ok {
			return p.useAbove(ctx, e, p.seen.lines[line])
		}
		owner, err := registry.FindByIdentifier(ctx, p.o.DB, p.o.Keys, i)
		switch {
		case fault.CodeOf(err) == fault.NotFound, fault.CodeOf(err) == fault.Invalid:
			continue // nobody's, or told by the check of the draft
		case err != nil:
			return err
		case !p.reads.Allows("", owner.Province):
			e.refuse(string(i.Kind), elsewhere(owner.Province))
			return nil
		}
		return p.use(ctx, e, owner.ID, false)
	}
	return nil
}

// use takes somebody registered, as they are: a form is not a reason to write a
// person again. sure: their name need not be compared.
func (p *pass) use(ctx context.Context, e *entry, id store.ID, sure bool) error {
	who, err := registry.Current(ctx, p.o.DB, p.reads, id)
	if errors.Is(err, store.ErrNotFound) {
		e.refuse("", fault.New(fault.Forbidden, "imports.tied-elsewhere", nil))
		return nil
	}
	if err != nil {
		return err
	}
	if !may(p.actor, who.Province) {
		e.refuse("province", elsewhere(who.Province))
		return nil
	}
	if !sure {
		if other, err := p.otherName(ctx, e, draftOf(who), Found{Person: who.ID, Card: true}); err != nil || other {
			return err
		}
	}
	e.state, e.person = same, who.ID
	if !e.r.m.has("province") || e.draft.Province == "" {
		e.draft.Province, e.draft.Commune = who.Province, who.Commune
	}
	return nil
}

// deposit opens the dossier by the programme's own act.
func (p *pass) deposit(ctx context.Context, tx *store.Tx, u *unit) error {
	e, a := u.entries[0], u.application
	if !a.deposits {
		return nil
	}
	key := p.drawn(fmt.Sprintf("import application %x %x", a.hash, a.content))
	id := p.drawn(fmt.Sprintf("import dossier %x %x", a.hash, a.content))
	_, err := p.o.Dossiers.In(ctx, tx, dossier.Request{Key: key, Actor: p.actor, Programme: p.def.ID, Party: e.person, Dossier: id,
		Act: p.def.Workflow.Opening().ID, On: cmp.Or(a.on, p.is.On), Reason: p.reason(e.line), Province: e.draft.Province, Commune: e.draft.Commune,
		Answers: a.answers, Fields: a.own, Papers: a.papers})
	if err != nil {
		return refusal{e, func(field string) string { return p.questionOf(field, a) }, err}
	}
	return saveTie(ctx, tx, tie{kind: tieApplication, hash: a.hash, owner: e.person, dossier: id, content: a.content, of: p.is.ID, line: e.line})
}

// questionOf is the mapped field of what the form or the deposit says of a
// question: "children.2.birth" counts the items given.
func (p *pass) questionOf(field string, a *application) string {
	switch {
	case field == "on":
		return dayField
	case strings.HasPrefix(field, paperPrefix), field == "province", field == "commune", field == "":
		return field
	}
	list, rest, _ := strings.Cut(field, ".")
	place, key, _ := strings.Cut(rest, ".")
	for _, prefix := range []string{answerPrefix, ownPrefix} {
		if n, err := strconv.Atoi(place); err == nil && n >= 1 && n <= len(a.lists[prefix+list]) {
			return fmt.Sprintf("%s%s.%d.%s", prefix, list, a.lists[prefix+list][n-1], key)
		}
		if _, ok := p.reader.fields[prefix+field]; ok || p.reader.lists[prefix+field] != (locale.Text{}) {
			return prefix + field
		}
	}
	return p.reader.fieldOf(field)
}

// readApplication reads what a row answers.
func (p *pass) readApplication(ctx context.Context, e *entry, a *application) {
	a.on = e.r.day(dayField)
	a.answers = programme.NewAnswers(p.answersOf(ctx, e.r, a, answerPrefix, p.def.Form.Fields()))
	a.own = programme.NewAnswers(p.answersOf(ctx, e.r, a, ownPrefix, p.def.Workflow.Opening().Questions()))
	var given []string
	for _, doc := range p.def.OpeningDocuments() {
		if e.r.code(paperPrefix+doc.Key) == "yes" {
			given = append(given, doc.Key)
		}
	}
	a.papers = papers(given)
}

func (p *pass) answersOf(ctx context.Context, r *rowReading, a *application, prefix string, questions []*programme.Field) map[string]any {
	out := map[string]any{}
	for _, q := range questions {
		if q.Type != programme.ListField {
			if v := p.answer(ctx, r, prefix+q.Key, q); v != nil {
				out[q.Key] = v
			}
			continue
		}
		var items []any
		for n := 1; n <= mostItems; n++ {
			item := map[string]any{}
			for _, of := range q.Questions() {
				if v := p.answer(ctx, r, fmt.Sprintf("%s%s.%d.%s", prefix, q.Key, n, of.Key), of); v != nil {
					item[of.Key] = v
				}
			}
			if len(item) > 0 {
				items = append(items, item)
				a.lists[prefix+q.Key] = append(a.lists[prefix+q.Key], n)
			}
		}
		if items != nil {
			out[q.Key] = items
		}
	}
	return out
}

// answer reads one answer as the programme's form keeps it; nil where the row
// gives none.
func (p *pass) answer(ctx context.Context, r *rowReading, field string, q *programme.Field) any {
	c, ok := r.cell(field)
	if !ok || r.text(field) == "" {
		return nil
	}
	var v any
	var err error
	switch q.Type {
	case programme.YesNoField:
		if code := r.code(field); code != "" {
			return code == "yes"
		}
		return nil
	case programme.ChoiceField:
		if code := r.code(field); code != "" {
			return code
		}
		return nil
	case programme.ChoicesField:
		v, err = p.choices(r, field, c.Text)
	case programme.IntField:
		v, err = whole(c)
	case programme.MoneyField:
		var text string
		if text, err = c.Decimal(); err == nil {
			v, err = q.Parse(text)
		}
	case programme.DateField:
		if on := r.day(field); !on.IsZero() {
			return on.String()
		}
		return nil
	case programme.PersonField:
		v, err = p.personNamed(ctx, c.Text)
	case programme.DossierField:
		v, err = p.dossierNumbered(ctx, c.Text)
	default:
		v, err = q.Parse(c.Text)
	}
	if err != nil {
		r.refuse(field, err)
		return nil
	}
	return v
}

// choices reads several words with signs between them.
func (p *pass) choices(r *rowReading, field, text string) (any, error) {
	var out []any
	f := r.fields[field]
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;،؛/|\n", c) }) {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		code, ok := r.meaning(f, word)
		if !ok {
			return nil, fault.New(fault.Invalid, "imports.word-unknown", fault.Args{"value": clip(word), "words": f.codes()})
		}
		if !slices.Contains(out, any(code)) {
			out = append(out, code)
		}
	}
	return out, nil
}

// personNamed is somebody whom an answer names: by the number that the same
// source gave them in an earlier file, or by an identifier.
func (p *pass) personNamed(ctx context.Context, text string) (any, error) {
	t, err := findTie(ctx, p.o.DB, tiePerson, p.fingerprint(tiePerson, "number\x1f"+locale.Fold(text)))
	id := t.owner
	if err == nil && id.IsZero() {
		id, err = p.numbered(ctx, text)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.New(fault.Invalid, "imports.person-unknown", fault.Args{"value": clip(text)})
	}
	return id.String(), err
}

func (p *pass) dossierNumbered(ctx context.Context, text string) (any, error) {
	d, err := dossier.ByReference(ctx, p.o.DB, p.actor.Scope(access.DossiersRead), text)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.New(fault.Invalid, "imports.dossier-unknown", fault.Args{"value": clip(text)})
	}
	return d.ID.String(), err
}

// whole is a cell's number; nil where there is none.
func whole(c table.Cell) (any, error) {
	n, has, err := c.Whole()
	if err != nil || !has {
		return nil, err
	}
	return n, nil
}
