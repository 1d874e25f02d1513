package server

import (
	"context"
	"errors"

	"imclient/server/bus"
	"imclient/server/store"
)

// conversationDelete removes a conversation and all that is kept of it. Nobody is
// told: SDKs look up the conversation of a notice, and fail when it is gone. Who is
// in a chat room is put out of it.
func (c *restCall) conversationDelete() (any, error) {
	_, err := c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (effects, error) {
		return effects{}, tx.DeleteConversation(row.App, row.ID)
	}, func(row *store.Conversation) {
		if row.Kind == store.ChatRoom {
			c.srv.order(c.app, row.ID, nil, bus.Order{Kind: bus.CloseRoom})
		}
	})
	if err == nil {
		err = c.srv.purgeGone(c.r.Context())
	}
	return nothing(err)
}

// purgeStep is about how many rows one transaction of purgeGone removes.
const purgeStep = 1000

// purgeGone removes what is over: the rest of deleted conversations, temporary ones
// that have expired, and silences that have ended. It blocks until that is done,
// in steps that let other writes in between.
func (s *Server) purgeGone(ctx context.Context) error {
	for more := true; more; {
		err := s.updateAndWait(ctx, func(tx store.Tx) (err error) {
			more, err = tx.Purge(purgeStep)
			return err
		}, func() {})
		if err != nil {
			return err
		}
	}
	return nil
}

// purgeOver is the part of the purge that is about conversations, with the
// server's clock: nobody finds what is over before it either.
func (s *Server) purgeOver(ctx context.Context) {
	now := s.clock.Now()
	for _, a := range *s.apps.Load() {
		a.hub.forgetAway(now)
	}
	if err := s.purgeGone(ctx); err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("purge of conversations failed", "error", err)
	}
	if err := s.purgeMessages(ctx); err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("purge of messages failed", "error", err)
	}
}
