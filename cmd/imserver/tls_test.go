package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"imclient/core/wire"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"
)

// selfSigned writes a certificate for 127.0.0.1 and im.example.test into dir, with a
// time in the future as its age, so that it differs from one before.
func selfSigned(t *testing.T, dir string, serial int64) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), DNSNames: []string{"im.example.test"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}), 0o600))
	return certificate, key
}

func pool(t *testing.T, file string) *x509.CertPool {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(content))
	return roots
}

// freePort is one that nobody listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

func get(t *testing.T, client *http.Client, url string) (status int, body string, header http.Header) {
	t.Helper()
	response, err := client.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(content), response.Header
}

func clientTrusting(roots *x509.CertPool) *http.Client {
	return &http.Client{Timeout: deadline, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func TestTLSWithFiles(t *testing.T) {
	dir, plain := t.TempDir(), freePort(t)
	certificate, key := selfSigned(t, dir, 1)
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--tls-certificate", certificate, "--tls-key", key,
		"--tls-redirect", "127.0.0.1:"+plain, "--admin-listen", "127.0.0.1:0", "--drain-grace", "1s")
	require.True(t, strings.HasPrefix(p.url, "https://"))
	client := clientTrusting(pool(t, certificate))
	_, body, _ := get(t, client, p.url+"/v1/route?appId=dev")
	socket := "wss" + strings.TrimPrefix(p.url, "https") + "/ws"
	assert.Contains(t, body, `"server":"`+socket+`"`)
	status, _, header := get(t, client, "http://127.0.0.1:"+plain+"/v1/route?appId=dev")
	assert.Equal(t, http.StatusPermanentRedirect, status)
	assert.Equal(t, p.url+"/v1/route?appId=dev", header.Get("Location"))

	// A connection lives on while the certificate is renewed.
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, socket, &websocket.DialOptions{HTTPClient: client, Subprotocols: []string{"lc.protobuf2.3"}})
	require.NoError(t, err)
	defer ws.CloseNow()
	selfSigned(t, dir, 2)
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGHUP))
	renewed := clientTrusting(pool(t, certificate))
	require.Eventually(t, func() bool {
		response, err := renewed.Get(p.url + "/healthz")
		if err == nil {
			response.Body.Close()
		}
		return err == nil
	}, deadline, 10*time.Millisecond, "the new certificate is served")
	echo := new(wire.GenericCommand)
	echo.SetCmd(wire.CommandEcho)
	echo.SetI(1)
	frame, err := echo.Append(nil)
	require.NoError(t, err)
	require.NoError(t, ws.Write(ctx, websocket.MessageBinary, frame))
	_, _, err = ws.Read(ctx)
	require.NoError(t, err)
	ws.CloseNow()
	require.NoError(t, p.end(t, syscall.SIGTERM))

	require.NoError(t, os.WriteFile(key, []byte("no key"), 0o600))
	status, _, errs := runCommand(t, "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--tls-certificate", certificate, "--tls-key", key)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, certificate)
}

// resolver answers every question for an address with this machine's, over TCP, as
// the authority sees the world in the test.
func resolver(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for answerDNS(conn) == nil {
				}
			}()
		}
	}()
	return l.Addr().String()
}

func answerDNS(conn net.Conn) error {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return err
	}
	question := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(conn, question); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return err
	}
	m.Response, m.Additionals = true, nil
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
				Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}})
		}
	}
	packed, err := m.AppendPack(length[:])
	if err != nil {
		return err
	}
	binary.BigEndian.PutUint16(packed, uint16(len(packed)-2))
	_, err = conn.Write(packed)
	return err
}

// pebble runs an authority that asks its questions on the given ports. It returns the
// URLs of its directory and of its root certificate.
func pebble(t *testing.T, program, certificate, key, tlsPort, httpPort string) (directory, root string) {
	t.Helper()
	listen, manage := "127.0.0.1:"+freePort(t), "127.0.0.1:"+freePort(t)
	configuration, err := json.Marshal(map[string]any{"pebble": map[string]any{"listenAddress": listen, "managementListenAddress": manage,
		"certificate": certificate, "privateKey": key, "httpPort": json.Number(httpPort), "tlsPort": json.Number(tlsPort)}})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "pebble.json")
	require.NoError(t, os.WriteFile(file, configuration, 0o600))
	cmd := exec.Command(program, "-config", file, "-dnsserver", resolver(t))
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return "https://" + listen + "/dir", "https://" + manage + "/roots/0"
}

func TestACME(t *testing.T) {
	program := filepath.Join(t.TempDir(), "pebble")
	build := exec.Command("go", "build", "-modfile=tools/go.mod", "-o", program, "github.com/letsencrypt/pebble/v2/cmd/pebble")
	build.Dir = "../.."
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	for _, asked := range []string{"over TLS", "over HTTP"} {
		t.Run(asked, func(t *testing.T) {
			port, plain := freePort(t), freePort(t)
			tlsPort := port
			if asked == "over HTTP" {
				tlsPort = freePort(t) // nobody answers there
			}
			certificate, key := selfSigned(t, t.TempDir(), 1)
			directory, root := pebble(t, program, certificate, key, tlsPort, plain)
			authority := clientTrusting(pool(t, certificate))
			require.Eventually(t, func() bool {
				response, err := authority.Get(directory)
				if err == nil {
					response.Body.Close()
				}
				return err == nil
			}, deadline, 10*time.Millisecond)
			dir := t.TempDir()
			p := startProcess(t, "--listen", "127.0.0.1:"+port, "--data", dir, "--tls-redirect", "127.0.0.1:"+plain,
				"--tls-acme-domains", "im.example.test", "--tls-acme-directory", directory, "--tls-acme-roots", certificate)
			_, rootPEM, _ := get(t, authority, root)
			roots := x509.NewCertPool()
			require.True(t, roots.AppendCertsFromPEM([]byte(rootPEM)))
			client := clientTrusting(roots)
			client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
			}
			_, body, _ := get(t, client, "https://im.example.test/v1/route?appId=dev")
			assert.Contains(t, body, `"server":"wss://im.example.test/ws"`)
			cached, err := os.ReadDir(filepath.Join(dir, "acme"))
			require.NoError(t, err)
			assert.NotEmpty(t, cached, "the certificate is kept for the next start")
			_, err = tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{ServerName: "other.example.test", RootCAs: roots})
			assert.Error(t, err, "nobody can have certificates made for other names")
			require.NoError(t, p.end(t, syscall.SIGTERM))
		})
	}
}
