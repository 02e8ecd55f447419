package programme

import "sanad/locale"

// Claim is something that one dossier at a time may hold: a person's stay, the
// subsidy of an institution in a year. The database refuses a second one, also
// when two offices ask at once. An act takes it (claims) and gives it back
// (releases); a correction undoes either.
type Claim struct {
	at
	ID      string      `key:"id,need"`
	Title   locale.Text `key:"title,need"`
	Of      []Expr      `key:"of,need"` // what it is about: texts, numbers or identifiers
	Period  bool        `key:"period"`  // from the act's day until it is given back; periods may follow each other
	Shared  bool        `key:"shared"`  // the same claim in every programme that names it so
	Because locale.Text `key:"because,need"`
}

// Taken is a claim as an act takes it.
type Taken struct {
	Claim  string `json:"claim"`
	Name   string `json:"name"`             // in the whole system
	Period bool   `json:"period,omitempty"` // holds from the act's day
}

// Claim finds a claim by id, nil when there is none.
func (w *Workflow) Claim(id string) *Claim {
	for i := range w.Claims {
		if w.Claims[i].ID == id {
			return &w.Claims[i]
		}
	}
	return nil
}

func (w *Workflow) checkClaims(p page) {
	seen := map[string]bool{}
	for _, c := range w.Claims {
		p.unique(seen, c.line, "claim", c.ID)
		if len(c.Of) == 0 {
			p.say(c.line, "write of: [subject.id, …]", "claim %s is about nothing", c.ID)
		}
	}
}

// checkHolding holds what an act takes and gives back against claims and accounts.
func (w *Workflow) checkHolding(p page, line int, what string, claims, releases []string, d *Definition) {
	for _, id := range claims {
		if w.Claim(id) == nil {
			p.say(line, "add it to claims", "%s takes the claim %q, which is not defined", what, id)
		}
	}
	for _, id := range releases {
		if w.Claim(id) == nil && d.Ledger.Account(id) == nil {
			p.say(line, "name a claim of workflow.yaml or an account of ledger.yaml", "%s releases %q, which is neither", what, id)
		}
	}
}
