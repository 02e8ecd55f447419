// Package payment is the money: what a decision gives by month, the runs that
// pay it, the files they give to banks and the post office, what comes back, and
// the tranches of subsidies.
//
//	account   what the pole owes somebody under a benefit (a component of a programme)
//	span      the right by month, as far ahead as the rules know it
//	run       prepare -> control list -> release by somebody else -> files -> returns
//	line      what a run pays somebody; its key is the promise that nothing is paid twice
//	return    a payment that came back; it is issued again as a further attempt
//	entry     arrears, undue sums and their recovery, each on its own
//	part      a tranche of a subsidy: planned by the decision, payable once the acts
//	          of its file have met what it waits for
//
// The database holds the promises, not the code alone: one line per programme,
// component, period, beneficiary and attempt, a further attempt only after a
// return; never more settled than due; nobody releases what they prepared; the
// yearly envelope and the fund's appropriation never below zero (ledger.Move).
//
// A run is prepared by statements over whole ranges of accounts, a batch to a
// transaction, so that it goes on where it was interrupted, costs the memory of a
// batch, and both engines do the work where the rows are. What a released run
// counts is posted by province in its one transaction; its lines say whom.
//
// What may enter: entitlements in money and how they are paid. What a programme
// pays is data (programme.Payment); who is entitled is for package dossier.
package payment
