package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"reflect"
	"strconv"

	"sanad/fault"
	"sanad/locale"
)

const problemType = "application/problem+json"

// Problem is an error as RFC 9457 has it. Its words are in the reader's
// language and name the value and the remedy.
type Problem struct {
	Type     string   `json:"type" example:"urn:sanad:problem:statistics.by-unknown" doc:"What kind of problem it is; stays the same for ever."`
	Title    string   `json:"title" doc:"The kind of problem in words."`
	Status   int      `json:"status" example:"422"`
	Detail   string   `json:"detail" doc:"What is wrong, and what to do."`
	Instance string   `json:"instance" doc:"The address that was asked."`
	Errors   []Detail `json:"errors,omitempty" doc:"One entry for each parameter that is wrong."`
}

// Detail is what is wrong with one parameter.
type Detail struct {
	Field  string `json:"field" example:"asOf"`
	Value  string `json:"value" example:"2021-13-01"`
	Detail string `json:"detail"`
}

// Error is the technical text.
func (p *Problem) Error() string { return p.Type + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes the answer a problem, whatever was asked for.
func (p *Problem) ContentType(string) string { return problemType }

// statuses are the HTTP statuses of the fault codes.
var statuses = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Forbidden: http.StatusForbidden, fault.Unauthenticated: http.StatusUnauthorized, fault.TooLarge: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// parameters are the names that the API gives to fields of the house.
var parameters = map[string]string{"as-of": "asOf", "known-on": "knownOn", "table": "name"}

// problem tells an error to the reader of a request.
func (s *server) problem(ctx context.Context, err error) *Problem {
	r := requestOf(ctx)
	return s.problemOf(r, err, statuses[fault.CodeOf(err)])
}

func (s *server) problemOf(r *http.Request, err error, status int) *Problem {
	p := locale.For(language(r))
	if status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "path", r.URL.Path, "error", err.Error())
	}
	key := fault.KeyOf(err)
	if key == "" {
		key = "fault.internal"
	}
	out := &Problem{Type: "urn:sanad:problem:" + key, Title: p.T("api.status-" + strconv.Itoa(status)), Status: status, Detail: p.Fault(err), Instance: r.URL.RequestURI()}
	var f *fault.Error
	if errors.As(err, &f) {
		out.Errors = details(p, r, f)
	}
	return out
}

// details are the parts of an error that are about a parameter.
func details(p *locale.Printer, r *http.Request, f *fault.Error) []Detail {
	if len(f.Parts) == 0 && f.Field == "" {
		return nil
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []*fault.Error{f}
	}
	var out []Detail
	for _, part := range parts {
		name := part.Field
		if given, ok := parameters[name]; ok {
			name = given
		}
		value := r.URL.Query().Get(name)
		if name == parameters["table"] {
			value = path.Base(r.URL.Path)
		}
		out = append(out, Detail{Field: name, Value: value, Detail: p.Fault(part)})
	}
	return out
}

// send writes a problem outside the library's routes.
func (s *server) send(w http.ResponseWriter, r *http.Request, err error, status int) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(s.problemOf(r, err, status)); err != nil {
		s.Log.Warn("problem not sent", "path", r.URL.Path, "error", err.Error())
	}
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
