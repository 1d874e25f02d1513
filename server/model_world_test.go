package server_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/require"
)

// world is a server with a few clients who do things at random, and the model of it.
type world struct {
	t       *testing.T
	i       *servertest.Instance
	rnd     *rand.Rand
	model   *chatModel
	clients map[string]*servertest.Client
	cids    []string
	acks    [][]*wire.AckCommand // by conversation, in the order of its log
	trace   []string
}

var people = []string{"ann", "bob", "cid", "dan", "eve", "fay"}

// Whatever a few clients do, in whatever order, each answer, each push at each of
// them, the history and the unread counts are what docs/protocol.md says.
func TestModel(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := &world{t: t, rnd: rand.New(rand.NewPCG(seed, 1)), model: &chatModel{told: map[string][]string{}}, clients: map[string]*servertest.Client{},
				i: servertest.StartWith(t, server.Options{Logger: slog.New(slog.DiscardHandler)})}
			for _, client := range people {
				w.clients[client] = servertest.Login(t, w.i, client)
			}
			for range 500 {
				w.step()
			}
			for _, client := range people {
				w.clients[client].Quiet()
				w.logIn(client)
			}
		})
	}
}

// step does one thing and compares what comes of it.
func (w *world) step() {
	by := w.one()
	if len(w.cids) == 0 || len(w.cids) < 8 && w.rnd.IntN(30) == 0 {
		w.create(by)
		return
	}
	n := w.rnd.IntN(len(w.cids))
	cid := w.cids[n]
	c := w.model.convs[n]
	switch w.rnd.IntN(14) {
	case 0:
		clients := w.some()
		w.did(by, fmt.Sprint("add ", n, clients), w.model.add(n, by, clients), conv(wire.OpAdd, in(cid, clients...)))
	case 1:
		clients := w.some()
		w.did(by, fmt.Sprint("remove ", n, clients), w.model.remove(n, by, clients), conv(wire.OpRemove, in(cid, clients...)))
	case 2:
		w.did(by, fmt.Sprint("join ", n), w.model.add(n, by, []string{by}), conv(wire.OpAdd, in(cid, by)))
	case 3:
		clients, end := w.some(), w.rnd.IntN(2) == 0
		op := map[bool]wire.OpType{false: wire.OpBlock, true: wire.OpUnblock}[end]
		w.did(by, fmt.Sprint(op, " ", n, clients), w.model.restrict(n, by, clients, true, end), blacklist(op, cid, clients...))
	case 4:
		clients, end := w.some(), w.rnd.IntN(2) == 0
		op := map[bool]wire.OpType{false: wire.OpAddShutup, true: wire.OpRemoveShutup}[end]
		w.did(by, fmt.Sprint(op, " ", n, clients), w.model.restrict(n, by, clients, false, end), conv(op, in(cid, clients...)))
	case 5:
		client, manager := w.one(), w.rnd.IntN(3) > 0
		role := map[bool]string{false: "Member", true: "Manager"}[manager]
		w.did(by, fmt.Sprint(role, " ", n, client), w.model.setRole(n, by, client, manager), setRole(cid, client, role))
	case 6:
		if len(c.log) > 0 {
			w.patch(by, n)
		}
	case 7:
		if len(c.log) > 0 {
			at := w.rnd.IntN(len(c.log))
			w.note(by, fmt.Sprint("read ", n, " ", at))
			w.model.markRead(n, by, at)
			w.clients[by].Send(readUpTo(cid, w.acks[n][at].GetUid(), w.acks[n][at].GetT()))
			w.clients[by].Call(servertest.Command(wire.CommandEcho, 0)) // it is in the store's queue
			w.compare()
		}
	case 8:
		w.history(by, n)
	case 9:
		w.query(by)
	case 10:
		key, value := fmt.Sprint("attr.k", w.rnd.IntN(3)), fmt.Sprint("v", w.rnd.IntN(100))
		m := in(cid)
		m.SetAttr(data(fmt.Sprintf(`{%q:%q}`, key, value)))
		w.did(by, fmt.Sprint("update ", n, key), w.model.update(n, by, key, value), conv(wire.OpUpdate, m))
	case 11:
		if w.rnd.IntN(20) == 0 {
			w.note("", "restart")
			w.i.Restart()
			for _, client := range people {
				w.logIn(client)
			}
		} else {
			w.logIn(by)
		}
	default:
		w.send(by, n)
	}
}

func (w *world) one() string { return people[w.rnd.IntN(len(people))] }

// some returns one to three clients.
func (w *world) some() []string {
	list := slices.Clone(people)
	w.rnd.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
	return list[:1+w.rnd.IntN(3)]
}

