package core

import "errors"

// errFetchTimeout is the Response.Err of a request without an answer in
// Options.RequestTimeout.
var errFetchTimeout = errors.New("HTTP request timed out")

type fetch struct {
	call    CallID
	done    func(Response)
	timer   TimerID
	awaited bool // a caller waits: it is told when the Realtime is closed
}

// fetches are the HTTP requests under way.
type fetches struct {
	rt      *Realtime
	last    FetchID
	pending map[FetchID]*fetch
}

func (f *fetches) init(rt *Realtime) {
	f.rt = rt
	f.pending = make(map[FetchID]*fetch)
}

// start makes an HTTP request with the application's headers and calls back
// once, with Err set when nothing came in Options.RequestTimeout.
func (f *fetches) start(r Request, done func(Response)) FetchID {
	f.last++
	id := f.last
	r.Header = append(r.Header,
		Header{"X-LC-Id", f.rt.options.AppID},
		Header{"X-LC-Key", f.rt.options.AppKey})
	request := &fetch{call: f.rt.call, done: done}
	request.timer = f.rt.timers.after(f.rt.options.RequestTimeout, func() {
		delete(f.pending, id)
		f.rt.host.StopFetch(id)
		done(Response{Err: errFetchTimeout})
	})
	f.pending[id] = request
	f.rt.host.Fetch(id, r)
	return id
}

// stop abandons a request; its callback is not called.
func (f *fetches) stop(id FetchID) {
	if request := f.pending[id]; request != nil {
		f.rt.timers.stop(&request.timer)
		delete(f.pending, id)
		f.rt.host.StopFetch(id)
	}
}

// cancel abandons the requests of a call.
func (f *fetches) cancel(call CallID) {
	for id, request := range f.pending {
		if request.call == call {
			f.stop(id)
		}
	}
}

// stopAll abandons all requests; only callers who wait are told, with
// ErrClosed.
func (f *fetches) stopAll() {
	for id, request := range f.pending {
		f.stop(id)
		if request.awaited {
			request.done(Response{Err: ErrClosed})
		}
	}
}

// Fetched reports the answer to a Host.Fetch. A request that was abandoned is
// ignored.
func (rt *Realtime) Fetched(id FetchID, r Response) {
	if request := rt.fetches.pending[id]; request != nil {
		rt.timers.stop(&request.timer)
		delete(rt.fetches.pending, id)
		before := rt.enter(request.call)
		request.done(r)
		rt.leave(before)
	}
}

// appendQuery appends a name and a value to a URL's query.
func appendQuery(b []byte, name, value string) []byte {
	if n := len(b); n > 0 && b[n-1] != '?' {
		b = append(b, '&')
	}
	b = appendEscaped(b, name)
	b = append(b, '=')
	return appendEscaped(b, value)
}

// appendEscaped percent-encodes all but the unreserved characters of RFC 3986.
func appendEscaped(b []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b = append(b, c)
		default:
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return b
}
