package imports

import (
	"context"
	"errors"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/programme"
	"sanad/sheet/table"
	"sanad/store"
	"sanad/territory"
)

// batchRows is how many rows are written in one transaction, with what came of
// them; the dry run writes down what it found after as many. A variable for tests.
var batchRows = 100

// pass is one going through a file: the dry run, or the real one.
type pass struct {
	o             *Office
	is            Import
	dry           bool
	actor         access.Actor
	writes, reads access.Scope
	def           *programme.Definition // of applications
	reader        *reader
	seen          *seen
}

// begin makes a pass ready.
func (o *Office) begin(ctx context.Context, i Import) (*pass, *table.File, error) {
	p := &pass{o: o, is: i, dry: i.State == Checking}
	if err := p.rights(ctx); err != nil {
		return nil, nil, err
	}
	fields, err := o.Fields(i.Kind, i.Programme)
	if err != nil {
		return nil, nil, err
	}
	if i.Kind == Applications {
		if p.def, err = o.programme(i.Programme); err != nil {
			return nil, nil, err
		}
	}
	f, err := o.open(ctx, i, i.Mapping.Read)
	if err != nil {
		return nil, nil, err
	}
	if err := i.Mapping.check(i.Kind, fields, f.Columns); err != nil {
		return nil, nil, err
	}
	places := &communes{of: map[string]map[string]string{}, read: func(province string) ([]territory.Commune, error) {
		return territory.Communes(ctx, o.DB, province)
	}}
	p.reader = newReader(i.Mapping, fields, f, i.Province, o.DB.Today(), places)
	if p.def != nil {
		p.reader.lists = listLabels(p.def)
	}
	if p.seen, err = newSeen(ctx, o.DB); err != nil {
		return nil, nil, err
	}
	if p.dry { // what is seen is in memory: a dry run that was interrupted begins anew
		p.is.Done, p.is.Reached, p.is.Counts, p.is.Wrong = 0, 0, Counts{}, nil
	}
	return p, f, p.recall(ctx, f)
}

// rights are the importer's as they are now: what was taken away since the last
// batch holds for the next.
func (p *pass) rights(ctx context.Context) (err error) {
	p.actor, err = p.o.importer(ctx, p.is)
	p.writes, p.reads = p.actor.Scope(access.PersonsWrite), p.actor.Scope(access.PersonsRead)
	return err
}

// through goes through the rest of the file.
func (p *pass) through(ctx context.Context, f *table.File, progress func(done, total int64)) error {
	var batch []*unit
	rows := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := p.batch(ctx, batch)
		batch, rows = nil, 0
		if err == nil && progress != nil {
			progress(p.is.Done, p.is.Total)
		}
		return err
	}
	for u, err := range p.units(f, p.is.Reached) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		batch = append(batch, u)
		if rows += len(u.rows); rows >= batchRows {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return p.end(ctx)
}

// batch plans some units and writes them; in a dry run it tries each and writes
// nothing but what it found.
func (p *pass) batch(ctx context.Context, units []*unit) error {
	if err := p.rights(ctx); err != nil {
		return err
	}
	p.seen.added = nil
	for _, u := range units {
		if err := p.plan(ctx, u); err != nil {
			return err
		}
		if p.dry && u.stands() && u.changes() && !u.restsOnAbove() {
			if err := p.try(ctx, u); err != nil {
				return err
			}
		}
		if u.stands() {
			p.accept(u)
		}
	}
	err := p.keep(ctx, units)
	if !p.dry {
		if renewErr := p.seen.renew(ctx, p.o.DB); err == nil {
			err = renewErr
		}
	}
	r, refused := refusedBy(err)
	if !refused {
		return err
	}
	p.seen.takeBack()
	if len(units) > 1 { // each alone tells which it was, and the others are written
		for _, u := range units {
			if err := p.batch(ctx, []*unit{u}); err != nil {
				return err
			}
		}
		return nil
	}
	units[0].refuseBy(r)
	return p.keep(ctx, units)
}

// restsOnAbove tells that a unit needs somebody whom a row above registers, who
// in a dry run is not there.
func (u *unit) restsOnAbove() bool {
	for _, e := range u.entries {
		if e.above {
			return true
		}
	}
	return false
}

// errTried ends a dry run's transaction, so that nothing of it stays.
var errTried = errors.New("tried")

