package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"imclient/cmd/imserver/internal/cert"
	"imclient/cmd/imserver/internal/config"
	"imclient/server"
)

// listeners are the addresses that the process serves.
type listeners struct {
	log        *slog.Logger
	scheme     string
	public     *endpoint
	admin      *endpoint // nil for none
	redirect   *endpoint // nil for none
	socket     *endpoint // nil for none
	socketPath string
	reload     func() // of the certificate
}

// endpoint is one address with what is served there.
type endpoint struct {
	listener net.Listener
	http     *http.Server
}

// listen opens all addresses. What it returns is to be closed, also with an error.
func listen(c *config.Config, s *server.Server, log *slog.Logger) (*listeners, error) {
	l := &listeners{log: log, scheme: "http", reload: func() {}}
	tlsConfig, redirect, err := l.certificates(c)
	if err != nil {
		return l, err
	}
	if l.public, err = l.open(c.Listen, s.Handler()); err != nil {
		return l, err
	}
	if tlsConfig != nil {
		l.scheme = "https"
		l.public.listener = tls.NewListener(l.public.listener, tlsConfig)
	}
	if c.Admin.Listen != "" {
		if l.admin, err = l.open(c.Admin.Listen, s.AdminHandler()); err != nil {
			return l, fmt.Errorf("admin.listen: %w", err)
		}
		l.admin.http.WriteTimeout = 0 // profiles take as long as they are asked to
	}
	if path := socketPath(c); path != "" {
		if listener, err := listenSocket(path); err == nil {
			l.socket, l.socketPath = l.endpoint(listener, s.ControlHandler()), path
		} else if c.Admin.Socket != "" {
			return l, fmt.Errorf("admin.socket: %w", err)
		} else {
			log.Warn("imserver admin cannot reach this server; choose a shorter path with admin.socket", "path", path, "error", err)
		}
	}
	if c.TLS.Redirect != "" {
		if l.redirect, err = l.open(c.TLS.Redirect, redirect(l.publicPort(c))); err != nil {
			return l, fmt.Errorf("tls.redirect: %w", err)
		}
	}
	return l, nil
}

// certificates prepares TLS; a nil config stands for plain HTTP. redirect makes
// what answers on the port for plain HTTP.
func (l *listeners) certificates(c *config.Config) (*tls.Config, func(port string) http.Handler, error) {
	switch t := c.TLS; {
	case t.Certificate != "":
		files, err := cert.Open(t.Certificate, t.Key, l.log, nil)
		if err != nil {
			return nil, nil, err
		}
		l.reload = files.Reload
		return files.TLSConfig(), cert.Redirect, nil
	case len(t.ACME.Domains) > 0:
		cache := t.ACME.Cache
		if cache == "" {
			cache = filepath.Join(c.Options.DataDir, "acme")
		}
		acme, err := cert.NewACME(cert.ACMEOptions{Domains: t.ACME.Domains, Email: t.ACME.Email,
			Directory: t.ACME.Directory, Cache: cache, Roots: t.ACME.Roots})
		if err != nil {
			return nil, nil, err
		}
		return acme.TLSConfig(), func(port string) http.Handler { return acme.Answer(cert.Redirect(port)) }, nil
	}
	return nil, nil, nil
}

func (l *listeners) open(address string, h http.Handler) (*endpoint, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return l.endpoint(listener, h), nil
}

// endpoint bounds what a client can hold on to without saying anything. Sockets are
// free of these limits once they are open; the server has its own for them.
func (l *listeners) endpoint(listener net.Listener, h http.Handler) *endpoint {
	return &endpoint{listener, &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(l.log.Handler(), slog.LevelDebug),
	}}
}

// all are the endpoints that are open.
func (l *listeners) all() (open []*endpoint) {
	for _, e := range []*endpoint{l.public, l.redirect, l.admin, l.socket} {
		if e != nil {
			open = append(open, e)
		}
	}
	return open
}

// serve begins to serve and returns what the first failure is sent to.
func (l *listeners) serve() <-chan error {
	failed := make(chan error, len(l.all()))
	for _, e := range l.all() {
		go func() {
			if err := e.http.Serve(e.listener); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	return failed
}

// closeRequests lets no new requests in, and cuts those off that do not come to
// their end in time. What operators look at stays open.
func (l *listeners) closeRequests(grace time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var err error
	for _, e := range []*endpoint{l.public, l.redirect} {
		if e == nil {
			continue
		}
		if e.http.Shutdown(ctx) != nil {
			err = errors.Join(err, e.http.Close())
		}
	}
	return err
}

// close ends what is left.
func (l *listeners) close() {
	for _, e := range l.all() {
		_ = e.http.Close()
		_ = e.listener.Close()
	}
	if l.socketPath != "" {
		_ = os.Remove(l.socketPath)
	}
}

func (l *listeners) publicURL() string {
	return l.scheme + "://" + l.public.listener.Addr().String()
}

func (l *listeners) adminAddress() string {
	if l.admin == nil {
		return ""
	}
	return l.admin.listener.Addr().String()
}

func (l *listeners) isLoopback() bool {
	tcp, ok := l.public.listener.Addr().(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// publicPort is the port of HTTPS as clients see it.
func (l *listeners) publicPort(c *config.Config) string {
	if u, err := url.Parse(c.Options.PublicURL); err == nil && u.Host != "" {
		if u.Port() == "" {
			return "443"
		}
		return u.Port()
	}
	_, port, _ := net.SplitHostPort(l.public.listener.Addr().String())
	return port
}
