package demo

import (
	"context"
	"fmt"

	"sanad/act"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/registry"
	"sanad/store"
)

// Options of a demonstration.
type Options struct {
	Seed     int64
	Scale    float64               // part of the report's figures, above 0 and at most 1; 0 stands for 1
	Clock    *Clock                // the one that the database was opened with
	Progress func(done, total int) // called now and then with the acts done; may be nil
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

// lot is how many acts share a transaction: enough to share its fsync, few
// enough to stay in the cache.
const lot = 8000

// Load makes the demonstration in an empty database. Nothing of it can be undone.
//
// Errors: demo.scale; account.not-empty when there is an account already, or a
// demonstration of another seed; and those of the acts, which are defects.
func Load(ctx context.Context, db *store.DB, office *dossier.Office, keys *registry.Keys, o Options) (Report, error) {
	if o.Scale == 0 {
		o.Scale = 1
	}
	if o.Scale < 0 || o.Scale > 1 {
		return Report{}, fault.New(fault.Invalid, "demo.scale", fault.Args{"value": fmt.Sprint(o.Scale)}).On("scale")
	}
	p, err := newPlan(o.Seed, o.Scale)
	if err != nil {
		return Report{}, err
	}
	h, err := hire(ctx, db, p)
	if err != nil {
		return Report{}, err
	}
	l := &loader{db: db, clock: o.Clock, progress: o.Progress, total: len(p.entries) + len(p.files)}
	if err := l.play(ctx, &script{plan: p, staff: h.staff, office: office, keys: keys, events: make([]uint8, len(p.files))}); err != nil {
		return Report{}, err
	}
	o.Clock.moveTo(Recorded)
	return Report{Planned: p.figures(), Regions: p.regions, Acts: l.done, Sessions: len(p.sittings), Accounts: h.out}, nil
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
	progress    func(done, total int)
	done, total int
}

// play has one goroutine make the scenes ready and this one write them.
func (l *loader) play(ctx context.Context, s *script) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	lots := make(chan []scene, 3)
	go func() {
		defer close(lots)
		for from := 0; from < len(s.entries); from += lot {
			select {
			case lots <- s.scenes(from, min(from+lot, len(s.entries))):
			case <-ctx.Done():
				return
			}
		}
	}()
	for scenes := range lots {
		if err := l.write(ctx, scenes); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// scenes makes entries ready. Within a day the time goes on by a minute with
// every few acts, as it does at a counter.
func (s *script) scenes(from, to int) []scene {
	out := make([]scene, 0, to-from)
	for n := from; n < to; n++ {
		day := s.entries[n].recorded
		if day != s.day {
			s.day, s.nth = day, 0
		}
		at := calendar.StartOf(day) + 9*hour + calendar.Instant(s.nth/perMinute)*minute
		s.nth++
		out = append(out, s.scene(n, at))
	}
	return out
}

// perMinute is how many acts the country records in a minute.
const perMinute = 20

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
	l.clock.moveTo(scenes[len(scenes)-1].at)
	for _, s := range scenes {
		l.done += s.acts
	}
	if l.progress != nil {
		l.progress(l.done, l.total)
	}
	return nil
}
