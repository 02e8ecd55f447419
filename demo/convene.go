package demo

import (
	"context"
	"math/rand/v2"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/demo/facts"
	"sanad/locale"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
)

// session is an act on a session itself.
func (s *script) session(e *entry, key store.ID) func(context.Context, *store.Tx) error {
	t := &s.sittings[e.sitting]
	c := commission.Change{Key: key, Actor: s.chair(t), Party: s.commission(t), Session: s.sessionID(int(e.sitting)), On: e.on, Fresh: true}
	switch e.kind {
	case convene:
		asked := s.convening(e, c)
		return event(func(ctx context.Context, tx *store.Tx) (act.Event, error) { return commission.Convene(ctx, tx, asked) })
	case agenda:
		files := s.lot(t, int(e.file))
		return event(func(ctx context.Context, tx *store.Tx) (act.Event, error) {
			return commission.PutOnAgenda(ctx, tx, c, files)
		})
	case begin:
		present := s.present(e)
		return event(func(ctx context.Context, tx *store.Tx) (act.Event, error) {
			return commission.Begin(ctx, tx, c, present)
		})
	}
	return event(func(ctx context.Context, tx *store.Tx) (act.Event, error) { return commission.Close(ctx, tx, c) })
}

// event drops what the loader does not need.
func event(do func(context.Context, *store.Tx) (act.Event, error)) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := do(ctx, tx)
		return err
	}
}

func (s *script) convening(e *entry, c commission.Change) commission.Convening {
	t := &s.sittings[e.sitting]
	out := commission.Convening{Key: c.Key, Actor: c.Actor, ID: c.Session, On: e.on, Programme: programmeID, Level: t.level,
		Province: s.codeOf(t), HeldOn: t.held, Quorum: quorum(t.level), Members: s.members(e), Fresh: true}
	if t.level == commission.Centre {
		out.Place = "مقر الوزارة، الرباط"
	} else {
		out.Place = "مقر العمالة، " + territory.Name(out.Province, locale.Arabic)
	}
	return out
}

func quorum(level commission.Level) int {
	if level == commission.Centre {
		return 4
	}
	return 3
}

// capacities are who sits (decree 2.14.791 names the services, the words are
// those of the convocations).
var capacities = map[commission.Level][]string{
	commission.Province: {"رئيس اللجنة، ممثل السلطة المحلية", "ممثل التعاون الوطني", "ممثل وزارة الصحة", "ممثل وزارة التربية الوطنية", "ممثل الخزينة العامة"},
	commission.Centre: {"رئيس اللجنة المركزية الدائمة", "ممثل وزارة الداخلية", "ممثل وزارة الاقتصاد والمالية", "ممثل وزارة التضامن",
		"ممثل التعاون الوطني", "ممثل وزارة الصحة", "ممثل صندوق الإيداع والتدبير"},
}

// withAccount is the day from which one member of the centre has an account.
var withAccount = calendar.MustDate("2021-01-01")

// members are the same people all year.
func (s *script) members(e *entry) []commission.Member {
	t := &s.sittings[e.sitting]
	rng := rand.New(rand.NewPCG(s.seed, uint64(t.held.Year())<<8|uint64(t.province)))
	var out []commission.Member
	for i, capacity := range capacities[t.level] {
		name, _ := facts.Named(rng, registry.Male, 1965, facts.FamilyName(rng))
		out = append(out, commission.Member{Name: name.String(), Capacity: capacity, Chair: i == 0})
	}
	if t.level == commission.Centre && t.held >= withAccount {
		member := s.at(access.CommitteeMember, "")
		out[3].Name, out[3].Account = member.Name, member.Account
	}
	return out
}

// present leaves one member out now and then.
func (s *script) present(e *entry) []int {
	rng := s.random(ofSitting, -1-int(e.sitting))
	missing := rng.IntN(3 * len(capacities[s.sittings[e.sitting].level]))
	var out []int
	for i := range capacities[s.sittings[e.sitting].level] {
		if i == 0 || i != missing {
			out = append(out, i)
		}
	}
	return out
}

// lot is a part of a session's agenda.
func (s *script) lot(t *sitting, n int) []commission.File {
	part := t.files[n*agendaLot : min((n+1)*agendaLot, len(t.files))]
	out := make([]commission.File, len(part))
	for i, f := range part {
		out[i].Party, out[i].Dossier = s.ids(f)
	}
	return out
}
