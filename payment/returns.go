package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/ledger"
	"sanad/money"
	"sanad/programme"
	"sanad/store"
)

// ReturnsRequest asks for a file of returns to be read.
type ReturnsRequest struct {
	Key       store.ID
	Actor     access.Actor
	On        calendar.Date
	Programme string
	Name      string // of the file, for people
	Content   []byte
}

// Taken is what became of a file of returns, as its event holds it.
type Taken struct {
	Format   string        `json:"format"`
	Message  string        `json:"message"`
	Accepted int64         `json:"accepted"` // orders said to be carried out
	Returned int64         `json:"returned"` // payments that came back by it
	Queued   int64         `json:"queued"`   // entries that wait for a person
	Amount   money.Amount  `json:"amount"`
	Entries  []ReturnEntry `json:"entries"`
}

// ReadReturns takes a file of returns in: all of it in one transaction. What
// came back is due again and can be issued again; an order nobody knows, one that
// came back already, or more than was paid, waits in the queue of exceptions.
//
// Errors: those of ParseReturns; payment.return-twice for the same bytes or the
// same message; payment.forbidden; act's.
func (o *Office) ReadReturns(ctx context.Context, r ReturnsRequest) (act.Event, error) {
	def, err := o.paying(r.Programme)
	if err != nil {
		return act.Event{}, err
	}
	if !r.Actor.Can(access.PaymentsPrepare, r.Programme, "") {
		return act.Event{}, o.hidden(r.Actor, r.Programme, "")
	}
	file, err := ParseReturns(r.Content)
	if err != nil {
		return act.Event{}, err
	}
	sum := sha256.Sum256(r.Content)
	a := act.Act{Key: r.Key, Party: OfficeID(r.Programme), Stream: drawn("returns " + string(sum[:])), Kind: "payment.returns", On: r.On, Actor: r.Actor, Input: sum[:]}
	return act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		t := &taking{Office: o, Step: s, def: def, out: Taken{Format: file.Format, Message: file.Message, Accepted: file.Accepted, Entries: file.Entries}}
		if err := t.once(ctx, sum[:], file, r); err != nil {
			return nil, err
		}
		for _, e := range file.Entries {
			if err := t.entry(ctx, e); err != nil {
				return nil, err
			}
		}
		return t.out, t.end(ctx, sum[:])
	})
}

// taking is a file of returns under way.
type taking struct {
	*Office
	*act.Step
	def   *programme.Definition
	out   Taken
	posts []ledger.Entry
}

// once keeps the file, unless it, or its message, was read before.
func (t *taking) once(ctx context.Context, sum []byte, f ReturnFile, r ReturnsRequest) error {
	n, err := t.Exec(ctx, `insert into payment_return_file (party_id, sha256, id, message, format, name, entries, returned, queued, amount, read_at, read_by)
		values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8, $9) on conflict do nothing`,
		t.Act.Party, sum, t.Act.Stream, f.Message, f.Format, r.Name, len(f.Entries), t.Now(), r.Actor.Account)
	if err != nil || n == 1 {
		return err
	}
	at, err := store.One(ctx, t, store.Value[calendar.Instant], "select min(read_at) from payment_return_file where party_id = $1 and (sha256 = $2 or message = $3)", t.Act.Party, sum, f.Message)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "payment.return-twice", fault.Args{"message": f.Message, "at": at}).On("file")
}

func (t *taking) end(ctx context.Context, sum []byte) error {
	if err := t.Book.Post(ctx, t.Step, t.posts...); err != nil {
		return err
	}
	_, err := t.Exec(ctx, "update payment_return_file set returned = $1, queued = $2, amount = $3 where party_id = $4 and sha256 = $5",
		t.out.Returned, t.out.Queued, int64(t.out.Amount), t.Act.Party, sum)
	return err
}

