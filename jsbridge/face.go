//go:build js && wasm

package jsbridge

import (
	"time"

	"imclient/core"
)

// face is how the bridge reaches JavaScript: the package's face writes
// records, the raw face uses syscall/js. Ids are unique in the instance. No
// method enters the bridge again before it has returned, and none keeps the
// bytes it is given.
type face interface {
	dial(socket uint32, url, protocol string)
	send(socket uint32, frame []byte, text bool)
	hangup(socket uint32, code int, reason string)
	setTimer(timer uint32, d time.Duration)
	stopTimer(timer uint32)
	fetch(id uint32, r *core.Request)
	stopFetch(id uint32)

	result(call uint32, json []byte)
	fail(call uint32, json []byte)
	sent(call uint32, timestamp int64, id string)
	event(target uint32, json []byte)
	message(c *conversation, seq uint32, m *core.Message)
	conversation(handle uint32, json []byte)
	// count tells a conversation's number of unread messages; false: the face
	// wants it as an event.
	count(client, conversation uint32, unread int, mentioned bool) bool
	// copies reports whether the face keeps no message that it was handed.
	copies() bool
	// mindsLast reports whether the face learns from descriptions when the last
	// message was.
	mindsLast() bool
	ask(id uint32, json []byte)
	log(level core.LogLevel, text string)
}
