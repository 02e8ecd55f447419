package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"sanad/fault"
	"sanad/locale"
	"sanad/web/assets"
)

// mostBody bounds what a request may send, in bytes: nine papers of five
// megabytes and the form around them.
const mostBody = 50 << 20

// headers go with every answer, errors and assets included (bar S6). data: is
// for the icons inside the style sheet.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
}

// around is what every request passes through. Requests that change something
// must come from this site (Sec-Fetch-Site, or Origin against Host).
func (s *Server) around(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(s.serve(Route{Access: Public, do: forged}))
	guarded := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:10]
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if s.Secure {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !strings.HasPrefix(r.URL.Path, assets.Prefix) {
			w.Header().Set("Cache-Control", "no-store")
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		guarded.ServeHTTP(w, r)
	})
}

// forged refuses a form that another site sent.
func forged(*Server, *request) error { return fault.New(fault.Forbidden, "web.forged", nil) }

// caught turns a panic in a page into an error: a defect in one page must not end
// the others.
func (s *Server) caught(rt Route, r *request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic in a page", "id", r.id, "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return rt.do(s, r)
}

type requestKey struct{}

// requestID is the number of a request, for the log and the error page.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// language is what the reader asked for with ?lang= or chose before; Arabic
// until then, the language of the administration, whatever the browser says.
func language(r *http.Request) locale.Lang {
	if l, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
		return l
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := locale.Parse(c.Value); ok {
			return l
		}
	}
	return locale.Arabic
}
