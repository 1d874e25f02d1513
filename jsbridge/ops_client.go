//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

type openParams struct {
	Realtime         uint32 `js:"realtime"`
	ID               string `js:"id"`
	Tag              string `js:"tag"`
	Reconnect        bool   `js:"reconnect"`
	SignLogin        bool   `js:"signLogin"`
	SignConversation bool   `js:"signConversation"`
	SignBlacklist    bool   `js:"signBlacklist"`

	CatchUp              bool `js:"catchUp"`
	CatchUpMessages      int  `js:"catchUpMessages"`
	CatchUpConversations int  `js:"catchUpConversations"`
}

func clientOpen(b *bridge, call uint32, params js.Value) error {
	var p openParams
	if err := read(params, &p); err != nil {
		return err
	}
	r, err := b.realtime(p.Realtime)
	if err != nil {
		return err
	}
	o := core.ClientOptions{
		ID: p.ID, Tag: p.Tag, Reconnect: p.Reconnect, Sign: b.signer(call, &p),
		CatchUp: core.CatchUp{On: p.CatchUp, Messages: p.CatchUpMessages, Conversations: p.CatchUpConversations},
	}
	r.core.Open(o, func(c *core.Client, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		e := b.client(c)
		if e.call == 0 {
			e.call = call
		}
		w := b.begin()
		w.Object("")
		w.Int("client", int64(e.handle))
		w.String("id", c.ID())
		w.EndObject()
		b.face.result(call, w.Bytes())
	})
	return nil
}

func (b *bridge) clientEntry(handle uint32) (*client, error) {
	if c, ok := b.clients[handle]; ok {
		return c, nil
	}
	return nil, closedError("Client")
}

type clientRef struct {
	Client uint32 `js:"client"`
}

func clientClose(b *bridge, call uint32, params js.Value) error {
	var p clientRef
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	c.core.Close(b.answer(call))
	return nil
}

type pingParams struct {
	Client uint32   `js:"client"`
	IDs    []string `js:"ids"`
}

func clientPing(b *bridge, call uint32, params js.Value) error {
	var p pingParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	c.core.Ping(p.IDs, func(ids []string, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Strings("ids", ids)
		w.EndObject()
		b.face.result(call, w.Bytes())
	})
	return nil
}

type createParams struct {
	Client     uint32   `js:"client"`
	Members    []string `js:"members"`
	Name       *string  `js:"name"`
	Attributes string   `js:"attributes"`
	Unique     *bool    `js:"unique"`
	Transient  bool     `js:"transient"`
	Temporary  bool     `js:"temporary"`
	TTL        int32    `js:"ttl"` // seconds
}

func clientCreateConversation(b *bridge, call uint32, params js.Value) error {
	var p createParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	o := core.CreateOptions{
		Members:    p.Members,
		Name:       p.Name,
		Attributes: p.Attributes,
		NotUnique:  p.Unique != nil && !*p.Unique,
		Transient:  p.Transient,
		Temporary:  p.Temporary,
		TTL:        p.TTL,
	}
	c.core.CreateConversation(o, func(conv *core.Conversation, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Int("conversation", b.handle(conv))
		w.EndObject()
		b.face.result(call, w.Bytes())
	})
	return nil
}

type getConversationsParams struct {
	Client  uint32   `js:"client"`
	IDs     []string `js:"ids"`
	NoCache bool     `js:"noCache"`
}

func clientGetConversations(b *bridge, call uint32, params js.Value) error {
	var p getConversationsParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	c.core.GetConversations(p.IDs, p.NoCache, b.answerConversations(call))
	return nil
}

type queryParams struct {
	Client       uint32   `js:"client"`
	Where        string   `js:"where"`
	Sort         string   `js:"sort"`
	Limit        *int32   `js:"limit"`
	Skip         *int32   `js:"skip"`
	Compact      bool     `js:"compact"`
	LastMessage  bool     `js:"lastMessage"`
	TemporaryIDs []string `js:"temporaryIds"`
}

func clientQuery(b *bridge, call uint32, params js.Value) error {
	var p queryParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	q := core.Query{
		Where:        p.Where,
		Sort:         p.Sort,
		Limit:        p.Limit,
		Skip:         p.Skip,
		Compact:      p.Compact,
		LastMessage:  p.LastMessage,
		TemporaryIDs: p.TemporaryIDs,
	}
	c.core.Query(q, b.answerConversations(call))
	return nil
}

// answerConversations returns what answers a call with conversations.
//
//go:noinline
func (b *bridge) answerConversations(call uint32) func([]*core.Conversation, error) {
	return func(list []*core.Conversation, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Array("conversations")
		for _, c := range list {
			w.Int("", b.handle(c))
		}
		w.EndArray()
		w.EndObject()
		b.face.result(call, w.Bytes())
	}
}

type markReadParams struct {
	Client        uint32   `js:"client"`
	Conversations []uint32 `js:"conversations"`
}

func clientMarkRead(b *bridge, call uint32, params js.Value) error {
	var p markReadParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.clientEntry(p.Client)
	if err != nil {
		return err
	}
	list := make([]*core.Conversation, 0, len(p.Conversations))
	for _, handle := range p.Conversations {
		if e, ok := b.conversations[handle]; ok && e.client == c {
			list = append(list, e.core)
		}
	}
	c.core.MarkRead(list)
	b.finish(call, nil)
	return nil
}
