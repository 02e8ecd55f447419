package commission_test

import (
	"context"
	"testing"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/fault"
	"sanad/store"
	"sanad/store/storetest"
)

const (
	rabat = "04.421"
	sale  = "04.441"
)

var (
	day       = calendar.MustDate("2021-03-01")
	secretary = access.Actor{Account: store.MakeID(1, 1, 1), Grants: []access.Grant{{Role: access.ProvincialSecretary, Programme: "*", Territory: rabat}}}
	members   = []commission.Member{{Name: "أ", Chair: true}, {Name: "ب"}, {Name: "ج", Account: store.MakeID(2, 2, 2)}}
)

// room is a commission under test.
type room struct {
	*testing.T
	db *store.DB
}

func each(t *testing.T, run func(r room)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { run(room{t, db}) })
}

func (r room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r room) refused(err error, key string) {
	r.Helper()
	if fault.KeyOf(err) != key {
		r.Errorf("got %v, want %s", err, key)
	}
}

func (r room) do(act1 func(tx *store.Tx) (act.Event, error)) error {
	return act.Together(r.Context(), r.db, func(tx *store.Tx) error { _, err := act1(tx); return err })
}

// asking is a convening that nothing is wrong with.
func (r room) asking() commission.Convening {
	return commission.Convening{Key: store.NewID(r.db.Now()), Actor: secretary, ID: store.NewID(r.db.Now()), On: day, Programme: "toy",
		Level: commission.Province, Province: rabat, HeldOn: day.AddDays(3), Place: "الرباط", Quorum: 2, Members: members}
}

func (r room) convene(c commission.Convening) error {
	return r.do(func(tx *store.Tx) (act.Event, error) { return commission.Convene(r.Context(), tx, c) })
}

// convened is a session with one file on its agenda.
func (r room) convened() (commission.Change, commission.File) {
	r.Helper()
	c := r.asking()
	r.must(r.convene(c))
	f := commission.File{Party: store.NewID(r.db.Now()), Dossier: store.NewID(r.db.Now())}
	change := r.change(c.ID, day.AddDays(3))
	r.must(r.do(func(tx *store.Tx) (act.Event, error) {
		return commission.PutOnAgenda(r.Context(), tx, change, []commission.File{f})
	}))
	return change, f
}

func (r room) change(session store.ID, on calendar.Date) commission.Change {
	return commission.Change{Key: store.NewID(r.db.Now()), Actor: secretary, Party: commission.ID("toy", commission.Province, rabat), Session: session, On: on}
}

func (r room) begin(c commission.Change, present ...int) error {
	c.Key = store.NewID(r.db.Now())
	return r.do(func(tx *store.Tx) (act.Event, error) { return commission.Begin(r.Context(), tx, c, present) })
}

// rule asks the session inside an act of a file.
func (r room) rule(c commission.Change, f commission.File, change func(*commission.Ruling)) error {
	ruling := commission.Ruling{Commission: c.Party, Session: c.Session, File: f, Level: commission.Province, Outcome: "favourable",
		Kin: func(context.Context, store.ID) (bool, error) { return false, nil }}
	if change != nil {
		change(&ruling)
	}
	a := act.Act{Key: store.NewID(r.db.Now()), Party: f.Party, Stream: f.Dossier, Kind: "toy.rule", On: day, Actor: secretary}
	_, err := act.Do(r.Context(), r.db, a, func(ctx context.Context, s *act.Step) (any, error) {
		_, err := commission.Rule(ctx, s, ruling)
		return nil, err
	})
	return err
}

