package core

import "imclient/core/jsontext"

// SignUser has the server sign the login of a user of the storage service, who
// is known by a session token, and calls back with the user's client id and
// the signature (section REST of docs/protocol.md). A signature is good for one
// login: call it from a Signer. It needs Options.API and fails with an *Error
// when the server does not know the token.
func (rt *Realtime) SignUser(sessionToken string, done func(clientID string, s Signature, err error)) {
	fail := func(err error) { done("", Signature{}, err) }
	switch {
	case rt.conn.state == StateClosed:
		fail(ErrClosed)
		return
	case sessionToken == "":
		fail(&ArgumentError{"the user has no session token"})
		return
	}
	rt.rest("/1.1/rtm/sign", Request{
		Method: "POST",
		Header: []Header{{"Content-Type", "application/json"}},
		Body:   `{"session_token":` + quote(sessionToken) + `}`,
	}, func(body string, err error) {
		if err != nil {
			fail(err)
			return
		}
		id, _ := jsontext.Get(body, "client_id")
		signature, _ := jsontext.Get(body, "signature")
		nonce, _ := jsontext.Get(body, "nonce")
		timestamp, _ := jsontext.Get(body, "timestamp")
		var s Signature
		id, _ = jsontext.Unquote(id)
		s.Signature, _ = jsontext.Unquote(signature)
		s.Nonce, _ = jsontext.Unquote(nonce)
		s.Timestamp, _ = jsontext.Int(timestamp)
		if s.Signature == "" || s.Timestamp == 0 {
			fail(ErrMalformed)
			return
		}
		done(id, s, nil)
	})
}
