package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"sanad/web/ui"
)

const (
	languageCookie = "sanad_language"
	flashCookie    = "sanad_flash"
)

// cookie is one that no script reads and no other site sends along.
func (r *request) cookie(name, value string, seconds int) {
	http.SetCookie(r.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.s.Secure})
}

// rememberLanguage keeps the language of ?lang= for a year.
func (r *request) rememberLanguage() {
	if r.URL.Query().Has("lang") {
		r.cookie(languageCookie, string(r.p.Lang()), 365*86400)
	}
}

// sessionCookie: the prefix makes a browser refuse it from anywhere but this
// very host over HTTPS.
func (s *Server) sessionCookie() string {
	if s.Secure {
		return "__Host-sanad"
	}
	return "sanad"
}

// token is the session's, empty when the browser holds none.
func (r *request) token() string {
	c, err := r.Cookie(r.s.sessionCookie())
	if err != nil {
		return ""
	}
	return c.Value
}

// setToken keeps the session's token while the browser is open; an empty one
// forgets it.
func (r *request) setToken(token string) {
	seconds := 0
	if token == "" {
		seconds = -1
	}
	r.cookie(r.s.sessionCookie(), token, seconds)
}

// flash tells the reader on the next page how it went.
func (r *request) flash(tone ui.Tone, message string) {
	r.cookie(flashCookie, base64.URLEncoding.EncodeToString([]byte(string(tone)+"\n"+message)), 60)
}

// takeFlash reads the message left for this page and forgets it.
func (r *request) takeFlash() *ui.Flash {
	c, err := r.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	r.cookie(flashCookie, "", -1)
	raw, err := base64.URLEncoding.DecodeString(c.Value)
	tone, message, ok := strings.Cut(string(raw), "\n")
	if err != nil || !ok {
		return nil
	}
	return &ui.Flash{Tone: ui.Tone(tone), Text: message}
}

// localPath keeps a "next" address inside this site.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(next, "//") || strings.Contains(next, `\`) {
		return "/"
	}
	return u.RequestURI()
}
