package webhook

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Config is the back end of one app. The zero value has none.
type Config struct {
	// URL is the base of the back end's functions, such as https://api.example.org:
	// hooks are posted to URL/1.1/functions/NAME. Empty: none are.
	URL string
	// Key is the secret that the back end knows the server by. It is sent along and
	// signed with. It must not be empty.
	Key string
	// Names are the hooks that the back end has, such as _messageReceived. When none
	// are given all are called, and one that is answered with 404 is taken to be not
	// there for three minutes.
	Names []string
	// Messages is the URL to which messages to service conversations are posted.
	// Empty: they are not.
	Messages string
	// Concurrent bounds the calls that wait for this back end at a time; 64 by
	// default. Further ones wait their turn, as long as they may.
	Concurrent int
	// Answer bounds an answer, in bytes; 256 KiB by default.
	Answer int64
}

// The names of the hooks, as back ends know them.
var names = []string{
	"_messageReceived", "_messageUpdate", "_messageSent", "_receiversOffline", "_push",
	"_conversationStart", "_conversationStarted", "_conversationAdd", "_conversationAdded",
	"_conversationRemove", "_conversationRemoved", "_conversationUpdate",
	"_clientOnline", "_clientOffline", "_rtmClientSign",
}

// Check says what is wrong with the configuration.
func (c Config) Check() error {
	for _, address := range []string{c.URL, c.Messages} {
		if address == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || u.Fragment != "" {
			return fmt.Errorf("%q is not of the form https://host/path", address)
		}
		if c.Key == "" {
			return fmt.Errorf("hooks at %q need a key", address)
		}
	}
	for _, name := range c.Names {
		if !slices.Contains(names, name) {
			return fmt.Errorf("no hook is called %q; there are %s", name, strings.Join(names, ", "))
		}
	}
	return nil
}

// has says whether the back end is to be called for a hook.
func (c Config) has(name string) bool {
	return c.URL != "" && (len(c.Names) == 0 || slices.Contains(c.Names, name))
}
