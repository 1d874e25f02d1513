package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// slowSigner signs logins at once and keeps what else it is asked.
type slowSigner struct{ asked []func(core.Signature, error) }

func (s *slowSigner) sign(r core.SignatureRequest, done func(core.Signature, error)) {
	if r.Kind == core.SignLogin {
		done(core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
		return
	}
	s.asked = append(s.asked, done)
}

func TestSignerThatDoesNotAnswer(t *testing.T) {
	var signer slowSigner
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(signer.sign)}), "c1", "tom")
	var got []error
	c.Block([]string{"spike"}, func(_ core.MemberResult, err error) { got = append(got, err) })
	require.Len(t, signer.asked, 1)
	h.Advance(20 * time.Second)
	require.Len(t, got, 1)
	var failed *core.SignError
	assert.ErrorAs(t, got[0], &failed)
	signer.asked[0](core.Signature{Signature: "late", Timestamp: 1, Nonce: "n"}, nil)
	assert.Len(t, got, 1)
	assert.Empty(t, h.Sent())
}

func TestSignerThatAnswersInTime(t *testing.T) {
	var signer slowSigner
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(signer.sign)}), "c1", "tom")
	timers := h.Timers()
	c.Block([]string{"spike"}, func(core.MemberResult, error) {})
	c.Add([]string{"anne"}, func(core.MemberResult, error) {})
	c.Remove([]string{"butch"}, func(core.MemberResult, error) {})
	signer.asked[1](core.Signature{}, nil)
	assert.False(t, h.One(wire.CommandConv, wire.OpAdd).GetConvMessage().HasS(), "left unsigned")
	signer.asked[1](core.Signature{}, nil) // a second answer is ignored
	signer.asked[2](core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
	assert.Equal(t, "sig", h.One(wire.CommandConv, wire.OpRemove).GetConvMessage().GetS())
	signer.asked[0](core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
	h.One(wire.CommandBlacklist, wire.OpBlock)
	assert.Equal(t, timers, h.Timers(), "those of the signatures are gone")
}

func TestClosingWhileSigning(t *testing.T) {
	var signer slowSigner
	h, rt := coretest.New(t, core.Options{})
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(signer.sign)})
	c := h.Conversation(tom, "c1", "tom")
	var got []error
	take := func(_ core.MemberResult, err error) { got = append(got, err) }
	c.Block([]string{"spike"}, take)
	rt.Close()
	assert.Equal(t, []error{core.ErrClosed}, got)
	c.Block([]string{"spike"}, take)
	assert.Equal(t, []error{core.ErrClosed, core.ErrClosed}, got)
	assert.Len(t, signer.asked, 1, "nothing is signed for a closed client")
	signer.asked[0](core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
	assert.Len(t, got, 2)
	assert.Zero(t, h.Timers())
}

func TestLoginThatIsNotSigned(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var got error
	rt.Open(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(core.SignatureRequest, func(core.Signature, error)) {})}, func(_ *core.Client, err error) { got = err })
	h.Accept()
	h.Advance(20 * time.Second)
	var failed *core.SignError
	assert.ErrorAs(t, got, &failed)
	assert.Equal(t, core.StateIdle, rt.State())
}