func (w *world) note(by, what string) { w.trace = append(w.trace, by+" "+what) }

// did sends a command of which the model has said what it is answered.
func (w *world) did(by, what, want string, cmd *wire.GenericCommand) *wire.GenericCommand {
	w.note(by, what+" -> "+want)
	answer := w.clients[by].Call(cmd)
	require.Equal(w.t, want, w.describe(answer), w.story())
	w.compare()
	return answer
}

// compare reads what each client was to be told, on whatever node, before the next step.
func (w *world) compare() {
	w.i.Settle()
	for _, client := range people {
		for _, want := range w.model.told[client] {
			require.Equal(w.t, want, w.describe(w.clients[client].Next()), "at %s%s", client, w.story())
		}
	}
	clear(w.model.told)
}

func (w *world) story() string {
	return "\n" + strings.Join(w.trace[max(0, len(w.trace)-30):], "\n")
}

func (w *world) create(by string) {
	members := w.some()
	m := start(members...)
	m.SetUnique(false)
	w.note(by, fmt.Sprint("create ", members))
	want := w.model.create(by, members)
	answer := w.clients[by].Call(conv(wire.OpStart, m))
	require.Equal(w.t, want, w.describe(answer))
	w.cids = append(w.cids, answer.GetConvMessage().GetCid())
	w.acks = append(w.acks, nil)
	w.compare()
}

func (w *world) send(by string, n int) {
	cmd := direct(w.cids[n], fmt.Sprint("m", len(w.trace)))
	mentions := ""
	switch w.rnd.IntN(6) {
	case 0:
		mentions = w.one()
		cmd.GetDirectMessage().SetMentionPids([]string{mentions})
	case 1:
		mentions = "all"
		cmd.GetDirectMessage().SetMentionAll(true)
	}
	text := cmd.GetDirectMessage().GetMsg()
	answer := w.did(by, fmt.Sprint("send ", n, " ", text), w.model.send(n, by, text, mentions), cmd)
	if ack := answer.GetAckMessage(); !ack.HasCode() {
		w.acks[n] = append(w.acks[n], ack)
	}
}

func (w *world) patch(by string, n int) {
	at, recall := w.rnd.IntN(len(w.acks[n])), w.rnd.IntN(2) == 0
	cmd, item := change(w.cids[n], w.acks[n][at].GetUid())
	text := fmt.Sprint("edited", len(w.trace))
	if item.SetData(text); recall {
		item.SetRecall(true)
		item.SetData(recalledText)
	}
	w.did(by, fmt.Sprint("patch ", n, " ", at, recall), w.model.patch(n, by, at, text, recall), cmd)
}

func (w *world) history(by string, n int) {
	s := span{start: w.rnd.IntN(len(w.acks[n])+1) - 1, end: w.rnd.IntN(len(w.acks[n])+1) - 1, limit: w.rnd.IntN(12),
		startIncluded: w.rnd.IntN(2) == 0, endIncluded: w.rnd.IntN(2) == 0, newer: w.rnd.IntN(2) == 0}
	m := logs(w.cids[n])
	m.SetL(int32(s.limit))
	if s.newer {
		m.SetDirection(wire.DirectionNew)
	}
	if s.start >= 0 {
		m.SetMid(w.acks[n][s.start].GetUid())
		m.SetT(w.acks[n][s.start].GetT())
		m.SetTIncluded(s.startIncluded)
	}
	if s.end >= 0 {
		m.SetTmid(w.acks[n][s.end].GetUid())
		m.SetTt(w.acks[n][s.end].GetT())
		m.SetTtIncluded(s.endIncluded)
	}
	answer := w.did(by, fmt.Sprintf("history %d %+v", n, s), w.model.history(n, by, s), logsCommand(m))
	for _, item := range answer.GetLogsMessage().GetLogs() {
		require.Equal(w.t, w.model.convs[n].log[w.place(n, item.GetMsgId())].text, item.GetData(), w.story())
	}
}

// query asks for conversations by their members.
func (w *world) query(by string) {
	clients := w.some()
	text, err := json.Marshal(map[string]any{"m": map[string]any{"$all": clients}})
	require.NoError(w.t, err)
	w.note(by, "query "+string(text))
	q := where(string(text))
	q.SetLimit(1000)
	var want, got []string
	for n, c := range w.model.convs {
		if len(both(clients, c.members)) == len(clients) {
			want = append(want, fmt.Sprint(n, " ", names(c.members), " ", c.attrs))
		}
	}
	for _, row := range query(w.t, w.clients[by], q) {
		n := slices.Index(w.cids, row["objectId"].(string))
		attrs, _ := row["attr"].(map[string]any)
		shown := map[string]string{}
		for key, value := range attrs {
			shown["attr."+key] = value.(string)
		}
		var members []string
		for _, member := range row["m"].([]any) {
			members = append(members, member.(string))
		}
		got = append(got, fmt.Sprint(n, " ", names(members), " ", shown))
	}
	require.ElementsMatch(w.t, want, got, w.story())
}

