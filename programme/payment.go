package programme

import (
	"slices"

	"sanad/calendar"
	"sanad/locale"
)

// Payment is how a programme pays what it grants: payment.yaml. A programme that
// pays nothing has no such file.
type Payment struct {
	at
	Pays       string        `key:"pays,need"`  // monthly: the amount of the rules; tranches: the parts of a subsidy
	Fund       string        `key:"fund,need"`  // whose yearly appropriation is spent; programmes may share one
	Doubt      string        `key:"doubt"`      // once a fact is missing that the rules will need: keep (pay on, say so) or stop
	Confirm    bool          `key:"confirm"`    // not read in an official text
	Posts      MoneyPosts    `key:"posts,need"` // what the ledger counts
	Payer      Payer         `key:"payer,need"`
	Files      []Layout      `key:"files,need"`
	Proofs     []Proof       `key:"proofs"`
	Conditions []Milestone   `key:"conditions"` // what a tranche may wait for
	Plans      []SubsidyPlan `key:"plans"`      // the parts of a subsidy
	Excludes   []Exclusion   `key:"excludes"`
	Reported   string        `key:"reported"` // the measure that documents report what was paid in
}

// MoneyPosts are the measures of ledger.yaml, flows in centimes, that payments
// post to. Paid is net: what comes back is taken off again on its day.
type MoneyPosts struct {
	at
	Due       string `key:"due,need"`      // rights fallen due, on the first of their month
	Paid      string `key:"paid,need"`     // orders released less what came back
	Returned  string `key:"returned,need"` // orders that came back
	Undue     string `key:"undue,need"`    // sums found to have been paid without right
	Recovered string `key:"recovered,need"`
}

func (m MoneyPosts) all() []string {
	return []string{m.Due, m.Paid, m.Returned, m.Undue, m.Recovered}
}

// Payer is who orders the payments, as banks know it.
type Payer struct {
	at
	Name    string `key:"name,need"`    // in Latin letters, as on the account
	Account string `key:"account,need"` // the 24 digits of its RIB
	BIC     string `key:"bic,need"`     // of its bank
	Confirm bool   `key:"confirm"`
}

// The formats of files of payments.
const (
	Pain09   = "pain.001.001.09"
	Pain10   = "pain.001.001.10"
	CashList = "cash-list" // for the post office: who draws what, against which card
	CSV      = "csv"
	Fixed    = "fixed" // columns of fixed width
)

// The ways a beneficiary is paid.
const (
	ByBank = "bank"
	ByPost = "post" // drawn in cash at a post office
)

// Layout is a file that a run gives.
type Layout struct {
	at
	ID      string       `key:"id,need"`
	Format  string       `key:"format,need"`
	Ways    []string     `key:"ways,need"` // which payments stand in it: bank, post
	Columns []FileColumn `key:"columns"`   // of csv and fixed
}

// FileColumn is a column of a csv or fixed file.
type FileColumn struct {
	at
	Field string `key:"field,need"` // reference, holder, account, amount, centimes, period, province, programme
	Width int    `key:"width"`      // of a fixed column, in characters
	Right bool   `key:"right"`      // set against the end of its column
	Pad   string `key:"pad"`        // what fills it, a blank unless given
}

// ColumnFields are what a column may hold.
var ColumnFields = []string{"reference", "holder", "account", "amount", "centimes", "period", "province", "programme"}

// Proof is a paper that has to be brought again: without it the right rests.
type Proof struct {
	at
	Document string        `key:"document,need"` // of form.yaml
	Months   int           `key:"months,need"`   // how long it proves
	From     calendar.Date `key:"from,need"`     // nothing is asked again before this day
	Legal    string        `key:"legal"`
	Confirm  bool          `key:"confirm"`
}

// Milestone is a condition that a tranche of a subsidy may wait for: an act of the
// dossier that meets it, or an officer who says that it is met.
type Milestone struct {
	at
	ID    string      `key:"id,need"`
	Act   string      `key:"act"` // of workflow.yaml; none: an officer says so
	Title locale.Text `key:"title,need"`
}

// Exclusion says that this programme's support is not paid beside another's.
type Exclusion struct {
	at
	Programme string        `key:"programme,need"`
	From      calendar.Date `key:"from,need"`
	To        calendar.Date `key:"to"` // the last day; none while it lasts
	Legal     string        `key:"legal,need"`
	Because   locale.Text   `key:"because,need"`
}

