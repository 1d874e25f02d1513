package core

import (
	"strings"

	"imclient/core/jsontext"
	"imclient/core/wire"
)

// Query selects conversations (section Queries of docs/protocol.md).
type Query struct {
	Where        string   // a JSON object; empty or {}: the client's own conversations
	Sort         string   // field names, comma separated; "-" before one: descending
	Limit, Skip  *int32   // nil: the server's default
	Compact      bool     // rows without members
	LastMessage  bool     // rows with their last message
	TemporaryIDs []string // these temporary conversations; nothing else is looked at
}

// Flags of a query.
const (
	flagCompact     = 1
	flagLastMessage = 2
)

// Query calls back with the conversations the server finds, in its order. A
// conversation the client holds already is updated and the same object.
func (cl *Client) Query(q Query, done func([]*Conversation, error)) {
	cmd := cl.command(wire.CommandConv, wire.OpQuery)
	conv := new(wire.ConvCommand)
	cmd.SetConvMessage(conv)
	if len(q.TemporaryIDs) > 0 {
		conv.SetTempConvIds(q.TemporaryIDs)
	} else {
		where := q.Where
		if where == "" {
			where = "{}"
		}
		if !jsontext.Valid(where, jsontext.Object) {
			done(nil, &ArgumentError{"the condition of a query must be a JSON object"})
			return
		}
		conv.SetWhere(jsonObject(where))
		if q.Sort != "" {
			conv.SetSort(q.Sort)
		}
		if q.Limit != nil {
			conv.SetLimit(*q.Limit)
		}
		if q.Skip != nil {
			conv.SetSkip(*q.Skip)
		}
	}
	var flag int32
	if q.Compact {
		flag |= flagCompact
	}
	if q.LastMessage {
		flag |= flagLastMessage
	}
	if flag != 0 {
		conv.SetFlag(flag)
	}
	cl.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		found := []*Conversation{}
		err = jsontext.Elements(reply.GetConvMessage().GetResults().GetData(), func(row string) bool {
			if c := cl.upsert(row); c != nil {
				found = append(found, c)
			}
			return true
		})
		if err != nil {
			done(nil, ErrMalformed)
			return
		}
		done(found, nil)
	})
}

// GetConversation calls back with the conversation of that id, nil when there
// is none. The server is asked when the client does not hold it or noCache is
// set.
func (cl *Client) GetConversation(id string, noCache bool, done func(*Conversation, error)) {
	cl.GetConversations([]string{id}, noCache, func(found []*Conversation, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(found[0], nil)
	})
}

// GetConversations calls back with the conversations of these ids, in the same
// order, repeats included, nil for those that do not exist. The server is asked
// for those the client does not hold, or for all when noCache is set.
func (cl *Client) GetConversations(ids []string, noCache bool, done func([]*Conversation, error)) {
	if cl.Closed() {
		done(nil, ErrClosed)
		return
	}
	ids = append([]string(nil), ids...)
	var missing []string
	for _, id := range ids {
		if id == "" {
			done(nil, &ArgumentError{"a conversation id is empty"})
			return
		}
		if noCache || cl.conversations[id] == nil {
			missing = append(missing, id)
		}
	}
	cl.fetch(missing, func(err error) {
		if err != nil {
			done(nil, err)
			return
		}
		found := make([]*Conversation, len(ids))
		for i, id := range ids {
			found[i] = cl.conversations[id]
		}
		done(found, nil)
	})
}

// fetch reads the rows of these conversations, as many at a time as the server
// allows, and calls back when all are there or one request failed.
func (cl *Client) fetch(ids []string, done func(error)) {
	var queries []Query
	var normal, temporary []string
	asked := make(map[string]bool, len(ids))
	add := func(list *[]string, id string, full func([]string) Query) {
		if *list = append(*list, id); len(*list) == maxFetchedRows {
			queries = append(queries, full(*list))
			*list = nil
		}
	}
	for _, id := range ids {
		switch {
		case asked[id]:
		case strings.HasPrefix(id, temporaryPrefix):
			add(&temporary, id, byTemporaryID)
		default:
			add(&normal, id, byID)
		}
		asked[id] = true
	}
	if len(normal) > 0 {
		queries = append(queries, byID(normal))
	}
	if len(temporary) > 0 {
		queries = append(queries, byTemporaryID(temporary))
	}
	if len(queries) == 0 {
		done(nil)
		return
	}
	left := len(queries)
	var failed error
	for _, q := range queries {
		cl.Query(q, func(_ []*Conversation, err error) {
			if err != nil && failed == nil {
				failed = err
			}
			if left--; left == 0 {
				done(failed)
			}
		})
	}
}

func byID(ids []string) Query {
	where := []byte(`{"objectId":`)
	if len(ids) == 1 {
		where = jsontext.AppendString(where, ids[0])
	} else {
		where = append(where, `{"$in":`...)
		where = jsontext.AppendStrings(where, ids)
		where = append(where, '}')
	}
	limit := int32(len(ids))
	return Query{Where: string(append(where, '}')), Limit: &limit}
}

func byTemporaryID(ids []string) Query { return Query{TemporaryIDs: ids} }

//go:noinline
func jsonObject(data string) *wire.JsonObjectMessage {
	o := new(wire.JsonObjectMessage)
	o.SetData(data)
	return o
}
