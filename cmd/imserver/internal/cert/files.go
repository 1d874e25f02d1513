package cert

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// checkEvery is how often files are looked at, at most.
const checkEvery = 10 * time.Second

// Files is a certificate in files. It is read again when they change or Reload is
// called; connections that are open keep the one they have. Files that cannot be
// read any more leave the old certificate in place, and are logged.
type Files struct {
	certificate, key string
	log              *slog.Logger
	now              func() time.Time

	mu      sync.Mutex
	current *tls.Certificate
	seen    [2]stamp
	checked time.Time
}

// stamp tells versions of a file apart.
type stamp struct {
	modified time.Time
	size     int64
}

// Open reads the files. now is the clock, nil for the system's.
func Open(certificate, key string, log *slog.Logger, now func() time.Time) (*Files, error) {
	if now == nil {
		now = time.Now
	}
	f := &Files{certificate: certificate, key: key, log: log, now: now}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f, f.loadLocked()
}

// TLSConfig is for a listener.
func (f *Files) TLSConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: f.get, NextProtos: protocols}
}

// Reload reads the files, changed or not.
func (f *Files) Reload() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reloadLocked()
}

func (f *Files) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.checked) >= checkEvery {
		f.checked = now
		if f.stamps() != f.seen {
			f.reloadLocked()
		}
	}
	return f.current, nil
}

func (f *Files) reloadLocked() {
	if err := f.loadLocked(); err != nil {
		f.log.Error("certificate not read; the old one stays", "error", err)
		return
	}
	f.log.Info("certificate read", "expires", f.current.Leaf.NotAfter)
}

func (f *Files) loadLocked() error {
	f.checked, f.seen = f.now(), f.stamps()
	c, err := tls.LoadX509KeyPair(f.certificate, f.key)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", f.certificate, f.key, err)
	}
	if f.now().After(c.Leaf.NotAfter) {
		f.log.Warn("the certificate has expired", "file", f.certificate, "expired", c.Leaf.NotAfter)
	}
	f.current = &c
	return nil
}

func (f *Files) stamps() (s [2]stamp) {
	for i, name := range []string{f.certificate, f.key} {
		if info, err := os.Stat(name); err == nil {
			s[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return s
}
