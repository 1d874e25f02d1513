package config

import (
	"log/slog"
	"net/netip"
	"time"

	"imclient/server"
	"imclient/server/bus/nats"
)

// Config is what imserver runs with. New gives the defaults.
type Config struct {
	Listen string
	Store  string // URL of a PostgreSQL database; empty for SQLite in the data directory
	// StoreTimeout is how long a command waits for that database.
	StoreTimeout time.Duration
	Web          string // directory; empty for what the binary carries
	NoWeb        bool   // serve no pages
	// Options holds what the server itself is told, apart from Logger, Web and
	// Hooks, which are made from the rest.
	Options server.Options
	Words   []string // what the word filter replaces
	Log     Log
	Files   Files
	NATS    nats.Options // without a URL there is one node
	Admin   Admin
	TLS     TLS
	Drain   Drain

	wordsFile string
	fileApps  []fileApp
	origins   map[string]string // of settings that are not the default: where each was set
}

// Log says what is logged and how.
type Log struct {
	Level  slog.Level
	Format string // text or json
	Rate   int    // lines of one kind in a second; 0: any
}

// Files says where uploaded files are kept: in an S3-compatible bucket, or in the data
// directory where there is none.
type Files struct {
	Endpoint  string // URL
	Region    string
	Bucket    string
	Prefix    string // in front of each key
	AccessKey string
	SecretKey string
	Direct    bool   // clients upload to the bucket itself
	PublicURL string // where everybody may read the bucket; empty for through the server
}

// Admin says where operators reach the server.
type Admin struct {
	Listen string // address for metrics, profiles and readiness; empty for none
	Socket string // path of the Unix socket for imserver admin; "off" for none, empty for DATA/admin.sock
}

// TLS says how the server proves who it is. It speaks plain HTTP without
// certificate and domains.
type TLS struct {
	Certificate string // file
	Key         string // file
	Redirect    string // address of a listener that sends plain HTTP to HTTPS; empty for none
	ACME        ACME
}

// ACME says how certificates are got on their own.
type ACME struct {
	Domains   []string
	Email     string
	Directory string // URL
	Cache     string // directory; empty for DATA/acme
	Roots     string // file of certificates that the directory is trusted by; empty for the system's
}

// On says whether the server speaks TLS.
func (t TLS) On() bool { return t.Certificate != "" || len(t.ACME.Domains) > 0 }

// Drain says how the server goes away after a signal.
type Drain struct {
	Delay  time.Duration // from failing /readyz to the first goaway
	Rate   int           // clients that are told per second
	Window time.Duration // in which all are told, whatever the rate
	Grace  time.Duration // for a client to leave once told, and for requests to end
}

// New returns the defaults.
func New() *Config {
	return &Config{
		Listen: "127.0.0.1:8080",
		Options: server.Options{
			DataDir:        "data",
			Timeouts:       server.Defaults().Timeouts,
			Limits:         server.Defaults().Limits,
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
		},
		Log:          Log{Level: slog.LevelInfo, Format: "text", Rate: 100},
		StoreTimeout: 10 * time.Second,
		NATS:         nats.Options{Prefix: "imserver", Lease: 5 * time.Second, Keep: 32 << 20},
		TLS:          TLS{ACME: ACME{Directory: "https://acme-v02.api.letsencrypt.org/directory"}},
		Drain:        Drain{Rate: 500, Window: 30 * time.Second, Grace: 5 * time.Second},
		origins:      make(map[string]string),
	}
}