// entry takes one payment back, or queues it.
func (t *taking) entry(ctx context.Context, e ReturnEntry) error {
	l, r, err := t.find(ctx, e.Reference)
	if errors.Is(err, store.ErrNotFound) {
		return t.queue(ctx, Line{Party: t.Act.Party, Benefit: r.Benefit}, "unknown", e)
	}
	if err != nil {
		return err
	}
	amount := e.Amount
	if amount == 0 {
		amount = l.Amount
	}
	there, err := store.Exists(ctx, t, "select 1 from payment_return where party_id = $1 and benefit = $2 and period = $3 and attempt = $4", l.Party, l.Benefit, int32(l.Period), l.Attempt)
	switch {
	case err != nil:
		return err
	case there:
		return t.queue(ctx, l, "duplicate", e)
	case amount > l.Amount || amount < 0:
		return t.queue(ctx, l, "amount", e)
	case e.On > t.Act.On:
		return t.queue(ctx, l, "future", e)
	}
	return t.giveBack(ctx, l, r, e, amount)
}

// find is the line of an order, of a run that was released.
func (t *taking) find(ctx context.Context, ref string) (Line, Run, error) {
	i := strings.LastIndexByte(ref, '-')
	position, err := strconv.Atoi(ref[i+1:])
	if i < 0 || err != nil {
		return Line{}, Run{}, store.ErrNotFound
	}
	r, err := store.One(ctx, t, scanRun, "select "+runColumns+" from payment_run r where r.party_id = $1 and r.reference = $2 and r.state in ('released', 'sent')", t.Act.Party, ref[:i])
	if err != nil {
		return Line{}, r, err
	}
	l, err := store.One(ctx, t, scanLine, "select "+lineColumns+" from payment_line l where l.run = $1 and l.position = $2 and l.amount > 0", r.Number, position)
	return l, r, err
}

// closing are the reasons for which an account is of no use any more: closed,
// blocked, or a number that is nobody's.
var closing = []string{"AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AC07"}

func (t *taking) giveBack(ctx context.Context, l Line, r Run, e ReturnEntry, amount money.Amount) error {
	on := max(e.On, r.ReleasedOn)
	if e.On.IsZero() {
		on = t.Act.On
	}
	_, err := t.Exec(ctx, "insert into payment_return (party_id, benefit, period, attempt, run, amount, reason, on_day, province) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		l.Party, l.Benefit, int32(l.Period), l.Attempt, l.Run, int64(amount), e.Reason, on, l.Province)
	if err != nil {
		return err
	}
	a, err := t.take(ctx, t.Step, l.Party, l.Benefit)
	if err != nil {
		return err
	}
	a.Settled -= amount
	if err := saveAccount(ctx, t.Step, a); err != nil {
		return err
	}
	if slices.Contains(closing, e.Reason) {
		if err := closePayee(ctx, t.Step, l.Party, l.Payee); err != nil {
			return err
		}
	}
	if e.Reason == "MD07" { // the bank says that the holder died
		if err := t.queue(ctx, l, "deceased", e); err != nil {
			return err
		}
	}
	t.out.Returned++
	t.out.Amount += amount
	t.posts = append(t.posts, t.Office.entry(t.def, t.def.Payment.Posts.Paid, l.Province, -amount, on, l.Party),
		t.Office.entry(t.def, t.def.Payment.Posts.Returned, l.Province, amount, on, l.Party))
	return t.spend(ctx, t.Step, t.def, r.ReleasedOn.Year(), -amount)
}

// queue leaves an entry to a person.
func (t *taking) queue(ctx context.Context, l Line, kind string, e ReturnEntry) error {
	t.out.Queued++
	if l.Benefit == 0 {
		component := Support
		if t.def.Payment.Pays == "tranches" {
			component = Tranche
		}
		var err error
		if l.Benefit, err = t.benefit(ctx, t.Tx, t.def.ID, component); err != nil {
			return err
		}
	}
	return insertException(ctx, t.Step, Exception{Party: l.Party, Benefit: l.Benefit, Run: l.Run, Kind: kind, Amount: e.Amount,
		About: e.Reference + " " + e.Reason, Province: l.Province})
}
