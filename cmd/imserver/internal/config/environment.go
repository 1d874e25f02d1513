package config

import (
	"fmt"
	"strings"

	"imclient/server"
)

const prefix = "IMSERVER_"

// Variable is the name of the environment variable for a setting.
func (s Setting) Variable() string { return prefix + variable(s.Key) }

func variable(key string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9'):
			return r
		}
		return '_'
	}, key)
}

// environment reads variables. Other variables with the prefix are left alone:
// container platforms make some up after the name of a service.
func (c *Config) environment(environ map[string]string) error {
	for _, s := range c.table() {
		text, there := environ[s.Variable()]
		if !there {
			continue
		}
		if err := s.value.set([]string{text}); err != nil {
			return fmt.Errorf("%s: %w", s.Variable(), err)
		}
		c.origins[s.Key] = s.Variable()
	}
	for text := range strings.FieldsSeq(environ[prefix+"APPS"]) {
		a, err := parseApp(text)
		if err != nil {
			return fmt.Errorf("%sAPPS: %w", prefix, err)
		}
		c.Options.Apps = append(c.Options.Apps, a)
	}
	return nil
}

// appEnvironment reads the keys of an app of the file, such as
// IMSERVER_APP_SHOP_MASTER_KEY for the app shop.
func appEnvironment(a *server.App, environ map[string]string) error {
	for _, s := range appTable(a) {
		if !strings.HasPrefix(s.Key, "key") && !strings.Contains(s.Key, "master_key") && !strings.HasPrefix(s.Key, "hooks.key") {
			continue
		}
		name := prefix + "APP_" + variable(a.ID) + "_" + variable(s.Key)
		if text, there := environ[name]; there {
			if err := s.value.set([]string{text}); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}
