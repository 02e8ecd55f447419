package programme

import (
	"slices"
	"strings"

	"sanad/locale"
)

// Funds is how the money of a dossier is shown: what came into its guarded
// accounts, what went out, what is left, in one line or a line for each value of
// a part (each partner of an agreement).
type Funds struct {
	at
	Title    locale.Text   `key:"title,need"`
	By       string        `key:"by"`       // the part of the accounts that makes the lines; one line when empty
	Names    []Code        `key:"names"`    // what values of that part are called which are no organisation of the register
	Progress string        `key:"progress"` // the question, a percentage, that acts set as the work goes on
	Columns  []FundsColumn `key:"columns,need"`
}

// FundsColumn is one sum.
type FundsColumn struct {
	at
	Title   locale.Text `key:"title,need"`
	Account string      `key:"account,need"`
	Side    string      `key:"side,need"` // in, out or left
}

// The sides of an account.
const (
	CameIn  = "in"
	WentOut = "out"
	Left    = "left"
)

// FundsLine is a line with a sum for each column; Key is empty where the
// statement has one line.
type FundsLine struct {
	Key  string
	Sums []int64
}

// Has tells that the funds show an account; those of a programme without any show
// none.
func (f *Funds) Has(account string) bool {
	return f != nil && slices.ContainsFunc(f.Columns, func(c FundsColumn) bool { return c.Account == account })
}

// FundsOf adds up the movements of a dossier, in the order in which its lines first
// appear.
func (d *Definition) FundsOf(moves []Movement) []FundsLine {
	s := d.Ledger.Funds
	if s == nil {
		return nil
	}
	var out []FundsLine
	for _, m := range moves {
		a := d.Ledger.Account(m.Account)
		if a == nil || !s.Has(m.Account) {
			continue
		}
		key := d.partOf(a, m.Name, s.By)
		i := slices.IndexFunc(out, func(l FundsLine) bool { return l.Key == key })
		if i < 0 {
			i, out = len(out), append(out, FundsLine{Key: key, Sums: make([]int64, len(s.Columns))})
		}
		for c, column := range s.Columns {
			out[i].Sums[c] += column.of(m)
		}
	}
	return out
}

// of is what a movement adds to the column.
func (c *FundsColumn) of(m Movement) int64 {
	switch {
	case c.Account != m.Account:
		return 0
	case c.Side == CameIn:
		return max(m.Quantity, 0)
	case c.Side == WentOut:
		return max(-m.Quantity, 0)
	}
	return m.Quantity
}

// partOf is the value of a part in the name of a balance.
func (d *Definition) partOf(a *Account, name, part string) string {
	i := slices.Index(a.Parts, part)
	values := strings.Split(strings.TrimPrefix(name, a.prefix(d.ID)+"/"), "/")
	if i < 0 || i >= len(values) {
		return ""
	}
	return values[i]
}

func (l *Ledger) checkFunds(p page, d *Definition) {
	s := l.Funds
	if s == nil {
		return
	}
	if f := d.Form.Field(s.Progress); s.Progress != "" && (f == nil || f.Type != IntField) {
		p.say(s.line, "name a question of form.yaml of type int", "the progress beside the funds is %q, which is no such question", s.Progress)
	}
	for _, c := range s.Columns {
		a := l.Account(c.Account)
		p.oneOf(c.line, "side", c.Side, CameIn, WentOut, Left)
		switch {
		case a == nil || a.Unit != Centimes:
			p.say(c.line, "name an account of the ledger whose unit is centimes", "the funds add up %q, which is no such account", c.Account)
		case s.By != "" && !slices.Contains(a.Parts, s.By):
			p.say(c.line, "name a part that all its accounts have", "the funds are by %s, which is no part of the account %s", s.By, a.ID)
		}
	}
}
