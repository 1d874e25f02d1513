package server_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func startSigned(t *testing.T, clock server.Clock) *servertest.Instance {
	t.Helper()
	app := server.DevelopmentApp
	app.Signatures = server.Signatures{Login: true, Conversation: true, Blacklist: true}
	return servertest.StartWith(t, server.Options{Apps: []server.App{app}, Clock: clock})
}

// sign is what an app's own server does; the text has %d for the timestamp and
// ends in the nonce "nonce", before the action.
func sign(text string, at int64) string {
	mac := hmac.New(sha1.New, []byte(server.DevelopmentApp.MasterKey))
	fmt.Fprintf(mac, text, at)
	return hex.EncodeToString(mac.Sum(nil))
}

type signable interface {
	SetS(string)
	SetT(int64)
	SetN(string)
}

func put(m signable, signature string, at int64) {
	m.SetS(signature)
	m.SetT(at)
	m.SetN("nonce")
}

func signedOpen(i *servertest.Instance, client string, at int64) *wire.GenericCommand {
	cmd := servertest.OpenCommand(i.AppID, client)
	put(cmd.GetSessionMessage(), sign("dev:"+client+"::%d:nonce", at), at)
	return cmd
}

func TestLoginSignature(t *testing.T) {
	clock := newFakeClock()
	i := startSigned(t, clock)
	now := clock.Now()
	c := servertest.Dial(t, i)
	refused(t, c, server.SignatureFailed, servertest.OpenCommand(i.AppID, "ann"))
	refused(t, c, server.SignatureFailed, servertest.OpenCommand(i.AppID, ""))
	other := signedOpen(i, "ann", now.UnixMilli())
	other.SetPeerId("bob")
	refused(t, c, server.SignatureFailed, other)
	for name, at := range map[string]int64{
		"too old":               now.Add(-6*time.Hour - time.Second).UnixMilli(),
		"too old, in s":         now.Add(-6*time.Hour - time.Second).Unix(),
		"from tomorrow, nearly": now.Add(time.Hour).UnixMilli(),
		"no time":               0,
	} {
		t.Log(name)
		refused(t, c, server.SignatureFailed, signedOpen(i, "ann", at))
	}
	noHex := signedOpen(i, "ann", now.UnixMilli())
	noHex.GetSessionMessage().SetS("zz")
	refused(t, c, server.SignatureFailed, noHex)

	opened := c.Call(signedOpen(i, "ann", now.Add(-6*time.Hour).UnixMilli()))
	require.Equal(t, wire.OpOpened, opened.GetOp(), servertest.Describe(opened))
	upper := signedOpen(i, "bob", now.Unix())
	upper.GetSessionMessage().SetS(strings.ToUpper(upper.GetSessionMessage().GetS()))
	assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(upper).GetOp(), "seconds and upper case")
	anonymous := servertest.Dial(t, i).Call(signedOpen(i, "", now.Unix()))
	assert.Equal(t, wire.OpOpened, anonymous.GetOp())
	assert.NotEmpty(t, anonymous.GetPeerId())

	// A session token stands for the signature until it expires.
	token := opened.GetSessionMessage().GetSt()
	assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(reopen(i.AppID, "ann", token)).GetOp())
	refresh := func(token string, signed bool) *wire.GenericCommand {
		m := new(wire.SessionCommand)
		m.SetSt(token)
		if signed {
			at := clock.Now().UnixMilli()
			put(m, sign("dev:ann::%d:nonce", at), at)
		}
		cmd := servertest.Command(wire.CommandSession, wire.OpRefresh)
		cmd.SetSessionMessage(m)
		return cmd
	}
	assert.Equal(t, wire.OpRefreshed, c.Call(refresh(token, false)).GetOp())
	assert.Equal(t, wire.OpRefreshed, c.Call(refresh(token, true)).GetOp())
	refused(t, c, server.SignatureFailed, refresh("", false))
	clock.advance(25 * time.Hour)
	c = servertest.Dial(t, i) // the clock has timed the other one out
	require.Equal(t, wire.OpOpened, c.Call(signedOpen(i, "ann", clock.Now().UnixMilli())).GetOp())
	refused(t, c, server.SignatureFailed, refresh(token, false))
	assert.Equal(t, wire.OpRefreshed, c.Call(refresh(token, true)).GetOp())
}

