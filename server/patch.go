package server

import (
	"errors"
	"slices"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// recalledContent takes the place of a message that was recalled.
const recalledContent = `{"_lctype":-127}`

// maxPatches bounds the items of one patch command.
const maxPatches = 100

// patchModify edits or recalls messages of the client (docs/protocol.md, Updates
// and recall). All of a command's patches are applied, or none.
func (r *request) patchModify() error {
	items := r.cmd.GetPatchMessage().GetPatches()
	if len(items) == 0 || len(items) > maxPatches {
		return refusef(ConversationAPIFailed, "a patch command has 1 to %d patches", maxPatches)
	}
	if err := r.mayPatch(items); err != nil {
		return err
	}
	contents, err := r.newContents(items)
	if err != nil {
		return err
	}
	altered, err := r.askMessageUpdate(items, contents)
	if err != nil {
		return err
	}
	var events []bus.Event
	var messages []*store.Message
	var last int64
	return r.commit(func(tx store.Tx) error {
		events, messages = nil, nil
		for i, item := range items {
			m, c, to, err := r.patch(tx, item, contents[i])
			if err != nil {
				return err
			}
			if hasMembers(c) {
				to, _ = altered[i].receivers(m.From, to)
			}
			last = m.PatchedAt
			messages = append(messages, m)
			events = append(events, bus.Event{App: c.App, Conversation: c.ID, To: to, Room: c.Kind == store.ChatRoom,
				PatchedAt: m.PatchedAt, Except: r.session.id, Config: configPatch, Frame: encode(patchPush([]*store.Message{m}))})
		}
		return nil
	}, func() {
		m := new(wire.PatchCommand)
		m.SetLastPatchTime(last)
		cmd := newPush(wire.CommandPatch, wire.OpModified)
		cmd.SetPatchMessage(m)
		r.reply(cmd)
		for i, e := range events {
			r.tellAltered(messages[i], altered[i])
			r.srv.publish(e)
		}
	})
}

// mayPatch refuses what the app has switched off.
func (r *request) mayPatch(items []*wire.PatchItem) error {
	for _, item := range items {
		switch {
		case item.GetRecall() && r.session.app.NoRecall:
			return refuse(MessageRecallDisabled)
		case !item.GetRecall() && r.session.app.NoEdit:
			return refuse(MessageEditDisabled)
		}
	}
	return nil
}

// newContents returns what the messages are to say, before hooks have seen it.
func (r *request) newContents(items []*wire.PatchItem) ([]*store.Message, error) {
	contents := make([]*store.Message, len(items))
	for i, item := range items {
		if size := len(item.GetData()) + len(item.GetBinaryMsg()) + mentionSize(item.GetMentionPids()); size > r.srv.options.Limits.Message {
			return nil, refusef(FrameTooLong, "the message has %d bytes", size)
		}
		m := &store.Message{App: r.session.app.ID, Conversation: item.GetCid(), From: r.session.client}
		contents[i] = m
		if item.GetRecall() {
			setContent(m, recalledContent, nil, false)
			continue
		}
		if !item.HasData() && !item.HasBinaryMsg() {
			return nil, refusef(ConversationAPIFailed, "an edit needs data or binaryMsg")
		}
		setContent(m, item.GetData(), item.GetBinaryMsg(), item.HasBinaryMsg())
	}
	return contents, nil
}

// patched finds the message of the client that an item is about, and who is told.
func (r *request) patched(v store.Reader, item *wire.PatchItem) (m *store.Message, c *store.Conversation, to []string, err error) {
	if c, to, err = r.target(v, item.GetCid()); err != nil {
		return nil, nil, nil, err
	}
	m, err = v.Message(c.App, c.ID, item.GetMid())
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, nil, refusef(MessageNotFound, "no message %q", item.GetMid())
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if m.From != r.session.client {
		return nil, nil, nil, refuse(MessageOwnershipRequired)
	}
	if item.GetRecall() {
		return m, c, to, nil
	}
	if m.Recalled {
		return nil, nil, nil, refusef(MessageNotFound, "the message was recalled")
	}
	return m, c, to, r.requireVoice(v, c)
}

// patch gives a message of the client its new content. A message that was
// recalled stays so.
func (r *request) patch(tx store.Tx, item *wire.PatchItem, content *store.Message) (m *store.Message, c *store.Conversation, to []string, err error) {
	if m, c, to, err = r.patched(tx, item); err != nil {
		return nil, nil, nil, err
	}
	if m.Private {
		audience, err := tx.Audience(c.App, c.ID, m.Seq)
		if err != nil {
			return nil, nil, nil, err
		}
		to = slices.DeleteFunc(to, func(client string) bool { return !slices.Contains(audience, client) })
	}
	m.Data, m.Binary, m.Type, m.HasType = content.Data, content.Binary, content.Type, content.HasType
	m.Recalled = item.GetRecall()
	m.MentionAll = item.GetMentionAll()
	m.MentionPids = item.GetMentionPids()
	m.PatchedAt = tx.Tick()
	return m, c, to, tx.PatchMessage(m)
}

// patchPush tells of edited and recalled messages, in the order of the patches.
func patchPush(messages []*store.Message) *wire.GenericCommand {
	p := new(wire.PatchCommand)
	for _, m := range messages {
		p.AddPatches(patchItem(m))
		p.SetLastPatchTime(m.PatchedAt)
	}
	cmd := newPush(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(p)
	return cmd
}

func patchItem(m *store.Message) *wire.PatchItem {
	item := new(wire.PatchItem)
	item.SetCid(m.Conversation)
	item.SetMid(m.ID)
	item.SetTimestamp(m.Timestamp)
	item.SetFrom(m.From)
	item.SetPatchTimestamp(m.PatchedAt)
	if m.Recalled {
		item.SetRecall(true)
	}
	if m.Binary {
		item.SetBinaryMsg(m.Data)
	} else {
		item.SetData(string(m.Data))
	}
	if m.MentionAll {
		item.SetMentionAll(true)
	}
	item.SetMentionPids(m.MentionPids)
	return item
}
