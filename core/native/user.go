package native

import (
	"context"
	"fmt"

	"imclient/core"
)

// LoginUser is Login of a user of the app's user service, who is known by the
// session token of the user's own login there: the server tells the client id
// and signs the login, now and whenever the session is opened again
// (docs/protocol.md, Session and REST). A token that the server does not know
// fails with an *Error. A signer among the options signs all but logins.
func (rt *Realtime) LoginUser(ctx context.Context, sessionToken string, opts ...LoginOption) (*Client, error) {
	user, err := call(ctx, rt, "login user", func(done func(signedUser, error)) {
		rt.core.SignUser(sessionToken, func(id string, s core.Signature, err error) {
			done(signedUser{id, s}, err)
		})
	}, nil)
	if err != nil {
		return nil, err
	}
	if user.id == "" {
		return nil, fmt.Errorf("imclient: login user: %w", core.ErrMalformed)
	}
	l := rt.newLogin(user.id, opts)
	l.options.Sign = rt.userSigner(sessionToken, user.signature, l.options.Sign)
	return rt.login(ctx, l)
}

// signedUser is a user and the signature of one login.
type signedUser struct {
	id        string
	signature core.Signature
}

// userSigner signs logins of a user, the first one with the signature that is
// there already, and leaves everything else to another signer.
func (rt *Realtime) userSigner(sessionToken string, first core.Signature, other core.Signer) core.Signer {
	return func(r core.SignatureRequest, done func(core.Signature, error)) func() {
		switch {
		case r.Kind != SignLogin && other != nil:
			return other(r, done)
		case r.Kind != SignLogin:
			done(core.Signature{}, nil)
		case first != core.Signature{}:
			signature := first
			first = core.Signature{}
			done(signature, nil)
		default:
			rt.core.SignUser(sessionToken, func(_ string, s core.Signature, err error) { done(s, err) })
		}
		return nil
	}
}