// try carries out a unit's acts and takes them back.
func (p *pass) try(ctx context.Context, u *unit) error {
	err := act.Together(ctx, p.o.DB, func(tx *store.Tx) error {
		if err := p.write(ctx, tx, u); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return nil
	}
	if r, refused := refusedBy(err); refused {
		u.refuseBy(r)
		return nil
	}
	return err
}

// worker is who notes how far an import is.
var worker = access.SystemActor("import worker")

// noted is an act of the worker on the import. Its key is new each time: that it
// does not take place twice is for unmoved to see.
func (p *pass) noted(kind string) act.Act {
	return act.Act{Key: store.NewID(p.o.DB.Now()), Party: p.is.ID, Stream: p.is.ID, Kind: "imports." + kind, On: p.o.DB.Today(), Actor: worker}
}

// keep writes the units that stand, what came of the others, and how far the
// import is, all in one transaction.
func (p *pass) keep(ctx context.Context, units []*unit) error {
	next, rows, err := p.after(units)
	if err != nil {
		return err
	}
	last := units[len(units)-1]
	next.Reached = int64(last.rows[len(last.rows)-1].Number)
	a := p.noted("batch")
	err = act.Together(ctx, p.o.DB, func(tx *store.Tx) error {
		_, err := act.In(ctx, tx, a, func(ctx context.Context, s *act.Step) (any, error) {
			now, err := p.unmoved(ctx, s)
			if err != nil {
				return nil, err
			}
			if err := replaceRows(ctx, s, p.is.ID, p.is.Reached, next.Reached, rows); err != nil {
				return nil, err
			}
			was := now.Seq
			now.Done, now.Reached, now.Counts, now.Wrong = next.Done, next.Reached, next.Counts, next.Wrong
			return map[string]any{"reached": now.Reached, "counts": now.Counts}, update(ctx, s, now, was)
		})
		if err != nil || p.dry {
			return err
		}
		for _, u := range units {
			if u.stands() && u.changes() {
				if err := p.write(ctx, tx, u); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		p.is.Done, p.is.Reached, p.is.Counts, p.is.Wrong = next.Done, next.Reached, next.Counts, next.Wrong
	}
	return err
}

// after is the import once some units are done, and their rows to be kept.
func (p *pass) after(units []*unit) (Import, []kept, error) {
	next := p.is
	var rows []kept
	for _, u := range units {
		next.Done += int64(len(u.rows))
		for _, e := range u.entries {
			next.Counts.add(u.outcome(e), 1)
		}
		left := u.left()
		next.Wrong = met(next.Wrong, left)
		for _, r := range left {
			k, err := p.o.sealRow(p.is.ID, r)
			if err != nil {
				return next, nil, err
			}
			rows = append(rows, k)
		}
	}
	return next, rows, nil
}

// unmoved is the import as it is now, provided that nobody stopped it, began it
// anew or went on with it meanwhile.
func (p *pass) unmoved(ctx context.Context, s *act.Step) (Import, error) {
	now, err := Get(ctx, s, access.System("an import under way"), p.is.ID)
	if err == nil && (now.State != p.is.State || now.MovedAt != p.is.MovedAt || !p.dry && now.Reached != p.is.Reached) {
		err = ErrState
	}
	return now, err
}

// end closes the pass.
func (p *pass) end(ctx context.Context) error {
	_, err := act.Do(ctx, p.o.DB, p.noted("end"), func(ctx context.Context, s *act.Step) (any, error) {
		now, err := p.unmoved(ctx, s)
		if err != nil {
			return nil, err
		}
		was := now.Seq
		if now.State = Done; p.dry {
			now.State = Checked
		}
		now.MovedAt, now.Total = s.Now(), now.Done // read otherwise than it came, a file has other rows
		return map[string]any{"state": now.State, "counts": now.Counts}, update(ctx, s, now, was)
	})
	return err
}

// Advance does the work that an import waits for, until it is checked, done, or
// stopped, and tells how far it is after each batch. A failure is kept with the
// import, which can then be taken up again (Run). Two that work at the same one do
// not harm each other.
//
// Errors: the store's and those of the file; context's when it was told to stop,
// which leaves the import to go on later.
func (o *Office) Advance(ctx context.Context, id store.ID, progress func(done, total int64)) error {
	for {
		again, err := o.once(ctx, id, progress)
		if err != nil || !again {
			return err
		}
	}
}

// once goes through a file; again tells that somebody else moved the import
// meanwhile, or works on it too.
func (o *Office) once(ctx context.Context, id store.ID, progress func(done, total int64)) (again bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	i, err := Get(ctx, o.DB, access.System("an import to be worked on"), id)
	if err != nil || !i.State.Works() {
		return false, err
	}
	p, f, err := o.begin(ctx, i)
	if err == nil {
		err = p.through(ctx, f, progress)
	}
	switch {
	case err == nil:
		return true, nil // what it is now says whether there is more
	case errors.Is(err, ErrState):
		return true, nil
	}
	return false, errors.Join(err, o.fail(ctx, i, err))
}

// fail keeps what went wrong, unless the work was only told to stop or may go on
// by itself.
func (o *Office) fail(ctx context.Context, i Import, cause error) error {
	if ctx.Err() != nil || fault.CodeOf(cause) == fault.Unavailable {
		return nil
	}
	key := fault.KeyOf(cause)
	if key == "" {
		key = "fault.internal"
	}
	r := Request{Key: store.NewID(o.DB.Now()), Actor: worker, Import: i.ID}
	return o.move(ctx, r, "fail", key, func(_ *act.Step, now *Import) (any, error) {
		if now.State != i.State {
			return nil, ErrState
		}
		now.State, now.Resumes, now.Failure = Failed, i.State, key
		return map[string]any{"failure": key}, nil
	})
}
