package server

import (
	"io/fs"
	"log/slog"
	"net/netip"
	"time"

	"imclient/server/blob"
	"imclient/server/bus"
	"imclient/server/store"
)

// App is one application. Apps share nothing but the process.
type App struct {
	ID        string
	Key       string
	MasterKey string
	// PreviousMasterKey is taken where MasterKey is, in calls and in what was signed,
	// while back ends go over from it to MasterKey. The server signs nothing with it.
	// Empty: none.
	PreviousMasterKey string
	// NoRoles switches roles off: nobody can be given one, and all members may do
	// what would take a manager.
	NoRoles bool
	// NoBlacklist switches the blocking of clients off.
	NoBlacklist bool
	// NoEdit and NoRecall keep clients from changing and recalling messages.
	NoEdit   bool
	NoRecall bool
	// ManagersOnly lets only the owner and managers add and remove members.
	ManagersOnly bool
	// VerifyUserURL is asked whose session token a client logs in with, where the
	// app keeps its users itself (docs/protocol.md, REST). Empty: those who signed up
	// with this server. Options.VerifyUser comes first.
	VerifyUserURL string
	// Signatures says what has to be signed; nothing by default.
	Signatures Signatures
	// Origins are the pages whose clients may log in to the app, as in
	// Options.Origins. Empty: those of any page.
	Origins []string
	// RefuseOnHookFailure refuses what a hook was to be asked about when the hook
	// gives no answer. Otherwise it goes on, as if there were no hook.
	RefuseOnHookFailure bool
	// Backend is where server/webhook calls the app. The server itself has no use for
	// it.
	Backend Backend
}

// DevelopmentApp is the app of a server that was given none.
var DevelopmentApp = App{ID: "dev", Key: "dev", MasterKey: "dev-master"}

// Options configure a Server. The zero value works.
type Options struct {
	// Apps are served; DevelopmentApp alone when there are none.
	Apps []App
	// Rules hold for the apps that the store knows (docs/operating.md, Apps); their
	// id and keys are the store's.
	Rules App
	// Origins are the pages that may connect, such as https://app.example.org or
	// https://*.example.org. Empty: pages of any origin. What is no page sends no
	// origin and may always connect.
	Origins []string
	// TrustedProxies are the addresses whose X-Forwarded-For, X-Forwarded-Proto and
	// X-Forwarded-Host are believed. Empty: nobody's are.
	TrustedProxies []netip.Prefix
	// Store keeps the state and is closed by Shutdown. Nil: what OpenStore opens.
	Store store.Store
	// OpenStore opens the store. It is given the server's clock, and what the store
	// tells of each commit, for the metrics. Nil: an SQLite database in DataDir.
	OpenStore func(now func() time.Time, observe func(store.Commit)) (store.Store, error)
	// DataDir is where the default store lives. Empty: a temporary directory that
	// Shutdown removes.
	DataDir string
	// Files keeps the content of files that users upload; the caller closes it. Nil:
	// the folder files in DataDir.
	Files blob.Store
	// Bus connects the nodes and is closed by Shutdown. Nil: one process.
	Bus bus.Bus
	// PublicURL is how clients reach the server, such as https://im.example.org,
	// where a proxy hides it. Empty: as the request came.
	PublicURL string
	// VerifyUser finds the user whose session token a client logs in with, where
	// users are kept elsewhere. Nil: those who signed up with this server.
	VerifyUser VerifyUser
	// Hooks are asked before things happen and told after. The zero value has none.
	Hooks Hooks
	// Web is a build of web/: the demo page (dist/demo) is served at /, the package
	// at /dist/, the example pages at /examples/. Nil for nothing.
	Web fs.FS
	// Logger gets a line for each thing refused; slog.Default() by default.
	Logger *slog.Logger
	// Clock is the time; the system's by default.
	Clock    Clock
	Timeouts Timeouts
	Limits   Limits
}

// Timeouts of a connection and of what it is given. Zero means the default.
type Timeouts struct {
	// Login is how long a connection may live without opening a session; 60 s.
	Login time.Duration
	// Read is how long a client may be silent; 360 s. SDKs send something every
	// 180 s.
	Read time.Duration
	// Ping is how long a connection is idle before the server pings it; 30 s.
	Ping time.Duration
	// Pong is how long the answer may take; 20 s.
	Pong time.Duration
	// Write is how long a client may take for 64 KB that are written to it; 20 s.
	Write time.Duration
	// SessionToken is how long a session token is good for; 24 h.
	SessionToken time.Duration
	// Query is how long a conversation query may run; 5 s.
	Query time.Duration
	// Upload is how long a file may take from its token to its end; 1 h.
	Upload time.Duration
	// Hook is how long a command waits for hooks, all of its hooks together; 3 s.
	// SDKs give a command up after 10 s.
	Hook time.Duration
	// HookTold is how long one try to tell a hook may take; 5 s.
	HookTold time.Duration
}

