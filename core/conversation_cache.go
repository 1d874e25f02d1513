package core

import (
	"slices"
	"strings"

	"imclient/core/jsontext"
)

// Conversation returns the conversation of that id when the client holds it,
// else nil; the server is not asked.
func (cl *Client) Conversation(id string) *Conversation { return cl.conversations[id] }

// Release says that the application has let go of a conversation: the client
// forgets it, unless it has unread messages or messages on their way, or is the chat
// room that the client is in. What
// comes later about a forgotten conversation makes a new object, with a new
// handle, from a row read anew. It reports whether the conversation was
// forgotten.
func (cl *Client) Release(handle uint32) bool {
	c := cl.byHandle[handle]
	if c == nil || c.unread > 0 || c.uncommitted > 0 || cl.room.in == c || cl.reads.has(c) || cl.fills.of(c) != nil {
		return false
	}
	delete(cl.byHandle, handle)
	delete(cl.conversations, c.id)
	cl.fills.leave(c)
	cl.latest = nil
	return true
}

// upsert takes a row from the server: it updates the conversation that the
// client holds, or makes one. It returns nil when the text is no row.
func (cl *Client) upsert(text string) *Conversation {
	r, err := parseRow(text)
	id := r.string("objectId")
	if err != nil || id == "" {
		cl.rt.warn("ignored a conversation without an id")
		return nil
	}
	c := cl.conversations[id]
	if c == nil {
		id = strings.Clone(id)
		c = &Conversation{client: cl, handle: cl.rt.newHandle(), id: id}
		cl.fills.enter(c)
		cl.conversations[id] = c
		cl.byHandle[c.handle] = c
	}
	c.apply(r)
	cl.rt.host.Emit(&ConversationFetched{c})
	return c
}

// apply replaces the row. What a compact row leaves out, and what is known
// better, stays.
//
//go:noinline
func (c *Conversation) apply(r row) {
	if r.get("m") == "" && c.row.get("m") != "" {
		r.set("m", c.row.get("m"))
	}
	if m := c.takeLastMessage(&r); m != nil && (c.lastMessage == nil || m.Timestamp >= c.lastMessage.Timestamp) {
		c.lastMessage = m
	}
	if ttl, ok := jsontext.Int(r.take("ttl")); ok && ttl > 0 {
		c.expiresAt = c.client.rt.now() + min(ttl, maxTemporaryTTL)*1000
	}
	if c.expiresAt != 0 {
		r.set("expiredAt", formatInt(c.expiresAt))
	}
	r.revision = c.row.revision + 1
	c.row = r
	c.kind = r.kind(c.id)
	c.members = unique(r.strings("m"))
	c.name = r.string("name")
	c.creator = r.string("c")
	c.createdAt = r.date("createdAt")
	c.updatedAt = r.date("updatedAt")
	c.mutedMembers = r.strings("mu")
	c.muted = r.bool("muted") || slices.Contains(c.mutedMembers, c.client.id)
	known := c.lastMessageAt
	c.lastMessageAt = r.date("lm")
	c.sawMessageAt(known)
}

func (r *row) kind(id string) ConversationKind {
	switch {
	case r.bool("tr"):
		return ChatRoom
	case r.bool("sys"):
		return Service
	case strings.HasPrefix(id, temporaryPrefix), r.bool("temp"):
		return Temporary
	}
	return Normal
}

// takeLastMessage removes the last message from a row and returns it.
func (c *Conversation) takeLastMessage(r *row) *Message {
	if r.get("msg") == "" {
		r.removeIf(ofLastMessage)
		return nil
	}
	content := r.get("msg")
	text, ok := jsontext.Unquote(content)
	m := &Message{
		ID:             r.string("msg_mid"),
		ConversationID: c.id,
		From:           r.string("msg_from"),
		Text:           text,
		MentionAll:     r.bool("mention_all"),
		MentionList:    r.strings("mention_pids"),
	}
	m.Timestamp, _ = jsontext.Int(r.get("msg_timestamp"))
	m.PatchTimestamp, _ = jsontext.Int(r.get("patch_timestamp"))
	if r.bool("bin") {
		m.Text, m.IsBinary = "", true
		m.Binary, ok = decodeBase64(text)
	}
	r.removeIf(ofLastMessage)
	if !ok {
		return nil
	}
	return m
}

// ofLastMessage reports whether a column tells of the last message.
func ofLastMessage(column string) bool {
	switch column {
	case "msg", "bin", "msg_mid", "msg_from", "msg_timestamp", "patch_timestamp", "mention_all", "mention_pids":
		return true
	}
	return false
}

// few is how many are compared with each other rather than put into a map.
const few = 8

// unique removes repeats; the first of each stays.
func unique(list []string) []string {
	if len(list) <= few {
		kept := list[:0]
		for _, s := range list {
			if !slices.Contains(kept, s) {
				kept = append(kept, s)
			}
		}
		return kept
	}
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		repeated := seen[s]
		seen[s] = true
		return repeated
	})
}
