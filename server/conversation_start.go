package server

import (
	"context"
	"errors"
	"slices"
	"time"

	"imclient/core/wire"
	"imclient/server/store"
)

// temporaryLife is how long a temporary conversation lives when the request does
// not say (docs/protocol.md, Temporary conversations).
const temporaryLife = 24 * time.Hour

// conversationStart creates a conversation, or finds the one that exists when a
// unique or temporary one is asked for again with the same members.
func (r *request) conversationStart() error {
	m := r.cmd.GetConvMessage()
	if m.GetTransient() || !m.GetTempConv() {
		if err := r.requireConversationSignature("", ""); err != nil {
			return err
		}
	}
	draft, members, err := r.draftConversation(m)
	if err != nil {
		return err
	}
	return r.askAndCommit(func(ctx context.Context) (again bool, err error) {
		asked, err := r.askStartOrJoin(ctx, &draft, members, m.GetAttr().GetData())
		if err != nil {
			return false, err
		}
		var c *store.Conversation
		var existing bool
		var notices []*notice
		var now int64
		rejoined := false
		err = r.commit(func(tx store.Tx) (err error) {
			again, now = false, tx.Now()
			if c, existing, notices, err = r.createConversation(tx, draft, members); err != nil {
				return err
			}
			rejoined = existing && len(notices) > 0
			if (rejoined && !asked.covers(askedJoin)) || (!existing && !asked.covers(askedStart)) {
				again = true
				return errAskAgain
			}
			return nil
		}, func() {
			if c.Kind == store.ChatRoom {
				r.session.app.hub.joinRoom(r.session, c.ID, now)
			}
			r.reply(r.started(c, existing))
			r.srv.announce(c.App, notices, 0)
			if !existing {
				r.srv.conversationStarted(c)
			}
			if rejoined {
				r.srv.membersAdded(r.membersChange(c.ID, []string{r.session.client}))
			}
		})
		return again, err
	})
}

// asked is what hooks were asked about.
type asked int

const (
	askedNothing asked = iota
	askedStart         // a new conversation
	askedJoin          // the caller coming back into one that exists
	askedAll           // there is nobody to ask
)

func (a asked) covers(what asked) bool { return a == what || a == askedAll }

