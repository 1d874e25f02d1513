package core

// marks are what the client tells the server at a re-open, so that it sends
// what was missed (section Session of docs/protocol.md). All are milliseconds
// of the server's clock.
type marks struct {
	unreadNotified int64 // the last unread push
	patched        int64 // the last edit or recall
	notified       int64 // the last permanent notification

	// brought is the time of the last login, until which what was missed follows the
	// answer to it; 0: that has come, or is lost with the connection. It has come once a
	// request after that one, which was the last before it, is answered.
	brought int64
	after   int32
}

// loggedIn notes the server's time at a login, the first one or another.
func (m *marks) loggedIn(at int64, first bool, serial int32) {
	if first {
		m.patched = at // what was patched before was never seen here
	}
	m.brought, m.after = at, serial
}

func (m *marks) processed(serial int32) {
	if m.brought != 0 && serial > m.after {
		m.patched = max(m.patched, m.brought)
		m.unreadNotified = max(m.unreadNotified, m.brought)
		m.brought = 0
	}
}
