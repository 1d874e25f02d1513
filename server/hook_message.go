package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"imclient/core/wire"
	"imclient/server/store"
)

// Message is a message on its way, as hooks see it.
type Message struct {
	App          string
	Conversation string
	From         string
	// To holds the clients who are to get it, without the sender. It is empty for a
	// chat room, where everybody inside gets it, and for what a user sends into a
	// service conversation.
	To []string
	// Data is the content: text, or bytes when Binary is set.
	Data   []byte
	Binary bool
	// Transient messages are not kept. Receipt says that the sender wants to know
	// when the message is delivered and read.
	Transient bool
	Receipt   bool
	// System says that it is sent into a service conversation.
	System bool
	// Timestamp is in milliseconds since 1970; until the message is stored it is the
	// time of asking.
	Timestamp int64
	// SourceIP is the sender's address; empty for messages of the app itself.
	SourceIP string
}

// MessageUpdate is an edit or a recall. Data is what the message shall become,
// Timestamp the message's own.
type MessageUpdate struct {
	Message
	ID     string
	Recall bool
}

// SentMessage is a message with its id, and which of its receivers were online
// right after. Those of a chat room are not listed.
type SentMessage struct {
	Message
	ID      string
	Online  []string
	Offline []string
}

// Verdict is what a hook decides about a message or an update of one. The zero
// value lets it pass.
type Verdict struct {
	// Reject refuses it; the sender gets Code and Reason as the app's own.
	Reject bool
	// Data replaces the content, by a text or, if Binary is set, by bytes, unless it
	// is nil or the update is a recall. The sender is told of the change with Code
	// and Reason; a code of 0 tells it of a change without a reason.
	Data   []byte
	Binary bool
	// To keeps a message from all receivers who are not in it, unless it is nil:
	// they find it neither in the history nor in their unread counts. Of an update
	// they are not told. Who is no receiver is left out; a chat room has its own.
	To     []string
	Code   int
	Reason string
}

// checkVerdict refuses contents that no client could have sent.
func (s *Server) checkVerdict(v Verdict) error {
	if size := len(v.Data); size > s.options.Limits.Message {
		return fmt.Errorf("the new content has %d bytes, at most %d are allowed", size, s.options.Limits.Message)
	}
	if !v.Binary && !utf8.Valid(v.Data) {
		return errors.New("the new content is not UTF-8")
	}
	return nil
}

// apply changes m as the hook wants it. It returns nil when there is nothing to
// change.
func (v *Verdict) apply(m *store.Message) *Verdict {
	if v.Data != nil {
		setContent(m, string(v.Data), v.Data, v.Binary)
	} else if v.To == nil {
		return nil
	}
	return v
}

// receivers returns those of to whom the hook lets have the message, and whether
// that leaves anybody out. The sender always has it.
func (v *Verdict) receivers(from string, to []string) (left []string, narrowed bool) {
	if v == nil || v.To == nil {
		return to, false
	}
	left = []string{}
	for _, client := range to {
		if client == from || slices.Contains(v.To, client) {
			left = append(left, client)
		}
	}
	return left, len(left) < len(to)
}

// hookMessage is a message as hooks see it. to holds its receivers, the sender's
// own devices perhaps among them.
func hookMessage(m *store.Message, kind store.Kind, to []string) Message {
	return Message{App: m.App, Conversation: m.Conversation, From: m.From, To: without(to, m.From), Data: m.Data, Binary: m.Binary,
		Receipt: m.Receipt, System: kind == store.System, Timestamp: m.Timestamp}
}

// askMessageReceived lets the app look at a message before it goes anywhere. It
// returns what the app changes.
func (r *request) askMessageReceived(m *store.Message, d *wire.DirectCommand) (*Verdict, error) {
	hook := r.srv.options.Hooks.MessageReceived
	if hook == nil {
		return nil, nil
	}
	var about Message
	isThere := false
	err := r.srv.store.View(context.Background(), func(v store.Reader) error {
		if d.HasDt() {
			_, err := v.Message(m.App, m.Conversation, m.ID)
			if isThere = err == nil; isThere || !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		c, to, err := r.target(v, m.Conversation)
		if err != nil {
			return err
		}
		about = hookMessage(m, c.Kind, to)
		about.Timestamp = v.At()
		return r.requireVoice(v, c)
	})
	if err != nil || isThere {
		return nil, err
	}
	about.Transient, about.SourceIP = d.GetTransient() || d.GetWill(), r.conn.ip
	ctx, cancel := r.srv.hookContext()
	defer cancel()
	v, err := ask(ctx, r.srv, r.session.app, hookMessageReceived, hook, about, r.srv.checkVerdict, MessageRejectedByApp)
	if err == nil && v.Reject {
		err = Decision{true, v.Code, v.Reason}.refusal(MessageRejectedByApp)
	}
	if err != nil {
		return nil, err
	}
	return v.apply(m), nil
}

// tellAltered shows the sender of a message what has become of it
// (docs/protocol.md, Updates and recall).
func (r *request) tellAltered(m *store.Message, v *Verdict) {
	if v == nil || v.Data == nil || !r.session.has(configPatch) {
		return
	}
	item := patchItem(m)
	at := max(m.Timestamp, m.PatchedAt)
	item.SetPatchTimestamp(at)
	if v.Code != 0 {
		item.SetPatchCode(int64(v.Code))
		item.SetPatchReason(v.Reason)
	}
	p := new(wire.PatchCommand)
	p.AddPatches(item)
	p.SetLastPatchTime(at)
	cmd := newPush(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(p)
	r.session.push(push{frame: encode(cmd)})
}
