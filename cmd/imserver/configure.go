package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"imclient/cmd/imserver/internal/config"
)

const configUsage = `usage: imserver config check [FILE] [flags of serve]
       imserver config print [flags of serve]
       imserver config example
       imserver config reference

check says what is wrong with a file, and with the environment and the flags
beside it. print shows the settings in force and where each comes from, with
secrets hidden. example and reference write a file with the defaults and the
page of all settings.`

// configure is "imserver config".
func configure(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return badUsage(stderr, configUsage)
	}
	rest := args[1:]
	switch args[0] {
	case "check":
		if len(rest) > 0 && len(rest[0]) > 0 && rest[0][0] != '-' {
			rest = append([]string{"--config", rest[0]}, rest[1:]...)
		}
		c, err := load("imserver config check", rest, stderr)
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "the configuration is good; %d apps\n", len(c.Options.Apps))
	case "print":
		c, err := load("imserver config print", rest, stderr)
		if err != nil {
			return err
		}
		c.Print(stdout)
	case "example":
		config.Example(stdout)
	case "reference":
		config.Reference(stdout)
	case "help", "--help", "-h":
		fmt.Fprintln(stdout, configUsage)
	default:
		return badUsage(stderr, "imserver config: unknown command %q\n%s", args[0], configUsage)
	}
	return nil
}

// load reads the settings of a command that takes the flags of serve and no
// arguments.
func load(name string, args []string, stderr io.Writer) (*config.Config, error) {
	c, rest, err := config.Load(name, "[flags]", args, os.Environ(), stderr)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, badUsage(stderr, "%s: unexpected argument %q", name, rest[0])
	}
	return c, nil
}
