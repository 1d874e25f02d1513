package server

import (
	"context"
	"slices"

	"imclient/server/store"
)

// ConversationStart is a conversation that a client wants to create.
type ConversationStart struct {
	App string
	By  string
	// Members are those with whom it is created, By among them; none of a chat room.
	Members []string
	// Attributes is a JSON object with name, attr and custom columns, or empty.
	Attributes string
	// Kind tells ordinary conversations, chat rooms and temporary ones apart.
	Kind     store.Kind
	SourceIP string
}

// ConversationStarted is a conversation that was created. By is empty when the app
// did it.
type ConversationStarted struct {
	App          string
	Conversation string
	By           string
}

// MembersChange is about clients who are added to or removed from a conversation,
// and for service conversations about subscribers. Who joins or leaves by itself is
// By and the only member; By is empty when the app did it.
type MembersChange struct {
	App          string
	Conversation string
	By           string
	Members      []string
	SourceIP     string
}

// ConversationUpdate is a change of attributes, or of whether By wants pushes.
type ConversationUpdate struct {
	App          string
	Conversation string
	By           string
	// Attributes is what is to change, as a JSON object; empty when Mute says what
	// is.
	Attributes string
	Mute       *bool
	SourceIP   string
}

// UpdateDecision is a Decision that may change what was asked for. The zero value
// lets it happen.
type UpdateDecision struct {
	Decision
	// Attributes replaces a change of attributes, unless it is empty.
	Attributes string
	// Mute replaces a change of that, unless it is nil.
	Mute *bool
}

// askStart asks about a new conversation.
func (r *request) askStart(ctx context.Context, c *store.Conversation, members []string, attributes string) error {
	hook := r.srv.options.Hooks.ConversationStart
	if hook == nil {
		return nil
	}
	d, err := ask(ctx, r.srv, r.session.app, hookConversationStart, hook, ConversationStart{App: c.App, By: r.session.client,
		Members: members, Attributes: attributes, Kind: c.Kind, SourceIP: r.conn.ip}, nil, ConversationRejectedByApp)
	if err == nil {
		err = d.refusal(ConversationRejectedByApp)
	}
	return err
}

// askMembers asks about clients who are to be added or removed.
func (r *request) askMembers(ctx context.Context, name string, hook func(context.Context, MembersChange) (Decision, error), cid string, members []string) error {
	if hook == nil || len(members) == 0 {
		return nil
	}
	d, err := ask(ctx, r.srv, r.session.app, name, hook, r.membersChange(cid, members), nil, ConversationRejectedByApp)
	if err == nil {
		err = d.refusal(ConversationRejectedByApp)
	}
	return err
}

func (r *request) membersChange(cid string, members []string) MembersChange {
	return MembersChange{App: r.session.app.ID, Conversation: cid, By: r.session.client, Members: members, SourceIP: r.conn.ip}
}

// askUpdate asks about a change of attributes or of pushes.
func (r *request) askUpdate(about ConversationUpdate) (d UpdateDecision, err error) {
	hook := r.srv.options.Hooks.ConversationUpdate
	if hook == nil {
		return d, nil
	}
	about.App, about.By, about.SourceIP = r.session.app.ID, r.session.client, r.conn.ip
	ctx, cancel := r.srv.hookContext()
	defer cancel()
	d, err = ask(ctx, r.srv, r.session.app, hookConversationUpdate, hook, about, checkUpdate, ConversationRejectedByApp)
	if err == nil {
		err = d.refusal(ConversationRejectedByApp)
	}
	return d, err
}

func checkUpdate(d UpdateDecision) error {
	if d.Attributes == "" {
		return nil
	}
	_, err := parseAttributes(d.Attributes)
	return err
}

// conversationStarted tells hooks of a conversation that is on disk.
func (s *Server) conversationStarted(c *store.Conversation) {
	hook := s.options.Hooks.ConversationStarted
	if hook == nil {
		return
	}
	about := ConversationStarted{App: c.App, Conversation: c.ID, By: c.Creator}
	s.tell(s.app(c.App), hookConversationStarted, c.ID, func(ctx context.Context) error { return hook(ctx, about) })
}

// membersAdded tells hooks of clients who were added; membersRemoved of those who
// were removed or have left.
func (s *Server) membersAdded(about MembersChange) {
	s.tellMembers(hookConversationAdded, s.options.Hooks.ConversationAdded, about)
}

func (s *Server) membersRemoved(about MembersChange) {
	s.tellMembers(hookConversationRemoved, s.options.Hooks.ConversationRemoved, about)
}

func (s *Server) tellMembers(name string, hook func(context.Context, MembersChange) error, about MembersChange) {
	if hook == nil || len(about.Members) == 0 {
		return
	}
	s.tell(s.app(about.App), name, about.Conversation, func(ctx context.Context) error { return hook(ctx, about) })
}

// covers says whether all of clients are among those who were asked about.
func covers(asked, clients []string) bool {
	for _, client := range clients {
		if !slices.Contains(asked, client) {
			return false
		}
	}
	return true
}
