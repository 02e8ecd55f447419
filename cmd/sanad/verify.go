package main

import (
	"encoding/hex"
	"fmt"
	"sync"

	"sanad/act"
	"sanad/dossier"
	"sanad/edition"
	"sanad/imports"
	"sanad/ledger"
	"sanad/payment"
	"sanad/programme"
	"sanad/registry"
	"sanad/statistics"
	"sanad/store"
)

// verifyCommand holds a database against its own events.
type verifyCommand struct{}

// verification gathers what is found; the parts run at the same time.
type verification struct {
	sync.Mutex
	*session
	sources                                                                   []*programme.Source
	problems, events, dossiers, persons, postings, accounts, tables, editions int
	heads                                                                     []byte
}

// most is how many problems are shown; more of the same help nobody.
const most = 100

func (v *verification) report(problem string) {
	v.Lock()
	defer v.Unlock()
	if v.problems++; v.problems <= most {
		fmt.Fprintln(v.say, problem)
	}
}

// Run walks the hash chains, rebuilds every projection, computes every posting
// again, and reconciles every table.
func (c *verifyCommand) Run(s *session) error {
	set, list, err := s.loadSources()
	if err != nil {
		return err
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	v := &verification{session: s, sources: list}
	ended := make(chan error, 1)
	go func() { ended <- v.files(db, set) }()
	err = v.rest(db, set)
	if filesErr := <-ended; err == nil {
		err = filesErr
	}
	if err != nil {
		return err
	}
	return v.conclude()
}

// files is half of the work: every dossier from its events.
func (v *verification) files(db *store.DB, set *programme.Set) (err error) {
	v.dossiers, err = dossier.NewOffice(db, set).Verify(v, db, v.report)
	return err
}

// rest is the other half.
func (v *verification) rest(db *store.DB, set *programme.Set) (err error) {
	v.events, v.heads, err = act.Verify(v, db, func(b act.Break) {
		v.report(fmt.Sprintf("event %d of %s: %s", b.Event.Seq, b.Event.Stream, b.What))
	})
	if err != nil {
		return err
	}
	v.persons, err = registry.Verify(v, db, func(p registry.Problem) { v.report(fmt.Sprintf("person %s: %s", p.Party, p.What)) })
	if err != nil {
		return err
	}
	if _, err = registry.VerifyEntries(v, db, func(p registry.Problem) { v.report(fmt.Sprintf("party %s: %s", p.Party, p.What)) }); err != nil {
		return err
	}
	if _, err = imports.Verify(v, db, v.report); err != nil {
		return err
	}
	if v.postings, err = ledger.Verify(v, db, v.report); err != nil {
		return err
	}
	if v.accounts, err = payment.NewOffice(db, set, nil, nil).Verify(v, db, v.report); err != nil {
		return err
	}
	if _, err = statistics.VerifyStated(v, db, set, v.sources, v.report); err != nil {
		return err
	}
	if v.editions, err = edition.NewOffice(db, set).Verify(v, db, v.report); err != nil {
		return err
	}
	return v.reconcile(&statistics.Engine{DB: db, Programmes: set})
}

// reconcile computes every table by every dimension.
func (v *verification) reconcile(e *statistics.Engine) error {
	for _, d := range e.Programmes.All() {
		for _, t := range d.Tables {
			for _, by := range t.By {
				r, err := e.Compute(v, statistics.Ask{Table: t.Name, By: by})
				if err != nil {
					return err
				}
				v.tables++
				for _, p := range r.Problems {
					v.report(fmt.Sprintf("table %s by %s: %s", t.Name, by, v.p.Fault(r.Fault(p))))
				}
			}
		}
	}
	return nil
}

func (v *verification) conclude() error {
	fmt.Fprintln(v.out, v.p.T("sanad.verified", "events", v.events, "dossiers", v.dossiers, "persons", v.persons, "postings", v.postings, "accounts", v.accounts, "tables", v.tables, "editions", v.editions))
	fmt.Fprintln(v.out, v.p.T("sanad.heads", "hash", hex.EncodeToString(v.heads)))
	fmt.Fprintln(v.out, v.p.Count("sanad.problems", int64(v.problems)))
	if v.problems > 0 {
		return errTold
	}
	return nil
}
