package edition

import (
	"context"
	"slices"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/locale"
	"sanad/statistics"
	"sanad/store"
)

// Drafting asks for a new edition.
type Drafting struct {
	Key      store.ID
	Actor    access.Actor
	ID       store.ID // the edition's, made by the door
	Series   string   // small letters, digits and -
	Title    locale.Text
	AsOf     calendar.Date    // zero: today
	KnownOn  calendar.Instant // zero: now
	Contents []Content        // an empty By is the table's first
	Replaces store.ID         // a released edition of the series, or zero
}

// Draft begins an edition by the definitions of the running program, whose texts
// it keeps. Known on is settled here, so that nothing recorded from now on can
// change what the edition says.
//
// Errors: edition.series on "series", edition.title on "title", edition.empty on
// "tables", edition.replaces on "replaces", edition.forbidden; those of a table's
// question (statistics.Engine.Compute).
func (o *Office) Draft(ctx context.Context, r Drafting) (act.Event, error) {
	contents, err := o.checkDraft(r)
	if err != nil {
		return act.Event{}, err
	}
	if err := o.allowed(r.Actor, access.EditionsWrite, contents); err != nil {
		return act.Event{}, err
	}
	d := draft{Series: r.Series, Title: r.Title, AsOf: r.AsOf, Contents: contents, Definitions: map[string]string{}, Replaces: r.Replaces}
	if d.KnownOn, err = o.DB.Settle(ctx, r.KnownOn); err != nil {
		return act.Event{}, err
	}
	if d.AsOf.IsZero() {
		d.AsOf = d.KnownOn.Date()
	}
	engine := &statistics.Engine{DB: o.DB, Programmes: o.Programmes}
	for _, c := range contents { // a question that cannot be asked is refused before it is kept
		if _, err := engine.Compute(ctx, Edition{AsOf: d.AsOf, KnownOn: d.KnownOn}.ask(c)); err != nil {
			return act.Event{}, err
		}
	}
	input := r
	input.Actor = access.Actor{}
	a := act.Act{Key: r.Key, Party: r.ID, Stream: r.ID, Kind: drafted, On: o.DB.Today(), Actor: r.Actor, Input: input}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) { return o.draft(ctx, s, r, d) })
}

func (o *Office) draft(ctx context.Context, s *act.Step, r Drafting, d draft) (any, error) {
	if !r.Replaces.IsZero() {
		other, err := read(ctx, s, r.Replaces)
		if err != nil || other.Series != r.Series || other.State != Released {
			return nil, fault.New(fault.Invalid, "edition.replaces", fault.Args{"series": r.Series}).On("replaces").Because(err)
		}
	}
	for _, text := range o.Programmes.Texts() {
		d.Definitions[text.Programme] = text.Hash
		if err := keepDefinition(ctx, s, text); err != nil {
			return nil, err
		}
	}
	p := payload{Draft: &d, By: person(r.Actor, s.Now())}
	return p, insert(ctx, s, Edition{}.after(drafted, r.ID, s.Seq, "", p).row())
}

// checkDraft also completes the tables' rows.
func (o *Office) checkDraft(r Drafting) ([]Content, error) {
	var l fault.List
	if r.Series == "" || strings.Trim(r.Series, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		l.Add(fault.New(fault.Invalid, "edition.series", fault.Args{"value": r.Series}).On("series"))
	}
	if !r.Title.Complete() {
		l.Add(fault.New(fault.Invalid, "edition.title", nil).On("title"))
	}
	if len(r.Contents) == 0 {
		l.Add(fault.New(fault.Invalid, "edition.empty", nil).On("tables"))
	}
	var out []Content
	for _, c := range r.Contents {
		if _, t, ok := o.Programmes.Table(c.Table); ok && c.By == "" {
			c.By = t.By[0]
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, l.Err()
}
