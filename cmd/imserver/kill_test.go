package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"imclient/core/wire"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// make chaos asks for more, and prints the seed of each.
var (
	kills = flag.Int("kills", 5, "how often TestKill kills the server")
	seed  = flag.Uint64("seed", 0, "the seed of TestKill; the time by default")
)

const (
	senders = 4   // each in a conversation of its own, all at once
	inDoubt = 50  // messages of one sender that are not acknowledged yet
	latest  = 400 // acknowledged messages after which the server is killed at the latest
)

// Under load the server is killed at a moment that chance chooses, and started again
// on the same data: each message that it acknowledged is there, at its time and in its
// order; what was in doubt is sent again, as SDKs do, and nothing is there twice.
func TestKill(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 1))
	dir := t.TempDir()
	var past []*sender
	for n := range *kills {
		after := 1 + random.IntN(latest)
		t.Logf("kill %d, once %d messages are acknowledged", n+1, after)
		past = append(past, killOnce(t, dir, n, after)...)
	}
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	for _, s := range past {
		s.check(t, p, len(s.acked)) // what was killed later took nothing away
	}
	require.NoError(t, p.end(t, os.Interrupt))
}

func killOnce(t *testing.T, dir string, round, after int) []*sender {
	t.Helper()
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	acked := make(chan struct{}, senders*2*latest)
	list := make([]*sender, senders)
	var wg sync.WaitGroup
	for n := range list {
		s := newSender(t, p, fmt.Sprintf("r%ds%d", round, n))
		list[n] = s
		wg.Go(func() { s.flood(acked) })
	}
	for range after {
		select {
		case <-acked:
		case <-time.After(deadline):
			t.Fatal("no ack in time")
		}
	}
	require.Error(t, p.end(t, os.Kill))
	wg.Wait()

	p = startProcess(t, "--listen", "127.0.0.1:0", "--data", dir)
	for _, s := range list {
		s.check(t, p, len(s.acked))
		s.sendAgain(t, p)
		s.check(t, p, len(s.texts))
	}
	require.Error(t, p.end(t, os.Kill))
	return list
}

// sender is a client that writes numbers to a conversation of its own.
type sender struct {
	id, cid string
	ws      *websocket.Conn
	serial  int32
	texts   []string // in the order in which they were sent
	acked   []ack    // of the first of texts
}

type ack struct {
	uid string
	at  int64
}

func newSender(t *testing.T, p *process, id string) *sender {
	t.Helper()
	s := &sender{id: id}
	s.login(t, p)
	m := new(wire.ConvCommand)
	m.SetM([]string{id, "other"})
	cmd := new(wire.GenericCommand)
	cmd.SetCmd(wire.CommandConv)
	cmd.SetOp(wire.OpStart)
	cmd.SetConvMessage(m)
	s.cid = s.call(t, cmd).GetConvMessage().GetCid()
	require.NotEmpty(t, s.cid)
	return s
}

func (s *sender) login(t *testing.T, p *process) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.url, "http")+"/ws", &websocket.DialOptions{Subprotocols: []string{"lc.protobuf2.3"}})
	require.NoError(t, err)
	ws.SetReadLimit(-1)
	t.Cleanup(func() { _ = ws.CloseNow() })
	s.ws = ws
	m := new(wire.SessionCommand)
	m.SetConfigBitmap(0xBB)
	cmd := new(wire.GenericCommand)
	cmd.SetCmd(wire.CommandSession)
	cmd.SetOp(wire.OpOpen)
	cmd.SetAppId("dev")
	cmd.SetPeerId(s.id)
	cmd.SetSessionMessage(m)
	require.Equal(t, wire.OpOpened, s.call(t, cmd).GetOp())
}

func (s *sender) send(cmd *wire.GenericCommand) error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	s.serial++
	cmd.SetI(s.serial)
	frame, err := cmd.Append(nil)
	if err != nil {
		return err
	}
	return s.ws.Write(ctx, websocket.MessageBinary, frame)
}

// receive returns the next answer.
func (s *sender) receive() (*wire.GenericCommand, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	for {
		_, frame, err := s.ws.Read(ctx)
		if err != nil {
			return nil, err
		}
		m := new(wire.GenericCommand)
		if err := m.Unmarshal(frame); err != nil || m.HasI() {
			return m, err
		}
	}
}

func (s *sender) call(t *testing.T, cmd *wire.GenericCommand) *wire.GenericCommand {
	t.Helper()
	require.NoError(t, s.send(cmd))
	answer, err := s.receive()
	require.NoError(t, err)
	return answer
}

func (s *sender) message(text string) *wire.GenericCommand {
	d := new(wire.DirectCommand)
	d.SetCid(s.cid)
	d.SetMsg(text)
	d.SetDt(s.id + "/" + text)
	cmd := new(wire.GenericCommand)
	cmd.SetCmd(wire.CommandDirect)
	cmd.SetDirectMessage(d)
	return cmd
}

// flood sends until the connection breaks, with so many messages in doubt at a time.
func (s *sender) flood(acked chan<- struct{}) {
	for {
		for len(s.texts) < len(s.acked)+inDoubt {
			text := fmt.Sprint(len(s.texts))
			s.texts = append(s.texts, text) // in doubt even if the write fails
			if s.send(s.message(text)) != nil {
				break
			}
		}
		answer, err := s.receive()
		if err != nil {
			return
		}
		s.acked = append(s.acked, ack{answer.GetAckMessage().GetUid(), answer.GetAckMessage().GetT()})
		acked <- struct{}{}
	}
}

// sendAgain sends what is in doubt with the ids of the first time.
func (s *sender) sendAgain(t *testing.T, p *process) {
	t.Helper()
	s.login(t, p)
	for _, text := range s.texts[len(s.acked):] {
		a := s.call(t, s.message(text)).GetAckMessage()
		require.False(t, a.HasCode(), a.GetReason())
		s.acked = append(s.acked, ack{a.GetUid(), a.GetT()})
	}
}

// check compares the conversation with what was sent: the first messages, at least
// so many, each once, in order, and as they were acknowledged.
func (s *sender) check(t *testing.T, p *process, atLeast int) {
	t.Helper()
	var records []struct {
		ID   string `json:"msg-id"`
		Data string `json:"data"`
		At   int64  `json:"timestamp"`
	}
	r, err := http.NewRequest("GET", p.url+"/1.2/rtm/conversations/"+s.cid+"/messages?limit=1000", nil)
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", "dev")
	r.Header.Set("X-LC-Key", "dev-master,master")
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&records))
	slices.Reverse(records)
	require.GreaterOrEqual(t, len(records), atLeast, "%s: acknowledged messages are gone", s.id)
	require.LessOrEqual(t, len(records), len(s.texts), "%s: messages are there twice", s.id)
	last := int64(0)
	for n, record := range records {
		require.Equal(t, s.texts[n], record.Data, "%s: order or number", s.id)
		require.GreaterOrEqual(t, record.At, last)
		last = record.At
		if n < len(s.acked) {
			assert.Equal(t, s.acked[n], ack{record.ID, record.At}, s.id)
		}
	}
}
