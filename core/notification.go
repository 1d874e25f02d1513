package core

import (
	"errors"
	"strconv"
	"strings"

	"imclient/core/jsontext"
	"imclient/core/wire"
)

// notifications fetches, after a re-open, the notices that the server kept
// while the client was away (section REST of docs/protocol.md). Permanent
// notices that are pushed meanwhile wait, so that all are seen in the order
// they happened, and once.
type notifications struct {
	syncing bool
	held    []*wire.GenericCommand
	cursor  int64 // serverTs of the last fetched
	fetch   FetchID
	failed  bool // the mark stays, so that the next re-open asks again
}

// syncNotifications fetches what was missed since a time in ms of the server's
// clock.
func (cl *Client) syncNotifications(since int64) {
	n := &cl.notifications
	if since == 0 || cl.rt.options.API == "" {
		return
	}
	n.syncing, n.failed, n.cursor = true, false, since
	epoch := cl.epoch
	cl.token.get(cl, func(token string, err error) {
		switch {
		case cl.epoch != epoch:
		case err != nil:
			cl.synced(err)
		default:
			cl.fetchNotifications(token)
		}
	})
}

func (cl *Client) fetchNotifications(token string) {
	n := &cl.notifications
	url := append([]byte(cl.rt.options.API), "/1.1/rtm/notifications?"...)
	url = appendQuery(url, "client_id", cl.id)
	url = appendQuery(url, "start_ts", strconv.FormatInt(n.cursor, 10))
	url = appendQuery(url, "notification_type", "permanent")
	request := Request{Method: "GET", URL: string(url), Header: []Header{{"X-LC-IM-Session-Token", token}}}
	n.fetch = cl.rt.fetches.start(request, func(answer Response) {
		switch {
		case answer.Err != nil:
			cl.synced(answer.Err)
			return
		case answer.Status == 404: // a server that keeps none
			cl.synced(nil)
			return
		case answer.Status != 200:
			cl.synced(errors.New("status " + strconv.Itoa(answer.Status)))
			return
		}
		before := n.cursor
		list, _ := jsontext.Get(answer.Body, "notifications")
		if err := jsontext.Elements(list, func(item string) bool {
			cl.notificationFetched(item)
			return n.syncing
		}); err != nil {
			cl.synced(ErrMalformed)
			return
		}
		cl.fetchRows()
		more, _ := jsontext.Get(answer.Body, "hasMore")
		if more == "true" && n.cursor > before && n.syncing {
			cl.fetchNotifications(token)
			return
		}
		cl.synced(nil)
	})
}

// synced lets the notices pass that were pushed meanwhile.
func (cl *Client) synced(err error) {
	n := &cl.notifications
	if err != nil {
		n.failed = true
		cl.rt.warn("notifications could not be fetched: " + err.Error())
	}
	held := n.held
	n.syncing, n.held = false, nil
	for _, cmd := range held {
		if cmd.GetServerTs() > n.cursor {
			cl.dispatch(cmd)
		}
	}
}

// stop abandons the fetch; what was held back is fetched after the next
// re-open.
func (n *notifications) stop(cl *Client) {
	cl.rt.fetches.stop(n.fetch)
	n.syncing, n.held = false, nil
}

// hold reports whether a push has to wait for the notices before it.
func (n *notifications) hold(cmd *wire.GenericCommand) bool {
	if !n.syncing || cmd.GetNotificationType() != permanentNotification {
		return false
	}
	n.held = append(n.held, cmd)
	return true
}

// notificationFetched dispatches one fetched notification: a command as JSON.
func (cl *Client) notificationFetched(item string) {
	cmd := new(wire.GenericCommand)
	conv, rcp := new(wire.ConvCommand), new(wire.RcpCommand)
	var kind, op string
	err := jsontext.Members(item, func(name, value string) bool {
		text, _ := jsontext.Unquote(value)
		number, _ := jsontext.Int(value)
		switch name {
		case "cmd":
			kind = text
		case "op":
			op = strings.ReplaceAll(text, "-", "_")
		case "serverTs":
			cmd.SetServerTs(number)
		case "notificationType":
			cmd.SetNotificationType(int32(number))
		case "cid":
			conv.SetCid(text)
			rcp.SetCid(text)
		case "initBy":
			conv.SetInitBy(text)
		case "udate":
			conv.SetUdate(text)
		case "m":
			members, _ := jsontext.Strings(value)
			conv.SetM(members)
		case "attr":
			conv.SetAttr(wrappedObject(value))
		case "attrModified":
			conv.SetAttrModified(wrappedObject(value))
		case "info":
			info := new(wire.ConvMemberInfo)
			pid, _ := jsontext.Get(value, "pid")
			role, _ := jsontext.Get(value, "role")
			pid, _ = jsontext.Unquote(pid)
			role, _ = jsontext.Unquote(role)
			info.SetPid(pid)
			info.SetRole(role)
			conv.SetInfo(info)
		case "id":
			rcp.SetId(text)
		case "t":
			rcp.SetT(number)
		case "read":
			rcp.SetRead(value == "true")
		case "from":
			rcp.SetFrom(text)
		}
		return true
	})
	if at := cmd.GetServerTs(); at > cl.notifications.cursor {
		cl.notifications.cursor = at
		cl.mark(at)
	}
	switch {
	case err != nil:
		cl.rt.warn("ignored a notification that is not JSON")
	case kind == wire.CommandConv.String():
		if !cl.noticePushed(opOf(op), conv) {
			cl.rt.warn("ignored a notification of an unknown kind: " + kind + "/" + op)
		}
	case kind == wire.CommandRcp.String():
		cl.receiptPushed(rcp)
	default:
		cl.rt.warn("ignored a notification of an unknown kind: " + kind)
	}
}

// wrappedObject is a JSON object in the text of another: {"data": "{...}"}.
func wrappedObject(value string) *wire.JsonObjectMessage {
	data, _ := jsontext.Get(value, "data")
	data, _ = jsontext.Unquote(data)
	return jsonObject(data)
}

// mark moves the mark of the last permanent notification on.
func (cl *Client) mark(at int64) {
	if at > cl.notified {
		cl.notified = at
	}
}

// opOf is the operation of that name among those of notices; 0 if none.
func opOf(name string) wire.OpType {
	for op := wire.OpJoined; op <= wire.OpMembersUnshutuped; op++ {
		if _, known := noticeKind(op); known && op.String() == name {
			return op
		}
	}
	return 0
}
