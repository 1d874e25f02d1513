package cert

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// protocols that the server speaks over TLS. HTTP/2 is not among them: WebSockets are
// opened over HTTP/1.1.
var protocols = []string{"http/1.1"}

// ACMEOptions say whom to ask for which certificates.
type ACMEOptions struct {
	Domains   []string
	Email     string
	Directory string // URL of the authority
	Cache     string // directory, made when it is missing
	Roots     string // file of certificates that the authority's own must come from; empty for the system's
}

// ACME gets certificates when the first client asks for a domain, keeps them in its
// directory and renews them a month before they end.
type ACME struct{ manager *autocert.Manager }

// NewACME prepares; nothing is asked for yet.
func NewACME(o ACMEOptions) (*ACME, error) {
	if err := os.MkdirAll(o.Cache, 0o700); err != nil {
		return nil, fmt.Errorf("ACME cache: %w", err)
	}
	client := &http.Client{Timeout: time.Minute}
	if o.Roots != "" {
		pem, err := os.ReadFile(o.Roots)
		if err != nil {
			return nil, fmt.Errorf("ACME roots: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, errors.New("ACME roots: there is no certificate in " + o.Roots)
		}
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool}
		client.Transport = transport
	}
	return &ACME{&autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(o.Cache),
		HostPolicy: autocert.HostWhitelist(o.Domains...),
		Email:      o.Email,
		Client:     &acme.Client{DirectoryURL: o.Directory, HTTPClient: client, UserAgent: "imserver"},
	}}, nil
}

// TLSConfig is for a listener. It answers the authority's questions over TLS too.
func (a *ACME) TLSConfig() *tls.Config {
	c := a.manager.TLSConfig()
	c.MinVersion = tls.VersionTLS12
	c.NextProtos = append(append([]string{}, protocols...), acme.ALPNProto)
	return c
}

// Answer answers the authority's questions over plain HTTP and leaves the rest to
// next. The port of the request's host counts for nothing: port 80 may be forwarded here
// from elsewhere.
func (a *ACME) Answer(next http.Handler) http.Handler {
	h := a.manager.HTTPHandler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			r = r.WithContext(r.Context())
			r.Host = host
		}
		h.ServeHTTP(w, r)
	})
}
