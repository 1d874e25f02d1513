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
// ignored.
type Signer func(SignatureRequest, func(Signature, error))