// logIn connects again and compares the unread messages.
func (w *world) logIn(client string) {
	w.note(client, "logs in")
	_ = w.clients[client].WS.CloseNow()
	w.clients[client] = servertest.Login(w.t, w.i, client)
	var want []string
	for n, c := range w.model.convs {
		if count, mentioned := c.unread(client); c.has(client) && count > 0 {
			want = append(want, fmt.Sprint(n, " ", count, " ", mentioned, " ", c.log[len(c.log)-1].text))
		}
	}
	if len(want) == 0 {
		w.clients[client].Quiet()
		return
	}
	var got []string
	for _, u := range w.clients[client].Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs() {
		n := slices.Index(w.cids, u.GetCid())
		got = append(got, fmt.Sprint(n, " ", u.GetUnread(), " ", u.GetMentioned(), " ", u.GetData()))
	}
	require.ElementsMatch(w.t, want, got, "%s: %s", client, w.story())
}

func (w *world) place(n int, mid string) int {
	return slices.IndexFunc(w.acks[n], func(ack *wire.AckCommand) bool { return ack.GetUid() == mid })
}

// describe writes a frame as the model does.
func (w *world) describe(m *wire.GenericCommand) string {
	c := m.GetConvMessage()
	n := slices.Index(w.cids, c.GetCid())
	switch m.GetCmd() {
	case wire.CommandError:
		return refusal(server.Code(m.GetErrorMessage().GetCode()))
	case wire.CommandAck:
		if code := m.GetAckMessage().GetCode(); code != 0 {
			return refusal(server.Code(code))
		}
		return "ack"
	case wire.CommandDirect:
		d := m.GetDirectMessage()
		return fmt.Sprintf("direct %d %s", slices.Index(w.cids, d.GetCid()), d.GetMsg())
	case wire.CommandUnread:
		u := m.GetUnreadMessage().GetConvs()[0]
		return fmt.Sprintf("unread %d %d %v", slices.Index(w.cids, u.GetCid()), u.GetUnread(), u.GetMentioned())
	case wire.CommandPatch:
		if m.GetOp() == wire.OpModified {
			return "modified"
		}
		item := m.GetPatchMessage().GetPatches()[0]
		n := slices.Index(w.cids, item.GetCid())
		return fmt.Sprintf("patch %d %d %s", n, w.place(n, item.GetMid()), item.GetData())
	case wire.CommandLogs:
		var places []string
		for _, item := range m.GetLogsMessage().GetLogs() {
			places = append(places, fmt.Sprint(w.place(slices.Index(w.cids, m.GetLogsMessage().GetCid()), item.GetMsgId())))
		}
		return strings.Join(places, " ")
	case wire.CommandBlacklist:
		b := m.GetBlacklistMessage()
		return outcomeOf(b.GetAllowedPids(), b.GetFailedPids())
	}
	switch op := m.GetOp(); op {
	case wire.OpAdded, wire.OpRemoved, wire.OpShutupAdded, wire.OpShutupRemoved:
		return outcomeOf(c.GetAllowedPids(), c.GetFailedPids())
	case wire.OpMemberInfoChanged:
		return fmt.Sprintf("%s %d %s %v by %s", op, n, c.GetInfo().GetPid(), c.GetInfo().GetRole() == "Manager", c.GetInitBy())
	case wire.OpUpdated:
		if m.HasI() {
			return op.String()
		}
		var changed map[string]string
		_ = json.Unmarshal([]byte(c.GetAttr().GetData()), &changed)
		for key, value := range changed {
			return fmt.Sprintf("%s %d %s=%s by %s", op, n, key, value, c.GetInitBy())
		}
	}
	if len(c.GetM()) > 0 {
		return fmt.Sprintf("%s %d %s by %s", m.GetOp(), n, names(c.GetM()), c.GetInitBy())
	}
	if !c.HasInitBy() {
		return m.GetOp().String()
	}
	return fmt.Sprintf("%s %d by %s", m.GetOp(), n, c.GetInitBy())
}

func outcomeOf(allowed []string, failed []*wire.ErrorCommand) string {
	var list []string
	for _, f := range failed {
		for _, client := range f.GetPids() {
			list = append(list, fmt.Sprint(client, ":", f.GetCode()))
		}
	}
	return fmt.Sprintf("allowed %s failed %s", names(allowed), names(list))
}
