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
// The zero Signature leaves the operation unsigned. What it returns, unless it
// is nil, is called when the signature is of no use any more before it came: the
// time is over, or the operation was given up.
type Signer func(SignatureRequest, func(Signature, error)) (giveUp func())

// errNoSignature is the SignError.Err of a Signer that did not call back in
// Options.CommandTimeout.
var errNoSignature = errors.New("no signature in time")

// signing is an operation that waits for its signature.
type signing struct {
	call   CallID
	timer  TimerID
	done   func(*Signature, error)
	giveUp func()
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
	waiting := &signing{call: cl.rt.call, done: done}
	cl.signing = append(cl.signing, waiting)
	waiting.timer = cl.rt.timers.after(cl.rt.options.CommandTimeout, func() {
		cl.signed(waiting, nil, &SignError{errNoSignature})
		if waiting.giveUp != nil {
			waiting.giveUp()
		}
	})
	waiting.giveUp = cl.options.Sign(r, func(s Signature, err error) {
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
	if cl.takeSigning(waiting) {
		before := cl.rt.enter(waiting.call)
		waiting.done(s, err)
		cl.rt.leave(before)
	}
}

// takeSigning reports whether it was still waiting.
func (cl *Client) takeSigning(waiting *signing) bool {
	for i, w := range cl.signing {
		if w == waiting {
			rest := append([]*signing{}, cl.signing[:i]...)
			cl.signing = append(rest, cl.signing[i+1:]...)
			cl.rt.timers.stop(&waiting.timer)
			return true
		}
	}
	return false
}

// forgetSigning gives a signature up without a word to the operation.
func (cl *Client) forgetSigning(waiting *signing) {
	if cl.takeSigning(waiting) && waiting.giveUp != nil {
		waiting.giveUp()
	}
}

// abandonSigning fails what waits for a signature.
func (cl *Client) abandonSigning(cause error) {
	for len(cl.signing) > 0 {
		waiting := cl.signing[0]
		cl.signed(waiting, nil, cause)
		if waiting.giveUp != nil {
			waiting.giveUp()
		}
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
