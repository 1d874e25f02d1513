package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"imclient/server"
)

// Flag is the name of the flag for a setting, without dashes.
func (s Setting) Flag() string {
	if s.Key == "log.level" {
		return "log"
	}
	return strings.NewReplacer(".", "-", "_", "-").Replace(s.Key)
}

// flagValue checks what is given at once, and keeps it for later: the file, which a
// flag names, comes first.
type flagValue struct {
	setting Setting // of a configuration that is thrown away
	given   map[string]string
}

func (v *flagValue) Set(text string) error {
	v.given[v.setting.Key] = text
	return v.setting.value.set([]string{text})
}

// String is the default, in the help.
func (v *flagValue) String() string {
	if v.given == nil {
		return ""
	}
	return strings.Join(v.setting.value.get(), ",")
}

func (v *flagValue) IsBoolFlag() bool { return v.setting.value.isBool }

// line is a command line that has been read.
type line struct {
	file  string
	given map[string]string // by key
	apps  []server.App
	rest  []string
}

// readLine reads a command line. What is wrong with it has been written to stderr when it
// fails; flag.ErrHelp means that help was asked for and given.
func readLine(name, about string, args []string, stderr io.Writer) (line, error) {
	l := line{given: make(map[string]string)}
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(stderr)
	set.Usage = func() {
		fmt.Fprintf(stderr, "usage: %s %s\n\nflags:\n", name, about)
		set.PrintDefaults()
	}
	set.StringVar(&l.file, "config", "", "`file` with settings (default none; or IMSERVER_CONFIG)")
	set.Func("app", "an app as `ID,KEY,MASTER`; may be given several times (default dev,dev,dev-master)", func(text string) error {
		a, err := parseApp(text)
		l.apps = append(l.apps, a)
		return err
	})
	for _, s := range New().table() {
		set.Var(&flagValue{s, l.given}, s.Flag(), s.Help)
	}
	err := set.Parse(args)
	l.rest = set.Args()
	return l, err
}

func (c *Config) flags(l line) error {
	for _, s := range c.table() {
		text, there := l.given[s.Key]
		if !there {
			continue
		}
		if err := s.value.set([]string{text}); err != nil {
			return fmt.Errorf("--%s: %w", s.Flag(), err)
		}
		c.origins[s.Key] = "--" + s.Flag()
	}
	c.Options.Apps = append(c.Options.Apps, l.apps...)
	return nil
}

// ErrUsage is a command line that is not understood; its message is out already.
var ErrUsage = errors.New("usage")
