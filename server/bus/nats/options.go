package nats

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	natsgo "github.com/nats-io/nats.go"
)

// Options say how to reach NATS. The zero value of each, apart from URL, means its default.
type Options struct {
	// URL is where NATS is, such as nats://user:password@host:4222, or tls://; several
	// servers of one cluster are separated by commas.
	URL string
	// Credentials is a file that NATS accounts are entered with; none by default.
	Credentials string
	// Roots is a file of certificates, in PEM, by which NATS is trusted; default: the
	// system's.
	Roots string
	// Prefix begins the subjects; imserver. Installations that share a NATS differ in it.
	Prefix string
	// Lease is how long a node that is not heard counts as there; 5 s. Nodes say five
	// times in a lease that they are there, so it is the same on all of them.
	Lease time.Duration
	// Poll is how often events are reported as lost while nodes cannot be reached; 2 s.
	Poll time.Duration
	// Keep is how many bytes of the latest events are kept for nodes that missed them;
	// 32 MiB.
	Keep int
	// Logger gets a line when nodes come and go; slog.Default() by default.
	Logger *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Prefix == "" {
		o.Prefix = "imserver"
	}
	if o.Lease == 0 {
		o.Lease = 5 * time.Second
	}
	if o.Poll == 0 {
		o.Poll = 2 * time.Second
	}
	if o.Keep == 0 {
		o.Keep = 32 << 20
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// check finds what could never work.
func (o Options) check() error {
	if o.URL == "" {
		return errors.New("nats: no URL")
	}
	if strings.ContainsAny(o.Prefix, " \t\r\n*>") || strings.HasPrefix(o.Prefix, ".") || strings.HasSuffix(o.Prefix, ".") || strings.Contains(o.Prefix, "..") {
		return fmt.Errorf("nats: prefix %q is no subject", o.Prefix)
	}
	return nil
}

// connection are the options of the connection. NATS' own buffers are not used while it
// is gone: what could not be sent is kept here.
func (o Options) connection(b *Bus) []natsgo.Option {
	list := []natsgo.Option{
		natsgo.Name("imserver " + b.node),
		natsgo.RetryOnFailedConnect(true),
		natsgo.MaxReconnects(-1),
		natsgo.ReconnectBufSize(-1),
		natsgo.ReconnectWait(o.Lease / 20),
		natsgo.ReconnectJitter(o.Lease/40, o.Lease/20),
		natsgo.Timeout(o.Lease / 2),
		natsgo.PingInterval(o.Lease / 5),
		natsgo.MaxPingsOutstanding(3),
		natsgo.ConnectHandler(func(*natsgo.Conn) { b.connected() }),
		natsgo.ReconnectHandler(func(*natsgo.Conn) { b.connected() }),
		natsgo.DisconnectErrHandler(func(_ *natsgo.Conn, err error) { b.disconnected(err) }),
		natsgo.ErrorHandler(func(_ *natsgo.Conn, _ *natsgo.Subscription, err error) {
			if errors.Is(err, natsgo.ErrSlowConsumer) {
				o.Logger.Debug("events are not taken in time", "error", err) // they are asked for again
				return
			}
			o.Logger.Warn("NATS reports an error", "error", err)
		}),
	}
	if o.Credentials != "" {
		list = append(list, natsgo.UserCredentials(o.Credentials))
	}
	if o.Roots != "" {
		list = append(list, natsgo.RootCAs(o.Roots))
	}
	return list
}
