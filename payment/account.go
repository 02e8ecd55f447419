package payment

import (
	"sanad/money"
	"sanad/store"
)

// State of an account.
type State string

// The states of an account.
const (
	Running   State = "running"
	Suspended State = "suspended" // nothing falls due until it is resumed
	Ended     State = "ended"
)

// Account is what the pole owes somebody under a benefit.
type Account struct {
	Party     store.ID
	Benefit   int
	ID        store.ID // the stream of its events
	Dossier   store.ID // whose decision it pays
	Decision  int64    // the event that granted it
	Province  string
	State     State
	AccruedTo Month        // the last month whose right is in Due
	Due       money.Amount // fallen due so far
	Settled   money.Amount // of that, ordered and not come back, or set off
	Owed      money.Amount // paid without right, to be recovered
	Deduct    money.Amount // at most so much of it is kept from each payment
	Monthly   money.Amount // what the last run found due for its month
	ProofTo   Month        // the last month that its proofs cover; 0: none is asked for
	Payee     int          // how it is paid; 0: not known
}

// Span is the right by month from one to another.
type Span struct {
	From    Month
	To      Month // 0: as long as nothing is known to change it
	Amount  money.Amount
	InDoubt bool // a fact will be asked for that nobody has given yet
}

// covers tells that a month lies in the span.
func (s Span) covers(m Month) bool { return m >= s.From && (s.To == 0 || m <= s.To) }

// amountIn is what spans give in a month.
func amountIn(spans []Span, m Month) money.Amount {
	for _, s := range spans {
		if s.covers(m) {
			return s.Amount
		}
	}
	return 0
}

// EntryKind says what an entry does.
type EntryKind string

// The kinds of entries.
const (
	Arrears EntryKind = "arrears" // months already accrued are worth more
	Lowered EntryKind = "lowered" // less, and not yet paid
	Undue   EntryKind = "undue"   // less, and paid already: to be recovered
	Repaid  EntryKind = "repaid"
	Waived  EntryKind = "waived"
	Forgone EntryKind = "forgone" // months that give nothing: suspended, or beside another support
	Part    EntryKind = "tranche" // a part of a subsidy became payable
)

// Entry is what changed an account beside the months.
type Entry struct {
	N        int
	Kind     EntryKind
	Amount   money.Amount
	From, To Month
	Seq      int64 // the event of the account that made it
}
