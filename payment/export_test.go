package payment

import (
	"sanad/calendar"
	"sanad/programme"
)

// SetBatch makes batches of n accounts until the function it gives is called.
func SetBatch(n int) func() {
	was := batch
	batch = n
	return func() { batch = was }
}

// Schedule is the right by month of facts, for populations that tests make.
func (o *Office) Schedule(def *programme.Definition, text string, begins calendar.Date) ([]Span, error) {
	return o.schedule(def, text, begins)
}

// FactsText is the part of the answers that the rules read.
func (o *Office) FactsText(def *programme.Definition, a programme.Answers) string {
	return o.plan(def).RowText(a)
}

// PayeePurpose keeps the ciphers of payees apart from others.
const PayeePurpose = payeePurpose
