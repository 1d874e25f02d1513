package config

import (
	"errors"
	"fmt"
	"strings"

	"imclient/server"
)

// appTable is what can be configured of one app in the file. Rules that it does
// not set are those for all apps.
func appTable(a *server.App) []Setting {
	return withFiles(append([]Setting{
		{Key: "id", Help: "`id` of the app", value: required(&a.ID)},
		{Key: "key", Help: "`key` that clients have", value: required(&a.Key), secret: true},
		{Key: "master_key", Help: "`key` that back ends have, and signatures are made with", value: required(&a.MasterKey), secret: true},
		{Key: "previous_master_key", Help: "`key` that is good beside master_key while back ends go over to that one; default: none", value: text(&a.PreviousMasterKey), secret: true},
		{Key: "verify_user", Help: "`URL` of the app's own server that says whose session token a client logs in with; default: users who signed up here", value: webURL(&a.VerifyUserURL)},
		{Key: "require_signature", Help: "`operations` that clients of this app sign", value: switches(signatureNames(a))},
		{Key: "disable", Help: "`features` to switch off for this app", value: switches(featureNames(a))},
		{Key: "managers_only", Help: "only the owner and managers add and remove members", value: boolean(&a.ManagersOnly)},
		{Key: "origins", Help: "`origins` of this app's pages, beside the server's own list", value: patterns(&a.Origins)},
	}, hookTable(a)...))
}

func signatureNames(a *server.App) []namedBool {
	return []namedBool{{"login", &a.Signatures.Login}, {"conversation", &a.Signatures.Conversation}, {"blacklist", &a.Signatures.Blacklist},
		{"history", &a.Signatures.History}}
}

func featureNames(a *server.App) []namedBool {
	return []namedBool{{"roles", &a.NoRoles}, {"blacklist", &a.NoBlacklist}, {"edit", &a.NoEdit}, {"recall", &a.NoRecall}}
}

// parseApp reads an app as ID,KEY,MASTER.
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

// fileApp is an app as the file has it: into sets what stands there.
type fileApp struct {
	at   string // file and line
	into func(*server.App) []error
}

// finishApps gives every app the rules that hold for all, then what the file and
// the environment say of it alone.
func (c *Config) finishApps(environ map[string]string) error {
	for i, a := range c.Options.Apps {
		c.Options.Apps[i] = c.Options.Rules
		c.Options.Apps[i].ID, c.Options.Apps[i].Key, c.Options.Apps[i].MasterKey = a.ID, a.Key, a.MasterKey
	}
	var errs []error
	for _, f := range c.fileApps {
		a := c.Options.Rules
		a.ID, a.Key, a.MasterKey = "", "", ""
		f.into(&a)
		if err := appEnvironment(&a, environ); err != nil {
			errs = append(errs, err)
			continue
		}
		for _, need := range []struct{ key, value string }{{"id", a.ID}, {"key", a.Key}, {"master_key", a.MasterKey}} {
			if need.value == "" {
				errs = append(errs, fmt.Errorf("%s: the app needs %s", f.at, need.key))
			}
		}
		c.Options.Apps = append(c.Options.Apps, a)
	}
	seen := map[string]bool{}
	for _, a := range c.Options.Apps {
		if seen[a.ID] {
			errs = append(errs, fmt.Errorf("app %q is given twice", a.ID))
		}
		seen[a.ID] = true
		if a.Key != "" && (a.Key == a.MasterKey || a.Key == a.PreviousMasterKey) {
			errs = append(errs, fmt.Errorf("app %q: key and master_key are the same: every page would have the master key", a.ID))
		}
	}
	return errors.Join(errs...)
}
