package core

import (
	"errors"
	"strconv"

	"imclient/core/jsontext"
)

// errNoRoute says that the router gave no server.
var errNoRoute = errors.New("malformed RTM route response")

// route knows which WebSocket servers to connect to: the given ones, or those
// the router names, remembered as long as the router allows (section Transport
// of docs/protocol.md).
type route struct {
	rt      *Realtime
	servers []string
	expires int64 // ms; of what the router named
	fetch   FetchID
}

func (r *route) init(rt *Realtime) {
	r.rt = rt
	r.servers = append(r.servers, rt.options.RTMServers...)
	for i := len(r.servers) - 1; i > 0; i-- {
		var random [2]byte
		rt.host.Random(random[:])
		j := (int(random[0])<<8 | int(random[1])) % (i + 1)
		r.servers[i], r.servers[j] = r.servers[j], r.servers[i]
	}
}

// lookup calls back with the servers to try, in order. When the router cannot
// be asked, servers it named earlier are good enough; when it answers that it
// does not know the app, they are not, and the error is an *Error with
// AppNotAvailable.
func (r *route) lookup(done func(servers []string, err error)) {
	if len(r.rt.options.RTMServers) > 0 || r.rt.now() < r.expires {
		done(r.servers, nil)
		return
	}
	url := append([]byte(r.rt.options.Router), "/v1/route?"...)
	url = appendQuery(url, "appId", r.rt.options.AppID)
	url = appendQuery(url, "secure", strconv.FormatBool(!r.rt.options.Insecure))
	url = appendQuery(url, "_t", strconv.FormatInt(r.rt.now(), 10))
	r.fetch = r.rt.fetches.start(Request{Method: "GET", URL: string(url)}, func(answer Response) {
		err := r.accept(answer)
		var refused *Error
		if err != nil && !errors.As(err, &refused) && len(r.servers) > 0 {
			r.rt.warn("router: " + err.Error() + "; using the servers it named before")
			err = nil
		}
		done(r.servers, err)
	})
}

// stop abandons a lookup; its callback is not called.
func (r *route) stop() { r.rt.fetches.stop(r.fetch) }

// expire makes the next lookup ask the router again.
func (r *route) expire() { r.expires = 0 }

// rotate moves the first server to the end, so that the next connection tries
// another one first.
func (r *route) rotate() {
	if len(r.servers) > 1 {
		r.servers = append(append([]string{}, r.servers[1:]...), r.servers[0])
	}
}

func (r *route) accept(answer Response) error {
	if answer.Err != nil {
		return answer.Err
	}
	if answer.Status == 404 {
		return &Error{Code: AppNotAvailable, Detail: "the router does not know the app"}
	}
	if answer.Status != 200 {
		return errors.New("the router answered with status " + strconv.Itoa(answer.Status))
	}
	var servers []string
	for _, name := range []string{"server", "secondary"} {
		text, _ := jsontext.Get(answer.Body, name)
		if url, ok := jsontext.Unquote(text); ok && hasScheme(url, "ws") {
			servers = append(servers, url)
		}
	}
	if len(servers) == 0 {
		return errNoRoute
	}
	text, _ := jsontext.Get(answer.Body, "ttl")
	ttl, _ := jsontext.Int(text)
	r.servers = servers
	r.expires = r.rt.now() + min(max(ttl, 0), maxTTL)*1000
	return nil
}

// now is the wall clock in the protocol's unit, milliseconds.
func (rt *Realtime) now() int64 { return rt.host.Now() }
