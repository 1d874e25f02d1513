package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// isAllowedOrigin says whether a page may connect by a list of origins
// (Options.Origins). What sends no origin is no page.
func isAllowedOrigin(list []string, origin string) bool {
	if len(list) == 0 || origin == "" {
		return true
	}
	origin = strings.ToLower(origin)
	return slices.ContainsFunc(list, func(pattern string) bool {
		scheme, host, isWild := strings.Cut(pattern, "://*.")
		if !isWild {
			return pattern == "*" || pattern == origin
		}
		rest, ok := strings.CutPrefix(origin, scheme+"://")
		return ok && strings.HasSuffix(rest, "."+host)
	})
}

// isOwnOrigin says whether the page comes from this server. Where the server knows its
// name, that counts: any name can be made to lead to its address.
func (s *Server) isOwnOrigin(r *http.Request) bool {
	own := r.Host
	if public, err := url.Parse(s.options.PublicURL); err == nil && public.Host != "" {
		own = public.Host
	}
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, own)
}

// mayConnect checks the origin of a request against the server's list.
func (s *Server) mayConnect(r *http.Request) bool {
	return isAllowedOrigin(s.options.Origins, r.Header.Get("Origin")) || s.isOwnOrigin(r)
}

// requireOrigin ends the connection of a page that may not log in to the app. It
// says whether it did not.
func (r *request) requireOrigin(a *app) bool {
	if isAllowedOrigin(a.Origins, r.conn.origin) {
		return true
	}
	r.fail(refusef(InvalidOrigin, "pages of %s may not log in to app %q", r.conn.origin, a.ID))
	r.conn.finish(InvalidOrigin, InvalidOrigin.String())
	return false
}
