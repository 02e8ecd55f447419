package api

import (
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"sanad/account"
	"sanad/fault"
)

// How much one network may ask. A person who reads, or a program that fetches
// every table once, never meets it.
const (
	perSecond = 10
	burst     = 60
	networks  = 4096 // that are remembered; with more, all begin anew
	mostQuery = 4096 // bytes of an address
)

// limiter counts the questions of each network.
type limiter struct {
	mutex sync.Mutex
	of    map[string]*rate.Limiter
}

func newLimiter() *limiter { return &limiter{of: map[string]*rate.Limiter{}} }

func (l *limiter) allow(network string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	one, ok := l.of[network]
	if !ok {
		if len(l.of) >= networks {
			clear(l.of)
		}
		one = rate.NewLimiter(perSecond, burst)
		l.of[network] = one
	}
	return one.Allow()
}

// limited refuses too much of one network, and addresses that nobody types.
func (s *server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = carried(r)
		w.Header().Set("Vary", "Accept-Language, Cookie")
		switch {
		case len(r.URL.RawQuery) > mostQuery:
			s.send(w, r, fault.New(fault.TooLarge, "api.too-long", fault.Args{"most": mostQuery}), http.StatusRequestURITooLong)
		case !s.limit.allow(account.Network(r.RemoteAddr)):
			w.Header().Set("Retry-After", "1")
			s.send(w, r, fault.New(fault.TooLarge, "api.too-many", fault.Args{"each": perSecond}), http.StatusTooManyRequests)
		default:
			next.ServeHTTP(w, r)
		}
	})
}
