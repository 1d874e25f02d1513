package server

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"imclient/server/query"
)

// reservedColumns are those of a conversation row that are not attributes.
var reservedColumns = []string{
	"objectId", "m", "c", "mu", "lm", "tr", "sys", "unique", "uniqueId", "createdAt", "updatedAt", "ACL",
	"conv_type", "temp", "ttl", "muted", "joined", "joinedAt",
	"msg", "bin", "msg_from", "msg_mid", "msg_timestamp", "patch_timestamp", "mention_all", "mention_pids",
}

func isReserved(key string) bool {
	name, _, _ := strings.Cut(key, ".")
	return slices.Contains(reservedColumns, name)
}

// maxAttributes bounds the attributes of a conversation, in bytes of JSON.
const maxAttributes = 64 << 10

// parseAttributes reads a JSON object; numbers keep their digits.
func parseAttributes(data string) (map[string]any, error) {
	attributes := map[string]any{}
	if data == "" {
		return attributes, nil
	}
	if len(data) > maxAttributes {
		return nil, refusef(ConversationAPIFailed, "attributes of more than %d bytes", maxAttributes)
	}
	dec := json.NewDecoder(strings.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&attributes); err != nil {
		return nil, refusef(ConversationAPIFailed, "attr is not a JSON object")
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, refusef(ConversationAPIFailed, "attr is not one JSON object")
	}
	if attributes == nil {
		attributes = map[string]any{}
	}
	return attributes, nil
}

// ownAttributes is what remains of a new conversation's attributes without the
// columns that are the server's.
func ownAttributes(data string) (string, error) {
	attributes, err := parseAttributes(data)
	if err != nil {
		return "", err
	}
	return formatOwn(attributes)
}

func formatOwn(attributes map[string]any) (string, error) {
	for key := range attributes {
		if isReserved(key) {
			delete(attributes, key)
		}
	}
	return formatAttributes(attributes)
}

// formatAttributes encodes a conversation's attributes, if they may be what they
// are.
func formatAttributes(attributes map[string]any) (string, error) {
	switch attributes["name"].(type) {
	case string, nil:
	default:
		return "", refusef(ConversationAPIFailed, "name is not a text")
	}
	if query.TooDeep(attributes) {
		return "", refusef(ConversationAPIFailed, "attributes nested deeper than %d", query.MaxNesting)
	}
	text, err := marshal(attributes)
	if err == nil && len(text) > maxAttributes {
		err = refusef(ConversationAPIFailed, "attributes of more than %d bytes", maxAttributes)
	}
	return text, err
}

// maxAttributeDepth bounds the parts of a dotted key.
const maxAttributeDepth = 10

// applyAttributes changes attributes as a client asks: keys may be dotted, and
// values may be operations such as {"__op": "Delete"}. It returns what has become of each
// key; one that was removed is missing there. Of keys that overlap the longer one
// comes last.
func applyAttributes(attributes, patch map[string]any) (modified map[string]any, err error) {
	modified = map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		value := patch[key]
		if isReserved(key) {
			return nil, refusef(ConversationAPIFailed, "column %q cannot be changed", key)
		}
		path := strings.Split(key, ".")
		if slices.Contains(path, "") || len(path) > maxAttributeDepth {
			return nil, refusef(ConversationAPIFailed, "malformed key %q", key)
		}
		if name, op := operationOf(value); name == "Delete" {
			deletePath(attributes, path)
			continue
		} else if name != "" {
			if value, err = operate(getPath(attributes, path), name, op); err != nil {
				return nil, err
			}
		}
		if err := setPath(attributes, path, value); err != nil {
			return nil, err
		}
		modified[key] = value
	}
	return modified, nil
}

// operationOf returns the name of an operation, empty for a plain value.
func operationOf(value any) (name string, op map[string]any) {
	op, _ = value.(map[string]any)
	name, _ = op["__op"].(string)
	return name, op
}

func getPath(o map[string]any, path []string) any {
	for _, part := range path[:len(path)-1] {
		o, _ = o[part].(map[string]any)
	}
	return o[path[len(path)-1]]
}

func setPath(o map[string]any, path []string, value any) error {
	for _, part := range path[:len(path)-1] {
		switch next := o[part].(type) {
		case map[string]any:
			o = next
		case nil:
			inner := map[string]any{}
			o[part] = inner
			o = inner
		default:
			return refusef(ConversationAPIFailed, "%q is not an object", part)
		}
	}
	o[path[len(path)-1]] = value
	return nil
}

func deletePath(o map[string]any, path []string) {
	for _, part := range path[:len(path)-1] {
		next, ok := o[part].(map[string]any)
		if !ok {
			return
		}
		o = next
	}
	delete(o, path[len(path)-1])
}