// On tells that the exclusion holds on a day.
func (x *Exclusion) On(day calendar.Date) bool {
	return day >= x.From && (x.To.IsZero() || day <= x.To)
}

// Assume is how a condition counts once a fact is missing that it needs.
func (m *Payment) Assume() Tristate {
	if m.Doubt == "keep" {
		return Yes
	}
	return No
}

// Layout finds a file by id, nil when there is none.
func (m *Payment) Layout(id string) *Layout {
	for i := range m.Files {
		if m.Files[i].ID == id {
			return &m.Files[i]
		}
	}
	return nil
}

// Milestone finds a condition of tranches by id, nil when there is none.
func (m *Payment) Milestone(id string) *Milestone {
	for i := range m.Conditions {
		if m.Conditions[i].ID == id {
			return &m.Conditions[i]
		}
	}
	return nil
}

// Excludes are the exclusions between this programme and others on a day, said
// in either of the two, by the other's id.
func (s *Set) Excludes(d *Definition, on calendar.Date) map[string]*Exclusion {
	out := map[string]*Exclusion{}
	for _, other := range s.list {
		if other.Payment == nil {
			continue
		}
		for i := range other.Payment.Excludes {
			x := &other.Payment.Excludes[i]
			switch {
			case !x.On(on):
			case other == d:
				out[x.Programme] = x
			case x.Programme == d.ID && out[other.ID] == nil:
				out[other.ID] = x
			}
		}
	}
	return out
}

func (m *Payment) check(p page, d *Definition) {
	p.oneOf(m.line, "pays", m.Pays, "monthly", "tranches")
	p.oneOf(m.line, "doubt", orDefault(m.Doubt, "stop"), "keep", "stop")
	for _, id := range m.Posts.all() {
		if measure := d.Ledger.Measure(id); measure == nil || measure.Unit != Centimes || measure.Kind != Flow {
			p.say(m.Posts.line, "define it in ledger.yaml as a flow in centimes", "payments post to %q, which is no such measure", id)
		}
	}
	if m.Reported != "" && d.Ledger.Measure(m.Reported) == nil {
		p.say(m.line, "define it in ledger.yaml", "what documents report is %q, which is no measure", m.Reported)
	}
	if len(m.Payer.Account) != 24 {
		p.say(m.Payer.line, "write the 24 digits of the RIB", "the payer's account has %d characters", len(m.Payer.Account))
	}
	m.checkFiles(p)
	for _, proof := range m.Proofs {
		if d.Form.Document(proof.Document) == nil {
			p.say(proof.line, "name a document of form.yaml", "the proof %q is no document", proof.Document)
		}
		d.cites(p, proof.line, "the proof "+proof.Document, proof.Legal, !proof.Confirm)
	}
	for _, x := range m.Excludes {
		d.cites(p, x.line, "the exclusion of "+x.Programme, x.Legal, true)
	}
	seen := map[string]bool{}
	for _, c := range m.Conditions {
		p.unique(seen, c.line, "condition", c.ID)
	}
	m.checkPlans(p, d)
	if m.Pays == "monthly" && (d.Rules.Amount == nil || d.Rules.Amount.Per != "month") {
		p.say(m.line, "give rules.yaml an amount per month, or write pays: tranches", "nothing monthly is granted")
	}
}

func orDefault(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func (m *Payment) checkFiles(p page) {
	seen := map[string]bool{}
	for _, f := range m.Files {
		p.unique(seen, f.line, "file", f.ID)
		p.oneOf(f.line, "format", f.Format, Pain09, Pain10, CashList, CSV, Fixed)
		for _, way := range f.Ways {
			p.oneOf(f.line, "way", way, ByBank, ByPost)
		}
		if tabular := f.Format == CSV || f.Format == Fixed; tabular != (len(f.Columns) > 0) {
			p.say(f.line, "give columns to csv and fixed files, and to no others", "the columns of %s do not fit its format", f.ID)
		}
		for _, c := range f.Columns {
			p.oneOf(c.line, "field", c.Field, ColumnFields...)
			if f.Format == Fixed && c.Width < 1 {
				p.say(c.line, "add width", "the column %s has no width", c.Field)
			}
		}
	}
}

// posts tells that payments post to a measure.
func (m *Payment) posts(measure string) bool {
	return m != nil && slices.Contains(m.Posts.all(), measure)
}
