package web

import (
	"mime"
	"net/http"
	"strconv"

	"sanad/access"
	"sanad/audit"
	"sanad/dossier"
)

// document sends a scanned paper, always to be saved and never to be shown: a
// file from outside does not run inside our pages.
func document(s *Server, r *request) error {
	party, err := r.pathID("party")
	if err != nil {
		return err
	}
	id, err := r.pathID("document")
	if err != nil {
		return err
	}
	scope := r.actor.Scope(access.DossiersRead)
	doc, content, err := dossier.Content(r.Context(), s.DB, scope, party, id)
	if err != nil {
		return err
	}
	d, err := dossier.Get(r.Context(), s.DB, scope, party, doc.Dossier)
	if err != nil {
		return err
	}
	if err := r.logRead(audit.Document, id, "follow-up", dossierParty(d)); err != nil {
		return err
	}
	r.w.Header().Set("Content-Type", doc.Media)
	r.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": doc.Name}))
	r.w.Header().Set("Content-Length", strconv.FormatInt(doc.Size, 10))
	r.w.WriteHeader(http.StatusOK)
	_, err = r.w.Write(content)
	return err
}
