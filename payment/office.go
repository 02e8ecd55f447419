package payment

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
	"sanad/registry"
	"sanad/store"
)

// Office is where payments are made ready, released and followed: it knows the
// programmes, the ledger's book and the keys of one database. Safe for
// concurrent use.
type Office struct {
	DB         *store.DB
	Programmes *programme.Set
	Book       *ledger.Book
	Keys       *registry.Keys

	plans       sync.Map // programme's definition hash: *programme.Plan
	benefits    sync.Map // [2]string: int, once committed
	simulations sync.Map // what was asked: *Simulation
	bell        store.Bell
}

// NewOffice makes the office of a database. The book is the one that the
// dossiers' office posts with.
func NewOffice(db *store.DB, set *programme.Set, book *ledger.Book, keys *registry.Keys) *Office {
	return &Office{DB: db, Programmes: set, Book: book, Keys: keys, bell: store.NewBell()}
}

// The component that a monthly decision grants, and that of subsidies.
const (
	Support = "support"
	Tranche = "tranche"
)

// component is what a programme pays.
func component(def *programme.Definition) string {
	if def.Payment.Pays == "tranches" {
		return Tranche
	}
	return Support
}

// Refusals of this package.
var (
	ErrForbidden = fault.New(fault.Forbidden, "payment.forbidden", nil)
	ErrState     = fault.New(fault.Conflict, "payment.run-state", nil)
	ErrSelf      = fault.New(fault.Forbidden, "payment.four-eyes", nil)
	ErrProof     = fault.New(fault.Forbidden, "payment.proof-old", nil)
)

// drawn is an identifier that follows from a text: the same each time.
func drawn(text string) store.ID {
	sum := sha256.Sum256([]byte(text))
	return store.MakeID(0, binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))
}

// OfficeID is the party of a programme's runs.
func OfficeID(programmeID string) store.ID { return drawn("payment office " + programmeID) }

// accountID is the stream of an account's events.
func accountID(party store.ID, benefit int) store.ID {
	return drawn("payment account " + party.String() + "/" + string(rune('0'+benefit)))
}

// paying finds a programme that pays.
//
// Errors: programme.unknown, payment.pays-nothing.
func (o *Office) paying(id string) (*programme.Definition, error) {
	def, err := o.Programmes.Get(id)
	if err == nil && def.Payment == nil {
		return nil, fault.New(fault.NotFound, "payment.pays-nothing", fault.Args{"programme": def.Title})
	}
	return def, err
}

// Paying are the programmes that pay.
func (o *Office) Paying() []*programme.Definition {
	var out []*programme.Definition
	for _, d := range o.Programmes.All() {
		if d.Payment != nil {
			out = append(out, d)
		}
	}
	return out
}

// plan is the definition's rules made ready, once.
func (o *Office) plan(def *programme.Definition) *programme.Plan {
	if p, ok := o.plans.Load(def.Hash); ok {
		return p.(*programme.Plan)
	}
	p, _ := o.plans.LoadOrStore(def.Hash, def.Plan())
	return p.(*programme.Plan)
}

// Benefit is what can be paid.
type Benefit struct {
	ID        int
	Programme string
	Component string
}

// benefit finds the number of a programme's component.
//
// Errors: store.not-found when nothing was ever granted under it.
func (o *Office) benefit(ctx context.Context, q store.Q, programmeID, component string) (int, error) {
	key := [2]string{programmeID, component}
	if n, ok := o.benefits.Load(key); ok {
		return n.(int), nil
	}
	n, err := store.One(ctx, q, store.Value[int], "select id from payment_benefit where programme = $1 and component = $2", programmeID, component)
	if err == nil {
		if _, open := q.(*store.DB); open { // committed, so that it may be remembered
			o.benefits.Store(key, n)
		}
	}
	return n, err
}

// Benefits are all of them.
func Benefits(ctx context.Context, q store.Q) ([]Benefit, error) {
	return store.All(ctx, q, func(r store.Row) (Benefit, error) {
		var b Benefit
		err := r.Scan(&b.ID, &b.Programme, &b.Component)
		return b, err
	}, "select id, programme, component from payment_benefit order by id")
}
