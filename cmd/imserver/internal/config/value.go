package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// value is where a setting is kept. A list is given as several texts, or as one
// with commas; everything else as one text.
type value struct {
	set    func(texts []string) error
	get    func() []string
	list   bool
	isBool bool
	target any // the pointer, for the test that finds what the table lacks
}

// one is a value of one text.
func one[T any](p *T, parse func(string) (T, error), format func(T) string) value {
	return value{
		set: func(texts []string) error {
			v, err := parse(texts[0])
			if err == nil {
				*p = v
			}
			return err
		},
		get:    func() []string { return []string{format(*p)} },
		target: p,
	}
}

// off switches something off that is on by default.
const off = "off"

// same formats a text as itself.
func same(s string) string { return s }

func text(p *string) value {
	return one(p, func(s string) (string, error) { return s, nil }, same)
}

func required(p *string) value {
	return one(p, func(s string) (string, error) {
		if strings.TrimSpace(s) == "" {
			return "", errors.New("must not be empty")
		}
		return s, nil
	}, same)
}

func oneOf(p *string, words ...string) value {
	return one(p, func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", fmt.Errorf("%q is none of %s", s, strings.Join(words, ", "))
		}
		return s, nil
	}, same)
}

// databaseURL takes the URL of a PostgreSQL database. What is wrong with it is not
// repeated: there may be a password in it.
func databaseURL(p *string) value {
	return one(p, ParseDatabaseURL, same)
}

// ParseDatabaseURL returns a URL that is one of a PostgreSQL database, or empty.
func ParseDatabaseURL(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || strings.Trim(u.Path, "/") == "" {
		return "", errors.New("it is not of the form postgres://user:password@host/database")
	}
	return s, nil
}

func parseAddress(s string) (string, error) {
	if _, _, err := net.SplitHostPort(s); err != nil {
		return "", fmt.Errorf("%q is not of the form HOST:PORT", s)
	}
	return s, nil
}

func address(p *string) value { return one(p, parseAddress, same) }

func optionalAddress(p *string) value {
	return one(p, func(s string) (string, error) {
		if s == "" {
			return "", nil
		}
		return parseAddress(s)
	}, same)
}

// adminAddress takes a port for one that only this machine reaches.
func adminAddress(p *string) value {
	return one(p, func(s string) (string, error) {
		if s == "" {
			return "", nil
		}
		if port := strings.TrimPrefix(s, ":"); !strings.ContainsAny(port, ".:[") {
			s = net.JoinHostPort("127.0.0.1", port)
		}
		return parseAddress(s)
	}, same)
}

func webURL(p *string) value {
	return one(p, func(s string) (string, error) {
		if s == "" {
			return "", nil
		}
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return "", fmt.Errorf("%q is not of the form https://host", s)
		}
		return s, nil
	}, same)
}

// natsURL is one or several URLs, separated by commas.
func natsURL(p *string) value {
	return one(p, func(s string) (string, error) {
		for _, part := range strings.Split(s, ",") {
			u, err := url.Parse(strings.TrimSpace(part))
			if s != "" && (err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme)) {
				return "", errors.New("not of the form nats://host:4222") // s may hold a password
			}
		}
		return s, nil
	}, same)
}

func directory(p *string) value {
	return one(p, func(s string) (string, error) {
		if s == "" || s == off {
			return s, nil
		}
		if info, err := os.Stat(s); err != nil || !info.IsDir() {
			return "", fmt.Errorf("%q is not a directory", s)
		}
		return s, nil
	}, same)
}

func level(p *slog.Level) value {
	return one(p, func(s string) (l slog.Level, err error) {
		return l, l.UnmarshalText([]byte(s))
	}, func(l slog.Level) string { return strings.ToLower(l.String()) })
}

func boolean(p *bool) value {
	v := one(p, strconv.ParseBool, strconv.FormatBool)
	v.isBool = true
	return v
}

// count is a number of at least 1.
func count(p *int) value { return countFrom(p, 1) }

// anyCount is a number that may be 0.
func anyCount(p *int) value { return countFrom(p, 0) }

func countFrom(p *int, least int) value {
	return one(p, func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, fmt.Errorf("%q is no whole number", s)
		}
		if n < least {
			return 0, fmt.Errorf("must be at least %d", least)
		}
		return n, nil
	}, strconv.Itoa)
}

// length is a time above 0, anyLength may be 0.
func length(p *time.Duration) value {
	return one(p, func(s string) (time.Duration, error) {
		d, err := parseLength(s)
		if err == nil && d == 0 {
			err = errors.New("must be above 0")
		}
		return d, err
	}, formatLength)
}

func anyLength(p *time.Duration) value { return one(p, parseLength, formatLength) }

func parseLength(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if days, isDays := strings.CutSuffix(s, "d"); isDays {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(n) * 24 * time.Hour
		if n > 100_000 {
			err = errors.New("too long")
		}
	}
	switch {
	case s == "0":
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("%q is no time such as 500ms, 30s, 5m, 24h or 7d", s)
	case d < 0:
		return 0, errors.New("must not be negative")
	}
	return d, nil
}

// formatLength leaves out what is zero: 24h, not 24h0m0s.
func formatLength(d time.Duration) string {
	s := d.String()
	if s, cut := strings.CutSuffix(s, "m0s"); cut {
		s, _ = strings.CutSuffix(s+"m", "h0m")
		if strings.HasSuffix(s, "m") {
			return s
		}
		return s + "h"
	}
	return s
}

// units of sizes, largest first.
var units = []struct {
	name  string
	bytes int
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}}

// size is a number of bytes of at least 1. KB is 1024 bytes, as KiB.
func size(p *int) value {
	return one(p, func(s string) (int, error) {
		digits, unit := s, 1
		for _, u := range units {
			if d, cut := strings.CutSuffix(s, u.name); cut {
				digits, unit = strings.TrimSpace(d), u.bytes
				break
			}
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n > (1<<40)/unit {
			return 0, fmt.Errorf("%q is no size such as 4096, 64KiB or 8MiB", s)
		}
		if n < 1 {
			return 0, errors.New("must be at least 1")
		}
		return n * unit, nil
	}, func(n int) string {
		for _, u := range units[:3] {
			if n >= u.bytes && n%u.bytes == 0 {
				return strconv.Itoa(n/u.bytes) + u.name
			}
		}
		return strconv.Itoa(n)
	})
}

// fromFile sets a value to what is in a file, without the line's end. It is shown
// as nothing.
func fromFile(v value) value {
	return value{
		set: func(texts []string) error {
			content, err := os.ReadFile(texts[0])
			if err != nil {
				return err
			}
			return v.set([]string{strings.TrimRight(string(content), "\r\n")})
		},
		get: func() []string { return nil },
	}
}

// prefixes reads addresses and networks.
func prefixes(p *[]netip.Prefix) value {
	return many(p, func(s string) (netip.Prefix, error) {
		if a, err := netip.ParseAddr(s); err == nil {
			return a.Prefix(a.BitLen())
		}
		n, err := netip.ParsePrefix(s)
		if err != nil {
			return n, fmt.Errorf("%q is no address or network such as 10.0.0.0/8", s)
		}
		return n.Masked(), nil
	}, netip.Prefix.String)
}
