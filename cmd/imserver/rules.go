package main

import (
	"flag"
	"fmt"
	"strings"

	"imclient/server"
)

// ruleFlags defines the flags for what apps allow and demand. They hold for all
// apps; what is set is found in rules.
func ruleFlags(set *flag.FlagSet, rules *server.App) {
	set.Func("require-signature", "`operations` that clients sign, of login,conversation,blacklist (default none)", func(text string) error {
		return eachName(text, map[string]*bool{
			"login":        &rules.Signatures.Login,
			"conversation": &rules.Signatures.Conversation,
			"blacklist":    &rules.Signatures.Blacklist,
		})
	})
	set.Func("disable", "`features` to switch off, of roles,blacklist,edit,recall (default none)", func(text string) error {
		return eachName(text, map[string]*bool{"roles": &rules.NoRoles, "blacklist": &rules.NoBlacklist,
			"edit": &rules.NoEdit, "recall": &rules.NoRecall})
	})
	set.BoolVar(&rules.ManagersOnly, "managers-only", false, "only the owner and managers add and remove members")
}

func eachName(list string, names map[string]*bool) error {
	for _, name := range strings.Split(list, ",") {
		value := names[strings.TrimSpace(name)]
		if value == nil {
			return fmt.Errorf("unknown name %q", name)
		}
		*value = true
	}
	return nil
}

// withRules gives every app the rules.
func withRules(apps []server.App, rules server.App) []server.App {
	if len(apps) == 0 {
		apps = []server.App{server.DevelopmentApp}
	}
	out := make([]server.App, 0, len(apps))
	for _, app := range apps {
		rules.ID, rules.Key, rules.MasterKey = app.ID, app.Key, app.MasterKey
		out = append(out, rules)
	}
	return out
}
