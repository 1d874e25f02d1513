package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"imclient/cmd/imserver/internal/config"
)

// health is "imserver health": it asks a running server how it is, for containers
// that have nothing else to ask with.
func health(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("imserver health", flag.ContinueOnError)
	url := set.String("url", "", "`URL` to ask (default: where the server listens by its configuration)")
	socket := set.String("socket", "", "Unix `socket` to ask, that of the admin commands: no other has to be open")
	file := set.String("config", "", "configuration `file` of the server (or IMSERVER_CONFIG)")
	limit := set.Duration("timeout", 5*time.Second, "`time` that the answer may take")
	if err := parse(set, args, stderr, "Succeeds when the server on this machine can read and write its database."); err != nil {
		return err
	}
	if *socket != "" && *url != "" {
		return errors.New("ask a URL or a socket, not both")
	}
	if *socket != "" {
		*url = "http://localhost/healthz" // the name says nothing there
	}
	if *url == "" {
		var args []string
		if *file != "" {
			args = []string{"--config", *file}
		}
		c, err := load("imserver health", args, stderr)
		if err != nil {
			return err
		}
		*url = ownURL(c)
	}
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, *url, nil)
	if err != nil {
		return err
	}
	// The certificate is for the public name, and nothing secret is sent to this machine.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	if *socket != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", *socket)
		}
	}
	client := &http.Client{Transport: transport}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1024))
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s %s", *url, response.Status, body)
	}
	fmt.Fprintf(stdout, "%s\n", body)
	return nil
}

// ownURL is where the server with that configuration answers on this machine.
func ownURL(c *config.Config) string {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		host, port = "127.0.0.1", "8080"
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	scheme := "http"
	if c.TLS.On() {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/healthz"
}