// Limits bound what clients may ask for. Zero means the default
// (docs/protocol.md, Limits).
type Limits struct {
	// Message bounds a message with its push data, in bytes; 5 KB.
	Message int
	// Frame bounds a frame, in bytes; 1 MiB.
	Frame int
	// Members bounds an ordinary conversation; 500.
	Members int
	// Restricted bounds how many clients an ordinary conversation blocks, and how
	// many it silences; 500. RoomRestricted is the same for a chat room; 10000.
	Restricted     int
	RoomRestricted int
	// TemporaryMembers bounds a temporary conversation; 10.
	TemporaryMembers int
	// TemporaryLife is the longest life of a temporary conversation; 24 h.
	TemporaryLife time.Duration
	// QueryResults and History bound one answer; 1000 each.
	QueryResults int
	History      int
	// Answer bounds the answer to a conversation query, in bytes; 16 MiB.
	Answer int
	// UnreadConversations bounds the unread snapshot at login, UnreadCount what is
	// counted in one conversation; 1000 and 9999.
	UnreadConversations int
	UnreadCount         int
	// Queue bounds what waits for one slow connection, in bytes; 8 MiB. A single
	// frame may be larger. A
	// connection that lets more pile up is closed, and its client finds in the
	// history what it missed.
	Queue int
	// LoginFailures bounds the wrong passwords for one user in a minute; 10.
	LoginFailures int
	// File bounds an uploaded file, in bytes; 100 MiB.
	File int
	// MessageRate, HistoryRate and CommandRate bound what one client may do in a
	// minute: messages, history queries, and of every other command with an answer.
	// More is refused with 4116. 0, the default: no limit.
	MessageRate int
	HistoryRate int
	CommandRate int
	// AddressRate bounds the requests, handshakes among them, from one network address
	// in a minute, AddressConnections its connections at a time; an IPv6 address counts
	// as its /64 network. More is refused with the status 429. 0, the default: no limit,
	// because a school or a company may be one address.
	AddressRate        int
	AddressConnections int
	// RESTMessageRate, RESTSubscriberRate and RESTBroadcastRate bound what the back
	// ends of an app may do in a minute: messages with their edits and recalls,
	// messages to all subscribers, broadcasts to all users. More is refused with the
	// status 429. 0, the default: no limit.
	RESTMessageRate    int
	RESTSubscriberRate int
	RESTBroadcastRate  int
	// HistoryAge is how long messages are kept. 0, the default: for ever.
	HistoryAge time.Duration
	// InFlight bounds the messages of one connection that are not on disk yet;
	// 1024, and never more than 4 MiB of them. The server stops reading from it for that long.
	InFlight int
	// HookQueue bounds what waits to be told to the hooks of an app; 5000. What
	// does not fit is dropped.
	HookQueue int
}

// Defaults returns the options of a server that is given none.
func Defaults() Options { return Options{}.withDefaults() }

func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

func (o Options) withDefaults() Options {
	if len(o.Apps) == 0 {
		o.Apps = []App{DevelopmentApp}
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	t := &o.Timeouts
	t.Login = or(t.Login, 60*time.Second)
	t.Read = or(t.Read, 360*time.Second)
	t.Ping = or(t.Ping, 30*time.Second)
	t.Pong = or(t.Pong, 20*time.Second)
	t.Write = or(t.Write, 20*time.Second)
	t.SessionToken = or(t.SessionToken, 24*time.Hour)
	t.Query = or(t.Query, 5*time.Second)
	t.Upload = or(t.Upload, time.Hour)
	t.Hook = or(t.Hook, 3*time.Second)
	t.HookTold = or(t.HookTold, 5*time.Second)
	l := &o.Limits
	l.File = or(l.File, 100<<20)
	l.LoginFailures = or(l.LoginFailures, 10)
	l.Message = or(l.Message, 5*1024)
	l.Frame = or(l.Frame, 1<<20)
	l.Members = or(l.Members, 500)
	l.Restricted = or(l.Restricted, 500)
	l.RoomRestricted = or(l.RoomRestricted, 10000)
	l.TemporaryMembers = or(l.TemporaryMembers, 10)
	l.TemporaryLife = or(l.TemporaryLife, 24*time.Hour)
	l.QueryResults = or(l.QueryResults, 1000)
	l.Answer = or(l.Answer, 16<<20)
	l.History = or(l.History, 1000)
	l.UnreadConversations = or(l.UnreadConversations, 1000)
	l.UnreadCount = or(l.UnreadCount, 9999)
	l.Queue = or(l.Queue, 8<<20)
	l.InFlight = or(l.InFlight, 1024)
	l.HookQueue = or(l.HookQueue, 5000)
	return o
}
