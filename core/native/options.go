package native

import (
	"log/slog"
	"net/http"
	"time"

	"imclient/core"
)

// Options says which app to talk to, where and how. AppID, AppKey and Server
// are needed; every other field's zero value is its default.
type Options struct {
	// AppID and AppKey name the app, as the server knows it.
	AppID, AppKey string
	// Server is the base URL of the server with its scheme, such as
	// "http://127.0.0.1:8080": its router and its REST interface are below it
	// (docs/protocol.md, Transport and REST).
	Server string
	// RTMServers lists WebSocket URLs to connect to instead of asking the
	// router. They are tried in random order.
	RTMServers []string
	// NoBinary sends frames as base64 text, for networks that stop binary
	// frames.
	NoBinary bool
	// DeviceID tells this device from others of the same client. A program
	// that logs in with a tag should keep it between runs. Random by default.
	DeviceID string
	// UserAgent is sent to the server, "imclient/VERSION" by default.
	UserAgent string
	// CommandTimeout is how long the server may take to answer one command, 20
	// seconds by default.
	CommandTimeout time.Duration
	// ConnectTimeout is how long opening one connection may take, 10 seconds
	// by default.
	ConnectTimeout time.Duration
	// RequestTimeout is how long an HTTP request may take, 20 seconds by default.
	RequestTimeout time.Duration
	// ProbeAfter is how long the server may be silent before it is asked for a
	// sign of life, 30 seconds by default; while an answer is awaited,
	// ProbeTimeout is enough.
	ProbeAfter time.Duration
	// ProbeTimeout is how long that sign may take, 5 seconds by default. Then the
	// connection is dead and made anew.
	ProbeTimeout time.Duration
	// RetryDelay is the longest that the first attempt to connect anew waits, a
	// second by default. Each further one waits up to twice as long, at most
	// MaxRetryDelay, 5 minutes by default. How long it really is, is chosen at
	// random; Scheduled tells.
	RetryDelay, MaxRetryDelay time.Duration
	// NoResend fails every call that waits for an answer when the connection is
	// lost. By default messages, but not transient ones and wills, and whatever
	// comes to the same when it is done twice, are sent again once the session is
	// open again, in order, ahead of later calls and within their CommandTimeout.
	NoResend bool
	// CatchUp has every client fetch what it missed while the connection was lost;
	// off by default. WithCatchUp has one.
	CatchUp CatchUp
	// HTTPClient makes the HTTP requests and the WebSocket handshakes. By
	// default there is one for each Realtime, with the transport settings of
	// http.DefaultTransport.
	HTTPClient *http.Client
	// Logger receives what a developer may want to see, never message contents
	// or keys above the debug level. By default nothing is logged.
	Logger *slog.Logger
}

// CatchUp says whether a client fetches what it missed of the conversations it
// knows, and how much. The messages come as MessageReceived with Filled set, in
// order, each once, before live ones of their conversation; HistoryGap tells of
// what was too much.
type CatchUp = core.CatchUp

func (o Options) core() core.Options {
	return core.Options{
		AppID:          o.AppID,
		AppKey:         o.AppKey,
		API:            o.Server,
		Router:         o.Server,
		RTMServers:     o.RTMServers,
		NoBinary:       o.NoBinary,
		DeviceID:       o.DeviceID,
		UserAgent:      o.UserAgent,
		CommandTimeout: o.CommandTimeout,
		ConnectTimeout: o.ConnectTimeout,
		RequestTimeout: o.RequestTimeout,
		ProbeAfter:     o.ProbeAfter,
		ProbeTimeout:   o.ProbeTimeout,
		RetryDelay:     o.RetryDelay,
		MaxRetryDelay:  o.MaxRetryDelay,
		NoResend:       o.NoResend,
		Debug:          o.Logger != nil,
	}
}
