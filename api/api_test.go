package api_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"sanad/access"
	"sanad/api"
	"sanad/programme"
	"sanad/programmes"
	"sanad/statistics"
)

var update = flag.Bool("update", false, "write testdata/openapi.json anew")

// nobody asks without a session, over an engine that no question may reach.
func nobody(t *testing.T) http.Handler {
	t.Helper()
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatal(err)
	}
	handler, _ := api.New(api.Config{Statistics: &statistics.Engine{Programmes: set},
		Actor: func(*http.Request) (access.Actor, error) { return access.Actor{}, nil }})
	return handler
}

func ask(h http.Handler, method, path, language string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Language", language)
	h.ServeHTTP(w, r)
	return w
}

// Other programs are built against the description: it changes on purpose, in a
// commit that shows how (go test ./api -update).
func TestTheDescriptionIsTheOneThatWasAgreed(t *testing.T) {
	const file = "testdata/openapi.json"
	got := ask(nobody(t), http.MethodGet, api.Prefix+"/openapi.json", "en").Body.Bytes()
	var pretty strings.Builder
	var any map[string]any
	if err := json.Unmarshal(got, &any); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	out := json.NewEncoder(&pretty)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(any); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(pretty.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if pretty.String() != string(want) {
		t.Errorf("the API is described differently; if that is meant: go test ./api -update, and say it in the commit")
	}
}

func TestEveryRefusalIsAProblem(t *testing.T) {
	h := nobody(t)
	for _, c := range []struct {
		method, path, language string
		status                 int
		holds                  string
	}{
		{"GET", "/api/v1/tables", "ar", 401, "urn:sanad:problem:account.session-ended"},
		{"GET", "/api/v1/tables/01-widows-by-region", "ar", 401, "urn:sanad:problem:account.session-ended"},
		{"GET", "/api/v1/nothing", "fr-MA", 404, "Il n'y a rien"},
		{"GET", "/api/v1/nothing", "ar", 404, "لا شيء في العنوان"},
		{"GET", "/api/v1/tables?nane=x", "en", 422, "“nane” is not known here"},
		{"GET", "/api/v1/tables?lang=de", "fr", 422, "« de »"},
		{"POST", "/api/v1/tables", "en", 405, "only reads"},
		{"GET", "/api/v1/tables?lang=" + strings.Repeat("a", 5000), "en", 414, "too long"},
	} {
		w := ask(h, c.method, c.path, c.language)
		var p api.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Errorf("%s %s: %v: %s", c.method, c.path, err, w.Body)
			continue
		}
		if w.Code != c.status || p.Status != c.status || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s %.60s answered %d %s: %s, want %d with %q", c.method, c.path, w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.holds)
		}
	}
}

// One network cannot take the whole machine.
func TestTooMuchOfOneNetworkIsRefused(t *testing.T) {
	h := nobody(t)
	refused := 0
	for range 200 {
		if w := ask(h, http.MethodGet, "/api/v1/openapi.json", "en"); w.Code == http.StatusTooManyRequests {
			refused++
			if w.Header().Get("Retry-After") == "" {
				t.Fatal("no word of when to try again")
			}
		}
	}
	if refused == 0 {
		t.Error("200 questions at once were all answered")
	}
}
