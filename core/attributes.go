package core

import (
	"imclient/core/jsontext"
	"imclient/core/wire"
)

// SetAttributes changes the conversation's name and the application's own
// fields: json is an object of the new values, whose keys may be dotted paths
// (section Conversations of docs/protocol.md). A value may be an operation of
// the storage service, such as {"__op":"Increment","amount":1}.
func (c *Conversation) SetAttributes(json string, done func(error)) {
	switch {
	case !jsontext.Valid(json, jsontext.Object):
		done(&ArgumentError{"the attributes of a conversation must be a JSON object"})
		return
	case c.kind == Temporary:
		done(&ArgumentError{"a temporary conversation has no attributes"})
		return
	}
	cmd, conv := c.command(wire.OpUpdate)
	conv.SetAttr(jsonObject(json))
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err == nil {
			c.changed(json, reply.GetConvMessage().GetAttrModified().GetData())
			c.setUpdated(reply.GetConvMessage().GetUdate())
		}
		done(err)
	})
}

// changed applies a change of attributes as it was asked for; became has the
// values that resulted, as far as the server told. A value may be an operation:
// what it came to is in became.
func (c *Conversation) changed(asked, became string) {
	err := jsontext.Members(asked, func(path, value string) bool {
		if result, told := jsontext.Get(became, path); told {
			value = result
		}
		c.row.change(path, value)
		return true
	})
	if err != nil {
		c.client.rt.warn("attributes of a conversation are not a JSON object")
	}
	c.name = c.row.string("name")
}
