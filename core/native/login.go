package native

import (
	"context"

	"imclient/core"
)

// LoginOption is an option of Login.
type LoginOption func(*login)

type login struct {
	options  core.ClientOptions
	signer   Signer
	handlers []func(Event)
	removals []func() // of handlers, once registered
}

// WithTag logs in as the one holder of a tag: another device of the same
// client that has logged in with it is logged out and sees ClientConflict
// (docs/protocol.md, Session). The tag "default" is reserved.
func WithTag(tag string) LoginOption {
	return func(l *login) { l.options.Tag = tag }
}

// WithReconnect says that this login continues an earlier one of the same
// device: it does not log out another holder of the tag but is refused itself,
// with code 4111.
func WithReconnect() LoginOption {
	return func(l *login) { l.options.Reconnect = true }
}

// WithSigner gives the client a signer, for apps whose server demands
// signatures of logins or conversation operations.
func WithSigner(s Signer) LoginOption {
	return func(l *login) { l.signer = s }
}

// WithCatchUp sets for this client what Options.CatchUp sets for all.
func WithCatchUp(c CatchUp) LoginOption {
	return func(l *login) { l.options.CatchUp = c }
}

// WithHandler registers a handler, as On does, before the first event of the
// client: none can be missed between the login and the registration.
func WithHandler[E Event](f func(E)) LoginOption {
	return func(l *login) { l.handlers = append(l.handlers, handlerFor(f)) }
}

// Login connects if need be and opens a session for the client id, at most 64
// characters long; with an empty id the server assigns one. It blocks until
// the session is open. When the first connection cannot be made, or is lost
// before the session is open, Login fails and nothing is tried again; once it
// has succeeded the client stays logged in through reconnections until it is
// closed.
//
// Logging in an id again that is logged in through this Realtime gives the
// same Client; of the options only handlers count then. While an established
// connection is down Login fails with ErrNotConnected. A refusal by the server,
// or a connection that could not be made, is an *Error (docs/protocol.md,
// Session and Errors).
func (rt *Realtime) Login(ctx context.Context, id string, opts ...LoginOption) (*Client, error) {
	return rt.login(ctx, rt.newLogin(id, opts))
}

// newLogin applies the options of a login.
func (rt *Realtime) newLogin(id string, opts []LoginOption) *login {
	l := &login{options: core.ClientOptions{ID: id, CatchUp: rt.catchUp}}
	for _, opt := range opts {
		if opt != nil {
			opt(l)
		}
	}
	if l.signer != nil {
		l.options.Sign = rt.host.signer(l.signer)
	}
	return l
}

func (rt *Realtime) login(ctx context.Context, l *login) (*Client, error) {
	id := l.options.ID
	return call(ctx, rt, "login", func(done func(*Client, error)) {
		rt.logins[id]++
		rt.core.Open(l.options, func(c *core.Client, err error) {
			if rt.logins[id]--; rt.logins[id] == 0 {
				delete(rt.logins, id)
			}
			if err != nil {
				done(nil, err)
				return
			}
			done(rt.adopt(c, l), nil)
		})
	}, func(c *Client) { rt.disown(c, l) })
}

// adopt gives a client of the core its face, with the handlers of the login,
// in the turn in which its session opens: nothing of it was emitted before.
func (rt *Realtime) adopt(cc *core.Client, l *login) *Client {
	c := rt.client(cc)
	if c == nil {
		c = newClient(rt, cc)
		rt.clients = append(rt.clients, c)
	}
	c.owners++
	for _, f := range l.handlers {
		l.removals = append(l.removals, c.handlers.add(f))
	}
	return c
}

// disown closes a client whose login was given up by its caller, unless
// another caller has it or is about to.
func (rt *Realtime) disown(c *Client, l *login) {
	for _, remove := range l.removals {
		remove()
	}
	if c.owners--; c.owners > 0 || rt.logins[l.options.ID] > 0 && l.options.ID != "" {
		return
	}
	c.core.Close(func(error) {})
}

// client finds the face of a client, nil when it has none.
func (rt *Realtime) client(cc *core.Client) *Client {
	for _, c := range rt.clients {
		if c.core == cc {
			return c
		}
	}
	return nil
}
