package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// forwardedHeaders are what proxies say of the request that reached them.
var forwardedHeaders = []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"}

// behindProxy returns the request as it reached the outermost trusted proxy: with
// the address of the client, and without what nobody trusted says.
func (s *Server) behindProxy(r *http.Request) *http.Request {
	isForwarded := false
	for _, name := range forwardedHeaders {
		isForwarded = isForwarded || len(r.Header.Values(name)) > 0
	}
	if !isForwarded {
		return r
	}
	if !s.isTrusted(r.RemoteAddr) {
		r = r.Clone(r.Context())
		for _, name := range forwardedHeaders {
			r.Header.Del(name)
		}
		return r
	}
	if client := s.forwardedClient(r.Header.Values("X-Forwarded-For")); client != "" {
		r = r.WithContext(r.Context()) // a copy: the address is the caller's
		r.RemoteAddr = net.JoinHostPort(client, "0")
	}
	return r
}

// forwardedClient is the last address that a trusted proxy has seen and that is no
// proxy of ours. What stands before it anybody may have written.
func (s *Server) forwardedClient(headers []string) string {
	hops := strings.Split(strings.Join(headers, ","), ",")
	client := ""
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		if client = hop; !s.isTrusted(hop) {
			break
		}
	}
	return client
}

// isTrusted says whether an address, with or without a port, is a proxy's.
func (s *Server) isTrusted(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.options.TrustedProxies {
		if p.Contains(addr.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
