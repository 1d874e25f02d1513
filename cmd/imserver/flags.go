package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"

	"imclient/server"
)

type config struct {
	listen    string
	data      string
	apps      []server.App
	rules     server.App
	words     []string // that the word filter replaces
	publicURL string
	web       string
	level     slog.Level
}

// parseFlags reads the command line of serve. It writes what is wrong to stderr
// and returns errUsage; flag.ErrHelp means that help was asked for and given.
func parseFlags(args []string, stderr io.Writer) (config, error) {
	var c config
	set := flag.NewFlagSet("imserver serve", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&c.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 picks one")
	set.StringVar(&c.data, "data", "data", "`directory` of the database")
	set.StringVar(&c.publicURL, "public-url", "", "`URL` under which clients reach the server, where a proxy hides it")
	set.StringVar(&c.web, "web", "", "`directory` of the web build (the demo at /, the package at /dist/); default: web, if it is there")
	set.TextVar(&c.level, "log", slog.LevelInfo, "log `level`: debug, info, warn or error")
	set.Func("app", "an app as `ID,KEY,MASTER`; may be given several times (default dev,dev,dev-master)", func(text string) error {
		app, err := parseApp(text)
		c.apps = append(c.apps, app)
		return err
	})
	ruleFlags(set, &c.rules)
	set.Func("words", "`file` of words, one a line, that are replaced by *** in messages (default none)", func(path string) error {
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			c.words = append(c.words, strings.TrimSpace(line))
		}
		return err
	})
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return c, err
		}
		return c, errUsage
	}
	if err := c.check(set); err != nil {
		fmt.Fprintf(stderr, "imserver serve: %v\n", err)
		return c, errUsage
	}
	return c, nil
}

func parseApp(text string) (server.App, error) {
	parts := strings.Split(text, ",")
	if len(parts) != 3 {
		return server.App{}, errors.New("an app is ID,KEY,MASTER")
	}
	for _, part := range parts {
		if strings.TrimSpace(part) == "" {
			return server.App{}, errors.New("an app is ID,KEY,MASTER, none of them empty")
		}
	}
	return server.App{ID: parts[0], Key: parts[1], MasterKey: parts[2]}, nil
}

func (c *config) check(set *flag.FlagSet) error {
	if set.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", set.Arg(0))
	}
	if _, _, err := net.SplitHostPort(c.listen); err != nil {
		return fmt.Errorf("--listen %q is not of the form HOST:PORT", c.listen)
	}
	if c.data == "" {
		return errors.New("--data needs a directory")
	}
	if c.publicURL != "" {
		u, err := url.Parse(c.publicURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("--public-url %q is not of the form https://host", c.publicURL)
		}
	}
	seen := map[string]bool{}
	for _, app := range c.apps {
		if seen[app.ID] {
			return fmt.Errorf("app %q is given twice", app.ID)
		}
		seen[app.ID] = true
	}
	return c.checkWeb()
}

func (c *config) checkWeb() error {
	given := c.web != ""
	if !given {
		c.web = "web"
	}
	info, err := os.Stat(c.web)
	if err == nil && info.IsDir() {
		return nil
	}
	if given {
		return fmt.Errorf("--web %q is not a directory", c.web)
	}
	c.web = ""
	return nil
}
