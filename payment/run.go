package payment

import (
	"sanad/calendar"
	"sanad/money"
	"sanad/store"
)

// Purpose says what a run pays.
type Purpose string

// The purposes of runs.
const (
	Regular  Purpose = "regular" // what is due up to a month
	Reissues Purpose = "reissue" // what came back and can be paid again
	Tranches Purpose = "tranche" // the parts of subsidies whose conditions are met
)

// RunState is how far a run is.
type RunState string

// The states of a run.
const (
	Preparing RunState = "preparing" // batch by batch, in the background
	Failed    RunState = "failed"    // while it was prepared; it can be taken up again
	Prepared  RunState = "prepared"  // its control list waits for somebody else's eyes
	Released  RunState = "released"
	Sent      RunState = "sent" // its files are made
	Discarded RunState = "discarded"
)

// Run pays what is due under a benefit up to a month.
type Run struct {
	Party      store.ID // the programme's office
	ID         store.ID
	Number     int
	Benefit    int
	Period     Month
	Purpose    Purpose
	Reference  string // "W1-2021-06-003", on every file and order
	State      RunState
	Reached    store.ID     // the last beneficiary that is prepared
	Total      int64        // accounts to look at
	Lines      int64        // of the run so far
	Payable    int64        // of them, those that are paid something
	Amount     money.Amount // to be paid
	Due        money.Amount // fallen due with the run
	BeganAt    calendar.Instant
	PreparedBy store.ID
	ReleasedBy store.ID
	ReleasedOn calendar.Date
	ReleasedAt calendar.Instant
	Failure    string // the message key of what went wrong
	Seq        int64  // its last event
}

// Line is what a run pays somebody.
type Line struct {
	Party    store.ID
	Benefit  int
	Period   Month
	Attempt  int
	Run      int
	Position int
	From, To Month        // the months that fell due with it
	Due      money.Amount // of those months
	Amount   money.Amount // to be paid
	Deducted money.Amount // kept for what is owed back
	Monthly  money.Amount // the right in the period's month
	Payee    int
	Mark     string // new, changed, large; empty for what goes on as before
	Hold     string // why nothing is paid: account
	Province string
	Dossier  store.ID
	Decision int64 // the event of the dossier that granted it
}

// The marks of the control list.
const (
	MarkNew     = "new"
	MarkChanged = "changed"
	MarkLarge   = "large"
)

// HoldAccount: nobody knows where to pay. What is due stays due.
const HoldAccount = "account"

// large is how many months a payment may cover before the control list says so.
const large = 12

// batch is how many accounts are prepared in one transaction.
var batch = 20_000
