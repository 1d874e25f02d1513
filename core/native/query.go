package native

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"imclient/core"
)

// queryPage is the length of a page that QueryPages asks for by default.
const queryPage = 100

// Query selects conversations. Its zero value selects the client's own, those
// with the latest messages first.
type Query struct {
	// Where is the condition, as the text of a JSON object
	// (docs/protocol.md, Queries). Empty means: of which I am a member.
	Where string
	// Sort names fields, separated by commas, with "-" before those that go
	// downwards. Empty means the latest message first.
	Sort string
	// Limit is how many conversations are wanted; 0 leaves it to the server,
	// which gives 10.
	Limit int
	// Skip leaves out so many of the first.
	Skip int
	// Compact leaves out the lists of members.
	Compact bool
	// LastMessage asks for the last message of each.
	LastMessage bool
	// TemporaryIDs selects temporary conversations by id; the condition is not
	// looked at then.
	TemporaryIDs []string
}

// Query finds conversations. It blocks until the server has answered.
func (c *Client) Query(ctx context.Context, q Query) ([]*Conversation, error) {
	return call(ctx, c.rt, "query", func(done func([]*Conversation, error)) {
		c.core.Query(core.Query{
			Where:        q.Where,
			Sort:         q.Sort,
			Limit:        optional(q.Limit),
			Skip:         optional(q.Skip),
			Compact:      q.Compact,
			LastMessage:  q.LastMessage,
			TemporaryIDs: slices.Clone(q.TemporaryIDs),
		}, c.listed(done))
	}, nil)
}

// QueryPages finds all conversations that q selects, one page for each step of
// the loop; q.Limit is the length of a page, 100 by default, and q.Skip leaves
// out so many at the beginning. The loop ends after the last page or the first
// error. A conversation that moves to the front of the order meanwhile, because
// of a new message, may push another one to the next page: those that were in
// an earlier page are left out.
func (c *Client) QueryPages(ctx context.Context, q Query) iter.Seq2[[]*Conversation, error] {
	return func(yield func([]*Conversation, error) bool) {
		next := q
		if next.Limit <= 0 {
			next.Limit = queryPage
		}
		seen := make(map[string]bool)
		for {
			page, err := c.Query(ctx, next)
			if err != nil {
				yield(nil, err)
				return
			}
			fresh := make([]*Conversation, 0, len(page))
			for _, conv := range page {
				if !seen[conv.id] {
					seen[conv.id] = true
					fresh = append(fresh, conv)
				}
			}
			if len(fresh) > 0 && !yield(fresh, nil) || len(page) < next.Limit || len(q.TemporaryIDs) > 0 {
				return
			}
			next.Skip += len(page)
		}
	}
}

// Conversations finds all conversations that q selects, one for each step of
// the loop; see QueryPages.
func (c *Client) Conversations(ctx context.Context, q Query) iter.Seq2[*Conversation, error] {
	return func(yield func(*Conversation, error) bool) {
		for page, err := range c.QueryPages(ctx, q) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, conv := range page {
				if !yield(conv, nil) {
					return
				}
			}
		}
	}
}

// Conversation is a conversation that the client knows already, nil if it does
// not know one with this id. It does not ask the server.
func (c *Client) Conversation(id string) *Conversation {
	var conv *Conversation
	c.rt.loop.do(func() { conv = c.conversation(c.core.Conversation(id)) })
	return conv
}

// GetConversation finds a conversation by id: the one that the client already
// knows, else it asks the server and blocks until it has answered. The error
// is ErrConversationNotFound when there is none.
func (c *Client) GetConversation(ctx context.Context, id string) (*Conversation, error) {
	return c.get(ctx, id, false)
}

// FetchConversation is GetConversation that always asks the server, so that
// what is known of the conversation is up to date.
func (c *Client) FetchConversation(ctx context.Context, id string) (*Conversation, error) {
	return c.get(ctx, id, true)
}

func (c *Client) get(ctx context.Context, id string, noCache bool) (*Conversation, error) {
	conv, err := call(ctx, c.rt, "get conversation", func(done func(*Conversation, error)) {
		c.core.GetConversation(id, noCache, func(cc *core.Conversation, err error) {
			done(c.conversation(cc), err)
		})
	}, nil)
	if err == nil && conv == nil {
		return nil, fmt.Errorf("imclient: get conversation %q: %w", id, ErrConversationNotFound)
	}
	return conv, err
}

// GetConversations finds conversations by id, in the order of ids and as often
// as they are named; nil stands for an unknown one. It asks the server for
// those that the client does not know yet, and blocks until it has answered.
func (c *Client) GetConversations(ctx context.Context, ids ...string) ([]*Conversation, error) {
	return call(ctx, c.rt, "get conversations", func(done func([]*Conversation, error)) {
		c.core.GetConversations(ids, false, c.listed(done))
	}, nil)
}

func (c *Client) listed(done func([]*Conversation, error)) func([]*core.Conversation, error) {
	return func(list []*core.Conversation, err error) { done(c.faces(list), err) }
}
