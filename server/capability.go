package server

import "imclient/core/wire"

// The bits of configBitmap (docs/protocol.md, Session). Those that are not here
// change nothing: 0x04 binds a device for push, which is the app's own affair,
// 0x40 allows what nobody gets unasked, and 0x80 allows frames without peerId,
// which the server does not send.
const (
	configPatch         = 1 << 0 // told of edits and recalls
	configTemporary     = 1 << 1 // told of temporary conversations
	configTransientAck  = 1 << 3 // transient messages are acknowledged
	configNotices       = 1 << 4 // notices carry the time by which they are fetched again
	configPartialFailed = 1 << 5 // member operations may succeed in part
)

// capUnread is no bit of the protocol's: it says that the client is told how much
// is unread.
const capUnread = 1 << 40

// capabilities joins what a client says of itself and what its sub-protocol says.
func capabilities(bitmap int64, p protocol) int64 {
	bitmap &= capUnread - 1
	if p.countsUnread() {
		bitmap |= capUnread
	}
	return bitmap
}

// has says whether the client can take all that the bits stand for.
func (s *session) has(bits int64) bool { return s.config&bits == bits }

// plainNotice is a push for a client that does not fetch notices again: without the
// marks of one that can be.
func plainNotice(frame []byte) []byte {
	cmd := new(wire.GenericCommand)
	if err := cmd.Unmarshal(frame); err != nil || !cmd.HasNotificationType() {
		return frame
	}
	cmd.ClearNotificationType()
	cmd.ClearServerTs()
	return encode(cmd)
}
