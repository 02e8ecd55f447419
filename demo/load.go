package demo

import (
	"context"
	"fmt"

	"sanad/act"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/dossier"
	"sanad/fault"
	"sanad/payment"
	"sanad/registry"
	"sanad/store"
	"sanad/territory"
)

// Options of a demonstration.
type Options struct {
	Seed     int64
	Scale    float64  // by which the report's figures are multiplied: 0.01 for a small one, 2 for a load test; 0 stands for 1
	Only     []string // the systems to load, by their codes; none stands for all
	Clock    *Clock   // the one that the database was opened with
	Progress func(Progress)
	// Passwords are those of an earlier demonstration by login; who is not in it
	// gets a new one.
	Passwords map[string]string
}

// Progress is how far a load is. Options.Progress is called with it now and then;
// it may be nil.
type Progress struct {
	Done, Total int           // acts; the total is an estimate until the end
	Day         calendar.Date // of the demonstration
}

// Recorded is the instant by which everything is recorded.
var Recorded = calendar.EndOf(End.AddDays(maxDelay))

// Report is what was made.
type Report struct {
	Planned  Figures  // what the tables must say
	Regions  []Region // the same by region, in the order of the report
	Acts     int
	Sessions int
	Accounts []Account // to sign in with
}

// mostScale keeps the made-up identity cards below a million.
const mostScale = 7

// Load makes the demonstration in an empty database. Nothing of it can be undone.
//
// The systems are loaded together: each is made ready by a goroutine of its own,
// and one writer records what all of them bring in the order of the days, so that
// what is known on a day is the same for all.
//
// Errors: demo.scale; demo.system-unknown; account.not-empty when there is an
// account already, or a demonstration of another seed; and those of the acts,
// which are defects.
func Load(ctx context.Context, db *store.DB, office *dossier.Office, keys *registry.Keys, o Options) (Report, error) {
	if o.Scale == 0 {
		o.Scale = 1
	}
	if o.Scale < 0 || o.Scale > mostScale {
		return Report{}, fault.New(fault.Invalid, "demo.scale", fault.Args{"value": fmt.Sprint(o.Scale), "most": mostScale}).On("scale")
	}
	chosen, err := choose(o.Only)
	if err != nil {
		return Report{}, err
	}
	h, err := hire(ctx, db, o.Seed, o.Passwords)
	if err != nil {
		return Report{}, err
	}
	if _, err := territory.ImportCommunes(ctx, db, founder, facts.Communes()); err != nil {
		return Report{}, err
	}
	w := &world{facts: facts.Options{Seed: o.Seed, Scale: o.Scale}, staff: h.staff, office: office, keys: keys, report: &Report{Accounts: h.out}}
	t := newTreasury(payment.NewOffice(db, office.Programmes, office.Book, keys), &h.staff)
	office.Rights = t
	l := &loader{db: db, clock: o.Clock, progress: o.Progress, treasury: t}
	if err := l.load(ctx, w, chosen); err != nil {
		return Report{}, err
	}
	if err := h.association(ctx, w, chosen); err != nil {
		return Report{}, err
	}
	if err := t.upTo(ctx, o.Clock, calendar.EndOf(End)); err != nil {
		return Report{}, err
	}
	if err := t.end(ctx); err != nil {
		return Report{}, err
	}
	o.Clock.moveTo(Recorded)
	w.report.Acts, w.report.Accounts = l.done, h.out
	if o.Progress != nil {
		o.Progress(Progress{l.done, l.done, End})
	}
	return *w.report, nil
}

// figures are the plan's for the whole country.
func (p *plan) figures() Figures {
	var f Figures
	for _, r := range p.regions {
		f.Deposited += r.Deposited
		f.Received += r.Received
		f.Accepted += r.Accepted
		f.Rejected += r.Rejected
		f.UnderStudy += r.UnderStudy
		f.Waiting += r.Waiting
		f.Orphans += r.Orphans
	}
	return f
}

// loader writes scenes, many to a transaction.
type loader struct {
	db          *store.DB
	clock       *Clock
	progress    func(Progress)
	done, total int
	treasury    *treasury
}

// load draws the parts and writes what they bring.
func (l *loader) load(ctx context.Context, w *world, chosen []system) error {
	var parts []part
	for _, s := range chosen {
		p, err := s.part(w)
		if err != nil {
			return fmt.Errorf("%s: %w", s.code, err)
		}
		l.total += p.acts
		parts = append(parts, p)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for scenes := range inOrder(ctx, parts) {
		for len(scenes) > 0 { // a lot ends where the next payments are due
			if err := l.treasury.upTo(ctx, l.clock, scenes[0].at); err != nil {
				return err
			}
			n := l.treasury.before(scenes)
			if err := l.write(ctx, scenes[:n]); err != nil {
				return err
			}
			scenes = scenes[n:]
		}
	}
	return ctx.Err()
}

func (l *loader) write(ctx context.Context, scenes []scene) error {
	l.clock.moveTo(scenes[0].at)
	err := act.Together(ctx, l.db, func(tx *store.Tx) error {
		for i := range scenes {
			tx.Advance(scenes[i].at)
			if err := scenes[i].play(ctx, tx); err != nil {
				return fmt.Errorf("on %v: %w", scenes[i].at.Date(), err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	last := scenes[len(scenes)-1].at
	l.clock.moveTo(last)
	for _, s := range scenes {
		l.done += s.acts
	}
	if l.progress != nil {
		l.progress(Progress{l.done, l.total, last.Date()})
	}
	return nil
}
