//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

// ask is a question to the page that waits for its answer.
type ask func(answer js.Value, err error)

// purposes are the names of core.SignatureKind.
var purposes = map[core.SignatureKind]string{
	core.SignLogin:        "login",
	core.SignConversation: "conversation",
	core.SignBlacklist:    "blacklist",
}

// signature is what the page answers.
type signature struct {
	Signature string `js:"signature"`
	Timestamp int64  `js:"timestamp"`
	Nonce     string `js:"nonce"`
}

// signer asks the page for the signatures that it has a factory for; there is
// none when it has no factory at all. call is the client.open that it serves.
func (b *bridge) signer(call uint32, p *openParams) core.Signer {
	if !p.SignLogin && !p.SignConversation && !p.SignBlacklist {
		return nil
	}
	wanted := map[core.SignatureKind]bool{
		core.SignLogin:        p.SignLogin,
		core.SignConversation: p.SignConversation,
		core.SignBlacklist:    p.SignBlacklist,
	}
	return func(q core.SignatureRequest, done func(core.Signature, error)) func() {
		if !wanted[q.Kind] {
			done(core.Signature{}, nil)
			return nil
		}
		id := b.id()
		b.asks[id] = func(answer js.Value, err error) {
			var s signature
			if err == nil {
				err = read(answer, &s)
			}
			done(core.Signature{Signature: s.Signature, Timestamp: s.Timestamp, Nonce: s.Nonce}, err)
		}
		w := b.begin()
		w.Object("")
		w.String("kind", "sign")
		w.Int("call", int64(call))
		w.String("clientId", q.ClientID)
		w.String("purpose", purposes[q.Kind])
		w.String("conversationId", q.ConversationID)
		w.Strings("targetIds", q.TargetIDs)
		w.String("action", q.Action)
		w.EndObject()
		b.face.ask(id, w.Bytes())
		return func() { delete(b.asks, id) }
	}
}

// reply hands over the answer to a question, or why there is none. A question
// that is answered already, or whose answer is of no use any more, is ignored.
func (b *bridge) reply(id uint32, answer js.Value, err error) {
	if done, ok := b.asks[id]; ok {
		delete(b.asks, id)
		done(answer, err)
	}
}
