package api

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sanad/access"
	"sanad/fault"
	"sanad/statistics"
)

// Prefix is where Handler is mounted.
const Prefix = "/api/v1"

// Config is what the API needs.
type Config struct {
	Statistics *statistics.Engine
	Actor      func(*http.Request) (access.Actor, error) // who asks; a zero account when nobody is signed in
	Log        *slog.Logger
}

// server answers the API. Safe for concurrent use.
type server struct {
	Config
	limit *limiter
}

// New makes the handler of everything under Prefix, and the description of it.
func New(c Config) (http.Handler, *huma.OpenAPI) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &server{Config: c, limit: newLimiter()}
	mux := http.NewServeMux()
	api := humago.NewWithPrefix(mux, Prefix, settings())
	s.tables(api)
	mux.HandleFunc("/", s.nothing)
	return s.limited(mux), api.OpenAPI()
}

// settings describe the API. No page of documentation is served: its script
// would come from another site.
func settings() huma.Config {
	c := huma.DefaultConfig("Sanad", "1")
	c.Info.Description = "Tables and figures of social assistance, as of any day and as known on any instant. " +
		"Every answer can be had again: it says the instant it is known on, and the hash of its definition."
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", nil
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: "sanad",
		Description: "The session of somebody who signed in on the pages; over HTTPS its name is __Host-sanad."}}
	return c
}

// nothing answers an address that is not there.
func (s *server) nothing(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.send(w, r, fault.New(fault.Invalid, "api.read-only", fault.Args{"method": r.Method}).On("method"), http.StatusMethodNotAllowed)
		return
	}
	s.send(w, r, fault.New(fault.NotFound, "api.nothing-here", fault.Args{"path": r.URL.Path}), http.StatusNotFound)
}

// get registers a question. Parameters are read by the house, which names the
// field, the value and the remedy; the library only documents them.
func get[I, O any](api huma.API, s *server, op huma.Operation, answer func(context.Context, *I) (*O, error)) {
	op.Method, op.SkipValidateParams = http.MethodGet, true
	for _, status := range []int{401, 403, 404, 409, 414, 422, 429, 503} {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status),
			Content: map[string]*huma.MediaType{problemType: {Schema: api.OpenAPI().Components.Schemas.Schema(typeOf[Problem](), true, "Problem")}}}
	}
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := answer(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}