func TestConveningIsChecked(t *testing.T) {
	each(t, func(r room) {
		for key, wrong := range map[string]func(*commission.Convening){
			"commission.quorum":         func(c *commission.Convening) { c.Quorum = 0 },
			"commission.members-few":    func(c *commission.Convening) { c.Quorum = 4 },
			"commission.member-unnamed": func(c *commission.Convening) { c.Members = []commission.Member{{Name: "أ"}, {Name: " "}} },
			"commission.held-before":    func(c *commission.Convening) { c.HeldOn = day.AddDays(-1) },
			"commission.forbidden":      func(c *commission.Convening) { c.Province = sale },
		} {
			c := r.asking()
			wrong(&c)
			r.refused(r.convene(c), key)
		}
		r.must(r.convene(r.asking()))
		n, err := commission.Count(r.Context(), r.db, secretary.Scope(access.SessionsRead), commission.Filter{})
		if err != nil || n != 1 {
			t.Errorf("%d sessions %v, want the one that was right", n, err)
		}
	})
}

func TestASessionOpensWithItsQuorum(t *testing.T) {
	each(t, func(r room) {
		c, f := r.convened()
		r.refused(r.rule(c, f, nil), "commission.not-open")
		r.refused(r.begin(c, 0), "commission.no-quorum")
		early := c
		early.On = day
		r.refused(r.begin(early, 0, 1), "commission.too-early")
		r.must(r.begin(c, 0, 1))
		r.refused(r.begin(c, 0, 1), "commission.state")
		empty := r.asking()
		r.must(r.convene(empty))
		r.refused(r.begin(r.change(empty.ID, day.AddDays(3)), 0, 1), "commission.empty-agenda")
	})
}

func TestRulings(t *testing.T) {
	each(t, func(r room) {
		c, f := r.convened()
		r.must(r.begin(c, 0, 1, 2))
		stranger := commission.File{Party: f.Party, Dossier: store.NewID(r.db.Now())}
		r.refused(r.rule(c, stranger, nil), "commission.not-on-agenda")
		r.refused(r.rule(c, f, func(x *commission.Ruling) { x.Level = commission.Centre }), "commission.level")
		r.refused(r.rule(c, f, func(x *commission.Ruling) { x.Recused = []int{0, 1} }), "commission.no-quorum")
		// The registrar and kin take no part, whoever asks.
		r.refused(r.rule(c, f, func(x *commission.Ruling) { x.Recused, x.Registrar = []int{0}, members[2].Account }), "commission.no-quorum")
		kin := func(_ context.Context, account store.ID) (bool, error) { return account == members[2].Account, nil }
		r.refused(r.rule(c, f, func(x *commission.Ruling) { x.Recused, x.Kin = []int{0}, kin }), "commission.no-quorum")
		r.must(r.rule(c, f, func(x *commission.Ruling) { x.Kin = kin }))
		r.refused(r.rule(c, f, nil), "commission.already-ruled")
		items, err := commission.Items(r.Context(), r.db, c.Session)
		if err != nil || len(items) != 1 || items[0].Outcome != "favourable" || items[0].Recused != "ج" {
			t.Errorf("%+v %v", items, err)
		}
	})
}

// Files without a ruling leave the agenda when the session closes.
func TestClosingSendsBackWhatWasNotRuledOn(t *testing.T) {
	each(t, func(r room) {
		c, _ := r.convened()
		closing := func() error {
			c.Key = store.NewID(r.db.Now())
			return r.do(func(tx *store.Tx) (act.Event, error) { return commission.Close(r.Context(), tx, c) })
		}
		r.refused(closing(), "commission.state")
		r.must(r.begin(c, 0, 1))
		r.must(closing())
		items, err := commission.Items(r.Context(), r.db, c.Session)
		if err != nil || len(items) != 0 {
			t.Errorf("%+v %v", items, err)
		}
		ses, err := commission.Get(r.Context(), r.db, secretary.Scope(access.SessionsRead), c.Party, c.Session)
		if err != nil || ses.State != commission.Closed || ses.Present() != 2 {
			t.Errorf("%+v %v", ses, err)
		}
		other := access.Actor{Account: store.MakeID(3, 3, 3), Grants: []access.Grant{{Role: access.ProvincialSecretary, Programme: "*", Territory: sale}}}
		if _, err := commission.Get(r.Context(), r.db, other.Scope(access.SessionsRead), c.Party, c.Session); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("from another province: %v", err)
		}
	})
}
