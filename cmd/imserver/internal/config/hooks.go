package config

import (
	"errors"
	"fmt"

	"imclient/server"
	"imclient/server/webhook"
)

// hookTable is what can be configured of the hooks of an app, or of those of all
// apps (docs/hooks.md).
func hookTable(a *server.App) []Setting {
	b := &a.Backend
	return []Setting{
		{Key: "hooks.url", Help: "base `URL` of the functions of the app's back end that are called as hooks; default: none", value: webURL(&b.URL)},
		{Key: "hooks.key", Help: "`secret` that hooks are signed with, and the back end knows the server by", value: text(&b.Key), secret: true},
		{Key: "hooks.names", Help: "`names` of the hooks that the back end has, such as _messageReceived,_messageSent; default: found out", value: list(&b.Names)},
		{Key: "hooks.messages", Help: "`URL` to which messages to service conversations are posted; default: none", value: webURL(&b.Messages)},
		{Key: "hooks.refuse", Help: "refuse what a hook was to be asked about when it gives no answer, instead of going on", value: boolean(&a.RefuseOnHookFailure)},
	}
}

// Backends are where hooks are called, by app id; under the empty id stands what is
// for apps that are not configured one by one.
func (c *Config) Backends() map[string]webhook.Config {
	all := map[string]webhook.Config{"": c.Options.Rules.Backend}
	for _, a := range c.Options.Apps {
		all[a.ID] = a.Backend
	}
	return all
}

func (c *Config) checkHooks() error {
	var errs []error
	for _, a := range append([]server.App{c.Options.Rules}, c.Options.Apps...) {
		err := webhook.Check(a.Backend)
		if err == nil && a.RefuseOnHookFailure && a.Backend.URL != "" && len(a.Backend.Names) == 0 {
			err = errors.New("hooks.refuse needs hooks.names, because a hook that is not there would refuse everything")
		}
		switch {
		case err != nil && a.ID == "":
			return err // which all apps have
		case err != nil:
			errs = append(errs, fmt.Errorf("app %q: %w", a.ID, err))
		}
	}
	return errors.Join(errs...)
}
