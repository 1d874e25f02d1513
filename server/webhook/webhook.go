package webhook

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"imclient/server"
)

// Caller calls the back ends of apps.
type Caller struct {
	backends  map[string]*backend
	transport *http.Transport
}

// New makes a Caller for the apps, by their ids. It fails when a configuration is
// not right; no back end has to be there yet.
func New(apps map[string]Config) (*Caller, error) {
	return newCaller(apps, time.Now)
}

func newCaller(apps map[string]Config, now func() time.Time) (*Caller, error) {
	c := &Caller{backends: make(map[string]*backend), transport: http.DefaultTransport.(*http.Transport).Clone()}
	c.transport.MaxIdleConns = 0
	c.transport.MaxIdleConnsPerHost = 64
	client := &http.Client{Transport: c.transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the key is for this back end only
	}}
	for app, config := range apps {
		if err := config.Check(); err != nil {
			return nil, fmt.Errorf("webhook: app %q: %w", app, err)
		}
		if config.URL != "" || config.Messages != "" {
			c.backends[app] = newBackend(app, config, client, now)
		}
	}
	return c, nil
}

// Close lets go of connections that wait for further calls.
func (c *Caller) Close() { c.transport.CloseIdleConnections() }

// Hooks returns what goes into server.Options. Hooks that no back end has are not
// in it.
func (c *Caller) Hooks() server.Hooks {
	var h server.Hooks
	for _, b := range c.backends {
		for _, name := range names {
			if b.has(name) {
				c.set(&h, name)
			}
		}
		if b.Messages != "" {
			h.ServiceMessages = c.serviceMessages
		}
	}
	return h
}

func (c *Caller) set(h *server.Hooks, name string) {
	switch name {
	case "_messageReceived":
		h.MessageReceived = c.messageReceived
	case "_messageUpdate":
		h.MessageUpdate = c.messageUpdate
	case "_messageSent":
		h.MessageSent = c.messageSent
	case "_receiversOffline":
		h.ReceiversOffline = c.receiversOffline
	case "_push":
		h.Push = c.push
	case "_conversationStart":
		h.ConversationStart = c.conversationStart
	case "_conversationStarted":
		h.ConversationStarted = c.conversationStarted
	case "_conversationAdd":
		h.ConversationAdd = c.asked(name)
	case "_conversationRemove":
		h.ConversationRemove = c.asked(name)
	case "_conversationAdded":
		h.ConversationAdded = c.told(name)
	case "_conversationRemoved":
		h.ConversationRemoved = c.told(name)
	case "_conversationUpdate":
		h.ConversationUpdate = c.conversationUpdate
	case "_clientOnline":
		h.ClientOnline = c.clientOnline
	case "_clientOffline":
		h.ClientOffline = c.clientOffline
	case "_rtmClientSign":
		h.ClientSign = c.clientSign
	}
}

// asked is a hook about members that may refuse, told one that may not.
func (c *Caller) asked(name string) func(context.Context, server.MembersChange) (server.Decision, error) {
	return func(ctx context.Context, m server.MembersChange) (server.Decision, error) {
		var answer decisionAnswer
		err := c.backends[m.App].function(ctx, name, membersParams(m), &answer)
		return answer.Result.decision(), err
	}
}

func (c *Caller) told(name string) func(context.Context, server.MembersChange) error {
	return func(ctx context.Context, m server.MembersChange) error {
		return c.backends[m.App].function(ctx, name, membersParams(m), nil)
	}
}
