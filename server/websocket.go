package server

import (
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

// Close codes of WebSocket itself; the others are the protocol's (codes.go).
const (
	closeGoingAway     Code = 1001
	closeProtocolError Code = 1002
)

func isUpgrade(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// serveSocket makes a connection of the request and returns. What reads from it is a
// goroutine of its own, so that an idle connection keeps neither the request nor what
// net/http needed for it.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	asked := offeredProtocols(r)
	if s.draining.Load() {
		writeError(w, http.StatusServiceUnavailable, 1, "server is shutting down")
		return
	}
	address := addressOf(r.RemoteAddr)
	if !s.mayConnectToo(w, r, address) {
		return
	}
	c := newConn(s, r.RemoteAddr)
	c.origin = r.Header.Get("Origin")
	// A sub-protocol that is not spoken is accepted all the same, because a
	// browser shows a page nothing of why a handshake failed; the close says it.
	h := &hijacker{ResponseWriter: w, timeout: s.options.Timeouts.Write}
	ws, err := websocket.Accept(h, r, &websocket.AcceptOptions{
		Subprotocols:       append(protocolNames(), asked...),
		InsecureSkipVerify: true, // origin.go says which pages may connect
		CompressionMode:    websocket.CompressionDisabled,
		OnPingReceived:     c.onPing,
	})
	if err != nil {
		s.addresses.leave(address)
		c.logger().Info("handshake refused", "error", err)
		return
	}
	ws.SetReadLimit(-1) // conn.go has its own limit, with its own close code
	c.ws, c.socket = ws, h.socket
	// Once it is admitted, a connection may be sent something at any time.
	var spoken bool
	c.protocol, spoken = findProtocol(ws.Subprotocol())
	if !s.admit(c) {
		s.addresses.leave(address)
		_ = ws.Close(websocket.StatusCode(closeGoingAway), "server is shutting down")
		return
	}
	switch {
	case !s.mayConnect(r):
		c.logger().Info("origin refused", "origin", shorten(c.origin))
		c.finish(InvalidOrigin, InvalidOrigin.String())
	case !spoken:
		c.logger().Info("sub-protocol refused", "protocol", shorten(ws.Subprotocol()))
		c.finish(closeProtocolError, "sub-protocol not supported, use "+protocols[0].name)
	}
	c.startWatch()
	go c.serve()
}

func offeredProtocols(r *http.Request) []string {
	var list []string
	for _, header := range r.Header.Values("Sec-WebSocket-Protocol") {
		for name := range strings.SplitSeq(header, ",") {
			if name = strings.TrimSpace(name); name != "" {
				list = append(list, name)
			}
		}
	}
	return list
}
