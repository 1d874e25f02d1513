package native

import (
	"context"
	"fmt"

	"imclient/core"
)

// SignatureRequest is what a Signer is asked to sign.
type SignatureRequest = core.SignatureRequest

// SignatureKind is what a signature is for.
type SignatureKind = core.SignatureKind

// Kinds of signatures (docs/protocol.md, Session).
const (
	SignLogin        = core.SignLogin
	SignConversation = core.SignConversation
	SignBlacklist    = core.SignBlacklist
)

// Signature is a Signer's answer; the zero Signature leaves the operation
// unsigned.
type Signature = core.Signature

// Signer signs logins and conversation operations for an app whose server
// demands it (docs/protocol.md, Session). It runs on a goroutine of its own
// and may block; ctx ends when the signature is of no use any more, because its
// time, which is that of any answer, is over or its client or Realtime is
// closed. An error, or a panic, fails the operation that needed the signature.
type Signer func(ctx context.Context, r SignatureRequest) (Signature, error)

// signer turns a blocking Signer into the core's.
func (h *host) signer(sign Signer) core.Signer {
	return func(r core.SignatureRequest, done func(core.Signature, error)) func() {
		if h.stopped {
			return nil
		}
		ctx, cancel := context.WithCancel(h.ctx)
		h.running.Go(func() {
			defer cancel()
			signature, err := guarded(ctx, sign, r)
			h.input(func() { done(signature, err) })
		})
		return cancel
	}
}

func guarded(ctx context.Context, sign Signer, r core.SignatureRequest) (s core.Signature, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the signer panicked: %v", p)
		}
	}()
	return sign(ctx, r)
}
