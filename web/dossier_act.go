package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sanad/dossier"
	"sanad/fault"
	"sanad/web/ui"
)

// inMemory is how much of a form with files is held in memory, in bytes; the
// rest waits in temporary files.
const inMemory = 8 << 20

// actOnDossier carries out an act on the dossier of the address. A button that
// asks for one row more in a list only shows the form again.
func actOnDossier(s *Server, r *request) error {
	req, err := r.actRequest()
	if r.FormValue("add_row") != "" {
		return showDossier(s, r, nil, r.PathValue("act"))
	}
	if err == nil {
		err = r.carryOut(s, &req)
	}
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("file.done"))
		return see(r.backToBoard("/dossiers/" + req.Party.String() + "/" + req.Dossier.String()))
	case mendable(err):
		return showDossier(s, r, err, r.PathValue("act"))
	}
	return err
}

// carryOut reads what the act itself asks and does it; faults come back under
// the names of the form's fields.
func (r *request) carryOut(s *Server, req *dossier.Request) error {
	v, err := readDossier(s, r)
	if err != nil {
		return err
	}
	v.tried = req.Act
	named := asNamed
	if a, ok := v.def.Workflow.Act(req.Act); ok && len(a.Fields)+len(v.def.Form.Sections) > 0 {
		if named, err = v.readAct(a, req); err != nil {
			return err
		}
	}
	if _, err = s.Office.Do(r.Context(), *req); err != nil && mendable(err) {
		rd := &reading{told: map[string]bool{}}
		rd.refuse(err, named)
		return rd.faults.Err()
	}
	return err
}

// actRequest reads the form of an act.
func (r *request) actRequest() (dossier.Request, error) {
	req := dossier.Request{Actor: r.actor, Act: r.PathValue("act")}
	if err := r.readFiles(); err != nil {
		return req, err
	}
	var err error
	if req.Party, err = r.pathID("party"); err != nil {
		return req, err
	}
	if req.Dossier, err = r.pathID("dossier"); err != nil {
		return req, err
	}
	req.Key, req.Reason, req.Outcome, req.Asked = r.key(), strings.TrimSpace(r.FormValue("reason")), r.FormValue("outcome"), r.Form["asked"]
	req.Seen, _ = strconv.ParseInt(r.FormValue("seen"), 10, 64)
	req.Corrects, _ = strconv.ParseInt(r.FormValue("corrects"), 10, 64)
	for _, kind := range r.Form["paper"] {
		req.Papers = append(req.Papers, dossier.Paper{Kind: kind})
	}
	if req.On, err = r.day("on"); err != nil {
		return req, err
	}
	req.Scans, err = r.scans()
	return req, err
}

// readFiles reads a form that may hold files.
//
// Errors: web.too-large.
func (r *request) readFiles() error {
	err := r.ParseMultipartForm(inMemory)
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil, errors.Is(err, http.ErrNotMultipart):
		return nil
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "web.too-large", fault.Args{"most": tooLarge.Limit >> 20})
	}
	return fault.New(fault.Invalid, "web.form-broken", nil).Because(err)
}

// scans are the files of the form's fields "scan.<kind>"; a field left empty is none.
func (r *request) scans() ([]dossier.Scan, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	var out []dossier.Scan
	for name, files := range r.MultipartForm.File {
		kind, ok := strings.CutPrefix(name, "scan.")
		if !ok || len(files) == 0 || files[0].Filename == "" {
			continue
		}
		content, err := readAll(files[0])
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", name, err)
		}
		out = append(out, dossier.Scan{ID: r.newID(), Kind: kind, Name: files[0].Filename, Content: content})
	}
	// A map gives them in any order; sent again they must be the same request.
	slices.SortFunc(out, func(a, b dossier.Scan) int { return strings.Compare(a.Kind, b.Kind) })
	return out, nil
}

func readAll(file *multipart.FileHeader) ([]byte, error) {
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
