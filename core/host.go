package core

import "time"

// SocketID names a socket that the core asked its Host to open. Ids are never
// used twice by one Realtime, so a late callback cannot be taken for a newer
// socket's.
type SocketID uint32

// TimerID names a timer set through Host.SetTimer. Ids are never used twice.
type TimerID uint32

// FetchID names an HTTP request started through Host.Fetch. Ids are never
// used twice.
type FetchID uint32

// Request is an HTTP request that the core asks its Host to make.
type Request struct {
	Method string // "GET" or "POST"
	URL    string // absolute, query included
	Header []Header
	Body   string // JSON, or empty
}

// Header is one HTTP header field.
type Header struct{ Name, Value string }

// Response is the answer to a Request. A request that got no HTTP answer has
// Err set and Status 0.
type Response struct {
	Status int
	Body   string
	Err    error
}

// Host is all that the core knows of the outside world: sockets, timers, HTTP,
// the clock and randomness. No method may block and none may call back into
// the core before it returns; what comes of them is reported later through
// the Realtime's input methods (SocketOpened, SocketFrame, SocketClosed,
// TimerFired, Fetched), one at a time, from the goroutine that owns the core.
type Host interface {
	// Dial opens a WebSocket to url, asking for one subprotocol. It is
	// answered by SocketOpened or SocketClosed.
	Dial(id SocketID, url, subprotocol string)
	// Send queues one message on an open socket: a text message when text is
	// true, else a binary one. frame may be reused by the core as soon as Send
	// returns. Sending on a socket that is gone is ignored: SocketClosed tells.
	Send(id SocketID, frame []byte, text bool)
	// Hangup closes a socket, open or still connecting. It is answered by
	// SocketClosed, which the core no longer minds.
	Hangup(id SocketID, code int, reason string)
	// SetTimer asks for one TimerFired after d.
	SetTimer(id TimerID, d time.Duration)
	// StopTimer forgets a timer; an unknown id is ignored.
	StopTimer(id TimerID)
	// Fetch starts an HTTP request; it is answered by Fetched.
	Fetch(id FetchID, r Request)
	// StopFetch abandons a request; an unknown id is ignored.
	StopFetch(id FetchID)
	// Now is the wall clock, in ms since 1970.
	Now() int64
	// Elapsed is a clock that does not jump: the time since any fixed moment.
	Elapsed() time.Duration
	// Random fills p with cryptographically strong random bytes.
	Random(p []byte)
	// Emit hands over an event, in order. The Host must not call into the core
	// before Emit has returned: it queues, and dispatches after the input
	// that caused the event.
	Emit(Event)
	// Log reports what a developer may want to see; never message contents or
	// keys at a level above LogDebug.
	Log(level LogLevel, message string)
}

// LogLevel orders what Host.Log reports.
type LogLevel uint8

// Levels of Host.Log.
const (
	LogDebug LogLevel = iota
	LogInfo
	LogWarn
)
