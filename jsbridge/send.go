//go:build js && wasm

package jsbridge

import (
	"imclient/core"
	"imclient/core/jsontext"
	"imclient/jsbridge/internal/record"
)

// send sends the message laid out in input.
func (b *bridge) send(call, handle uint32, input []byte) {
	c, err := b.conversation(handle)
	if err != nil {
		b.fail(call, err)
		return
	}
	m, err := record.ReadOutgoing(input)
	if err != nil {
		b.fail(call, &core.ArgumentError{Message: err.Error()})
		return
	}
	o := core.Outgoing{
		IsBinary:   m.Flags&record.SendBinary != 0,
		Transient:  m.Flags&record.SendTransient != 0,
		Receipt:    m.Flags&record.SendReceipt != 0,
		Will:       m.Flags&record.SendWill != 0,
		MentionAll: m.Flags&record.SendMentionAll != 0,
		Priority:   m.Priority,
		Text:       m.Text,
		Binary:     m.Binary,
		Dt:         m.Dt,
		PushData:   m.PushData,
	}
	if m.Mentions != "" {
		if o.MentionList, err = jsontext.Strings(m.Mentions); err != nil {
			b.fail(call, &core.ArgumentError{Message: err.Error()})
			return
		}
	}
	rt := c.Client().Realtime()
	rt.Begin(core.CallID(call))
	b.sendMessage(call, c, o)
	rt.End()
}

// sendMessage sends a message; the call is answered by its ack.
func (b *bridge) sendMessage(call uint32, c *core.Conversation, o core.Outgoing) {
	c.Send(o, func(s core.Sent, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		b.face.sent(call, s.Timestamp, s.ID)
	})
}
