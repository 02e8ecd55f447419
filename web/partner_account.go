package web

import (
	"strings"

	"sanad/access"
	"sanad/programme"
)

// namedByCode is how a form finds an organisation for whom it makes an account: the
// register of organisations is public, and who manages accounts types a code.
var namedByCode = access.System("the organisation whose account is made")

// partyOf reads whose files alone a grant reaches, where the form says it.
//
// Errors: programme.not-organisation, file.several-found, on the field.
func (r *request) partyOf(grant *access.Grant) error {
	text := strings.TrimSpace(r.PostFormValue("party"))
	if text == "" {
		return nil
	}
	f := &programme.Field{Key: "party", Type: programme.OrganisationField}
	ids, names, err := r.foundIn(namedByCode, f, text)
	if err == nil {
		grant.Party, err = theOne(f, text, ids, names)
	}
	return onField(err, "party")
}
