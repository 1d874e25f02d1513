package server

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// addresses bound what comes from one network address (docs/protocol.md, Limits), on
// each node by itself. They know it as trusted proxies tell it (proxy.go).
type addresses struct {
	rates rates

	mu   sync.Mutex
	open map[string]int // connections
}

// householdBits is how much of an IPv6 address is one subscriber's network: inside of
// it devices take addresses as they like.
const householdBits = 64

// addressOf is what a remote address counts as.
func addressOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if addr = addr.Unmap().WithZone(""); addr.Is4() {
		return addr.String()
	}
	prefix, _ := addr.Prefix(householdBits) // fails for IPv4 only
	return prefix.String()
}

// enter counts one more connection, unless there are limit. A limit of 0 is none.
func (a *addresses) enter(address string, limit int) bool {
	if limit <= 0 {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.open[address] >= limit {
		return false
	}
	if a.open == nil {
		a.open = make(map[string]int)
	}
	a.open[address]++
	return true
}

func (a *addresses) leave(address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch n := a.open[address]; {
	case n > 1:
		a.open[address] = n - 1
	case n == 1:
		delete(a.open, address)
	}
}

// mayAsk counts a request, and answers it itself when there have been too many from
// its address in this minute. Health checks are not counted.
func (s *Server) mayAsk(w http.ResponseWriter, r *http.Request) bool {
	limit := s.options.Limits.AddressRate
	if limit <= 0 || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		return true
	}
	wait, ok := s.addresses.rates.spend(rateKey{name: addressOf(r.RemoteAddr)}, limit, s.clock.Now())
	if !ok {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second))))
		s.refuseREST(w, r, http.StatusTooManyRequests, "too many requests from this address")
	}
	return ok
}

// mayConnectToo counts the connection of a handshake, and answers it itself when there
// are as many of its address as there may be.
func (s *Server) mayConnectToo(w http.ResponseWriter, r *http.Request, address string) bool {
	ok := s.addresses.enter(address, s.options.Limits.AddressConnections)
	if !ok {
		s.refuseREST(w, r, http.StatusTooManyRequests, "too many connections from this address")
	}
	return ok
}
