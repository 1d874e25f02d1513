package core

import (
	"slices"

	"imclient/core/wire"
)

// MemberResult is what a member operation did; it may succeed in part.
type MemberResult struct {
	Succeeded []string
	Failures  []MemberFailure
}

// MemberFailure says why it failed for some.
type MemberFailure struct {
	ClientIDs []string
	Err       *Error
}

// Actions of member operations, as they are signed.
const (
	actionInvite = "invite"
	actionKick   = "kick"
)

// Add adds members and calls back with who was added (section Members of
// docs/protocol.md).
func (c *Conversation) Add(members []string, done func(MemberResult, error)) {
	c.changeMembers(wire.OpAdd, actionInvite, members, done)
}

// Remove removes members and calls back with who was removed.
func (c *Conversation) Remove(members []string, done func(MemberResult, error)) {
	c.changeMembers(wire.OpRemove, actionKick, members, done)
}

// Join adds the client itself: it joins a conversation, enters a chat room, or
// subscribes to a service conversation.
func (c *Conversation) Join(done func(error)) { c.Add([]string{c.client.id}, allOrError(done)) }

// Quit removes the client itself.
func (c *Conversation) Quit(done func(error)) { c.Remove([]string{c.client.id}, allOrError(done)) }

func allOrError(done func(error)) func(MemberResult, error) {
	return func(result MemberResult, err error) {
		if err == nil && len(result.Failures) > 0 {
			err = result.Failures[0].Err
		}
		done(err)
	}
}

func (c *Conversation) changeMembers(op wire.OpType, action string, members []string, done func(MemberResult, error)) {
	if err := c.checkTargets(members); err != nil {
		done(MemberResult{}, err)
		return
	}
	members = once(members)
	cmd, conv := c.command(op)
	conv.SetM(members)
	c.client.signInto(conv, c.signatureRequest(SignConversation, action, members), func(err error) {
		if err != nil {
			done(MemberResult{}, err)
			return
		}
		c.request(cmd, func(reply *wire.GenericCommand, err error) {
			if err != nil {
				done(MemberResult{}, err)
				return
			}
			conv := reply.GetConvMessage()
			if slices.Contains(conv.GetAllowedPids(), c.client.id) {
				c.enters(op == wire.OpAdd)
			}
			if op == wire.OpAdd {
				c.join(conv.GetAllowedPids())
			} else {
				c.part(conv.GetAllowedPids())
			}
			c.setUpdated(conv.GetUdate())
			done(partly(conv), nil)
		})
	})
}

// checkTargets checks the list of clients that an operation is about.
func (c *Conversation) checkTargets(clients []string) error {
	switch {
	case len(clients) == 0:
		return &ArgumentError{"no members are given"}
	case slices.Contains(clients, ""):
		return &ArgumentError{"a member's id is empty"}
	}
	return c.checkPersistent()
}

// checkPersistent refuses what a temporary conversation does not have.
//
//go:noinline
func (c *Conversation) checkPersistent() error {
	if c.kind == Temporary {
		return &ArgumentError{"the members of a temporary conversation do not change"}
	}
	return nil
}

// signatureRequest asks for the signature of an operation on members.
func (c *Conversation) signatureRequest(kind SignatureKind, action string, members []string) SignatureRequest {
	return SignatureRequest{
		Kind: kind, ConversationID: c.id, ClientID: c.client.id,
		TargetIDs: sortedSet(members), Action: action,
	}
}

// once returns the list without repeats.
func once(list []string) []string {
	set := make([]string, 0, len(list))
	for _, s := range list {
		if !slices.Contains(set, s) {
			set = append(set, s)
		}
	}
	return set
}

// sortedSet returns the list in order, without repeats. Lists are short, and
// inserting costs a page less than the sort of the standard library.
func sortedSet(list []string) []string {
	set := make([]string, 0, len(list)+1)
	for _, s := range list {
		i := len(set)
		for i > 0 && set[i-1] > s {
			i--
		}
		if i == 0 || set[i-1] != s {
			set = slices.Insert(set, i, s)
		}
	}
	return set
}

// partly is the result in the body of an answer.
func partly(body interface {
	GetAllowedPids() []string
	GetFailedPids() []*wire.ErrorCommand
}) MemberResult {
	result := MemberResult{Succeeded: append([]string{}, body.GetAllowedPids()...)}
	for _, f := range body.GetFailedPids() {
		result.Failures = append(result.Failures, MemberFailure{ClientIDs: f.GetPids(), Err: errorOf(f)})
	}
	return result
}

// Count calls back with the number of members; in a chat room, of those online.
func (c *Conversation) Count(done func(int, error)) {
	cmd, _ := c.command(wire.OpCount)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		done(int(reply.GetConvMessage().GetCount()), err)
	})
}
