package core

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
// ignored. The zero Signature leaves the operation unsigned.
type Signer func(SignatureRequest, func(Signature, error))

// sign asks the client's Signer and calls back once, with nil when there is no
// Signer or it leaves the operation unsigned. The client may have closed meanwhile.
func (cl *Client) sign(r SignatureRequest, done func(*Signature, error)) {
	if cl.options.Sign == nil {
		done(nil, nil)
		return
	}
	called := false
	cl.options.Sign(r, func(s Signature, err error) {
		if called {
			return
		}
		called = true
		switch {
		case err != nil:
			done(nil, &SignError{err})
		case s == Signature{}:
			done(nil, nil)
		default:
			done(&s, nil)
		}
	})
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
