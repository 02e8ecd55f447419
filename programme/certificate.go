package programme

import (
	"slices"

	"sanad/locale"
)

// Certificate is a paper that an act gives: a licence, an accreditation. It is
// printed from the page of its dossier, says what the act decided and shows the
// register's entry as the act left it.
type Certificate struct {
	at
	ID       string      `key:"id,need"`
	On       string      `key:"on,need"`    // the act that gives it
	Outcomes []string    `key:"outcomes"`   // with which outcomes; all when empty
	Title    locale.Text `key:"title,need"` // of the paper
	Text     locale.Text `key:"text,need"`  // what is certified
	Shows    []string    `key:"shows"`      // questions of the act or of the form whose answers stand on it
	Legal    string      `key:"legal"`
}

// Given tells that an act with an outcome gives the certificate.
func (c *Certificate) Given(act, outcome string) bool {
	return c.On == act && (len(c.Outcomes) == 0 || slices.Contains(c.Outcomes, outcome))
}

// Certificate finds a certificate by id, nil when there is none.
func (w *Workflow) Certificate(id string) *Certificate {
	for i := range w.Certificates {
		if w.Certificates[i].ID == id {
			return &w.Certificates[i]
		}
	}
	return nil
}

func (w *Workflow) checkCertificates(p page, d *Definition) {
	seen := map[string]bool{}
	for i := range w.Certificates {
		c := &w.Certificates[i]
		p.unique(seen, c.line, "certificate", c.ID)
		d.cites(p, c.line, "certificate "+c.ID, c.Legal, false)
		a, ok := w.Act(c.On)
		if !ok {
			p.say(c.line, "name an act", "certificate %s is given by %q, which is no act", c.ID, c.On)
			continue
		}
		for _, o := range c.Outcomes {
			if a.Outcome(o) == nil {
				p.say(c.line, "name an outcome of act "+a.ID, "certificate %s is given with the outcome %q, which act %s does not have", c.ID, o, a.ID)
			}
		}
		for _, key := range c.Shows {
			if a.Field(key) == nil && d.Form.Field(key) == nil {
				p.say(c.line, "name a question of the act or of form.yaml", "certificate %s shows %q, which nobody asks", c.ID, key)
			}
		}
	}
}
