package programme

import (
	"maps"
	"slices"

	"sanad/locale"
)

// Board is a page for a team at work: what was written down tonight, a quick entry
// of whom it meets, who is followed, what is due, what stands beside. A programme
// that has one says here what it shows.
type Board struct {
	at
	Title   locale.Text       `key:"title,need"`
	Counts  []string          `key:"counts,need"` // flows of the night; the dossiers of the first are listed
	Begins  map[string]string `key:"begins"`      // answers that the quick entry begins with
	Again   string            `key:"again"`       // act offered on whoever is followed
	Follows []string          `key:"follows"`     // states of those
	Beside  []string          `key:"beside"`      // programmes whose open dossiers are shown, and what they count tonight
	Stock   string            `key:"stock"`       // guarded account whose first part is a dossier of StockOf
	StockOf string            `key:"stock_of"`
}

func (w *Workflow) checkBoard(p page, d *Definition) {
	b := w.Board
	if b == nil {
		return
	}
	for _, id := range b.Counts {
		if m := d.Ledger.Measure(id); m == nil || m.Kind != Flow {
			p.say(b.line, "name a flow of ledger.yaml", "the board counts %q, which is none", id)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(b.Begins)) {
		if f := d.Form.Field(key); f == nil || f.Type == ListField || f.Type == ChoicesField {
			p.say(b.line, "name a question of form.yaml that is no list", "the board begins with an answer to %q, which is no such question", key)
		}
	}
	if a, ok := w.Act(b.Again); b.Again != "" && (!ok || !a.Stay) {
		p.say(b.line, "name an act with stay: true", "the board offers %q again, which is no such act", b.Again)
	}
	for _, state := range b.Follows {
		w.refers(p, b.line, "the board", state)
	}
	if a := d.Ledger.Account(b.Stock); b.Stock != "" && (a == nil || len(a.Parts) < 2 || b.StockOf == "") {
		p.say(b.line, "name an account with a dossier and something else as parts, and stock_of: its programme", "the board shows the stock %q, which is no such account", b.Stock)
	}
}

// checkBeside holds a board against the other programmes.
func (s *Set) checkBeside(p page, b *Board) {
	if b == nil {
		return
	}
	for _, id := range append(slices.Clone(b.Beside), b.StockOf) {
		if id != "" && s.byID[id] == nil {
			p.say(b.line, "name the folder of a programme", "the board shows the programme %q, which is not there", id)
		}
	}
}
