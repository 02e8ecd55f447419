package web

import (
	"sanad/audit"
	"sanad/dossier"
	"sanad/registry"
	"sanad/store"
	"sanad/web/ui"
)

// purposes are why somebody may look into the register, as a clerk chooses.
var purposes = []string{"application", "follow-up", "correction", "session", "payment", "control", "complaint"}

// purposeOptions are the purposes in words.
func (r *request) purposeOptions() []ui.Option {
	var out []ui.Option
	for _, code := range purposes {
		out = append(out, ui.Option{Value: code, Label: r.purposeName(code)})
	}
	return out
}

// purposeName is a purpose in words; one that is no code is already in words.
func (r *request) purposeName(code string) string {
	for _, known := range append([]string{"direct", "import"}, purposes...) {
		if known == code {
			return r.p.T("web.purpose-" + code)
		}
	}
	return code
}

// purpose is why the page is opened: what the search said, or that a link was
// followed.
func (r *request) purpose() string {
	if p := r.query("purpose"); p != "" {
		return p
	}
	return "direct"
}

// logRead writes who saw whom before the answer is sent: an answer that cannot be
// logged is not given.
func (r *request) logRead(kind audit.Kind, subject store.ID, purpose string, parties ...audit.Party) error {
	return audit.Read(r.Context(), r.s.DB, audit.Entry{By: r.actor, Kind: kind, Parties: parties, Subject: subject, Purpose: purpose, Network: r.network()})
}

func personParty(p registry.Person) audit.Party { return audit.Party{ID: p.ID, Province: p.Province} }

func dossierParty(d dossier.Dossier) audit.Party {
	return audit.Party{ID: d.Party, Province: d.Province}
}
