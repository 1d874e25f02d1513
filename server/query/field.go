package query

import (
	"slices"
	"strings"
)

func parseField(key string) ([]string, error) {
	parts := strings.Split(key, ".")
	if len(parts) > MaxPath {
		return nil, refuse("field %q has more than %d parts", key, MaxPath)
	}
	for _, part := range parts {
		// A double quote cannot be written inside a JSON path of SQLite.
		if part == "" || strings.ContainsAny(part, "\"\x00") {
			return nil, refuse("malformed field %q", key)
		}
	}
	return parts, nil
}

// ParseSort reads a sort order: comma-separated fields, a minus sign before
// those that descend. An empty text gives nil. The error wraps ErrRefused.
func ParseSort(text string) ([]Sort, error) {
	if text == "" {
		return nil, nil
	}
	var out []Sort
	for key := range strings.SplitSeq(text, ",") {
		key = strings.TrimSpace(key)
		name, descending := strings.CutPrefix(key, "-")
		field, err := parseField(name)
		if err != nil {
			return nil, err
		}
		out = append(out, Sort{Field: field, Descending: descending})
		if len(out) > MaxPath {
			return nil, refuse("more than %d sort keys", MaxPath)
		}
	}
	return out, nil
}

func sortedKeys(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for key := range o {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
