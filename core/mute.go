package core

import (
	"slices"

	"imclient/core/jsontext"
	"imclient/core/wire"
)

// Mute turns the client's push notifications from the conversation off;
// messages and unread counts are not concerned.
func (c *Conversation) Mute(done func(error)) { c.setMuted(wire.OpMute, true, done) }

// Unmute turns them on again.
func (c *Conversation) Unmute(done func(error)) { c.setMuted(wire.OpUnmute, false, done) }

func (c *Conversation) setMuted(op wire.OpType, muted bool, done func(error)) {
	if c.kind == Temporary {
		done(&ArgumentError{"a temporary conversation cannot be muted"})
		return
	}
	cmd, _ := c.command(op)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(err)
			return
		}
		if !c.Transient() {
			self := c.client.id
			c.muted = muted
			c.mutedMembers = slices.DeleteFunc(c.mutedMembers, func(id string) bool { return id == self })
			if muted {
				c.mutedMembers = append(c.mutedMembers, self)
			}
			c.row.set("mu", string(jsontext.AppendStrings(nil, c.mutedMembers)))
			c.row.set("muted", formatBool(muted))
			c.setUpdated(reply.GetConvMessage().GetUdate())
		}
		done(nil)
	})
}

func formatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
