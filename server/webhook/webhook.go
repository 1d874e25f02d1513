package webhook

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"imclient/server"
)

// Caller calls the back ends of apps.
type Caller struct {
	apps      map[string]Config
	backends  sync.Map // of *backend, by app id
	client    *http.Client
	transport *http.Transport
	now       func() time.Time
}

// New makes a Caller for the apps, by their ids; what stands under the empty id is
// for all other apps. It fails when a configuration is not right; no back end has to
// be there yet.
func New(apps map[string]Config) (*Caller, error) {
	return newCaller(apps, time.Now)
}

func newCaller(apps map[string]Config, now func() time.Time) (*Caller, error) {
	for app, config := range apps {
		if err := Check(config); err != nil {
			return nil, fmt.Errorf("webhook: app %q: %w", app, err)
		}
	}
	c := &Caller{apps: apps, now: now, transport: http.DefaultTransport.(*http.Transport).Clone()}
	c.transport.MaxIdleConns = 0
	c.transport.MaxIdleConnsPerHost = 64
	c.client = &http.Client{Transport: c.transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the key is for this back end only
	}}
	return c, nil
}

// backend finds the back end of an app.
func (c *Caller) backend(app string) *backend {
	if b, ok := c.backends.Load(app); ok {
		return b.(*backend)
	}
	config, ok := c.apps[app]
	if !ok {
		config = c.apps[""]
	}
	b, _ := c.backends.LoadOrStore(app, newBackend(app, config, c.client, c.now))
	return b.(*backend)
}

// Close lets go of connections that wait for further calls.
func (c *Caller) Close() { c.transport.CloseIdleConnections() }

// Hooks returns what goes into server.Options. Hooks that no back end has are not
// in it.
func (c *Caller) Hooks() server.Hooks {
	var h server.Hooks
	for _, config := range c.apps {
		for _, name := range names {
			if has(config, name) {
				c.set(&h, name)
			}
		}
		if config.Messages != "" {
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
		err := c.backend(m.App).function(ctx, name, membersParams(m), &answer)
		return answer.Result.decision(), err
	}
}

func (c *Caller) told(name string) func(context.Context, server.MembersChange) error {
	return func(ctx context.Context, m server.MembersChange) error {
		return c.backend(m.App).function(ctx, name, membersParams(m), nil)
	}
}
