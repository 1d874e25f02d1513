package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"imclient/server"

	"go.yaml.in/yaml/v3"
)

// file reads settings from a YAML file. The text of a value counts, not what YAML
// takes it for: an app's id may be 0123 or yes. Every mistake is reported, with its
// line.
type file struct {
	name   string
	config *Config
	errs   []error
}

func (c *Config) readFile(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return c.parseFile(name, content)
}

func (c *Config) parseFile(name string, content []byte) error {
	f := &file{name: name, config: c}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var document yaml.Node
	err := decoder.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return nil // nothing but comments
	case err != nil:
		return fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	case decoder.Decode(new(yaml.Node)) == nil:
		return fmt.Errorf("%s: there is a second document in the file", name)
	}
	f.mapping(document.Content[0], "", c.table(), f.apps)
	return errors.Join(f.errs...)
}

func (f *file) fail(at *yaml.Node, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.name, at.Line, fmt.Sprintf(format, args...)))
}

// mapping reads the keys below prefix. apps takes what stands under "apps"; nil
// where there is no such key.
func (f *file) mapping(n *yaml.Node, prefix string, table []Setting, apps func(*yaml.Node)) {
	if n = resolve(n); isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		f.fail(n, "%sexpected keys with values", where(prefix))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, node := n.Content[i], n.Content[i+1]
		path := prefix + key.Value
		if seen[path] {
			f.fail(key, "%s is there twice", path)
			continue
		}
		seen[path] = true
		setting, isSection := find(table, path)
		switch {
		case path == "apps" && apps != nil:
			apps(node)
		case setting != nil:
			f.setting(*setting, key, node)
		case isSection:
			f.mapping(node, path+".", table, nil)
		default:
			f.fail(key, "unknown key %s%s", path, suggestion(table, path))
		}
	}
}

func where(prefix string) string {
	if prefix == "" {
		return ""
	}
	return strings.TrimSuffix(prefix, ".") + ": "
}

// find returns the setting with a key, or says that there are settings below it.
func find(table []Setting, key string) (s *Setting, isSection bool) {
	for i := range table {
		if table[i].Key == key {
			return &table[i], false
		}
		isSection = isSection || strings.HasPrefix(table[i].Key, key+".")
	}
	return nil, isSection
}

func (f *file) setting(s Setting, key, node *yaml.Node) {
	node = resolve(node)
	var texts []string
	switch {
	case node.Kind == yaml.ScalarNode && isNull(node):
		f.fail(key, "%s has no value", s.Key)
		return
	case node.Kind == yaml.ScalarNode:
		texts = []string{node.Value}
	case node.Kind == yaml.SequenceNode && s.value.list:
		texts = []string{}
		for _, item := range node.Content {
			if item = resolve(item); item.Kind != yaml.ScalarNode {
				f.fail(item, "%s is a list of single values", s.Key)
				return
			}
			if strings.Contains(item.Value, ",") {
				f.fail(item, "%s: %q has a comma in it", s.Key, item.Value)
				return
			}
			texts = append(texts, item.Value)
		}
	default:
		f.fail(key, "%s is a single value", s.Key)
		return
	}
	if err := s.value.set(texts); err != nil {
		f.fail(node, "%s: %v", s.Key, err)
		return
	}
	f.config.origins[s.Key] = fmt.Sprintf("%s:%d", f.name, key.Line)
}

// apps reads the list of apps. What stands in the file is checked now; it takes
// effect in finish, over the rules for all apps, which may come later.
func (f *file) apps(n *yaml.Node) {
	if n = resolve(n); isNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		f.fail(n, "apps is a list: each app begins with a dash")
		return
	}
	for _, item := range n.Content {
		into := func(a *server.App) []error {
			own := &file{name: f.name, config: New()}
			own.mapping(item, "", appTable(a), nil)
			return own.errs
		}
		f.errs = append(f.errs, into(new(server.App))...)
		f.config.fileApps = append(f.config.fileApps, fileApp{at: fmt.Sprintf("%s:%d", f.name, item.Line), into: into})
	}
}

func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// suggestion names the key that was probably meant.
func suggestion(table []Setting, key string) string {
	best, distance := "", 4
	for _, s := range table {
		if d := distanceOf(key, s.Key); d < distance {
			best, distance = s.Key, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distanceOf counts the letters to change, add or remove to make b of a.
func distanceOf(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
