package core

import "errors"

// SignatureKind is what a signature is asked for.
type SignatureKind uint8

// Kinds of signatures (section Session of docs/protocol.md).
const (
	SignLogin SignatureKind = iota
	SignConversation
	SignBlacklist
)

// SignatureRequest is what a Signer is asked to sign.
type SignatureRequest struct {
	Kind           SignatureKind
	ConversationID string // empty at login and for a new conversation
	ClientID       string
	TargetIDs      []string // sorted; the members the operation is about
	Action         string   // "create", "invite", "kick", ...; empty at login
}

// Signature is what the application's back-end gives for a SignatureRequest.
type Signature struct {
	Signature string
	Timestamp int64 // as signed
	Nonce     string
}

// Signer obtains a signature and calls back once, at once or later, from the
// goroutine that owns the core. A later call than the operation can use is
// ignored; after Options.CommandTimeout the operation fails with a *SignError.
// The zero Signature leaves the operation unsigned.
type Signer func(SignatureRequest, func(Signature, error))

// errNoSignature is the SignError.Err of a Signer that did not call back in
// Options.CommandTimeout.
var errNoSignature = errors.New("no signature in time")

// signing is an operation that waits for its signature.
type signing struct {
	timer TimerID
	done  func(*Signature, error)
}

// sign asks the client's Signer and calls back once, with nil when there is no
// Signer or it leaves the operation unsigned. The client may have closed
// meanwhile; then the error says so.
func (cl *Client) sign(r SignatureRequest, done func(*Signature, error)) {
	switch {
	case cl.Closed():
		done(nil, ErrClosed)
		return
	case cl.options.Sign == nil:
		done(nil, nil)
		return
	}
	waiting := &signing{done: done}
	cl.signing = append(cl.signing, waiting)
	waiting.timer = cl.rt.timers.after(cl.rt.options.CommandTimeout, func() {
		cl.signed(waiting, nil, &SignError{errNoSignature})
	})
	cl.options.Sign(r, func(s Signature, err error) {
		switch {
		case err != nil:
			cl.signed(waiting, nil, &SignError{err})
		case s == Signature{}:
			cl.signed(waiting, nil, nil)
		default:
			cl.signed(waiting, &s, nil)
		}
	})
}

// signed goes on with an operation, unless it waits no longer.
func (cl *Client) signed(waiting *signing, s *Signature, err error) {
	for i, w := range cl.signing {
		if w == waiting {
			rest := append([]*signing{}, cl.signing[:i]...)
			cl.signing = append(rest, cl.signing[i+1:]...)
			cl.rt.timers.stop(&waiting.timer)
			waiting.done(s, err)
			return
		}
	}
}

// abandonSigning fails what waits for a signature.
func (cl *Client) abandonSigning(cause error) {
	for len(cl.signing) > 0 {
		cl.signed(cl.signing[0], nil, cause)
	}
}

// setSignature puts a signature into the body of a command.
func setSignature(body interface {
	SetS(string)
	SetT(int64)
	SetN(string)
}, s *Signature) {
	body.SetS(s.Signature)
	body.SetT(s.Timestamp)
	body.SetN(s.Nonce)
}

// signInto signs a conversation operation into the body of its command and
// calls back.
func (cl *Client) signInto(body interface {
	SetS(string)
	SetT(int64)
	SetN(string)
}, r SignatureRequest, done func(error)) {
	cl.sign(r, func(s *Signature, err error) {
		if s != nil {
			setSignature(body, s)
		}
		done(err)
	})
}
