package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"imclient/server/store"
)

// OfflineMessage is a message some of whose receivers are not online.
type OfflineMessage struct {
	SentMessage
	MentionAll bool
	// MentionOffline holds those of Offline who are mentioned; none when all are.
	MentionOffline []string
	// PushData is what the sender wants to be pushed, as JSON; empty for nothing
	// special.
	PushData string
}

// PushDecision is what a hook makes of a push. The zero value leaves it alone.
type PushDecision struct {
	// Skip pushes to nobody.
	Skip bool
	// To replaces the receivers, unless it is nil.
	To []string
	// Message is what is pushed, as JSON, unless it is empty; PushData counts for
	// nothing then.
	Message string
	// Force pushes also to those who have muted the conversation.
	Force bool
}

// Push is what is to be pushed to the devices of clients who are not online.
type Push struct {
	SentMessage
	// To holds the clients, without those who have muted the conversation.
	To []string
	// Data is what the hook or the sender wants to be pushed, as JSON, with the
	// variables ${convId}, ${timestamp} and ${fromClientId} in texts filled in.
	// Empty: neither said anything, and the message's own content is what there is.
	Data string
}

// maxOffline is how many receivers one push goes to; service conversations have
// more subscribers than fit into one call.
const maxOffline = 500

// tellOffline queues the push of a message to those who are not online.
func (s *Server) tellOffline(a *app, m *store.Message, sent SentMessage, pushData string) {
	h := &s.options.Hooks
	if h.ReceiversOffline == nil && h.Push == nil {
		return
	}
	for offline := range slices.Chunk(sent.Offline, maxOffline) {
		part := sent
		part.Offline = offline
		s.tellOfflinePart(a, m, part, pushData)
	}
}

func (s *Server) tellOfflinePart(a *app, m *store.Message, sent SentMessage, pushData string) {
	h := &s.options.Hooks
	var p *Push // once it is known what to push, only that is tried again
	s.tell(a, hookPush, m.Conversation, func(ctx context.Context) (err error) {
		if p == nil {
			s.lookElsewhere(a, &sent)
			if len(sent.Offline) == 0 {
				return nil
			}
			about := OfflineMessage{SentMessage: sent, MentionAll: m.MentionAll, PushData: pushData}
			if !m.MentionAll {
				about.MentionOffline = common(sent.Offline, m.MentionPids)
			}
			if p, err = s.decidePush(a, about); err != nil {
				return err
			}
		}
		if h.Push == nil || len(p.To) == 0 {
			return nil
		}
		return h.Push(ctx, *p)
	})
}

// common returns those of list that are in the other one too.
func common(list, other []string) (both []string) {
	for _, one := range list {
		if slices.Contains(other, one) {
			both = append(both, one)
		}
	}
	return both
}

// decidePush asks the app's hook, and leaves out who has muted the conversation.
// A hook that fails changes nothing.
func (s *Server) decidePush(a *app, about OfflineMessage) (*Push, error) {
	p := &Push{SentMessage: about.SentMessage, To: about.Offline, Data: about.PushData}
	var d PushDecision
	if hook := s.options.Hooks.ReceiversOffline; hook != nil {
		err := s.callHook(a, hookReceiversOffline, func() (err error) {
			ctx, cancel := context.WithTimeout(s.hooks.tellBase, s.options.Timeouts.Hook)
			defer cancel()
			d, err = hook(ctx, about)
			return err
		})
		if err != nil {
			d = PushDecision{}
		}
	}
	if d.To != nil {
		p.To = d.To
	}
	if d.Message != "" {
		p.Data = d.Message
	}
	p.Data = fillTemplate(p.Data, about.Message)
	switch {
	case d.Skip:
		p.To = nil
	case !d.Force && s.options.Hooks.Push != nil:
		if err := s.leaveOutMuted(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (s *Server) leaveOutMuted(p *Push) error {
	var to []string
	err := s.store.View(s.hooks.tellBase, func(v store.Reader) error {
		to = nil
		for _, client := range p.To {
			m, err := v.Membership(p.App, p.Conversation, client)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if !m.Muted {
				to = append(to, client)
			}
		}
		return nil
	})
	p.To = to
	return err
}

// fillTemplate fills the variables in the texts of a JSON value in. What is no JSON
// is a text.
func fillTemplate(data string, m Message) string {
	if !strings.Contains(data, "${") {
		return data
	}
	variables := strings.NewReplacer("${convId}", m.Conversation, "${timestamp}", strconv.FormatInt(m.Timestamp, 10),
		"${fromClientId}", m.From)
	var value any
	dec := json.NewDecoder(bytes.NewReader([]byte(data)))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return variables.Replace(data)
	}
	text, err := marshal(fillTexts(value, variables))
	if err != nil {
		return data
	}
	return text
}

func fillTexts(value any, variables *strings.Replacer) any {
	switch value := value.(type) {
	case string:
		return variables.Replace(value)
	case []any:
		for i := range value {
			value[i] = fillTexts(value[i], variables)
		}
	case map[string]any:
		for key := range value {
			value[key] = fillTexts(value[key], variables)
		}
	}
	return value
}
