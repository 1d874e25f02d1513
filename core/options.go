package core

import (
	"strings"
	"time"
)

// Options configures a Realtime. AppID, AppKey and either Router or RTMServers
// are required; the zero value of every other field is its default.
type Options struct {
	// AppID and AppKey name the application on the server.
	AppID, AppKey string
	// API is the absolute base URL of the REST interface ("https://host"),
	// without a path. It is only needed for what goes over REST (section REST
	// of docs/protocol.md).
	API string
	// Router is the absolute base URL of the router that knows the WebSocket
	// servers. It is not asked when RTMServers is set.
	Router string
	// RTMServers are WebSocket URLs, tried in random order.
	RTMServers []string
	// Insecure asks the router for addresses without TLS. It is a hint: the
	// router names what it has.
	Insecure bool
	// NoBinary sends base64 text frames instead of binary ones.
	NoBinary bool
	// DeviceID tells the server that two logins come from one device; keep it
	// between runs for ClientOptions.Reconnect to work. Empty means random.
	DeviceID string
	// UserAgent is sent at login; "imclient/VERSION" when empty.
	UserAgent string
	// CommandTimeout is how long a request waits for its answer; 20 s when 0.
	CommandTimeout time.Duration
	// ConnectTimeout is how long one server may take to accept a connection;
	// 10 s when 0.
	ConnectTimeout time.Duration
	// RequestTimeout is how long an HTTP request waits for its answer; 20 s when
	// 0.
	RequestTimeout time.Duration
	// ProbeAfter is how long the server may be silent before it is asked for a
	// sign of life; 30 s when 0. While an answer is awaited ProbeTimeout is
	// enough.
	ProbeAfter time.Duration
	// ProbeTimeout is how long that sign may take; then the connection is dead
	// and made anew. 5 s when 0.
	ProbeTimeout time.Duration
	// RetryDelay is the longest that the first attempt to reconnect waits; each
	// further one waits up to twice as long, at most MaxRetryDelay. How long it
	// really is, is chosen at random, and Scheduled tells. 1 s and 300 s when 0.
	RetryDelay, MaxRetryDelay time.Duration
	// NoResend fails every call that waits for an answer when the connection is
	// lost. Otherwise those that come to the same when they are made twice, and
	// messages but transient ones and wills, are sent again once the session is
	// open again, ahead of later calls; their time-outs go on.
	NoResend bool
	// ReuseMessages is for a Host that copies what it is told: a MessageReceived is
	// valid until Emit returns, its Message until its Commit or Drop does, and what
	// LastMessage gives until the next input. Receiving a message allocates nothing
	// then.
	ReuseMessages bool
	// Debug logs every command by name, without contents.
	Debug bool
}

// ClientOptions configures one login. The zero value logs in anonymously.
type ClientOptions struct {
	// ID is the client's id, at most 64 characters, which the server checks
	// (INVALID_LOGIN). The server assigns one when it is empty.
	ID string
	// Tag makes this the only login of ID with that tag: a login elsewhere
	// with the same tag ends this one with ClientConflict. Empty means no such
	// rule; "default" is reserved.
	Tag string
	// Reconnect logs in without driving out another device: when ID and Tag
	// are held by another device, the login fails with SessionConflict.
	Reconnect bool
	// CatchUp fetches what was missed while the connection was lost.
	CatchUp CatchUp
	// Sign signs logins and conversation operations; nil means unsigned.
	Sign Signer
}

func (o *Options) check() error {
	switch {
	case o.AppID == "":
		return &ArgumentError{"appId is required"}
	case o.AppKey == "":
		return &ArgumentError{"appKey is required"}
	case o.Router == "" && len(o.RTMServers) == 0:
		return &ArgumentError{"server is required"}
	}
	for _, t := range o.times() {
		if *t.value < 0 || *t.value > maxTime {
			return &ArgumentError{t.name + " is negative or longer than a day"}
		}
	}
	for _, base := range []string{o.API, o.Router} {
		if base != "" && !hasScheme(base, "http") {
			return &ArgumentError{"server [" + base + "] is not an http or https URL"}
		}
	}
	for _, server := range o.RTMServers {
		if !hasScheme(server, "ws") {
			return &ArgumentError{"RTMServers [" + server + "] is not a ws or wss URL"}
		}
	}
	return nil
}

// defaults fills in what was left zero; call it after check.
func (o *Options) defaults(h Host) {
	o.API = strings.TrimRight(o.API, "/")
	o.Router = strings.TrimRight(o.Router, "/")
	if o.UserAgent == "" {
		o.UserAgent = "imclient/" + Version
	}
	if o.DeviceID == "" {
		o.DeviceID = randomID(h)
	}
	for _, t := range o.times() {
		if *t.value == 0 {
			*t.value = t.standard
		}
	}
}

// option is an option that is a time, and its default.
type option struct {
	name     string
	value    *time.Duration
	standard time.Duration
}

func (o *Options) times() [7]option {
	return [...]option{
		{"CommandTimeout", &o.CommandTimeout, commandTimeout},
		{"ConnectTimeout", &o.ConnectTimeout, connectTimeout},
		{"RequestTimeout", &o.RequestTimeout, fetchTimeout},
		{"ProbeAfter", &o.ProbeAfter, probeAfter},
		{"ProbeTimeout", &o.ProbeTimeout, probeTimeout},
		{"RetryDelay", &o.RetryDelay, retryDelay},
		{"MaxRetryDelay", &o.MaxRetryDelay, maxRetryDelay},
	}
}

func (o *ClientOptions) check() error {
	if o.Tag == "default" {
		return &ArgumentError{"the tag [default] is reserved"}
	}
	return o.CatchUp.check()
}

// hasScheme reports whether url begins with scheme:// or its secure form.
func hasScheme(url, scheme string) bool {
	rest, ok := strings.CutPrefix(url, scheme)
	if !ok {
		return false
	}
	rest = strings.TrimPrefix(rest, "s")
	return strings.HasPrefix(rest, "://") && len(rest) > len("://")
}

// randomID returns 128 random bits in hexadecimal.
func randomID(h Host) string {
	const digits = "0123456789abcdef"
	var random [16]byte
	h.Random(random[:])
	id := make([]byte, 0, 2*len(random))
	for _, b := range random {
		id = append(id, digits[b>>4], digits[b&15])
	}
	return string(id)
}
