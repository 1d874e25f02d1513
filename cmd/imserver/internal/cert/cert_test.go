package cert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write makes a self-signed certificate with a serial number.
func write(t *testing.T, dir string, serial int64, modified time.Time) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), DNSNames: []string{"im.example.org"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		require.NoError(t, os.WriteFile(name, pem.EncodeToMemory(block), 0o600))
		require.NoError(t, os.Chtimes(name, modified, modified))
	}
	return certificate, key
}

func serial(t *testing.T, f *Files) int64 {
	t.Helper()
	c, err := f.TLSConfig().GetCertificate(&tls.ClientHelloInfo{})
	require.NoError(t, err)
	return c.Leaf.SerialNumber.Int64()
}

func TestFilesAreReadAgain(t *testing.T) {
	dir, now, log := t.TempDir(), time.Now(), new(bytes.Buffer)
	certificate, key := write(t, dir, 1, now)
	f, err := Open(certificate, key, slog.New(slog.NewTextHandler(log, nil)), func() time.Time { return now })
	require.NoError(t, err)
	assert.EqualValues(t, 1, serial(t, f))

	write(t, dir, 2, now.Add(time.Second))
	assert.EqualValues(t, 1, serial(t, f), "the files are not looked at for every client")
	now = now.Add(checkEvery)
	assert.EqualValues(t, 2, serial(t, f))

	write(t, dir, 3, now.Add(2*time.Second))
	f.Reload()
	assert.EqualValues(t, 3, serial(t, f), "a signal does not wait")

	require.NoError(t, os.WriteFile(key, []byte("half a key"), 0o600))
	now = now.Add(checkEvery)
	assert.EqualValues(t, 3, serial(t, f), "a broken pair replaces nothing")
	assert.Contains(t, log.String(), "the old one stays")
	require.NoError(t, os.Remove(certificate))
	now = now.Add(checkEvery)
	assert.EqualValues(t, 3, serial(t, f))
}

func TestFilesThatCannotBeRead(t *testing.T) {
	_, err := Open("/no/such/cert.pem", "/no/such/key.pem", slog.New(slog.DiscardHandler), nil)
	assert.ErrorContains(t, err, "/no/such/cert.pem")
}

func TestRedirect(t *testing.T) {
	for _, c := range []struct{ port, method, url, want string }{
		{"443", "GET", "http://im.example.org/a?b=c", "https://im.example.org/a?b=c"},
		{"8443", "HEAD", "http://im.example.org:8080/", "https://im.example.org:8443/"},
		{"443", "GET", "http://[2001:db8::1]:80/", "https://[2001:db8::1]/"},
		{"8443", "GET", "http://[2001:db8::1]/", "https://[2001:db8::1]:8443/"},
		{"443", "POST", "http://im.example.org/1.1/login", ""},
	} {
		w := httptest.NewRecorder()
		Redirect(c.port).ServeHTTP(w, httptest.NewRequest(c.method, c.url, nil))
		assert.Equal(t, c.want, w.Header().Get("Location"))
		if c.want == "" {
			assert.Equal(t, http.StatusBadRequest, w.Code, "a password has been sent in the open")
		}
	}
}

func TestACMEOptions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, []byte("nothing"), 0o600))
	_, err := NewACME(ACMEOptions{Cache: filepath.Join(file, "below")})
	assert.ErrorContains(t, err, "ACME cache")
	_, err = NewACME(ACMEOptions{Cache: t.TempDir(), Roots: "/no/such/file"})
	assert.ErrorContains(t, err, "ACME roots")
	_, err = NewACME(ACMEOptions{Cache: t.TempDir(), Roots: file})
	assert.ErrorContains(t, err, "no certificate")
}