func TestConversationSignature(t *testing.T) {
	i := startSigned(t, nil)
	at := time.Now().UnixMilli()
	ann := servertest.Dial(t, i)
	ann.Call(signedOpen(i, "ann", at))
	signedConv := func(op wire.OpType, m *wire.ConvCommand, text string) *wire.GenericCommand {
		put(m, sign(text, at), at)
		return conv(op, m)
	}
	refused(t, ann, server.ConversationSignatureFailed, conv(wire.OpStart, start("bob")))
	refused(t, ann, server.ConversationSignatureFailed, signedConv(wire.OpStart, start("bob"), "dev:ann:cid:%d:nonce"))
	started := ann.Call(signedConv(wire.OpStart, start("bob", "ann"), "dev:ann:ann:bob:%d:nonce"))
	require.Equal(t, wire.OpStarted, started.GetOp(), servertest.Describe(started))
	id := started.GetConvMessage().GetCid()
	for _, text := range []string{"dev:ann:bob:%d:nonce", "dev:ann:ann:bob:%d:nonce"} {
		again := ann.Call(signedConv(wire.OpStart, start("bob"), text))
		assert.Equal(t, id, again.GetConvMessage().GetCid(), "with and without the caller")
	}

	refused(t, ann, server.ConversationSignatureFailed, conv(wire.OpAdd, in(id, "cid")))
	refused(t, ann, server.ConversationSignatureFailed, signedConv(wire.OpAdd, in(id, "cid"), "dev:ann:"+id+":cid:%d:nonce:kick"))
	added := ann.Call(signedConv(wire.OpAdd, in(id, "dan", "cid"), "dev:ann:"+id+":cid:dan:%d:nonce:invite"))
	assert.Equal(t, wire.OpAdded, added.GetOp(), servertest.Describe(added))
	refused(t, ann, server.ConversationSignatureFailed, signedConv(wire.OpRemove, in(id, "cid"), "dev:ann:"+id+":cid:%d:nonce:invite"))
	removed := ann.Call(signedConv(wire.OpRemove, in(id, "cid"), "dev:ann:"+id+":cid:%d:nonce:kick"))
	assert.Equal(t, wire.OpRemoved, removed.GetOp(), servertest.Describe(removed))

	temporary := start("bob")
	temporary.SetTempConv(true)
	assert.Equal(t, wire.OpStarted, ann.Call(conv(wire.OpStart, temporary)).GetOp(), "temporary conversations are not signed")

	refused(t, ann, server.BlacklistSignatureFailed, blacklist(wire.OpBlock, id, "dan"))
	for _, action := range []string{"conversation-block-clients", "block"} {
		block := blacklist(wire.OpBlock, id, "dan")
		put(block.GetBlacklistMessage(), sign("dev:ann:"+id+":dan:%d:nonce:"+action, at), at)
		assert.Equal(t, wire.OpBlocked, ann.Call(block).GetOp())
		refused(t, ann, server.BlacklistSignatureFailed, func() *wire.GenericCommand {
			unblock := blacklist(wire.OpUnblock, id, "dan")
			put(unblock.GetBlacklistMessage(), sign("dev:ann:"+id+":dan:%d:nonce:"+action, at), at)
			return unblock
		}())
		unblock := blacklist(wire.OpUnblock, id, "dan")
		put(unblock.GetBlacklistMessage(), sign("dev:ann:"+id+":dan:%d:nonce:conversation-unblock-clients", at), at)
		assert.Equal(t, wire.OpUnblocked, ann.Call(unblock).GetOp())
	}

	refused(t, ann, server.BlacklistSignatureFailed, ownBlacklist(wire.OpBlock, "ann", id))
	for _, c := range []struct {
		op, answer wire.OpType
		action     string
	}{
		{wire.OpBlock, wire.OpBlocked, "client-block-conversations"},
		{wire.OpUnblock, wire.OpUnblocked, "client-unblock-conversations"},
	} {
		own := ownBlacklist(c.op, "ann", id)
		put(own.GetBlacklistMessage(), sign("dev:ann:"+id+"::%d:nonce:conversation-block-clients", at), at)
		refused(t, ann, server.BlacklistSignatureFailed, own)
		own = ownBlacklist(c.op, "ann", id)
		put(own.GetBlacklistMessage(), sign("dev:ann:"+id+"::%d:nonce:"+c.action, at), at)
		assert.Equal(t, c.answer, ann.Call(own).GetOp())
	}
}
