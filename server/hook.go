package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// Message is a message that a client sends, as a hook sees it.
type Message struct {
	App          string
	Conversation string
	From         string
	// Data is the content: text, or bytes when Binary is set. The hook does not
	// change it.
	Data      []byte
	Binary    bool
	Transient bool
}

// Verdict is what a hook decides about a message. The zero value lets it pass.
type Verdict struct {
	// Reject refuses the message with MESSAGE_REJECTED_BY_APP; the sender gets
	// Code and Reason as the app's own.
	Reject bool
	// Data replaces the content, of the same kind, unless it is nil. The sender is
	// told of the change with Code and Reason; a code of 0 tells it of a change
	// without a reason.
	Data   []byte
	Code   int
	Reason string
}

// askHook lets the app's hook look at a message, or at what one is edited into,
// before it goes anywhere. It
// returns what the sender is to be told when the message was altered.
func (r *request) askHook(m *store.Message, transient bool) (*Verdict, error) {
	if r.srv.options.OnMessage == nil {
		return nil, nil
	}
	v := r.srv.options.OnMessage(Message{App: m.App, Conversation: m.Conversation, From: m.From,
		Data: m.Data, Binary: m.Binary, Transient: transient})
	switch {
	case v.Reject:
		return nil, &Error{Code: MessageRejectedByApp, AppCode: v.Code, AppMessage: v.Reason}
	case v.Data == nil:
		return nil, nil
	}
	setContent(m, string(v.Data), v.Data, m.Binary)
	return &v, nil
}

// tellAltered shows the sender of a message what has become of it
// (docs/protocol.md, Updates and recall).
func (r *request) tellAltered(m *store.Message, v *Verdict) {
	if v == nil || r.session.config&configPatch == 0 {
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
