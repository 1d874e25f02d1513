package server

import (
	"encoding/json"
	"math"
	"strconv"
)

// operate applies one of the storage service's operations to a value, nil where
// there is none yet (docs/protocol.md, Conversations).
func operate(old any, name string, op map[string]any) (any, error) {
	if name == "Increment" {
		return increment(old, op["amount"])
	}
	list, ok := old.([]any)
	if old != nil && !ok {
		return nil, refusef(ConversationAPIFailed, "operation %q is for lists", name)
	}
	objects, ok := op["objects"].([]any)
	if !ok {
		return nil, refusef(ConversationAPIFailed, "operation %q needs a list of objects", name)
	}
	// The list may be part of a value that is told to others: it is not changed.
	switch name {
	case "Add":
		return append(append([]any{}, list...), objects...), nil
	case "AddUnique":
		return addUnique(list, objects)
	case "Remove":
		return removeAll(list, objects)
	}
	return nil, refusef(ConversationAPIFailed, "operation %q is not supported", name)
}

// increment keeps whole numbers whole as long as they fit.
func increment(old, amount any) (any, error) {
	if old == nil {
		old = json.Number("0")
	}
	a, isNumber := old.(json.Number)
	b, isAmount := amount.(json.Number)
	if !isNumber || !isAmount {
		return nil, refusef(ConversationAPIFailed, "operation %q is for numbers", "Increment")
	}
	x, errX := a.Int64()
	y, errY := b.Int64()
	if sum := x + y; errX == nil && errY == nil && (sum > x) == (y > 0) {
		return json.Number(strconv.FormatInt(sum, 10)), nil
	}
	f, errX := a.Float64()
	g, errY := b.Float64()
	if errX != nil || errY != nil || math.IsInf(f+g, 0) {
		return nil, refusef(ConversationAPIFailed, "the number is too large")
	}
	return json.Number(strconv.FormatFloat(f+g, 'g', -1, 64)), nil
}

// keys writes each value so that equal ones have equal texts.
func keys(values []any) ([]string, error) {
	out := make([]string, len(values))
	for i, v := range values {
		text, err := marshal(v)
		if err != nil {
			return nil, err
		}
		out[i] = text
	}
	return out, nil
}

func addUnique(list, objects []any) (any, error) {
	have, err := keys(list)
	if err != nil {
		return nil, err
	}
	more, err := keys(objects)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(have))
	for _, key := range have {
		seen[key] = true
	}
	out := append([]any{}, list...)
	for i, key := range more {
		if !seen[key] {
			seen[key] = true
			out = append(out, objects[i])
		}
	}
	return out, nil
}

func removeAll(list, objects []any) (any, error) {
	have, err := keys(list)
	if err != nil {
		return nil, err
	}
	unwanted, err := keys(objects)
	if err != nil {
		return nil, err
	}
	gone := make(map[string]bool, len(unwanted))
	for _, key := range unwanted {
		gone[key] = true
	}
	out := []any{}
	for i, key := range have {
		if !gone[key] {
			out = append(out, list[i])
		}
	}
	return out, nil
}
