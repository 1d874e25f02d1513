package server

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// What the sender of a message is told that the word filter changed
// (docs/protocol.md, Updates and recall).
const (
	censoredCode   = -4408
	censoredReason = "MESSAGE_MODIFIED_BY_CENSORSHIP"
	censored       = "***"
)

// WordFilter returns hooks that replace words by three asterisks in messages and
// edits, in whatever case they are written: in the text of typed messages, in the
// whole of others. Binary messages pass. Empty words are left out.
func WordFilter(words []string) Hooks {
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" })
	if len(words) == 0 {
		return Hooks{}
	}
	// Of words that begin alike the longest is meant.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	pattern := regexp.MustCompile("(?i)" + strings.Join(words, "|"))
	filter := func(m Message) Verdict {
		if m.Binary {
			return Verdict{}
		}
		clean, changed := m.Data, false
		places, typed := textsOf(m.Data)
		if !typed {
			places = []span{{0, len(m.Data)}}
		}
		// From the end, so that what is before keeps its place.
		for _, place := range slices.Backward(places) {
			text := string(clean[place.from:place.to])
			if typed && json.Unmarshal(clean[place.from:place.to], &text) != nil || !pattern.MatchString(text) {
				continue
			}
			text = pattern.ReplaceAllLiteralString(text, censored)
			if typed {
				quoted, err := marshal(text)
				if err != nil {
					continue
				}
				text = quoted
			}
			clean, changed = slices.Concat(clean[:place.from], []byte(text), clean[place.to:]), true
		}
		if !changed {
			return Verdict{}
		}
		return Verdict{Data: clean, Code: censoredCode, Reason: censoredReason}
	}
	return Hooks{
		MessageReceived: func(_ context.Context, m Message) (Verdict, error) { return filter(m), nil },
		MessageUpdate:   func(_ context.Context, m MessageUpdate) (Verdict, error) { return filter(m.Message), nil },
	}
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// textsOf finds what of a typed message is read by people: the values of _lctext,
// of which clients take the last one. A message is typed when it is an object with
// _lctype, however both are written.
func textsOf(data []byte) (places []span, typed bool) {
	if !json.Valid(data) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if brace, err := dec.Token(); err != nil || brace != json.Delim('{') {
		return nil, false
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, false
		}
		end := int(dec.InputOffset())
		switch key {
		case "_lctype":
			typed = true
		case "_lctext":
			places = append(places, span{end - len(value), end})
		}
	}
	return places, typed
}
