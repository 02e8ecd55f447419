package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"sanad/access"
	"sanad/account"
	"sanad/fault"
	"sanad/locale"
)

type requestKey struct{}

// carried puts the request where the answers find it.
func carried(r *http.Request) *http.Request {
	holder := new(http.Request)
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, holder))
	*holder = *r
	return r
}

func requestOf(ctx context.Context) *http.Request {
	return ctx.Value(requestKey{}).(*http.Request)
}

// language is what was asked for with lang, or what the client prefers.
func language(r *http.Request) locale.Lang {
	if l, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
		return l
	}
	return locale.Negotiate(r.Header.Get("Accept-Language"))
}

// may tells who asks, and refuses somebody who may not read tables.
//
// Errors: account.ErrSessionEnded, access.forbidden.
func (s *server) may(ctx context.Context, permission access.Permission) (access.Actor, error) {
	actor, err := s.Actor(requestOf(ctx))
	switch {
	case err != nil:
		return actor, err
	case actor.Account.IsZero():
		return actor, account.ErrSessionEnded
	case !actor.Holds(permission):
		return actor, fault.New(fault.Forbidden, "access.forbidden", nil)
	}
	return actor, nil
}

// knows refuses parameters that a question does not have: a filter with a
// mistyped name would give everything and look like an answer. A language that
// is not spoken is refused too.
//
// Errors: api.parameter-unknown and api.lang-unknown on the parameter.
func knows(ctx context.Context, names ...string) error {
	var list fault.List
	query := requestOf(ctx).URL.Query()
	names = append(names, "lang")
	for name := range query {
		if !slices.Contains(names, name) {
			list.Add(fault.New(fault.Invalid, "api.parameter-unknown", fault.Args{"name": name, "names": strings.Join(names, ", ")}).On(name))
		}
	}
	if lang := query.Get("lang"); lang != "" {
		if _, ok := locale.Parse(lang); !ok {
			list.Add(fault.New(fault.Invalid, "api.lang-unknown", fault.Args{"lang": lang}).On("lang"))
		}
	}
	return list.Err()
}
