package webhook

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"imclient/server"
)

// Config is the back end of one app.
type Config = server.Backend

// The names of the hooks, as back ends know them.
var names = []string{
	"_messageReceived", "_messageUpdate", "_messageSent", "_receiversOffline", "_push",
	"_conversationStart", "_conversationStarted", "_conversationAdd", "_conversationAdded",
	"_conversationRemove", "_conversationRemoved", "_conversationUpdate",
	"_clientOnline", "_clientOffline", "_rtmClientSign",
}

// Check says what is wrong with a configuration.
func Check(c Config) error {
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

// has says whether a back end is to be called for a hook.
func has(c Config, name string) bool {
	return c.URL != "" && (len(c.Names) == 0 || slices.Contains(c.Names, name))
}