// askStartOrJoin asks hooks about what conv/start comes to, as things are now.
func (r *request) askStartOrJoin(ctx context.Context, draft *store.Conversation, members []string, attributes string) (asked, error) {
	h := &r.srv.options.Hooks
	if h.ConversationStart == nil && h.ConversationAdd == nil {
		return askedAll, nil
	}
	var found *store.Conversation
	isMember := false
	if draft.UniqueKey != "" {
		err := r.srv.store.View(context.Background(), func(v store.Reader) (err error) {
			if found, err = findUnique(v, draft, v.At()); errors.Is(err, store.ErrNotFound) {
				found = nil
				return nil
			}
			if err == nil {
				isMember, err = v.IsMember(found.App, found.ID, r.session.client)
			}
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	switch {
	case found == nil:
		return askedStart, r.askStart(ctx, draft, members, attributes)
	case isMember:
		return askedNothing, nil
	}
	return askedJoin, r.askMembers(ctx, hookConversationAdd, h.ConversationAdd, found.ID, []string{r.session.client})
}

// createConversation creates what the draft says, or finds the unique conversation
// that is there already.
func (by *caller) createConversation(tx store.Tx, draft store.Conversation, members []string) (c *store.Conversation, existing bool, notices []*notice, err error) {
	if draft.UniqueKey != "" {
		c, err = findUnique(tx, &draft, tx.Now())
		if err == nil {
			notices, err = by.rejoin(tx, c)
			return c, true, notices, err
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, false, nil, err
		}
	}
	now := tx.Tick()
	c = &draft
	c.CreatedAt, c.UpdatedAt = now, now
	if c.Kind == store.Temporary {
		c.ExpiresAt += now
	}
	if err := tx.CreateConversation(c, members); err != nil {
		return nil, false, nil, err
	}
	notices = joinNotices(c, members, members, by.client)
	return c, false, notices, keep(tx, c.App, notices)
}

// draftConversation reads the request. ExpiresAt of the draft is the life, in
// milliseconds, until the conversation is created.
func (r *request) draftConversation(m *wire.ConvCommand) (c store.Conversation, members []string, err error) {
	c = store.Conversation{App: r.session.app.ID, Kind: store.Normal, Creator: r.session.client}
	if c.Attributes, err = ownAttributes(m.GetAttr().GetData()); err != nil {
		return c, nil, err
	}
	limit := r.srv.options.Limits.Members
	switch {
	case m.GetTransient():
		c.Kind, c.ID = store.ChatRoom, newConversationID()
		return c, nil, nil
	case m.GetTempConv():
		c.Kind, c.ID = store.Temporary, newTemporaryID()
		c.ExpiresAt = r.srv.temporaryTTL(m).Milliseconds()
		limit = r.srv.options.Limits.TemporaryMembers
	default:
		c.ID = newConversationID()
	}
	if members, err = memberList(r.session.client, m.GetM(), limit); err != nil {
		return c, nil, err
	}
	if c.Kind == store.Temporary {
		c.UniqueKey = "temporary:" + store.UniqueKey(members)
	} else if m.GetUnique() {
		c.UniqueKey = store.UniqueKey(members)
		c.UniqueID = store.UniqueID(members)
	}
	return c, members, nil
}

func (s *Server) temporaryTTL(m *wire.ConvCommand) time.Duration {
	ttl := time.Duration(m.GetTempConvTTL()) * time.Second
	if ttl <= 0 {
		ttl = temporaryLife
	}
	return min(ttl, s.options.Limits.TemporaryLife)
}

// secondsLeft is what remains of a temporary conversation's life, rounded up. A
// conversation can be a little younger than the clock says.
func secondsLeft(c *store.Conversation, now int64) int64 {
	return max((c.ExpiresAt-max(now, c.CreatedAt)+999)/1000, 1)
}

// memberList returns the sorted set of the members with the creator, if there is
// one. Of too many
// the first ones are taken, as the service did.
func memberList(creator string, m []string, limit int) ([]string, error) {
	seen := map[string]bool{}
	members := []string{}
	if creator != "" {
		seen[creator] = true
		members = append(members, creator)
	}
	for _, id := range m {
		if id == "" || !isClientID(id) {
			return nil, refusef(ConversationAPIFailed, "a member id has 1 to %d characters", maxClientID)
		}
		if !seen[id] && len(members) < limit {
			seen[id] = true
			members = append(members, id)
		}
	}
	slices.Sort(members)
	return members, nil
}

// findUnique finds the conversation that was created for the same members as draft,
// here or where it was imported from.
func findUnique(v store.Reader, draft *store.Conversation, at int64) (*store.Conversation, error) {
	c, err := v.UniqueConversation(draft.App, draft.UniqueKey, at)
	if errors.Is(err, store.ErrNotFound) && draft.UniqueID != "" {
		return v.UniqueConversation(draft.App, store.UniqueKeyOfID(draft.UniqueID), at)
	}
	return c, err
}

// rejoin makes the caller a member again of the unique conversation that was
// found: who creates a conversation always becomes a member.
func (by *caller) rejoin(tx store.Tx, c *store.Conversation) ([]*notice, error) {
	if by.backend {
		return nil, nil
	}
	is, err := tx.IsMember(c.App, c.ID, by.client)
	if err != nil || is {
		return nil, err
	}
	code, err := admission(tx, c, by.client)
	if err == nil && code != 0 {
		err = refuse(code)
	}
	if err != nil {
		return nil, err
	}
	return by.addMembers(tx, c, []string{by.client})
}

// joinNotices tells those who were added that they are in, and every member who
// was added.
func joinNotices(c *store.Conversation, added, members []string, by string) []*notice {
	if !hasMembers(c) || len(added) == 0 {
		return nil
	}
	joined := memberNotice(c, by)
	all := memberNotice(c, by)
	all.SetM(added)
	return []*notice{
		conversationNotice(wire.OpJoined, added, joined),
		conversationNotice(wire.OpMembersJoined, members, all),
	}
}

func memberNotice(c *store.Conversation, by string) *wire.ConvCommand {
	m := new(wire.ConvCommand)
	m.SetCid(c.ID)
	if by != "" {
		m.SetInitBy(by)
	}
	m.SetUdate(isoDate(c.UpdatedAt))
	if c.Kind == store.Temporary {
		m.SetTempConv(true)
		m.SetTempConvTTL(int32((c.ExpiresAt - c.CreatedAt) / 1000))
	}
	return m
}

func (r *request) started(c *store.Conversation, existing bool) *wire.GenericCommand {
	m := new(wire.ConvCommand)
	m.SetCid(c.ID)
	m.SetCdate(isoDate(c.CreatedAt))
	if c.UniqueID != "" {
		m.SetUniqueId(c.UniqueID)
	}
	if c.Kind == store.Temporary {
		m.SetTempConvTTL(int32(secondsLeft(c, r.srv.clock.Now().UnixMilli())))
	}
	if existing {
		m.SetExisting(true)
	}
	cmd := newPush(wire.CommandConv, wire.OpStarted)
	cmd.SetConvMessage(m)
	return cmd
}
