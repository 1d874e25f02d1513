package config

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"imclient/server"
)

// masked stands for a secret.
const masked = "(hidden)"

// Print writes the settings in force as a file, each that is not the default with
// where it comes from. Secrets are masked.
func (c *Config) Print(w io.Writer) {
	section := ""
	for _, s := range c.table() {
		indent := openSection(w, &section, s.Key)
		origin := ""
		if at := c.origins[s.Key]; at != "" {
			origin = "  # " + at
		}
		if s.value.get() != nil {
			fmt.Fprintf(w, "%s%s: %s%s\n", indent, lastName(s.Key), s.shown(), origin)
		}
	}
	apps := c.Options.Apps
	if len(apps) == 0 {
		fmt.Fprintln(w, "# no app is configured: those added with imserver admin are served, or else the development app")
		return
	}
	fmt.Fprintln(w, "apps:")
	for _, a := range apps {
		dash := "  - "
		for _, s := range appTable(&a) {
			if s.value.get() != nil {
				fmt.Fprintf(w, "%s%s: %s\n", dash, s.Key, s.shown())
				dash = "    "
			}
		}
	}
}

// shown is the value as it stands in a file.
func (s Setting) shown() string {
	texts := s.value.get()
	if texts == nil && !s.value.list {
		return "" // a file that a secret is read from
	}
	if s.secret && strings.Join(texts, "") != "" {
		return strconv.Quote(masked)
	}
	if !s.value.list {
		return scalar(texts[0])
	}
	quoted := make([]string, 0, len(texts))
	for _, text := range texts {
		quoted = append(quoted, scalar(text))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// plain texts mean themselves in YAML.
var plain = regexp.MustCompile(`^[A-Za-z0-9./_][A-Za-z0-9./_:-]*[A-Za-z0-9./_-]$|^[A-Za-z0-9]$`)

func scalar(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}

// openSection writes the names that a key has before the last dot, unless they
// are there already, and returns how far its line is indented.
func openSection(w io.Writer, section *string, key string) (indent string) {
	names := strings.Split(key, ".")
	now := strings.Join(names[:len(names)-1], ".")
	if now != *section {
		old := strings.Split(*section, ".")
		same := true
		for i, name := range names[:len(names)-1] {
			if same = same && i < len(old) && old[i] == name; !same {
				fmt.Fprintf(w, "%s%s:\n", strings.Repeat("  ", i), name)
			}
		}
		*section = now
	}
	return strings.Repeat("  ", len(names)-1)
}

func lastName(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// Example writes the defaults as a file with everything explained.
func Example(w io.Writer) {
	fmt.Fprint(w, exampleHead)
	section := ""
	for _, s := range New().table() {
		names := strings.Split(s.Key, ".")
		if len(names) == 1 || section != strings.Join(names[:len(names)-1], ".") {
			fmt.Fprintln(w)
		}
		indent := openSection(w, &section, s.Key)
		line := indent + lastName(s.Key) + ": " + s.shown()
		if s.shown() == "" {
			line = indent + "#" + lastName(s.Key) + ": FILE"
		}
		fmt.Fprintf(w, "%s# %s\n%s\n", indent, unquote(s.Help), line)
	}
	fmt.Fprint(w, exampleTail)
}

const exampleHead = `# The configuration of imserver, with its defaults. Lines may be left out.
# Check it with:  imserver config check FILE
# Times are written 500ms, 30s, 5m, 24h or 7d; sizes 4096, 64KiB or 8MiB.
# Each setting is a flag and an environment variable too; docs/settings.md has the names.
`

const exampleTail = `
# The apps that are served. Without any, those that were added with
# "imserver admin apps add" are, and if there are none of those either, a
# development app whose keys everybody knows.
#apps:
#  - id: YOUR-APP-ID
#    key: YOUR-APP-KEY
#    # Or master_key, or the variable IMSERVER_APP_YOUR_APP_ID_MASTER_KEY.
#    master_key_file: /etc/imserver/master-key
#    # previous_master_key_file: one that is good beside it, while back ends change over.
#    # Rules of this app alone; those above hold for all apps.
#    require_signature: [login]
#    disable: []
#    managers_only: false
#    origins: [https://app.example.org]
#    hooks:
#      url: https://api.example.org
#      # Or key, or the variable IMSERVER_APP_YOUR_APP_ID_HOOKS_KEY.
#      key_file: /etc/imserver/hook-key
`

// Reference writes the page of settings, in Markdown.
func Reference(w io.Writer) {
	fmt.Fprint(w, referenceHead)
	for _, s := range New().table() {
		fallback := "`" + strings.Join(s.value.get(), ",") + "`"
		if fallback == "``" {
			fallback = ""
		}
		fmt.Fprintf(w, "| `%s` | `--%s` | `%s` | %s | %s |\n", s.Key, s.Flag(), s.Variable(), fallback, unquote(s.Help))
	}
	fmt.Fprint(w, referenceApps)
	for _, s := range appTable(new(server.App)) {
		fmt.Fprintf(w, "| `%s` | %s |\n", s.Key, unquote(s.Help))
	}
}

const referenceHead = `# Settings of imserver

Made by ` + "`imserver config reference`" + ` from the table that the server itself reads. What is
given as a flag goes before the environment, that before the file, that before the
default. In the file a dot is a level of indentation. Times are written ` + "`500ms`, `30s`,\n`5m`, `24h` or `7d`" + `, sizes ` + "`4096`, `64KiB` or `8MiB`" + `; lists have commas in flags and in the
environment.

| key | flag | environment | default | meaning |
| --- | --- | --- | --- | --- |
`

const referenceApps = `
The file is named by ` + "`--config` or `IMSERVER_CONFIG`" + `.

## Apps

An app is an entry of the list ` + "`apps`" + ` of the file, a flag ` + "`--app ID,KEY,MASTER`" + `, or one of
the words ` + "`ID,KEY,MASTER` of `IMSERVER_APPS`" + `. The keys of an app of the file may also be
given by the environment, as ` + "`IMSERVER_APP_ID_KEY` and `IMSERVER_APP_ID_MASTER_KEY`" + ` (or the
same with ` + "`_FILE`" + `), with the id in capitals and ` + "`_`" + ` for all that is no letter or digit.

| key in the file | meaning |
| --- | --- |
`

// unquote takes the back quotes off that tell flags the name of the value.
func unquote(help string) string { return strings.ReplaceAll(help, "`", "") }
