package core

import "imclient/core/wire"

// Patch edits or recalls a message that the client sent (section Updates and
// recall of docs/protocol.md).
type Patch struct {
	MessageID   string
	Timestamp   int64  // the message's, in ms
	Recall      bool   // recall it; the content below is ignored
	Text        string // the new content
	Binary      []byte // the new content, instead of Text, when IsBinary is set
	IsBinary    bool
	MentionAll  bool
	MentionList []string
}

// Update applies a patch and calls back with the time, in ms, at which the
// server did so; 0 when it did not say.
func (c *Conversation) Update(p Patch, done func(patchTimestamp int64, err error)) {
	if p.MessageID == "" || p.Timestamp == 0 {
		done(0, &ArgumentError{"a message to change needs its id and timestamp"})
		return
	}
	item := new(wire.PatchItem)
	item.SetCid(c.id)
	item.SetMid(p.MessageID)
	item.SetTimestamp(p.Timestamp)
	item.SetRecall(p.Recall)
	switch {
	case p.Recall:
	case p.IsBinary:
		item.SetBinaryMsg(p.Binary)
	default:
		item.SetData(p.Text)
	}
	if p.MentionAll {
		item.SetMentionAll(true)
	}
	if len(p.MentionList) > 0 {
		item.SetMentionPids(p.MentionList)
	}
	patch := new(wire.PatchCommand)
	patch.AddPatches(item)
	patch.SetLastPatchTime(c.client.patched)
	cmd := c.client.command(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(patch)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(0, err)
			return
		}
		at := reply.GetPatchMessage().GetLastPatchTime()
		c.patchLast(p.message(c, at))
		done(at, nil)
	})
}

// recalledText is what stands in the place of a recalled message.
const recalledText = `{"_lctype":-127}`

func (p *Patch) message(c *Conversation, at int64) *Message {
	m := &Message{
		ID:             p.MessageID,
		ConversationID: c.id,
		From:           c.client.id,
		Timestamp:      p.Timestamp,
		PatchTimestamp: at,
		Text:           p.Text,
		Binary:         p.Binary,
		IsBinary:       p.IsBinary,
		MentionAll:     p.MentionAll,
		MentionList:    p.MentionList,
	}
	if p.Recall {
		m.Text, m.Binary, m.IsBinary = recalledText, nil, false
	}
	return m
}

// patchPushed takes edits and recalls of others, and those that were missed.
func (cl *Client) patchPushed(patch *wire.PatchCommand) {
	for _, item := range patch.GetPatches() {
		cl.patched = max(cl.patched, item.GetPatchTimestamp())
		cl.withConversation(item.GetCid(), func(c *Conversation) {
			if c != nil {
				c.patch(item)
			}
		})
	}
}

func (c *Conversation) patch(item *wire.PatchItem) {
	m := &Message{
		ID:             item.GetMid(),
		ConversationID: c.id,
		From:           item.GetFrom(),
		Timestamp:      item.GetTimestamp(),
		PatchTimestamp: item.GetPatchTimestamp(),
		Text:           item.GetData(),
		MentionAll:     item.GetMentionAll(),
		MentionList:    item.GetMentionPids(),
	}
	if item.HasBinaryMsg() {
		m.IsBinary, m.Binary, m.Text = true, item.GetBinaryMsg(), ""
	}
	c.patchLast(m)
	event := &MessagePatched{Conversation: c, Message: m, Recall: item.GetRecall()}
	if item.GetPatchCode() != 0 {
		event.Reason = &PatchReason{Code: item.GetPatchCode(), Detail: item.GetPatchReason()}
	}
	c.client.rt.host.Emit(event)
}
