package server

import (
	"context"

	"imclient/server/store"
)

// A service conversation is the app's channel to its subscribers, and to single
// users (docs/protocol.md, Conversations). Its subscribers are the store's members
// of it. What a user sends into it is private to that user and the app.

// ServiceMessage is what an app sends into a service conversation.
type ServiceMessage struct {
	// From is the client id that receivers see as the sender.
	From string
	// Data is the content: text, or bytes when Binary is set.
	Data   []byte
	Binary bool
	// To holds the users who get the message, subscribers or not; none means all
	// subscribers.
	To []string
	// Transient messages are not kept.
	Transient bool
}

// CreateServiceConversation makes a service conversation. attributes is a JSON
// object with name, attr and custom columns, or empty. It blocks until the
// conversation is on disk. Errors of type *Error say what is wrong with the
// arguments.
func (s *Server) CreateServiceConversation(ctx context.Context, app, attributes string) (id string, err error) {
	c, err := s.createService(ctx, app, attributes)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

func (s *Server) createService(ctx context.Context, app, attributes string) (*store.Conversation, error) {
	if s.app(app) == nil {
		return nil, refusef(AppNotAvailable, "no app %q", app)
	}
	given, err := ownAttributes(attributes)
	if err != nil {
		return nil, err
	}
	var c *store.Conversation
	err = s.updateAndWait(ctx, func(tx store.Tx) error {
		now := tx.Tick()
		c = &store.Conversation{App: app, ID: newConversationID(), Kind: store.System, Attributes: given, CreatedAt: now, UpdatedAt: now}
		return tx.CreateConversation(c, nil)
	}, func() {})
	return c, err
}

// SendServiceMessage sends m into a service conversation and returns its id and
// time, in milliseconds since 1970. It blocks until the message is on disk, unless
// it is transient, and does not wait for its delivery. Errors of type *Error say
// what is wrong with the arguments; nothing has been sent then. When ctx ends
// first, the message may have been sent all the same.
func (s *Server) SendServiceMessage(ctx context.Context, app, conversation string, m ServiceMessage) (id string, timestamp int64, err error) {
	if s.app(app) == nil {
		return "", 0, refusef(AppNotAvailable, "no app %q", app)
	}
	return s.send(ctx, s.app(app), outgoing{conversation: conversation, from: m.From, data: m.Data, binary: m.Binary, to: m.To,
		transient: m.Transient, priority: normalPriority}, acceptSystem)
}

// updateAndWait runs fn in a transaction and done after its commit, and waits for
// both, or for the end of ctx.
func (s *Server) updateAndWait(ctx context.Context, fn func(store.Tx) error, done func()) error {
	settled := make(chan error, 1)
	s.store.Update(fn, func(err error) {
		if err == nil {
			done()
		}
		settled <- err
	})
	select {
	case err := <-settled:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hasMarks says whether the server keeps what the client has received and read
// of a conversation.
func (r *request) hasMarks(v store.Reader, c *store.Conversation) (bool, error) {
	switch c.Kind {
	case store.ChatRoom:
		return false, nil
	case store.System:
		return v.IsMember(c.App, c.ID, r.session.client)
	}
	return true, r.requireMember(v, c, ConversationMembershipRequired)
}
