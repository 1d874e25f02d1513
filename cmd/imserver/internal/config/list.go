package config

import (
	"fmt"
	"net/url"
	"os"
	"strings"
)

// many is a list; what is given replaces all of it.
func many[T any](p *[]T, parse func(string) (T, error), format func(T) string) value {
	return value{
		set: func(texts []string) error {
			var all []T
			for _, text := range split(texts) {
				v, err := parse(text)
				if err != nil {
					return err
				}
				all = append(all, v)
			}
			*p = all
			return nil
		},
		get: func() []string {
			out := []string{}
			for _, v := range *p {
				out = append(out, format(v))
			}
			return out
		},
		list:   true,
		target: p,
	}
}

// split takes a single text apart at its commas. Empty texts count for nothing.
func split(texts []string) []string {
	if len(texts) == 1 {
		texts = strings.Split(texts[0], ",")
	}
	var out []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func list(p *[]string) value {
	return many(p, func(s string) (string, error) { return s, nil }, same)
}

// patterns are origins; * stands for any, and for subdomains at the start of a
// host name.
func patterns(p *[]string) value {
	return many(p, func(s string) (string, error) {
		u, err := url.Parse(strings.Replace(s, "://*.", "://", 1))
		if s != "*" && (err != nil || u.Scheme == "" || u.Host == "" || strings.Contains(u.Host, "*") || u.Path != "") {
			return "", fmt.Errorf("%q is no origin such as https://app.example.org", s)
		}
		return strings.ToLower(s), nil
	}, same)
}

// lines is a file with one text a line, which is read at once.
func lines(name *string, p *[]string) value {
	return value{
		set: func(texts []string) error {
			var all []string
			if texts[0] != "" {
				content, err := os.ReadFile(texts[0])
				if err != nil {
					return err
				}
				for line := range strings.Lines(string(content)) {
					if line = strings.TrimSpace(line); line != "" {
						all = append(all, line)
					}
				}
			}
			*name, *p = texts[0], all
			return nil
		},
		get: func() []string { return []string{*name} },
	}
}

// namedBool is a switch that is on when its name is in the list.
type namedBool struct {
	name string
	on   *bool
}

func switches(all []namedBool) value {
	return value{
		set: func(texts []string) error {
			named := map[string]bool{}
			for _, text := range split(texts) {
				named[text] = true
			}
			on := make([]bool, len(all))
			for i, s := range all {
				on[i] = named[s.name]
				delete(named, s.name)
			}
			for name := range named {
				return fmt.Errorf("unknown name %q", name)
			}
			for i, s := range all {
				*s.on = on[i]
			}
			return nil
		},
		get: func() []string {
			names := []string{}
			for _, s := range all {
				if *s.on {
					names = append(names, s.name)
				}
			}
			return names
		},
		list: true,
	}
}
