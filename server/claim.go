package server

// claimKey is a tag of a client. One device at a time uses it.
type claimKey struct{ client, tag string }

// maxClaims bounds how many claims are remembered. Those of devices that are online
// need no memory.
const maxClaims = 1 << 16

// claim puts s into the hub, unless it only comes back after a lost connection (again) and
// its tag is another device's by now: who logs in wins, and keeps the tag when its
// own connection is lost (docs/protocol.md, Session). It returns the sessions that
// lose the tag, which are still to be closed.
func (h *hub) claim(s *session, again bool) (losers []*session, won bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.hasTag() {
		key := claimKey{s.client, s.tag}
		device, claimed := h.claims[key]
		if again && claimed && device != s.device {
			return nil, false
		}
		for _, other := range h.clients[s.client] {
			if other.tag != s.tag || other.conn == s.conn {
				continue
			}
			if again && other.device != s.device {
				return nil, false
			}
			losers = append(losers, other)
		}
		if !claimed && len(h.claims) >= maxClaims {
			clear(h.claims)
		}
		h.claims[key] = s.device
	}
	h.clients[s.client] = append(h.clients[s.client], s)
	h.count++
	return losers, true
}

// hasTag says whether the client asked to be on one device at a time.
func (s *session) hasTag() bool { return s.tag != "" && s.tag != "default" }

// release gives the tag of a client that logs out free.
func (h *hub) release(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if key := (claimKey{s.client, s.tag}); s.hasTag() && h.claims[key] == s.device {
		delete(h.claims, key)
	}
}

// explain says, of a token that is worth nothing, that its tag is another device's
// by now, if so.
func (h *hub) explain(err error, t sessionToken) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if device, claimed := h.claims[claimKey{t.Client, t.Tag}]; claimed && device != t.Device {
		return refuse(SessionConflict)
	}
	return err
}
