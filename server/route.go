package server

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

const (
	socketPath = "/ws"
	routeTTL   = 3600 // seconds for which a client may keep the answer
)

// route tells a client where the WebSocket is (docs/protocol.md, Transport).
// Whether that is ws or wss depends on how the request came, not on what the
// client asks for: SDKs always ask for a secure one.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("appId")
	if s.app(id) == nil {
		s.log.Info("route refused", "remote", r.RemoteAddr, "app", shorten(id), "code", int(AppNotAvailable))
		writeError(w, http.StatusNotFound, int(AppNotAvailable), "no such app")
		return
	}
	socket := s.socketURL(r)
	writeJSON(w, http.StatusOK, map[string]any{
		"groupId":   "default",
		"groupUrl":  socket,
		"server":    socket,
		"secondary": socket,
		"ttl":       routeTTL,
	})
}

func (s *Server) socketURL(r *http.Request) string {
	base, _ := strings.CutPrefix(s.publicURL(r), "http") // leaves the s of https
	return "ws" + base + socketPath
}

// publicURL is how clients reach the server, without a slash at the end.
func (s *Server) publicURL(r *http.Request) string {
	if s.options.PublicURL != "" {
		return strings.TrimSuffix(s.options.PublicURL, "/")
	}
	secure, host := r.TLS != nil, r.Host
	if forwarded := firstOf(r.Header.Get("X-Forwarded-Proto")); forwarded != "" {
		secure = strings.EqualFold(forwarded, "https") || strings.EqualFold(forwarded, "wss")
	}
	if forwarded := firstOf(r.Header.Get("X-Forwarded-Host")); isHost(forwarded) {
		host = forwarded
	}
	if !isHost(host) { // HTTP/1.0 may name none
		if own, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			host = own.String()
		}
	}
	if secure {
		return "https://" + host
	}
	return "http://" + host
}

// isHost says whether text is a host name or an address, with or without a port.
func isHost(text string) bool {
	u, err := url.Parse("http://" + text)
	return err == nil && text != "" && u.Host == text && u.Hostname() != "" && !strings.ContainsAny(text, "\"<>\\%{}|^`'(),;&=+$!* ")
}

// firstOf returns the first of a header's comma-separated values: the one that
// the proxy nearest to the client wrote.
func firstOf(header string) string {
	first, _, _ := strings.Cut(header, ",")
	return strings.TrimSpace(first)
}
