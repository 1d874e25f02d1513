package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// unreadPush tells a client how much is unread, as of the time at.
func unreadPush(list []store.Unread, at int64) *wire.GenericCommand {
	m := new(wire.UnreadCommand)
	m.SetNotifTime(at)
	for _, u := range list {
		m.AddConvs(unreadTuple(u))
	}
	cmd := newPush(wire.CommandUnread, 0)
	cmd.SetUnreadMessage(m)
	return cmd
}

func unreadTuple(u store.Unread) *wire.UnreadTuple {
	t := new(wire.UnreadTuple)
	t.SetCid(u.Conversation)
	t.SetUnread(int32(u.Count))
	t.SetMentioned(u.Mentioned)
	if u.Kind != 0 {
		t.SetConvType(int32(u.Kind))
	}
	if m := u.Last; m != nil {
		t.SetMid(m.ID)
		t.SetTimestamp(m.Timestamp)
		t.SetFrom(m.From)
		if m.Binary {
			t.SetBinaryMsg(m.Data)
		} else {
			t.SetData(string(m.Data))
		}
		if m.PatchedAt > 0 {
			t.SetPatchTimestamp(m.PatchedAt)
		}
	}
	return t
}
