package server

import (
	"bytes"
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

// WordFilter returns a hook for Options.OnMessage that replaces words by three
// asterisks, in whatever case they are written: in the text of typed messages, in
// the whole of others. Binary messages pass. Empty words are left out.
func WordFilter(words []string) func(Message) Verdict {
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" })
	if len(words) == 0 {
		return func(Message) Verdict { return Verdict{} }
	}
	// Of words that begin alike the longest is meant.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	pattern := regexp.MustCompile("(?i)" + strings.Join(words, "|"))
	return func(m Message) Verdict {
		if m.Binary {
			return Verdict{}
		}
		from, to := textOf(m.Data)
		text, isTyped := string(m.Data[from:to]), to-from < len(m.Data)
		if isTyped && json.Unmarshal(m.Data[from:to], &text) != nil {
			return Verdict{}
		}
		if !pattern.MatchString(text) {
			return Verdict{}
		}
		clean := []byte(pattern.ReplaceAllLiteralString(text, censored))
		if isTyped {
			quoted, err := marshal(string(clean))
			if err != nil {
				return Verdict{}
			}
			clean = slices.Concat(m.Data[:from], []byte(quoted), m.Data[to:])
		}
		return Verdict{Data: clean, Code: censoredCode, Reason: censoredReason}
	}
}

// textOf finds what of a message is read by people: the value of _lctext in a
// typed one, nothing when it has none, and the whole of any other.
func textOf(data []byte) (from, to int) {
	if _, typed := messageType(data); !typed {
		return 0, len(data)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	_, err := dec.Token() // the brace
	for err == nil && dec.More() {
		var key json.Token
		if key, err = dec.Token(); err != nil {
			break
		}
		var value json.RawMessage
		if err = dec.Decode(&value); err != nil {
			break
		}
		if end := int(dec.InputOffset()); key == "_lctext" {
			return end - len(value), end
		}
	}
	return 0, 0
}
