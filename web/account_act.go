package web

import (
	"sanad/access"
	"sanad/account"
	"sanad/fault"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// grant reads a right from a form. The account package knows the form of a
// code; that the place and the programme exist is known here.
//
// Errors: access.role-unknown, access.programme-missing, accounts.programme-unknown,
// accounts.territory-missing, access.territory-invalid, each on its field.
func (r *request) grant() (access.Grant, error) {
	out := access.Grant{Role: access.Role(r.PostFormValue("role")), Programme: r.PostFormValue("programme"), Territory: r.PostFormValue("territory")}
	var l fault.List
	switch out.Territory {
	case "":
		l.Add(fault.New(fault.Invalid, "accounts.territory-missing", nil).On("territory"))
	case wholeCountry:
		out.Territory = ""
	default:
		if _, known := territory.ProvinceByCode(out.Territory); !known {
			if _, known = territory.RegionByCode(out.Territory); !known {
				l.Add(fault.New(fault.Invalid, "access.territory-invalid", fault.Args{"value": out.Territory}).On("territory"))
			}
		}
	}
	if _, err := r.s.Programmes.Get(out.Programme); err != nil && out.Programme != access.EveryProgramme && out.Programme != "" {
		l.Add(fault.New(fault.Invalid, "accounts.programme-unknown", fault.Args{"value": out.Programme}).On("programme"))
	}
	l.Add(r.partyOf(&out))
	if l.Err() == nil || out.Territory == "" {
		l.Add(out.Check())
	}
	return out, l.Err()
}

// afterAct leads back to the account, or shows it with what was wrong.
func (v *accountView) afterAct(err error, done string) error {
	switch {
	case err == nil:
		v.flash(ui.Good, done)
		return see(accountPath(v.a.ID))
	case mendable(err):
		v.failed = err
		return v.show()
	}
	return err
}

// grantRight gives an account a right.
func grantRight(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	grant, err := r.grant()
	if err == nil {
		err = account.Grant(r.Context(), s.DB, r.actor, r.key(), v.a.ID, grant)
	}
	return v.afterAct(err, r.p.T("accounts.granted"))
}

// revokeRight takes a right away.
func revokeRight(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	grant := access.Grant{Role: access.Role(r.PostFormValue("role")), Programme: r.PostFormValue("programme"), Territory: r.PostFormValue("territory")}
	grant.Party, _ = store.ParseID(r.PostFormValue("party")) // nonsense is a right that nobody holds
	return v.afterAct(account.Revoke(r.Context(), s.DB, r.actor, r.key(), v.a.ID, grant), r.p.T("accounts.revoked"))
}

// activateAccount opens an account again.
func activateAccount(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	return v.afterAct(account.Activate(r.Context(), s.DB, r.actor, r.key(), v.a.ID), r.p.T("accounts.activated"))
}

// deactivateAccount shuts an account; its history stays.
func deactivateAccount(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	return v.afterAct(account.Deactivate(r.Context(), s.DB, r.actor, r.key(), v.a.ID), r.p.T("accounts.deactivated"))
}

// resetPassword makes a one-time link by which the holder sets a new password.
func resetPassword(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	token, err := account.Reset(r.Context(), s.DB, r.actor, r.key(), v.a.ID)
	if err != nil {
		return v.afterAct(err, "")
	}
	return v.showLink(token)
}

// showLink shows the account with its one-time link, in the answer itself: it is
// in no address, no cookie and no log. A form sent twice has no link to show any
// more: only its digest is kept.
func (v *accountView) showLink(token string) error {
	if token == "" {
		v.failed = fault.New(fault.Conflict, "accounts.link-gone", nil)
		return v.show()
	}
	scheme := "http://"
	if v.s.Secure {
		scheme = "https://"
	}
	v.link = scheme + v.Host + "/password/" + token
	return v.show()
}

// endAccountSession signs the account out of one browser.
func endAccountSession(s *Server, r *request) error {
	v, err := r.readAccount()
	if err != nil {
		return err
	}
	var id store.ID
	if id, err = r.pathID("session"); err != nil {
		return err
	}
	return v.afterAct(account.End(r.Context(), s.DB, r.actor, id), r.p.T("web.session-ended"))
}
