package server

import (
	"bytes"
	"encoding/json"
	"time"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// permanentNotification marks a push that /rtm/notifications lists as well.
const permanentNotification = 1

// notice is a push about a conversation that survives a disconnection: it is
// kept in the transaction that causes it, and fetched by who was not there
// (docs/protocol.md, Members).
type notice struct {
	cid    string
	to     []string
	except string // a client who is not to find it among the kept ones
	cmd    *wire.GenericCommand
	body   map[string]any // the same as the REST endpoint lists it
}

// conversationNotice tells clients about a change of a conversation.
func conversationNotice(op wire.OpType, to []string, m *wire.ConvCommand) *notice {
	cmd := newPush(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	body := map[string]any{"cmd": "conv", "op": op.String(), "cid": m.GetCid()}
	if m.HasInitBy() {
		body["initBy"] = m.GetInitBy()
	}
	if len(m.GetM()) > 0 {
		body["m"] = m.GetM()
	}
	if m.HasUdate() {
		body["udate"] = m.GetUdate()
	}
	if m.HasAttr() {
		body["attr"] = map[string]string{"data": m.GetAttr().GetData()}
	}
	if m.HasAttrModified() {
		body["attrModified"] = map[string]string{"data": m.GetAttrModified().GetData()}
	}
	if m.HasInfo() {
		body["info"] = map[string]string{"pid": m.GetInfo().GetPid(), "role": m.GetInfo().GetRole()}
	}
	return &notice{cid: m.GetCid(), to: to, cmd: cmd, body: body}
}

// keep stores the notices, in order.
func keep(tx store.Tx, app string, notices []*notice) error {
	for _, n := range notices {
		n.cmd.SetNotificationType(permanentNotification)
		to := n.to
		if n.except != "" {
			to = without(to, n.except)
		}
		if len(to) == 0 {
			n.cmd.SetServerTs(tx.Tick())
			continue
		}
		body, err := marshal(n.body)
		if err != nil {
			return err
		}
		at, err := tx.AddNotice(app, n.cid, to, body)
		if err != nil {
			return err
		}
		n.cmd.SetServerTs(at)
	}
	return nil
}

// announce publishes notices that have been committed.
func (s *Server) announce(app string, notices []*notice, except uint64) {
	for _, n := range notices {
		s.publish(bus.Event{App: app, Conversation: n.cid, To: n.to, Except: except, Frame: encode(n.cmd)})
	}
}

func without(list []string, client string) []string {
	out := make([]string, 0, len(list))
	for _, other := range list {
		if other != client {
			out = append(out, other)
		}
	}
	return out
}

// isoDate writes a time as the protocol does.
func isoDate(ms int64) string {
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
}

// marshal writes JSON as JavaScript does, without escaping < and >.
func marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
