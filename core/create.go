package core

import (
	"slices"

	"imclient/core/jsontext"
	"imclient/core/wire"
)

// CreateOptions says what conversation to make. The zero value makes a normal
// one of the client alone.
type CreateOptions struct {
	Members    []string // the creator need not be among them; ignored for a chat room
	Name       *string
	Attributes string // a JSON object of the application's own fields; empty means none
	NotUnique  bool   // make a new one even when there is one of the same members
	Transient  bool   // a chat room
	Temporary  bool
	TTL        int32 // of a temporary conversation, in seconds; 0: the server's default
}

func (o *CreateOptions) check() error {
	switch {
	case o.Attributes != "" && !jsontext.Valid(o.Attributes, jsontext.Object):
		return &ArgumentError{"the attributes of a conversation must be a JSON object"}
	case o.Transient && o.Temporary:
		return &ArgumentError{"a chat room cannot be temporary"}
	case o.TTL < 0:
		return &ArgumentError{"the time to live of a conversation is negative"}
	case slices.Contains(o.Members, ""):
		return &ArgumentError{"a member's id is empty"}
	}
	return nil
}

// CreateConversation makes a conversation and calls back with it. Unless
// NotUnique is set, the one that was made with the same members before is
// returned, as it is on the server (section Conversations of
// docs/protocol.md). It fails with an *ArgumentError, a *SignError, or an
// *Error of the server.
func (cl *Client) CreateConversation(o CreateOptions, done func(*Conversation, error)) {
	if err := o.check(); err != nil {
		done(nil, err)
		return
	}
	members := []string{cl.id}
	if !o.Transient {
		members = sortedSet(append(members, o.Members...))
	}
	attributes := o.Attributes
	if attributes == "" {
		attributes = "{}"
	}
	if o.Name != nil {
		attributes = jsontext.Set(attributes, "name", quote(*o.Name))
	}

	cmd := cl.command(wire.CommandConv, wire.OpStart)
	conv := new(wire.ConvCommand)
	conv.SetM(members)
	conv.SetAttr(jsonObject(attributes))
	conv.SetUnique(!o.NotUnique && !o.Transient)
	if o.Transient {
		conv.SetTransient(true)
	}
	if o.Temporary {
		conv.SetTempConv(true)
		if o.TTL > 0 {
			conv.SetTempConvTTL(o.TTL)
		}
	}
	cmd.SetConvMessage(conv)
	cl.signInto(conv, SignatureRequest{
		Kind: SignConversation, ClientID: cl.id, TargetIDs: slices.Clone(members), Action: "create",
	}, func(err error) {
		if err != nil {
			done(nil, err)
			return
		}
		cl.request(cmd, func(reply *wire.GenericCommand, err error) {
			started := reply.GetConvMessage()
			switch {
			case err != nil:
				done(nil, err)
			case started.GetCid() == "":
				done(nil, ErrMalformed)
			case started.GetExisting():
				cl.existing(started, conv, done)
			default:
				c := cl.upsert(cl.newRow(started, conv))
				c.enters(true)
				done(c, nil)
			}
		})
	})
}

// existing calls back with a unique conversation that was there before: its
// name and attributes are the server's, not the request's, so its row is read
// when the client does not hold it.
func (cl *Client) existing(started, asked *wire.ConvCommand, done func(*Conversation, error)) {
	cl.GetConversation(started.GetCid(), false, func(c *Conversation, err error) {
		if err == nil && c == nil {
			c = cl.upsert(cl.newRow(started, asked))
		}
		done(c, err)
	})
}

// newRow composes the row of a conversation that was just made.
func (cl *Client) newRow(started, asked *wire.ConvCommand) string {
	var r row
	_ = jsontext.Members(asked.GetAttr().GetData(), func(name, value string) bool { // checked
		r.set(name, value)
		return true
	})
	r.set("objectId", quote(started.GetCid()))
	r.set("c", quote(cl.id))
	if at := started.GetCdate(); at != "" {
		r.set("createdAt", quote(at))
		r.set("updatedAt", quote(at))
	}
	if asked.GetTransient() {
		r.set("tr", "true")
		r.set("m", "[]")
	} else {
		r.set("m", string(jsontext.AppendStrings(nil, asked.GetM())))
	}
	if asked.GetUnique() {
		r.set("unique", "true")
	}
	if id := started.GetUniqueId(); id != "" {
		r.set("uniqueId", quote(id))
	}
	if asked.GetTempConv() {
		r.set("temp", "true")
		if ttl := started.GetTempConvTTL(); ttl > 0 {
			r.set("ttl", formatInt(int64(ttl)))
		}
	}
	return r.text()
}
