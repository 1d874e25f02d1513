package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// Load reads the command line of the command name, the environment and the file
// that either names. rest are the arguments after the flags. It returns ErrUsage for a
// command line that is not understood and flag.ErrHelp when help was asked for;
// both have been answered on stderr. Other errors say what is wrong, each mistake
// of the file with its line.
func Load(name, about string, args, environ []string, stderr io.Writer) (c *Config, rest []string, err error) {
	l, err := readLine(name, about, args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, ErrUsage
	}
	variables := make(map[string]string)
	for _, entry := range environ {
		if key, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(key, prefix) {
			variables[key] = value
		}
	}
	if l.file == "" {
		l.file = variables[prefix+"CONFIG"]
	}
	c = New()
	if l.file != "" {
		if err := c.readFile(l.file); err != nil {
			return nil, nil, err
		}
	}
	if err := c.environment(variables); err != nil {
		return nil, nil, err
	}
	if err := c.flags(l); err != nil {
		return nil, nil, err
	}
	if err := c.finishApps(variables); err != nil {
		return nil, nil, err
	}
	return c, l.rest, c.check()
}

// check finds what does not go together.
func (c *Config) check() error {
	if (c.TLS.Certificate == "") != (c.TLS.Key == "") {
		return errors.New("tls.certificate and tls.key belong together: give both or neither")
	}
	if c.TLS.Certificate != "" && len(c.TLS.ACME.Domains) > 0 {
		return errors.New("tls.certificate and tls.acme.domains exclude each other")
	}
	if c.TLS.Redirect != "" && !c.TLS.On() {
		return errors.New("tls.redirect needs tls.certificate or tls.acme.domains")
	}
	if c.NATS.URL != "" && c.Store == "" {
		return errors.New("bus needs store: the nodes that it connects share a database")
	}
	if f := c.Files; (f.Endpoint == "") != (f.Bucket == "") {
		return errors.New("files.endpoint and files.bucket belong together: give both or neither")
	}
	if t := c.Options.Timeouts; t.Read <= t.Ping {
		return fmt.Errorf("timeouts.read (%v) must be above timeouts.ping (%v)", t.Read, t.Ping)
	}
	if err := c.checkHooks(); err != nil {
		return err
	}
	if c.Web == off {
		c.Web, c.NoWeb = "", true
	}
	return nil
}
